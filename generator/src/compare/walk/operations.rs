//! Compares operations.

use super::walker::{Item, Walker, additive, breaking, docs, fix};
use super::{bodies, extensions, parameters, responses};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::Pair;
use crate::compare::side::Side;
use crate::compare::signatures::calls::{self, CallNames};
use crate::ir::{Location, Operation, Param, ParamId};
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

fn both<'a>(walker: &mut Walker<'a>, old: &'a Operation, new: &'a Operation) {
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
    let params = parameters::compare(walker, &item, old, new);
    bodies::compare(walker, &item, old, new);
    if walker.breaking() == before {
        arguments(walker, &item, (old, new), &params);
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
    if old.call != new.call {
        return Some(format!("`{}` is now `{}`", old.call, new.call));
    }
    if old.builder != new.builder && new.former.as_ref() != Some(&old.builder) {
        return Some(format!("`{}` is now `{}`", old.builder, new.builder));
    }
    let of_old = [(&old.constant, &new.constant), (&old.former, &new.former)];
    let mut lost = of_old
        .into_iter()
        .filter(|(old, new)| old.is_some() && old != new);
    let lost = lost.next()?.0.as_ref()?;
    Some(format!("`{lost}` is gone or has another name"))
}

/// Compares the order of the arguments, if they are the same ones.
fn arguments(
    walker: &mut Walker<'_>,
    item: &Item,
    (old, new): (&Operation, &Operation),
    pairs: &[Pair<'_, Param>],
) {
    let (old, new) = (ordered(old), ordered(new));
    let place_of = |id: ParamId| old.iter().position(|param| param.id == id);
    let was = |param: &&Param| {
        pairs.iter().find_map(|pair| match pair {
            Pair::Both(old, new) if new.id == param.id => place_of(old.id),
            _ => None,
        })
    };
    let places: Vec<usize> = new.iter().filter_map(was).collect();
    if !places.is_sorted() {
        let names = |of: &[&Param]| -> String {
            let names: Vec<&str> = of.iter().map(|param| param.wire.as_str()).collect();
            names.join(", ")
        };
        let values = (Some(names(&old)), Some(names(&new)));
        let why = breaking("the method takes its arguments in another order");
        walker.report(item, Aspect::Arguments, values, why);
    }
}

/// The parameters that are arguments of the method, in their order.
fn ordered(of: &Operation) -> Vec<&Param> {
    let params = of.params.iter();
    let mut arguments: Vec<&Param> = params.filter(|param| is_argument(param)).collect();
    arguments.sort_by_key(|param| !matches!(param.location, Location::Path(_)));
    arguments
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
