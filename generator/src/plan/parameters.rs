//! How parameters are set.

use crate::ir::{Location, Operation, Param, Primitive, Role, TypeId, TypeRef};

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

/// What the setter of an optional parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setter {
    /// A field to sort by, and a direction of this type.
    Order(TypeId),
    /// Nothing: calling it turns something off.
    Switch,
    /// The cursor of a page, which is bound to its list.
    Cursor,
    /// A value of the parameter's type.
    Value,
}

impl Setter {
    pub(crate) fn of(operation: &Operation, param: &Param) -> Self {
        match param.role {
            Role::Sort { direction } => Self::Order(direction),
            _ if is_switch(param) => Self::Switch,
            _ if is_cursor(operation, param) => Self::Cursor,
            _ => Self::Value,
        }
    }
}

fn is_cursor(operation: &Operation, param: &Param) -> bool {
    let pages = operation.pagination.as_ref();
    pages.is_some_and(|pages| pages.cursor.wire == param.wire)
        && param.ty == TypeRef::Primitive(Primitive::String)
        && matches!(param.location, Location::Query(_))
}
