//! What is behind an account.

use crate::support::IntegrationKey;

/// What is behind an account, and what it refuses.
///
/// Of an account that the fake knows nothing about, everything is served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub(super) integration: Option<&'static str>,
    pub(super) is_read_only: bool,
    pub(super) is_partial: bool,
}

impl Account {
    /// An account of no integration in particular.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An account of this integration. It refuses what a current page of the documentation says that the integration refuses: an
    /// operation that it does not serve with 405, and a request without something that it requires with 400.
    #[must_use]
    pub fn of(integration: impl IntegrationKey) -> Self {
        Self {
            integration: Some(integration.slug()),
            ..Self::new()
        }
    }

    /// Refuses all that is no `GET` with 405, as a sandbox does.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// Says of its pages that the provider gave only a part of the data.
    #[must_use]
    pub fn partial(mut self) -> Self {
        self.is_partial = true;
        self
    }
}
