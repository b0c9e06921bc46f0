//! The kinds of names.

/// The kind of item, which decides the case of the name and which names are reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    Type,
    Variant,
    Field,
    Method,
    Module,
    /// A module of the crate root that is no API.
    RootModule,
    Constant,
}

impl Space {
    pub(super) fn singular(self) -> &'static str {
        match self {
            Self::Type => "a type",
            Self::Variant => "an enum variant",
            Self::Field => "a field",
            Self::Method => "a method",
            Self::Module | Self::RootModule => "a module",
            Self::Constant => "a constant",
        }
    }

    /// The prefix of a name that begins with a digit.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Variant => "Value",
            Self::Field => "field_",
            Self::Method => "call_",
            Self::Module | Self::RootModule => "module_",
            Self::Constant => "CALL_",
        }
    }
}
