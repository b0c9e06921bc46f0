use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    future::ready,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{MANY_ACCOUNTS, WindowLimiter};
use crate::{
    RateLimits,
    policy::{Admission, Attempt, AttemptOutcome, Limiter as _, Timer, Turn},
    transport::BoxFuture,
};

const SECOND: Duration = Duration::from_secs(1);
const OK: AttemptOutcome<'static> = AttemptOutcome {
    response: None,
    is_never_sent: false,
};

/// A timer whose time is set by the test.
#[derive(Clone, Default)]
struct Clock(Arc<Mutex<Duration>>);

impl Timer for Clock {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(ready(()))
    }
}

impl Clock {
    fn set(&self, now: Duration) {
        *self.0.lock().unwrap() = now;
    }
}

fn limiter(limits: RateLimits) -> (WindowLimiter, Clock) {
    let clock = Clock::default();
    (WindowLimiter::new(limits, clock.clone()), clock)
}

fn join<'a>(limiter: &'a WindowLimiter, account: &str) -> Box<dyn Turn + 'a> {
    limiter.join(&Attempt {
        account: Some(account).filter(|account| !account.is_empty()),
        operation: "x",
        number: 1,
    })
}

fn done<T>(mut future: BoxFuture<'_, T>) -> T {
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the limiter waits instead of returning a duration"),
    }
}

fn ask(turn: &mut Box<dyn Turn + '_>) -> Admission {
    done(turn.ask()).unwrap()
}

/// Returns how long another attempt of `account` would have to wait, in milliseconds. Drops the attempt.
fn wait(limiter: &WindowLimiter, account: &str) -> u128 {
    match ask(&mut join(limiter, account)) {
        Admission::Now => 0,
        Admission::After(wait) => wait.as_millis(),
    }
}

#[test]
fn a_request_counts_until_a_full_window_after_its_response() {
    let (limiter, clock) = limiter(RateLimits::NONE.per_account(1, SECOND));
    let mut first = join(&limiter, "a");
    assert_eq!(ask(&mut first), Admission::Now);
    clock.set(5 * SECOND);
    assert_eq!(wait(&limiter, "a"), 1000, "it is still in flight");
    done(first.ended(&OK));
    clock.set(5 * SECOND + SECOND / 4);
    assert_eq!(wait(&limiter, "a"), 750);
    clock.set(6 * SECOND);
    let mut second = join(&limiter, "a");
    assert_eq!(ask(&mut second), Admission::Now);
    let unsent = AttemptOutcome {
        is_never_sent: true,
        ..OK
    };
    done(second.ended(&unsent));
    assert_eq!(wait(&limiter, "a"), 0, "what was never sent does not count");
}

#[test]
fn a_dropped_attempt_counts_only_if_it_was_admitted() {
    let (limiter, _clock) = limiter(RateLimits::NONE.per_token(1, SECOND).per_account(1, SECOND));
    drop(join(&limiter, "a"));
    assert_eq!(wait(&limiter, "a"), 0, "it did not ask");
    // `wait` drops its attempt, which was admitted.
    assert_eq!(wait(&limiter, "a"), 1000);
    let mut waiting = join(&limiter, "a");
    assert_eq!(ask(&mut waiting), Admission::After(SECOND));
    assert_eq!(wait(&limiter, "a"), 2000, "it is behind that one");
    drop(waiting);
    assert_eq!(wait(&limiter, "a"), 1000);
}

#[test]
fn an_abandoned_turn_delays_no_other() {
    let (limiter, clock) = limiter(RateLimits::NONE.per_account(1, SECOND));
    assert_eq!(wait(&limiter, "a"), 0);
    let mut idle = join(&limiter, "a");
    assert_eq!(ask(&mut idle), Admission::After(SECOND));
    clock.set(SECOND);
    assert_eq!(wait(&limiter, "a"), 1000, "it may still come");
    clock.set(2 * SECOND);
    assert_eq!(wait(&limiter, "a"), 0);
    assert_eq!(ask(&mut idle), Admission::After(SECOND));
}

#[test]
fn turns_keep_their_order_when_asked_late() {
    let (limiter, clock) = limiter(RateLimits::NONE.per_account(1, SECOND));
    assert_eq!(wait(&limiter, "a"), 0);
    let mut late = join(&limiter, "a");
    assert_eq!(ask(&mut late), Admission::After(SECOND));
    let mut behind = join(&limiter, "a");
    assert_eq!(ask(&mut behind), Admission::After(2 * SECOND));
    clock.set(SECOND + SECOND / 2);
    assert_eq!(wait(&limiter, "a"), 1000, "it is behind the other one");
    assert_eq!(ask(&mut late), Admission::Now);
}

#[test]
fn accounts_do_not_delay_each_other() {
    let limits = RateLimits::NONE.per_account(2, SECOND).per_token(4, SECOND);
    let (limiter, clock) = limiter(limits);
    // Five attempts of `a`: two are admitted; the others wait for their account and do not use the limit of the token.
    let mut of_a: Vec<_> = (0..5).map(|_| join(&limiter, "a")).collect();
    let admitted = of_a
        .iter_mut()
        .filter_map(|turn| (ask(turn) == Admission::Now).then_some(()));
    assert_eq!(admitted.count(), 2);
    let mut of_b = [join(&limiter, "b"), join(&limiter, "b")];
    assert!(of_b.iter_mut().all(|turn| ask(turn) == Admission::Now));
    // A 429 delays only its own account.
    let mut headers = HeaderMap::new();
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    let refused = AttemptOutcome {
        response: Some((StatusCode::TOO_MANY_REQUESTS, &headers)),
        is_never_sent: false,
    };
    of_b.iter_mut().for_each(|turn| done(turn.ended(&refused)));
    of_a.clear();
    clock.set(2 * SECOND);
    assert_eq!([wait(&limiter, "b"), wait(&limiter, "a")], [28_000, 0]);
}

#[test]
fn accounts_take_turns_where_only_the_token_has_a_limit() {
    let (limiter, clock) = limiter(RateLimits::NONE.per_token(1, SECOND));
    assert_eq!(wait(&limiter, "c"), 0);
    let mut of_a: Vec<_> = (0..9).map(|_| join(&limiter, "a")).collect();
    assert!(of_a.iter_mut().all(|turn| ask(turn) != Admission::Now));
    let mut of_b = join(&limiter, "b");
    assert_eq!(
        ask(&mut of_b),
        Admission::After(2 * SECOND),
        "only one of them is before it"
    );
    assert_eq!(
        wait(&limiter, ""),
        3000,
        "those without an account are like one"
    );
    clock.set(SECOND);
    assert_eq!(ask(&mut of_a[0]), Admission::Now);
}

#[test]
fn extreme_limits_are_accepted() {
    let (endless, _clock) = limiter(RateLimits::NONE.per_account(1, Duration::MAX));
    let waits = [(); 2].map(|()| wait(&endless, "a"));
    assert_eq!(waits, [0, Duration::MAX.as_millis()]);
    let (none, _clock) = limiter(RateLimits::NONE);
    assert_eq!([(); 3].map(|()| wait(&none, "a")), [0; 3]);
    let (zero, _clock) = limiter(RateLimits::NONE.per_token(0, SECOND));
    assert_eq!(
        [(); 2].map(|()| wait(&zero, "a")),
        [0, 1000],
        "one at least"
    );
}

#[test]
fn accounts_are_forgotten_when_they_are_many_and_idle() {
    let (limiter, clock) = limiter(RateLimits::DOCUMENTED);
    for account in 0..4 * MANY_ACCOUNTS {
        clock.set(Duration::from_millis(100 * account as u64));
        wait(&limiter, &account.to_string());
    }
    assert!(limiter.state().accounts.len() <= 2 * MANY_ACCOUNTS);
}

/// A random number below `bound`, the same in each run.
struct Jitter(u64);

impl Jitter {
    fn below(&mut self, bound: Duration) -> Duration {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        bound.mul_f64((self.0 >> 33) as f64 / (1_u64 << 31) as f64)
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Ask,
    Response,
}

/// Returns when the requests of each account arrive if all tasks begin at once. Sending, responding and waking up each take a
/// random time up to `jitter`.
fn arrivals(
    limits: RateLimits,
    tasks: &[usize],
    jitter: Duration,
    seed: u64,
) -> Vec<Vec<Duration>> {
    let (limiter, clock) = limiter(limits);
    let mut random = Jitter(seed);
    let accounts = tasks.iter().enumerate();
    let accounts: Vec<usize> = accounts
        .flat_map(|(account, count)| std::iter::repeat_n(account, *count))
        .collect();
    let mut turns: Vec<_> = accounts
        .iter()
        .map(|id| join(&limiter, &id.to_string()))
        .collect();
    let mut arrived = vec![Vec::new(); tasks.len()];
    let mut steps: BinaryHeap<_> = (0..turns.len())
        .map(|task| Reverse((Duration::ZERO, task, Step::Ask)))
        .collect();
    while let Some(Reverse((now, task, step))) = steps.pop() {
        clock.set(now);
        let next = match step {
            Step::Response => {
                done(turns[task].ended(&OK));
                continue;
            }
            Step::Ask => match ask(&mut turns[task]) {
                Admission::After(wait) => (now + wait + random.below(jitter / 10), Step::Ask),
                Admission::Now => {
                    let arrival = now + random.below(jitter);
                    arrived[accounts[task]].push(arrival);
                    (arrival + random.below(jitter), Step::Response)
                }
            },
        };
        steps.push(Reverse((next.0, task, next.1)));
    }
    arrived.iter_mut().for_each(|times| times.sort());
    arrived
}

/// Asserts that no window, wherever it begins, contains more than `most` requests.
fn assert_within(times: &[Duration], most: usize, window: Duration) {
    for (first, beyond) in times.iter().zip(times.iter().skip(most)) {
        assert!(
            *beyond - *first >= window,
            "more than {most} requests from {first:?} to {beyond:?}"
        );
    }
}

#[test]
fn the_documented_limits_earn_no_429_and_are_used() {
    let window = 10 * SECOND;
    for seed in 0..20 {
        for jitter in [0, 50, 400].map(Duration::from_millis) {
            let of_one = arrivals(RateLimits::DOCUMENTED, &[500], jitter, seed);
            assert_within(&of_one[0], 50, window);
            // The requests of ten windows: all windows but the first have to wait for the previous one.
            let last = *of_one[0].last().unwrap();
            let ideal = window * 9;
            assert!(last <= ideal.div_f64(0.85), "{last:?} with {jitter:?}");

            let of_many = arrivals(RateLimits::DOCUMENTED, &[60; 20], jitter, seed);
            of_many
                .iter()
                .for_each(|times| assert_within(times, 50, window));
            let mut all = of_many.concat();
            all.sort();
            assert_within(&all, 500, window);
            assert!(*all.last().unwrap() <= (window * 2).div_f64(0.85));
        }
    }
}

#[test]
fn a_busy_account_does_not_starve_others() {
    let jitter = Duration::from_millis(100);
    let arrived = arrivals(RateLimits::DOCUMENTED, &[400, 50, 1], jitter, 7);
    for (times, most) in [(&arrived[1], jitter), (&arrived[2], jitter)] {
        assert!(*times.last().unwrap() <= most, "{times:?}");
    }
}
