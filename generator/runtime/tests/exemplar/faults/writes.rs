//! Retries of writes, and their limits.

use std::time::Duration;

use truto_runtime::{Bytes, ErrorKind, policy::Timer as _};

use super::{CREATE, DELETE, LIST, UPDATE, answer, client, page};
use crate::{
    server::{
        Play::{self, Reset},
        Server,
    },
    way::{Probe, Way},
};

fn fine() -> Play {
    answer("200 OK", "")
}

pub(super) fn a_create_that_is_reset_arrives_again_with_the_same_key(way: Way) {
    for (key, length) in [(None, 32), (Some("mine"), 4)] {
        let server = Server::playing([Reset(Bytes::new()), page("502 X"), fine()]);
        let (builder, _) = client(&server.url);
        let mut probe = Probe::new(&builder.build().unwrap().unscoped(), &CREATE);
        if let Some(key) = key {
            probe = probe.with_idempotency_key(key);
        }
        let response = way.send_raw(probe).unwrap();
        assert_eq!(response.attempts(), 3);
        let key = response.idempotency_key().unwrap();
        assert_eq!(key.len(), length);
        let requests = server.requests();
        assert_eq!(requests.len(), 3);
        for request in requests {
            assert_eq!(request.header("idempotency-key"), Some(key));
        }
    }
}

pub(super) fn writes_can_be_left_unrepeated(way: Way) {
    let faults = [
        Reset(Bytes::new()),
        page("500 X"),
        answer("429 X", "\r\nRetry-After: 1"),
    ];
    for fault in faults {
        for operation in [&CREATE, &UPDATE, &DELETE] {
            let server = Server::playing([fault.clone(), fine()]);
            let (builder, timer) = client(&server.url);
            let client = builder.retry_writes(false).build().unwrap();
            let error = way.call(&client, operation).unwrap_err();
            assert_eq!((error.attempts(), server.requests().len()), (1, 1));
            assert!(timer.waits().is_empty());
        }
        let server = Server::playing([fault, fine()]);
        let (builder, _) = client(&server.url);
        let client = builder.retry_writes(false).build().unwrap();
        way.call(&client, &LIST).expect("reads are retried");
    }
    let (builder, timer) = client("http://127.0.0.1:1");
    let client = builder.retry_writes(false).build().unwrap();
    let error = way.call(&client, &CREATE).unwrap_err();
    assert!(error.is_never_sent() && timer.waits().is_empty());
}

pub(super) fn when_everything_fails_repeating_stops_for_a_while(way: Way) {
    let server = Server::playing([page("500 X")]);
    let (builder, timer) = client(&server.url);
    let client = builder.build().unwrap();
    let (mut retries, mut is_spent) = (0, false);
    for _ in 0..100 {
        let error = way.call(&client, &LIST).unwrap_err();
        is_spent = error.to_string().contains("retry budget is used up");
        retries += timer.waits().len();
        if is_spent {
            break;
        }
    }
    assert!(
        is_spent && timer.now() < Duration::from_secs(60),
        "{retries} retries"
    );
    assert!((100..=130).contains(&retries), "{retries}");
    let error = way.call(&client.clone(), &LIST).unwrap_err();
    let found = (error.attempts(), error.kind());
    assert_eq!(found, (1, ErrorKind::Server), "clones share the budget");

    timer.advance(Duration::from_secs(4));
    let error = way.call(&client, &LIST).unwrap_err();
    assert_eq!(error.attempts(), 3, "2 retries are returned in 4 s");
}

/// A date in a response is compared with the response's own `Date`, even if that is wrong. Everything else uses a timer: a clippy
/// rule forbids any other clock in the library.
pub(super) fn the_wall_clock_plays_no_part(way: Way) {
    for (now, then) in [
        (
            "Sun, 06 Nov 1994 12:00:00 GMT",
            "Sun, 06 Nov 1994 12:00:07 GMT",
        ),
        (
            "Fri, 31 Dec 2094 23:59:58 GMT",
            "Sat, 01 Jan 2095 00:00:05 GMT",
        ),
    ] {
        let headers = format!("\r\nDate: {now}\r\nRetry-After: {then}");
        let server = Server::playing([answer("503 X", &headers), fine()]);
        let (builder, timer) = client(&server.url);
        way.call(&builder.build().unwrap(), &CREATE).unwrap();
        assert_eq!(timer.waits(), [Duration::from_secs(7)]);
    }
    // Within a call, only its waits take time.
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 40")]);
    let (builder, timer) = client(&server.url);
    let error = way.call(&builder.build().unwrap(), &CREATE).unwrap_err();
    assert_eq!(
        (error.attempts(), timer.now()),
        (3, Duration::from_secs(80))
    );
}
