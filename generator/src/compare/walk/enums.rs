//! Compares the values of enums.

use super::walker::{Item, Walker, additive, breaking, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::ir::{Enum, Repr, TypeDef, Variant};

/// A value with its Rust name.
struct Named<'a> {
    variant: &'a Variant,
    name: &'a str,
}

fn named<'a>(of: &'a Enum, names: &'a [String]) -> Vec<Named<'a>> {
    let named = of.variants.iter().zip(names);
    named
        .map(|(variant, name)| Named { variant, name })
        .collect()
}

pub(super) fn compare(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old): (&TypeDef, &Enum),
    (new_def, new): (&TypeDef, &Enum),
) {
    walker.differ(item, Aspect::Type, (repr(old.repr), repr(new.repr)), || {
        breaking("the values have another type")
    });
    let (old_names, new_names) = (walker.old.plan.names, walker.new.plan.names);
    let old = named(old, old_names.variants(old_def.id));
    let new = named(new, new_names.variants(new_def.id));
    let wire = |of: &Named<'_>| Some(of.variant.wire.clone());
    let name = |of: &Named<'_>| Some(of.name.to_owned());
    for pair in by_keys(&old, &new, &[&wire, &name]) {
        let (Pair::Both(_, one) | Pair::New(one) | Pair::Old(one)) = pair;
        let origins = match &pair {
            Pair::Both(old, new) => Pair::Both(&old.variant.origin, &new.variant.origin),
            Pair::Old(old) => Pair::Old(&old.variant.origin),
            Pair::New(new) => Pair::New(&new.variant.origin),
        };
        let part = item.part(Subject::Value, format!("`{}`", one.variant.wire), &origins);
        match pair {
            Pair::Both(old, new) => both(walker, &part, old, new),
            Pair::New(new) => {
                let why = additive(
                    "the enum has another variant, and programs have an arm for other values",
                );
                walker.added(&part, new.name, why);
            }
            Pair::Old(old) => {
                let why = breaking(format!("the enum has no variant `{}` any more", old.name));
                walker.removed(&part, old.name, why);
            }
        }
    }
}

fn both(walker: &mut Walker<'_>, item: &Item, old: &Named<'_>, new: &Named<'_>) {
    walker.differ(item, Aspect::Rust, (old.name, new.name), || {
        breaking(format!("the variant `{}` is now `{}`", old.name, new.name))
    });
    let wires = (&old.variant.wire, &new.variant.wire);
    walker.differ(item, Aspect::JsonName, wires, || {
        fix("the variant has the same name in Rust")
    });
    walker.docs(item, &old.variant.docs, &new.variant.docs);
}

fn repr(repr: Repr) -> &'static str {
    match repr {
        Repr::String => "strings",
        Repr::Integer => "integers",
        Repr::Natural => "integers without a sign",
    }
}
