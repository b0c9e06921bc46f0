//! Multipart bodies, in async and in blocking calls.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Cursor, Read},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;
use serde::Serialize;
use truto_runtime::{
    Bytes, Call, Client, Error, ErrorKind, FilePart, Response,
    http::{self, Request},
    transport::{
        BlockingBody, BlockingTransport, Body, BoxFuture, Phase, RequestBody, Transport,
        TransportError,
    },
};

use crate::{
    faults::{CREATE, client},
    server::{Play, Server, response},
    way::{Probe, Way},
    wire::TOKEN,
};

#[derive(Serialize)]
struct Upload {
    name: &'static str,
    file: FilePart,
}

fn probe(client: &Client, file: &FilePart) -> Probe {
    let mut probe = Probe::new(&client.unscoped(), &CREATE);
    let body = Upload {
        name: "n",
        file: file.clone(),
    };
    probe.call = probe.call.multipart("multipart/form-data", &body, &[]);
    probe
}

fn upload(way: Way, url: &str, file: &FilePart) -> Result<Response, Error> {
    let client = client(url).0.build().unwrap();
    way.send_raw(probe(&client, file))
}

fn reader(text: &'static str) -> FilePart {
    FilePart::from_reader(Cursor::new(text))
}

fn done() -> Play {
    Play::Answer(response("200 OK", "X-A: b", "{}").into())
}

fn reset() -> Play {
    Play::Reset(Bytes::new())
}

/// A stream that is pending before each chunk.
struct Slow(Vec<&'static str>, bool);

impl Stream for Slow {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1 = !self.1;
        if self.1 {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.0.pop().map(|chunk| Ok(chunk.into())))
    }
}

/// A reader that fails after some bytes.
struct Broken(bool);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match std::mem::replace(&mut self.0, true) {
            true => Err(io::Error::other("the disk is broken")),
            false => {
                buffer[0] = b'x';
                Ok(1)
            }
        }
    }
}

#[test]
fn a_file_is_sent_from_any_source() {
    let path = std::env::temp_dir().join(format!("truto-upload-{}.txt", std::process::id()));
    fs::write(&path, "from a path").unwrap();
    let long: &'static str = "0123456789".repeat(100_000).leak();
    for way in Way::ALL {
        let files = [
            (FilePart::from_text("text"), "text", true),
            (FilePart::from_path(&path).unwrap(), "from a path", true),
            (reader(long), long, false),
            (reader(long).with_length(1_000_000), long, true),
            (reader(""), "", false),
            (reader("").with_length(0), "", true),
        ];
        for (file, content, has_length) in files {
            let server = Server::playing([done()]);
            upload(way, &server.url, &file).unwrap();
            let request = server.request();
            let length = request.header("content-length");
            assert_eq!(length.is_some(), has_length, "{file:?}");
            let content = format!("\r\n\r\n{content}\r\n--part-");
            assert!(request.body.contains(&content), "{file:?}");
        }
    }
    fs::remove_file(path).unwrap();
}

type Nested = BTreeMap<&'static str, BTreeMap<&'static str, FilePart>>;
type Encode = fn(Call, &Nested) -> Call;

/// In each encoding of bodies.
#[test]
fn a_file_in_an_object_is_its_text() {
    let meta =
        |file: FilePart| -> Nested { BTreeMap::from([("meta", BTreeMap::from([("file", file)]))]) };
    for way in Way::ALL {
        let send = |encode: Encode, file| {
            let server = Server::playing([done()]);
            let client = client(&server.url).0.build().unwrap();
            let mut probe = Probe::new(&client.unscoped(), &CREATE);
            probe.call = encode(probe.call, &meta(file));
            let sent = way.send_raw(probe);
            sent.map(|_| server.request().body)
        };
        let encodings: [(Encode, &str); 4] = [
            (
                |call, body| call.multipart("multipart/form-data", body, &[]),
                "\r\n\r\n{\"file\":\"ab\"}\r\n--part-",
            ),
            (
                |call, body| call.json("application/json", body),
                "{\"meta\":{\"file\":\"ab\"}}",
            ),
            (|call, body| call.form(body), "meta[file]=ab"),
            (
                |call, body| call.lines("application/x-ndjson", std::slice::from_ref(body)),
                "{\"meta\":{\"file\":\"ab\"}}\n",
            ),
        ];
        for (encode, expected) in encodings {
            let body = send(encode, FilePart::from_text("ab")).unwrap();
            assert!(body.contains(expected), "{body}");
            for file in [reader("ab"), FilePart::from_bytes([0xff])] {
                let error = send(encode, file).unwrap_err();
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Invalid, 0));
            }
        }
    }
}

#[test]
fn a_stream_needs_an_async_call() {
    let stream = || FilePart::from_stream(Slow(vec!["c", "b", "a"], false));
    for file in [stream(), stream().with_length(3)] {
        let server = Server::playing([done()]);
        let error = upload(Way::Blocking, &server.url, &file).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(error.message().contains("async call"), "{error}");
        assert!(server.is_idle());
        upload(Way::Awaited, &server.url, &file).unwrap();
        assert!(server.request().body.contains("\r\n\r\nabc\r\n--"));
    }
}

#[test]
fn only_what_can_be_read_again_is_retried() {
    let path = std::env::temp_dir().join(format!("truto-retry-{}.txt", std::process::id()));
    fs::write(&path, "x").unwrap();
    for way in Way::ALL {
        for file in [
            FilePart::from_text("x"),
            FilePart::from_path(&path).unwrap(),
        ] {
            let server = Server::playing([reset(), done()]);
            assert_eq!(upload(way, &server.url, &file).unwrap().attempts(), 2);
            let [one, two] = <[_; 2]>::try_from(server.requests()).ok().unwrap();
            assert_eq!(one.body, two.body);
            assert!(one.header("idempotency-key").is_some());
        }
        let server = Server::playing([reset(), done()]);
        let file = reader("x").with_length(1);
        let error = upload(way, &server.url, &file).unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Interrupted, 1)
        );
        assert!(error.to_string().contains("read only once"), "{error}");
        assert_eq!(server.requests().len(), 1);

        let error = upload(way, &server.url, &file).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Invalid, 0));
        assert!(server.is_idle());
    }
    fs::remove_file(path).unwrap();
}

#[test]
fn a_file_that_cannot_be_read_fails_the_call() {
    let path = std::env::temp_dir().join(format!("truto-gone-{}.txt", std::process::id()));
    for way in Way::ALL {
        fs::write(&path, "x").unwrap();
        let gone = FilePart::from_path(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let files = [
            (FilePart::from_reader(Broken(false)), "the disk is broken"),
            (reader("x").with_length(2), "ends 1 bytes before"),
            (reader("xyz").with_length(2), "longer than its declared"),
            (gone, "No such file"),
        ];
        for (file, why) in files {
            let server = Server::playing([done()]);
            let error = upload(way, &server.url, &file).unwrap_err();
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::Interrupted, 1)
            );
            assert!(error.message().contains(why), "{error}");
        }
    }
}

/// Fails to connect once, and otherwise reads the body.
#[derive(Clone, Default)]
struct Flaky(Arc<AtomicU32>);

impl Flaky {
    fn connect(&self) -> Result<(), TransportError> {
        match self.0.fetch_add(1, Ordering::Relaxed) {
            0 => Err(TransportError::new(Phase::NeverSent, "refused")),
            _ => Ok(()),
        }
    }
}

fn answer<B: ?Sized>(body: Box<B>) -> http::Response<Box<B>> {
    http::Response::new(body)
}

impl Transport for Flaky {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        let body: Box<dyn Body> = Box::new(Some(request.into_body()));
        Box::pin(async { Ok(answer(body)) })
    }

    fn send_body(
        &self,
        request: Request<RequestBody>,
        _: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        Box::pin(async move {
            self.connect()?;
            let mut body = request.into_body();
            let mut whole = Vec::new();
            while let Some(chunk) = body.chunk().await.unwrap() {
                whole.extend_from_slice(&chunk);
            }
            let body: Box<dyn Body> = Box::new(Some(Bytes::from(whole)));
            Ok(answer(body))
        })
    }
}

struct Once(Option<Bytes>);

impl BlockingBody for Once {
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        Ok(self.0.take())
    }
}

impl BlockingTransport for Flaky {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> Result<http::Response<Box<dyn BlockingBody>>, TransportError> {
        let body: Box<dyn BlockingBody> = Box::new(Once(Some(request.into_body())));
        Ok(answer(body))
    }

    fn send_body(
        &self,
        request: Request<RequestBody>,
        _: Duration,
    ) -> Result<http::Response<Box<dyn BlockingBody>>, TransportError> {
        self.connect()?;
        let mut body = request.into_body();
        let mut whole = Vec::new();
        while let Some(chunk) = body.chunk_blocking().unwrap() {
            whole.extend_from_slice(&chunk);
        }
        let body: Box<dyn BlockingBody> = Box::new(Once(Some(whole.into())));
        Ok(answer(body))
    }
}

#[test]
fn a_reader_that_was_not_read_is_sent_by_the_next_attempt() {
    for way in Way::ALL {
        let flaky = Flaky::default();
        let builder = client("http://localhost").0.transport(flaky.clone());
        let client: Client = builder.blocking_transport(flaky).build().unwrap();
        let response = way.send_raw(probe(&client, &reader("once"))).unwrap();
        assert_eq!(response.attempts(), 2);
        let body = String::from_utf8(response.body().to_vec()).unwrap();
        assert!(body.contains("\r\n\r\nonce\r\n--") && !body.contains(TOKEN));
    }
}

/// A transport of an application, which has no method for bodies that are read while they are sent.
struct Plain;

impl Transport for Plain {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        let body: Box<dyn Body> = Box::new(Some(request.into_body()));
        Box::pin(async { Ok(answer(body)) })
    }
}

impl BlockingTransport for Plain {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> Result<http::Response<Box<dyn BlockingBody>>, TransportError> {
        let body: Box<dyn BlockingBody> = Box::new(Once(Some(request.into_body())));
        Ok(answer(body))
    }
}

#[test]
fn other_transports_get_the_whole_body() {
    for way in Way::ALL {
        let builder = client("http://localhost").0.transport(Plain);
        let client: Client = builder.blocking_transport(Plain).build().unwrap();
        let response = way.send_raw(probe(&client, &reader("whole"))).unwrap();
        assert!(response.text().unwrap().contains("\r\n\r\nwhole\r\n--"));
        let broken = FilePart::from_reader(Broken(false));
        let error = way.send_raw(probe(&client, &broken)).unwrap_err();
        assert!(error.message().contains("the disk is broken"), "{error}");
    }
}
