//! The recorded changes of releases, which the reference lists.
//!
//! A crate records them in `changes/`, one file per release: `unreleased.yaml`, and `0.2.0-2026-11-28.yaml` after the release. The
//! comparison of two states of documents writes the first one.

use semver::Version;
use serde::{Deserialize, Serialize};

use crate::day::Day;

/// What a change means for programs that use the generated crate, the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Effect {
    /// A program may not compile, or may fail.
    #[serde(rename = "breaking")]
    Breaking,
    /// The crate can do more.
    #[serde(rename = "additive")]
    Additive,
    /// The crate sends or reads something else; programs stay as they are.
    #[serde(rename = "fix")]
    Fix,
    /// Only the support matrix differs.
    #[serde(rename = "matrix only")]
    Matrix,
    /// Only the documentation differs.
    #[serde(rename = "docs only")]
    Docs,
}

impl Effect {
    /// All effects, the most severe first.
    pub const ALL: [Self; 5] = [
        Self::Breaking,
        Self::Additive,
        Self::Fix,
        Self::Matrix,
        Self::Docs,
    ];

    /// Returns the name: `breaking`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Fix => "fix",
            Self::Matrix => "matrix only",
            Self::Docs => "docs only",
        }
    }

    /// Returns the heading of a section of changes with this effect: `Added`.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Additive => "Added",
            Self::Fix => "Changed",
            Self::Matrix => "Support matrix",
            Self::Docs => "Documentation",
        }
    }
}

/// A change as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Entry {
    /// The API, if there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api: Option<String>,
    /// The operation, the schema or another part of the API. Empty for the API itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// The parts within the item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// What it means for programs.
    pub effect: Effect,
    /// `added`, `removed`, or what differs.
    pub what: String,
    /// The old value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The new value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// A sentence that says why it has this effect, with code in backticks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// The content of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    changes: Vec<Entry>,
}

/// The changes of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Release {
    /// The version and the day; `None` for changes that are not released yet.
    pub released: Option<(Version, Day)>,
    /// The changes, the most severe first.
    pub changes: Vec<Entry>,
}

/// The name of the file of what is not released yet.
pub const UNRELEASED: &str = "unreleased.yaml";

/// The first lines of a file that a comparison writes.
const HEADER: &str = "\
# What has changed in the definitions since the last release, for the page \"Changes\" of each API. `diff --changelog` writes it anew.
# At a release, rename it to VERSION-DATE.yaml, such as 0.2.0-2026-11-28.yaml.
";

impl Release {
    /// Reads a file.
    ///
    /// # Errors
    /// The name or the content of the file is wrong.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let released = match name {
            UNRELEASED => None,
            name => Some(released(name).ok_or(
                "the name must be `unreleased.yaml`, or a version and a day, such as `0.2.0-2026-11-28.yaml`",
            )?),
        };
        let record: Record = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        Ok(Self {
            released,
            changes: record.changes,
        })
    }

    /// Puts the newest release first, and what is not released yet before it.
    pub fn sort(releases: &mut [Self]) {
        // `None` comes before any version, and so last before it is reversed.
        releases.sort_by(|one, other| match (&one.released, &other.released) {
            (None, None) => std::cmp::Ordering::Equal,
            (None, _) => std::cmp::Ordering::Less,
            (_, None) => std::cmp::Ordering::Greater,
            (Some(one), Some(other)) => other.cmp(one),
        });
    }
}

/// Returns the text of the file for changes that are not released yet.
#[must_use]
pub fn unreleased(changes: Vec<Entry>) -> String {
    let record = serde_yaml::to_string(&Record { changes });
    format!("{HEADER}{}", record.unwrap_or_default())
}

/// `0.2.0-2026-11-28.yaml`
fn released(name: &str) -> Option<(Version, Day)> {
    let stem = name.strip_suffix(".yaml")?;
    let (version, day) = stem.split_at_checked(stem.len().checked_sub("-2026-11-28".len())?)?;
    let day = Day::parse(day.strip_prefix('-')?)?;
    Some((version.parse().ok()?, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            api: Some("crm".to_owned()),
            item: "contacts.create".to_owned(),
            parts: vec!["body".to_owned(), "on: yes".to_owned()],
            effect: Effect::Additive,
            what: "added".to_owned(),
            old: None,
            new: Some("Option<String>".to_owned()),
            reason: "the type has `another` field".to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let text = unreleased(vec![entry()]);
        assert!(text.contains("- body\n"), "{text}");
        let release = Release::read(UNRELEASED, &text).unwrap();
        assert_eq!((release.released, release.changes), (None, vec![entry()]));
        let none = Release::read(UNRELEASED, &unreleased(Vec::new())).unwrap();
        assert_eq!(none.changes, []);
    }

    #[test]
    fn names_have_a_version_and_a_day() {
        let read = |name: &str| Release::read(name, "changes: []");
        let mut releases = [
            read("0.2.0-2026-11-28.yaml").unwrap(),
            read("0.10.0-2027-01-01.yaml").unwrap(),
            read(UNRELEASED).unwrap(),
            read("0.2.0-rc.1-2026-11-01.yaml").unwrap(),
        ];
        Release::sort(&mut releases);
        let shown = releases.map(|one| one.released.map(|(version, _)| version.to_string()));
        let shown: Vec<Option<&str>> = shown.iter().map(Option::as_deref).collect();
        assert_eq!(
            shown,
            [None, Some("0.10.0"), Some("0.2.0"), Some("0.2.0-rc.1")]
        );
        for name in [
            "0.2.0.yaml",
            "0.2-2026-11-28.yaml",
            "0.2.0-2026-13-01.yaml",
            "é",
        ] {
            assert!(read(name).is_err(), "{name}");
        }
        let wrong = Release::read(UNRELEASED, "changes:\n- effect: big\n  what: added\n");
        assert!(wrong.unwrap_err().contains("line 2"));
    }
}
