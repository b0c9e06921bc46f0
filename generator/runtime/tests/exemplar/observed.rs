//! Observers, `tracing` spans and rate limits.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use truto_runtime::{
    Call, Client, ClientBuilder, ErrorKind, RateLimits, RequestOptions, Response, Value,
    observe::{CallInfo, Observer, Outcome, RateLimitedBy},
    policy::Timer as _,
    support::Endpoint,
};

use crate::{
    Operation,
    log::Log,
    server::{
        Play::{self, Answer, Reset},
        Server, response,
    },
    timer::{FakeTimer, Stopped},
    wire::{ACCOUNT, TOKEN},
};

const GET: Operation = Operation::new(Endpoint::new("x.get", "GET", "/x/{id}"));

/// Records the steps of calls, in order.
#[derive(Clone, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    fn add(&self, call: &CallInfo, what: &str) {
        let (method, path) = (call.method(), call.path());
        let who = call.integration().unwrap_or("nobody");
        let entry = format!("{method} {path} of {who}: {} {what}", call.attempt());
        self.0.lock().unwrap().push(entry);
    }

    fn read(&self) -> Vec<String> {
        let start = "GET /x/{id} of nobody: ";
        let entries = std::mem::take(&mut *self.0.lock().unwrap());
        let entries = entries
            .iter()
            .map(|entry| entry.strip_prefix(start).unwrap().to_owned());
        entries.collect()
    }
}

impl Observer for Diary {
    fn attempt(&self, call: &CallInfo) {
        self.add(call, "begins");
    }

    fn retry(&self, call: &CallInfo, error: &truto_runtime::Error, wait: Duration) {
        self.add(
            call,
            &format!("fails: {:?}, again in {wait:?}", error.kind()),
        );
    }

    fn rate_limited(&self, call: &CallInfo, by: RateLimitedBy) {
        self.add(call, &format!("limited by {by:?}"));
    }

    fn done(&self, call: &CallInfo, outcome: &Outcome<'_>) {
        let how = match outcome {
            Outcome::Success(status) => status.as_str().to_owned(),
            Outcome::Failure(error) => format!("{:?}", error.kind()),
            other => format!("{other:?}"),
        };
        self.add(call, &format!("{how} after {:?}", call.elapsed()));
    }
}

fn builder(url: &str) -> (ClientBuilder, FakeTimer, Diary) {
    let (timer, diary) = (FakeTimer::default(), Diary::default());
    let builder = ClientBuilder::new(url).token(TOKEN).timer(timer.clone());
    (builder.observer(diary.clone()), timer, diary)
}

fn call(client: &Client) -> Call {
    let mut call = Call::new(&client.scope("integrated_account_id", ACCOUNT), &GET);
    call.set_path("id", "7");
    call
}

fn answer(status: &str, headers: &str) -> Play {
    Answer(response(status, &format!("X: y{headers}"), "{}").into())
}

#[tokio::test]
async fn an_observer_sees_each_step_of_a_call() {
    let script = [
        answer("429 X", "\r\nRetry-After: 3"),
        answer("408 X", "\r\nRetry-After: 2"),
        answer("200 X", ""),
        answer("404 X", ""),
    ];
    let server = Server::playing(script);
    let (builder, _, diary) = builder(&server.url);
    let client = builder.build().unwrap();
    call(&client).send_raw().await.unwrap();
    let expected = [
        "1 begins",
        "1 limited by Api(Some(3s))",
        "1 fails: RateLimited, again in 3s",
        "2 begins",
        "2 fails: Status, again in 2s",
        "3 begins",
        "3 200 after 5s",
    ];
    assert_eq!(diary.read(), expected);
    let error = call(&client).send_raw().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(diary.read(), ["1 begins", "1 NotFound after 0ns"]);

    let unsent = Call::new(&client.unscoped(), &GET).send_raw().await;
    assert_eq!(unsent.unwrap_err().kind(), ErrorKind::Invalid);
    assert!(
        diary.read().is_empty(),
        "an invalid request is not observed"
    );
}

#[tokio::test]
async fn observers_are_notified_of_dropped_calls() {
    let server = Server::playing([answer("429 X", "")]);
    let (builder, _, diary) = builder(&server.url);
    let timer = Stopped::default();
    let client = builder.timer(timer.clone()).build().unwrap();
    let waiting = tokio::spawn(call(&client).send_raw());
    while timer.begun() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    assert_eq!(diary.read().last().unwrap(), "1 Dropped after 0ns");
}

#[tokio::test]
async fn spans_name_the_operation_and_show_no_data() {
    let server = Server::playing([Reset("".into()), answer("200 X", "")]);
    let (builder, _, _) = builder(&server.url);
    let (log, _guard) = Log::start();
    call(&builder.build().unwrap()).send_raw().await.unwrap();
    let expected = [
        r#"api_call: operation="x.get" method="GET" path="/x/{id}" "#,
        "api_attempt: attempt=1 ",
        "api_attempt: error=Interrupted ",
        "api_attempt: attempt=2 ",
        "api_attempt: status=200 ",
        "api_call: attempts=2 ",
        "api_call: status=200 ",
    ];
    assert_eq!(log.spans(), expected);
}

#[tokio::test]
async fn a_client_keeps_its_rate_limits() {
    let server = Server::playing([answer("200 X", "")]);
    let (builder, timer, diary) = builder(&server.url);
    let limits = RateLimits::NONE.per_account(2, Duration::from_secs(10));
    let client = builder.rate_limits(limits).build().unwrap();
    for _ in 0..3 {
        call(&client).send_raw().await.unwrap();
    }
    assert_eq!(timer.waits(), [Duration::from_secs(10)]);
    assert_eq!(diary.read()[4], "0 limited by Client(10s)");

    let other = client.scope("integrated_account_id", "another");
    let mut other = Call::new(&other, &GET);
    other.set_path("id", "7");
    other.send_raw().await.unwrap();
    let mut free = call(&client);
    free.set_options(RequestOptions::new().rate_limited(false));
    free.send_raw().await.unwrap();
    call(&client.clone()).send_raw().await.unwrap();
    assert!(timer.waits().is_empty(), "none of them has to wait");

    let mut hasty = call(&client);
    hasty.set_options(RequestOptions::new().deadline(Duration::from_secs(5)));
    let error = hasty.send_raw().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 0)
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(10)));
    assert!(error.is_never_sent() && error.status().is_none(), "{error}");
    timer.advance(Duration::from_secs(10));
    call(&client).send_raw().await.unwrap();
    assert!(
        timer.waits().is_empty(),
        "the call that failed keeps no place"
    );
    assert_eq!(timer.now(), Duration::from_secs(20));
}

#[tokio::test]
async fn a_retry_beyond_the_rate_limits_returns_the_previous_error() {
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 1")]);
    let (builder, _, _) = builder(&server.url);
    let limits = RateLimits::NONE.per_token(1, Duration::from_secs(1000));
    let client = builder.rate_limits(limits).build().unwrap();
    let error = call(&client).send_raw().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (429, 1)
    );
}

#[tokio::test]
async fn a_retry_that_is_never_admitted_returns_its_permit() {
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 1")]);
    let (builder, _, _) = builder(&server.url);
    let limits = RateLimits::NONE.per_account(1, Duration::MAX);
    let builder = builder.rate_limits(limits).retry_budget(1);
    let client = builder.build().unwrap();
    for _ in 0..3 {
        let free = RequestOptions::new().rate_limited(false).attempts(1);
        let error = call(&client).send_raw().await.unwrap_err();
        assert!(!error.to_string().contains("budget"), "{error}");
        let mut unlimited = call(&client);
        unlimited.set_options(free);
        unlimited.send_raw().await.unwrap_err();
    }
}

#[tokio::test]
async fn response_metadata_is_available() {
    let figures = "\r\nratelimit-limit: 50\r\nratelimit-remaining: 7\r\nratelimit-reset: 4";
    let server = Server::playing([answer("200 X", figures), answer("404 X", figures)]);
    let (builder, _, _) = builder(&server.url);
    let client = builder.build().unwrap();
    let found = call(&client).send_with_meta(Response::json::<Value>).await;
    let found = found.unwrap();
    assert_eq!(
        (found.data, &found.meta.body()[..]),
        (serde_json::json!({}), &b"{}"[..])
    );
    assert_eq!(found.meta.headers()["x"], "y");
    let error = call(&client).send_raw().await.unwrap_err();
    for limit in [found.meta.rate_limit(), error.rate_limit()] {
        assert_eq!((limit.limit, limit.remaining), (Some(50), Some(7)));
        assert_eq!(limit.reset, Some(Duration::from_secs(4)));
    }
}

#[tokio::test]
async fn a_request_has_its_own_policy() {
    let long = Answer(response("200 X", "X: y", &format!("\"{}\"", "z".repeat(99))).into());
    let server = Server::playing([long]);
    let (builder, _, _) = builder(&server.url);
    let client = builder.build().unwrap();
    let small = RequestOptions::new().max_body(50).attempts(7);
    let large = RequestOptions::new().max_body(500);
    for (options, fits) in [(small, false), (large, true), (small.and(large), true)] {
        let mut call = call(&client);
        call.set_options(options);
        assert_eq!(call.send_raw().await.is_ok(), fits, "{options:?}");
    }
}
