//! The same work for many accounts, on threads.

use std::{
    panic,
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use crate::sync::Progress;

/// What a thread reports of the account with this index.
enum Event<T, E> {
    Started(usize),
    Ended(usize, Result<T, E>),
}

/// Does `work` for each account, for at most `concurrency` of them at a time, each on a thread, and calls `progress` when one starts and ends.
///
/// `progress` is called on the calling thread. Everything else is as for [`sync::for_each`](crate::sync::for_each).
///
/// # Panics
/// The system cannot start a thread, or `work` panicked. The panic reaches the caller after the other threads have finished
/// their accounts.
pub fn for_each<A: Send, T: Send, E: Send>(
    accounts: impl IntoIterator<Item = A>,
    concurrency: usize,
    mut progress: impl FnMut(Progress),
    work: impl Fn(A) -> Result<T, E> + Sync,
) -> Vec<Result<T, E>> {
    let accounts: Vec<A> = accounts.into_iter().collect();
    let mut step = Progress::of(accounts.len());
    let threads = concurrency.clamp(1, step.total.max(1));
    let waiting = Mutex::new(accounts.into_iter().enumerate());
    let next = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.next()
    };
    let (events, received) = mpsc::channel();
    let mut results = Vec::with_capacity(step.total);
    let run = |events: mpsc::Sender<Event<T, E>>| {
        while let Some((account, of)) = next() {
            // It is received until all senders are gone.
            let _ = events.send(Event::Started(account));
            let _ = events.send(Event::Ended(account, work(of)));
        }
    };
    thread::scope(|scope| {
        let spawn = |events| {
            let run = &run;
            scope.spawn(move || run(events))
        };
        let threads: Vec<_> = (0..threads).map(|_| spawn(events.clone())).collect();
        drop(events);
        for event in received {
            match event {
                Event::Started(account) => progress(step.start(account)),
                Event::Ended(account, result) => {
                    progress(step.end(account, result.is_err()));
                    results.push((account, result));
                }
            }
        }
        for thread in threads {
            if let Err(panicked) = thread.join() {
                panic::resume_unwind(panicked);
            }
        }
    });
    results.sort_by_key(|(account, _)| *account);
    results.into_iter().map(|(_, result)| result).collect()
}
