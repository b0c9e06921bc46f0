//! Rate limits with fixed windows.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use http::{HeaderMap, HeaderName, StatusCode, header};
use serde_json::Value;

use super::reply::Reply;
use crate::policy::{Limit, RateLimits};

/// The current windows.
#[derive(Debug, Default)]
pub(super) struct Windows {
    token: Option<Window>,
    accounts: HashMap<String, Window>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    start: Instant,
    used: usize,
}

/// The state of the tighter limit for a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    limit: usize,
    remaining: usize,
    /// The time until the window ends.
    reset: Duration,
    is_over: bool,
}

impl Windows {
    /// Counts a request, if there is a limit.
    pub(super) fn count(
        &mut self,
        limits: &RateLimits,
        account: &str,
        now: Instant,
    ) -> Option<Standing> {
        let token = limits.token.map(|limit| take(&mut self.token, limit, now));
        let limit = limits.account.filter(|_| !account.is_empty());
        let of_account = limit.map(|limit| {
            let mut window = self.accounts.get(account).copied();
            let standing = take(&mut window, limit, now);
            self.accounts
                .extend(window.map(|window| (account.to_owned(), window)));
            standing
        });
        let slack = |standing: &Standing| (!standing.is_over, standing.remaining);
        of_account.into_iter().chain(token).min_by_key(slack)
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
    /// The refusal, if the limit is exceeded.
    pub(super) fn refusal(&self) -> Option<Reply> {
        self.is_over.then(|| {
            let message = format!("the rate limit of {} requests is exceeded", self.limit);
            let status = StatusCode::TOO_MANY_REQUESTS;
            Reply::insight(status, &message, "rate_limit_error", Value::Null)
                .with_header(header::RETRY_AFTER, self.seconds())
        })
    }

    pub(super) fn add_to(&self, headers: &mut HeaderMap) {
        let figures = [
            ("ratelimit-limit", self.limit as u64),
            ("ratelimit-remaining", self.remaining as u64),
            ("ratelimit-reset", self.seconds()),
        ];
        for (name, figure) in figures {
            headers.insert(HeaderName::from_static(name), figure.into());
        }
    }

    /// The seconds until the window ends, rounded up, so that a client that waits as long is accepted.
    fn seconds(&self) -> u64 {
        let begun = u64::from(self.reset.subsec_nanos() > 0);
        self.reset.as_secs().saturating_add(begun)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{RateLimits, Windows};

    #[test]
    fn the_tighter_limit_counts_until_its_window_ends() {
        let second = Duration::from_secs(1);
        let limits = RateLimits::NONE
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
            let standing = windows.count(&limits, account, now).unwrap();
            assert_eq!(
                (standing.remaining, standing.is_over),
                (remaining, is_over),
                "{index}: {standing:?}"
            );
            assert_eq!(standing.refusal().is_some(), is_over);
        }
    }
}
