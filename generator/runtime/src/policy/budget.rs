//! The retry budget that all calls of a client share.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Retries that a success adds to the bucket.
const PER_SUCCESS: f64 = 0.1;

/// Retries that time adds to the bucket, per second.
const PER_SECOND: f64 = 0.5;

/// A bucket of retries: full at first, emptied by retries, filled by successes and time.
pub(crate) struct Budget {
    most: f64,
    bucket: Mutex<Bucket>,
}

struct Bucket {
    /// The number of retries in the bucket.
    level: f64,
    /// The time up to which `PER_SECOND` has been added to `level`.
    at: Duration,
}

impl Budget {
    /// Creates a budget of `most` retries at the time `now`.
    pub(crate) fn new(most: u32, now: Duration) -> Self {
        let most = f64::from(most);
        let bucket = Mutex::new(Bucket {
            level: most,
            at: now,
        });
        Self { most, bucket }
    }

    /// Takes one retry, if there is one. It is returned if it is dropped unspent.
    pub(crate) fn take(&self, now: Duration) -> Option<Permit<'_>> {
        let mut bucket = self.bucket();
        let passed = now.saturating_sub(bucket.at).as_secs_f64();
        let level = (bucket.level + passed * PER_SECOND).min(self.most);
        bucket.at = now.max(bucket.at);
        bucket.level = level;
        if level < 1.0 {
            return None;
        }
        bucket.level -= 1.0;
        Some(Permit(Some(self)))
    }

    /// Adds a part of a retry after a success.
    pub(crate) fn succeeded(&self) {
        self.give(PER_SUCCESS);
    }

    fn give(&self, retries: f64) {
        let mut bucket = self.bucket();
        bucket.level = (bucket.level + retries).min(self.most);
    }

    /// The number is consistent even if a thread panicked while holding the lock.
    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A retry that was taken but not spent yet. Its call may be dropped before that.
pub(crate) struct Permit<'a>(Option<&'a Budget>);

impl Permit<'_> {
    pub(crate) fn spend(mut self) {
        self.0 = None;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if let Some(budget) = self.0 {
            budget.give(1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Budget;

    const START: Duration = Duration::from_secs(1_000);

    /// Spends all retries that are available at `now`, and returns their number.
    fn drain(budget: &Budget, now: Duration) -> usize {
        let permits = std::iter::from_fn(|| budget.take(now));
        permits.map(super::Permit::spend).count()
    }

    #[test]
    fn retries_spend_the_budget_and_time_and_successes_refill_it() {
        let budget = Budget::new(5, START);
        assert_eq!(drain(&budget, START), 5);
        let later = START + Duration::from_secs(5);
        assert_eq!(drain(&budget, later), 2, "one in 2 s");
        for _ in 0..6 {
            budget.succeeded();
        }
        assert_eq!(drain(&budget, later), 1, "0.5 were left, 0.6 came back");
        let much_later = later + Duration::from_secs(3600);
        assert_eq!(drain(&budget, much_later), 5, "no more than it holds");
        for _ in 0..60 {
            budget.succeeded();
        }
        assert_eq!(drain(&budget, much_later), 5, "no more than it holds");
    }

    #[test]
    fn many_short_intervals_refill_like_a_long_one() {
        let budget = Budget::new(5, START);
        drain(&budget, START);
        let steps = 1..=60_000;
        let taken = steps.filter(|step| {
            let permit = budget.take(START + Duration::from_micros(100 * step));
            permit.map(super::Permit::spend).is_some()
        });
        assert!((2..=3).contains(&taken.count()), "one in 2 s");
    }

    #[test]
    fn an_unspent_permit_is_returned_and_time_is_monotonic() {
        let budget = Budget::new(1, START);
        let permit = budget.take(START);
        assert!(permit.is_some() && budget.take(START).is_none());
        drop(permit);
        assert_eq!(drain(&budget, START), 1);
        assert_eq!(drain(&budget, Duration::ZERO), 0);
        assert_eq!(drain(&budget, START), 0, "no time has passed");
        assert_eq!(drain(&Budget::new(0, START), START * 2), 0);
    }
}
