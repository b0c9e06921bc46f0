//! What `Cargo.toml` records of the options of a run, so that the next run has the same ones.

use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::manifest::{self, METADATA};
use super::report::Failure;

/// The options that `Cargo.toml` records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// What the crate contains of its APIs; everything if it is empty.
    pub(super) only: Vec<String>,
    /// Whether each resource has a cargo feature.
    pub(super) feature_per_tag: bool,
}

/// The keys of the table.
const ONLY: &str = "only";
const FEATURE_PER_TAG: &str = "feature-per-tag";

impl Settings {
    /// Returns the options of a run: those of the command line, or else those that `Cargo.toml` records.
    pub(super) fn of(given: Self, out: &Path) -> Result<Self, Failure> {
        let recorded = Self::recorded(out)?;
        Ok(Self {
            only: match given.only.is_empty() {
                true => recorded.only,
                false => given.only,
            },
            feature_per_tag: given.feature_per_tag || recorded.feature_per_tag,
        })
    }

    /// Reads the options that `Cargo.toml` records.
    pub(super) fn recorded(out: &Path) -> Result<Self, Failure> {
        let manifest = manifest::read(out)?;
        let package = manifest
            .as_ref()
            .and_then(|manifest| manifest.get("package"));
        let table = package.and_then(|of| of.get("metadata")?.get(METADATA));
        let invalid = |key: &str, expected: &str| {
            let path = out.join("Cargo.toml");
            format!(
                "`{key}` of `[package.metadata.{METADATA}]` in {} must be {expected}",
                path.display()
            )
        };
        let mut settings = Self::default();
        if let Some(only) = table.and_then(|table| table.get(ONLY)) {
            let texts = only.as_array().and_then(|all| {
                let texts = all.iter().map(|text| text.as_str().map(str::to_owned));
                texts.collect()
            });
            settings.only = texts.ok_or_else(|| invalid(ONLY, "a list of strings"))?;
        }
        if let Some(flag) = table.and_then(|table| table.get(FEATURE_PER_TAG)) {
            let flag = flag.as_bool();
            settings.feature_per_tag =
                flag.ok_or_else(|| invalid(FEATURE_PER_TAG, "`true` or `false`"))?;
        }
        Ok(settings)
    }

    /// Returns the lines of `Cargo.toml` for these options, if it records others.
    pub(super) fn change(&self, recorded: &Self) -> Option<String> {
        if self == recorded {
            return None;
        }
        let mut manifest = DocumentMut::new();
        manifest.insert("package", Item::Table(Table::new()));
        if let Some(package) = manifest["package"].as_table_mut() {
            package.set_implicit(true);
        }
        manifest::record(&mut manifest, self.table());
        Some(manifest.to_string())
    }

    /// Returns the table that records the options, unless they are the default.
    pub(super) fn table(&self) -> Option<Table> {
        let mut table = Table::new();
        if !self.only.is_empty() {
            table.insert(ONLY, value(Array::from_iter(self.only.iter())));
        }
        if self.feature_per_tag {
            table.insert(FEATURE_PER_TAG, value(true));
        }
        (!table.is_empty()).then_some(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_records_what_was_selected() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Settings::recorded(dir.path()), Ok(Settings::default()));
        let only = vec!["pets".to_owned(), "GET /a/{b}".to_owned()];
        let settings = Settings {
            only,
            feature_per_tag: true,
        };
        let lines = settings.change(&Settings::default()).unwrap();
        let expected = "[package.metadata.truto-codegen]\nonly = [\"pets\", \"GET /a/{b}\"]\nfeature-per-tag = true\n";
        assert_eq!(lines, expected);
        std::fs::write(dir.path().join("Cargo.toml"), lines).unwrap();
        assert_eq!(Settings::recorded(dir.path()).as_ref(), Ok(&settings));
        assert_eq!(settings.change(&settings), None);
    }
}
