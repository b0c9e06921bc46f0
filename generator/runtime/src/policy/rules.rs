//! What is set, for a client, and for one request in its place.

use std::time::Duration;

use crate::Preflight;

/// What a call goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// In all.
    pub(crate) attempts: u32,
    /// Of one attempt.
    pub(crate) timeout: Duration,
    /// Of the whole call; unless set, 90 s or one attempt's time if that is longer.
    pub(crate) deadline: Option<Duration>,
    /// The longest wait before the second attempt; it doubles.
    pub(crate) backoff: Duration,
    /// The longest wait of all.
    pub(crate) longest_backoff: Duration,
    pub(crate) retries_writes: bool,
    /// In bytes, decompressed.
    pub(crate) max_body: usize,
    /// The client's own rate limits hold for it.
    pub(crate) is_limited: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            attempts: 3,
            timeout: Duration::from_secs(30),
            deadline: None,
            backoff: Duration::from_millis(500),
            longest_backoff: Duration::from_secs(8),
            retries_writes: true,
            max_body: 32 * 1024 * 1024,
            is_limited: true,
        }
    }
}

impl Rules {
    /// How long a call may take in all.
    pub(crate) fn deadline(&self) -> Duration {
        self.deadline
            .unwrap_or(Duration::from_secs(90).max(self.timeout))
    }

    /// These, with what is set for one request. A longer time for one attempt lengthens the call as well, unless that has its
    /// own deadline.
    pub(crate) fn for_request(&self, options: &RequestOptions) -> Self {
        let (backoff, longest_backoff) = options
            .backoff
            .unwrap_or((self.backoff, self.longest_backoff));
        Self {
            attempts: options.attempts.unwrap_or(self.attempts),
            timeout: options.timeout.unwrap_or(self.timeout),
            deadline: options.deadline.or(match options.timeout {
                Some(timeout) => self.deadline.map(|deadline| deadline.max(timeout)),
                None => self.deadline,
            }),
            backoff,
            longest_backoff,
            retries_writes: options.retries_writes.unwrap_or(self.retries_writes),
            max_body: options.max_body.unwrap_or(self.max_body),
            is_limited: options.is_limited.unwrap_or(self.is_limited),
        }
    }
}

/// What is set for single requests, in place of what their client has: `with_options` of a builder.
///
/// What is not set stays as the client has it. The same options can be given to many requests:
///
/// ```
/// use std::time::Duration;
/// use truto_runtime::RequestOptions;
///
/// let patient = RequestOptions::new()
///     .attempts(6)
///     .deadline(Duration::from_secs(600))
///     .backoff(Duration::from_secs(2), Duration::from_secs(60));
/// ```
///
/// [`policy`](crate::policy) says what each of them does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct RequestOptions {
    attempts: Option<u32>,
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    backoff: Option<(Duration, Duration)>,
    retries_writes: Option<bool>,
    max_body: Option<usize>,
    is_limited: Option<bool>,
    pub(crate) preflight: Option<Preflight>,
}

impl RequestOptions {
    /// Nothing is set.
    pub const fn new() -> Self {
        Self {
            attempts: None,
            timeout: None,
            deadline: None,
            backoff: None,
            retries_writes: None,
            max_body: None,
            is_limited: None,
            preflight: None,
        }
    }

    /// How often the request is sent at most.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// How long an attempt may take, from connecting to the last byte of the response.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long the request may take in all, the waits between attempts included.
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How long to wait between attempts, if the API does not say: a random time up to `first`, then up to twice as long, and
    /// so on, up to `longest`.
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.backoff = Some((first, longest));
        self
    }

    /// Whether the request is repeated if it is a write, where that is safe.
    pub const fn retry_writes(mut self, yes: bool) -> Self {
        self.retries_writes = Some(yes);
        self
    }

    /// The largest body that is accepted, in bytes after decompression.
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Whether the client's own [rate limits](crate::RateLimits) hold for the request, if it has any. One for which they do
    /// not is not counted either.
    pub const fn rate_limited(mut self, yes: bool) -> Self {
        self.is_limited = Some(yes);
        self
    }

    /// What happens if the support matrix says that the integration would refuse the request.
    pub const fn preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = Some(preflight);
        self
    }

    /// These, with what `others` set in their place.
    pub fn and(self, others: Self) -> Self {
        Self {
            attempts: others.attempts.or(self.attempts),
            timeout: others.timeout.or(self.timeout),
            deadline: others.deadline.or(self.deadline),
            backoff: others.backoff.or(self.backoff),
            retries_writes: others.retries_writes.or(self.retries_writes),
            max_body: others.max_body.or(self.max_body),
            is_limited: others.is_limited.or(self.is_limited),
            preflight: others.preflight.or(self.preflight),
        }
    }
}
