//! How many requests may be sent within a time.

use std::time::Duration;

/// How many requests a client sends at most within a time: [`ClientBuilder::rate_limits`](crate::ClientBuilder::rate_limits).
///
/// A [`WindowLimiter`](crate::policy::WindowLimiter) keeps them, for all clones of the client together. What other clients and
/// processes send with the same token, it cannot know: the API may then still return 429, which is retried as
/// [`policy`](crate::policy#rate-limits) says.
///
/// ```
/// use std::time::Duration;
/// use truto_runtime::RateLimits;
///
/// // A tenth of what is allowed, to leave the rest to others.
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

/// So many requests within each window of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) requests: usize,
    pub(crate) window: Duration,
}

impl RateLimits {
    /// Without limits.
    pub const NONE: Self = Self {
        account: None,
        token: None,
    };

    /// What the API's documentation says that it allows: 50 requests in 10 s per account, and 500 in 10 s per token.
    pub const DOCUMENTED: Self = Self::NONE
        .per_account(50, Duration::from_secs(10))
        .per_token(500, Duration::from_secs(10));

    /// At most `requests`, and one at least, within each `window` for each account.
    pub const fn per_account(mut self, requests: u32, window: Duration) -> Self {
        self.account = Some(Limit::new(requests, window));
        self
    }

    /// At most `requests`, and one at least, within each `window` in all.
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
