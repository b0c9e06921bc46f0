//! Decides whether a failed attempt is retried, and when.

use std::time::{Duration, SystemTime};

use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{self, AsHeaderName},
};

use super::Rules;
use crate::{Error, ErrorKind};

/// The longest wait that the API can request.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// The number of seconds until an exhausted rate limit is reset.
const RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// What the decision depends on, besides the failure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RetryContext {
    /// The request is a read.
    pub(crate) is_read: bool,
    /// The request has an idempotency key.
    pub(crate) is_keyed: bool,
    /// The number of the failed attempt, from 1.
    pub(crate) attempt: u32,
    /// The time left until the deadline.
    pub(crate) left: Duration,
    /// A random number from 0 to 1.
    pub(crate) jitter: f64,
}

/// Why there is no next attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stop {
    /// There were enough attempts, or the failure is permanent.
    Over,
    /// The API requests a wait that is too long, or longer than the time left.
    TooLong(Duration),
    /// The account may be blocked.
    Blocked,
}

impl Stop {
    /// The explanation for the error message, if one is needed.
    pub(crate) fn hint(self) -> Option<String> {
        match self {
            Self::Over => None,
            Self::TooLong(asked) => Some(format!(
                "not retried, because the API requests a wait of {asked:?}, which is longer than the call can wait"
            )),
            Self::Blocked => Some(
                "not retried, because a 503 without `Retry-After` can mean that the account is blocked".to_owned(),
            ),
        }
    }
}

/// Returns how long to wait before the next attempt, or why there is none.
pub(crate) fn decide(
    rules: &Rules,
    context: &RetryContext,
    error: &Error,
) -> Result<Duration, Stop> {
    let RetryContext {
        is_read, is_keyed, ..
    } = *context;
    if context.attempt >= rules.attempts || !(is_read || rules.retries_writes) {
        return Err(Stop::Over);
    }
    let may_retry = match effect(rules, error) {
        Effect::None => true,
        Effect::Unknown => is_read || is_keyed,
        Effect::Remote => is_read,
        Effect::Blocked => return Err(Stop::Blocked),
        Effect::Final => false,
    };
    if !may_retry {
        return Err(Stop::Over);
    }
    let wait = match error.retry_after() {
        Some(Duration::ZERO) => rules.backoff,
        Some(asked) if asked > LONGEST_WAIT || asked >= context.left => {
            return Err(Stop::TooLong(asked));
        }
        Some(asked) => asked,
        None => backoff(rules, context),
    };
    if wait < context.left {
        Ok(wait)
    } else {
        Err(Stop::Over)
    }
}

/// What a failed attempt may have done.
enum Effect {
    None,
    /// It may have been carried out; with an idempotency key, a retry is safe.
    Unknown,
    /// The integration failed behind the API, or may have. Whether it respects an idempotency key is unknown.
    Remote,
    /// The account may be blocked.
    Blocked,
    /// Another attempt would fail in the same way.
    Final,
}

/// An error status decides, even if the rest of the response is broken.
fn effect(rules: &Rules, error: &Error) -> Effect {
    let status = error.status().filter(|status| !status.is_success());
    let status = status.map(|status| status.as_u16());
    let decided = status.and_then(|status| rules.statuses.get(status));
    match (status, error.kind()) {
        (Some(_), _) if decided == Some(false) => Effect::Final,
        (Some(429), _) => Effect::None,
        (Some(_), _) if decided == Some(true) && error.may_be_remote() => Effect::Remote,
        (Some(_), _) if decided == Some(true) => Effect::Unknown,
        (Some(503), _) if !has(error, header::RETRY_AFTER) => Effect::Blocked,
        (Some(408 | 500 | 502..=504), _) if error.may_be_remote() => Effect::Remote,
        (Some(408 | 500 | 502..=504), _) => Effect::Unknown,
        (Some(_), _) => Effect::Final,
        (None, _) if error.is_final() => Effect::Final,
        (None, ErrorKind::Connect) => Effect::None,
        (None, ErrorKind::Interrupted) => Effect::Unknown,
        (None, _) => Effect::Final,
    }
}

fn has(error: &Error, name: HeaderName) -> bool {
    let headers = error.headers();
    headers.is_some_and(|headers| headers.contains_key(name))
}

/// Exponential backoff with full jitter, so that calls that failed together are not retried together.
fn backoff(rules: &Rules, context: &RetryContext) -> Duration {
    let doubled = context.attempt.saturating_sub(1);
    let bound = rules
        .backoff
        .saturating_mul(2u32.saturating_pow(doubled))
        .min(rules.longest_backoff);
    let wait = bound.as_secs_f64() * context.jitter;
    Duration::try_from_secs_f64(wait).unwrap_or(bound)
}

/// The wait that the server requests.
pub(crate) fn retry_after(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    match text(headers, header::RETRY_AFTER) {
        Some(asked) => seconds(asked).or_else(|| until(asked, headers)),
        None if status == StatusCode::TOO_MANY_REQUESTS => rate_limit_reset(headers),
        None => None,
    }
}

/// The time until a rate limit is reset.
pub(crate) fn rate_limit_reset(headers: &HeaderMap) -> Option<Duration> {
    seconds(text(headers, RATE_LIMIT_RESET)?)
}

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

/// Parses a decimal number and rounds it up: waiting slightly longer than requested is harmless. A number that is too large for
/// any clock is still valid.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = [whole, decimals]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let has_rest = decimals.bytes().any(|digit| digit != b'0');
    let whole = whole.parse().unwrap_or(u64::MAX);
    is_number.then(|| Duration::from_secs(whole.saturating_add(has_rest.into())))
}

/// Both times are from the server's clock, since the local clock may be wrong.
fn until(date: &str, headers: &HeaderMap) -> Option<Duration> {
    let date = httpdate::parse_http_date(date).ok()?;
    let now: SystemTime = httpdate::parse_http_date(text(headers, header::DATE)?).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests;
