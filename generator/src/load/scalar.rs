//! The value of a scalar: YAML's core schema, as JSON.

use serde_json::{Number, Value};

use crate::diag::Diagnostic;
use crate::source::Origin;

/// What a scalar means.
#[derive(Debug, PartialEq)]
pub(super) enum Scalar {
    Value(Value),
    /// A number that JSON cannot hold: `.inf`, `.nan`, `1e999`.
    NotFinite,
}

/// The value of a scalar without quotes and tag. A number with leading zeros is a text, since JSON has no such number.
pub(super) fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Value(Value::Null),
        "true" | "True" | "TRUE" => Scalar::Value(Value::Bool(true)),
        "false" | "False" | "FALSE" => Scalar::Value(Value::Bool(false)),
        _ => number(text).unwrap_or_else(|| Scalar::Value(Value::String(text.to_owned()))),
    }
}

/// The value of a scalar with a tag of the core schema; `None` if the text is no such value.
pub(super) fn tagged(tag: &str, text: &str) -> Option<Scalar> {
    let value = match tag {
        "str" => return Some(Scalar::Value(Value::String(text.to_owned()))),
        "float" => float(text)?,
        _ => plain(text),
    };
    let fits = match &value {
        Scalar::Value(Value::Null) => tag == "null",
        Scalar::Value(Value::Bool(_)) => tag == "bool",
        Scalar::Value(Value::Number(number)) => tag == "float" || !number.is_f64(),
        Scalar::Value(_) => false,
        Scalar::NotFinite => tag == "float",
    };
    fits.then_some(value)
}

fn number(text: &str) -> Option<Scalar> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let starts_like_one = unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let digits = unsigned.strip_prefix('0').unwrap_or_default();
    let has_leading_zero = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    if !starts_like_one || has_leading_zero {
        return None;
    }
    integer(text).map_or_else(|| float(text), |value| Some(Scalar::Value(value)))
}

/// Integers beyond 64 bits are floating point, as in JSON.
fn integer(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, radix) = [("0x", 16), ("0o", 8), ("0b", 2)]
        .iter()
        .find_map(|(prefix, radix)| Some((unsigned.strip_prefix(prefix)?, *radix)))
        .unwrap_or((unsigned, 10));
    if !digits.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    let size = i128::from_str_radix(digits, radix).ok()?;
    let integer = if text.starts_with('-') { -size } else { size };
    let exact = u64::try_from(integer).map(Number::from);
    let exact = exact.or_else(|_| i64::try_from(integer).map(Number::from));
    let number = exact
        .ok()
        .or_else(|| Number::from_f64(approximate(integer)));
    number.map(Value::Number)
}

#[allow(clippy::cast_precision_loss)]
fn approximate(integer: i128) -> f64 {
    integer as f64
}

fn float(text: &str) -> Option<Scalar> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(
        unsigned,
        ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN"
    ) {
        return Some(Scalar::NotFinite);
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let value = text.parse().ok()?;
    Some(Number::from_f64(value).map_or(Scalar::NotFinite, |number| {
        Scalar::Value(Value::Number(number))
    }))
}

/// Reports a number that JSON cannot hold.
pub(super) fn not_finite(origin: Origin, text: &str) -> Diagnostic {
    let message = format!("the number `{text}` cannot be represented in JSON");
    Diagnostic::error(origin, message)
        .help("write a finite number, or quote it to make it a string")
}
