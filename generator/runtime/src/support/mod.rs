//! The support matrix: which integrations support which operations and fields.
//!
//! The matrix is compiled into the program, with one [`Operation`] per operation. It can be queried by operation, field or
//! integration, and requests can be checked against it before they are sent. "Not documented" means neither yes nor no, and a
//! check never reports it as an issue. If it is not documented whether an integration supports an operation, its support
//! of the operation's fields is not documented either, except for fields whose documentation names the integration.

mod check;
mod diff;
mod field;
mod issue;
mod live;
mod note;
mod operation;
mod unknown;
pub(crate) mod walk;

#[cfg(test)]
mod tests;

pub use check::Matrix;
pub(crate) use check::to_value;
pub use diff::{IntegrationSupport, OperationDiff, SupportDiff, UnknownOperation};
pub use field::{Field, FieldSupport};
#[allow(deprecated)]
pub use issue::Place;
pub use issue::{Issue, IssueKind, IssueLocation, Report};
pub use live::{LiveResource, LiveSupport};
pub use note::{Note, NoteKind};
pub use operation::{Endpoint, Operation};

/// An integration; implemented by the generated enum of integrations.
pub trait IntegrationKey: Copy + Eq + Send + Sync + 'static {
    /// All integrations in the matrix.
    const ALL: &'static [Self];

    /// The name in URLs and settings, such as `helpscout`.
    fn slug(self) -> &'static str;

    /// The display name, such as `Help Scout`.
    fn label(self) -> &'static str;
}

/// An empty enum, for APIs without integrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoIntegration {}

impl IntegrationKey for NoIntegration {
    const ALL: &'static [Self] = &[];

    fn slug(self) -> &'static str {
        match self {}
    }

    fn label(self) -> &'static str {
        match self {}
    }
}

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

/// Where a list of integrations comes from. The most reliable source is the first variant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Provenance {
    /// A current page of the vendor's documentation lists the integrations.
    #[default]
    Documented,
    /// Only an older page lists the integrations. The listed ones are known; nothing is known about the others.
    Older,
    /// The integrations were inferred from the context on the page. The listed ones are likely; nothing is known about the
    /// others.
    Inferred,
}
