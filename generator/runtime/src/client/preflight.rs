//! Checks of requests against the support matrix before they are sent, for APIs that have one.

use super::{Client, ClientBuilder};
use crate::support::HasMatrix;

/// What to do with a request that the integration would refuse according to the support matrix.
///
/// A request is checked only if its handle has an integration. The matrix comes from the documentation of the API (not from that
/// of each integration). Some of its pages are current, others are older. A live account can differ from it, so the default is
/// [`Warn`](Self::Warn). Its events are visible only if the program collects [`tracing`](https://docs.rs/tracing) events, for
/// example with `tracing_subscriber::fmt::init()`.
///
/// | the check finds | `Warn` | `Deny` |
/// |---|---|---|
/// | an [issue](crate::Report::issues) from a current page of the documentation | sent, event of level `WARN` | not sent |
/// | only issues that come from older pages of the documentation or are inferred | sent, `WARN` | sent, `WARN` |
/// | only issues of an operation whose support is not documented | sent, `WARN` | sent, `WARN` |
/// | a [note](crate::Report::notes): a field that resembles a documented one | sent, `WARN` | sent, `WARN` |
/// | any other note: an undocumented field or operation | sent, `DEBUG` | sent, `DEBUG` |
///
/// With `Off`, nothing is checked. To get the report without sending anything, call `preflight_report` of a builder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Preflight {
    /// The request is sent without a check.
    Off,
    /// The default: the request is sent, and a `tracing` event with the target `truto_runtime` reports the problems. The event
    /// names the operation, the integration and the fields, but contains no values.
    #[default]
    Warn,
    /// The request is not sent. The call fails with [`ErrorKind::Preflight`](crate::ErrorKind::Preflight) and all
    /// [issues](crate::Error::issues).
    ///
    /// A refusal requires an issue from a [current page](crate::support::Provenance::Documented) of the documentation. If all
    /// issues come from older pages or are inferred, the request is sent, with the event of [`Warn`](Self::Warn).
    /// [`Report::is_refusal`](crate::Report::is_refusal) returns whether the request would be refused.
    Deny,
}

impl<C: From<Client> + HasMatrix> ClientBuilder<C> {
    /// Sets what to do with requests that the integration would refuse according to the support matrix. Default:
    /// [`Preflight::Warn`], which sends them and emits a `tracing` event. Requests are checked only if the integration was set
    /// with `.integration(…)` on the account's handle.
    pub fn preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = preflight;
        self
    }
}
