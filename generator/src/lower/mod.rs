//! The third phase: OpenAPI into the generator's own picture. Nothing behind it looks at OpenAPI again.

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

use crate::bundle::{Bundle, Place};
use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Crate, FieldSupport, Home, TypeDef, TypeId, TypeRef};
use crate::source::Origin;

/// Lowers all APIs into one crate. What cannot be represented is reported and left out; the result is meant to be
/// emitted only if nothing was an error.
pub fn lower(bundles: &[Bundle<'_>], diags: &mut Diagnostics) -> Crate {
    let mut krate = Crate::default();
    let mut shared = Shared::default();
    let mut modules = names::Scope::new(names::Space::Module, "the crate");
    for bundle in bundles {
        let document = match OpenAPI::deserialize(&bundle.value) {
            Ok(document) => document,
            Err(_) if diags.has_errors() => continue,
            Err(error) => {
                let message = format!("the document does not fit OpenAPI 3.0: {error}");
                let help = "this fault has no place of its own: compare the document with the OpenAPI 3.0 specification";
                diags.push(Diagnostic::error(bundle.origin(""), message).help(help));
                continue;
            }
        };
        let module = modules.mint(&bundle.name, None, bundle.origin(""), diags);
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

/// The names at the crate's root: of types that several APIs share, and of the one handle that gives access to all APIs.
fn check_root(types: &[TypeDef], apis: &[Api], diags: &mut Diagnostics) {
    let mut scope = names::Scope::new(names::Space::Type, "the crate");
    let scoped: Vec<_> = apis
        .iter()
        .filter_map(|api| Some((api, api.scope.as_ref()?)))
        .collect();
    if let Some((first, known)) = scoped.first() {
        scope.claim(known.handle.clone(), &known.wire, first.origin, diags);
        for (api, other) in scoped.iter().filter(|(_, other)| !other.is_like(known)) {
            let message = format!(
                "the API is scoped by `{}`, and another one of the crate by `{}`",
                other.wire, known.wire
            );
            let diagnostic = Diagnostic::error(api.origin, message)
                .related(first.origin, "the other one")
                .help("generate the two into two crates, or give them one scope");
            diags.push(diagnostic);
        }
    }
    for def in types.iter().filter(|def| def.home == Home::Crate) {
        scope.claim(def.name.clone(), &def.name, def.origin, diags);
    }
}

/// What the APIs of a crate have in common while they are lowered.
#[derive(Default)]
struct Shared {
    types: Vec<TypeDef>,
    /// Schemas already lowered, by source: whoever reaches the same source shares the type.
    interned: HashMap<Place, TypeRef>,
    /// What is known of the fields beyond what the definitions hold, by type, in the order of the fields.
    facts: HashMap<TypeId, Vec<FieldFacts>>,
    /// Cells that stand on properties, by the type whose property it is.
    cells: HashMap<TypeId, Vec<FieldSupport>>,
    /// Bodies whose properties have cells.
    bodies: HashMap<TypeId, Origin>,
    /// Types whose absent and null differ: bodies of PATCH.
    patches: Vec<TypeId>,
    /// Every use of a type by an operation, or by a whole API where no operation uses it.
    uses: Vec<Use>,
}

/// What decides how a field's absence is represented, once it is known who uses the struct.
#[derive(Clone, Copy, Default)]
struct FieldFacts {
    nullable: bool,
    write_only: bool,
}

/// Who uses a type, and in which direction.
#[derive(Clone, Copy)]
struct Use {
    ty: TypeId,
    api: usize,
    /// `None`: the type belongs to the API as a whole.
    resource: Option<usize>,
    request: bool,
    response: bool,
}

/// Reports at places of a bundle.
struct Reporter<'b, 'd> {
    bundle: &'b Bundle<'b>,
    diags: &'d mut Diagnostics,
}

impl Reporter<'_, '_> {
    fn origin(&self, at: &str) -> Origin {
        self.bundle.origin(at)
    }

    fn key_origin(&self, at: &str) -> Origin {
        self.bundle.key_origin(at)
    }

    fn error(&mut self, at: &str, message: String, help: &str) {
        self.diags
            .push(Diagnostic::error(self.origin(at), message).help(help));
    }

    fn key_error(&mut self, at: &str, message: String, help: &str) {
        self.diags
            .push(Diagnostic::error(self.key_origin(at), message).help(help));
    }

    fn key_warning(&mut self, at: &str, message: String, help: &str) {
        self.diags
            .push(Diagnostic::warning(self.key_origin(at), message).help(help));
    }

    /// A construct that the generator knows and cannot represent yet.
    fn unsupported(&mut self, at: &str, construct: &str, help: &str) {
        self.key_error(at, format!("{construct} is not supported yet"), help);
    }
}

/// What `item`, which stands at `at` or is a component of `section`, finally is, and where that stands. The bundle has no
/// cycles of references.
fn resolved<'b, T>(
    item: &'b ReferenceOr<T>,
    at: &str,
    section: Option<&'b IndexMap<String, ReferenceOr<T>>>,
) -> Option<(&'b T, String)> {
    let (mut item, mut at) = (item, at);
    loop {
        match item {
            ReferenceOr::Item(item) => return Some((item, at.to_owned())),
            ReferenceOr::Reference { reference } => {
                at = reference.strip_prefix('#')?;
                let (_, name) = crate::bundle::pointer::parent(at)?;
                item = section?.get(name.as_ref())?;
            }
        }
    }
}
