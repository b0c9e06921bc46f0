//! Responses that are streams of events or lines.

use std::{io::Write as _, time::Duration};

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;
use truto_runtime::{
    Call, Error, ErrorKind, Event,
    EventData::{self, Text, Value},
    EventStream, LineStream, RequestOptions, Response,
    blocking::{Blocking, BlockingEvents, BlockingLines},
    http::{self, Request},
    transport::{Body, BoxFuture, Transport, TransportError},
};

use crate::{
    client::Client,
    server::{Play, Server, response},
    ticketing::attachments::DOWNLOAD,
    way::{Way, runtime},
    wire::{ACCOUNT, TOKEN, account},
};

/// An event as an object.
#[derive(Debug, Deserialize, PartialEq)]
struct Count {
    event: Option<String>,
    retry: Option<u64>,
    data: u64,
}

/// Declares a request with a call of any operation.
macro_rules! builder {
    ($name:ident) => {
        struct $name {
            call: Call,
        }

        impl From<Call> for $name {
            fn from(call: Call) -> Self {
                Self { call }
            }
        }
    };
}

builder!(CountUp);
builder!(Describe);
builder!(Say);
builder!(Rows);
builder!(Sequence);
builder!(Any);

truto_runtime::request! {
    CountUp -> events of u64 = "text/event-stream",
    |request| request.call
}

truto_runtime::request! {
    Describe -> events of Count = "text/event-stream" as Whole,
    |request| request.call
}

truto_runtime::request! {
    Say -> events of String = "text/event-stream" as Text,
    |request| request.call
}

truto_runtime::request! {
    Rows -> lines of u64 = "application/x-ndjson",
    |request| request.call
}

truto_runtime::request! {
    Sequence -> lines of u64 = "application/json-seq" as Sequence,
    |request| request.call
}

truto_runtime::request! {
    Any -> u64 = Response::json,
    events: u64 = "text/event-stream",
    lines: u64 = "application/x-ndjson",
    |request| request.call
}

fn request<B: From<Call>>(server: &Server) -> B {
    let scope = account(server).ticketing().attachments().scope;
    B::from(Call::new(&scope, &DOWNLOAD))
}

/// An iterator over events.
enum Events<T> {
    Awaited(EventStream<T>),
    Blocking(BlockingEvents<T>),
}

impl<T> Events<T> {
    fn of(way: Way, events: EventStream<T>) -> Self {
        match way {
            Way::Awaited => Self::Awaited(events),
            Way::Blocking => Self::Blocking(events.into_iter()),
        }
    }

    fn last_id(&self) -> Option<&str> {
        match self {
            Self::Awaited(events) => events.last_event_id(),
            Self::Blocking(events) => events.stream().last_event_id(),
        }
    }
}

impl<T> Iterator for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Awaited(events) => runtime().block_on(events.next()),
            Self::Blocking(events) => events.next(),
        }
    }
}

/// An iterator over lines.
enum Lines {
    Awaited(LineStream<u64>),
    Blocking(BlockingLines<u64>),
}

impl Iterator for Lines {
    type Item = Result<u64, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Awaited(lines) => runtime().block_on(lines.next()),
            Self::Blocking(lines) => lines.next(),
        }
    }
}

macro_rules! open {
    ($way:ident, $request:expr) => {
        match $way {
            Way::Awaited => runtime().block_on($request.send()),
            Way::Blocking => Blocking::new($request).send(),
        }
    };
}

/// The numbers of a server.
fn count(server: &Server, way: Way) -> Vec<Result<Event<u64>, Error>> {
    let events = open!(way, request::<CountUp>(server));
    Events::of(way, events.unwrap()).collect()
}

fn data<T>(events: Vec<Result<Event<T>, Error>>) -> Vec<EventData<T>> {
    let events = events.into_iter();
    events.map(|event| event.unwrap().data).collect()
}

#[test]
fn events_are_decoded_and_other_text_is_kept() {
    let body = ": hello\n\ndata: 1\n\nid: a\nevent: big\ndata: 2\ndata: \n\ndata: [DONE]";
    let server = Server::with("200 OK", "text/event-stream; charset=utf-8", body);
    for way in Way::ALL {
        let events = count(&server, way).into_iter().map(Result::unwrap);
        let found: Vec<_> = events
            .map(|event| (event.data, event.event, event.id))
            .collect();
        let id = Some("a".into());
        assert_eq!(
            found,
            [
                (Value(1), None, None),
                (Value(2), Some("big".to_owned()), id.clone()),
                (Text("[DONE]".to_owned()), None, id),
            ]
        );
        assert_eq!(server.request().header("accept"), Some("text/event-stream"));
    }
}

#[test]
fn an_event_that_does_not_match_does_not_end_the_stream() {
    let body = "data: {}\n\ndata: 2\n\ndata: {\"cut\"\n\n";
    let server = Server::with("200 OK", "text/event-stream", body);
    for way in Way::ALL {
        let mut events = count(&server, way).into_iter();
        let error = events.next().unwrap().unwrap_err();
        assert_eq!(
            (error.kind(), error.body()),
            (ErrorKind::Decode, Some(&b"{}"[..]))
        );
        assert_eq!(error.operation(), Some("ticketing.attachments.download"));
        assert_eq!(events.next().unwrap().unwrap().data, Value(2));
        let error = events.next().unwrap().unwrap_err();
        assert_eq!(error.body(), Some(&b"{\"cut\""[..]));
        assert!(events.next().is_none());
    }
}

#[test]
fn events_are_text_or_objects_where_the_type_says_so() {
    let body = "event: up\nretry: 5\ndata: 1\n\ndata: [DONE]\n\n";
    let cut = Server::with("200 OK", "text/event-stream", "data: {\"cut\n\n");
    let server = Server::with("200 OK", "text/event-stream", body);
    for way in Way::ALL {
        let texts = open!(way, request::<Say>(&server)).unwrap();
        let texts = data(Events::of(way, texts).collect());
        assert_eq!(texts, [Value("1".to_owned()), Value("[DONE]".to_owned())]);

        let counts = open!(way, request::<Describe>(&server)).unwrap();
        let counts = data(Events::of(way, counts).collect());
        let first = Count {
            event: Some("up".to_owned()),
            retry: Some(5),
            data: 1,
        };
        assert_eq!(counts, [Value(first), Text("[DONE]".to_owned())]);
        let cut = open!(way, request::<Describe>(&cut)).unwrap();
        assert!(Events::of(way, cut).next().unwrap().is_err());
    }
}

#[test]
fn lines_are_decoded_and_one_that_does_not_match_does_not_end_the_stream() {
    let server = Server::with("200 OK", "application/x-ndjson", "1\r\n\n{\n3\n4");
    let sequence = Server::with(
        "200 OK",
        "application/json-seq",
        "\x1e1\n\x1e{\n\x1e3\n\x1e4\n",
    );
    for way in Way::ALL {
        let rows = open!(way, request::<Rows>(&server)).unwrap();
        let records = open!(way, request::<Sequence>(&sequence)).unwrap();
        for lines in [rows, records] {
            let lines = match way {
                Way::Awaited => Lines::Awaited(lines),
                Way::Blocking => Lines::Blocking(lines.into_iter()),
            };
            let lines: Vec<_> = lines
                .map(|line| line.map_err(|error| (error.kind(), error.body().unwrap().to_vec())))
                .collect();
            let [Ok(1), Err((ErrorKind::Decode, broken)), Ok(3), Ok(4)] = &lines[..] else {
                panic!("{lines:?}");
            };
            assert_eq!(broken.trim_ascii(), b"{");
        }
    }
}

#[test]
fn a_response_that_is_no_stream_of_events_is_an_error() {
    let server = Server::with("200 OK", "application/json", "7");
    for way in Way::ALL {
        let one: Any = request(&server);
        let error = match way {
            Way::Awaited => runtime().block_on(one.send_events()).unwrap_err(),
            Way::Blocking => Blocking::new(one).send_events().unwrap_err(),
        };
        assert_eq!(
            (error.kind(), error.body()),
            (ErrorKind::Decode, Some(&b"7"[..]))
        );
        let message = error.to_string();
        assert!(message.contains("not a stream of events"), "{message}");
        assert_eq!(server.request().header("accept"), Some("text/event-stream"));
    }
    let server = Server::with("200 OK", "text/event-stream", "data: 7\n\n");
    let error = runtime().block_on(request::<Any>(&server).send());
    let message = error.unwrap_err().to_string();
    assert!(message.contains("read it with `send_events`"), "{message}");
}

#[test]
fn an_operation_can_return_json_events_and_lines() {
    let server = Server::answering(response("200 OK", "X-None: 1", "7"));
    let any = || request::<Any>(&server);
    let one = runtime().block_on(any().send()).unwrap();
    let lines = Blocking::new(any()).send_lines().unwrap();
    let lines: Vec<_> = lines.into_iter().map(Result::unwrap).collect();
    assert_eq!((one, lines), (7, vec![7]));
}

#[test]
fn a_stream_that_breaks_off_is_an_error() {
    let cut = [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ndata: 1\n\ndata",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\ndata: 1\n\ndata: 2\r\n",
        "HTTP/1.1 200 OK\r\n\r\ndata: 1\n\ndata: 2",
        "HTTP/1.1 200 OK\r\n\r\ndata: 1\n\nevent: result\n",
        "HTTP/1.1 200 OK\r\n\r\ndata: 1\n\nda",
    ];
    for (answer, way) in cut
        .into_iter()
        .flat_map(|cut| Way::ALL.map(|way| (cut, way)))
    {
        let mut events = count(&Server::answering(answer), way);
        let error = events.pop().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{answer}");
        assert_eq!(data(events), [Value(1)]);
    }
}

/// The last id is that of the last event that the program got, so that resuming repeats no event and misses none.
#[test]
fn the_id_of_an_event_that_broke_off_is_not_the_last_one() {
    let head = "HTTP/1.1 200 OK\r\n";
    for (framing, way) in ["Content-Length: 100\r\n", ""]
        .into_iter()
        .flat_map(|framing| Way::ALL.map(|way| (framing, way)))
    {
        let answer = format!("{head}{framing}\r\nid: 41\ndata: 1\n\nid: 42\ndata: 2");
        let events = open!(way, request::<CountUp>(&Server::answering(answer)));
        let mut events = Events::of(way, events.unwrap());
        let first = events.next().unwrap().unwrap();
        assert_eq!(first.id.as_deref(), Some("41"));
        let error = events.next().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{framing}");
        assert_eq!(events.last_id(), Some("41"), "{framing}");
    }
}

/// A transport whose responses do not say how long they are, as those of HTTP/2 and of browsers. It may notice if one breaks off.
struct Unsized {
    reports_early_end: bool,
    body: Option<Bytes>,
}

impl Transport for Unsized {
    fn send(
        &self,
        _: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        let (reports_early_end, body) = (self.reports_early_end, self.body.clone());
        let body: Box<dyn Body> = Box::new(Self {
            reports_early_end,
            body,
        });
        Box::pin(std::future::ready(Ok(http::Response::new(body))))
    }
}

impl Body for Unsized {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let chunk = self.body.take();
        Box::pin(std::future::ready(Ok(chunk)))
    }

    fn reports_early_end(&self) -> bool {
        self.reports_early_end
    }
}

#[tokio::test]
async fn the_last_event_is_whole_if_the_transport_would_notice_otherwise() {
    for reports_early_end in [true, false] {
        let transport = Unsized {
            reports_early_end,
            body: Some("data: 1\n\ndata: 2".into()),
        };
        let client = Client::builder().token(TOKEN).transport(transport);
        let client = client.build().unwrap();
        let attachments = client.integrated_account(ACCOUNT).ticketing().attachments();
        let request = CountUp::from(Call::new(&attachments.scope, &DOWNLOAD));
        let mut events = request.send().await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap().data, Value(1));
        match events.next().await.unwrap() {
            Ok(event) => assert_eq!((event.data, reports_early_end), (Value(2), true)),
            Err(error) => assert_eq!(
                (error.kind(), reports_early_end),
                (ErrorKind::Interrupted, false)
            ),
        }
    }
}

#[test]
fn compressed_events_are_returned_when_they_arrive() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(b"data: 1\n\n").unwrap();
    gzip.flush().unwrap();
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1000\r\n\r\n";
    let mut answer = head.as_bytes().to_vec();
    answer.extend_from_slice(gzip.get_ref());
    let server = Server::answering(answer);
    for way in Way::ALL {
        let mut events = count(&server, way);
        assert!(events.pop().unwrap().is_err());
        assert_eq!(data(events), [Value(1)]);
    }
}

/// Comments are skipped. Those of a compressed body need not be waited for, so without pauses no other task would run.
#[tokio::test]
async fn other_tasks_run_while_comments_are_skipped() {
    let member = |text: &str| {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(text.as_bytes()).unwrap();
        gzip.finish().unwrap()
    };
    let comments = member(&format!(":{}\n", "-".repeat(1 << 20))).repeat(30);
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    let answer = [head.as_bytes(), &comments, &member("data: 1\n\n")].concat();
    let server = Server::answering(answer);
    let mut events = request::<CountUp>(&server).send().await.unwrap();
    let (mut next, mut pauses) = (std::pin::pin!(events.next()), 0);
    let event = std::future::poll_fn(|cx| {
        let polled = next.as_mut().poll(cx);
        pauses += usize::from(polled.is_pending());
        polled
    });
    assert_eq!(event.await.unwrap().unwrap().data, Value(1));
    assert!(pauses >= 25, "{pauses}");
}

#[test]
fn the_limit_is_that_of_an_event() {
    let comments = format!(":{}\n", "-".repeat(4 << 20)).repeat(10);
    let long = "2".repeat(33 << 20);
    let body = format!("data: 1\n\n{comments}data: {long}\n\n");
    let server = Server::with("200 OK", "text/event-stream", &body);
    for way in Way::ALL {
        let mut events = count(&server, way);
        let error = events.pop().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert_eq!(data(events), [Value(1)]);
    }
}

#[test]
fn the_timeout_is_that_of_a_chunk() {
    let timeout = Duration::from_millis(500);
    let options = RequestOptions::new().timeout(timeout);
    let text = "HTTP/1.1 200 OK\r\n\r\ndata: 1\n\n";
    for way in Way::ALL {
        let server = Server::playing([Play::Drip(text.into())]);
        let events = open!(way, request::<CountUp>(&server).with_options(options));
        let mut events = Events::of(way, events.unwrap());
        // Each takes more than 50 ms, since the server waits after each byte.
        for _ in 0..20 {
            let event = events.next().unwrap();
            assert_eq!(event.unwrap().data, Value(1), "{way:?}");
        }
    }
}

#[tokio::test]
async fn a_wait_that_is_given_up_loses_no_event() {
    let text = "HTTP/1.1 200 OK\r\n\r\ndata: 1\n\n";
    let server = Server::playing([Play::Drip(text.into())]);
    let mut events = request::<CountUp>(&server).send().await.unwrap();
    let mut found = 0;
    while found < 3 {
        let wait = tokio::time::timeout(Duration::from_millis(3), events.next());
        if let Ok(event) = wait.await {
            assert_eq!(event.unwrap().unwrap().data, Value(1));
            found += 1;
        }
    }
}
