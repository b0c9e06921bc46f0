//! Scalar types.

use crate::ir::Primitive;

/// Returns the type of a scalar; `None` for other types.
pub(super) fn scalar(ty: &str, format: Option<&str>) -> Option<Primitive> {
    Some(match (ty, format) {
        ("string", Some("date-time")) => Primitive::Timestamp,
        ("string", Some("date")) => Primitive::Date,
        ("string", _) => Primitive::String,
        ("integer", Some("int32")) => Primitive::I32,
        ("integer", _) => Primitive::I64,
        ("number", Some("float")) => Primitive::F32,
        ("number", _) => Primitive::F64,
        ("boolean", _) => Primitive::Bool,
        _ => return None,
    })
}
