//! When a call is repeated, and how long it waits.
//!
//! This is all of it, and it is the same for every operation. "Read" is `GET` and `HEAD`, "write" is everything else; "keyed" is
//! a write with an `Idempotency-Key`, under which the API carries it out once, however often it arrives.
//!
//! # How often, how long
//!
//! | what | unless set | per client | per request |
//! |---|---|---|---|
//! | attempts in all | 3 | [`attempts`](ClientBuilder::attempts) | `with_attempts` |
//! | one attempt, from connecting to the last byte of the response | 30 s | [`timeout`](ClientBuilder::timeout) | `with_timeout` |
//! | connecting, the TLS handshake included | 10 s | [`connect_timeout`](ClientBuilder::connect_timeout) | |
//! | all attempts and the waits between them | 90 s; a longer `timeout` lengthens it | [`deadline`](ClientBuilder::deadline) | `with_deadline` |
//! | wait before attempt 2, 3, 4, … | random, between 0 and 0.5 s, 1 s, 2 s, … up to 8 s | [`backoff`](ClientBuilder::backoff) | |
//! | longest `Retry-After` that is waited for | 120 s | | |
//! | writes are repeated | yes, as below | [`retry_writes`](ClientBuilder::retry_writes) | `with_attempts(1)` |
//! | retry budget | 100 retries | [`retry_budget`](ClientBuilder::retry_budget) | |
//! | `Idempotency-Key` of `POST` and `PATCH` | 128 random bits, the same in all attempts of a call | | `with_idempotency_key` |
//!
//! # What is repeated
//!
//! | what happened | read | keyed write | other write |
//! |---|---|---|---|
//! | never sent: name not found, connection refused, no connection in time | yes | yes | yes |
//! | 429: refused, not carried out | yes | yes | yes |
//! | 408, 500, 502, 504 | yes | yes | no |
//! | 500, 502, 504 that the integration answered ([`Error::is_remote`]) | yes | no | no |
//! | 503 with `Retry-After` | yes | yes, unless the integration answered it | no |
//! | 503 without it: the account may be blocked | no | no | no |
//! | the connection broke, or time was up, before or in the response | yes | yes | no |
//! | JSON that ends early, in a response that says nothing of its length | yes | no | no |
//! | 409 and all other statuses, a redirect, a response that cannot be decoded or is too large | no | no | no |
//!
//! A [`ByteStream`] is repeated until the head of its response is there; what breaks off after that is for the reader.
//!
//! # How long it waits
//!
//! | the response says | wait |
//! |---|---|
//! | `Retry-After` in seconds | that long |
//! | `Retry-After` as a date | from the response's own `Date` to that; the local clock plays no part |
//! | `Retry-After` of 0, or a date in the past | the first backoff: 0.5 s |
//! | `Retry-After` that is neither, or a date in a response without `Date` | the backoff |
//! | 429 without `Retry-After`, but with `ratelimit-reset` | that many seconds |
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
//! [`Error::attempts`], [`Error::idempotency_key`], [`Error::retry_after`]; and [`Error::is_never_sent`], whether none of the
//! attempts can have arrived. Whoever repeats a write by hand after another error, sends it with the same key.
//!
//! # Time
//!
//! Time is what a [`Timer`] says it is: a clock that only goes forward, so that setting the computer's clock changes nothing.
//! With the feature `reqwest` it is tokio's.

mod budget;
mod decide;
mod limits;
mod rules;
mod timer;

pub use limits::RateLimits;
pub use rules::RequestOptions;
pub use timer::Timer;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use timer::TokioTimer;

pub(crate) use budget::Budget;
pub(crate) use decide::{Situation, decide, rate_limit_reset, retry_after};
pub(crate) use limits::Limiter;
pub(crate) use rules::Rules;

#[cfg(doc)]
use crate::{ByteStream, ClientBuilder, Error};
