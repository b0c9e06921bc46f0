//! Names of APIs and resources.

use super::operations::{self, Scopes};
use super::scope::{Item, NameScope};
use super::space::Space;
use super::spelling::plain;
use super::table::{ApiNames, Handle, Names, ResourceNames, ScopeNames};
use super::types;
use crate::diag::Diagnostics;
use crate::ir::{Api, Crate, Home, Resource, Scope};

/// Names all APIs, their resources and operations, and the types.
pub(super) fn name_apis(krate: &Crate, names: &mut Names, diags: &mut Diagnostics) {
    let mut modules = NameScope::new("the crate").advising("rename one of the root documents");
    for api in &krate.apis {
        let item = Item {
            space: Space::Module,
            raw: &api.name,
            chosen: None,
            what: format!("API `{}`", api.name),
            origin: api.origin,
        };
        let module = modules.mint(item, diags);
        let named = name_api(krate, api, module, names, diags);
        names.apis.push(named);
    }
    check_root(krate, names, diags);
}

/// Names what is in an API. Its types, builders and handles share one scope.
fn name_api(
    krate: &Crate,
    api: &Api,
    module: String,
    names: &mut Names,
    diags: &mut Diagnostics,
) -> ApiNames {
    let stem = plain(&module);
    let mut types = NameScope::new(format!("API `{stem}`"));
    let handle = |types: &mut NameScope, raw: &str, what: &str, diags: &mut Diagnostics| {
        let item = Item {
            space: Space::Type,
            raw,
            chosen: None,
            what: format!("{what} of API `{stem}`"),
            origin: api.origin,
        };
        types.mint(item, diags)
    };
    let is_scoped = api.resources.iter().any(Resource::is_scoped);
    let is_mixed = is_scoped && !api.resources.iter().all(Resource::is_scoped);
    let mut handles = vec![Handle {
        name: handle(&mut types, &format!("{stem} Api"), "handle", diags),
        is_scoped: is_scoped && !is_mixed,
    }];
    let modules = name_operations(api, stem, &mut types, names, diags);
    let scope = api.scope.as_ref();
    if let Some(scope) = scope {
        let named = name_scope(scope, &mut types, diags);
        names.scopes.insert(scope.api, named);
    }
    types::name_types(krate, api, &mut types, names, diags);
    for (resource, module) in api.resources.iter().zip(modules) {
        name_resource(resource, module, &mut types, names, diags);
    }
    if let Some(scope) = scope.filter(|_| is_mixed) {
        let raw = format!("{} {stem} Api", scope.raw());
        handles.push(Handle {
            name: handle(&mut types, &raw, "scoped handle", diags),
            is_scoped: true,
        });
    }
    ApiNames { module, handles }
}

/// Names the operations of an API, and returns the modules of its resources.
fn name_operations(
    api: &Api,
    module: &str,
    types: &mut NameScope,
    names: &mut Names,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let mut modules =
        NameScope::new(format!("API `{module}`")).advising("write another tag for one of them");
    let mut found = Vec::with_capacity(api.resources.len());
    for resource in &api.resources {
        let what = format!("resource `{}`", resource.tag);
        let mut methods = NameScope::new(what.clone());
        let first = resource.operations.first();
        let item = Item {
            space: Space::Module,
            raw: &resource.tag,
            chosen: None,
            what,
            origin: first.map_or(resource.origin, |operation| operation.origin),
        };
        let of_resource = modules.mint(item, diags);
        for operation in &resource.operations {
            let scopes = Scopes {
                methods: &mut methods,
                types,
            };
            let modules = [module, &of_resource];
            let named =
                operations::name_operation(api, resource, operation, modules, scopes, diags);
            names.operations.insert(operation.id, named);
        }
        found.push(of_resource);
    }
    found
}

fn name_resource(
    resource: &Resource,
    module: String,
    types: &mut NameScope,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    let item = Item {
        space: Space::Type,
        raw: &format!("{} Resource", plain(&module)),
        chosen: None,
        what: format!("handle of resource `{}`", resource.tag),
        origin: resource.origin,
    };
    let handle = types.mint(item, diags);
    let named = ResourceNames { module, handle };
    names.resources.insert(resource.id, named);
}

fn name_scope(scope: &Scope, types: &mut NameScope, diags: &mut Diagnostics) -> ScopeNames {
    let what = format!("handle of scope `{}`", scope.wire);
    let item = |space, raw, chosen| Item {
        space,
        raw,
        chosen,
        what: what.clone(),
        origin: scope.origin,
    };
    let method = item(Space::Method, &scope.wire, scope.chosen.as_deref());
    ScopeNames {
        method: NameScope::new("the client").mint(method, diags),
        handle: types.mint(item(Space::Type, scope.raw(), None), diags),
    }
}

/// Checks the names at the root of the crate: of types that several APIs share, and of the handle for all APIs.
fn check_root(krate: &Crate, names: &Names, diags: &mut Diagnostics) {
    let mut root = NameScope::new("the crate");
    let mut scopes = krate
        .apis
        .iter()
        .filter_map(|api| Some((api, api.scope.as_ref()?)));
    if let Some((api, scope)) = scopes.next() {
        let what = format!("handle of scope `{}`", scope.wire);
        let name = names.scope(scope).handle.clone();
        root.claim(name, &what, api.origin, diags);
    }
    for def in krate.types_in(Home::Crate) {
        let name = names.ty(def.id);
        let what = format!("shared type `{name}`");
        root.claim(name.to_owned(), &what, def.origin, diags);
    }
}
