// Put before each page: dialogs tell the runner instead of opening.
"use strict";
{
  const page = Number(location.pathname.split("/").pop());
  const tell = how => top.pwned(page, how);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = () => tell(name);
  }
  window.pwned = (...args) => top.pwned(...args);

  // Scripts that are no JavaScript at all; one that fails while it runs had its structure.
  window.broken = 0;
  window.addEventListener("error", event => {
    if (event.error instanceof SyntaxError || /^Uncaught SyntaxError/.test(event.message)) window.broken++;
  }, true);

  // Links and forms lead nowhere, unless that is where their code runs.
  const stay = event => {
    const it = event.target?.closest?.("a, area, button, input, form") ?? event.target;
    const address = String(it?.href?.baseVal ?? it?.formAction ?? it?.href ?? it?.action ?? "");
    const code = event.type === "submit" ? (event.submitter?.formAction ?? it?.action) : address;
    if (!/^\s*javascript:/i.test(String(code))) event.preventDefault();
  };
  window.addEventListener("click", event => {
    if (event.target.closest?.("a, area")) stay(event);
  }, true);
  window.addEventListener("submit", stay, true);
}
