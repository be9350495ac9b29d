#!/usr/bin/env python3
"""Every mutant that cargo-mutants knows, in one build: each stands in the program beside what it replaces, and the
environment variable MUTANT says which one is on. So a mutant costs a run of the tests that reach it, not a build.

    pip install tree-sitter tree-sitter-rust; cargo install cargo-mutants
    tools/mutants.py build FOLDER    copies the project there, with the mutants, and builds its tests
    tools/mutants.py cover FOLDER    asks each test which mutants it reaches
    tools/mutants.py run FOLDER      tries each mutant until a test fails; can be interrupted and called again
    tools/mutants.py list FOLDER     what survived, and the numbers
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

ROOMS = ["src/escape/**", "src/contextual/transition/**", "src/html/**"]
ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 60
# Tests of time and of other rooms, which tell little that the others do not.
LEFT_OUT = re.compile(r"^(corpus|architecture|sanitize|hostile|linear|allocations|trust)::|hostile_sizes|twice")

SWITCH = """
/// Which mutant is on.
#[doc(hidden)]
pub mod mutant {
    use std::{cell::RefCell, collections::HashSet, fs::File, io::Write, sync::{LazyLock, Mutex}};
    static ACTIVE: LazyLock<u32> =
        LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|it| it.parse().ok()).unwrap_or(0));
    static REACHED: LazyLock<Option<Mutex<File>>> = LazyLock::new(|| {
        let path = std::env::var("MUTANT_REACHED").ok()?;
        Some(Mutex::new(File::options().append(true).create(true).open(path).ok()?))
    });
    thread_local!(static SEEN: RefCell<HashSet<u32>> = RefCell::default());
    #[inline]
    pub fn on(id: u32) -> bool {
        let active = *ACTIVE;
        if active == u32::MAX { reached(id); }
        active == id
    }
    #[cold]
    fn reached(id: u32) {
        if !SEEN.with(|it| it.borrow_mut().insert(id)) { return; }
        let Some(file) = &*REACHED else { return };
        let line = format!("{}\\t{id}\\n", std::thread::current().name().unwrap_or("?"));
        let _ = file.lock().unwrap().write_all(line.as_bytes());
    }
}
"""


def listed():
    command = ["cargo", "mutants", "--list", "--json"]
    for room in ROOMS:
        command += ["-f", room]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


class Mutated:
    """A file with its mutants in it."""

    def __init__(self, parser, text):
        self.lines = [0]
        self.text = text
        for line in text.split(b"\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.tree = parser.parse(text)
        self.edits = collections.defaultdict(list)

    def offset(self, at):
        start = self.lines[at["line"] - 1]
        line = self.text[start : self.lines[at["line"]]].decode()
        return start + len(line[: at["column"] - 1].encode())

    def node(self, start, kinds, starts=True):
        """The smallest node of these kinds around a place, or the largest that begins there."""
        found, node = None, self.tree.root_node
        while node is not None:
            if node.type in kinds and (not starts or node.start_byte == start):
                found = found if starts and found is not None else node
            node = next((it for it in node.children if it.start_byte <= start < it.end_byte), None)
        return found

    def add(self, number, mutant):
        """Notes where a mutant goes; false when it cannot be switched on while running."""
        start, genre = self.offset(mutant["span"]["start"]), mutant["genre"]
        if genre == "FnValue":
            node = self.node(start, {"function_item"}, False)
            node = node and node.child_by_field_name("body")
        elif genre == "BinaryOperator":
            node = self.node(start, {"binary_expression", "compound_assignment_expr"}, False)
            if node is not None and node.child_by_field_name("operator").start_byte != start:
                return False
        elif genre == "UnaryOperator":
            node = self.node(start, {"unary_expression"})
        elif genre in ("MatchArm", "MatchArmGuard"):
            node = self.node(start, {"match_arm"}, genre == "MatchArm")
        elif genre == "StructField":
            node = self.node(start, {"field_initializer"})
            base = node and next((it for it in node.parent.children if it.type == "base_field_initializer"), None)
            if base is None or b"default()" in base.text:
                return False
        else:
            return False
        if node is None or self.constant(node):
            return False
        if any(it.type == "let_condition" for it in node.children):
            return False
        self.edits[node.id].append((number, genre, mutant["replacement"]))
        return True

    @staticmethod
    def constant(node):
        while node is not None:
            if node.type in ("const_item", "static_item", "const_block"):
                return True
            if node.type == "function_item":
                return any(it.type == "function_modifiers" and b"const" in it.text for it in node.children)
            node = node.parent
        return False

    def written(self, node=None):
        node = node or self.tree.root_node
        edits = self.edits.get(node.id)
        if not edits:
            return self.inside(node)
        on = lambda number: b"crate::mutant::on(%d)" % number
        genre = edits[0][1]
        part = lambda name: self.written(node.child_by_field_name(name))
        if genre == "FnValue":
            first = b"".join(b"\nif %s { return %s; }\n" % (on(n), to.encode()) for n, _, to in edits)
            inside = self.inside(node)
            return b"{" + first + inside[1:]
        if genre == "UnaryOperator":
            number, operator = edits[0][0], node.children[0].text
            operand = self.written(node.children[1])
            return b"({ let v_ = %s; if %s { v_ } else { %sv_ } })" % (operand, on(number), operator)
        if genre == "StructField":
            name = node.child_by_field_name("field").text
            base = next(it for it in node.parent.children if it.type == "base_field_initializer").children[1].text
            return b"%s: if %s { (%s).%s } else { %s }" % (name, on(edits[0][0]), base, name, part("value"))
        if genre == "BinaryOperator":
            return self.operator(node, edits, on)
        return self.arm(node, edits, on)

    def operator(self, node, edits, on):
        left, right = (self.written(node.child_by_field_name(it)) for it in ("left", "right"))
        operator = node.child_by_field_name("operator").text
        if operator in (b"&&", b"||"):
            equal = b"!=" if operator == b"&&" else b"=="
            return b"({ let l_: bool = %s; if l_ %s %s { %s } else { l_ } })" % (left, equal, on(edits[0][0]), right)
        if node.type == "compound_assignment_expr":
            plain = node.child_by_field_name("left").text
            chain = b"".join(b"if %s { %s %s r_ } else " % (on(n), plain, to.encode()) for n, _, to in edits)
            return b"{ let r_ = %s; %s { %s %s r_ } }" % (right, chain, left, operator)
        refer = b"&(%s)" if operator in (b"==", b"!=", b"<", b">", b"<=", b">=") else b"(%s)"
        chain = b"".join(b"if %s { l_ %s r_ } else " % (on(n), to.encode()) for n, _, to in edits)
        return b"({ let (l_, r_) = (%s, %s); %s { l_ %s r_ } })" % (refer % left, refer % right, chain, operator)

    def arm(self, node, edits, on):
        pattern = node.child_by_field_name("pattern")
        guard = pattern.child_by_field_name("condition")
        tests = [b"!" + on(n) for n, genre, _ in edits if genre == "MatchArm"]
        if guard is not None:
            test = b"(%s)" % self.written(guard)
            for number, genre, to in edits:
                if genre == "MatchArmGuard":
                    test = b"(%s || %s)" % (on(number), test) if to == "true" else b"(!%s && %s)" % (on(number), test)
            tests.append(test)
            bare = self.text[pattern.start_byte : guard.start_byte].rstrip()
            bare = bare[: -len(b"if")].rstrip()
        else:
            bare = pattern.text
        before = self.text[node.start_byte : pattern.start_byte]
        after = pattern.end_byte
        rest = b"".join(self.pieces(node, after))
        return before + bare + b" if " + b" && ".join(tests) + rest

    def inside(self, node):
        return b"".join(self.pieces(node, node.start_byte))

    def pieces(self, node, at):
        for child in node.children:
            if child.start_byte < at:
                continue
            yield self.text[at : child.start_byte]
            yield self.written(child) if child.children or child.id in self.edits else child.text
            at = child.end_byte
        yield self.text[at : node.end_byte]


def write(folder, mutants, without):
    import tree_sitter
    import tree_sitter_rust

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))
    files = {}
    for number, mutant in enumerate(mutants, 1):
        if number in without:
            continue
        path = mutant["file"]
        if path not in files:
            files[path] = Mutated(parser, (ROOT / path).read_bytes())
        if not files[path].add(number, mutant):
            without[number] = "cannot be switched"
    for path, file in files.items():
        (folder / path).write_bytes(file.written())


def build(folder):
    if not (folder / "src").exists():
        names = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in names.split("\n")[:-1]:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / "src/lib.rs").write_text((ROOT / "src/lib.rs").read_text() + SWITCH)
    mutants, without = listed(), {}
    (folder / "mutants.json").write_text(json.dumps(mutants))
    if (folder / "without.json").exists():
        without = {int(it): why for it, why in json.loads((folder / "without.json").read_text()).items()}
    while True:
        write(folder, mutants, without)
        wrong = complaints(folder)
        print(f"{len(mutants)} mutants, {len(without)} left out, {len(wrong)} that do not compile", flush=True)
        if not wrong:
            break
        without.update(dict.fromkeys(wrong, "does not compile"))
        (folder / "without.json").write_text(json.dumps(without))
    command = ["cargo", "test", "-p", "palisade", "--lib", "--test", "it", "--no-run", "--message-format=json"]
    out = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    programs = {}
    for line in out.splitlines():
        message = json.loads(line)
        if message.get("executable") and message["target"]["name"] in ("palisade", "it"):
            programs["lib" if message["target"]["name"] == "palisade" else "it"] = message["executable"]
    (folder / "programs.json").write_text(json.dumps(programs))


def complaints(folder):
    """The mutants nearest to what the compiler does not take."""
    command = ["cargo", "test", "-p", "palisade", "--lib", "--no-run", "--message-format=json"]
    out = subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout
    wrong = set()
    for line in out.splitlines():
        message = json.loads(line).get("message")
        if not isinstance(message, dict) or message.get("level") != "error":
            continue
        for span in message["spans"]:
            text = (folder / span["file_name"]).read_bytes()
            if (message.get("code") or {}).get("code") == "E0004" and span["is_primary"]:
                wrong.update(arms(text[span["byte_end"] :]))
                continue
            here = text[: span["byte_end"]] if span["is_primary"] else b""
            line = here[here.rfind(b"\n") + 1 :] + text[span["byte_end"] :].split(b"\n")[0]
            found = re.findall(rb"mutant::on\((\d+)\)", line) if span["is_primary"] else []
            if not found and span["is_primary"]:
                found = re.findall(rb"mutant::on\((\d+)\)", here)[-1:]
            wrong.update(map(int, found))
        if message["spans"] and not wrong:
            sys.exit(message["rendered"])
    return wrong


def arms(text):
    """The arms that a `match` could lose, from its braces on: one of them is needed."""
    depth, end = 0, 0
    for end, byte in enumerate(text):
        depth += (byte == ord("{")) - (byte == ord("}"))
        if depth == 0 and byte == ord("}"):
            break
    return set(map(int, re.findall(rb"if !crate::mutant::on\((\d+)\)", text[:end])))


def cover(folder):
    programs = json.loads((folder / "programs.json").read_text())
    reached = collections.defaultdict(lambda: collections.defaultdict(set))
    took = {}
    for name, program in programs.items():
        tests = subprocess.run([program, "--list", "--format=terse"], cwd=folder, capture_output=True, text=True)
        tests = [it[: -len(": test")] for it in tests.stdout.splitlines() if it.endswith(": test")]
        for test in tests:
            if LEFT_OUT.search(test):
                continue
            log = folder / "reached"
            log.unlink(missing_ok=True)
            start = time.time()
            env = os.environ | {"MUTANT": "4294967295", "MUTANT_REACHED": str(log)}
            try:
                ran = subprocess.run([program, "--exact", test], cwd=folder, env=env, capture_output=True, timeout=SECONDS)
            except subprocess.TimeoutExpired:
                continue
            if ran.returncode or not log.exists():
                continue
            took[f"{name} {test}"] = time.time() - start
            for line in log.read_text().splitlines():
                reached[line.split("\t")[1]][name].add(test)
    told = {it: {name: sorted(tests) for name, tests in by.items()} for it, by in reached.items()}
    (folder / "reached.json").write_text(json.dumps({"took": took, "reached": told}))
    print(f"{len(took)} tests reach {len(told)} mutants")


def confined():
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))


def tried(folder, programs, cover, number):
    """The test that kills a mutant, or nothing."""
    took, reached = cover["took"], cover["reached"].get(str(number))
    if reached is None:
        return "", "not reached"
    tests = [(name, test) for name, tests in reached.items() for test in tests if not LEFT_OUT.search(test)]
    tests = [(took[f"{name} {test}"], name, test) for name, test in tests]
    batches = []
    for wave in (0.05, 0.5, 5, SECONDS):
        for name in programs:
            batch = sorted(it for it in tests if it[1] == name and it[0] <= wave)
            tests = [it for it in tests if it not in batch]
            while batch:
                batches.append((name, [it[2] for it in batch[:200]], sum(it[0] for it in batch[:200])))
                batch = batch[200:]
    for name, names, seconds in batches:
        command = [programs[name], "--test-threads=1", "--exact", *names]
        env = os.environ | {"MUTANT": str(number)}
        with subprocess.Popen(
            command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, preexec_fn=confined
        ) as run:
            # A test that fails is enough: the others need not run.
            timer = time.time() + 10 * seconds + 10
            os.set_blocking(run.stdout.fileno(), False)
            out = ""
            while True:
                ended = run.poll() is not None
                out += (run.stdout.read() or b"").decode(errors="replace")
                failed = re.search(r"^test (\S+) .*?\.\.\. .*?FAILED", out, re.M | re.S) if "FAILED" in out else None
                if failed or ended or time.time() > timer:
                    run.kill()
                    break
                time.sleep(0.02)
            out += (run.stdout.read() or b"").decode(errors="replace")
            if "FAILED" in out:
                which = re.search(r"^test (\S+) .*?FAILED", out.replace("\ntest", "\n\ntest"), re.M)
                return f"{name} {which.group(1) if which else '?'}", "killed"
            if not ended:
                return f"{name} {len(names)} tests", "too slow"
            if run.returncode:
                return f"{name} {len(names)} tests", "crash"
    return "", "survived"


def run(folder, jobs):
    programs = json.loads((folder / "programs.json").read_text())
    cover = json.loads((folder / "reached.json").read_text())
    without = json.loads((folder / "without.json").read_text())
    mutants = json.loads((folder / "mutants.json").read_text())
    done = folder / "outcomes"
    known = {int(it.split("\t")[0]) for it in done.read_text().splitlines()} if done.exists() else set()
    # Every so many first, so that each file has been asked when time is short.
    left = [it for it in range(1, len(mutants) + 1) if it not in known and str(it) not in without]
    left.sort(key=lambda it: it * 2654435761 % 2**32)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool, done.open("a") as out:
        for number, (test, outcome) in zip(left, pool.map(lambda it: tried(folder, programs, cover, it), left)):
            out.write(f"{number}\t{outcome}\t{test}\n")
            out.flush()


def show(folder):
    mutants = json.loads((folder / "mutants.json").read_text())
    without = json.loads((folder / "without.json").read_text())
    outcomes = [it.split("\t") for it in (folder / "outcomes").read_text().splitlines()]
    for number, outcome, _ in sorted(outcomes, key=lambda it: int(it[0])):
        if outcome in ("survived", "not reached"):
            print(f"{outcome}: {number} {mutants[int(number) - 1]['name']}")
    counts = collections.Counter(it[1] for it in outcomes) + collections.Counter(without.values())
    print(f"{len(mutants)} mutants:", ", ".join(f"{count} {name}" for name, count in counts.most_common()))


if __name__ == "__main__":
    step, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    if step == "run":
        run(folder, int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    else:
        {"build": build, "cover": cover, "list": show}[step](folder)
