//! The walk over the IR that makes all names.

use super::scope::{Item, NameScope};
use super::space::Space;
use super::table::Names;
use super::{apis, connection, setters, types};
use crate::diag::Diagnostics;
use crate::ir::{Package, Registry, RegistryEntry};
use crate::plan::modules::Modules;

/// Makes the names of all items. Clashes are reported.
pub(crate) fn mint(package: &Package, modules: &Modules, diags: &mut Diagnostics) -> Names {
    let mut names = Names {
        layout: modules.layout(),
        ..Names::default()
    };
    if let Some(registry) = &package.registry {
        name_integrations(registry, &mut names, diags);
    }
    connection::name_schemes(package, &mut names, diags);
    connection::name_servers(package, &mut names, diags);
    apis::name_apis(package, &mut names, diags);
    connection::name_types(package, &mut names);
    apis::check_root(package, modules, &names, diags);
    for def in &package.types {
        types::name_parts(package, def, &mut names, diags);
    }
    for api in &package.apis {
        for operation in api.resources.iter().flat_map(|of| &of.operations) {
            setters::name_params(package, operation, &mut names, diags);
        }
    }
    names
}

fn name_integrations<'k>(registry: &'k Registry, names: &mut Names, diags: &mut Diagnostics) {
    let mut scope =
        NameScope::new("the registry").advising("write `name: …` in one of the entries");
    let item = |entry: &'k RegistryEntry| Item {
        space: Space::Variant,
        raw: entry.label.as_str().into(),
        chosen: entry.chosen.as_deref(),
        what: format!("integration `{}`", entry.label),
        places: Vec::new(),
        origin: entry.origin,
    };
    let minted = scope.mint_all(registry.entries.iter().map(item).collect(), diags);
    let slugs = registry.entries.iter().map(|entry| entry.slug.clone());
    names.integrations.extend(slugs.zip(minted));
}
