//! Compares operations.

use super::walker::{Item, Walker, additive, breaking, docs, fix};
use super::{bodies, extensions, parameters, responses};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::Pair;
use crate::compare::side::Side;
use crate::compare::signatures::calls::{self, CallNames};
use crate::ir::{Location, Operation, Param};
use crate::plan::servers;

pub(super) fn compare(walker: &mut Walker<'_>) {
    for pair in walker.pairs.operations.clone() {
        match pair {
            Pair::Both(old, new) => both(walker, old, new),
            Pair::New(new) => {
                let place = walker.new.place_of_operation(new);
                let item = Item::new(Subject::Operation, place, &Pair::New(&new.origin));
                let call = walker.new.call(new);
                walker.added(
                    &item,
                    address(new),
                    additive(format!("new method `{call}`")),
                );
            }
            Pair::Old(old) => {
                let place = walker.old.place_of_operation(old);
                let item = Item::new(Subject::Operation, place, &Pair::Old(&old.origin));
                let call = walker.old.call(old);
                walker.removed(&item, address(old), breaking(format!("no method `{call}`")));
            }
        }
    }
}

/// `POST /contacts`
fn address(operation: &Operation) -> String {
    format!("{} {}", operation.http.as_str(), operation.documented_path)
}

fn both(walker: &mut Walker<'_>, old: &Operation, new: &Operation) {
    let place = walker.new.place_of_operation(new);
    let item = Item::new(
        Subject::Operation,
        place,
        &Pair::Both(&old.origin, &new.origin),
    );
    named(walker, &item, old, new);
    walker.differ(&item, Aspect::Path, (address(old), address(new)), || {
        fix("the method sends its requests there")
    });
    let before = walker.breaking();
    parameters::compare(walker, &item, old, new);
    bodies::compare(walker, &item, old, new);
    if walker.breaking() == before {
        arguments(walker, &item, old, new);
    }
    responses::compare(walker, &item, old, new);
    methods(walker, &item, old, new);
    security(walker, &item, old, new);
    server(walker, &item, old, new);
    extensions::matrix::compare(walker, &item, old, new);
    walker.docs(&item, &old.docs, &new.docs);
}

/// Compares the names by which programs reach the operation.
fn named(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let tag = |side: &Side<'_>, operation: &Operation| {
        let api = &side.plan.package.apis[operation.id.api];
        api.resources[operation.id.resource].tag.clone()
    };
    let (old_tag, new_tag) = (tag(&walker.old, old), tag(&walker.new, new));
    let (old_names, new_names) = (
        CallNames::of(&walker.old, old),
        CallNames::of(&walker.new, new),
    );
    let why = match renamed(&old_names, &new_names) {
        Some(renamed) => breaking(renamed),
        None if old_names != new_names => additive("the old names are deprecated aliases"),
        None => docs("the Rust names are the same"),
    };
    if old.operation_id != new.operation_id {
        let values = (old.operation_id.clone(), new.operation_id.clone());
        walker.report(item, Aspect::OperationId, values, why);
    } else if old_tag != new_tag {
        walker.report(item, Aspect::Tag, (Some(old_tag), Some(new_tag)), why);
    } else if old_names != new_names {
        let values = (Some(old_names.call), Some(new_names.call));
        walker.report(item, Aspect::Rust, values, why);
    }
}

/// Says what has another name now, without a deprecated alias for the old one.
fn renamed(old: &CallNames, new: &CallNames) -> Option<String> {
    let has_alias = new.former.as_ref() == Some(&old.builder);
    let has_former = old.former.is_none() || old.former == new.former;
    let all = [
        (&old.call, &new.call, true),
        (&old.builder, &new.builder, !has_alias),
        (&old.constant, &new.constant, true),
    ];
    let mut renamed = all
        .into_iter()
        .filter(|(old, new, matters)| *matters && old != new);
    match (renamed.next(), &old.former) {
        (Some((old, new, _)), _) => Some(format!("`{old}` is now `{new}`")),
        (None, Some(former)) if !has_former => Some(format!("the alias `{former}` is gone")),
        _ => None,
    }
}

/// Compares the order of the arguments, if they are the same ones.
fn arguments(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let names = |of: &Operation| -> Vec<String> {
        let mut arguments: Vec<&Param> = of
            .params
            .iter()
            .filter(|param| is_argument(param))
            .collect();
        arguments.sort_by_key(|param| !matches!(param.location, Location::Path(_)));
        arguments.iter().map(|param| param.wire.clone()).collect()
    };
    let (old, new) = (names(old), names(new));
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort_unstable();
        names
    };
    if sorted(&old) == sorted(&new) {
        walker.differ(
            item,
            Aspect::Arguments,
            (old.join(", "), new.join(", ")),
            || breaking("the method takes its arguments in another order"),
        );
    }
}

fn is_argument(param: &Param) -> bool {
    param.required && param.role.is_set_by_callers()
}

/// Compares the methods of the builder that do not belong to a part of the request.
fn methods(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let old = calls::methods(&walker.old, old);
    let new = calls::methods(&walker.new, new);
    let text = |(name, signature): &(&str, String)| match signature.as_str() {
        "" => (*name).to_owned(),
        signature => format!("{name}: {signature}"),
    };
    for method in old.iter().filter(|method| !new.contains(method)) {
        let changed = new.iter().find(|other| other.0 == method.0);
        let why = breaking(format!(
            "the builder has no `{}` of this kind any more",
            method.0
        ));
        let values = (Some(text(method)), changed.map(text));
        walker.report(item, Aspect::Method, values, why);
    }
    for method in new
        .iter()
        .filter(|method| old.iter().all(|other| other.0 != method.0))
    {
        let why = additive(format!("the builder has `{}`", method.0));
        walker.report(item, Aspect::Method, (None, Some(text(method))), why);
    }
}

/// Compares the credentials that a request requires.
fn security(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let of = |side: &Side<'_>, operation: &Operation| -> Vec<Vec<String>> {
        let auth = &side.plan.auth;
        let alternatives = auth.of_operation(operation).iter();
        let alternatives = alternatives.map(|all| {
            let mut names: Vec<String> = all
                .iter()
                .map(|index| auth.schemes[*index].setter.to_owned())
                .collect();
            names.sort_unstable();
            names
        });
        alternatives.collect()
    };
    let (old, new) = (of(&walker.old, old), of(&walker.new, new));
    let shown = |alternatives: &[Vec<String>]| {
        let all = alternatives.iter().map(|all| match all.as_slice() {
            [] => "none".to_owned(),
            all => all.join(" and "),
        });
        let all: Vec<String> = all.collect();
        match all.as_slice() {
            [] => "none".to_owned(),
            all => all.join(", or "),
        }
    };
    let is_enough = |old: &Vec<String>| {
        new.iter()
            .any(|new| new.iter().all(|one| old.contains(one)))
    };
    let is_public = new.is_empty() || (old.is_empty() && new.iter().any(Vec::is_empty));
    let is_looser = is_public || (!old.is_empty() && old.iter().all(is_enough));
    walker.differ(
        item,
        Aspect::Security,
        (shown(&old), shown(&new)),
        || match is_looser {
            true => fix("what a client sends so far is still enough"),
            false => breaking("a client without these credentials refuses to send the request"),
        },
    );
}

/// Compares the server of an operation that has one of its own.
fn server(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let (old, new) = (
        servers::own(walker.old.plan.package, old),
        servers::own(walker.new.plan.package, new),
    );
    walker.differ_in(item, Aspect::Server, (old, new), || {
        fix("the method sends its requests there")
    });
}
