//! The same work for many accounts.

use std::sync::{Barrier, Mutex};

use truto_runtime::{
    blocking,
    sync::{Progress, for_each},
};

/// The results, if the account 4 is broken.
fn expected() -> Vec<Result<usize, &'static str>> {
    let result = |account| match account {
        4 => Err("broken"),
        account => Ok(account),
    };
    (0..10).map(result).collect()
}

#[tokio::test]
async fn many_accounts_run_side_by_side_and_one_failure_stops_nobody() {
    let mut steps: Vec<Progress> = Vec::new();
    let running = Mutex::new((0, 0));
    let results = for_each(
        0..10,
        3,
        |step| steps.push(step),
        |account| {
            let running = &running;
            async move {
                {
                    let mut running = running.lock().unwrap();
                    running.0 += 1;
                    running.1 = running.1.max(running.0);
                }
                for _ in 0..=account % 4 {
                    tokio::task::yield_now().await;
                }
                running.lock().unwrap().0 -= 1;
                if account == 4 {
                    Err("broken")
                } else {
                    Ok(account)
                }
            }
        },
    );
    let results = results.await;
    assert_eq!(results, expected());
    assert_eq!(running.into_inner().unwrap(), (0, 3));
    assert_eq!(steps.len(), 20);
    let last = steps.last().unwrap();
    assert_eq!((last.ended, last.failed, last.total), (10, 1, 10));
}

#[test]
fn many_accounts_run_on_threads_and_one_failure_stops_nobody() {
    let mut steps: Vec<Progress> = Vec::new();
    let running = Mutex::new((0, 0));
    // The first three have to run at the same time.
    let together = Barrier::new(3);
    let work = |account| {
        {
            let mut running = running.lock().unwrap();
            running.0 += 1;
            running.1 = running.1.max(running.0);
        }
        if account < 3 {
            together.wait();
        }
        running.lock().unwrap().0 -= 1;
        expected().swap_remove(account)
    };
    let results = blocking::for_each(0..10, 3, |step| steps.push(step), work);
    assert_eq!(results, expected());
    assert_eq!(running.into_inner().unwrap(), (0, 3));
    assert_eq!(steps.len(), 20);
    let last = steps.last().unwrap();
    assert_eq!((last.ended, last.failed, last.total), (10, 1, 10));

    let none = blocking::for_each([], 0, |_| {}, |(): ()| Ok::<(), ()>(()));
    assert!(none.is_empty());
    let one = blocking::for_each([7], 0, |_| {}, Ok::<_, ()>);
    assert_eq!(one, [Ok(7)]);
}

#[test]
fn a_panic_for_one_account_is_passed_on_after_the_others() {
    let done = Mutex::new(0);
    let work = |account| {
        assert_ne!(account, 1, "account 1 is broken");
        *done.lock().unwrap() += 1;
        Ok::<(), ()>(())
    };
    let all = std::panic::AssertUnwindSafe(|| blocking::for_each(0..6, 2, |_| {}, work));
    let panicked = std::panic::catch_unwind(all).unwrap_err();
    let why = panicked.downcast_ref::<String>().unwrap();
    assert!(why.contains("account 1 is broken"), "{why}");
    assert_eq!(done.into_inner().unwrap(), 5);
}
