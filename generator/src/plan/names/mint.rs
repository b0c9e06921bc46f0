//! The walk over the IR that makes all names.

use super::scope::{Item, NameScope};
use super::space::Space;
use super::table::Names;
use super::{apis, setters, types};
use crate::diag::Diagnostics;
use crate::ir::{Crate, Registry};

/// Makes the names of all items. Clashes are reported.
pub(crate) fn mint(krate: &Crate, diags: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    if let Some(registry) = &krate.registry {
        name_integrations(registry, &mut names, diags);
    }
    apis::name_apis(krate, &mut names, diags);
    for def in &krate.types {
        types::name_parts(krate, def, &mut names, diags);
    }
    for api in &krate.apis {
        for operation in api.resources.iter().flat_map(|of| &of.operations) {
            setters::name_params(krate, operation, &mut names, diags);
        }
    }
    names
}

fn name_integrations(registry: &Registry, names: &mut Names, diags: &mut Diagnostics) {
    let mut scope =
        NameScope::new("the registry").advising("write `name: …` in one of the entries");
    for entry in &registry.entries {
        let item = Item {
            space: Space::Variant,
            raw: &entry.label,
            chosen: entry.chosen.as_deref(),
            what: format!("integration `{}`", entry.label),
            origin: entry.origin,
        };
        let name = scope.mint(item, diags);
        names.integrations.insert(entry.slug.clone(), name);
    }
}
