//! The client and its accounts.

use crate::{integration::Integration, ticketing::Ticketing};

/// Sends requests.
#[derive(Clone, Debug)]
pub struct Client {
    inner: truto_runtime::Client,
}

/// Configures a [`Client`].
pub type ClientBuilder = truto_runtime::ClientBuilder<Client>;

impl Client {
    /// A client with the token in `TRUTO_API_TOKEN`.
    pub fn from_env() -> Result<Self, truto_runtime::Error> {
        Self::builder().token_from_env("TRUTO_API_TOKEN").build()
    }

    /// A client with the given token.
    pub fn new(token: impl AsRef<str>) -> Result<Self, truto_runtime::Error> {
        Self::builder().token(token).build()
    }

    /// Configures a client.
    pub fn builder() -> ClientBuilder {
        truto_runtime::ClientBuilder::new("https://api.truto.one").user_agent("exemplar/0.1.0")
    }

    /// The handle for one integrated account.
    pub fn integrated_account(&self, id: impl Into<String>) -> IntegratedAccount {
        IntegratedAccount {
            scope: self.inner.scope("integrated_account_id", id),
        }
    }
}

impl From<truto_runtime::Client> for Client {
    fn from(inner: truto_runtime::Client) -> Self {
        Self { inner }
    }
}

/// An integrated account.
#[derive(Clone, Debug)]
pub struct IntegratedAccount {
    scope: truto_runtime::AccountScope,
}

impl IntegratedAccount {
    /// Sets the integration of the account.
    #[must_use]
    pub fn integration(self, integration: Integration) -> Self {
        Self {
            scope: self.scope.with_integration(integration.slug()),
        }
    }

    /// Sets what to do with requests that the integration would refuse.
    #[must_use]
    pub fn preflight(self, preflight: truto_runtime::Preflight) -> Self {
        Self {
            scope: self.scope.with_preflight(preflight),
        }
    }

    /// A request for what has no builder.
    pub fn request(
        &self,
        method: truto_runtime::http::Method,
        path: &'static str,
    ) -> truto_runtime::CustomRequest {
        truto_runtime::CustomRequest::new(&self.scope, method, path)
    }

    /// The ticketing API.
    #[must_use]
    pub fn ticketing(&self) -> Ticketing {
        Ticketing {
            scope: self.scope.clone(),
        }
    }
}
