//! Lowers schemas with alternatives to sum types.

use super::annotations;
use super::choice::{Alternative, Choice};
use super::references;
use super::scalars::scalar;
use super::view::View;
use crate::bundle::At;
use crate::ir::{Primitive, TypeKind, TypeRef, Union, Words};
use crate::lower::context::Context;

/// Returns the type of a choice: one scalar type if all alternatives have it, or else a union. The cases of the union are added
/// later, because they can contain it.
pub(super) fn union<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    choice: &Choice<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    if let Some(scalar) = common_scalar(cx, choice) {
        return TypeRef::Primitive(scalar);
    }
    let name = annotations::type_name(view, at, words);
    let empty = Union {
        cases: Vec::new(),
        is_exclusive: choice.is_exclusive,
        origin: choice.at.key_origin(),
        tag: view
            .data
            .discriminator
            .as_ref()
            .map(|_| at.key("discriminator").key_origin()),
    };
    let id = cx.define(name, annotations::docs(view), TypeKind::Union(empty), at);
    cx.unfilled.push_back((id, view.schema, at.clone()));
    TypeRef::Named(id)
}

/// Returns the scalar type of all alternatives, if they have the same one and list no values.
fn common_scalar<'b>(cx: &Context<'b, '_>, choice: &Choice<'b>) -> Option<Primitive> {
    let mut found = choice.alternatives.values().map(|one| scalar_of(cx, one));
    let first = found.next()??;
    found.all(|other| other == Some(first)).then_some(first)
}

fn scalar_of<'b>(cx: &Context<'b, '_>, alternative: &Alternative<'b>) -> Option<Primitive> {
    let (schema, _) = references::target(cx, alternative.schema, &alternative.at)?;
    let view = View::of(schema);
    let is_plain = view.values.is_empty() && view.pure_choice().is_none();
    scalar(view.ty.filter(|_| is_plain)?, view.format.as_deref())
}
