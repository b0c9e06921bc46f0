//! Whether the version of the workspace is high enough for the changes of the definitions.

use semver::Version;
use toml_edit::DocumentMut;
use truto_codegen::compare::{Change, Comparison};

use crate::ci::StepOutcome;
use crate::diff;
use crate::project::{git, root};
use crate::report::Failure;

/// Why nothing can be compared in a clone that is only the end of its history.
pub(crate) const SHALLOW: &str =
    "this shallow clone has no tag `v…`; run `git fetch --unshallow --tags`";

/// Compares the definitions with those of the last release, and fails if the version is lower than the verdict requires.
pub(crate) fn check() -> Result<StepOutcome, Failure> {
    let Some(tag) = last_tag()? else {
        if is_shallow()? {
            return Ok(StepOutcome::Skipped(SHALLOW.to_owned()));
        }
        println!("there is no tag `v…` yet, so there is no version to compare with");
        return Ok(StepOutcome::Passed);
    };
    let manifest = git(&["show", &format!("{tag}:Cargo.toml")])?;
    let released = version(&manifest.ok_or_else(|| format!("{tag} has no Cargo.toml"))?)?;
    let path = root().join("Cargo.toml");
    let manifest = std::fs::read_to_string(&path);
    let manifest = manifest.map_err(|error| format!("{}: {error}", path.display()))?;
    let current = version(&manifest)?;
    let comparison = diff::since(&tag)?;
    if !comparison.is_complete() {
        return Err("parts of the definitions have errors and were not compared".to_owned());
    }
    let level = comparison.verdict.level;
    let required = level.after(&released);
    // A pre-release is a step to the version that it precedes.
    if Version::new(current.major, current.minor, current.patch) >= required {
        println!(
            "{current} is enough for the changes since {tag} ({})",
            level.as_str()
        );
        return Ok(StepOutcome::Passed);
    }
    Err(format!(
        "the version must be at least {required}, but Cargo.toml has {current}: the definitions have changed since {tag} \
         ({}{}). Run `cargo xtask diff {tag}` for all changes",
        level.as_str(),
        reason(&comparison),
    ))
}

/// The change that decides the verdict: `: crm · contacts.create: no method …`
fn reason(comparison: &Comparison) -> String {
    let change = comparison.verdict.decided_by;
    let change = change.and_then(|at| comparison.changes.get(at));
    let shown = |change: &Change| format!(": {}: {}", change.place, change.reason);
    change.map(shown).unwrap_or_default()
}

/// The version of the workspace in its manifest.
fn version(manifest: &str) -> Result<Version, Failure> {
    let manifest: DocumentMut = manifest
        .parse()
        .map_err(|error| format!("Cargo.toml is not valid TOML: {error}"))?;
    let package = manifest.get("workspace").and_then(|of| of.get("package"));
    let version = package.and_then(|of| of.get("version")?.as_str());
    let version = version.ok_or("Cargo.toml has no `version` in `[workspace.package]`")?;
    version
        .parse()
        .map_err(|error| format!("the version `{version}` in Cargo.toml is invalid: {error}"))
}

/// The last tag of a release before the current commit; `None` if there is no release yet.
pub(crate) fn last_tag() -> Result<Option<String>, Failure> {
    let tags = git(&["tag", "--list", "v[0-9]*"])?.ok_or("git cannot list the tags")?;
    // A pre-release promises nothing, so its tag is no version to compare with.
    if tags.lines().all(|tag| tag.contains('-')) {
        return Ok(None);
    }
    let arguments = ["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"];
    let tag = git(&[&arguments[..], &["--exclude", "*-*"]].concat())?;
    let tag = tag.map(|tag| tag.trim().to_owned());
    let tag = tag.filter(|tag| !tag.is_empty());
    let tag = tag.ok_or("there are tags `v…`, but git finds none before the current commit");
    Ok(Some(tag?))
}

/// Whether the repository is only the end of its history, which can lack tags.
pub(crate) fn is_shallow() -> Result<bool, Failure> {
    let answer = git(&["rev-parse", "--is-shallow-repository"])?;
    Ok(answer.is_some_and(|answer| answer.trim() == "true"))
}
