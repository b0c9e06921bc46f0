//! `cargo xtask diff`

use std::path::PathBuf;

use truto_codegen::cli::Documents;
use truto_codegen::cli::diff::{self, CrateFlags, Flags, Repository, Source};
use truto_codegen::compare::Comparison;

use crate::ci::StepOutcome;
use crate::project::{own_documents, root};
use crate::report::Failure;
use crate::version;

/// Compares two states of the OpenAPI definitions by meaning, and says whether programs that use the generated crate break.
///
/// A state is a document, a directory whose root documents are compared together, a revision of git, whose spec/ is meant, or
/// `REV:PATH`. Each change has its place in both states and its effect: breaking, additive, fix, matrix only or docs only. The most
/// severe one decides the verdict: major, minor or patch. Of other documents than spec/, options with which the crate is generated can
/// change the verdict: give them here too, or the directory of the crate, whose Cargo.toml records them.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff
      Compare spec/ in the last commit with the working tree.
  cargo xtask diff v0.1.0
      Compare spec/ at a tag with the working tree.
  cargo xtask diff HEAD~5 HEAD --format markdown
      Compare two commits.
  cargo xtask diff petstore-1.yaml petstore-2.yaml
      Compare other documents, as `truto-codegen diff` does.
  cargo xtask diff v0.1.0 --changelog
      Write what has changed since a tag into CHANGELOG.md.
  cargo xtask diff --check-version
      In CI: fail if the version is too low for the changes since the last tag.")]
pub(crate) struct Arguments {
    /// The old state [default: HEAD].
    #[arg(value_name = "OLD")]
    old: Option<String>,

    /// The new state [default: spec/ of the working tree].
    #[arg(value_name = "NEW")]
    new: Option<String>,

    #[command(flatten)]
    flags: Flags,

    /// Write the changes into the section `## Unreleased` of CHANGELOG.md, or of another file, in place of those that an earlier run
    /// wrote there, and record them in generated/changes/unreleased.yaml (with --crate, in DIR/changes/): the next `cargo xtask codegen`
    /// makes a page of the recorded changes.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    changelog: Option<Option<PathBuf>>,

    /// Fail if the version in Cargo.toml is lower than the changes since the last tag `v…` require. Without such a tag, pass.
    #[arg(long, conflicts_with_all = ["old", "new", "format", "changelog", "directory", "overlay", "base", "only", "api_module", "feature_per_tag"])]
    check_version: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.check_version {
        if let StepOutcome::Skipped(why) = version::check()? {
            eprintln!("warning: the version was not checked: {why}");
        }
        return Ok(());
    }
    let repository = repository();
    let old = arguments.old.as_deref().unwrap_or("HEAD");
    let flags = &arguments.flags.crates;
    let old = Source::of(old, &repository, flags)?;
    let new = match &arguments.new {
        Some(new) => Source::of(new, &repository, flags)?,
        None => working_tree(flags)?,
    };
    let comparison = diff::compared(&old, &new)?;
    match &arguments.changelog {
        Some(path) => {
            let path = path.clone().unwrap_or_else(|| root().join("CHANGELOG.md"));
            diff::write_changelog(&comparison, &path, new.package.as_deref())
        }
        None => {
            diff::print(&comparison, arguments.flags.format);
            Ok(())
        }
    }
}

/// Compares the definitions in a revision with those in the working tree.
pub(crate) fn since(revision: &str) -> Result<Comparison, Failure> {
    let flags = CrateFlags::default();
    let old = Source::of(revision, &repository(), &flags)?;
    diff::compared(&old, &working_tree(&flags)?)
}

/// The repository of the workspace. A revision alone means its definitions.
fn repository() -> Repository {
    let names = own_documents().roots.into_iter();
    let names = names.filter_map(|path| Some(path.strip_prefix("spec/")?.to_owned()));
    let mut repository = Repository::at(&root());
    repository.default = Some("spec".to_owned());
    repository.default_crate = package();
    repository.order = names.collect();
    repository
}

/// The crate of the workspace, if its Cargo.toml is there.
fn package() -> Option<PathBuf> {
    let package = root().join("generated");
    package.join("Cargo.toml").exists().then_some(package)
}

fn working_tree(flags: &CrateFlags) -> Result<Source, Failure> {
    let mut flags = flags.clone();
    flags.directory = flags.directory.or_else(package);
    let mut documents = own_documents();
    if !flags.overlay.is_empty() {
        let roots = documents.roots.iter().map(|path| root().join(path));
        let roots: Vec<PathBuf> = roots.collect();
        documents = Documents::at(&roots, &flags.overlay, Some(&root()))?;
    }
    Source::of_documents(documents, "spec/", &flags)
}
