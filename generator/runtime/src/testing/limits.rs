//! Rate limits, by fixed windows.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use http::{HeaderMap, HeaderName, StatusCode, header};
use serde_json::Value;

use super::reply::Reply;

/// How many requests are served in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimits {
    account: Limit,
    token: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Limit {
    requests: u32,
    window: Duration,
}

impl RateLimits {
    /// What the API documents: 50 requests in 10 s for each account, and 500 in 10 s for the token.
    #[must_use]
    pub const fn documented() -> Self {
        let window = Duration::from_secs(10);
        Self {
            account: Limit {
                requests: 50,
                window,
            },
            token: Limit {
                requests: 500,
                window,
            },
        }
    }

    /// Sets how many requests of one account are served in a window of this length.
    #[must_use]
    pub const fn per_account(mut self, requests: u32, window: Duration) -> Self {
        self.account = Limit { requests, window };
        self
    }

    /// Sets how many requests with the token are served in a window of this length.
    #[must_use]
    pub const fn per_token(mut self, requests: u32, window: Duration) -> Self {
        self.token = Limit { requests, window };
        self
    }
}

/// The windows that are open.
#[derive(Debug, Default)]
pub(super) struct Windows {
    token: Option<Window>,
    accounts: HashMap<String, Window>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    start: Instant,
    used: u32,
}

/// How a request stands against the tighter of its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    limit: u32,
    remaining: u32,
    /// Until the window ends.
    reset: Duration,
    is_over: bool,
}

impl Windows {
    /// Counts a request.
    pub(super) fn count(&mut self, limits: &RateLimits, account: &str, now: Instant) -> Standing {
        let token = take(&mut self.token, limits.token, now);
        if account.is_empty() {
            return token;
        }
        let mut window = self.accounts.get(account).copied();
        let of_account = take(&mut window, limits.account, now);
        if let Some(window) = window {
            self.accounts.insert(account.to_owned(), window);
        }
        let slack = |standing: &Standing| (!standing.is_over, standing.remaining);
        std::cmp::min_by_key(of_account, token, slack)
    }
}

fn take(window: &mut Option<Window>, limit: Limit, now: Instant) -> Standing {
    let is_open = |window: &Window| now.saturating_duration_since(window.start) < limit.window;
    let mut open = window.filter(is_open).unwrap_or(Window {
        start: now,
        used: 0,
    });
    let is_over = open.used >= limit.requests;
    if !is_over {
        open.used += 1;
    }
    *window = Some(open);
    Standing {
        limit: limit.requests,
        remaining: limit.requests.saturating_sub(open.used),
        reset: limit
            .window
            .saturating_sub(now.saturating_duration_since(open.start)),
        is_over,
    }
}

impl Standing {
    /// The refusal, if there were too many.
    pub(super) fn refusal(&self) -> Option<Reply> {
        self.is_over.then(|| {
            let message = format!("more than {} requests in too short a time", self.limit);
            let status = StatusCode::TOO_MANY_REQUESTS;
            Reply::insight(status, &message, "rate_limit_error", Value::Null)
                .with_header(header::RETRY_AFTER, self.seconds())
        })
    }

    pub(super) fn add_to(&self, headers: &mut HeaderMap) {
        let figures = [
            ("ratelimit-limit", u64::from(self.limit)),
            ("ratelimit-remaining", u64::from(self.remaining)),
            ("ratelimit-reset", self.seconds()),
        ];
        for (name, figure) in figures {
            headers.insert(HeaderName::from_static(name), figure.into());
        }
    }

    /// Begun seconds count, so that whoever waits so long is served.
    fn seconds(&self) -> u64 {
        self.reset.as_secs() + u64::from(self.reset.subsec_nanos() > 0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{RateLimits, Windows};

    #[test]
    fn the_tighter_limit_counts_until_its_window_ends() {
        let second = Duration::from_secs(1);
        let limits = RateLimits::documented()
            .per_account(2, second)
            .per_token(3, 10 * second);
        let (mut windows, start) = (Windows::default(), crate::testing::time::instant());
        let table = [
            ("a", 0, 1, false),
            ("a", 0, 0, false),
            ("a", 0, 0, true),
            ("a", 1100, 0, true),
            ("a", 10_100, 1, false),
            ("b", 10_100, 1, false),
        ];
        for (index, (account, at, remaining, is_over)) in table.into_iter().enumerate() {
            let now = start + Duration::from_millis(at);
            let standing = windows.count(&limits, account, now);
            assert_eq!(
                (standing.remaining, standing.is_over),
                (remaining, is_over),
                "{index}: {standing:?}"
            );
            assert_eq!(standing.refusal().is_some(), is_over);
        }
    }
}
