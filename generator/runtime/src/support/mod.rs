//! The support matrix of an API with integrations: which of them support which operations and fields.
//!
//! The matrix is compiled into the program, with one [`Operation`] per operation. It can be queried by operation, field or
//! integration, and requests can be checked against it before they are sent. "Not documented" means neither yes nor no, and a
//! check never reports it as an issue. If it is not documented whether an integration supports an operation, its support
//! of the operation's fields is not documented either, except for fields whose documentation names the integration.
//!
//! The documentation may give only the number of integrations that support a field. If the same number of integrations supports
//! the operation, these integrations are [inferred](Provenance::Inferred) to support the field. A request is never refused
//! because of an inference.

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

pub use crate::endpoint::Endpoint;
pub use check::Matrix;
pub(crate) use check::to_value;
pub use diff::{IntegrationSupport, OperationDiff, SupportDiff, UnknownOperation};
pub use field::{Field, FieldSupport};
#[allow(deprecated)]
pub use issue::Place;
pub use issue::{Issue, IssueKind, IssueLocation, Report};
pub use live::{LiveResource, LiveSupport};
pub use note::{Note, NoteKind};
pub use operation::Operation;
#[doc(inline)]
pub use truto_support_matrix::{Answer, Level, Provenance};

/// An integration; implemented by the generated enum of integrations.
pub trait IntegrationKey: Copy + Eq + Send + Sync + 'static {
    /// All integrations in the matrix.
    const ALL: &'static [Self];

    /// The name in URLs and settings, such as `helpscout`.
    fn slug(self) -> &'static str;

    /// The display name, such as `Help Scout`.
    fn label(self) -> &'static str;
}

/// A client whose API has a support matrix.
#[doc(hidden)]
pub trait HasMatrix {
    /// The integrations of the matrix.
    type Integration: IntegrationKey;
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
