//! What is repeated, how often and after which wait, against a server that plays faults. No wait takes time.

use std::{
    ops::RangeInclusive,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use truto_runtime::{
    Bytes, Call, Client, ClientBuilder, Error,
    ErrorKind::{self, Conflict, Connect, Decode, Interrupted, RateLimited, Server as Failed},
    RequestOptions, Response, Value, http,
    policy::Timer as _,
    support::Endpoint,
    transport::{Body, BoxFuture, Phase, Transport, TransportError},
};

use crate::{
    Operation,
    server::{
        Play::{self, Answer, Drip, Reset},
        Server, response,
    },
    timer::{FakeTimer, Stopped},
    wire::{ACCOUNT, TOKEN},
};

const LIST: Operation = Operation::new(Endpoint::new("x.list", "GET", "/x"));
const CREATE: Operation = Operation::new(Endpoint::new("x.create", "POST", "/x"));
const UPDATE: Operation = Operation::new(Endpoint::new("x.update", "PATCH", "/x"));
const DELETE: Operation = Operation::new(Endpoint::new("x.delete", "DELETE", "/x"));

/// A client whose waits take no time, and the waits.
fn client(url: &str) -> (ClientBuilder, FakeTimer) {
    let timer = FakeTimer::default();
    let builder = ClientBuilder::new(url)
        .token(TOKEN)
        .timer(timer.clone())
        .timeout(Duration::from_secs(10));
    (builder, timer)
}

async fn send(client: &Client, operation: &'static Operation) -> Result<Value, Error> {
    let scope = client.scope("integrated_account_id", ACCOUNT);
    Call::new(&scope, operation)
        .json("application/json", &"x")
        .send(Response::json)
        .await
}

fn answer(status: &str, headers: &str) -> Play {
    let headers = format!("Content-Type: application/json{headers}");
    Answer(response(status, &headers, "{}").into())
}

fn remote(status: &str) -> Play {
    let headers = "Content-Type: application/json";
    let body = r#"{"message":"no","truto_is_remote_error":true}"#;
    Answer(response(status, headers, body).into())
}

fn fine() -> Play {
    answer("200 OK", "")
}

fn page(status: &str) -> Play {
    let page = format!("<html>{}</html>", "z".repeat(10_000));
    Answer(response(status, "Content-Type: text/html", &page).into())
}

/// How a call must end: well after this many attempts, or not.
#[derive(Clone, Copy, Debug)]
enum End {
    /// Well, in the second attempt.
    Well,
    /// In the first attempt.
    AtOnce(ErrorKind),
}

use End::{AtOnce, Well};

/// In milliseconds.
type Wait = RangeInclusive<u64>;

/// What the backoff is before the second attempt.
const BACKOFF: Wait = 0..=500;

struct Row {
    /// What happens to the first attempt; all others succeed.
    fault: Play,
    /// The wait before the second one.
    wait: Wait,
    read: End,
    keyed: End,
    /// Of a write without a key.
    other: End,
}

fn row(fault: Play, wait: Wait, read: End, keyed: End, other: End) -> Row {
    Row {
        fault,
        wait,
        read,
        keyed,
        other,
    }
}

fn rate_limits() -> Vec<Row> {
    let dated =
        "\r\nDate: Sun, 06 Nov 1994 12:00:00 GMT\r\nRetry-After: Sun, 06 Nov 1994 12:00:07 GMT";
    let again = |headers, wait| row(answer("429 X", headers), wait, Well, Well, Well);
    let never = |headers| {
        let end = AtOnce(RateLimited);
        row(answer("429 X", headers), BACKOFF, end, end, end)
    };
    vec![
        again("\r\nRetry-After: 3", 3000..=3000),
        again(dated, 7000..=7000),
        again("\r\nRetry-After: 0", 500..=500),
        again("\r\nRetry-After: -1", BACKOFF),
        again("\r\nRetry-After: soon", BACKOFF),
        again("\r\nRetry-After: 1e18", BACKOFF),
        never("\r\nRetry-After: 1000000000000000000"),
        never("\r\nRetry-After: 121"),
        never("\r\nRetry-After: 90"),
        again("", BACKOFF),
        again("\r\nratelimit-reset: 4", 4000..=4000),
    ]
}

fn statuses() -> Vec<Row> {
    let maybe = |fault, wait, kind| row(fault, wait, Well, Well, AtOnce(kind));
    let never = |fault, kind| row(fault, BACKOFF, AtOnce(kind), AtOnce(kind), AtOnce(kind));
    let only_reads = |fault| row(fault, BACKOFF, Well, AtOnce(Failed), AtOnce(Failed));
    let empty = response("200 OK", "Content-Type: application/json", "");
    let redirect = response("307 X", "Location: http://evil.example/", "");
    vec![
        never(answer("503 X", ""), Failed),
        maybe(answer("503 X", "\r\nRetry-After: 2"), 2000..=2000, Failed),
        never(answer("409 X", ""), Conflict),
        maybe(answer("408 X", ""), BACKOFF, ErrorKind::Status),
        maybe(page("500 X"), BACKOFF, Failed),
        maybe(page("502 X"), BACKOFF, Failed),
        maybe(page("504 X"), BACKOFF, Failed),
        only_reads(remote("500 X")),
        only_reads(remote("502 X")),
        never(remote("503 X"), Failed),
        never(page("407 X"), ErrorKind::Status),
        never(page("200 OK"), Decode),
        never(Answer(empty.into()), Decode),
        never(Answer("HTTP/1.1 200 OK\r\n\r\n".into()), Decode),
        never(Answer(redirect.into()), ErrorKind::Redirect),
    ]
}

fn breaks() -> Vec<Row> {
    let maybe = |fault| row(fault, BACKOFF, Well, Well, AtOnce(Interrupted));
    let none = "";
    let head = "HTTP/1.1 200 OK\r\nContent-Le";
    let half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\"";
    let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"id\r\n";
    let lengthless = "HTTP/1.1 200 OK\r\n\r\n {\"id\": {}";
    let (well, decode) = (Well, AtOnce(Decode));
    vec![
        maybe(Reset(none.into())),
        maybe(Answer(none.into())),
        maybe(Reset(head.into())),
        maybe(Answer(head.into())),
        maybe(Reset(half.into())),
        maybe(Answer(half.into())),
        maybe(Answer(chunk.into())),
        maybe(Drip(
            "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n".into(),
        )),
        row(Answer(lengthless.into()), BACKOFF, well, decode, decode),
    ]
}

#[tokio::test]
async fn every_fault_has_its_outcome() {
    for row in rate_limits().into_iter().chain(statuses()).chain(breaks()) {
        for (operation, end) in [
            (&LIST, row.read),
            (&CREATE, row.keyed),
            (&UPDATE, row.keyed),
            (&DELETE, row.other),
        ] {
            check(&row, operation, end).await;
        }
    }
}

async fn check(row: &Row, operation: &'static Operation, end: End) {
    let server = Server::playing([row.fault.clone(), fine()]);
    let (mut builder, timer) = client(&server.url);
    if let Drip(_) = row.fault {
        builder = builder.timeout(Duration::from_secs(1));
    }
    let result = send(&builder.build().unwrap(), operation).await;
    let place = format!("{:?} of {operation:?}: {result:?}", row.fault);
    let requests = server.requests();
    let waits: Vec<u128> = timer.waits().iter().map(Duration::as_millis).collect();
    match end {
        Well => {
            result.expect(&place);
            assert_eq!((requests.len(), waits.len()), (2, 1), "{place}");
            let (wait, bounds) = (u64::try_from(waits[0]).unwrap(), &row.wait);
            assert!(bounds.contains(&wait), "{place} waited {wait}");
        }
        AtOnce(kind) => {
            let error = result.expect_err(&place);
            assert_eq!(error.kind(), kind, "{place}");
            assert_eq!((error.attempts(), requests.len()), (1, 1), "{place}");
            assert!(waits.is_empty() && !error.is_never_sent(), "{place}");
            assert_eq!(
                error.idempotency_key(),
                requests[0].header("idempotency-key")
            );
        }
    }
    let keys: Vec<_> = requests
        .iter()
        .map(|request| request.header("idempotency-key"))
        .collect();
    assert!(keys.iter().all(|key| *key == keys[0]), "{place}");
    let is_keyed = matches!(operation.endpoint().method(), "POST" | "PATCH");
    assert_eq!(keys[0].map(str::len), is_keyed.then_some(32), "{place}");
}

#[tokio::test]
async fn an_error_says_what_was_tried_and_what_the_api_asked() {
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 3")]);
    let (builder, timer) = client(&server.url);
    let error = send(&builder.build().unwrap(), &CREATE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (RateLimited, 3));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert_eq!(timer.waits(), [Duration::from_secs(3); 2]);
    assert_eq!(server.requests().len(), 3);
    assert!(
        error.to_string().ends_with(" (after 3 attempts)"),
        "{error}"
    );

    let server = Server::playing([answer("429 X", "\r\nRetry-After: 60")]);
    let (builder, timer) = client(&server.url);
    let error = send(&builder.build().unwrap(), &LIST).await.unwrap_err();
    assert_eq!(error.attempts(), 2, "the deadline is before the third");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(timer.waits(), [Duration::from_secs(60)]);

    let server = Server::playing([page("500 X")]);
    let (builder, _) = client(&server.url);
    let error = send(&builder.build().unwrap(), &LIST).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (500, 3)
    );
    assert_eq!(error.body().unwrap().len(), 4096);
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
}

#[tokio::test]
async fn what_was_never_sent_is_repeated_and_says_so() {
    for operation in [&LIST, &CREATE, &DELETE] {
        let (builder, timer) = client("http://127.0.0.1:1");
        let error = send(&builder.build().unwrap(), operation)
            .await
            .unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (Connect, 3), "{error:?}");
        assert!(error.is_never_sent() && timer.waits().len() == 2);
    }
}

/// A server that lets nobody in: nothing is taken from its queue, which is full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_hangs_is_given_up_and_was_never_sent() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let patience = Duration::from_millis(50);
    let queue: Vec<_> =
        std::iter::from_fn(|| std::net::TcpStream::connect_timeout(&address, patience).ok())
            .collect();
    assert!(queue.len() < 10);

    let (builder, timer) = client(&format!("http://{address}"));
    let client = builder.connect_timeout(patience).build().unwrap();
    let error = send(&client, &DELETE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Connect, 3), "{error:?}");
    assert!(error.is_timeout() && error.is_never_sent() && timer.waits().len() == 2);
}

#[tokio::test]
async fn a_create_that_is_reset_arrives_again_with_the_same_key() {
    for (key, length) in [(None, 32), (Some("mine"), 4)] {
        let server = Server::playing([Reset(Bytes::new()), page("502 X"), fine()]);
        let (builder, _) = client(&server.url);
        let scope = builder.build().unwrap().unscoped();
        let mut call = Call::new(&scope, &CREATE);
        if let Some(key) = key {
            call.set_header("Idempotency-Key", key);
        }
        let response = call.send_raw().await.unwrap();
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

#[tokio::test]
async fn an_error_after_a_success_knows_the_attempts_too() {
    let server = Server::playing([Reset(Bytes::new()), page("200 OK")]);
    let (builder, _) = client(&server.url);
    let error = send(&builder.build().unwrap(), &CREATE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Decode, 2));
    let key = server
        .request()
        .header("idempotency-key")
        .map(str::to_owned);
    assert_eq!(error.idempotency_key(), key.as_deref());

    let server = Server::playing([Reset(Bytes::new()), fine()]);
    let (builder, _) = client(&server.url);
    let scope = builder.build().unwrap().unscoped();
    let stream = Call::new(&scope, &LIST).send_stream().await.unwrap();
    assert_eq!((stream.attempts(), stream.idempotency_key()), (2, None));
    assert_eq!(stream.bytes().await.unwrap(), "{}");
}

/// A server that breaks off the first attempt, and then is gone.
#[derive(Default)]
struct Vanishing(AtomicBool);

impl Transport for Vanishing {
    fn send(
        &self,
        _: http::Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        let phase = match self.0.swap(true, Ordering::Relaxed) {
            false => Phase::NoResponse,
            true => Phase::NeverSent,
        };
        Box::pin(std::future::ready(Err(TransportError::new(phase, "gone"))))
    }
}

#[tokio::test]
async fn a_call_that_may_have_arrived_is_not_called_unsent_for_its_last_attempt() {
    let (builder, timer) = client("https://x.example");
    let client = builder.transport(Vanishing::default()).build().unwrap();
    let error = send(&client, &CREATE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Connect, 3));
    assert!(error.is_connect() && !error.is_never_sent());
    assert_eq!(timer.waits().len(), 2);
}

#[tokio::test]
async fn writes_can_be_left_unrepeated() {
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
            let error = send(&client, operation).await.unwrap_err();
            assert_eq!((error.attempts(), server.requests().len()), (1, 1));
            assert!(timer.waits().is_empty());
        }
        let server = Server::playing([fault, fine()]);
        let (builder, _) = client(&server.url);
        let client = builder.retry_writes(false).build().unwrap();
        send(&client, &LIST).await.expect("reads are repeated");
    }
    let (builder, timer) = client("http://127.0.0.1:1");
    let client = builder.retry_writes(false).build().unwrap();
    let error = send(&client, &CREATE).await.unwrap_err();
    assert!(error.is_never_sent() && timer.waits().is_empty());
}

#[tokio::test]
async fn a_call_has_its_own_number_of_attempts_and_its_own_deadline() {
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 4")]);
    let (builder, timer) = client(&server.url);
    let scope = builder.build().unwrap().unscoped();
    for (attempts, deadline, made) in [(1, 90, 1), (0, 90, 1), (5, 90, 5), (5, 9, 3), (5, 4, 1)] {
        let mut call = Call::new(&scope, &LIST);
        let deadline = Duration::from_secs(deadline);
        call.set_options(RequestOptions::new().attempts(attempts).deadline(deadline));
        let error = call.send_raw().await.unwrap_err();
        assert_eq!(
            (error.attempts(), server.requests().len()),
            (made, made as usize)
        );
        assert_eq!(timer.waits().len() + 1, made as usize);
    }
}

/// Asks to come back in 70 s, and remembers how much time it was given.
#[derive(Clone, Default)]
struct Busy(Arc<Mutex<Vec<Duration>>>);

impl Transport for Busy {
    fn send(
        &self,
        _: http::Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        self.0.lock().unwrap().push(timeout);
        let body: Box<dyn Body> = Box::new(None);
        let response = http::Response::builder()
            .status(429)
            .header("Retry-After", "70");
        Box::pin(std::future::ready(Ok(response.body(body).unwrap())))
    }
}

#[tokio::test]
async fn an_attempt_has_no_more_time_than_its_call() {
    let (builder, _) = client("https://x.example");
    let busy = Busy::default();
    let builder = builder
        .transport(busy.clone())
        .timeout(Duration::from_secs(30));
    let error = send(&builder.build().unwrap(), &LIST).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(70)));
    assert_eq!(*busy.0.lock().unwrap(), [30, 20].map(Duration::from_secs));
}

#[tokio::test]
async fn when_everything_fails_repeating_stops_until_it_is_worth_it_again() {
    let server = Server::playing([page("500 X")]);
    let (builder, timer) = client(&server.url);
    let client = builder.build().unwrap();
    let (mut retries, mut is_spent) = (0, false);
    while !is_spent && timer.now() < Duration::from_secs(60) {
        let error = send(&client, &LIST).await.unwrap_err();
        is_spent = error.message().contains("retry budget is used up");
        retries += timer.waits().len();
    }
    assert!(is_spent, "{retries} retries in a minute");
    assert!((100..=130).contains(&retries), "{retries}");
    let error = send(&client.clone(), &LIST).await.unwrap_err();
    assert_eq!(
        (error.attempts(), error.kind()),
        (1, Failed),
        "clones share it"
    );

    timer.advance(Duration::from_secs(4));
    let error = send(&client, &LIST).await.unwrap_err();
    assert_eq!(error.attempts(), 3, "2 retries came back in 4 s");
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_gives_its_retry_back() {
    let server = Server::playing([page("500 X")]);
    let timer = Stopped::default();
    let (builder, _) = client(&server.url);
    let builder = builder.timer(timer.clone()).retry_budget(1);
    let client = builder.build().unwrap();
    for waits in 1..=3 {
        let waiting = tokio::spawn({
            let client = client.clone();
            async move { send(&client, &LIST).await.map(drop) }
        });
        while timer.begun() < waits {
            assert!(!waiting.is_finished(), "there was no retry to take");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let error = send(&client, &LIST).await.unwrap_err();
        assert_eq!(error.attempts(), 1, "the only retry is taken");
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
    }
}
