//! The same work for many accounts.

use futures_util::{StreamExt, stream::FuturesUnordered};

/// A step of [`for_each`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The index of the account that has just started or ended.
    pub account: usize,
    /// Whether it has ended; otherwise, it has started.
    pub has_ended: bool,
    /// The number of accounts that have ended so far, with or without success.
    pub ended: usize,
    /// The number of those that ended with an error.
    pub failed: usize,
    /// The number of all accounts.
    pub total: usize,
}

impl Progress {
    /// No account has started yet.
    pub(crate) fn of(total: usize) -> Self {
        Self {
            account: 0,
            has_ended: false,
            ended: 0,
            failed: 0,
            total,
        }
    }

    pub(crate) fn start(&mut self, account: usize) -> Self {
        (self.account, self.has_ended) = (account, false);
        *self
    }

    pub(crate) fn end(&mut self, account: usize, has_failed: bool) -> Self {
        (self.account, self.has_ended) = (account, true);
        self.ended += 1;
        self.failed += usize::from(has_failed);
        *self
    }
}

/// Does `work` for each account, for at most `concurrency` of them at a time, and calls `progress` when one starts and ends.
///
/// Returns the results in the order of the accounts. One that fails does not stop the others. To stay within the limits of the API, use one
/// client with [`rate_limits`](crate::ClientBuilder::rate_limits) for all of them. Without async, use `for_each` of
/// [`blocking`](crate::blocking).
pub async fn for_each<A, T, E, F>(
    accounts: impl IntoIterator<Item = A>,
    concurrency: usize,
    mut progress: impl FnMut(Progress),
    work: impl Fn(A) -> F,
) -> Vec<Result<T, E>>
where
    F: Future<Output = Result<T, E>>,
{
    let accounts: Vec<A> = accounts.into_iter().collect();
    let mut step = Progress::of(accounts.len());
    let mut waiting = accounts.into_iter().enumerate();
    let mut running = FuturesUnordered::new();
    let mut results = Vec::with_capacity(step.total);
    loop {
        while running.len() < concurrency.max(1) {
            let Some((account, of)) = waiting.next() else {
                break;
            };
            progress(step.start(account));
            let work = work(of);
            running.push(async move { (account, work.await) });
        }
        let Some((account, result)) = running.next().await else {
            break;
        };
        progress(step.end(account, result.is_err()));
        results.push((account, result));
    }
    results.sort_by_key(|(account, _)| *account);
    results.into_iter().map(|(_, result)| result).collect()
}
