//! When a call is repeated, and how long it waits.
//!
//! This is all of it, and it is the same for every operation. "Read" is `GET` and `HEAD`, "write" is everything else; "keyed" is
//! a write with an `Idempotency-Key`, under which the API carries it out once, however often it arrives.
//!
//! # How often, how long, how much
//!
//! | what | unless set | per client | per request |
//! |---|---|---|---|
//! | attempts in all | 3 | [`attempts`](ClientBuilder::attempts) | `with_attempts` |
//! | one attempt, from connecting to the last byte of the response | 30 s | [`timeout`](ClientBuilder::timeout) | `with_timeout` |
//! | connecting: finding the host's address, the proxy, the TLS handshake | 10 s | [`connect_timeout`](ClientBuilder::connect_timeout) | no: connections are shared |
//! | all attempts and the waits between them | 90 s; a longer `timeout` lengthens it | [`deadline`](ClientBuilder::deadline) | `with_deadline` |
//! | wait before attempt 2, 3, 4, … | random, between 0 and 0.5 s, 1 s, 2 s, … up to 8 s | [`backoff`](ClientBuilder::backoff) | [`backoff`](RequestOptions::backoff) |
//! | longest `Retry-After` that is waited for | 120 s | | |
//! | writes are repeated | yes, as below | [`retry_writes`](ClientBuilder::retry_writes) | [`retry_writes`](RequestOptions::retry_writes) |
//! | retry budget | 100 retries | [`retry_budget`](ClientBuilder::retry_budget) | no: it is there to bound all of them |
//! | `Idempotency-Key` of `POST` and `PATCH` | 128 random bits, the same in all attempts of a call | | `with_idempotency_key` |
//! | requests within a time, see [below](#rate-limits) | unlimited | [`rate_limits`](ClientBuilder::rate_limits), [`limiter`](ClientBuilder::limiter) | [`rate_limited`](RequestOptions::rate_limited) |
//! | largest body, after decompression | 32 MiB | [`max_body`](ClientBuilder::max_body) | [`max_body`](RequestOptions::max_body) |
//! | what the support matrix speaks against | sent, with a `tracing` event | [`preflight`](ClientBuilder::preflight) | [`preflight`](RequestOptions::preflight) |
//! | redirects | never followed: they could take the request, and the token, to another host | | |
//! | proxy | that of the [environment](crate::transport#proxies), except for `http` to a loopback address | [`no_proxy`](ClientBuilder::no_proxy) | |
//!
//! Where a request is said to have a setting of [`RequestOptions`], it is given by `with_options`.
//!
//! # What is repeated
//!
//! | what happened | read | keyed write | other write |
//! |---|---|---|---|
//! | never sent: name not found, connection refused, no connection within `connect_timeout` | yes | yes | yes |
//! | a proxy on the way wants credentials (407) | no | no | no |
//! | 429: refused, not carried out | yes | yes | yes |
//! | 408, 500, 502, 504 | yes | yes | no |
//! | 500, 502, 504 that the integration answered ([`Error::is_remote`]) | yes | no | no |
//! | 503 with `Retry-After` | yes | yes, unless the integration answered it | no |
//! | 503 without it: the account may be blocked | no | no | no |
//! | the connection broke, or time was up, before or in the response | yes | yes | no |
//! | JSON that ends early, in a response that says nothing of its length | yes | no | no |
//! | 409 and all other statuses, a redirect, a response that cannot be decoded, is too large, or is a part that was not asked for | no | no | no |
//!
//! A [`ByteStream`] is repeated until the head of its response is there; what breaks off after that is for the reader.
//!
//! # How long it waits
//!
//! | the response says | wait |
//! |---|---|
//! | `Retry-After` in seconds, such as `2` or `2.5` | that long, rounded up to whole seconds |
//! | `Retry-After` as a date | from the response's own `Date` to that; the local clock plays no part |
//! | `Retry-After` of 0, or a date in the past | the first backoff: 0.5 s |
//! | `Retry-After` that is neither, or a date in a response without `Date` | the backoff |
//! | 429 without `Retry-After`, but with `ratelimit-reset` | that many seconds, rounded up |
//! | nothing | the backoff |
//!
//! A wait of more than 120 s, or that would not end before the deadline, is not begun: the call fails at once, and
//! [`Error::retry_after`] says how long the API asked to wait.
//!
//! # The retry budget
//!
//! When everything fails, repeating makes it worse. All calls of a client, and of its clones, therefore share a budget: it
//! holds 100 retries, each retry takes one, each success gives back a tenth, and every 2 s give back one. While there is
//! none, a call is sent once and its error comes at once, and says so. A call that is dropped while it waits gives its retry
//! back.
//!
//! # What the error says
//!
//! [`Error::attempts`], [`Error::idempotency_key`] and [`Error::retry_after`]; [`Error::has_taken_effect`], whether a write
//! succeeded although its response could not be read; [`Error::is_never_sent`], whether no attempt can have arrived. After any
//! other error, repeat a write only with the same key.
//!
//! # Rate limits
//!
//! The API refuses requests beyond its limits with 429, and says with each response how much is left: `rate_limit` of responses and
//! errors, a [`RateLimit`](crate::RateLimit). A client with [`RateLimits`] waits before it sends, so that it is not refused:
//! [`RateLimits::DOCUMENTED`] are those of the vendor's documentation, 50 requests in 10 s per account and 500 per token. Each
//! attempt counts, from being sent until a full window after its response: a [`WindowLimiter`] explains why that earns no 429.
//!
//! A call waits only as long as its deadline allows: one that would have to wait longer fails at once, with the kind
//! [`RateLimited`](crate::ErrorKind::RateLimited) and without a status; one that has failed before ends with the error of that
//! attempt. A call that is dropped while it waits gives up its place.
//!
//! Other processes with the same token are not counted. To share limits with them, implement [`Limiter`] and give it to
//! [`ClientBuilder::limiter`].
//!
//! # Looking on
//!
//! An [`Observer`](crate::observe::Observer) is told of each attempt, retry, limit and end. `tracing` has a span `truto_call`
//! (level `INFO`) per call, with `operation`, `method`, `path` (a template), `integration`, `attempts`, `status` and `error` (a
//! kind), and in it a span `truto_attempt` (`DEBUG`) per attempt. Neither shows bodies, tokens or ids; nor does anything under the
//! default transports, at any level, neither in `tracing` nor in `log`.
//!
//! # Time
//!
//! Time is what a [`Timer`] says it is: a clock that only goes forward, so that setting the computer's clock changes nothing.
//! With the feature `tokio` it is tokio's.
//!
//! # Beside the vendor's own clients
//!
//! Truto publishes clients of its own. This is what those do whose source was at hand, and why this one differs.
//!
//! | | TypeScript 2.0.12 | Python 0.1.1 | here, and why |
//! |---|---|---|---|
//! | attempts | 3 | 1 | 3 |
//! | repeats | 408, 409, 425, 429, 502, 503, 504 | nothing | 408, 429, 500, 502, 504. 409 is a conflict that stays one; 503 says that the account is blocked, unless it names a time; 425 is not documented, and needs a connection of early data, which there is none |
//! | failed connections | not repeated | not repeated | repeated: nothing was sent, or the key makes it harmless |
//! | writes | like reads | | under an idempotency key only, which is made for them |
//! | wait after 429 | `Retry-After` in seconds, else 10 s | | also as a date, and `ratelimit-reset`; else the backoff; never longer than the deadline |
//! | wait after others | none | | backoff with full jitter |
//! | timeout | 30 s until the head of the response, as an error of status 408 | aiohttp's own, 300 s | 30 s per attempt to the last byte, 90 s in all; an error that says how far it came, with no made-up status |
//! | rate limit | 10 at once, 10 per second, for all accounts | none | off, because a client cannot know of others; [`RateLimits::DOCUMENTED`] has the documented ones, per account and per token |
//! | pages | until the cursor is empty or null; the first request has an empty cursor | an empty page after the first ends the walk, even with a cursor | until the cursor is empty or null; the first request has none; an empty page is not the end |
//! | cursors in a circle | followed for ever | followed for ever | an error that names the cursor |
//! | going on after an error | the page can be asked for again; the error has no cursor | begin anew | the error has the cursor, and the walk itself can be asked again |
//! | errors | status and body | by status; the body is lost | kind, status, headers, 4 KiB of the body, what the API says is missing as [`Issue`](crate::Issue)s |
//! | a success that is no JSON | a blob in place of the type | a text or bytes | an error that shows its beginning, or bytes where the operation brings bytes |
//! | 204 | `{}` | no bytes | what the operation brings, if that can be nothing |
//! | query lists | `a[0]=x&a[1]=y` | `a[]=x&a[]=y` | `a[]=x&a[]=y`, as documented; objects `a[0][id]=x&a[1][id]=y` |
//! | ids in paths | percent-encoded | as they are | percent-encoded; `.`, `..`, empty ones and control characters are refused |
//! | unified data | untyped | untyped | typed, and nothing of it lost |

mod budget;
mod decide;
mod limiter;
mod limits;
mod rules;
mod timer;
mod window;

pub use limiter::{Admission, Attempt, Ended, Limiter, LimiterError, Turn};
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
pub(crate) use decide::{Situation, decide, rate_limit_reset, retry_after};
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub(crate) use limits::Limit;
pub(crate) use rules::Rules;

#[cfg(doc)]
use crate::{ByteStream, ClientBuilder, Error};
