//! Compares types.

use std::collections::HashSet;

use super::walker::{Item, Walker, additive, breaking, docs, fix};
use super::{enums, fields, unions};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::Pair;
use crate::compare::signatures::models::{self, Ability, Key};
use crate::ir::{SchemaPlace, Struct, TypeDef, TypeKind};

/// Compares all types: those of the new state in its order, then those that are gone.
pub(super) fn compare(walker: &mut Walker<'_>) {
    let (old, new) = (walker.old.plan.package, walker.new.plan.package);
    for def in &new.types {
        match walker.pairs.types.old_of(def.id) {
            Some(id) => both(walker, old.ty(id), def),
            None if def.place == SchemaPlace::Component => added(walker, def),
            // The part that has the type is new, or has another type now.
            None => {}
        }
    }
    let is_gone = |def: &&TypeDef| {
        walker.pairs.types.new_of(def.id).is_none() && def.place == SchemaPlace::Component
    };
    let gone: Vec<&TypeDef> = old.types.iter().filter(is_gone).collect();
    gone.into_iter().for_each(|def| removed(walker, def));
}

fn added(walker: &mut Walker<'_>, def: &TypeDef) {
    let place = walker.new.place_of_type(def.id);
    let item = Item::new(Subject::Schema, place, &Pair::New(&def.origin));
    let path = walker.new.paths(def.id).remove(0);
    walker.added(&item, path, additive("the crate has another type"));
}

fn removed(walker: &mut Walker<'_>, def: &TypeDef) {
    let place = walker.old.place_of_type(def.id);
    let item = Item::new(Subject::Schema, place, &Pair::Old(&def.origin));
    let path = walker.old.paths(def.id).remove(0);
    walker.removed(&item, path, breaking("the type is gone"));
}

fn both<'a>(walker: &mut Walker<'a>, old: &'a TypeDef, new: &'a TypeDef) {
    let place = walker.new.place_of_type(new.id);
    let item = Item::new(
        Subject::Schema,
        place,
        &Pair::Both(&old.origin, &new.origin),
    );
    named(walker, &item, old, new);
    let kinds = (
        models::kind(&walker.old, old),
        models::kind(&walker.new, new),
    );
    walker.differ(&item, Aspect::Kind, kinds, || {
        breaking("the Rust type is another one")
    });
    match (&old.kind, &new.kind) {
        (TypeKind::Struct(old_of), TypeKind::Struct(new_of)) => {
            fields::compare(walker, &item, (old, old_of), (new, new_of));
            abilities(walker, &item, (old, old_of), (new, new_of));
            restrictions(walker, &item, old_of, new_of);
        }
        (TypeKind::Enum(old_of), TypeKind::Enum(new_of)) => {
            enums::compare(walker, &item, (old, old_of), (new, new_of));
        }
        (TypeKind::Union(old_of), TypeKind::Union(new_of)) => {
            unions::compare(walker, &item, (old, old_of), (new, new_of));
        }
        _ => {}
    }
    walker.docs(&item, &old.docs, &new.docs);
}

/// Compares the paths by which programs name the type.
fn named(walker: &mut Walker<'_>, item: &Item, old: &TypeDef, new: &TypeDef) {
    let (old_paths, new_paths) = (walker.old.paths(old.id), walker.new.paths(new.id));
    let Some(lost) = old_paths.iter().find(|path| !new_paths.contains(path)) else {
        return features(walker, item, old, new);
    };
    let name = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
    // With another layout, all types have other paths.
    let is_moved = name(&old_paths[0]) == name(&new_paths[0])
        && walker.old.plan.is_flat() == walker.new.plan.is_flat();
    let reason = match is_moved {
        true => format!(
            "`{lost}` is now `{}`, since other resources use the type than before",
            new_paths[0]
        ),
        false => format!("`{lost}` is now `{}`", new_paths[0]),
    };
    let values = (Some(old_paths[0].clone()), Some(new_paths[0].clone()));
    walker.report(item, Aspect::Rust, values, breaking(reason));
}

/// Compares the features with which a type exists that has the same path. Features that only one state has are changes of their own.
fn features(walker: &mut Walker<'_>, item: &Item, old: &TypeDef, new: &TypeDef) {
    let (of_old, of_new) = (walker.old.features(old.id), walker.new.features(new.id));
    if of_old == of_new {
        return;
    }
    let [in_old, in_new] = &walker.features;
    let lost = |name: &&str| !of_new.contains(name) && in_new.contains(*name);
    let gained = |name: &&str| !of_old.contains(name) && in_old.contains(*name);
    let why = if of_new.is_empty() {
        additive("the type exists without a feature now")
    } else if of_old.is_empty() || of_old.iter().any(lost) {
        breaking(format!("programs need the feature {} now", any(&of_new)))
    } else if of_new.iter().any(gained) {
        additive(format!("the feature {} is enough now", any(&of_new)))
    } else {
        return;
    };
    let shown = |features: &[&str]| match features.is_empty() {
        true => "none".to_owned(),
        false => features.join(", "),
    };
    let values = (Some(shown(&of_old)), Some(shown(&of_new)));
    walker.report(item, Aspect::Features, values, why);
}

/// `` `cats` or `dogs` ``
fn any(features: &[&str]) -> String {
    let quoted = features.iter().map(|name| format!("`{name}`"));
    quoted.collect::<Vec<_>>().join(" or ")
}

/// Compares what the struct implements.
fn abilities(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old): (&TypeDef, &Struct),
    (new_def, new): (&TypeDef, &Struct),
) {
    let pairs = &walker.pairs.types;
    let old = models::of_struct(&walker.old, old_def, old, Some);
    let new = models::of_struct(&walker.new, new_def, new, |id| pairs.old_of(id));
    let lost = without(&old, &new);
    let gained = without(&new, &old);
    for text in lost {
        let why = breaking("the type does not have it any more");
        walker.report(item, Aspect::Implements, (Some(text), None), why);
    }
    for text in gained {
        let why = additive("the type has it now");
        walker.report(item, Aspect::Implements, (None, Some(text)), why);
    }
}

/// The texts of those abilities that are not among the others.
fn without(these: &[Ability], others: &[Ability]) -> Vec<String> {
    let known: HashSet<&Key> = others.iter().map(|of| &of.key).collect();
    let missing = these.iter().filter(|of| !known.contains(&of.key));
    missing.map(|of| of.text.clone()).collect()
}

/// Compares what the server checks in the whole object.
fn restrictions(walker: &mut Walker<'_>, item: &Item, old: &Struct, new: &Struct) {
    let text = |of: &Struct| -> Option<String> {
        let all = of.alternatives.iter().map(|sets| {
            let sets = sets.sets.iter().map(|set| set.names.join(" + "));
            sets.collect::<Vec<_>>().join(" or ")
        });
        let all: Vec<String> = all.collect();
        (!all.is_empty()).then(|| all.join("; "))
    };
    walker.differ_in(
        item,
        Aspect::RequiredTogether,
        (text(old), text(new)),
        || docs("the server checks it, not the crate"),
    );
    walker.flag(
        item,
        Aspect::AdditionalProperties,
        (old.is_open, new.is_open),
        || fix("unknown properties are kept in any case"),
    );
}
