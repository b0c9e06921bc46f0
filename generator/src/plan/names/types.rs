//! Names of types, and within types: fields and variants.

use super::scope::{Item, NameScope};
use super::shared;
use super::space::Space;
use super::spelling::plain;
use super::table::Names;
use crate::diag::Diagnostics;
use crate::ir::{
    Api, Crate, Enum, Meaning, SchemaPlace, Struct, TypeDef, TypeId, TypeKind, Union, UnionCase,
    Variant, Within, Words,
};
use crate::source::Origin;

/// Names the types of an API, and claims the names of the types that it shares with other APIs.
pub(super) fn name_types(
    krate: &Crate,
    api: &Api,
    scope: &mut NameScope,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    let reached = shared::reached(krate, api);
    for def in &krate.types {
        if def.api == api.index {
            let name = name_type(def, scope, names, diags);
            names.types.insert(def.id, name);
        } else if reached.contains(&def.id) {
            let name = names.ty(def.id).to_owned();
            let what = format!("shared type `{name}`");
            scope.claim(name, &what, def.origin, diags);
        }
    }
}

fn name_type(
    def: &TypeDef,
    scope: &mut NameScope,
    names: &Names,
    diags: &mut Diagnostics,
) -> String {
    let words = resolved(&def.words, names);
    let item = Item {
        space: Space::Type,
        raw: &words,
        chosen: def.chosen.as_deref(),
        what: label(def, &words, names),
        origin: def.origin,
    };
    scope.mint(item, diags)
}

/// Returns the words with the name of the item that comes first.
fn resolved(words: &Words, names: &Names) -> String {
    let text = &words.text;
    match words.within {
        None => text.clone(),
        Some(Within::Type(id)) => format!("{} {text}", names.ty(id)),
        Some(Within::Operation(id)) => format!("{} {text}", names.operations[&id].builder),
    }
}

/// Returns the kind and source name of a type, for messages.
fn label(def: &TypeDef, words: &str, names: &Names) -> String {
    if let TypeKind::Enum(of) = &def.kind {
        match of.meaning {
            Meaning::Values => {}
            Meaning::SortFields => return format!("sort schema `{words}`"),
            Meaning::FieldsOf(id) => return format!("enum of the fields of `{}`", names.ty(id)),
        }
    }
    match (&def.kind, def.words.within, &def.place) {
        (TypeKind::Union(_), Some(Within::Operation(id)), _) => {
            let builder = &names.operations[&id].builder;
            format!("response type of builder `{builder}`")
        }
        (_, _, SchemaPlace::Component) => format!("schema `{words}`"),
        (_, _, SchemaPlace::Property(name)) => format!("inline schema of the property `{name}`"),
        (_, _, SchemaPlace::Inline) => format!("inline schema `{words}`"),
    }
}

/// Names the fields or variants of a type.
pub(super) fn name_parts(krate: &Crate, def: &TypeDef, names: &mut Names, diags: &mut Diagnostics) {
    let owner = names.ty(def.id).to_owned();
    match &def.kind {
        TypeKind::Struct(of) => name_fields(&owner, of, names, diags),
        TypeKind::Enum(of) => {
            let variants = variants(krate, &owner, of, names, diags);
            names.variants.insert(def.id, variants);
        }
        TypeKind::Union(of) => {
            let cases = cases(&owner, def.origin, of, names, diags);
            names.variants.insert(def.id, cases);
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

fn cases(
    owner: &str,
    origin: Origin,
    of: &Union,
    names: &Names,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let mut scope = NameScope::new(format!("the cases of `{owner}`"));
    let mut mint = |case: &UnionCase| {
        let words = resolved(&case.words, names);
        let item = Item {
            space: Space::Variant,
            raw: &words,
            chosen: None,
            what: match case.status() {
                Some(status) => format!("response `{status}`"),
                None => format!("alternative `{words}`"),
            },
            origin,
        };
        scope.mint(item, diags)
    };
    of.cases.iter().map(&mut mint).collect()
}
