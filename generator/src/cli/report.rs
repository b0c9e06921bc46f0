//! The output of the commands.

use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::time::Duration;

use crate::diag::{self, Diagnostics, Severity};
use crate::source::Sources;
use crate::write::{Applied, Error};

/// The message of a failed command.
pub type Failure = String;

/// The result of a command that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Everything was done.
    Completely,
    /// What has errors was left out.
    Partly,
}

/// Prints the message of a failed command.
pub fn failure(failure: &Failure) {
    if color() {
        eprintln!("\u{1b}[1;31merror\u{1b}[0m: {failure}");
    } else {
        eprintln!("error: {failure}");
    }
}

fn color() -> bool {
    stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Prints all diagnostics of the documents.
pub fn all(diagnostics: &Diagnostics, sources: &Sources) {
    if !diagnostics.is_empty() {
        eprintln!("{}", diag::render(diagnostics, sources, color()));
    }
}

/// Prints all diagnostics of the documents; fails if there are errors.
pub fn diagnostics(diagnostics: &Diagnostics, sources: &Sources) -> Result<(), Failure> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    all(diagnostics, sources);
    let errors = diagnostics.count(Severity::Error);
    let counted = error_counts(errors, diagnostics.count(Severity::Warning));
    if errors > 0 {
        return Err(format!(
            "{counted} in the definitions; nothing was generated"
        ));
    }
    eprintln!("{counted} in the definitions");
    Ok(())
}

/// Which warnings and pieces of advice are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    All,
    /// The first of each kind, with the number of the others.
    Grouped,
}

/// Prints the diagnostics of documents from which a crate is generated. Fails if there are errors, unless files were generated
/// despite them.
pub(super) fn generated(
    diagnostics: &Diagnostics,
    sources: &Sources,
    shown: Shown,
    has_files: bool,
) -> Result<Done, Failure> {
    if diagnostics.is_empty() {
        return Ok(Done::Completely);
    }
    let errors = diagnostics.count(Severity::Error);
    let warnings = diagnostics.count(Severity::Warning);
    let mut counted = format!("{} in the definitions", error_counts(errors, warnings));
    counted.push_str(print(diagnostics, sources, shown));
    if errors > 0 && !has_files {
        return Err(format!("{counted}; nothing was generated"));
    }
    if errors > 0 {
        eprintln!("{counted}; what has errors is left out");
        return Ok(Done::Partly);
    }
    eprintln!("{counted}");
    Ok(Done::Completely)
}

/// Prints diagnostics. Returns what to add to their number: how to print those that were not.
pub(super) fn print(diagnostics: &Diagnostics, sources: &Sources, shown: Shown) -> &'static str {
    if shown == Shown::All || diagnostics.is_empty() {
        all(diagnostics, sources);
        return "";
    }
    let text = diag::render_grouped(diagnostics, sources, color());
    eprintln!("{text}");
    match text.lines().any(|line| line.starts_with("… and ")) {
        true => " (--all prints each of them)",
        false => "",
    }
}

/// Prints which files were changed.
pub fn applied(applied: &Applied, out: &Path, took: Duration) {
    let all = [
        ("created", &applied.written),
        ("updated", &applied.changed),
        ("removed", &applied.removed),
    ];
    for (what, paths) in all {
        for path in paths {
            println!("{what:>8} {}", out.join(path).display());
        }
    }
    if applied.is_empty() {
        println!("nothing changed ({})", seconds(took));
    } else {
        println!(
            "{} created, {} updated, {} removed ({})",
            applied.written.len(),
            applied.changed.len(),
            applied.removed.len(),
            seconds(took),
        );
    }
}

/// The message if nothing was written to `out`.
pub fn write_failure(error: &Error, out: &Path) -> Failure {
    let Error::Refused(refusals) = error else {
        return error.to_string();
    };
    let mut failure = "nothing was written, because of these files:".to_owned();
    for one in refusals {
        failure.push_str(&refusal(out, &one.path, one.reason));
    }
    failure
}

/// The line of a file that was not generated.
pub fn refusal(out: &Path, path: &str, reason: &str) -> String {
    format!("\n  {} {reason}", out.join(path).display())
}

/// `1 error, 0 warnings`
pub fn error_counts(errors: usize, warnings: usize) -> String {
    format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
}

/// `0.25 s`
#[must_use]
pub fn seconds(took: Duration) -> String {
    format!("{:.2} s", took.as_secs_f64())
}

/// `1 file`, `2 files`
#[must_use]
pub fn count(count: usize, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural}")
}
