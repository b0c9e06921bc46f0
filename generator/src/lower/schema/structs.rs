//! Lowers objects with properties to structs.

use super::annotations;
use super::view::View;
use crate::bundle::At;
use crate::ir::{Additional, Struct, TypeKind, TypeRef, Words};
use crate::lower::context::{Context, Unfinished};

/// Returns the struct of an object with properties, or with `allOf` elements. The fields are added later, because a chain of
/// references can exceed the stack.
pub(super) fn structure<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    let name = annotations::type_name(view, at, words);
    let kind = TypeKind::Struct(empty());
    let id = cx.define(name, annotations::docs(view), kind, at);
    cx.unfilled.push_back(Unfinished {
        id,
        schema: view.schema,
        at: at.clone(),
        beside: Vec::new(),
    });
    TypeRef::Named(id)
}

/// Returns a struct without content.
pub(super) fn empty() -> Struct {
    Struct {
        fields: Vec::new(),
        additional: Additional::Raw,
        is_open: false,
        converts_from: Vec::new(),
        received: Vec::new(),
        list: None,
        live_support: None,
        live_schemas: None,
        lookups: Vec::new(),
        alternatives: Vec::new(),
    }
}
