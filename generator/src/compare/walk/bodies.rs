//! Compares request bodies.

use super::walker::{Item, Walker, Why, additive, breaking, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::Pair;
use crate::compare::side::Side;
use crate::compare::signatures::calls::BodyForm;
use crate::compare::signatures::types;
use crate::ir::{
    Body, Field, Media, Operation, Primitive, PropertyEncoding, QueryStyle, TypeKind, TypeRef,
};

pub(super) fn compare(walker: &mut Walker<'_>, item: &Item, old: &Operation, new: &Operation) {
    let forms = (
        BodyForm::of(&walker.old, old),
        BodyForm::of(&walker.new, new),
    );
    match (&old.body, &new.body) {
        (Some(old_body), Some(new_body)) => {
            let part = body(item, (old_body, new_body));
            both(walker, &part, (old_body, new_body), forms);
            encodings(walker, &part, (old, old_body), (new, new_body));
        }
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

fn body(item: &Item, (old, new): (&Body, &Body)) -> Item {
    item.part(Subject::Body, "body", &Pair::Both(&old.origin, &new.origin))
}

fn both(
    walker: &mut Walker<'_>,
    part: &Item,
    (old, new): (&Body, &Body),
    forms: (BodyForm, BodyForm),
) {
    let is_same = walker.pairs.types.are_same(&old.ty, &new.ty);
    if !is_same {
        let values = (
            Some(types::rust(&walker.old, &old.ty)),
            Some(types::rust(&walker.new, &new.ty)),
        );
        walker.report(
            part,
            Aspect::Type,
            values,
            breaking("the request has another type"),
        );
    }
    walker.flag(part, Aspect::Required, (old.required, new.required), || {
        form(forms)
    });
    if is_same && old.required == new.required && forms.0 != forms.1 {
        let values = (
            Some(forms.0.shown().to_owned()),
            Some(forms.1.shown().to_owned()),
        );
        walker.report(part, Aspect::Rust, values, form(forms));
    }
    let media = |body: &Body| body.media.name().to_owned();
    walker.differ(part, Aspect::MediaType, (media(old), media(new)), || {
        fix("the client sends this media type")
    });
    walker.text(part, &old.docs, &new.docs);
}

/// Compares how a form or multipart body writes its properties. A property that only one of the bodies has is reported with its type.
fn encodings(
    walker: &mut Walker<'_>,
    part: &Item,
    old: (&Operation, &Body),
    new: (&Operation, &Body),
) {
    let (aspect, written, reason): (_, fn(&PropertyEncoding) -> Option<String>, _) =
        match (&old.1.media, &new.1.media) {
            (Media::Form, Media::Form) => (
                Aspect::Style,
                style,
                "the client writes the value in another way",
            ),
            (Media::Multipart(_), Media::Multipart(_)) => (
                Aspect::MediaType,
                part_type,
                "the client sends the part with this media type",
            ),
            _ => return,
        };
    let is_gone = |encoding: &&PropertyEncoding| named(new.1, &encoding.wire).is_none();
    let all = new.1.encodings().iter();
    for encoding in all.chain(old.1.encodings().iter().filter(is_gone)) {
        let wire = encoding.wire.as_str();
        let of = (named(old.1, wire), named(new.1, wire));
        let is_json = [of.0, of.1]
            .into_iter()
            .flatten()
            .any(|of| of.form_style() == Some(QueryStyle::Json));
        let is_written_alike = |side: &Side<'_>, operation: &Operation| {
            aspect == Aspect::Style && !is_json && is_scalar(side, operation, wire)
        };
        if is_written_alike(&walker.old, old.0) && is_written_alike(&walker.new, new.0) {
            continue;
        }
        if has(&walker.old, old.0, wire) && has(&walker.new, new.0, wire) {
            let field = Item {
                subject: Subject::Field,
                place: part.place.and(wire),
                old: of.0.map(|of| of.origin).or(part.old),
                new: of.1.map(|of| of.origin).or(part.new),
            };
            let values = (of.0.and_then(written), of.1.and_then(written));
            walker.differ_in(&field, aspect, values, || fix(reason));
        }
    }
}

fn named<'a>(body: &'a Body, wire: &str) -> Option<&'a PropertyEncoding> {
    body.encodings().iter().find(|of| of.wire == wire)
}

/// Whether programs can send the property in the body.
fn has(side: &Side<'_>, operation: &Operation, wire: &str) -> bool {
    let of = side.plan.package.body_struct(operation);
    of.is_some_and(|(_, of)| of.is_open || of.field(wire).is_some())
}

/// Whether the property is neither a list nor an object: all styles of forms write it alike.
fn is_scalar(side: &Side<'_>, operation: &Operation, wire: &str) -> bool {
    let package = &side.plan.package;
    let field = package.body_struct(operation);
    let field = field.and_then(|(_, of)| of.field(wire));
    let is_scalar = |ty: &TypeRef| match ty {
        TypeRef::Primitive(of) => {
            !matches!(of, Primitive::Any | Primitive::Object | Primitive::Raw)
        }
        TypeRef::Named(id) => matches!(package.ty(*id).kind, TypeKind::Enum(_)),
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Nullable(_) => false,
    };
    field.is_some_and(|Field { ty, .. }| match ty {
        TypeRef::Nullable(ty) => is_scalar(ty),
        ty => is_scalar(ty),
    })
}

/// How a form writes the property; `None` for the default of forms.
fn style(encoding: &PropertyEncoding) -> Option<String> {
    let style = match encoding.form_style()? {
        QueryStyle::Json => "as JSON",
        QueryStyle::Form => "form, exploded",
        QueryStyle::FormJoined => "form",
        QueryStyle::SpaceDelimited => "spaceDelimited",
        QueryStyle::PipeDelimited => "pipeDelimited",
        QueryStyle::DeepObject => "deepObject",
        QueryStyle::Whole => return None,
    };
    Some(style.to_owned())
}

/// The media type of the part; `None` for the default of multipart bodies.
fn part_type(encoding: &PropertyEncoding) -> Option<String> {
    encoding.part_type().map(str::to_owned)
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
