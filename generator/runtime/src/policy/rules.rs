//! Settings of a client, and of single requests.

use std::time::Duration;

use super::statuses::StatusRules;
use crate::Preflight;

/// The settings of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// Including the first.
    pub(crate) attempts: u32,
    /// For one attempt.
    pub(crate) timeout: Duration,
    /// For the whole call. Default: 90 s, or the timeout of an attempt if that is longer.
    pub(crate) deadline: Option<Duration>,
    /// The longest wait before the second attempt; it doubles.
    pub(crate) backoff: Duration,
    /// The longest wait of all.
    pub(crate) longest_backoff: Duration,
    pub(crate) retries_writes: bool,
    pub(crate) statuses: StatusRules,
    /// Whether writes have a key even if they are not retried.
    pub(crate) has_keys: bool,
    /// In bytes, decompressed.
    pub(crate) max_body: usize,
    /// Whether the client's rate limits apply.
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
            statuses: StatusRules::NONE,
            has_keys: true,
            max_body: 32 * 1024 * 1024,
            is_limited: true,
        }
    }
}

impl Rules {
    /// Whether a `POST` or `PATCH` request gets an idempotency key: a retry needs one.
    pub(crate) fn generates_keys(&self) -> bool {
        self.has_keys || self.retries_writes
    }

    /// The deadline of a call.
    pub(crate) fn deadline(&self) -> Duration {
        self.deadline
            .unwrap_or(Duration::from_secs(90).max(self.timeout))
    }

    /// These, overridden by the options of one request. A longer timeout of an attempt also extends the deadline, unless the
    /// request sets one.
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
            statuses: self.statuses.and(options.statuses),
            has_keys: self.has_keys,
            max_body: options.max_body.unwrap_or(self.max_body),
            is_limited: options.is_limited.unwrap_or(self.is_limited),
        }
    }
}

/// Settings of single requests, which override those of the client. Pass them to `with_options` of a builder.
///
/// Unset options are those of the client. The same options can be used for many requests:
///
/// ```
/// use std::time::Duration;
/// # use truto_runtime::RequestOptions;
///
/// let patient = RequestOptions::new()
///     .attempts(6)
///     .deadline(Duration::from_secs(600))
///     .backoff(Duration::from_secs(2), Duration::from_secs(60));
/// ```
///
/// [`policy`](crate::policy) explains each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct RequestOptions {
    attempts: Option<u32>,
    timeout: Option<Duration>,
    deadline: Option<Duration>,
    backoff: Option<(Duration, Duration)>,
    retries_writes: Option<bool>,
    statuses: StatusRules,
    max_body: Option<usize>,
    is_limited: Option<bool>,
    pub(crate) preflight: Option<Preflight>,
}

impl RequestOptions {
    /// Creates options that override nothing.
    pub const fn new() -> Self {
        Self {
            attempts: None,
            timeout: None,
            deadline: None,
            backoff: None,
            retries_writes: None,
            statuses: StatusRules::NONE,
            max_body: None,
            is_limited: None,
            preflight: None,
        }
    }

    /// The maximum number of attempts.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// The timeout of an attempt, from connecting to the last byte of the response.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The deadline of the whole request, including the waits between attempts.
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How long to wait between attempts, unless the API requests a wait: a random time up to `first`, then up to twice as long,
    /// and so on, up to `longest`.
    pub const fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.backoff = Some((first, longest));
        self
    }

    /// Whether the request is retried if it is a write. A write is only retried if that is safe.
    pub const fn retry_writes(mut self, yes: bool) -> Self {
        self.retries_writes = Some(yes);
        self
    }

    /// Whether the request is retried after a response with this error status, in place of the
    /// [rules](crate::policy#what-is-retried). Call it once for each status. A number that is not from 400 to 599 has no effect.
    ///
    /// Reads are retried, and writes with an idempotency key. For example, an object may only be found a moment after it was created:
    ///
    /// ```
    /// # use truto_runtime::RequestOptions;
    /// let just_created = RequestOptions::new().retry_status(404, true);
    /// ```
    pub const fn retry_status(mut self, status: u16, yes: bool) -> Self {
        self.statuses = self.statuses.with(status, yes);
        self
    }

    /// The maximum size of the response body, in bytes after decompression.
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Whether the client's [rate limits](crate::RateLimits), if any, apply to the request. A request to which they do not apply
    /// is not counted either.
    pub const fn rate_limited(mut self, yes: bool) -> Self {
        self.is_limited = Some(yes);
        self
    }

    /// What to do if the integration would refuse the request according to the support matrix.
    pub const fn preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = Some(preflight);
        self
    }

    /// Combines both; options that are set in `others` take precedence.
    pub fn and(self, others: Self) -> Self {
        Self {
            attempts: others.attempts.or(self.attempts),
            timeout: others.timeout.or(self.timeout),
            deadline: others.deadline.or(self.deadline),
            backoff: others.backoff.or(self.backoff),
            retries_writes: others.retries_writes.or(self.retries_writes),
            statuses: self.statuses.and(others.statuses),
            max_body: others.max_body.or(self.max_body),
            is_limited: others.is_limited.or(self.is_limited),
            preflight: others.preflight.or(self.preflight),
        }
    }
}

crate::maybe! {
    RequestOptions {
        maybe_attempts => attempts(value: u32),
        maybe_timeout => timeout(value: Duration),
        maybe_deadline => deadline(value: Duration),
        maybe_backoff => backoff(first: Duration, longest: Duration),
        maybe_retry_writes => retry_writes(value: bool),
        maybe_retry_status => retry_status(status: u16, yes: bool),
        maybe_max_body => max_body(value: usize),
        maybe_rate_limited => rate_limited(value: bool),
        maybe_preflight => preflight(value: Preflight),
    }
}
