//! Scalar types.

use serde_json::{Number, Value};

use super::view::View;
use crate::bundle::At;
use crate::ir::Primitive;
use crate::lower::context::Context;

/// Returns the type of a scalar, which is a file if it is a part of a multipart body; `None` for other types.
pub(super) fn scalar_or_file(
    cx: &Context<'_, '_>,
    view: &View<'_>,
    at: &At<'_>,
) -> Option<Primitive> {
    let is_string = view.ty == Some("string") && !cx.shared.files.is_empty();
    if is_string && cx.shared.files.contains(&at.source_id()) {
        return Some(Primitive::File);
    }
    scalar(view, at)
}

/// Returns the type of a scalar; `None` for other types.
fn scalar(view: &View<'_>, at: &At<'_>) -> Option<Primitive> {
    let format = view.format.as_deref();
    match view.ty? {
        "integer" if format != Some("int32") && format != Some("int64") => {
            Some(by_limits(at).or(of_format("integer", format))?)
        }
        ty => of_format(ty, format),
    }
}

/// Returns the type of a scalar without limits; `None` for other types.
pub(super) fn of_format(ty: &str, format: Option<&str>) -> Option<Primitive> {
    Some(match (ty, format) {
        ("string", Some("date-time")) => Primitive::Timestamp,
        ("string", Some("date")) => Primitive::Date,
        ("string", Some("byte" | "base64")) => Primitive::Base64,
        ("string", Some("base64url")) => Primitive::Base64Url,
        ("string", _) => Primitive::String,
        ("integer", Some("int32")) => Primitive::I32,
        ("integer", Some("uint64")) => Primitive::U64,
        ("integer" | "number", Some("decimal" | "decimal128" | "int128" | "uint128")) => {
            Primitive::Decimal
        }
        ("integer", _) => Primitive::I64,
        ("number", Some("float")) => Primitive::F32,
        ("number", _) => Primitive::F64,
        ("boolean", _) => Primitive::Bool,
        _ => return None,
    })
}

/// Returns the type of integers between the limits of the schema at `at`, if some of them are not `i64`.
fn by_limits(at: &At<'_>) -> Option<Primitive> {
    let Some(Value::Object(schema)) = at.value() else {
        return None;
    };
    let limit = |key: &str| schema.get(key).and_then(Value::as_number);
    let (least, most) = (limit("minimum"), limit("maximum"));
    let most_size = most.map_or(Size::Signed, size);
    let size = most_size.max(least.map_or(Size::Signed, size));
    let is_natural = match least {
        Some(least) => least.as_f64().is_some_and(|least| least >= 0.0),
        // An upper limit of that type says enough.
        None => most_size == Size::Natural,
    };
    match size {
        Size::Signed => None,
        Size::Natural if is_natural => Some(Primitive::U64),
        Size::Natural | Size::Unbounded => Some(Primitive::Decimal),
    }
}

/// The smallest type that has a limit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    Signed,
    Natural,
    Unbounded,
}

/// JavaScript rounds the limits of integers of 64 bits up to the next power of two, so that one is no limit beyond these.
fn size(limit: &Number) -> Size {
    const BITS_63: f64 = 9_223_372_036_854_775_808.0;
    const BITS_64: f64 = 18_446_744_073_709_551_616.0;
    if limit.is_i64() {
        return Size::Signed;
    }
    match limit.as_f64().unwrap_or_default() {
        limit if (-BITS_63..=BITS_63).contains(&limit) => Size::Signed,
        limit if (0.0..=BITS_64).contains(&limit) => Size::Natural,
        _ => Size::Unbounded,
    }
}
