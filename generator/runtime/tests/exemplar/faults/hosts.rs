//! Faults of the program around the client: observers and timers that panic, and incomplete runtimes.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use tokio::runtime::Builder;
use truto_runtime::{
    ErrorKind, RateLimits,
    observe::{CallInfo, Observer, Outcome, RateLimitedBy},
    policy::Timer,
    transport::BoxFuture,
};

use super::{LIST, answer, client};
use crate::{
    log::Log,
    server::Server,
    way::{Probe, Way},
};

/// Panics in every hook.
struct Broken;

impl Observer for Broken {
    fn attempt(&self, _: &CallInfo) {
        panic!("attempt");
    }

    fn retry(&self, _: &CallInfo, _: &truto_runtime::Error, _: Duration) {
        panic!("retry");
    }

    fn rate_limited(&self, _: &CallInfo, _: RateLimitedBy) {
        panic!("rate limited");
    }

    fn done(&self, _: &CallInfo, _: &Outcome<'_>) {
        panic!("done");
    }
}

/// A timer whose waits panic.
struct BrokenTimer;

impl Timer for BrokenTimer {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        panic!("sleep");
    }

    fn sleep_blocking(&self, _: Duration) {
        panic!("sleep");
    }
}

pub(super) fn an_observer_that_panics_changes_nothing(way: Way) {
    let (log, _guard) = Log::start();
    let script = [
        answer("500 X", ""),
        answer("429 X", ""),
        answer("200 OK", ""),
    ];
    let server = Server::playing(script);
    let limits = RateLimits::NONE.per_token(1, Duration::from_secs(1));
    let builder = client(&server.url).0.observer(Broken).rate_limits(limits);
    way.call(&builder.build().unwrap(), &LIST).unwrap();
    let told = log
        .texts()
        .into_iter()
        .filter(|text| text.contains("observer panicked"));
    let told: Vec<_> = told.collect();
    for hook in ["attempt", "retry", "rate_limited", "done"] {
        assert!(
            told.iter()
                .any(|text| text.contains(&format!("hook=\"{hook}\""))),
            "{told:?}"
        );
    }

    // Here the call ends while a panic of the timer unwinds.
    let server = Server::playing([answer("500 X", "")]);
    let builder = client(&server.url).0.observer(Broken).timer(BrokenTimer);
    let client = builder.build().unwrap();
    let unwound = catch_unwind(AssertUnwindSafe(|| way.call(&client, &LIST)));
    assert!(unwound.is_err(), "the panic of the timer is passed on");
}

pub(super) fn a_runtime_that_lacks_something_is_an_error(way: Way) {
    let server = Server::json("[1]");
    let builder: truto_runtime::ClientBuilder = truto_runtime::ClientBuilder::new(&server.url);
    let own_timer = client(&server.url).0.build().unwrap();
    let client = builder.token("t").build().unwrap();
    let new = Builder::new_current_thread;
    for (runtime, missing) in [
        (new().build(), Some("enable_time")),
        (new().enable_io().build(), Some("enable_time")),
        (new().enable_time().build(), Some("enable_io")),
        (new().enable_all().build(), None),
    ] {
        let runtime = runtime.unwrap();
        for client in [&client, &own_timer] {
            let probe = Probe::new(&client.unscoped(), &LIST);
            let result = match way {
                Way::Awaited => runtime.block_on(probe.send()),
                // On a thread of the runtime, but not using it.
                Way::Blocking => runtime.block_on(async { probe.blocking().send() }),
            };
            match missing.filter(|_| way == Way::Awaited) {
                None => drop(result.unwrap()),
                Some(missing) => {
                    let error = result.unwrap_err();
                    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Invalid, 0));
                    assert!(error.to_string().contains(missing), "{error}");
                }
            }
        }
    }
    let sent = if way == Way::Awaited { 2 } else { 8 };
    assert_eq!(
        server.requests().len(),
        sent,
        "refused requests are not sent"
    );
}

/// Tokio limits how much a task can do in one poll.
#[test]
fn a_task_can_make_any_number_of_blocking_calls() {
    let server = Server::json("[]");
    let client = client(&server.url).0.attempts(1).build().unwrap();
    let calls =
        async move { (0..300).try_for_each(|_| Way::Blocking.call(&client, &LIST).map(drop)) };
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { tokio::spawn(calls).await.unwrap().unwrap() });
}
