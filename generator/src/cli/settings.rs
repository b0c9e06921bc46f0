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
    /// Whether the only API has a module of its own.
    pub(super) api_module: bool,
}

/// The keys of the table.
const ONLY: &str = "only";
const FEATURE_PER_TAG: &str = "feature-per-tag";
const API_MODULE: &str = "api-module";

impl Settings {
    /// Returns the options of a run: those of the command line, or else those that `Cargo.toml` records.
    pub(super) fn of(given: Self, recorded: Self) -> Self {
        Self {
            only: match given.only.is_empty() {
                true => recorded.only,
                false => given.only,
            },
            feature_per_tag: given.feature_per_tag || recorded.feature_per_tag,
            api_module: given.api_module || recorded.api_module,
        }
    }

    /// Reads the options that the `Cargo.toml` of a crate records.
    pub(super) fn recorded(out: &Path) -> Result<Self, Failure> {
        let shown = out.join("Cargo.toml").display().to_string();
        match manifest::read(out)? {
            Some(manifest) => Self::in_manifest(&manifest, &shown),
            None => Ok(Self::default()),
        }
    }

    /// Reads the options that the text of a `Cargo.toml` records. `shown` is its path in messages.
    pub(super) fn parse(text: &str, shown: &str) -> Result<Self, Failure> {
        let manifest: Result<DocumentMut, _> = text.parse();
        let manifest = manifest.map_err(|error| format!("cannot read {shown}: {error}"))?;
        Self::in_manifest(&manifest, shown)
    }

    fn in_manifest(manifest: &DocumentMut, shown: &str) -> Result<Self, Failure> {
        let package = manifest.get("package");
        let table = package.and_then(|of| of.get("metadata")?.get(METADATA));
        let invalid = |key: &str, expected: &str| {
            format!("`{key}` of `[package.metadata.{METADATA}]` in {shown} must be {expected}")
        };
        let flag = |key: &str| {
            let value = table.and_then(|table| table.get(key));
            let flag = value.map(|value| value.as_bool().ok_or(invalid(key, "`true` or `false`")));
            flag.transpose().map(Option::unwrap_or_default)
        };
        let mut settings = Self {
            only: Vec::new(),
            feature_per_tag: flag(FEATURE_PER_TAG)?,
            api_module: flag(API_MODULE)?,
        };
        if let Some(only) = table.and_then(|table| table.get(ONLY)) {
            let texts = only.as_array().and_then(|all| {
                let texts = all.iter().map(|text| text.as_str().map(str::to_owned));
                texts.collect()
            });
            settings.only = texts.ok_or_else(|| invalid(ONLY, "a list of strings"))?;
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
        if self.api_module {
            table.insert(API_MODULE, value(true));
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
            api_module: true,
        };
        let lines = settings.change(&Settings::default()).unwrap();
        let expected = "[package.metadata.truto-codegen]\nonly = [\"pets\", \"GET /a/{b}\"]\nfeature-per-tag = true\napi-module = true\n";
        assert_eq!(lines, expected);
        std::fs::write(dir.path().join("Cargo.toml"), lines).unwrap();
        assert_eq!(Settings::recorded(dir.path()).as_ref(), Ok(&settings));
        assert_eq!(settings.change(&settings), None);
    }
}
