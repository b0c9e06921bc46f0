//! Accounts of the fake.

use crate::support::IntegrationKey;

/// An account of the fake, and what it refuses.
///
/// An account without an integration supports everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub(super) integration: Option<&'static str>,
    pub(super) is_read_only: bool,
    pub(super) is_partial: bool,
}

impl Account {
    /// Creates an account without an integration.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an account of this integration. It refuses what the integration refuses according to a current page of the
    /// documentation: an operation that it does not support gets 405, and a request that lacks something that it requires
    /// gets 400.
    #[must_use]
    pub fn of(integration: impl IntegrationKey) -> Self {
        Self {
            integration: Some(integration.slug()),
            ..Self::new()
        }
    }

    /// Refuses all methods but `GET` with 405, as a sandbox does.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// Marks its pages as incomplete: the provider returned only a part of the data.
    #[must_use]
    pub fn partial(mut self) -> Self {
        self.is_partial = true;
        self
    }
}
