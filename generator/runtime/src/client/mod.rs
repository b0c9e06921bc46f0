//! The client, and its handles for accounts.

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

/// What to do with a request that the integration would refuse according to the support matrix.
///
/// A request is checked only if its handle has an integration. The matrix comes from the vendor's documentation, of which some
/// pages are current and others older. A live account can differ from it, so the default is [`Warn`](Self::Warn). Its events
/// are visible only if the program collects [`tracing`](https://docs.rs/tracing) events, for example with
/// `tracing_subscriber::fmt::init()`.
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
    /// [issues](Error::issues).
    ///
    /// A refusal requires an issue from a [current page](crate::support::Provenance::Documented) of the documentation. If all
    /// issues come from older pages or are inferred, the request is sent, with the event of [`Warn`](Self::Warn).
    /// [`Report::is_refusal`](crate::Report::is_refusal) returns whether the request would be refused.
    Deny,
}

/// A client of the API. Cheap to clone: clones share their connections and their retry budget.
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

pub(crate) struct Settings {
    pub(crate) stack: Stack,
    /// For blocking calls.
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

/// A transport and its timer.
#[derive(Clone)]
pub(crate) struct Stack {
    transport: Option<Arc<dyn Transport>>,
    pub(crate) timer: Arc<dyn Timer>,
    /// Whether calls block instead of being awaited.
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
    /// Returns the handle for operations without an account.
    #[must_use]
    pub fn unscoped(&self) -> AccountScope {
        AccountScope {
            client: self.clone(),
            account: None,
            integration: None,
            preflight: self.settings.preflight,
        }
    }

    /// Returns the handle for one account. Every request sends `id` as the query parameter `parameter` or, [depending on the
    /// operation](crate::support::Endpoint::with_scope_in_path), in the placeholder of that name in the path.
    #[must_use]
    pub fn scope(&self, parameter: &'static str, id: impl Into<String>) -> AccountScope {
        AccountScope {
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

/// A handle for requests with the same client, account and integration. Cheap to clone.
#[derive(Clone)]
pub struct AccountScope {
    pub(crate) client: Client,
    pub(crate) account: Option<(&'static str, Arc<str>)>,
    pub(crate) integration: Option<&'static str>,
    pub(crate) preflight: Preflight,
}

/// The former name of [`AccountScope`].
#[deprecated(since = "0.1.0", note = "renamed to `AccountScope`")]
pub type Scope = AccountScope;

impl AccountScope {
    /// Sets the integration of the account, by its slug. Requests are then checked against the support matrix; see [`Preflight`].
    #[must_use]
    pub fn with_integration(mut self, slug: &'static str) -> Self {
        self.integration = Some(slug);
        self
    }

    /// Sets what to do with requests that the integration would refuse, overriding the [client's
    /// setting](ClientBuilder::preflight). Without [an integration](Self::with_integration), nothing is checked.
    #[must_use]
    pub fn with_preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = preflight;
        self
    }
}

impl fmt::Debug for AccountScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountScope")
            .field("integration", &self.integration)
            .field("preflight", &self.preflight)
            .finish_non_exhaustive()
    }
}
