//! Rate limits: a client and a fake with the same limits.
#![cfg(all(feature = "crm", feature = "tokio", feature = "testing"))]

use std::time::{Duration, Instant};

use truto_unified::{RateLimits, testing::FakeTruto};

/// The documented limits, 25 times faster.
const WINDOW: Duration = Duration::from_millis(400);
const LIMITS: RateLimits = RateLimits::NONE
    .per_account(50, WINDOW)
    .per_token(500, WINDOW);

/// How long 500 tasks take if all start at once, and how many requests the fake refuses.
async fn run(accounts: usize) -> (Duration, usize) {
    let fake = FakeTruto::builder().rate_limits(LIMITS).start().unwrap();
    let client = fake.client_builder().attempts(1).rate_limits(LIMITS);
    let client = client.build().unwrap();
    let began = Instant::now();
    let tasks: Vec<_> = (0..500)
        .map(|task| {
            let account = client.integrated_account(format!("account-{}", task % accounts));
            tokio::spawn(async move { account.crm().contacts().list().send().await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().expect("no 429");
    }
    let requests = fake.requests();
    assert_eq!(requests.len(), 500);
    let refused = requests
        .iter()
        .filter(|request| request.status() == Some(429));
    (began.elapsed(), refused.count())
}

/// With one account, the calls need ten windows and are done soon after the last one begins. At least 85 % of the limit is used;
/// the requests themselves may take up to 3 s on a busy machine.
#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_tasks_see_no_429() {
    for (accounts, windows) in [(1, 9), (4, 2), (10, 0)] {
        let (took, refused) = run(accounts).await;
        assert_eq!(refused, 0);
        let ideal = WINDOW * windows;
        let most = ideal.div_f64(0.85) + Duration::from_secs(3);
        assert!(
            (ideal..=most).contains(&took),
            "{took:?} for {accounts} accounts"
        );
    }
}
