//! Advice on two types with the same fields.

use std::collections::{HashMap, HashSet};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{
    Additional, Field, Package, Provenance, Struct, TypeDef, TypeId, TypeKind, TypeRef,
};
use crate::plan::presence::Presence;
use crate::plan::{Analysis, ModuleId, Names};

/// Reports objects of one API whose fields have the same names, types and required flags, in any order.
pub(super) fn lint(analysis: &Analysis, diags: &mut Diagnostics) {
    let Analysis {
        package,
        modules,
        names,
    } = analysis;
    let specific = bodies_of_one_operation(package);
    let mut seen: HashMap<Vec<&str>, Vec<(&TypeDef, Signature<'_>)>> = HashMap::new();
    for def in package
        .types
        .iter()
        .filter(|def| !specific.contains(&def.id))
    {
        let Some(signature) = signature(def) else {
            continue;
        };
        let fields = signature.fields.iter().map(|(name, ..)| *name).collect();
        let others = seen.entry(fields).or_default();
        let module = |def: &TypeDef| modules.module(def.id);
        let duplicate = others.iter().find(|(other, of_other)| {
            *of_other == signature && share_an_api(module(other), module(def))
        });
        match duplicate {
            Some((other, _)) => diags.push(same_fields(names, def, other)),
            None => others.push((def, signature)),
        }
    }
}

fn same_fields(names: &Names, def: &TypeDef, other: &TypeDef) -> Diagnostic {
    let message = format!(
        "the type `{}` has the same fields as the type `{}`",
        names.ty(def.id),
        names.ty(other.id)
    );
    let help = "use one schema in both places, unless the two are likely to diverge";
    Diagnostic::advice(def.origin, message)
        .related(other.origin, "the other type")
        .help(help)
}

/// Returns the request bodies with support cells on their fields, or with fields of a separate provenance. Their schemas apply to
/// one operation only.
fn bodies_of_one_operation(package: &Package) -> HashSet<TypeId> {
    let resources = package.apis.iter().flat_map(|api| &api.resources);
    let operations = resources.flat_map(|resource| &resource.operations);
    operations
        .filter_map(|operation| {
            let id = operation.body.as_ref()?.ty.named()?;
            let is_specific =
                !operation.matrix.request.is_empty() || has_object_fields(package, id);
            is_specific.then_some(id)
        })
        .collect()
}

fn has_object_fields(package: &Package, id: TypeId) -> bool {
    let TypeKind::Struct(of) = &package.ty(id).kind else {
        return false;
    };
    let mut fields = of.fields.iter();
    fields.any(|field| field.docs.provenance == Provenance::Object)
}

/// The parts in which two interchangeable objects are equal.
#[derive(PartialEq)]
struct Signature<'k> {
    /// Sorted by name.
    fields: Vec<FieldSignature<'k>>,
    additional: &'k Additional,
}

/// Name, type, how absence is represented, and whether it is required.
type FieldSignature<'k> = (&'k str, &'k TypeRef, Presence, bool);

/// Returns `None` if the type is not an object, or has no fields to compare.
fn signature(def: &TypeDef) -> Option<Signature<'_>> {
    let TypeKind::Struct(Struct {
        fields, additional, ..
    }) = &def.kind
    else {
        return None;
    };
    let mut fields: Vec<_> = fields
        .iter()
        .map(|field| field_signature(def, field))
        .collect();
    fields.sort_by_key(|(name, ..)| *name);
    (!fields.is_empty()).then_some(Signature { fields, additional })
}

fn field_signature<'k>(def: &TypeDef, field: &'k Field) -> FieldSignature<'k> {
    (
        field.wire.as_str(),
        &field.ty,
        Presence::of(def, field),
        field.required,
    )
}

/// Whether there is an API with both.
fn share_an_api(one: ModuleId, other: ModuleId) -> bool {
    match (one.api(), other.api()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
