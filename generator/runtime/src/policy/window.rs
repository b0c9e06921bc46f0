//! The limiter for one process.
//!
//! A server counts a request when it arrives, which is between sending the request and receiving its response. Here, a request
//! therefore counts from when it is sent until a full window after its response. Once it no longer counts, more than one window
//! has passed since it arrived. No window of the server, fixed or sliding, then contains both this request and one that is sent
//! from now on. The server therefore never counts more requests than allowed in a window, whatever the latency. The cost is that
//! each request counts for one round trip longer than a window.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{
    Admission, Attempt, AttemptOutcome, Limiter, LimiterError, RateLimits, Timer, Turn,
    limits::Limit,
};
use crate::transport::BoxFuture;

/// Above this number of accounts, those that have sent nothing within their window are removed.
const MANY_ACCOUNTS: usize = 1024;

/// An attempt that asks again later than this does not delay others: its future may no longer be polled. If it does ask, it still
/// has its place in the queue.
const GRACE: Duration = Duration::from_millis(250);

/// The longest wait that the API can request for all attempts of an account.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// Enforces [`RateLimits`] within one process.
///
/// A client with [`rate_limits`](crate::ClientBuilder::rate_limits) has its own. To share one among several clients, pass clones
/// of one `Arc<WindowLimiter>` to [`limiter`](crate::ClientBuilder::limiter).
///
/// - A request counts from when it is sent until a full window after its response; if it was not sent, it does not count. A
///   server with the same limits therefore never returns a 429, if there are no other clients.
/// - The attempts of an account are admitted in order of arrival. If they wait for the limit of the token, accounts take turns.
///   An attempt that waits for the limit of its account does not delay other accounts.
/// - After a 429 that states how long to wait, no attempt of that account is admitted for that time, up to 120 s.
pub struct WindowLimiter {
    limits: RateLimits,
    timer: Arc<dyn Timer>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Lane,
    /// By id, and `""` for attempts without an account.
    accounts: HashMap<Arc<str>, Account>,
    /// The number of accounts above which idle ones are removed.
    most_accounts: usize,
    /// The latest round of the token's queue from which an attempt was admitted. [`Place`] explains the rounds.
    round: u64,
}

#[derive(Default)]
struct Account {
    lane: Lane,
    /// The round in which its last attempt joined the token's queue.
    round: u64,
}

/// The requests that count towards one limit, and the attempts that wait for it.
#[derive(Default)]
struct Lane {
    /// Requests without a response yet.
    in_flight: usize,
    /// When each request that has a response stops counting, in order.
    ends: VecDeque<Duration>,
    /// Waiting attempts, in order of their places.
    waiting: VecDeque<Waiting>,
    joined: u64,
    paused_until: Duration,
}

/// A place in a queue: the round, and the order of arrival within it. In the token's queue, each account has at most one place
/// per round, so that accounts take turns. In the queue of an account, all rounds are 0.
type Place = (u64, u64);

struct Waiting {
    place: Place,
    /// When the attempt will ask again whether it is admitted.
    due: Duration,
}

impl WindowLimiter {
    /// Creates a limiter that enforces `limits` with the clock of `timer`.
    #[must_use]
    pub fn new(limits: RateLimits, timer: impl Timer + 'static) -> Self {
        Self::with(limits, Arc::new(timer))
    }

    pub(crate) fn with(limits: RateLimits, timer: Arc<dyn Timer>) -> Self {
        Self {
            limits,
            timer,
            state: Mutex::default(),
        }
    }

    /// The numbers are consistent even if a thread panicked while holding the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Limiter for WindowLimiter {
    fn join(&self, attempt: &Attempt<'_>) -> Box<dyn Turn + '_> {
        Box::new(WindowTurn {
            limiter: self,
            account: Arc::from(attempt.account().unwrap_or_default()),
            limit: self.limits.account.filter(|_| attempt.account().is_some()),
            of_account: None,
            of_token: None,
            is_in_flight: false,
        })
    }
}

struct WindowTurn<'a> {
    limiter: &'a WindowLimiter,
    account: Arc<str>,
    /// The limit of its account.
    limit: Option<Limit>,
    /// Its place in the queue of its account.
    of_account: Option<Place>,
    /// Its place in the queue of the token, which it joins once its account would admit it.
    of_token: Option<Place>,
    is_in_flight: bool,
}

impl Turn for WindowTurn<'_> {
    fn ask(&mut self) -> BoxFuture<'_, Result<Admission, LimiterError>> {
        Box::pin(std::future::ready(Ok(self.decide())))
    }

    fn ended<'a>(&'a mut self, ended: &'a AttemptOutcome<'_>) -> BoxFuture<'a, ()> {
        self.end(ended.is_never_sent(), ended.retry_after());
        Box::pin(std::future::ready(()))
    }
}

impl WindowTurn<'_> {
    fn decide(&mut self) -> Admission {
        let now = self.limiter.timer.now();
        let mut state = self.limiter.state();
        let (token, account, round) = state.parts(&self.account, now);
        let wait = match self.limit {
            Some(limit) => account.lane.wait(limit, &mut self.of_account, 0, now),
            None => account.lane.pause(now),
        };
        if !wait.is_zero() {
            // Meanwhile it does not delay other accounts.
            token.leave(&mut self.of_token);
            return Admission::After(wait);
        }
        if let Some(limit) = self.limiter.limits.token {
            let next = (account.round + 1).max(*round);
            let wait = token.wait(limit, &mut self.of_token, next, now);
            let joined = self.of_token.map_or(0, |(round, _)| round);
            account.round = account.round.max(joined);
            if !wait.is_zero() {
                account
                    .lane
                    .expect(self.of_account, now.saturating_add(wait));
                return Admission::After(wait);
            }
            *round = joined.max(*round);
        }
        token.admit(&mut self.of_token);
        account.lane.admit(&mut self.of_account);
        self.is_in_flight = true;
        Admission::Now
    }

    /// Ends an attempt in flight. From now on it counts for a full window, if it was sent.
    fn end(&mut self, is_never_sent: bool, pause: Option<Duration>) {
        if !std::mem::take(&mut self.is_in_flight) {
            return;
        }
        let counts = |limit: Option<Limit>| limit.filter(|_| !is_never_sent);
        let now = self.limiter.timer.now();
        let mut state = self.limiter.state();
        let (token, account, _) = state.parts(&self.account, now);
        token.end(counts(self.limiter.limits.token), now);
        account.lane.end(counts(self.limit), now);
        if let Some(pause) = pause {
            let until = now.saturating_add(pause.min(LONGEST_PAUSE));
            account.lane.paused_until = account.lane.paused_until.max(until);
        }
    }
}

/// An attempt that is dropped while it is in flight may have arrived.
impl Drop for WindowTurn<'_> {
    fn drop(&mut self) {
        self.end(false, None);
        let mut state = self.limiter.state();
        state.token.leave(&mut self.of_token);
        if let Some(account) = state.accounts.get_mut(&self.account) {
            account.lane.leave(&mut self.of_account);
        }
    }
}

impl State {
    /// Returns the lane of the token, the account, and the round of the token's queue.
    fn parts(&mut self, id: &Arc<str>, now: Duration) -> (&mut Lane, &mut Account, &mut u64) {
        if !self.accounts.contains_key(id) && self.accounts.len() >= self.most_accounts {
            self.accounts
                .retain(|_, account| !account.lane.is_idle(now));
            self.most_accounts = MANY_ACCOUNTS.max(2 * self.accounts.len());
        }
        let account = self.accounts.entry(Arc::clone(id)).or_default();
        (&mut self.token, account, &mut self.round)
    }
}

impl Lane {
    /// Returns the minimum wait of the attempt at `place`; zero if it may be sent. Without a place, it joins the queue in the
    /// given round.
    fn wait(
        &mut self,
        limit: Limit,
        place: &mut Option<Place>,
        round: u64,
        now: Duration,
    ) -> Duration {
        self.forget(now);
        let place = *place.get_or_insert_with(|| {
            self.joined += 1;
            (round, self.joined)
        });
        let found = self
            .waiting
            .binary_search_by_key(&place, |waiting| waiting.place);
        let index = found.unwrap_or_else(|index| {
            self.waiting.insert(index, Waiting { place, due: now });
            index
        });
        let wait = self.until_free(limit, index, now).max(self.pause(now));
        self.waiting[index].due = now.saturating_add(wait);
        wait
    }

    /// Returns the rest of the wait that the API requested.
    fn pause(&self, now: Duration) -> Duration {
        self.paused_until.saturating_sub(now)
    }

    /// Returns how long an attempt with `ahead` others before it has to wait. This is a lower bound if requests in flight have no
    /// response yet.
    fn until_free(&self, limit: Limit, ahead: usize, now: Duration) -> Duration {
        let (windows, place) = (ahead / limit.requests, ahead % limit.requests);
        let free = limit
            .requests
            .saturating_sub(self.in_flight + self.ends.len());
        let first = match place.checked_sub(free) {
            None => Duration::ZERO,
            Some(index) => self
                .ends
                .get(index)
                .map_or(limit.window, |end| end.saturating_sub(now)),
        };
        let windows = u32::try_from(windows).unwrap_or(u32::MAX);
        first.saturating_add(limit.window.saturating_mul(windows))
    }

    /// Removes requests that no longer count, and late attempts from the front of the queue.
    fn forget(&mut self, now: Duration) {
        let over = self.ends.partition_point(|end| *end <= now);
        self.ends.drain(..over);
        let is_lost = |waiting: &Waiting| waiting.due.saturating_add(GRACE) < now;
        while self.waiting.front().is_some_and(is_lost) {
            self.waiting.pop_front();
        }
    }

    /// The attempt at `place` will ask again at `due`.
    fn expect(&mut self, place: Option<Place>, due: Duration) {
        if let Some(index) = self.index(place) {
            self.waiting[index].due = due;
        }
    }

    fn admit(&mut self, place: &mut Option<Place>) {
        self.leave(place);
        self.in_flight += 1;
    }

    fn leave(&mut self, place: &mut Option<Place>) {
        if let Some(index) = self.index(place.take()) {
            self.waiting.remove(index);
        }
    }

    fn end(&mut self, limit: Option<Limit>, now: Duration) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let Some(limit) = limit {
            self.ends.push_back(now.saturating_add(limit.window));
        }
    }

    fn index(&self, place: Option<Place>) -> Option<usize> {
        let place = place?;
        self.waiting
            .binary_search_by_key(&place, |waiting| waiting.place)
            .ok()
    }

    fn is_idle(&self, now: Duration) -> bool {
        self.in_flight == 0
            && self.waiting.is_empty()
            && self.paused_until <= now
            && self.ends.back().is_none_or(|end| *end <= now)
    }
}

#[cfg(test)]
mod tests;
