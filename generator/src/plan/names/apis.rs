//! Names of APIs and resources.

use std::collections::HashSet;

use super::operations::{self, Types};
use super::reserved::OF_REGISTRY;
use super::scope::{Item, NameScope};
use super::space::Space;
use super::spelling::stem;
use super::table::{ApiNames, Handle, Names, ResourceNames, ScopeNames, WebhookNames};
use super::types;
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::oauth::spell_oauth;
use crate::ir::{Api, Package, Resource, Scope, Webhook};
use crate::plan::extensions::verifier;
use crate::plan::modules::{Layout, ModuleId, Modules};
use crate::source::Origin;

/// Names all APIs, their resources and operations, and the types.
pub(super) fn name_apis(package: &Package, names: &mut Names, diags: &mut Diagnostics) {
    let mut modules = NameScope::new("the crate")
        .advising("rename one of the root documents")
        .reserving(reserved(package));
    for api in &package.apis {
        let item = Item {
            space: Space::Api,
            raw: api.name.as_str().into(),
            chosen: None,
            what: format!("API `{}`", api.name),
            places: Vec::new(),
            origin: api.origin,
        };
        let name = match names.layout {
            // The only API has neither a module nor a feature, so nothing has its name.
            Layout::Flat => modules.mint(item, &mut Diagnostics::default()),
            Layout::Nested => modules.mint(item, diags),
        };
        let named = name_api(package, api, name, names, diags);
        names.apis.push(named);
    }
}

/// Names what is in an API. Its types, builders and handles share one scope.
fn name_api(
    package: &Package,
    api: &Api,
    name: String,
    names: &mut Names,
    diags: &mut Diagnostics,
) -> ApiNames {
    let stem = &stem(Space::Api, &api.name, &name);
    let mut types = NameScope::new(format!("API `{stem}`")).reserving(reserved(package));
    types::claim_shared(package, api, &mut types, names, diags);
    if let Some(origin) = api.signed_webhooks {
        for name in verifier::TYPES {
            types.reserve(name, "type of the verifier", origin);
        }
    }
    types::name_components(package, api, &mut types, names, diags);
    types::name_parts_of_named(package, api, &mut types, names, diags);
    let handle = |types: &mut NameScope, raw: &str, what: &str, diags: &mut Diagnostics| {
        let what = format!("{what} of API `{stem}`");
        types.mint(handle_item(raw.to_owned(), what, api.origin), diags)
    };
    let is_scoped = api.resources.iter().any(Resource::is_scoped);
    let is_mixed = is_scoped && !api.resources.iter().all(Resource::is_scoped);
    let is_nested = names.layout == Layout::Nested;
    let is_only_webhooks = is_nested && api.is_only_webhooks();
    let mut handles = Vec::new();
    let of_types = spell_oauth(stem, &api.name);
    if is_nested && !is_only_webhooks {
        handles.push(Handle {
            name: handle(&mut types, &format!("{of_types} Api"), "handle", diags),
            is_scoped: is_scoped && !is_mixed,
        });
    }
    let modules = name_operations(package, api, stem, &mut types, names, diags);
    let webhooks = name_webhooks(api, stem, &modules, diags).map(|named| WebhookNames {
        module: named.module.filter(|_| !is_only_webhooks),
        ..named
    });
    let scope = api.scope.as_ref();
    if let Some(scope) = scope {
        let named = name_scope(scope, &mut types, diags);
        names.scopes.insert(scope.api, named);
    }
    types::name_parts_of_named(package, api, &mut types, names, diags);
    for (resource, module) in api.resources.iter().zip(modules) {
        name_resource(resource, module, &mut types, names, diags);
    }
    if let Some(scope) = scope.filter(|_| is_mixed && is_nested) {
        let raw = format!("{} {of_types} Api", scope.raw());
        handles.push(Handle {
            name: handle(&mut types, &raw, "scoped handle", diags),
            is_scoped: true,
        });
    }
    ApiNames {
        module: match names.layout {
            Layout::Flat => "types".to_owned(),
            Layout::Nested => name.clone(),
        },
        name,
        handles,
        webhooks,
    }
}

/// A handle whose name a schema has becomes `PetsResourceHandle`.
fn handle_item(raw: String, what: String, origin: Origin) -> Item<'static> {
    Item {
        space: Space::Type,
        chosen: None,
        what,
        places: vec![format!("{raw} Handle")],
        raw: raw.into(),
        origin,
    }
}

/// Names the operations of an API, and returns the modules of its resources.
fn name_operations(
    package: &Package,
    api: &Api,
    name: &str,
    types: &mut NameScope,
    names: &mut Names,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let mut types = Types {
        scope: types,
        builders: HashSet::new(),
    };
    let modules = name_modules(package, api, name, names.layout, diags);
    let prefix = (names.layout == Layout::Nested).then_some(name);
    for (resource, of_resource) in api.resources.iter().zip(&modules) {
        let methods = operations::name_methods(resource, diags);
        for (operation, method) in resource.operations.iter().zip(methods) {
            let module = stem(Space::Module, &resource.tag, of_resource);
            let modules = (prefix, module.as_str());
            let named = operations::name_operation(
                api, resource, operation, modules, method, &mut types, diags,
            );
            names.operations.insert(operation.id, named);
        }
    }
    modules
}

fn name_modules(
    package: &Package,
    api: &Api,
    name: &str,
    layout: Layout,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let item = |resource: &Resource| Item {
        space: Space::Module,
        raw: resource.tag.clone().into(),
        chosen: None,
        what: format!("resource `{}`", resource.tag),
        places: Vec::new(),
        origin: match resource.operations.first() {
            Some(first) => first.origin,
            None => resource.origin,
        },
    };
    let mut scope = NameScope::new(format!("API `{name}`"))
        .advising("write another tag for one of them")
        .reserving(reserved(package));
    if let (Layout::Flat, Some(of)) = (layout, &api.scope) {
        let what = format!("handle of scope `{}`", of.wire);
        // What is wrong with the name is reported with the other names of the scope.
        let method = scope_method(of, &mut Diagnostics::default());
        scope.claim(method, &what, of.origin, diags);
    }
    scope.mint_all(api.resources.iter().map(item).collect(), diags)
}

/// Names the requests that the server sends. A resource can have the name of their module.
fn name_webhooks<'a>(
    api: &'a Api,
    name: &str,
    modules: &[String],
    diags: &mut Diagnostics,
) -> Option<WebhookNames> {
    let mut scope = NameScope::new(format!("the webhooks of API `{name}`"));
    let item = |webhook: &'a Webhook| {
        let (name, of) = (&webhook.name, webhook.callback.as_ref());
        let after = of.map(|of| format!("{} after {}", webhook.words, of.operation));
        Item {
            space: Space::Constant,
            raw: webhook.words.as_str().into(),
            chosen: webhook.chosen.as_deref(),
            what: match of {
                Some(of) => format!("callback `{name}` of `{}`", of.operation),
                None => format!("webhook `{name}`"),
            },
            places: after.into_iter().collect(),
            origin: webhook.origin,
        }
    };
    let items = api.webhooks.iter().map(item);
    let constants = scope.mint_all(items.collect(), diags);
    let first = api.webhooks.first()?;
    Some(WebhookNames {
        module: Some(webhook_module(first, modules, diags)),
        constants,
    })
}

/// Returns the name of the module of the requests that the server sends, which is not that of a resource.
fn webhook_module(first: &Webhook, modules: &[String], diags: &mut Diagnostics) -> String {
    let names = ["webhooks", "webhook_payloads"].map(str::to_owned);
    let numbered = (2..).map(|number: usize| format!("webhook_payloads_{number}"));
    let mut free = names
        .into_iter()
        .chain(numbered)
        .skip_while(|name| modules.contains(name));
    let name = free.next().unwrap_or_default();
    if name != "webhooks" {
        let message = format!(
            "a resource has the Rust name `webhooks`, so the module of webhooks and callbacks becomes `{name}`"
        );
        let help = "to keep the name `webhooks`, write another tag for the resource";
        diags.push(Diagnostic::advice(first.origin, message).help(help));
    }
    name
}

/// The names that the crate uses itself, besides those that every crate uses.
fn reserved(package: &Package) -> &'static [&'static str] {
    match package.registry {
        Some(_) => &OF_REGISTRY,
        None => &[],
    }
}

fn name_resource(
    resource: &Resource,
    module: String,
    types: &mut NameScope,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    let stem = stem(Space::Module, &resource.tag, &module);
    let raw = format!("{} Resource", spell_oauth(&stem, &resource.tag));
    let what = format!("handle of resource `{}`", resource.tag);
    let handle = types.mint(handle_item(raw, what, resource.origin), diags);
    let named = ResourceNames { module, handle };
    names.resources.insert(resource.id, named);
}

/// Names the method of the client that returns the handle of a scope.
fn scope_method(scope: &Scope, diags: &mut Diagnostics) -> String {
    let method = Item {
        space: Space::Method,
        raw: scope.wire.as_str().into(),
        chosen: scope.chosen.as_deref(),
        what: format!("handle of scope `{}`", scope.wire),
        places: Vec::new(),
        origin: scope.origin,
    };
    NameScope::new("the client").mint(method, diags)
}

fn name_scope(scope: &Scope, types: &mut NameScope, diags: &mut Diagnostics) -> ScopeNames {
    let what = format!("handle of scope `{}`", scope.wire);
    let handle = handle_item(scope.raw().to_owned(), what, scope.origin);
    ScopeNames {
        method: scope_method(scope, diags),
        handle: types.mint(handle, diags),
    }
}

/// Checks the names at the root of the crate: of types that several APIs share, and of the handle for all APIs.
pub(super) fn check_root(
    package: &Package,
    modules: &Modules,
    names: &Names,
    diags: &mut Diagnostics,
) {
    let mut root = NameScope::new("the crate");
    let mut scopes = package
        .apis
        .iter()
        .filter_map(|api| Some((api, api.scope.as_ref()?)));
    if let Some((api, scope)) = scopes.next() {
        let what = format!("handle of scope `{}`", scope.wire);
        let name = names.scope(scope).handle.clone();
        root.claim(name, &what, api.origin, diags);
    }
    for id in modules.types(ModuleId::Crate) {
        let def = package.ty(*id);
        let name = names.ty(def.id);
        let what = format!("shared type `{name}`");
        root.claim(name.to_owned(), &what, def.origin, diags);
    }
}
