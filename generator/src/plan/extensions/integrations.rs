//! The integrations of the registry, by slug.

use std::collections::HashMap;

use crate::ir::{Package, RegistryEntry};
use crate::plan::names::Names;

/// The integrations of the registry, by slug.
pub(crate) struct Integrations<'a> {
    names: &'a Names,
    entries: HashMap<&'a str, &'a RegistryEntry>,
}

impl<'a> Integrations<'a> {
    pub(crate) fn of(package: &'a Package, names: &'a Names) -> Self {
        let registry = package.registry.iter();
        let entries = registry.flat_map(|registry| &registry.entries);
        Self {
            names,
            entries: entries.map(|entry| (entry.slug.as_str(), entry)).collect(),
        }
    }

    /// `Beta Desk`
    pub(crate) fn label<'b>(&'b self, slug: &'b str) -> &'b str {
        let entry = self.entries.get(slug);
        entry.map_or(slug, |entry| entry.label.as_str())
    }

    /// `HelpScout`
    pub(crate) fn variant(&self, slug: &str) -> Option<&'a str> {
        let entry = self.entries.get(slug)?;
        Some(self.names.integration(entry))
    }
}
