//! How parameters are set.

use crate::ir::{Location, Param, Primitive, Role, TypeRef};

/// Whether the setter is a `without_…` without an argument.
pub(crate) fn is_switch(param: &Param) -> bool {
    param.role == Role::Option
        && param.ty == TypeRef::Primitive(Primitive::Bool)
        && param
            .chosen
            .as_ref()
            .unwrap_or(&param.wire)
            .starts_with("without_")
        && matches!(param.location, Location::Query(_))
}
