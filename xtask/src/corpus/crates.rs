//! Generates and compiles the crates.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::documents::{Document, Mode};
use super::log;
use super::table::{Row, Run};
use crate::process::{self, Ended, Usage};
use crate::project::{cargo, root};
use crate::report::Failure;

/// The exit codes of `codegen` if nothing is generated, and if something is left out.
const FAILED: i32 = 1;
const PARTLY: i32 = 3;

/// The directory of the crates, and the time limit of a process.
pub(super) struct Workshop {
    folder: PathBuf,
    timeout: Duration,
}

impl Workshop {
    pub(super) fn new(folder: PathBuf, timeout: Duration) -> Result<Self, Failure> {
        fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        Ok(Self { folder, timeout })
    }

    /// The directory with the messages of all documents.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Generates a crate from the document, in a new directory.
    pub(super) fn generate(&self, document: &Document) -> Result<Row, Failure> {
        let size = fs::metadata(&document.path).map(|data| data.len());
        let package = self.package(&document.name);
        match fs::remove_dir_all(&package) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed(&package, &error));
            }
            _ => {}
        }
        let log = format!("{}.log", document.name);
        let mut mode = Mode::Plain;
        let (mut ended, mut usage, mut text) = self.codegen(document, mode, &log)?;
        if ended == Ended::Code(FAILED) && document.mode != Some(Mode::Plain) {
            mode = Mode::KeepGoing;
            (ended, usage, text) = self.codegen(document, mode, &log)?;
        }
        let mut generation = finished(ended, usage, &text);
        if mode == Mode::KeepGoing && ended == Ended::Code(PARTLY) {
            generation.note = generation.error.take();
        }
        if mode == Mode::Plain && document.mode == Some(Mode::KeepGoing) {
            generation.error = Some("generates without --keep-going, unlike the list says".into());
        }
        Ok(Row {
            name: document.name.clone(),
            size: size.unwrap_or_default(),
            warnings: log::warnings(&text),
            mode,
            generation,
            check: None,
            features: None,
        })
    }

    /// Runs `cargo xtask codegen` on the document.
    fn codegen(
        &self,
        document: &Document,
        mode: Mode,
        log: &str,
    ) -> Result<(Ended, Usage, String), Failure> {
        let this = std::env::current_exe()
            .map_err(|error| format!("the path of this program is unknown: {error}"))?;
        let mut command = Command::new(this);
        command.arg("codegen").arg("--spec").arg(&document.path);
        command.arg("--out").arg(self.package(&document.name));
        for only in &document.only {
            command.arg("--only").arg(only);
        }
        if mode == Mode::KeepGoing {
            command.arg("--keep-going");
        }
        self.run(&mut command, log)
    }

    /// Compiles a crate with warnings denied: with its default features and, if that succeeds, with all of them.
    pub(super) fn check(&self, name: &str) -> Result<(Run, Option<Run>), Failure> {
        let package = self.package(name);
        let lock = package.join("Cargo.lock");
        // The versions of the workspace are those that a machine without a network has.
        fs::copy(root().join("Cargo.lock"), &lock).map_err(|error| failed(&lock, &error))?;
        let check = |arguments: &[&str], log: &str| {
            let mut command = cargo();
            command
                .args(["check", "--quiet", "--offline"])
                .args(arguments)
                .current_dir(&package)
                .env("CARGO_TARGET_DIR", self.folder.join("build"))
                .env("CARGO_INCREMENTAL", "0")
                .env("RUSTFLAGS", "-D warnings");
            self.run(&mut command, log)
        };
        check(&["--package", "truto-runtime"], "dependencies.log")?;
        let (ended, usage, text) = check(&[], &format!("{name}.check.log"))?;
        let run = finished(ended, usage, &text);
        if !run.is_success() {
            return Ok((run, None));
        }
        let (ended, usage, text) = check(&["--all-features"], &format!("{name}.features.log"))?;
        Ok((run, Some(finished(ended, usage, &text))))
    }

    fn package(&self, name: &str) -> PathBuf {
        self.folder.join("crates").join(name)
    }

    /// Runs the command, and returns its output, which is also kept as a file.
    fn run(&self, command: &mut Command, log: &str) -> Result<(Ended, Usage, String), Failure> {
        let path = self.folder.join(log);
        let file = File::create(&path).map_err(|error| failed(&path, &error))?;
        let (ended, usage) = process::run(command, &file, self.timeout)
            .map_err(|error| format!("{command:?} cannot be run: {error}"))?;
        let text = fs::read(&path).map_err(|error| failed(&path, &error))?;
        Ok((ended, usage, String::from_utf8_lossy(&text).into_owned()))
    }
}

fn finished(ended: Ended, usage: Usage, log: &str) -> Run {
    Run {
        usage,
        error: (ended != Ended::Code(0)).then(|| log::first_error(log, ended)),
        note: None,
    }
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    format!("{}: {error}", path.display())
}
