//! The third phase: lowers OpenAPI to the intermediate representation ([`crate::ir`]). Later phases do not use OpenAPI.

mod all_of;
mod api;
mod body;
mod cells;
mod connection;
mod conversions;
mod enums;
mod excluded;
mod extensions;
mod joined;
mod media;
mod names;
mod naming;
mod operations;
mod pages;
mod parameters;
mod path;
mod responses;
mod samples;
mod schema;
mod scope;
mod sort;
mod structs;
mod support;
mod types;
mod unused;
mod usage;

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr};
use serde::Deserialize;

use crate::bundle::{At, Bundle, SourceLocation};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Crate, FieldSupport, Home, TypeDef, TypeId, TypeRef};
use crate::source::Origin;

/// Lowers all APIs into one crate. Unsupported definitions are reported and skipped; the result must only be emitted if there are
/// no errors.
pub fn lower(bundles: &[Bundle<'_>], diags: &mut Diagnostics) -> Crate {
    let mut krate = Crate::default();
    let mut shared = Shared::default();
    let mut modules = names::Scope::new(names::Space::Module, "the crate")
        .advising("rename one of the root documents");
    for bundle in bundles {
        let document = match OpenAPI::deserialize(&bundle.value) {
            Ok(document) => document,
            Err(_) if diags.has_errors() => continue,
            Err(error) => {
                let message = format!("the document is not valid OpenAPI 3.0: {error}");
                let help = "compare the document with the OpenAPI 3.0 specification: the location of this error is unknown";
                diags.push(Diagnostic::error(bundle.origin(""), message).help(help));
                continue;
            }
        };
        let what = format!("API `{}`", bundle.name);
        let module = modules.mint(&bundle.name, &what, None, bundle.origin(""), diags);
        let index = krate.apis.len();
        let mut lowering = api::Lowering::new(index, module, bundle, &document, &mut shared, diags);
        let api = lowering.api(&mut krate.connection);
        if krate.registry.is_none() {
            krate.registry = lowering.registry();
        }
        if krate.samples.is_empty() {
            krate.samples = lowering.samples();
        }
        krate.apis.push(api);
    }
    usage::finish(&mut shared);
    conversions::derive(&mut shared.types, &krate.apis);
    check_root(&shared.types, &krate.apis, diags);
    krate.types = shared.types;
    krate
}

/// Checks the names at the root of the crate: of types that several APIs share, and of the handle for all APIs.
fn check_root(types: &[TypeDef], apis: &[Api], diags: &mut Diagnostics) {
    let mut scope = names::Scope::new(names::Space::Type, "the crate");
    let scoped: Vec<_> = apis
        .iter()
        .filter_map(|api| Some((api, api.scope.as_ref()?)))
        .collect();
    if let Some((first, known)) = scoped.first() {
        let what = format!("handle of scope `{}`", known.wire);
        scope.claim(known.handle.clone(), &what, first.origin, diags);
        for (api, other) in scoped.iter().filter(|(_, other)| !other.is_like(known)) {
            let message = format!(
                "the scope of this API is `{}`, but that of another API of the crate is `{}`",
                other.wire, known.wire
            );
            let diagnostic = Diagnostic::error(api.origin, message)
                .related(first.origin, "the other API")
                .help("write the same scope in both APIs, or generate two crates");
            diags.push(diagnostic);
        }
    }
    for def in types.iter().filter(|def| def.home == Home::Crate) {
        let what = format!("shared type `{}`", def.name);
        scope.claim(def.name.clone(), &what, def.origin, diags);
    }
}

/// The state that all APIs of a crate share during lowering.
#[derive(Default)]
struct Shared {
    types: Vec<TypeDef>,
    /// The lowered schemas, by source. APIs that refer to the same source share the type.
    interned: HashMap<SourceLocation, TypeRef>,
    /// Additional facts about the fields, by type, in the order of the fields.
    facts: HashMap<TypeId, Vec<FieldFacts>>,
    /// The support cells on properties, by the type of the object.
    cells: HashMap<TypeId, Vec<FieldSupport>>,
    /// The bodies whose properties have cells.
    bodies: HashMap<TypeId, Origin>,
    /// The types that distinguish absent from null: bodies of PATCH.
    patches: Vec<TypeId>,
    /// All uses of types by an operation, or by a whole API if no operation uses the type.
    uses: Vec<Use>,
}

/// The facts that, together with the uses of the struct, decide how the absence of a field is represented.
#[derive(Clone, Copy, Default)]
struct FieldFacts {
    nullable: bool,
    write_only: bool,
}

/// A use of a type, and its direction.
#[derive(Clone, Copy)]
struct Use {
    ty: TypeId,
    api: usize,
    /// `None` if the type belongs to the API as a whole.
    resource: Option<usize>,
    request: bool,
    response: bool,
}

/// Resolves `item`, which is at `at` or a component of `section`, and returns its location. The bundle has no cycles of
/// references.
fn resolved<'b, T>(
    item: &'b ReferenceOr<T>,
    at: &At<'b>,
    section: Option<&'b IndexMap<String, ReferenceOr<T>>>,
) -> Option<(&'b T, At<'b>)> {
    let (mut item, mut at) = (item, at.clone());
    loop {
        match item {
            ReferenceOr::Item(item) => return Some((item, at)),
            ReferenceOr::Reference { reference } => {
                at = at.target(reference)?;
                item = section?.get(at.name().as_ref())?;
            }
        }
    }
}
