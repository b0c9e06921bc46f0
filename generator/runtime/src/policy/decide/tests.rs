//! Tests of the rules in the documentation of `policy`, as tables.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::{RetryContext, Rules, Stop, decide};
use crate::{
    Endpoint, Error, error,
    policy::RequestOptions,
    secrets::Secrets,
    transport::{Phase, TransportError},
};

const READ: RetryContext = RetryContext {
    is_read: true,
    is_keyed: false,
    attempt: 1,
    left: Duration::from_secs(90),
    jitter: 1.0,
};
const KEYED: RetryContext = RetryContext {
    is_read: false,
    is_keyed: true,
    ..READ
};
const UNKEYED: RetryContext = RetryContext {
    is_keyed: false,
    ..KEYED
};

type Headers = &'static [(&'static str, &'static str)];

fn refused(status: u16, headers: Headers, body: &'static str) -> Error {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .collect();
    let status = StatusCode::from_u16(status).unwrap();
    let secrets = Secrets::sample("t0ken-s3cret", "62f44730-dd91");
    error::from_response(
        &Endpoint::new("x.create", "POST", "/x"),
        status,
        &headers,
        &Bytes::from_static(body.as_bytes()),
        &secrets,
    )
}

fn broken(phase: Phase) -> Error {
    Error::transport(TransportError::new(phase, "x"))
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

/// Returns whether a read, a keyed write and another write are retried.
fn retried(rules: &Rules, error: &Error) -> [bool; 3] {
    [READ, KEYED, UNKEYED].map(|context| decide(rules, &context, error).is_ok())
}

#[test]
fn single_statuses_can_be_decided() {
    let remote = r#"{"truto_is_remote_error":true}"#;
    let rules = Rules::default().for_request(
        &RequestOptions::new()
            .retry_status(404, true)
            .retry_status(503, true)
            .retry_status(429, true)
            .retry_status(504, false),
    );
    let table = [
        (refused(404, &[], ""), [true, true, false]),
        (refused(404, &[], remote), [true, false, false]),
        (refused(409, &[], ""), [false; 3]),
        (refused(429, &[], ""), [true; 3]),
        (refused(500, &[], ""), [true, true, false]),
        (refused(503, &[], ""), [true, true, false]),
        (refused(504, &[], ""), [false; 3]),
    ];
    for (error, expected) in table {
        assert_eq!(retried(&rules, &error), expected, "{error}");
    }
    let rules = rules.for_request(&RequestOptions::new().retry_status(429, false));
    assert_eq!(retried(&rules, &refused(429, &[], "")), [false; 3]);
    assert!(retried(&rules, &refused(404, &[], ""))[0]);
}

#[test]
fn what_is_retried() {
    let remote = r#"{"truto_is_remote_error":true}"#;
    let later: Headers = &[("retry-after", "1")];
    let timed_out = TransportError::new(Phase::BrokenResponse, "x").timed_out();
    let table = [
        (broken(Phase::NeverSent), [true, true, true]),
        (broken(Phase::NoResponse), [true, true, false]),
        (broken(Phase::BrokenResponse), [true, true, false]),
        (Error::transport(timed_out), [true, true, false]),
        (Error::ended_early(3), [true, true, false]),
        (Error::too_large(1), [false; 3]),
        (Error::undescribed("x"), [false; 3]),
        (Error::invalid("x"), [false; 3]),
        (refused(307, &[], ""), [false; 3]),
        (refused(400, &[], ""), [false; 3]),
        (refused(401, later, remote), [false; 3]),
        (refused(403, &[], ""), [false; 3]),
        (refused(404, &[], ""), [false; 3]),
        (refused(405, &[], ""), [false; 3]),
        (refused(407, &[], "<html>"), [false; 3]),
        (refused(408, &[], ""), [true, true, false]),
        (refused(408, &[], remote), [true, false, false]),
        (refused(409, later, ""), [false; 3]),
        (refused(422, &[], ""), [false; 3]),
        (refused(425, &[], ""), [false; 3]),
        (refused(429, &[], ""), [true; 3]),
        (refused(429, &[], remote), [true; 3]),
        (refused(500, &[], ""), [true, true, false]),
        (refused(500, &[], remote), [true, false, false]),
        (refused(501, &[], ""), [false; 3]),
        (refused(502, &[], ""), [true, true, false]),
        (refused(502, later, remote), [true, false, false]),
        (
            refused(502, &[], "\u{feff} {").with_cut_body(true),
            [true, false, false],
        ),
        (
            refused(502, &[], "<html>").with_cut_body(true),
            [true, true, false],
        ),
        (refused(429, &[], "{").with_cut_body(true), [true; 3]),
        (refused(503, &[], ""), [false; 3]),
        (refused(503, &[], remote), [false; 3]),
        (refused(503, later, ""), [true, true, false]),
        (
            refused(503, &[("retry-after", "soon")], ""),
            [true, true, false],
        ),
        (refused(503, later, remote), [true, false, false]),
        (refused(504, &[], ""), [true, true, false]),
        (refused(504, &[], remote), [true, false, false]),
    ];
    let rules = Rules::default();
    let no_writes = Rules {
        retries_writes: false,
        ..rules
    };
    let once = Rules {
        attempts: 1,
        ..rules
    };
    for (error, expected) in table {
        assert_eq!(retried(&rules, &error), expected, "{error}");
        let reads = [expected[0], false, false];
        assert_eq!(retried(&no_writes, &error), reads, "{error}");
        assert_eq!(retried(&once, &error), [false; 3], "{error}");
    }
}

#[test]
fn the_status_decides_even_if_the_body_breaks_off() {
    let broken_after = |status: u16| {
        let status = StatusCode::from_u16(status).unwrap();
        broken(Phase::BrokenResponse).with_response(status, &HeaderMap::new(), &Bytes::new())
    };
    let rules = Rules::default();
    for (status, expected) in [(200, true), (409, false), (500, true), (503, false)] {
        let is_retried = decide(&rules, &READ, &broken_after(status)).is_ok();
        assert_eq!(is_retried, expected, "{status}");
    }
}

const NOON: (&str, &str) = ("date", "Sun, 06 Nov 1994 12:00:00 GMT");

/// Status, headers, the wait that the API requests in seconds, and the actual wait in seconds.
const ASKED: &[(u16, Headers, Option<u64>, Option<f64>)] = &[
    (429, &[("retry-after", "3")], Some(3), Some(3.0)),
    (500, &[("retry-after", " 3 ")], Some(3), Some(3.0)),
    (429, &[("retry-after", "0")], Some(0), Some(0.5)),
    (429, &[("retry-after", "60")], Some(60), Some(60.0)),
    (429, &[("retry-after", "89")], Some(89), Some(89.0)),
    (429, &[("retry-after", "90")], Some(90), None),
    (429, &[("retry-after", "121")], Some(121), None),
    (
        429,
        &[("retry-after", "1000000000000000000")],
        Some(1_000_000_000_000_000_000),
        None,
    ),
    (
        429,
        &[("retry-after", "99999999999999999999999999")],
        Some(u64::MAX),
        None,
    ),
    (429, &[("retry-after", "-1")], None, Some(0.5)),
    (429, &[("retry-after", "+1")], None, Some(0.5)),
    (429, &[("retry-after", "1e18")], None, Some(0.5)),
    (429, &[("retry-after", "soon")], None, Some(0.5)),
    (429, &[("retry-after", "")], None, Some(0.5)),
    (
        429,
        &[("retry-after", "soon"), ("ratelimit-reset", "7")],
        None,
        Some(0.5),
    ),
    (
        429,
        &[("retry-after", "2"), ("ratelimit-reset", "7")],
        Some(2),
        Some(2.0),
    ),
    (429, &[("ratelimit-reset", "7")], Some(7), Some(7.0)),
    (429, &[("ratelimit-reset", "soon")], None, Some(0.5)),
    (500, &[("ratelimit-reset", "7")], None, Some(0.5)),
    (
        429,
        &[NOON, ("retry-after", "Sun, 06 Nov 1994 12:00:07 GMT")],
        Some(7),
        Some(7.0),
    ),
    (
        429,
        &[NOON, ("retry-after", "Sunday, 06-Nov-94 12:00:07 GMT")],
        Some(7),
        Some(7.0),
    ),
    (
        429,
        &[NOON, ("retry-after", "Sun, 06 Nov 1994 11:59:59 GMT")],
        Some(0),
        Some(0.5),
    ),
    (
        429,
        &[NOON, ("retry-after", "Mon, 07 Nov 1994 12:00:00 GMT")],
        Some(86_400),
        None,
    ),
    (
        429,
        &[("retry-after", "Sun, 06 Nov 1994 12:00:07 GMT")],
        None,
        Some(0.5),
    ),
    (429, &[("retry-after", "2.0")], Some(2), Some(2.0)),
    (429, &[("retry-after", " 2.01 ")], Some(3), Some(3.0)),
    (429, &[("retry-after", "0.2")], Some(1), Some(1.0)),
    (429, &[("retry-after", "0.0")], Some(0), Some(0.5)),
    (429, &[("retry-after", "299.997")], Some(300), None),
    (
        429,
        &[("retry-after", "18446744073709551615.9")],
        Some(u64::MAX),
        None,
    ),
    (429, &[("retry-after", "2.")], None, Some(0.5)),
    (429, &[("retry-after", ".5")], None, Some(0.5)),
    (429, &[("retry-after", "1.2.3")], None, Some(0.5)),
    (429, &[("retry-after", "2,5")], None, Some(0.5)),
    (429, &[("ratelimit-reset", "3.5")], Some(4), Some(4.0)),
    (
        429,
        &[
            ("date", "today"),
            ("retry-after", "Sun, 06 Nov 1994 12:00:07 GMT"),
        ],
        None,
        Some(0.5),
    ),
];

#[test]
fn waits_between_attempts() {
    for (status, headers, asked, waited) in ASKED {
        let error = refused(*status, headers, "");
        let asked = asked.map(Duration::from_secs);
        assert_eq!(error.retry_after(), asked, "{headers:?}");
        let wait = decide(&Rules::default(), &READ, &error);
        assert_eq!(wait.ok(), waited.map(seconds), "{headers:?}");
    }
    let fine = Error::undescribed("x").with_response(
        StatusCode::OK,
        &[(header::RETRY_AFTER, HeaderValue::from_static("3"))]
            .into_iter()
            .collect(),
        &Bytes::new(),
    );
    assert_eq!(fine.retry_after(), None, "nothing was refused");
}

#[test]
fn a_requested_wait_has_a_bound_and_ends_before_the_deadline() {
    let table = [
        ("120", 1000.0, Ok(seconds(120.0))),
        ("121", 1000.0, Err(Stop::TooLong(seconds(121.0)))),
        ("7", 7.5, Ok(seconds(7.0))),
        ("7", 7.0, Err(Stop::TooLong(seconds(7.0)))),
    ];
    for (asked, left, expected) in table {
        let headers = [(header::RETRY_AFTER, HeaderValue::from_static(asked))];
        let error = Error::undescribed("x").with_response(
            StatusCode::TOO_MANY_REQUESTS,
            &headers.into_iter().collect(),
            &Bytes::new(),
        );
        let context = RetryContext {
            left: seconds(left),
            ..READ
        };
        let decided = decide(&Rules::default(), &context, &error);
        assert_eq!(decided, expected, "{asked} of {left}");
    }
}

#[test]
fn the_backoff_doubles_to_its_bound_and_the_deadline_ends_it() {
    let error = broken(Phase::NeverSent);
    let rules = Rules {
        attempts: u32::MAX,
        ..Rules::default()
    };
    let table = [
        (1, 90.0, 1.0, Some(0.5)),
        (1, 90.0, 0.5, Some(0.25)),
        (1, 90.0, 0.0, Some(0.0)),
        (2, 90.0, 1.0, Some(1.0)),
        (3, 90.0, 1.0, Some(2.0)),
        (4, 90.0, 1.0, Some(4.0)),
        (5, 90.0, 1.0, Some(8.0)),
        (6, 90.0, 1.0, Some(8.0)),
        (6, 90.0, 0.25, Some(2.0)),
        (1_000_000, 90.0, 1.0, Some(8.0)),
        (5, 8.0, 1.0, None),
        (1, 0.0, 0.0, None),
    ];
    for (attempt, left, jitter, expected) in table {
        let context = RetryContext {
            attempt,
            left: seconds(left),
            jitter,
            ..READ
        };
        let wait = decide(&rules, &context, &error);
        assert_eq!(wait.ok(), expected.map(seconds), "{context:?}");
    }
}

#[test]
fn request_options_override_the_client() {
    let client = |timeout, deadline| Rules {
        timeout: seconds(timeout),
        deadline: Option::map(deadline, seconds),
        ..Rules::default()
    };
    let table = [
        (client(30.0, None), None, None, 90.0),
        (client(600.0, None), None, None, 600.0),
        (client(30.0, Some(5.0)), None, None, 5.0),
        (client(30.0, None), Some(600.0), None, 600.0),
        (client(30.0, Some(5.0)), Some(600.0), None, 600.0),
        (client(30.0, Some(50.0)), Some(10.0), None, 50.0),
        (client(30.0, Some(50.0)), Some(600.0), Some(7.0), 7.0),
        (client(30.0, Some(5.0)), None, Some(70.0), 70.0),
    ];
    for (rules, timeout, deadline, expected) in table {
        let mut options = RequestOptions::new();
        if let Some(timeout) = timeout {
            options = options.timeout(seconds(timeout));
        }
        if let Some(deadline) = deadline {
            options = options.deadline(seconds(deadline));
        }
        let rules = rules.for_request(&options);
        assert_eq!(rules.deadline(), seconds(expected), "{rules:?} {options:?}");
    }
}
