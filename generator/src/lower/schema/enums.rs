//! Lowers lists of values to enums.

use std::collections::HashMap;

use serde_json::Value;

use super::annotations;
use super::constraints;
use super::extensions::enum_names;
use super::view::View;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Docs, Enum, Meaning, Primitive, Repr, TypeKind, TypeRef, Variant, Words};
use crate::lower::context::Context;
use crate::source::Origin;

/// Returns the type of a schema with `enum`.
pub(super) fn enumeration<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    words: &Words,
) -> TypeRef {
    let any = TypeRef::Primitive(Primitive::Any);
    if view.values.is_empty() {
        let at = at.key("enum");
        cx.diags
            .push(at.key_error("`enum` has no values", "list the values, or remove `enum`"));
        return any;
    }
    let listed = view.values.to_vec();
    let values: Vec<_> = listed
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.is_null())
        .collect();
    let repr = match repr(cx, view, at, values.first().map(|(_, value)| *value)) {
        Ok(repr) => repr,
        Err(instead) => return TypeRef::Primitive(instead),
    };
    let name = annotations::type_name(view, at, words);
    let variants = variants(cx, view, at, repr, &values);
    let kind = TypeKind::Enum(Enum {
        repr,
        variants,
        meaning: Meaning::Values,
    });
    TypeRef::Named(cx.define(name, annotations::docs(view), kind, at))
}

/// Returns the type of the values, or `Err` with the type of a schema that does not become an enum.
fn repr(
    cx: &mut Context<'_, '_>,
    view: &View<'_>,
    at: &At<'_>,
    first: Option<&Value>,
) -> Result<Repr, Primitive> {
    let at = at.key("enum");
    match (view.ty, first) {
        (Some("string"), _) | (None, Some(Value::String(_))) => Ok(Repr::String),
        (Some("integer"), _) | (None, Some(Value::Number(_))) => Ok(Repr::Integer),
        (Some("boolean"), _) | (None, Some(Value::Bool(_))) => {
            let message = "`enum` of `true` and `false` has no effect";
            cx.diags.push(at.key_warning(
                message,
                "remove it, or say in the description which value applies",
            ));
            Err(Primitive::Bool)
        }
        (Some("number"), _) => {
            let help = "remove it, or write the values as strings or integers";
            cx.diags
                .push(at.key_warning("`enum` of fractional numbers has no effect", help));
            Err(Primitive::F64)
        }
        (_, None) => Err(Primitive::Any),
        _ => {
            let help = "list only strings and integers; describe other values with `properties` or `items`";
            cx.diags
                .push(at.unsupported("`enum` of lists or mappings", help));
            Err(Primitive::Any)
        }
    }
}

fn variants(
    cx: &mut Context<'_, '_>,
    view: &View<'_>,
    at: &At<'_>,
    repr: Repr,
    values: &[(usize, &Value)],
) -> Vec<Variant> {
    let mut seen: HashMap<String, Origin> = HashMap::with_capacity(values.len());
    let mut variants = Vec::with_capacity(values.len());
    for &(index, value) in values {
        let here = at.key("enum").index(index);
        let origin = here.origin();
        let Some(wire) = wire(cx, repr, value, &here) else {
            continue;
        };
        if let Some(first) = seen.get(&wire) {
            let message = format!("the value `{wire}` is listed twice");
            let diagnostic = Diagnostic::error(origin, message)
                .related(*first, "first listed here")
                .help("remove one of them");
            cx.diags.push(diagnostic);
            continue;
        }
        seen.insert(wire.clone(), origin);
        let chosen = enum_names::chosen(view, &wire);
        let title = view.extension("x-enum-titles");
        let title = title.and_then(|titles| titles.get(&wire)?.as_str());
        variants.push(Variant {
            chosen: chosen.map(str::to_owned),
            title: title.map(str::to_owned),
            wire,
            docs: Docs::default(),
            origin,
        });
    }
    enum_names::check(cx, view, at, &seen);
    variants
}

fn wire(cx: &mut Context<'_, '_>, repr: Repr, value: &Value, at: &At<'_>) -> Option<String> {
    match (repr, value) {
        (Repr::String, Value::String(text)) => Some(text.clone()),
        (Repr::Integer, Value::Number(number)) if number.is_i64() => Some(number.to_string()),
        _ => {
            let (wanted, help) = if repr == Repr::String {
                ("a string", "write it in quotes, or correct the `type`")
            } else {
                ("a 64-bit integer", "correct the value or the `type`")
            };
            let shown = constraints::shown(value, at);
            let message = format!(
                "the value {shown} is not {wanted}, which the `type` of the schema requires"
            );
            cx.diags.push(at.error(message, help));
            None
        }
    }
}
