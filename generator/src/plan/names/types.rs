//! Names of types, and within types: fields and variants.

use super::scope::{Item, NameScope};
use super::shared;
use super::space::Space;
use super::spelling::{plain, stem};
use super::table::Names;
use crate::diag::Diagnostics;
use crate::ir::{
    Api, Enum, Field, Meaning, Package, SchemaPlace, Struct, TypeDef, TypeId, TypeKind, Union,
    UnionCase, Variant, Within, Words,
};
use crate::source::Origin;

/// Claims the names of the types that the API shares with other APIs.
pub(super) fn claim_shared(
    package: &Package,
    api: &Api,
    scope: &mut NameScope,
    names: &Names,
    diags: &mut Diagnostics,
) {
    let reached = shared::reached(package, api);
    let is_shared = |def: &&TypeDef| def.api < api.index && reached.contains(&def.id);
    for def in package.types.iter().filter(is_shared) {
        let name = names.ty(def.id).to_owned();
        let what = format!("shared type `{name}`");
        scope.claim(name, &what, def.origin, diags);
    }
}

/// Names the components of an API, which keep their names if others have the same one.
pub(super) fn name_components(
    package: &Package,
    api: &Api,
    scope: &mut NameScope,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    let is_component = |def: &&TypeDef| def.api == api.index && def.place == SchemaPlace::Component;
    let components: Vec<&TypeDef> = package.types.iter().filter(is_component).collect();
    let items = components.iter().map(|def| item(def, names)).collect();
    let minted = scope.mint_all(items, diags);
    for (def, name) in components.iter().zip(minted) {
        let stem = stem(Space::Type, &def.words.text, &name);
        if stem != name {
            names.type_stems.insert(def.id, stem);
        }
        names.types.insert(def.id, name);
    }
}

/// Names the types of an API that are part of something that has a name, and have none yet.
pub(super) fn name_parts_of_named(
    package: &Package,
    api: &Api,
    scope: &mut NameScope,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    for def in package.types.iter().filter(|def| def.api == api.index) {
        let is_ready = match def.words.within {
            None => true,
            Some(Within::Type(id)) => names.types.contains_key(&id),
            Some(Within::Operation(id)) => names.operations.contains_key(&id),
        };
        if is_ready && !names.types.contains_key(&def.id) {
            let name = scope.mint(item(def, names), diags);
            names.types.insert(def.id, name);
        }
    }
}

fn item<'d>(def: &'d TypeDef, names: &Names) -> Item<'d> {
    let words = resolved(&def.words, names);
    Item {
        space: Space::Type,
        chosen: def.chosen.as_deref(),
        what: label(def, &words, names),
        places: places(def, &words, names),
        raw: words.into(),
        origin: def.origin,
    }
}

/// The names of an inline schema whose name is taken.
fn places(def: &TypeDef, words: &str, names: &Names) -> Vec<String> {
    let text = &def.words.text;
    match (&def.place, def.words.within) {
        (SchemaPlace::Component, _) => Vec::new(),
        (_, Some(Within::Operation(id))) => {
            vec![format!("{} Call {text}", names.operations[&id].builder)]
        }
        (SchemaPlace::Property(_), _) => vec![format!("{words} Property")],
        (SchemaPlace::Inline, _) => vec![format!("{words} Inline")],
    }
}

/// Returns the words with the name of the item that comes first.
fn resolved(words: &Words, names: &Names) -> String {
    let text = &words.text;
    match words.within {
        None => text.clone(),
        Some(Within::Type(id)) => {
            let stem = names.type_stems.get(&id).map(String::as_str);
            format!("{} {text}", stem.unwrap_or(names.ty(id)))
        }
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
pub(super) fn name_parts(
    package: &Package,
    def: &TypeDef,
    names: &mut Names,
    diags: &mut Diagnostics,
) {
    let owner = names.ty(def.id).to_owned();
    match &def.kind {
        TypeKind::Struct(of) => name_fields(&owner, of, names, diags),
        TypeKind::Enum(of) => {
            let variants = variants(package, &owner, of, names, diags);
            names.variants.insert(def.id, variants);
        }
        TypeKind::Union(of) => {
            let cases = cases(&owner, def.origin, of, names, diags);
            names.variants.insert(def.id, cases);
        }
    }
}

fn name_fields<'f>(owner: &str, of: &'f Struct, names: &mut Names, diags: &mut Diagnostics) {
    let item = |field: &'f Field| Item {
        space: Space::Field,
        raw: field.wire.as_str().into(),
        chosen: field.chosen.as_deref(),
        what: format!("property `{}`", field.wire),
        places: Vec::new(),
        origin: field.origin,
    };
    let mut scope = NameScope::new(format!("schema `{owner}`"));
    let minted = scope.mint_all(of.fields.iter().map(item).collect(), diags);
    let ids = of.fields.iter().map(|field| field.id);
    names.fields.extend(ids.zip(minted));
}

fn variants<'v>(
    package: &Package,
    owner: &str,
    of: &'v Enum,
    names: &'v Names,
    diags: &mut Diagnostics,
) -> Vec<String> {
    let mut scope = NameScope::new(format!("enum `{owner}`"));
    if of.is_open() {
        scope = scope.advising(
            "next to `enum`, write another Rust name for one of the values, as in `x-truto-enum-names: {red: Crimson}`",
        );
    }
    let item = |variant: &'v Variant| {
        let field = match of.meaning {
            Meaning::FieldsOf(id) => field_name(package, id, &variant.wire, names),
            Meaning::Values | Meaning::SortFields => None,
        };
        Item {
            space: Space::Variant,
            raw: field
                .or(variant.title.as_deref())
                .unwrap_or(&variant.wire)
                .into(),
            chosen: variant.chosen.as_deref(),
            what: format!("{} `{}`", kind(of.meaning), variant.wire),
            places: Vec::new(),
            origin: variant.origin,
        }
    };
    scope.mint_all(of.variants.iter().map(item).collect(), diags)
}

/// The name of a field, as part of another name.
fn field_name<'n>(
    package: &Package,
    owner: TypeId,
    wire: &str,
    names: &'n Names,
) -> Option<&'n str> {
    let field = package.structure(owner)?.field(wire)?;
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
    let item = |case: &UnionCase| {
        let words = resolved(&case.words, names);
        Item {
            space: Space::Variant,
            chosen: None,
            what: match case.status() {
                Some(status) => format!("response `{status}`"),
                None => format!("alternative `{words}`"),
            },
            raw: words.into(),
            places: Vec::new(),
            origin,
        }
    };
    scope.mint_all(of.cases.iter().map(item).collect(), diags)
}
