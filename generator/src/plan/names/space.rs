//! The kinds of names.

/// The kind of item, which decides the case of the name and which names are reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    Type,
    Variant,
    Field,
    Method,
    /// The module of a resource, and its accessor.
    Module,
    /// The module of an API, its accessor and its cargo feature.
    Api,
    Constant,
}

impl Space {
    pub(super) fn singular(self) -> &'static str {
        match self {
            Self::Type => "a type",
            Self::Variant => "an enum variant",
            Self::Field => "a field",
            Self::Method => "a method",
            Self::Module | Self::Api => "a module",
            Self::Constant => "a constant",
        }
    }

    /// Whether the names are in snake case.
    pub(super) fn is_snake_case(self) -> bool {
        match self {
            Self::Field | Self::Method | Self::Module | Self::Api => true,
            Self::Type | Self::Variant | Self::Constant => false,
        }
    }

    /// The prefix of a name that begins with a digit.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Variant => "Value",
            Self::Field => "field_",
            Self::Method => "call_",
            Self::Module | Self::Api => "module_",
            Self::Constant => "CALL_",
        }
    }

    /// The word that is added to a reserved name: the type of a schema `Error` is `ErrorModel`. The names of other items get an
    /// underscore, as is the convention for keywords.
    pub(super) fn suffix(self) -> Option<&'static str> {
        match self {
            Self::Type => Some("model"),
            Self::Module => Some("resource"),
            Self::Api => Some("api"),
            Self::Variant | Self::Field | Self::Method | Self::Constant => None,
        }
    }
}
