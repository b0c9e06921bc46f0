//! The roles of parameters.

use crate::ir::ids::TypeId;

/// The meaning of a parameter for the client: `x-truto-role`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// An ordinary parameter.
    #[default]
    Plain,
    /// A pagination parameter: an ordinary one, but handled by the server itself, so not in a support matrix.
    Paging,
    /// An option of the request, and not a part of what it asks for.
    Option,
    /// An option with the fields to exclude from the response.
    ExcludedFields,
    /// The response format, which follows from the type that the caller wants.
    ResponseFormat,
    /// The field by which the items of a page are keyed, which follows from the type that the caller wants.
    KeyBy,
    /// The sort order. The type is the closed enum of fields to sort by. Several fields can be added,
    /// each with a direction.
    Sort {
        /// The enum of directions.
        direction: TypeId,
    },
}

impl Role {
    /// Whether callers set its value. That of the others follows from how they send the request.
    #[must_use]
    pub fn is_set_by_callers(self) -> bool {
        !matches!(self, Self::ResponseFormat | Self::KeyBy)
    }

    /// Whether the integration handles the parameter, so that it is in the support matrix and checked against it.
    #[must_use]
    pub fn is_checked(self) -> bool {
        matches!(self, Self::Plain | Self::Sort { .. })
    }
}
