//! The client: where requests go, with which token and by which rules.

mod base_url;
mod builder;
mod route;

use std::{fmt, sync::Arc};

use http::HeaderValue;

pub use builder::ClientBuilder;

use crate::{
    ApiToken, Error,
    model::Decoding,
    observe::Observer,
    policy::{Budget, Limiter, Rules, Timer},
    transport::Transport,
};
use route::no_transport;

/// What happens to a request that, by the support matrix, the integration would refuse.
///
/// A request is checked only if its handle has an integration. The matrix is documentation, and a live account can differ from
/// it; hence the default, [`Warn`](Self::Warn), whose events are visible only to a program that collects
/// [`tracing`](https://docs.rs/tracing) events, for example with `tracing_subscriber::fmt::init()`.
///
/// | a check finds | `Warn` | `Deny` |
/// |---|---|---|
/// | an [issue](crate::Report::issues) from a current page | sent, event of level `WARN` | not sent |
/// | an issue from an older page, or inferred | sent, `WARN` | sent, `WARN` |
/// | only an issue of an operation that the integration is not documented to support | sent, `WARN` | sent, `WARN` |
/// | a [note](crate::Report::notes): a field that resembles a documented one | sent, `WARN` | sent, `WARN` |
/// | any other note: an undocumented field or operation | sent, `DEBUG` | sent, `DEBUG` |
///
/// With `Off` nothing is checked. The method `preflight_report` of a builder returns the report without sending anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Preflight {
    /// It is sent unchecked.
    Off,
    /// The default: it is sent, and a `tracing` event with the target `truto_runtime` says what is wrong with it. The event names the operation, the integration and the fields, but shows no values.
    #[default]
    Warn,
    /// It is not sent: the call fails with [`ErrorKind::Preflight`](crate::ErrorKind::Preflight) and all
    /// [issues](Error::issues).
    ///
    /// A refusal rests on what a [current page](crate::support::Provenance::Documented) prints. If all issues are those of an
    /// older page or inferred, the request is sent, with the event of [`Warn`](Self::Warn):
    /// [`Report::is_refusal`](crate::Report::is_refusal) tells which it is.
    Deny,
}

/// Sends requests. Cheap to clone: clones share their connections and their retry budget.
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

pub(crate) struct Settings {
    pub(crate) stack: Stack,
    /// That of calls that wait.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) blocking: Stack,
    pub(crate) token: ApiToken,
    pub(crate) base_url: String,
    pub(crate) user_agent: HeaderValue,
    pub(crate) rules: Rules,
    pub(crate) budget: Budget,
    pub(crate) limiter: Option<Arc<dyn Limiter>>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) preflight: Preflight,
    pub(crate) decoding: Decoding,
}

/// What carries requests, and the time that they go by.
#[derive(Clone)]
pub(crate) struct Stack {
    transport: Option<Arc<dyn Transport>>,
    pub(crate) timer: Arc<dyn Timer>,
    /// Calls block instead of being awaited.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) is_blocking: bool,
}

impl Stack {
    pub(crate) fn transport(&self) -> Result<&dyn Transport, Error> {
        let transport = self.transport.as_deref().ok_or_else(no_transport)?;
        match transport.unavailable().or_else(|| self.timer.unavailable()) {
            Some(why) => Err(Error::invalid(why)),
            None => Ok(transport),
        }
    }
}

impl Client {
    /// The handle for operations that need no account.
    #[must_use]
    pub fn unscoped(&self) -> Scope {
        Scope {
            client: self.clone(),
            account: None,
            integration: None,
            preflight: self.settings.preflight,
        }
    }

    /// The handle for one account: every request carries `id`, as the query parameter `parameter` or, where the operation
    /// [has it there](crate::support::Endpoint::with_scope_in_path), as the placeholder of that name in the path.
    #[must_use]
    pub fn scope(&self, parameter: &'static str, id: impl Into<String>) -> Scope {
        Scope {
            account: Some((parameter, Arc::from(id.into()))),
            ..self.unscoped()
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.settings.base_url)
            .finish_non_exhaustive()
    }
}

/// What all requests of a handle share: the client, the account, the integration behind it. Cheap to clone.
#[derive(Clone)]
pub struct Scope {
    pub(crate) client: Client,
    pub(crate) account: Option<(&'static str, Arc<str>)>,
    pub(crate) integration: Option<&'static str>,
    pub(crate) preflight: Preflight,
}

impl Scope {
    /// Says which integration the account belongs to, by its slug. Requests are then checked against the support matrix;
    /// [`Preflight`] says what follows from that.
    #[must_use]
    pub fn with_integration(mut self, slug: &'static str) -> Self {
        self.integration = Some(slug);
        self
    }

    /// Says what happens to requests that the integration would refuse, in place of what the client was
    /// [built](ClientBuilder::preflight) with. Without [an integration](Self::with_integration) nothing is checked.
    #[must_use]
    pub fn with_preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = preflight;
        self
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope")
            .field("integration", &self.integration)
            .field("preflight", &self.preflight)
            .finish_non_exhaustive()
    }
}
