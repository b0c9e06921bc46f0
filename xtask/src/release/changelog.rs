//! The changelog, and the sentences that are true only before the first release.

use std::fs;

use semver::Version;

use crate::project::root;
use crate::report::Failure;

/// Files that users read first. Before the first release, they say that the crates are not published.
const FIRST_PAGES: [&str; 2] = ["README.md", "generator/guides/your-own-document.md"];

/// The words by which these files say that.
const NOT_PUBLISHED: &str = "not on crates.io yet";

pub(super) fn check(version: &Version, notes: &mut Vec<String>) -> Result<(), Failure> {
    let read = |path: &str| {
        let text = fs::read_to_string(root().join(path));
        text.map_err(|error| format!("{path}: {error}"))
    };
    let section = section(&read("CHANGELOG.md")?, version)?;
    println!("CHANGELOG.md has the section `{section}`");
    if section == UNRELEASED {
        notes.push(format!(
            "CHANGELOG.md: rename the section `{UNRELEASED}` to `{version}`, with the date"
        ));
    }
    if root().join(RECORDED).exists() {
        notes.push(to_rename(&section, version)?);
    }
    for path in FIRST_PAGES {
        if read(path)?.contains(NOT_PUBLISHED) {
            notes.push(format!(
                "{path} says `{NOT_PUBLISHED}`: describe how to install the crate from there"
            ));
        }
    }
    Ok(())
}

const UNRELEASED: &str = "Unreleased";

/// The changes of the definitions since the last release, if there are any. The next release would replace this file.
const RECORDED: &str = "generated/changes/unreleased.yaml";

/// Returns what is to be done with the recorded changes. It is an error if the changelog already is that of a release.
fn to_rename(section: &str, version: &Version) -> Result<String, Failure> {
    let what =
        format!("{RECORDED}: rename it to `{version}` and the day, and run `cargo xtask codegen`");
    match section {
        UNRELEASED => Ok(what),
        _ => Err(what),
    }
}

/// Returns the title of the first section. It must be about this version or unreleased changes, and have a text.
fn section(changelog: &str, version: &Version) -> Result<String, Failure> {
    let mut sections = changelog.split("\n## ").skip(1);
    let first = sections.next().ok_or("CHANGELOG.md has no section")?;
    let (title, text) = first.split_once('\n').unwrap_or((first, ""));
    let named = title.split([' ', ']']).next().unwrap_or_default();
    let named = named.trim_start_matches('[');
    if named != UNRELEASED && named != version.to_string() {
        return Err(format!(
            "the first section of CHANGELOG.md is `{title}`, neither `{UNRELEASED}` nor `{version}`"
        ));
    }
    if text.trim().is_empty() {
        return Err(format!("the section `{title}` of CHANGELOG.md is empty"));
    }
    Ok(named.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_section_is_about_the_version() {
        let version = Version::new(0, 2, 0);
        let of = |text: &str| section(&format!("# Changelog\n{text}"), &version);
        assert_eq!(of("\n## Unreleased\n\n- A\n").as_deref(), Ok("Unreleased"));
        assert_eq!(of("\n## 0.2.0 - 2026-11-28\n\nA").as_deref(), Ok("0.2.0"));
        assert_eq!(of("\n## [0.2.0]\n\nA").as_deref(), Ok("0.2.0"));
        assert!(to_rename("Unreleased", &version).is_ok());
        assert!(to_rename("0.2.0", &version).is_err());
        for wrong in ["", "\n## 0.1.0\n\nA", "\n## Unreleased\n\n## 0.1.0\n\nA"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
