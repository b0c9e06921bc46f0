//! Compares the cases of sum types.

use std::collections::HashMap;
use std::ptr;

use super::walker::{Item, Walker, additive, breaking, docs, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::side::Side;
use crate::compare::signatures::types;
use crate::ir::{Selector, TypeDef, Union, UnionCase};
use crate::source::Origin;

/// A case with its Rust name.
struct Named<'a> {
    case: &'a UnionCase,
    name: &'a str,
}

fn named<'a>(side: &Side<'a>, def: &'a TypeDef, of: &'a Union) -> Vec<Named<'a>> {
    let named = of.cases.iter().zip(side.plan.names.variants(def.id));
    named.map(|(case, name)| Named { case, name }).collect()
}

pub(super) fn compare<'a>(
    walker: &mut Walker<'a>,
    item: &Item,
    (old_def, old): (&'a TypeDef, &'a Union),
    (new_def, new): (&'a TypeDef, &'a Union),
) {
    walker.flag(
        item,
        Aspect::Selection,
        (old.is_exclusive, new.is_exclusive),
        || docs("the first case that fits best is decoded in any case"),
    );
    let (old_cases, new_cases) = (
        named(&walker.old, old_def, old),
        named(&walker.new, new_def, new),
    );
    let name = |of: &Named<'_>| Some(of.name.to_owned());
    let words = |of: &Named<'_>| Some(of.case.words.text.clone());
    let mut both_have = Vec::new();
    for pair in by_keys(&old_cases, &new_cases, &[&name, &words]) {
        let (Pair::Both(_, one) | Pair::New(one) | Pair::Old(one)) = pair;
        let part = item.part(Subject::Case, one.name, &origins(&pair, old, new));
        match pair {
            Pair::Both(of_old, of_new) => {
                both(walker, &part, (old_def, of_old), (new_def, of_new));
                both_have.push((of_old.case, of_new.case, of_new.name));
            }
            Pair::New(of) => {
                let why = additive(
                    "the enum has another variant, and programs have an arm for everything else",
                );
                let what = held(&walker.new, new_def, of.case);
                walker.added(&part, what, why);
            }
            Pair::Old(of) => {
                let why = breaking(format!("the enum has no variant `{}` any more", of.name));
                let what = held(&walker.old, old_def, of.case);
                walker.removed(&part, what, why);
            }
        }
    }
    order(walker, item, &both_have, (old, new));
}

/// Compares the order in which the cases are tried that both states have and no tag selects.
fn order(
    walker: &mut Walker<'_>,
    item: &Item,
    both_have: &[(&UnionCase, &UnionCase, &str)],
    (old, new): (&Union, &Union),
) {
    let by_content = |case: &UnionCase| matches!(case.selector, Selector::Content);
    let both_have = both_have
        .iter()
        .filter(|(old, new, _)| by_content(old) && by_content(new));
    // Each case is known by its address, since its name is not in the IR.
    let [mut old_names, mut new_names] = [HashMap::new(), HashMap::new()];
    for (old, new, name) in both_have {
        old_names.insert(ptr::from_ref(*old), *name);
        new_names.insert(ptr::from_ref(*new), *name);
    }
    let tried = |side: &Side<'_>, of: &Union, names: &HashMap<*const UnionCase, &str>| {
        let cases = side.plan.package.in_order(of).into_iter();
        let names = cases.filter_map(|case| names.get(&ptr::from_ref(case)).copied());
        names.collect::<Vec<_>>().join(", ")
    };
    let tried = (
        tried(&walker.old, old, &old_names),
        tried(&walker.new, new, &new_names),
    );
    walker.differ(item, Aspect::Selection, tried, || {
        fix("of cases that fit equally well, the first is decoded")
    });
}

fn origins<'a>(pair: &Pair<'_, Named<'_>>, old: &'a Union, new: &'a Union) -> Pair<'a, Origin> {
    match pair {
        Pair::Both(..) => Pair::Both(&old.origin, &new.origin),
        Pair::Old(_) => Pair::Old(&old.origin),
        Pair::New(_) => Pair::New(&new.origin),
    }
}

/// The type of the value of a variant.
fn held(side: &Side<'_>, def: &TypeDef, case: &UnionCase) -> String {
    match &case.ty {
        Some(ty) if side.plan.boxes.has_case(def.id, ty) => {
            format!("Box<{}>", types::rust(side, ty))
        }
        Some(ty) => types::rust(side, ty),
        None => "no value".to_owned(),
    }
}

fn both(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old): (&TypeDef, &Named<'_>),
    (new_def, new): (&TypeDef, &Named<'_>),
) {
    walker.differ(item, Aspect::Rust, (old.name, new.name), || {
        breaking(format!("the variant `{}` is now `{}`", old.name, new.name))
    });
    let is_same = match (&old.case.ty, &new.case.ty) {
        (Some(old), Some(new)) => walker.pairs.types.are_same(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    let boxed = |side: &Side<'_>, def: &TypeDef, case: &UnionCase| {
        let ty = case.ty.as_ref();
        ty.is_some_and(|ty| side.plan.boxes.has_case(def.id, ty))
    };
    let are_boxed = (
        boxed(&walker.old, old_def, old.case),
        boxed(&walker.new, new_def, new.case),
    );
    if !is_same || are_boxed.0 != are_boxed.1 {
        let values = (
            Some(held(&walker.old, old_def, old.case)),
            Some(held(&walker.new, new_def, new.case)),
        );
        walker.report(
            item,
            Aspect::Type,
            values,
            breaking("the variant holds another type"),
        );
    }
    let selectors = (selector(old.case), selector(new.case));
    walker.differ(item, Aspect::Selection, selectors, || {
        fix("values are decoded as this case by the new rule")
    });
}

fn selector(case: &UnionCase) -> String {
    match &case.selector {
        Selector::Status(status) => format!("status {status}"),
        Selector::Tag { property, values } => format!("{property}: {}", values.join(", ")),
        Selector::Content => "what fits best".to_owned(),
    }
}
