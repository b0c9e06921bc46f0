//! Retries, timeouts, deadlines and rate limits.
//!
//! These rules apply to every operation. A "read" is a `GET` or `HEAD`, a "write" is any other request. A "keyed" write has an
//! `Idempotency-Key`: the API carries it out once, even if it arrives several times.
//!
//! # Settings
//!
//! | setting | default | per client | per request |
//! |---|---|---|---|
//! | attempts, including the first | 3 | [`attempts`](crate::ClientBuilder::attempts) | `with_attempts` |
//! | time for one attempt, from connecting to the last byte of the response | 30 s | [`timeout`](crate::ClientBuilder::timeout) | `with_timeout` |
//! | time for connecting: DNS lookup, proxy, TLS handshake | 10 s | [`connect_timeout`](crate::ClientBuilder::connect_timeout) | no: connections are shared |
//! | time for the whole call, including the waits between attempts | 90 s, or `timeout` if that is longer | [`deadline`](crate::ClientBuilder::deadline) | `with_deadline` |
//! | wait before attempt 2, 3, 4, … | random, between 0 and 0.5 s, 1 s, 2 s, … up to 8 s | [`backoff`](crate::ClientBuilder::backoff) | [`backoff`](RequestOptions::backoff) |
//! | longest `Retry-After` that a call waits for | 120 s | | |
//! | retries of writes | yes, as below | [`retry_writes`](crate::ClientBuilder::retry_writes) | [`retry_writes`](RequestOptions::retry_writes) |
//! | statuses that are retried | as below | [`retry_status`](crate::ClientBuilder::retry_status) | [`retry_status`](RequestOptions::retry_status) |
//! | retry budget | 100 retries | [`retry_budget`](crate::ClientBuilder::retry_budget) | no: it bounds the retries of all requests together |
//! | `Idempotency-Key` of `POST` and `PATCH` | 128 random bits, the same for all attempts of a call | [`idempotency_keys`](crate::ClientBuilder::idempotency_keys): none if writes are not retried | `with_idempotency_key` |
//! | [rate limits](#rate-limits) | unlimited | [`rate_limits`](crate::ClientBuilder::rate_limits), [`limiter`](crate::ClientBuilder::limiter) | [`rate_limited`](RequestOptions::rate_limited) |
//! | largest body, after decompression; of errors, at most 1 MiB is read | 32 MiB | [`max_body`](crate::ClientBuilder::max_body) | [`max_body`](RequestOptions::max_body) |
//! | requests that an integration would refuse, as far as the API documents that | sent, with a `tracing` event | [`preflight`](crate::ClientBuilder::preflight) | [`preflight`](RequestOptions::preflight) |
//! | redirects | never followed: they could send the request, and the token, to another host | | |
//! | proxy | from the [environment](crate::transport#proxies), except for `http` to a loopback address | [`no_proxy`](crate::ClientBuilder::no_proxy) | |
//!
//! Pass [`RequestOptions`] to a request with `with_options`.
//!
//! # What is retried
//!
//! | failure | read | keyed write | other write |
//! |---|---|---|---|
//! | not sent: host name not found, connection refused, no connection within `connect_timeout` | yes | yes | yes |
//! | a proxy requires credentials (407) | no | no | no |
//! | 429: refused, not carried out | yes | yes | yes |
//! | 408, 500, 502, 504 | yes | yes | no |
//! | 408, 500, 502, 504 from the service behind the API ([`Error::is_remote`]) | yes | no | no |
//! | 503 with `Retry-After` | yes | yes, unless it is from the service behind the API | no |
//! | 503 without `Retry-After`: the API may block the caller | no | no | no |
//! | connection lost or timeout, before or during the response | yes | yes | no |
//! | truncated JSON in a response without a length | yes | no | no |
//! | an error status for which [`retry_status`](RequestOptions::retry_status) is set to `true`, other than 429 | yes | yes | no |
//! | the same, from the service behind the API | yes | no | no |
//! | an error status for which it is set to `false` | no | no | no |
//! | 409 and all other statuses; redirects; responses that cannot be decoded or are too large; 206 if the request has no `Range` header | no | no | no |
//!
//! An error whose JSON is longer than what is read of it counts as one from the service behind the API.
//!
//! A [`ByteStream`] is retried until the head of its response has arrived. Later failures are returned to the reader.
//!
//! # Waiting between attempts
//!
//! | the response has | wait |
//! |---|---|
//! | `Retry-After` in seconds, such as `2` or `2.5` | that long, rounded up to whole seconds |
//! | `Retry-After` as a date | from the response's `Date` until then; the local clock is not used |
//! | `Retry-After` of 0, or a date in the past | the first wait of [`backoff`](crate::ClientBuilder::backoff), not randomized: 0.5 s by default |
//! | an invalid `Retry-After`, or a date in a response without `Date` | the backoff |
//! | status 429 with `ratelimit-reset` and no `Retry-After` | that many seconds, rounded up |
//! | none of these | the backoff |
//!
//! If the wait would be longer than 120 s, or would not end before the deadline, the call fails immediately.
//! [`Error::retry_after`] then returns the wait that the API requested.
//!
//! # The retry budget
//!
//! During an outage, retries make things worse. All calls of a client and its clones therefore share a retry budget. It holds 100
//! retries; each retry takes one, each success returns a tenth, and one is returned every 2 s. While the budget is empty, each
//! request is sent only once, and the error says so. A call that is dropped while it waits returns its retry.
//!
//! # What the error contains
//!
//! [`Error::attempts`], [`Error::idempotency_key`] and [`Error::retry_after`]; [`Error::has_taken_effect`]: whether a write
//! succeeded although its response could not be read; [`Error::is_never_sent`]: whether it is certain that no attempt has
//! arrived. If both are `false`, the write may have taken effect: retry it only with the same key.
//!
//! # Rate limits
//!
//! The API refuses requests beyond its limits with 429. Each response reports how much is left: `rate_limit` of responses and
//! errors returns a [`RateLimit`](crate::RateLimit). A client with [`RateLimits`] waits before it sends, to avoid a 429.
//! The limits differ from API to API; [`RateLimits::DOCUMENTED`] allows 50 requests in 10 s per account, and 500 per token.
//! Each attempt counts, from when it is sent until a full window after its response; see [`WindowLimiter`] for the reason.
//!
//! A call that would have to wait beyond its deadline fails immediately with the kind
//! [`RateLimited`](crate::ErrorKind::RateLimited) and no status, or, if an earlier attempt failed, with the error of that
//! attempt. A call that is dropped while it waits gives up its place.
//!
//! Requests of other processes with the same token are not counted. To share limits with them, implement [`Limiter`] and pass it
//! to [`ClientBuilder::limiter`].
//!
//! # Observability
//!
//! An [`Observer`](crate::observe::Observer) is notified of each attempt, retry, rate limit and end of a call. Each call has a
//! `tracing` span `api_call` (level `INFO`) with `operation`, `method`, `path` (a template), `integration`, `attempts`,
//! `status` and `error` (a kind). Within it, each attempt has a span `api_attempt` (`DEBUG`). Their target begins with
//! `truto_runtime`, so that the filter `truto_runtime=debug` selects them. Neither contains bodies, tokens or ids. The default transports and their dependencies do not log them either, at any level, with `tracing` or `log`.
//!
//! # Time
//!
//! Deadlines and waits use a [`Timer`]: a monotonic clock, which is not affected when the computer's clock is set. With the
//! feature `tokio`, it is tokio's clock.
//!
//! [`ByteStream`]: crate::ByteStream
//! [`ClientBuilder::limiter`]: crate::ClientBuilder::limiter
//! [`Error::attempts`]: crate::Error::attempts
//! [`Error::has_taken_effect`]: crate::Error::has_taken_effect
//! [`Error::idempotency_key`]: crate::Error::idempotency_key
//! [`Error::is_never_sent`]: crate::Error::is_never_sent
//! [`Error::is_remote`]: crate::Error::is_remote
//! [`Error::retry_after`]: crate::Error::retry_after

mod budget;
mod decide;
mod limiter;
mod limits;
mod rules;
mod statuses;
mod timer;
mod window;

#[allow(deprecated)]
pub use limiter::Ended;
pub use limiter::{Admission, Attempt, AttemptOutcome, Limiter, LimiterError, Turn};
pub use limits::RateLimits;
pub use rules::RequestOptions;
#[cfg(all(
    feature = "blocking",
    not(feature = "tokio"),
    not(target_arch = "wasm32")
))]
pub(crate) use timer::ThreadTimer;
pub use timer::Timer;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub use timer::TokioTimer;
pub use window::WindowLimiter;

pub(crate) use budget::{Budget, Permit};
pub(crate) use decide::{RetryContext, decide, rate_limit_reset, retry_after};
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub(crate) use limits::Limit;
pub(crate) use rules::Rules;
