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
#[cfg(feature = "forms")]
mod form;
mod integration;
mod issue;
mod json;
mod live;
#[cfg(feature = "testing")]
pub(crate) mod mapping;
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
#[cfg(feature = "forms")]
pub use form::HasForms;
#[doc(hidden)]
pub use integration::deserialize_integration;
pub use integration::{IntegrationKey, NoIntegration, OpenIntegration};
#[allow(deprecated)]
pub use issue::Place;
pub use issue::{Issue, IssueKind, IssueLocation, Report};
pub use live::{LiveResource, LiveSupport};
pub use note::{Note, NoteKind};
pub use operation::Operation;
#[cfg(feature = "forms")]
#[doc(hidden)]
pub use truto_support_matrix::forms;
#[cfg(feature = "forms")]
#[doc(inline)]
pub use truto_support_matrix::forms::{
    Form, FormField, FormKind, FormObject, FormScalar, FormType, FormValue,
};
#[doc(inline)]
pub use truto_support_matrix::{Answer, Level, Provenance};

/// A client whose API has a support matrix.
#[doc(hidden)]
pub trait HasMatrix {
    /// The integrations of the matrix.
    type Integration: IntegrationKey;
}
