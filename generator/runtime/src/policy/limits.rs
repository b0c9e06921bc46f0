//! Rate limits of a client.

use std::time::Duration;

/// Rate limits of a client. Set them with [`ClientBuilder::rate_limits`](crate::ClientBuilder::rate_limits).
///
/// A [`WindowLimiter`](crate::policy::WindowLimiter) enforces them, for all clones of the client together. It does not count the
/// requests of other clients and processes with the same token, so the API may still return 429, which is retried as described in
/// [`policy`](crate::policy#rate-limits).
///
/// ```
/// use std::time::Duration;
/// # use truto_runtime::RateLimits;
///
/// // A tenth of the documented limits, which leaves the rest to other clients.
/// let limits = RateLimits::NONE
///     .per_account(5, Duration::from_secs(10))
///     .per_token(50, Duration::from_secs(10));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RateLimits {
    pub(crate) account: Option<Limit>,
    pub(crate) token: Option<Limit>,
}

/// A maximum number of requests within each window of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) requests: usize,
    pub(crate) window: Duration,
}

impl RateLimits {
    /// No limits.
    pub const NONE: Self = Self {
        account: None,
        token: None,
    };

    /// 50 requests in 10 s per account, and 500 in 10 s per token. Check that these are the documented limits of your API.
    pub const DOCUMENTED: Self = Self::NONE
        .per_account(50, Duration::from_secs(10))
        .per_token(500, Duration::from_secs(10));

    /// Allows at most `requests` (at least 1) within each `window` for each account.
    pub const fn per_account(mut self, requests: u32, window: Duration) -> Self {
        self.account = Some(Limit::new(requests, window));
        self
    }

    /// Allows at most `requests` (at least 1) within each `window` in total.
    pub const fn per_token(mut self, requests: u32, window: Duration) -> Self {
        self.token = Some(Limit::new(requests, window));
        self
    }
}

impl Limit {
    const fn new(requests: u32, window: Duration) -> Self {
        let requests = if requests == 0 { 1 } else { requests as usize };
        Self { requests, window }
    }
}
