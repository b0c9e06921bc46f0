//! Lowers lists of values to enums.

use std::collections::HashMap;

use serde_json::{Number, Value};

use super::annotations;
use super::constraints;
use super::extensions::enum_names;
use super::view::View;
use crate::bundle::At;
use crate::diag::Diagnostic;
use crate::ir::{Docs, Enum, Meaning, Primitive, Repr, TypeKind, TypeRef, Variant, Words};
use crate::lower::context::Context;
use crate::source::Origin;

/// Returns the type of a schema with `enum`, or `None` if the values do not change the type, which is reported.
pub(super) fn enumeration<'b>(
    cx: &mut Context<'b, '_>,
    view: &View<'b>,
    at: &At<'b>,
    words: &Words,
) -> Option<TypeRef> {
    let listed = at.key("enum").value().and_then(Value::as_array);
    let listed = listed.cloned().unwrap_or_else(|| view.values.to_vec());
    if listed.is_empty() {
        let (at, help) = (at.key("enum"), "list the values, or remove `enum`");
        cx.diags
            .push(at.key_warning("`enum` has no values, so it has no effect", help));
        return None;
    }
    let values: Vec<_> = listed
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.is_null())
        .collect();
    let repr = match repr(view, values.iter().map(|(_, value)| *value)) {
        Ok(repr) => repr,
        Err(instead) => return other(cx, instead, &listed, at),
    };
    let variants = variants(cx, view, at, repr, &values);
    if variants.is_empty() {
        return None;
    }
    let name = annotations::type_name(view, at, words);
    let kind = TypeKind::Enum(Enum {
        repr,
        variants,
        meaning: Meaning::Values,
    });
    Some(TypeRef::Named(cx.define(
        name,
        annotations::docs(view),
        kind,
        at,
    )))
}

/// What the values are, if they do not become an enum.
enum Values {
    Nulls,
    Booleans,
    Fractions,
    Structures,
    Mixed,
    /// Integers, for which no type of 64 bits is enough.
    Large,
}

/// Returns the JSON type of the enum, or `Err` with what the values are.
fn repr<'v>(
    view: &View<'_>,
    mut values: impl Iterator<Item = &'v Value> + Clone,
) -> Result<Repr, Values> {
    let are = |is: fn(&Value) -> bool| values.clone().all(is);
    let is_structure = |value: &Value| value.is_array() || value.is_object();
    match view.ty {
        Some("string") => Ok(Repr::String),
        Some("integer") => integers(values),
        Some("boolean") => Err(Values::Booleans),
        Some("number") if values.clone().next().is_some() && are(is_whole) => integers(values),
        Some("number") => Err(Values::Fractions),
        _ if values.clone().next().is_none() => Err(Values::Nulls),
        None if are(Value::is_string) => Ok(Repr::String),
        None if are(is_whole) => integers(values),
        None if are(Value::is_boolean) => Err(Values::Booleans),
        None if are(Value::is_number) => Err(Values::Fractions),
        None if !values.any(is_structure) => Err(Values::Mixed),
        _ => Err(Values::Structures),
    }
}

/// Whether the value is an integer, also if it is written as `10.0`.
fn is_whole(value: &Value) -> bool {
    value.as_number().and_then(whole).is_some()
}

/// Returns the digits of a number that is an integer, also if it is written as `10.0`. Of larger fractional numbers, the last digits are
/// unknown.
pub(super) fn whole(number: &Number) -> Option<String> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !number.is_f64() {
        return Some(number.to_string());
    }
    let float = number.as_f64()?;
    let is_whole = float.fract() == 0.0 && float.abs() <= EXACT;
    // Without the sign of negative zero.
    is_whole.then(|| format!("{:.0}", float + 0.0))
}

/// Returns the type of integers that has all values.
fn integers<'v>(values: impl Iterator<Item = &'v Value> + Clone) -> Result<Repr, Values> {
    const BITS_63: f64 = 9_223_372_036_854_775_808.0;
    let are_some = |are: fn(&Value) -> bool| values.clone().any(are);
    let is_natural = are_some(|value| value.is_u64() && !value.is_i64());
    let is_negative = are_some(|value| value.as_f64().is_some_and(|value| value < 0.0));
    let is_large = |value: &Value| {
        let float = value.as_f64().filter(|_| value.is_f64());
        float.is_some_and(|float| float.abs() >= BITS_63)
    };
    match is_natural {
        _ if are_some(is_large) => Err(Values::Large),
        true if is_negative => Err(Values::Large),
        true => Ok(Repr::Natural),
        false => Ok(Repr::Integer),
    }
}

/// Reports the values of a schema that does not become an enum, and returns its type, unless that follows from other keywords.
fn other(
    cx: &mut Context<'_, '_>,
    values: Values,
    listed: &[Value],
    at: &At<'_>,
) -> Option<TypeRef> {
    let is_property = at.property().is_some();
    let (ty, message, help) = match values {
        Values::Nulls => return Some(TypeRef::Primitive(Primitive::Any)),
        // The only value of a property is fixed.
        Values::Booleans if is_property && matches!(listed, [Value::Bool(_)]) => {
            return Some(TypeRef::Primitive(Primitive::Bool));
        }
        Values::Booleans => (
            Some(Primitive::Bool),
            "`enum` of `true` and `false` has no effect",
            "remove it, or say in the description which value applies",
        ),
        Values::Fractions => (
            Some(Primitive::F64),
            "`enum` of fractional numbers has no effect",
            "remove it, or write the values as strings or integers",
        ),
        Values::Large => (
            Some(Primitive::Decimal),
            "`enum` of integers beyond 64 bits has no effect",
            "remove it, or write the values as strings",
        ),
        Values::Structures => (
            None,
            "`enum` of lists or mappings has no effect",
            "describe such values with `properties` or `items`",
        ),
        Values::Mixed => (
            Some(Primitive::Any),
            "`enum` lists values of several types, so the type is any JSON",
            "list only strings or only integers, or write `oneOf` with a schema for each type",
        ),
    };
    cx.diags.push(at.key("enum").key_warning(message, help));
    ty.map(TypeRef::Primitive)
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
            cx.diags.push(listed_twice(&wire, origin, *first));
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

/// Reports a value of an `enum` that is left out, since it is listed before.
pub(in crate::lower) fn listed_twice(value: &str, origin: Origin, first: Origin) -> Diagnostic {
    let message = format!("the value `{value}` is listed twice");
    Diagnostic::warning(origin, message)
        .related(first, "first listed here")
        .help("remove one of them")
}

/// Returns a value as text. A value of another type than the schema has is read as one of that type, if it can be.
fn wire(cx: &mut Context<'_, '_>, repr: Repr, value: &Value, at: &At<'_>) -> Option<String> {
    let (read, wanted, help) = match (repr, value) {
        (Repr::String, Value::String(text)) => return Some(text.clone()),
        (Repr::Integer, Value::Number(number)) if number.is_i64() => {
            return Some(number.to_string());
        }
        (Repr::Natural, Value::Number(number)) if number.is_u64() => {
            return Some(number.to_string());
        }
        (Repr::Integer | Repr::Natural, Value::Number(number)) if whole(number).is_some() => {
            return whole(number);
        }
        (Repr::String, Value::Number(_) | Value::Bool(_)) => (
            Some(at.text().to_owned()),
            "a string",
            "write it in quotes, or correct the `type`",
        ),
        (Repr::String, _) => (
            None,
            "a string",
            "write it in quotes, or correct the `type`",
        ),
        (Repr::Integer | Repr::Natural, _) => {
            let text = value.as_str().map(str::trim);
            let text = text.filter(|text| match repr {
                Repr::Natural => text.parse::<u64>().is_ok(),
                _ => text.parse::<i64>().is_ok(),
            });
            let help = "correct the value or the `type`";
            (text.map(str::to_owned), "a 64-bit integer", help)
        }
    };
    let shown = constraints::shown(value, at);
    let effect = match &read {
        Some(text) if repr == Repr::String => format!("it is read as the string `{text}`"),
        Some(text) => format!("it is read as the integer {text}"),
        None => "it is left out".to_owned(),
    };
    let message = format!(
        "the value {shown} is not {wanted}, which the `type` of the schema requires; {effect}"
    );
    let warning = Diagnostic::warning(at.origin(), message);
    cx.diags.push(warning.help(help));
    read
}
