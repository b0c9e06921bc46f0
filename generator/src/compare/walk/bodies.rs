//! Compares request bodies.

use super::walker::{Item, Walker, Why, additive, breaking, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::Pair;
use crate::compare::signatures::calls::BodyForm;
use crate::compare::signatures::types;
use crate::ir::{Body, Operation};

pub(super) fn compare(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let forms = (
        BodyForm::of(&walker.old, old),
        BodyForm::of(&walker.new, new),
    );
    match (&old.body, &new.body) {
        (Some(old), Some(new)) => both(walker, item, (old, new), forms),
        (None, Some(new)) => {
            let part = item.part(Subject::Body, "body", &Pair::New(&new.origin));
            let why = match forms.1 {
                BodyForm::Argument => breaking("the method takes another argument"),
                _ => additive("the builder has setters for it"),
            };
            let what = types::rust(&walker.new, &new.ty);
            walker.added(&part, what, why);
        }
        (Some(old), None) => {
            let part = item.part(Subject::Body, "body", &Pair::Old(&old.origin));
            let why = match forms.0 {
                BodyForm::Argument => breaking("the method takes one argument less"),
                _ => breaking("the builder has no setters for it any more"),
            };
            let what = types::rust(&walker.old, &old.ty);
            walker.removed(&part, what, why);
        }
        (None, None) => {}
    }
}

fn both(
    walker: &mut Walker<'_>,
    item: &Item,
    (old, new): (&Body, &Body),
    forms: (BodyForm, BodyForm),
) {
    let part = item.part(Subject::Body, "body", &Pair::Both(&old.origin, &new.origin));
    let is_same = walker.pairs.types.are_same(&old.ty, &new.ty);
    if !is_same {
        let values = (
            Some(types::rust(&walker.old, &old.ty)),
            Some(types::rust(&walker.new, &new.ty)),
        );
        walker.report(
            &part,
            Aspect::Type,
            values,
            breaking("the request has another type"),
        );
    }
    walker.flag(
        &part,
        Aspect::Required,
        (old.required, new.required),
        || form(forms),
    );
    if is_same && old.required == new.required && forms.0 != forms.1 {
        let values = (
            Some(forms.0.shown().to_owned()),
            Some(forms.1.shown().to_owned()),
        );
        walker.report(&part, Aspect::Rust, values, form(forms));
    }
    let media = |body: &Body| body.media.name().to_owned();
    walker.differ(&part, Aspect::MediaType, (media(old), media(new)), || {
        fix("the client sends this media type")
    });
    walker.text(&part, &old.docs, &new.docs);
}

/// What another way to set the body means.
fn form((old, new): (BodyForm, BodyForm)) -> Why {
    use BodyForm::{Argument, OptionalSetters, Setters};
    match (old, new) {
        (old, new) if old == new => fix("the server decides whether it accepts the request"),
        (Setters, OptionalSetters) | (OptionalSetters, Setters) => {
            fix("the setters of the builder are the same")
        }
        (_, Argument) => breaking("the method takes it as an argument"),
        (Argument, _) => breaking("the method does not take it as an argument any more"),
        _ => breaking("programs set it in another way"),
    }
}
