//! `truto-codegen diff`, and the code that it shares with `cargo xtask diff`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

pub use self::crates::CrateFlags;
pub use self::repository::Repository;
pub use self::source::Source;
use super::history;
use super::report::{self, Failure, Shown};
use crate::compare::{Comparison, State, compare, print};
use crate::diag::Severity;
use crate::load::{Files, Renamed};
use crate::plan::modules::Layout;
use crate::{Options, Outcome};

mod changelog;
mod crates;
mod git;
mod repository;
mod source;

/// Compares two states of OpenAPI documents by meaning, and says whether programs that use the generated crate break.
///
/// A state is a document, a directory whose root documents are compared together, or either of them in a revision of git:
/// `REV:PATH`, as in `git show`. Each change has its place in both states and its effect: breaking, additive, fix, matrix only or docs
/// only. The most severe one decides the verdict: major, minor or patch. Options with which the crate is generated can change the
/// verdict: give them here too, or the directory of the crate, whose Cargo.toml records them.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  truto-codegen diff petstore-1.yaml petstore-2.yaml
      Compare two documents.
  truto-codegen diff HEAD:petstore.yaml petstore.yaml
      Compare the last commit with the working tree.
  truto-codegen diff v1.0.0:petstore.yaml petstore.yaml --format markdown
      Print what has changed since a tag for a pull request.
  truto-codegen diff HEAD:petstore.yaml petstore.yaml --crate petstore --overlay names.yaml
      Compare what `generate --spec petstore.yaml --overlay names.yaml --out petstore` makes of both.")]
pub(super) struct Arguments {
    /// The old state.
    #[arg(value_name = "OLD")]
    old: String,

    /// The new state.
    #[arg(value_name = "NEW")]
    new: String,

    #[command(flatten)]
    flags: Flags,

    /// Write the changes into the section `## Unreleased` of this changelog, in place of those that an earlier run wrote there. With
    /// --crate, record them in DIR/changes/unreleased.yaml, too: the next `generate` makes a page of the recorded changes.
    #[arg(long, value_name = "FILE")]
    changelog: Option<PathBuf>,
}

/// Arguments that both programs have.
#[derive(clap::Args, Clone, Debug)]
pub struct Flags {
    /// How to print the changes.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// How the crate is generated.
    #[command(flatten)]
    pub crates: CrateFlags,
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for a terminal.
    Text,
    /// Markdown, for a pull request.
    Markdown,
    /// JSON, for programs.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let repository = Repository::at(Path::new("."));
    let flags = &arguments.flags.crates;
    let old = Source::of(&arguments.old, &repository, flags)?;
    let new = Source::of(&arguments.new, &repository, flags)?;
    let comparison = compared(&old, &new)?;
    match &arguments.changelog {
        Some(path) => write_changelog(&comparison, path, new.package.as_deref()),
        None => {
            print(&comparison, arguments.flags.format);
            Ok(())
        }
    }
}

/// Prints a comparison.
pub fn print(comparison: &Comparison, format: Format) {
    print!("{}", shown(comparison, format));
}

/// Returns a comparison as it is printed.
#[must_use]
pub fn shown(comparison: &Comparison, format: Format) -> String {
    match format {
        Format::Text => print::text(comparison),
        Format::Markdown => print::markdown(comparison),
        Format::Json => print::json(comparison),
    }
}

/// Writes a comparison into the section `## Unreleased` of a changelog, and records it in the directory of a crate.
///
/// # Errors
/// A file cannot be read or written.
pub fn write_changelog(
    comparison: &Comparison,
    path: &Path,
    package: Option<&Path>,
) -> Result<(), Failure> {
    changelog::write(comparison, path)?;
    package.map_or(Ok(()), |package| history::write(comparison, package))
}

/// Compares two states. What has errors is reported and left out.
///
/// # Errors
/// A state has errors that concern a whole document.
pub fn compared(old: &Source, new: &Source) -> Result<Comparison, Failure> {
    let [old_options, new_options] = selected([old, new])?;
    let (old_state, new_state) = std::thread::scope(|scope| {
        let other = scope.spawn(|| state(&new.roots, &*new.files, &new_options));
        let old = state(&old.roots, &*old.files, &old_options);
        (
            old,
            other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        )
    });
    let old_state = reported(old_state, &old.shown)?;
    let new_state = reported(new_state, &new.shown)?;
    let new_state = match alias(&old_state, &new_state, new) {
        Some(alias) => {
            let [path] = new.roots.as_slice() else {
                return Ok(compare(&old_state, &new_state));
            };
            let files = Renamed {
                files: &*new.files,
                path: path.clone(),
                alias: alias.clone(),
            };
            reported(state(&[alias], &files, &new_options), &new.shown)?
        }
        None => new_state,
    };
    Ok(compare(&old_state, &new_state))
}

/// Returns the options of both states. What is selected, but exists in only one of the documents, was added or removed: in the other
/// state, the selection is without it.
fn selected(sources: [&Source; 2]) -> Result<[Options; 2], Failure> {
    let only = sources.iter().flat_map(|source| &source.options.only);
    let only: Vec<String> = only.cloned().collect();
    let mut options = sources.map(|source| source.options.clone());
    if only.is_empty() {
        return Ok(options);
    }
    let known = sources.map(|source| {
        let overlays = &source.options.overlays;
        crate::selecting(&source.roots, &*source.files, overlays, &only)
    });
    for (side, options) in options.iter_mut().enumerate() {
        if options.only.is_empty() {
            continue;
        }
        let [here, there] = [&known[side], &known[1 - side]];
        // What is in neither of them is reported as an error.
        let is_kept = |text: &String| here.contains(text) || !there.contains(text);
        options.only.retain(is_kept);
        if options.only.is_empty() {
            return Err(format!(
                "nothing of the selection is in {}",
                sources[side].shown
            ));
        }
    }
    Ok(options)
}

/// A path for the new document with the file name of the old one. In a crate of several APIs, the modules are named after the files of
/// the documents; without this path, the two states would seem to be two APIs.
fn alias(old: &State, new: &State, source: &Source) -> Option<String> {
    let package = |state: &State| state.analysis.package.apis.len();
    let is_nested = |state: &State| state.analysis.modules.layout() == Layout::Nested;
    if package(old) != 1 || package(new) != 1 || !(is_nested(old) || is_nested(new)) {
        return None;
    }
    let name = &old.analysis.package.apis.first()?.name;
    let path = source.roots.first()?;
    let (stem, extension) = path.rsplit_once('.')?;
    let directory = stem.rfind('/').map_or("", |at| &stem[..=at]);
    let alias = format!("{directory}{name}.{extension}");
    (alias != *path).then_some(alias)
}

/// A state and what is wrong with its documents.
type Read = (Option<State>, Outcome);

fn state(roots: &[String], files: &dyn Files, options: &Options) -> Read {
    let (analysis, outcome) = crate::analyze_despite_errors(roots, files, options);
    let state = analysis.map(|analysis| State {
        options: options.clone(),
        errors: outcome.diagnostics.count(Severity::Error),
        ..State::new(analysis, outcome.sources.clone())
    });
    (state, outcome)
}

/// Prints the errors of a state.
fn reported((state, outcome): Read, shown: &str) -> Result<State, Failure> {
    let Outcome {
        mut diagnostics,
        sources,
        ..
    } = outcome;
    diagnostics.retain(|one| one.severity == Severity::Error);
    let errors = report::count(diagnostics.count(Severity::Error), "error");
    report::print(&diagnostics, &sources, Shown::Grouped);
    let state = state.ok_or_else(|| format!("{errors} in {shown}; nothing was compared"))?;
    if !diagnostics.is_empty() {
        eprintln!("{errors} in {shown}; what has errors is not compared");
    }
    Ok(state)
}
