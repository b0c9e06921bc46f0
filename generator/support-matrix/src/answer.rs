//! The answers of the matrix, and how well they are documented.

/// How an integration supports a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// The integration requires the field.
    Required,
    /// The integration supports the field.
    Supported,
    /// The integration does not support the field.
    Unsupported,
    /// Not documented.
    NotDocumented,
}

/// How an integration supports an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationLevel {
    /// The integration supports the operation.
    Full,
    /// The integration supports the operation, but returns only part of each object.
    Partial,
    /// The integration does not support the operation.
    Unsupported,
    /// Not documented.
    NotDocumented,
}

/// Whether an integration supports an operation or accepts a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not documented.
    NotDocumented,
}

named_variants! {
    Level {
        Required = "required",
        Supported = "supported",
        Unsupported = "unsupported",
        NotDocumented = "not_documented",
    }
}

named_variants! {
    OperationLevel {
        Full = "full",
        Partial = "partial",
        Unsupported = "unsupported",
        NotDocumented = "not_documented",
    }
}

named_variants! {
    Answer {
        Yes = "yes",
        No = "no",
        NotDocumented = "not_documented",
    }
}

named_variants! {
    Provenance {
        Documented = "documented",
        Older = "older",
        Inferred = "inferred",
    }
}

impl From<OperationLevel> for Answer {
    fn from(level: OperationLevel) -> Self {
        match level {
            OperationLevel::Full | OperationLevel::Partial => Self::Yes,
            OperationLevel::Unsupported => Self::No,
            OperationLevel::NotDocumented => Self::NotDocumented,
        }
    }
}

/// Where a list of integrations comes from. The most reliable source is the first variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Provenance {
    /// A current page of the vendor's documentation lists the integrations, or the API itself did.
    #[default]
    Documented,
    /// Only an older page lists the integrations. The listed ones are known; nothing is known about the others.
    Older,
    /// The integrations were inferred: from the context on the page, or because the number of integrations that support a field
    /// equals the number of those that support its operation, so they must be the same. The listed ones are likely; nothing is
    /// known about the others.
    Inferred,
}

/// The documented numbers of integrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// The number of integrations that require the field.
    pub required: u32,
    /// The number of integrations that support the field, including those that require it.
    pub supported: u32,
}
