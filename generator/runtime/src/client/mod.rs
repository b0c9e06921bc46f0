//! The client, and its handles for accounts.

mod base_url;
mod builder;
mod preflight;
mod route;
mod server;

use std::{fmt, sync::Arc};

use http::HeaderValue;

pub(crate) use base_url::check_base_url;
pub use builder::ClientBuilder;
pub(crate) use builder::no_token;
pub use preflight::Preflight;
pub use server::server_url;

use crate::{
    Credentials, Error, Security,
    model::Decoding,
    observe::Observer,
    policy::{Budget, Limiter, Rules, Timer},
    transport::Transport,
};
use route::no_transport;

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
    pub(crate) credentials: Credentials,
    /// The texts of the credentials that must not be shown.
    pub(crate) secrets: Arc<[String]>,
    /// The credentials that requests require by default.
    pub(crate) security: Security,
    pub(crate) base_url: String,
    /// Whether the base URL applies to operations with a server of their own.
    pub(crate) has_own_base_url: bool,
    /// Servers of single operations, and the base URLs that replace them.
    pub(crate) servers: Vec<(String, String)>,
    pub(crate) allow_http: bool,
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
    /// operation](crate::Endpoint::with_scope_in_path), in the placeholder of that name in the path.
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
