//! The roles of parameters.

use crate::ir::ids::TypeId;

/// The meaning of a parameter for the generated client: `x-truto-role`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// An ordinary parameter: an argument or a setter.
    #[default]
    Plain,
    /// A pagination parameter: an ordinary one, but handled by the server itself, so not in a support matrix.
    Paging,
    /// A request option, with the prefix `with_…` or `without_…`.
    Option,
    /// A request option with the fields to exclude from the response.
    ExcludedFields,
    /// The response format: sent by `send_as`, without a setter.
    ResponseFormat,
    /// The field by which the items of a page are keyed: sent by `send_keyed_by`, without a setter.
    KeyBy,
    /// The sort order. The type is the closed enum of fields to sort by. The setter adds one field with its direction, and can be
    /// called several times.
    Sort {
        /// The enum of directions.
        direction: TypeId,
    },
}

impl Role {
    /// Whether it is an argument of the method or a setter of the builder.
    #[must_use]
    pub fn has_setter(self) -> bool {
        !matches!(self, Self::ResponseFormat | Self::KeyBy)
    }

    /// Whether the integration handles the parameter, so that it is in the support matrix and checked against it.
    #[must_use]
    pub fn is_checked(self) -> bool {
        matches!(self, Self::Plain | Self::Sort { .. })
    }
}
