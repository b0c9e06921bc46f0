//! Names within types: fields and variants.

use super::scope::{Item, NameScope};
use super::space::Space;
use super::spelling::plain;
use super::table::Names;
use crate::diag::Diagnostics;
use crate::ir::{
    Crate, Enum, Meaning, Struct, TypeDef, TypeId, TypeKind, Union, UnionCase, Variant,
};

/// Names the fields or variants of a type.
pub(super) fn name_parts(krate: &Crate, def: &TypeDef, names: &mut Names, diags: &mut Diagnostics) {
    match &def.kind {
        TypeKind::Struct(of) => name_fields(&def.name, of, names, diags),
        TypeKind::Enum(of) => {
            let variants = variants(krate, &def.name, of, names, diags);
            names.variants.insert(def.id, variants);
        }
        TypeKind::Union(of) => {
            names.variants.insert(def.id, cases(def, of, diags));
        }
    }
}

fn name_fields(owner: &str, of: &Struct, names: &mut Names, diags: &mut Diagnostics) {
    let mut scope = NameScope::new(format!("schema `{owner}`"));
    for field in &of.fields {
        let item = Item {
            space: Space::Field,
            raw: &field.wire,
            chosen: field.chosen.as_deref(),
            what: format!("property `{}`", field.wire),
            origin: field.origin,
        };
        let name = scope.mint(item, diags);
        names.fields.insert(field.id, name);
    }
}

fn variants(
    krate: &Crate,
    owner: &str,
    of: &Enum,
    names: &Names,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let mut scope = NameScope::new(format!("enum `{owner}`"));
    if of.is_open() {
        scope = scope.advising(
            "next to `enum`, write another Rust name for one of the values, as in `x-truto-enum-names: {red: Crimson}`",
        );
    }
    let mut mint = |variant: &Variant| {
        let field = match of.meaning {
            Meaning::FieldsOf(id) => field_name(krate, id, &variant.wire, names),
            Meaning::Values | Meaning::SortFields => None,
        };
        let item = Item {
            space: Space::Variant,
            raw: field.unwrap_or(&variant.wire),
            chosen: variant.chosen.as_deref(),
            what: format!("{} `{}`", kind(of.meaning), variant.wire),
            origin: variant.origin,
        };
        scope.mint(item, diags)
    };
    of.variants.iter().map(&mut mint).collect()
}

/// The name of a field, as part of another name.
fn field_name<'n>(krate: &Crate, owner: TypeId, wire: &str, names: &'n Names) -> Option<&'n str> {
    let field = krate.structure(owner)?.field(wire)?;
    Some(plain(names.field(field)))
}

fn kind(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Values => "value",
        Meaning::SortFields => "sort field",
        Meaning::FieldsOf(_) => "property",
    }
}

fn cases(def: &TypeDef, of: &Union, diags: &mut Diagnostics) -> Vec<String> {
    let mut scope = NameScope::new(format!("the cases of `{}`", def.name));
    let mut mint = |case: &UnionCase| {
        let item = Item {
            space: Space::Variant,
            raw: &case.label,
            chosen: None,
            what: match case.status() {
                Some(status) => format!("response `{status}`"),
                None => format!("alternative `{}`", case.label),
            },
            origin: def.origin,
        };
        scope.mint(item, diags)
    };
    of.cases.iter().map(&mut mint).collect()
}
