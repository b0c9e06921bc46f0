//! How many requests a client sends in a time, so that the API need not refuse any.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Above so many accounts, those are forgotten that have sent nothing within their window.
const MANY_ACCOUNTS: usize = 1024;

/// How many requests a client sends at most within a time: [`ClientBuilder::rate_limits`](crate::ClientBuilder::rate_limits).
///
/// A request beyond that waits until it may go; each gets the next moment that is free when it comes. All clones of a client
/// count together, but what other clients and processes send with the same token, they cannot know: the API may still
/// answer 429, which is then repeated as [`policy`](crate::policy) has it.
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

/// Says when a request may go.
pub(crate) struct Limiter {
    limits: RateLimits,
    lanes: Mutex<Lanes>,
}

#[derive(Default)]
struct Lanes {
    token: Lane,
    accounts: HashMap<Arc<str>, Lane>,
}

impl Limiter {
    pub(crate) fn new(limits: RateLimits) -> Self {
        Self {
            limits,
            lanes: Mutex::default(),
        }
    }

    /// The next moment, from `now` on, at which a request of `account` may go. It is kept for it, unless it is dropped unused.
    pub(crate) fn slot(&self, account: Option<&Arc<str>>, now: Duration) -> Slot<'_> {
        let mut lanes = self.lanes();
        let mut lanes = lanes.of(&self.limits, account, now);
        let mut at = now;
        // Until all agree: a later moment of one may be none of the other.
        while let Some(later) = lanes.iter().find_map(|(limit, lane)| lane.later(limit, at)) {
            at = later;
        }
        for (_, lane) in &mut lanes {
            lane.insert(at);
        }
        Slot {
            limiter: Some(self),
            account: account.cloned(),
            at,
        }
    }

    /// Times are whole even if whoever held them has panicked.
    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lanes {
    /// Those that a request of `account` goes by, without what is so long ago that it no longer counts.
    fn of(
        &mut self,
        limits: &RateLimits,
        account: Option<&Arc<str>>,
        now: Duration,
    ) -> Vec<(Limit, &mut Lane)> {
        let mut lanes = Vec::with_capacity(2);
        if let (Some(limit), Some(account)) = (limits.account, account) {
            if self.accounts.len() > MANY_ACCOUNTS {
                self.accounts.retain(|_, lane| !lane.is_idle(limit, now));
            }
            let lane = self.accounts.entry(Arc::clone(account)).or_default();
            lanes.push((limit, lane));
        }
        if let Some(limit) = limits.token {
            lanes.push((limit, &mut self.token));
        }
        for (limit, lane) in &mut lanes {
            lane.forget(*limit, now);
        }
        lanes
    }
}

/// The moments at which requests go, in their order.
#[derive(Default)]
struct Lane {
    times: VecDeque<Duration>,
}

impl Lane {
    /// If a request at `at` would make a window too full, one before it or one after it: when that has passed.
    fn later(&self, limit: &Limit, at: Duration) -> Option<Duration> {
        let full = self
            .times
            .iter()
            .zip(self.times.iter().skip(limit.requests - 1));
        let mut full = full.filter(|(first, last)| at.max(**last) - at.min(**first) < limit.window);
        full.next()
            .map(|(first, _)| first.saturating_add(limit.window))
            // There is nothing later than the end of time.
            .filter(|later| *later > at)
    }

    fn insert(&mut self, at: Duration) {
        let index = self.times.partition_point(|time| *time <= at);
        self.times.insert(index, at);
    }

    fn remove(&mut self, at: Duration) {
        if let Ok(index) = self.times.binary_search(&at) {
            self.times.remove(index);
        }
    }

    fn forget(&mut self, limit: Limit, now: Duration) {
        let is_over = |time: &Duration| time.saturating_add(limit.window) <= now;
        let over = self.times.partition_point(is_over);
        self.times.drain(..over);
    }

    fn is_idle(&self, limit: Limit, now: Duration) -> bool {
        let last = self.times.back();
        last.is_none_or(|last| last.saturating_add(limit.window) <= now)
    }
}

/// A moment that is kept for a request. Dropped unused, it is free for others.
pub(crate) struct Slot<'a> {
    limiter: Option<&'a Limiter>,
    account: Option<Arc<str>>,
    at: Duration,
}

impl Slot<'_> {
    pub(crate) fn at(&self) -> Duration {
        self.at
    }

    pub(crate) fn take(mut self) {
        self.limiter = None;
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let Some(limiter) = self.limiter else { return };
        let mut lanes = limiter.lanes();
        lanes.token.remove(self.at);
        let account = self.account.as_ref();
        if let Some(lane) = account.and_then(|account| lanes.accounts.get_mut(account)) {
            lane.remove(self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use super::{Limiter, MANY_ACCOUNTS, RateLimits};

    const SECOND: Duration = Duration::from_secs(1);

    /// The moments, in milliseconds, at which requests may go that all come at `now`.
    fn times(limiter: &Limiter, account: &str, now: u64, requests: usize) -> Vec<u128> {
        let account: Arc<str> = account.into();
        let slots = (0..requests).map(|_| {
            let slot = limiter.slot(Some(&account), Duration::from_millis(now));
            let at = slot.at();
            slot.take();
            at.as_millis()
        });
        slots.collect()
    }

    #[test]
    fn no_window_has_more_than_its_requests_and_none_waits_longer_than_it_must() {
        let limiter = Limiter::new(RateLimits::NONE.per_account(2, SECOND));
        assert_eq!(times(&limiter, "a", 0, 5), [0, 0, 1000, 1000, 2000]);
        assert_eq!(times(&limiter, "b", 100, 1), [100], "an account of its own");
        assert_eq!(times(&limiter, "a", 1500, 2), [2000, 3000]);
        assert_eq!(times(&limiter, "a", 9000, 1), [9000]);
        assert_eq!(
            times(&limiter, "a", 9500, 2),
            [9500, 10_000],
            "a window begins anywhere"
        );
    }

    #[test]
    fn the_token_counts_all_accounts_and_lets_one_pass_that_another_has_no_use_for() {
        let limits = RateLimits::NONE
            .per_account(1, 10 * SECOND)
            .per_token(2, SECOND);
        let limiter = Limiter::new(limits);
        assert_eq!(times(&limiter, "a", 0, 2), [0, 10_000]);
        assert_eq!(
            times(&limiter, "b", 0, 1),
            [0],
            "the other place of this second"
        );
        assert_eq!(times(&limiter, "c", 0, 1), [1000]);
        assert_eq!(times(&limiter, "d", 9500, 1), [9500]);
        // At 9.6 there would be three in the second up to 10.5: 9.5, 9.6 and 10.
        assert_eq!(times(&limiter, "e", 9600, 1), [10_500]);
    }

    #[test]
    fn a_request_that_is_given_up_gives_its_place_back() {
        let limiter = Limiter::new(RateLimits::NONE.per_token(1, SECOND).per_account(1, SECOND));
        let account: Arc<str> = "a".into();
        drop(limiter.slot(Some(&account), Duration::ZERO));
        assert_eq!(times(&limiter, "a", 0, 2), [0, 1000]);
        let endless = Limiter::new(RateLimits::NONE.per_account(1, Duration::MAX));
        let end = Duration::MAX.as_millis();
        assert_eq!(times(&endless, "a", 0, 3), [0, end, end]);
        let none = Limiter::new(RateLimits::NONE);
        assert_eq!(times(&none, "a", 0, 3), [0; 3]);
        let zero = Limiter::new(RateLimits::NONE.per_token(0, SECOND));
        assert_eq!(times(&zero, "a", 0, 2), [0, 1000], "one at least");
    }

    #[test]
    fn accounts_are_forgotten_when_they_are_many_and_idle() {
        let limiter = Limiter::new(RateLimits::DOCUMENTED);
        for account in 0..2 * MANY_ACCOUNTS {
            times(&limiter, &account.to_string(), account as u64 * 100, 1);
        }
        assert!(limiter.lanes().accounts.len() <= MANY_ACCOUNTS + 2);
    }
}
