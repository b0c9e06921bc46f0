//! Compares responses.

use super::walker::{Item, Walker, Why, additive, breaking, docs, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::side::Side;
use crate::compare::signatures::{calls, types};
use crate::ir::{Case, Header, Operation, Records, ResponseType, StatusRange, TypeKind, TypeRef};
use crate::source::Origin;

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
    streams(walker, &part, (&old.streams, &new.streams));
    cases(walker, item, (&old.cases, &new.cases), None);
    failure(walker, item, old, new);
    let failures = (old.failures.as_slice(), new.failures.as_slice());
    cases(walker, item, failures, Some(&new.failures));
}

/// The first response, or else the operation.
fn origin<'a>(cases: &'a [Case], operation: &'a Operation) -> &'a Origin {
    cases.first().map_or(&operation.origin, |case| &case.origin)
}

fn is_same(walker: &Walker<'_>, old: &Operation, new: &Operation) -> bool {
    match (&old.response, &new.response) {
        (ResponseType::Records(old), ResponseType::Records(new)) => are_same(walker, old, new),
        (old, new) if std::mem::discriminant(old) != std::mem::discriminant(new) => false,
        (old, new) => match (old.data(), new.data()) {
            (Some(old), Some(new)) => walker.pairs.types.are_same(old, new),
            (old, new) => old.is_none() && new.is_none(),
        },
    }
}

/// Whether both streams have the same type.
fn are_same(walker: &Walker<'_>, old: &Records, new: &Records) -> bool {
    old.form == new.form
        && old.media.is_events() == new.media.is_events()
        && walker.pairs.types.are_same(&old.ty, &new.ty)
}

/// Compares the streams that a program can ask for instead.
fn streams(walker: &mut Walker<'_>, item: &Item, (old, new): (&[Records], &[Records])) {
    let kind = |stream: &Records| Some(calls::kind(stream).to_owned());
    for pair in by_keys(old, new, &[&kind]) {
        let (values, why) = match pair {
            Pair::Both(old, new) if are_same(walker, old, new) => continue,
            Pair::Both(old, new) => {
                let values = (
                    Some(calls::records(&walker.old, old)),
                    Some(calls::records(&walker.new, new)),
                );
                let why = breaking(format!("`{}` returns another type", calls::kind(new)));
                (values, why)
            }
            Pair::New(new) => {
                let why = additive(format!("the builder has `{}`", calls::kind(new)));
                ((None, Some(calls::records(&walker.new, new))), why)
            }
            Pair::Old(old) => {
                let why = breaking(format!(
                    "the builder has no `{}` any more",
                    calls::kind(old)
                ));
                ((Some(calls::records(&walker.old, old)), None), why)
            }
        };
        walker.report(item, Aspect::Method, values, why);
    }
}

/// Compares the type of error responses. Programs choose the type as which they decode an error, so a program breaks only if the type
/// by status is gone; what a single status has is compared with the responses.
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
    let text = |side: &Side<'_>, ty: &Option<TypeRef>| ty.as_ref().map(|ty| types::rust(side, ty));
    let values = (
        text(&walker.old, &old.failure),
        text(&walker.new, &new.failure),
    );
    let why = match (is_by_status(&walker.old, old), &new.failure) {
        (true, _) => breaking("the type with the cases of errors is gone"),
        (false, Some(_)) => additive("errors can be decoded as this type"),
        (false, None) => fix("no error has a documented type"),
    };
    walker.report(&part, Aspect::Type, values, why);
}

/// Whether the errors of an operation have a type of their own, with a case for each status.
fn is_by_status(side: &Side<'_>, operation: &Operation) -> bool {
    let id = operation.failure.as_ref().and_then(TypeRef::named);
    let kind = id.map(|id| &side.plan.package.ty(id).kind);
    matches!(kind, Some(TypeKind::Union(of)) if of.is_by_status())
}

/// Compares the responses by status. The type of the call says whether programs notice other successes. Of an error, programs choose
/// the type themselves, so that of each status is compared; `failures` are then the new errors.
fn cases(
    walker: &mut Walker<'_>,
    item: &Item,
    (old, new): (&[Case], &[Case]),
    failures: Option<&[Case]>,
) {
    let status = |case: &Case| Some(case.status.to_string());
    for pair in by_keys(old, new, &[&status]) {
        let (Pair::Both(_, case) | Pair::New(case) | Pair::Old(case)) = pair;
        let origins = match &pair {
            Pair::Both(old, new) => Pair::Both(&old.origin, &new.origin),
            Pair::Old(old) => Pair::Old(&old.origin),
            Pair::New(new) => Pair::New(&new.origin),
        };
        let part = item.part(Subject::Response, name(case), &origins);
        let what = media(case).unwrap_or_else(|| "without a body".to_owned());
        match pair {
            Pair::Both(old, new) => {
                if failures.is_some() {
                    error(walker, &part, old, new);
                }
                case_of(walker, &part, old, new);
            }
            Pair::New(_) => walker.added(&part, what, fix("the types of the call are reported")),
            Pair::Old(old) => {
                let why = match failures {
                    Some(failures) => error_removed(walker, old, failures),
                    None => fix("the types of the call are reported"),
                };
                walker.removed(&part, what, why);
            }
        }
    }
}

/// `response 404`
fn name(case: &Case) -> String {
    match case.status {
        StatusRange::Default => "response default".to_owned(),
        status => format!("response {status}"),
    }
}

/// What it means that an error is gone. Programs decode errors by their type, so they break only if no other error has it.
fn error_removed(walker: &Walker<'_>, old: &Case, failures: &[Case]) -> Why {
    let Some(ty) = known(&walker.old, old) else {
        return fix("programs cannot decode this error");
    };
    let mut others = failures.iter().filter_map(|case| known(&walker.new, case));
    match others.any(|other| walker.pairs.types.are_same(ty, other)) {
        true => fix("another error of the call has the same type"),
        false => breaking("programs that decode this error find no such response"),
    }
}

/// The type of an error as programs can name it; `None` if nothing of the crate has it.
fn known<'a>(side: &Side<'_>, case: &'a Case) -> Option<&'a TypeRef> {
    let ty = case.ty.as_ref()?;
    ty.named().is_none_or(|id| side.has_type(id)).then_some(ty)
}

/// Compares the type of an error.
fn error(walker: &mut Walker<'_>, item: &Item, old: &Case, new: &Case) {
    let Some(old) = known(&walker.old, old) else {
        return;
    };
    let new = known(&walker.new, new);
    let is_same = new.is_some_and(|new| walker.pairs.types.are_same(old, new));
    if !is_same {
        let values = (
            Some(types::rust(&walker.old, old)),
            new.map(|new| types::rust(&walker.new, new)),
        );
        let why = breaking("programs that decode this error as the old type get none");
        walker.report(item, Aspect::Type, values, why);
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
    let text = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
    walker.differ_in(item, Aspect::Headers, (text(&old), text(&new)), || {
        docs("headers of responses have no types")
    });
}
