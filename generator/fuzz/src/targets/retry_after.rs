//! `Retry-After`: a valid value is respected, and no value makes a call wait for too long.

use std::time::{Duration, Instant, UNIX_EPOCH};

use truto_runtime::{
    Bytes, Call, Endpoint,
    http::{HeaderValue, Response, header},
    testing::FakeTimer,
};

use super::no_seeds;
use crate::Target;
use crate::input::Input;
use crate::wire::{Wire, check_error, ready};

pub(super) const TARGET: Target = Target {
    name: "retry-after",
    about: "the header Retry-After, and how long a call waits",
    run,
    show,
    seeds: no_seeds,
    count: 5000,
    longest: 128,
};

/// The documented limits: of a wait that the API requests, of a whole call, and of attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
const DEADLINE: Duration = Duration::from_secs(90);
const ATTEMPTS: u32 = 3;
/// The wait if the API requests none.
const BACKOFF: Duration = Duration::from_millis(500);

struct Case {
    status: u16,
    /// The bytes of the header.
    value: Vec<u8>,
    /// The bytes of `Date`.
    date: Option<Vec<u8>>,
    /// The wait that the value requests, if it is valid.
    meant: Option<Duration>,
}

impl Case {
    fn new(data: &[u8]) -> Self {
        let mut input = Input::new(data);
        let status = *input.pick(&[429, 503, 500, 408, 502, 400]);
        let now = input.number() % 4_000_000_000;
        let date =
            |seconds: u64| httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
        let sent = match input.below(4) {
            0 => None,
            _ => Some(date(now).into_bytes()),
        };
        let (value, meant) = match input.below(6) {
            0 => {
                let seconds = match input.below(2) {
                    0 => u64::from(input.byte()),
                    _ => input.number(),
                };
                (format!("{seconds}"), Some(Duration::from_secs(seconds)))
            }
            1 => {
                let (seconds, tenths) = (input.byte(), input.byte() % 10);
                let rounded = u64::from(seconds) + u64::from(tenths > 0);
                (
                    format!(" {seconds}.{tenths}0 "),
                    Some(Duration::from_secs(rounded)),
                )
            }
            2 | 3 => {
                let later = now
                    .saturating_add(u64::from(input.byte()))
                    .saturating_sub(100);
                let wait = Duration::from_secs(later.saturating_sub(now));
                (date(later), sent.is_some().then_some(wait))
            }
            4 => (input.text(), None),
            _ => {
                return Self {
                    status,
                    value: input.rest().to_vec(),
                    date: sent,
                    meant: None,
                };
            }
        };
        Self {
            status,
            value: value.into_bytes(),
            date: sent,
            meant,
        }
    }
}

fn show(data: &[u8]) -> String {
    let Case {
        status,
        value,
        date,
        meant,
    } = Case::new(data);
    let date = date.map(|date| String::from_utf8_lossy(&date).into_owned());
    format!(
        "{status} with {:?} at {date:?}, which means {meant:?}",
        String::from_utf8_lossy(&value)
    )
}

fn run(data: &[u8]) {
    let case = Case::new(data);
    let Ok(value) = HeaderValue::from_bytes(&case.value) else {
        return;
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = case.status.try_into().expect("a status");
    response.headers_mut().insert(header::RETRY_AFTER, value);
    if let Some(date) = &case.date {
        response
            .headers_mut()
            .insert(header::DATE, HeaderValue::from_bytes(date).expect("a date"));
    }
    let (wire, timer) = (Wire::responding(response), FakeTimer::default());
    let scope = wire.client(timer.clone()).unscoped();
    let start = Instant::now();
    let error = ready(Call::custom(&scope, Endpoint::new("x.read", "GET", "/x")).send_raw())
        .expect_err("a refusal");
    assert!(start.elapsed() < Duration::from_secs(2), "the wait is real");
    check_error(&error);
    let (waits, sent) = (timer.waits(), wire.requests().len());
    assert_eq!(error.attempts() as usize, sent);
    assert!(
        error.attempts() <= ATTEMPTS && waits.len() + 1 == sent,
        "{waits:?}"
    );
    assert!(waits.iter().all(|wait| *wait <= LONGEST_WAIT), "{waits:?}");
    assert!(waits.iter().sum::<Duration>() < DEADLINE, "{waits:?}");
    if let Some(meant) = case.meant {
        assert_eq!(error.retry_after(), Some(meant));
        let wait = if meant.is_zero() { BACKOFF } else { meant };
        assert!(
            waits.iter().all(|one| *one == wait),
            "{waits:?}, not {wait:?}"
        );
        // The first wait ends before the deadline, or the call does not wait at all.
        let is_retried = case.status != 400 && wait < DEADLINE;
        assert_eq!(!waits.is_empty(), is_retried, "{waits:?} for {meant:?}");
    }
}
