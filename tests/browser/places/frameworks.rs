//! Client-side frameworks, as the pages load them: the real libraries, which npm puts below `target/`.

use palisade::Framework;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A framework, and what surrounds a template so that the framework takes it for its own.
pub(crate) struct Library {
    pub framework: Framework,
    /// Where its text is, below the folder of [`folder`].
    file: &'static str,
    pub before: &'static str,
    pub after: &'static str,
}

/// Applications as small as they can be; `f` and `g` are functions of theirs, `a` and `items` their data.
const LIBRARIES: &[Library] = &[
    Library {
        framework: Framework::Alpine,
        file: "node_modules/alpinejs/dist/cdn.min.js",
        before: r#"<div x-data="{ a: 1, items: [1], open: true, f() {}, g() {} }">"#,
        after: "</div><script src='/library/Alpine.js'></script>",
    },
    Library {
        framework: Framework::Angular,
        file: "angular.js",
        // It reads templates as text, which is how a server would send them.
        before: "<script src='/library/Angular'></script><app-root></app-root><script type='text/plain' id=app>",
        after: r"</script><script>
            class App { a = 1; items = [1]; open = true; f() {} g() {} }
            inPage.start(App, document.getElementById('app').textContent).catch(() => {});
        </script>",
    },
    Library {
        framework: Framework::AngularJs,
        file: "node_modules/angular/angular.min.js",
        before: "<script src='/library/AngularJS'></script><div ng-app ng-init='a = 1; items = [1]; open = true'>",
        after: "</div>",
    },
    Library {
        framework: Framework::Htmx,
        file: "node_modules/htmx.org/dist/htmx.min.js",
        before: "<script src='/library/htmx'></script><script>function f() {} function g() {} var a = 1</script>",
        after: "",
    },
    Library {
        framework: Framework::Stimulus,
        file: "node_modules/@hotwired/stimulus/dist/stimulus.umd.js",
        before: r"<script src='/library/Stimulus'></script><script>
            const application = Stimulus.Application.start();
            application.handleError = () => {};
            application.register('hello', class extends Stimulus.Controller {
                static values = { name: String, list: Array };
                static targets = ['out'];
                greet() {}
                danger() { this.element.ownerDocument.defaultView.pwned(); }
            });
            application.register('danger', class extends Stimulus.Controller {
                connect() { this.element.ownerDocument.defaultView.pwned(); }
            });
        </script>",
        after: "",
    },
    Library {
        framework: Framework::Vue,
        file: "node_modules/vue/dist/vue.global.prod.js",
        before: "<script src='/library/Vue'></script><div id=app>",
        after: r"</div><script>
            const app = Vue.createApp({
                data: () => ({ a: 1, items: [1], open: true }),
                methods: { f() {}, g() {} },
            });
            app.config.errorHandler = () => {};
            app.mount('#app');
        </script>",
    },
];

/// Angular as one script that compiles templates in the page.
const ANGULAR: &str = "import * as compiler from '@angular/compiler';
import { Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
window.inPage = { compiler, start: (App, template) => bootstrapApplication(
  Component({ selector: 'app-root', template })(App) ?? App,
  { providers: [provideZonelessChangeDetection()] }) };
";

const PACKAGES: &[&str] = &[
    "@angular/common@20",
    "@angular/compiler@20",
    "@angular/core@20",
    "@angular/platform-browser@20",
    "@hotwired/stimulus@3",
    "alpinejs@3",
    "angular@1.8",
    "esbuild@0.28",
    "htmx.org@2",
    "rxjs@7",
    "vue@3",
];

impl Library {
    /// The library of a framework by the name its makers write.
    pub(crate) fn of(name: &str) -> Option<&'static Library> {
        LIBRARIES.iter().find(|it| it.framework.name() == name)
    }

    /// The script, once [`install`] was there.
    pub(crate) fn script(&self) -> Option<String> {
        #[expect(clippy::disallowed_methods, reason = "the library is a file that npm put there")]
        std::fs::read_to_string(folder().join(self.file)).ok()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/frameworks")
}

/// Whether all libraries are there, be it after asking npm for them. Where there is no npm, they are not.
pub(crate) fn install() -> Result<bool, String> {
    let there = || LIBRARIES.iter().all(|it| folder().join(it.file).exists());
    if there() {
        return Ok(true);
    }
    if Command::new("npm").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return Ok(false);
    }
    std::fs::create_dir_all(folder()).map_err(|it| it.to_string())?;
    let quiet = ["install", "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix", "."];
    run(Command::new("npm").args(quiet).args(PACKAGES))?;
    std::fs::write(folder().join("angular.mjs"), ANGULAR).map_err(|it| it.to_string())?;
    let bundle = ["angular.mjs", "--bundle", "--minify", "--format=iife", "--outfile=angular.js"];
    run(Command::new("node_modules/.bin/esbuild").args(bundle))?;
    Ok(there())
}

fn run(command: &mut Command) -> Result<(), String> {
    let done = command.current_dir(folder()).output().map_err(|it| format!("{command:?}: {it}"))?;
    match done.status.success() {
        true => Ok(()),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&done.stderr))),
    }
}
