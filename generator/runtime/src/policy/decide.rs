//! The decision: whether a failed attempt is followed by another one, and when.

use std::time::{Duration, SystemTime};

use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{self, AsHeaderName},
};

use super::Rules;
use crate::{Error, ErrorKind};

/// The API may not ask for a longer wait.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// In how many seconds a used-up rate limit is there again.
const RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// What an attempt's failure is judged by, besides the failure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Situation {
    /// The request changes nothing.
    pub(crate) is_read: bool,
    /// The request has an idempotency key.
    pub(crate) is_keyed: bool,
    /// Which attempt has failed, from 1.
    pub(crate) attempt: u32,
    /// What is left until the deadline.
    pub(crate) left: Duration,
    /// A random number from 0 to 1.
    pub(crate) jitter: f64,
}

/// Why there is no next attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stop {
    /// There were enough, or the failure is none that another one would mend.
    Over,
    /// The API asks to wait longer than is waited for, or than is left.
    TooLong(Duration),
    /// The account may be blocked.
    Blocked,
}

impl Stop {
    /// What is to be said of it, where it is not plain.
    pub(crate) fn hint(self) -> Option<String> {
        match self {
            Self::Over => None,
            Self::TooLong(asked) => Some(format!(
                "not repeated, because the API asks to wait {asked:?}, which is longer than this call may take"
            )),
            Self::Blocked => Some(
                "not repeated, because a 503 without Retry-After can mean that the account is blocked".to_owned(),
            ),
        }
    }
}

/// How long to wait before the next attempt, or why there is to be none.
pub(crate) fn decide(
    rules: &Rules,
    situation: &Situation,
    error: &Error,
) -> Result<Duration, Stop> {
    let Situation {
        is_read, is_keyed, ..
    } = *situation;
    if situation.attempt >= rules.attempts || !(is_read || rules.retries_writes) {
        return Err(Stop::Over);
    }
    let may_repeat = match effect(error) {
        Effect::None => true,
        Effect::Unknown => is_read || is_keyed,
        Effect::Remote => is_read,
        Effect::Blocked => return Err(Stop::Blocked),
        Effect::Final => false,
    };
    if !may_repeat {
        return Err(Stop::Over);
    }
    let wait = match error.retry_after() {
        Some(Duration::ZERO) => rules.backoff,
        Some(asked) if asked > LONGEST_WAIT || asked >= situation.left => {
            return Err(Stop::TooLong(asked));
        }
        Some(asked) => asked,
        None => backoff(rules, situation),
    };
    if wait < situation.left {
        Ok(wait)
    } else {
        Err(Stop::Over)
    }
}

/// What a failed attempt may have done.
enum Effect {
    None,
    /// It may have been carried out; with an idempotency key, that is no harm.
    Unknown,
    /// The integration failed behind the API. What a key means to it, nobody knows.
    Remote,
    /// The account may be blocked.
    Blocked,
    /// Another attempt would end as this one did.
    Final,
}

/// A status that is no success decides, even if what follows it is broken.
fn effect(error: &Error) -> Effect {
    let status = error.status().filter(|status| !status.is_success());
    match (status.map(|status| status.as_u16()), error.kind()) {
        (Some(429), _) => Effect::None,
        (Some(503), _) if !has(error, header::RETRY_AFTER) => Effect::Blocked,
        (Some(500 | 502..=504), _) if error.is_remote() => Effect::Remote,
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

/// Full jitter: anything up to a bound that doubles, so that calls that failed together do not come back together.
fn backoff(rules: &Rules, situation: &Situation) -> Duration {
    let doubled = situation.attempt.saturating_sub(1);
    let bound = rules
        .backoff
        .saturating_mul(2u32.saturating_pow(doubled))
        .min(rules.longest_backoff);
    let wait = bound.as_secs_f64() * situation.jitter;
    Duration::try_from_secs_f64(wait).unwrap_or(bound)
}

/// How long the server asks to wait.
pub(crate) fn retry_after(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    match text(headers, header::RETRY_AFTER) {
        Some(asked) => seconds(asked).or_else(|| until(asked, headers)),
        None if status == StatusCode::TOO_MANY_REQUESTS => rate_limit_reset(headers),
        None => None,
    }
}

/// In what time a rate limit is whole again.
pub(crate) fn rate_limit_reset(headers: &HeaderMap) -> Option<Duration> {
    seconds(text(headers, RATE_LIMIT_RESET)?)
}

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

/// A decimal number, rounded up: waiting a little longer than asked does no harm. A number that is too large for any clock is
/// still a number.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = [whole, decimals]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let has_rest = decimals.bytes().any(|digit| digit != b'0');
    let whole = whole.parse().unwrap_or(u64::MAX);
    is_number.then(|| Duration::from_secs(whole.saturating_add(has_rest.into())))
}

/// Both ends are by the server's clock: ours may be wrong.
fn until(date: &str, headers: &HeaderMap) -> Option<Duration> {
    let date = httpdate::parse_http_date(date).ok()?;
    let now: SystemTime = httpdate::parse_http_date(text(headers, header::DATE)?).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests;
