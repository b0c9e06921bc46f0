//! Compares responses.

use super::walker::{Item, Walker, breaking, docs, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::signatures::{calls, types};
use crate::ir::{Case, Header, Operation, ResponseType, TypeRef};

pub(super) fn compare(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let part = item.part(
        Subject::Response,
        "response",
        &Pair::Both(origin(&old.cases, old), origin(&new.cases, new)),
    );
    if !is_same(walker, old, new) {
        let values = (
            Some(calls::response(&walker.old, old)),
            Some(calls::response(&walker.new, new)),
        );
        walker.report(
            &part,
            Aspect::Type,
            values,
            breaking("the call returns another type"),
        );
    }
    cases(walker, item, &old.cases, &new.cases);
    failure(walker, item, old, new);
    cases(walker, item, &old.failures, &new.failures);
}

/// The first response, or else the operation.
fn origin<'a>(cases: &'a [Case], operation: &'a Operation) -> &'a crate::source::Origin {
    cases.first().map_or(&operation.origin, |case| &case.origin)
}

fn is_same(walker: &Walker<'_>, old: &Operation, new: &Operation) -> bool {
    match (&old.response, &new.response) {
        (ResponseType::Records(old), ResponseType::Records(new)) => {
            old.form == new.form
                && old.media.is_events() == new.media.is_events()
                && walker.pairs.types.are_same(&old.ty, &new.ty)
        }
        (old, new) if std::mem::discriminant(old) != std::mem::discriminant(new) => false,
        (old, new) => match (old.data(), new.data()) {
            (Some(old), Some(new)) => walker.pairs.types.are_same(old, new),
            (old, new) => old.is_none() && new.is_none(),
        },
    }
}

/// Compares the type of error responses.
fn failure(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let is_same = match (&old.failure, &new.failure) {
        (Some(old), Some(new)) => walker.pairs.types.are_same(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if is_same {
        return;
    }
    let part = item.part(
        Subject::Response,
        "errors",
        &Pair::Both(origin(&old.failures, old), origin(&new.failures, new)),
    );
    let text = |side, ty: &Option<TypeRef>| ty.as_ref().map(|ty| types::rust(side, ty));
    let values = (
        text(&walker.old, &old.failure),
        text(&walker.new, &new.failure),
    );
    let why = match &old.failure {
        Some(_) => breaking("programs that decode errors as this type get none"),
        None => fix("errors can be decoded as this type"),
    };
    walker.report(&part, Aspect::Type, values, why);
}

/// Compares the responses by status. Those of successes and errors have their types in common.
fn cases(walker: &mut Walker<'_>, item: &Item, old: &[Case], new: &[Case]) {
    let status = |case: &Case| Some(case.status.to_string());
    for pair in by_keys(old, new, &[&status]) {
        let (Pair::Both(_, case) | Pair::New(case) | Pair::Old(case)) = pair;
        let origins = match &pair {
            Pair::Both(old, new) => Pair::Both(&old.origin, &new.origin),
            Pair::Old(old) => Pair::Old(&old.origin),
            Pair::New(new) => Pair::New(&new.origin),
        };
        let name = format!("response {}", case.status).replace("Any other status", "default");
        let part = item.part(Subject::Response, name, &origins);
        let what = media(case).unwrap_or_else(|| "without a body".to_owned());
        let why = || fix("the types of the call say whether programs notice");
        match pair {
            Pair::Both(old, new) => case_of(walker, &part, old, new),
            Pair::New(_) => walker.added(&part, what, why()),
            Pair::Old(_) => walker.removed(&part, what, why()),
        }
    }
}

fn media(case: &Case) -> Option<String> {
    case.media.as_ref().map(|media| media.name().to_owned())
}

fn case_of(walker: &mut Walker<'_>, item: &Item, old: &Case, new: &Case) {
    walker.differ_in(item, Aspect::MediaType, (media(old), media(new)), || {
        fix("the client asks for this media type")
    });
    walker.text(item, &old.docs, &new.docs);
    headers(walker, item, old, new);
}

/// Compares headers, which the crate only documents.
fn headers(walker: &mut Walker<'_>, item: &Item, old: &Case, new: &Case) {
    fn all(case: &Case) -> &[Header] {
        case.headers.as_ref().map_or(&[], |of| &of.all)
    }
    let names = |case: &Case| -> Vec<String> {
        let headers = all(case).iter();
        headers.map(|header| header.wire.to_lowercase()).collect()
    };
    let (old, new) = (names(old), names(new));
    let text =
        |names: &[String]| (!names.is_empty()).then(|| format!("headers {}", names.join(", ")));
    walker.differ_in(item, Aspect::Values, (text(&old), text(&new)), || {
        docs("headers of responses have no types")
    });
}
