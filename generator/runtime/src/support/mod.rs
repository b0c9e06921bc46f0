//! The support matrix: which integration serves which operation and takes which field.
//!
//! It is data, known when the program is compiled: one [`Operation`] per operation, asked in both directions, and checked
//! before a request is sent. "Not documented" is an answer of its own: it means neither yes nor no, and no check makes
//! an issue of it. Where it is not documented that an integration supports an operation, the fields of that operation that do
//! not name the integration are not documented either.

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
pub use issue::{Issue, IssueKind, Place, Report};
pub use live::{LiveResource, LiveSupport};
pub use note::{Note, NoteKind};
pub use operation::{Endpoint, Operation};

/// An integration, as the generated enum of integrations lists it.
pub trait IntegrationKey: Copy + Eq + Send + Sync + 'static {
    /// All integrations that the matrix knows.
    const ALL: &'static [Self];

    /// Its name in URLs and settings: `helpscout`.
    fn slug(self) -> &'static str;

    /// Its name for people: `Help Scout`.
    fn label(self) -> &'static str;
}

/// The integrations of an API that has none.
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

/// What an integration does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// It refuses a request without the field.
    Required,
    /// It takes the field.
    Supported,
    /// It does not take the field.
    Unsupported,
    /// The documentation does not say.
    NotDocumented,
}

/// Whether an integration serves an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// The documentation does not say.
    NotDocumented,
}

/// How well a list of integrations is documented: what is known best comes first in the order of the variants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Provenance {
    /// A current page prints it.
    #[default]
    Documented,
    /// Only an older page shows it: who is on it is known, who is not is not.
    Older,
    /// It was matched by what stands around it: who is on it is likely, who is not is not known.
    Inferred,
}
