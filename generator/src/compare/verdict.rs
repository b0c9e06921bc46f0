//! How much a version has to change.

use semver::Version;

use super::change::{Change, Effect};

/// The levels of semantic versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing differs.
    #[default]
    None,
    /// Programs stay as they are, and nothing is new.
    Patch,
    /// The crate can do more.
    Minor,
    /// A program may not compile, or may fail.
    Major,
}

impl Level {
    /// Returns the name: `major`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    fn of(effect: Effect) -> Self {
        match effect {
            Effect::Breaking => Self::Major,
            Effect::Additive => Self::Minor,
            Effect::Fix | Effect::Matrix | Effect::Docs => Self::Patch,
        }
    }

    /// Returns the lowest version after `version` that says so to cargo. Before 1.0, cargo treats a new minor version as breaking and
    /// a new patch as compatible; before 0.1, each patch is breaking.
    #[must_use]
    pub fn after(self, version: &Version) -> Version {
        let (major, minor, patch) = (version.major, version.minor, version.patch);
        // A pre-release comes before the version without it.
        let is_released = version.pre.is_empty();
        match (self, major, minor) {
            (Self::None, ..) => version.clone(),
            (Self::Patch | Self::Minor, 0, _) | (Self::Patch, ..) | (Self::Major, 0, 0) => {
                Version::new(major, minor, patch + u64::from(is_released))
            }
            (Self::Minor, ..) | (Self::Major, 0, _) => Version::new(major, minor + 1, 0),
            (Self::Major, ..) => Version::new(major + 1, 0, 0),
        }
    }
}

/// How much the version of the crate has to change, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The level.
    pub level: Level,
    /// The index of the change that decides it: the first of the most severe ones. `None` if there are no changes.
    pub decided_by: Option<usize>,
}

impl Verdict {
    /// Decides it for changes, of which the most severe come first.
    pub(super) fn of(changes: &[Change]) -> Self {
        let first = changes.first();
        Self {
            level: first.map_or(Level::None, |change| Level::of(change.effect)),
            decided_by: first.map(|_| 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_before_one_count_as_cargo_reads_them() {
        let cases = [
            (Level::None, "0.1.0", "0.1.0"),
            (Level::Patch, "0.1.0", "0.1.1"),
            (Level::Minor, "0.1.0", "0.1.1"),
            (Level::Major, "0.1.3", "0.2.0"),
            (Level::Major, "0.0.3", "0.0.4"),
            (Level::Patch, "1.2.3", "1.2.4"),
            (Level::Minor, "1.2.3", "1.3.0"),
            (Level::Major, "1.2.3", "2.0.0"),
            (Level::Patch, "1.2.3-beta.1", "1.2.3"),
        ];
        for (level, version, expected) in cases {
            let after = level.after(&version.parse().unwrap());
            assert_eq!(after.to_string(), expected, "{level:?} after {version}");
        }
    }
}
