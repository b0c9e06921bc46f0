//! Faults of a single attempt, as data: the fault, and how the call must end. They apply to every operation.

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
    ops::RangeInclusive,
    sync::LazyLock,
    time::Duration,
};

use flate2::{Compression, write::GzEncoder};
use truto_runtime::{
    Bytes, ClientBuilder, Error,
    ErrorKind::{self, Conflict, Connect, Decode, Interrupted, RateLimited, Server as Failed},
};

use crate::server::{
    Play::{self, Answer, Drip, Reset},
    Server, response,
};

/// The fault of the first attempt. If there is a server, all later attempts succeed.
#[derive(Clone, Debug)]
pub enum Fault {
    Played(Play),
    /// The connection is refused.
    Refused,
    /// The host has no address.
    Unknown,
    /// The host neither accepts nor refuses connections.
    Hanging,
    /// The host accepts connections, but does not respond to the TLS handshake.
    Mute,
}

/// How a call must end.
#[derive(Clone, Copy, Debug)]
pub enum End {
    /// The second attempt succeeds.
    Well,
    /// The first attempt succeeds.
    First,
    /// The call fails after the first attempt.
    AtOnce(ErrorKind),
    /// The call fails after all attempts, none of which reached a server.
    Unsent { is_timeout: bool },
}

use End::{AtOnce, First, Unsent, Well};

/// In milliseconds.
type Wait = RangeInclusive<u64>;

/// The range of the backoff before the second attempt.
const BACKOFF: Wait = 0..=500;

/// The `max_body` of clients in these tests, in bytes.
const MAX_BODY: usize = 15_000;

#[derive(Debug)]
pub struct Row {
    /// The number in the table of all faults.
    pub number: u8,
    fault: Fault,
    /// The wait before the second attempt.
    wait: Wait,
    read: End,
    keyed: End,
    /// The end of a write without a key.
    other: End,
}

fn row(number: u8, fault: Play, wait: Wait, [read, keyed, other]: [End; 3]) -> Row {
    Row {
        number,
        fault: Fault::Played(fault),
        wait,
        read,
        keyed,
        other,
    }
}

pub fn rows() -> Vec<Row> {
    let mut rows = rate_limits();
    rows.extend(statuses());
    rows.extend(breaks());
    rows.extend(unreached());
    rows
}

pub fn answer(status: &str, headers: &str) -> Play {
    let headers = format!("Content-Type: application/json{headers}");
    Answer(response(status, &headers, "{}").into())
}

pub fn page(status: &str) -> Play {
    let page = format!("<html>{}</html>", "z".repeat(10_000));
    Answer(response(status, "Content-Type: text/html", &page).into())
}

fn remote(status: &str) -> Play {
    let headers = "Content-Type: application/json";
    let body = r#"{"message":"no","truto_is_remote_error":true}"#;
    Answer(response(status, headers, body).into())
}

fn rate_limits() -> Vec<Row> {
    let dated =
        "\r\nDate: Sun, 06 Nov 1994 12:00:00 GMT\r\nRetry-After: Sun, 06 Nov 1994 12:00:07 GMT";
    let again = |number, headers, wait| row(number, answer("429 X", headers), wait, [Well; 3]);
    let never = |headers| {
        let ends = [AtOnce(RateLimited); 3];
        row(3, answer("429 X", headers), BACKOFF, ends)
    };
    vec![
        again(1, "\r\nRetry-After: 3", 3000..=3000),
        again(2, dated, 7000..=7000),
        again(3, "\r\nRetry-After: 0", 500..=500),
        again(3, "\r\nRetry-After: -1", BACKOFF),
        again(3, "\r\nRetry-After: soon", BACKOFF),
        again(3, "\r\nRetry-After: 1e18", BACKOFF),
        never("\r\nRetry-After: 1000000000000000000"),
        never("\r\nRetry-After: 121"),
        never("\r\nRetry-After: 90"),
        again(4, "", BACKOFF),
        again(4, "\r\nratelimit-reset: 4", 4000..=4000),
    ]
}

fn statuses() -> Vec<Row> {
    let maybe = |number, fault, wait, kind| row(number, fault, wait, [Well, Well, AtOnce(kind)]);
    let never = |number, fault, kind| row(number, fault, BACKOFF, [AtOnce(kind); 3]);
    let only_reads = |fault| row(7, fault, BACKOFF, [Well, AtOnce(Failed), AtOnce(Failed)]);
    let redirect = response("307 X", "Location: http://evil.example/", "");
    let huge = response(
        "200 OK",
        "X: y",
        &format!("\"{}\"", "z".repeat(2 * MAX_BODY)),
    );
    // The status counts, even if the body is longer than the client accepts.
    let huge_error = response("500 X", "X: y", &"z".repeat(2 * MAX_BODY));
    vec![
        never(5, answer("503 X", ""), Failed),
        maybe(
            5,
            answer("503 X", "\r\nRetry-After: 2"),
            2000..=2000,
            Failed,
        ),
        never(5, remote("503 X"), Failed),
        never(6, answer("409 X", ""), Conflict),
        maybe(7, answer("408 X", ""), BACKOFF, ErrorKind::Status),
        maybe(7, page("500 X"), BACKOFF, Failed),
        maybe(7, page("502 X"), BACKOFF, Failed),
        maybe(7, page("504 X"), BACKOFF, Failed),
        maybe(7, Answer(huge_error.into()), BACKOFF, Failed),
        only_reads(remote("500 X")),
        only_reads(remote("502 X")),
        never(7, page("407 X"), ErrorKind::Status),
        never(8, page("200 OK"), Decode),
        never(15, Answer(redirect.into()), ErrorKind::Redirect),
        never(16, Answer(huge.into()), ErrorKind::TooLarge),
        never(16, Answer(gzip_bomb()), ErrorKind::TooLarge),
    ]
}

fn breaks() -> Vec<Row> {
    let maybe = |number, fault| row(number, fault, BACKOFF, [Well, Well, AtOnce(Interrupted)]);
    let none = "";
    let head = "HTTP/1.1 200 OK\r\nContent-Le";
    let half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\"";
    let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"id\r\n";
    let lengthless = "HTTP/1.1 200 OK\r\n\r\n {\"id\": {}";
    vec![
        maybe(10, Reset(none.into())),
        maybe(10, Answer(none.into())),
        maybe(10, Reset(head.into())),
        maybe(10, Answer(head.into())),
        maybe(11, Reset(half.into())),
        maybe(11, Answer(half.into())),
        maybe(11, Answer(chunk.into())),
        row(
            12,
            Answer(lengthless.into()),
            BACKOFF,
            [Well, AtOnce(Decode), AtOnce(Decode)],
        ),
        maybe(
            13,
            Drip("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n".into()),
        ),
    ]
}

fn unreached() -> Vec<Row> {
    let ends = |number, fault, is_timeout| Row {
        number,
        fault,
        wait: BACKOFF,
        read: Unsent { is_timeout },
        keyed: Unsent { is_timeout },
        other: Unsent { is_timeout },
    };
    vec![
        ends(9, Fault::Refused, false),
        ends(9, Fault::Unknown, false),
        ends(14, Fault::Hanging, true),
        ends(14, Fault::Mute, true),
    ]
}

/// The URL for a row, and its server, if it has one.
pub struct Site {
    pub url: String,
    server: Option<Server>,
}

impl Row {
    /// Prepares the fault. A server responds to all later attempts with `fine`.
    pub fn site(&self, fine: Play) -> Site {
        let away = |url: &str| Site {
            url: url.to_owned(),
            server: None,
        };
        match &self.fault {
            Fault::Played(play) => {
                let server = Server::playing([play.clone(), fine]);
                Site {
                    url: server.url.clone(),
                    server: Some(server),
                }
            }
            Fault::Refused => away("http://127.0.0.1:1"),
            // The name is too long for a lookup, so no name server is involved.
            Fault::Unknown => away(&format!("http://{}.invalid", "x".repeat(64))),
            Fault::Hanging => away(&HANGING.url),
            Fault::Mute => away(&MUTE),
        }
    }

    /// Returns the row for an operation that returns bytes: any body is valid, and a body that has begun to arrive is not
    /// requested again.
    #[must_use]
    pub fn of_bytes(mut self) -> Self {
        let end = match self.number {
            8 | 12 => First,
            11 | 13 => AtOnce(Interrupted),
            _ => return self,
        };
        (self.read, self.keyed, self.other) = (end, end, end);
        self
    }

    /// Builds a client that is configured for the row.
    pub fn client<C: From<truto_runtime::Client>>(
        &self,
        builder: ClientBuilder<C>,
    ) -> Result<C, Error> {
        let builder = builder.max_body(MAX_BODY).allow_insecure_http();
        match &self.fault {
            Fault::Played(Drip(_)) => builder.timeout(Duration::from_millis(1500)),
            Fault::Hanging | Fault::Mute => builder.connect_timeout(Duration::from_millis(50)),
            _ => builder.timeout(Duration::from_secs(10)),
        }
        .build()
    }

    /// Returns how the end of a call with `method` differs from the expected one. `waits` are the waits of the call.
    pub fn judge<T>(
        &self,
        method: &str,
        result: &Result<T, Error>,
        site: &Site,
        waits: &[Duration],
    ) -> Vec<String> {
        let is_keyed = matches!(method, "POST" | "PATCH");
        let end = match method {
            "GET" | "HEAD" => self.read,
            _ if is_keyed => self.keyed,
            _ => self.other,
        };
        let requests = site
            .server
            .as_ref()
            .map(Server::requests)
            .unwrap_or_default();
        let keys: Vec<_> = requests
            .iter()
            .map(|request| request.header("idempotency-key"))
            .collect();
        let mut wrong = Vec::new();
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{:?} of {method}: {what}", self.fault));
            }
        };
        match (end, result) {
            (Well, Ok(_)) => {
                expect(requests.len() == 2, "a second attempt");
                let wait = waits
                    .first()
                    .map_or(u64::MAX, |wait| wait.as_millis() as u64);
                let fits = waits.len() == 1 && self.wait.contains(&wait);
                expect(
                    fits,
                    &format!("a wait of {:?} ms, not {waits:?}", self.wait),
                );
            }
            (First, Ok(_)) => {
                expect(requests.len() == 1, "one request");
                expect(waits.is_empty(), "no wait");
            }
            (AtOnce(kind), Err(error)) => {
                expect(error.kind() == kind, &format!("{kind:?}, not {error:?}"));
                expect(
                    error.attempts() == 1,
                    &format!("one attempt, not {error:?}"),
                );
                expect(requests.len() == 1, "one request");
                expect(waits.is_empty(), "no wait");
                expect(!error.is_never_sent(), "that it may have arrived");
                expect(error.idempotency_key() == keys[0], "the key in the error");
            }
            (Unsent { is_timeout }, Err(error)) => {
                let found = (error.kind(), error.is_timeout(), error.attempts());
                expect(found == (Connect, is_timeout, 3), &format!("{error:?}"));
                expect(error.is_never_sent(), "that it was never sent");
                expect(waits.len() == 2, "two waits");
            }
            (end, Ok(_)) => expect(false, &format!("{end:?}, not a success")),
            (end, Err(error)) => expect(false, &format!("{end:?}, not {error:?}")),
        }
        expect(
            keys.iter().all(|key| *key == keys[0]),
            "one key for all attempts",
        );
        let is_of_length = |key: &Option<&str>| key.map(str::len) == is_keyed.then_some(32);
        expect(
            keys.iter().all(is_of_length),
            "a key for POST and PATCH, and for no other",
        );
        wrong
    }
}

/// A server that accepts no connections, and whose queue is full.
struct Hanging {
    url: String,
    _queue: (TcpListener, Vec<TcpStream>),
}

static HANGING: LazyLock<Hanging> = LazyLock::new(|| {
    let listener = shortest_queue();
    let address = listener.local_addr().unwrap();
    let patience = Duration::from_millis(50);
    let queue: Vec<_> =
        std::iter::from_fn(|| TcpStream::connect_timeout(&address, patience).ok()).collect();
    Hanging {
        url: format!("http://{address}"),
        _queue: (listener, queue),
    }
});

/// Listens with the shortest possible queue, which the standard library cannot set. It uses a separate thread, because a runtime
/// cannot be dropped inside another one.
fn shortest_queue() -> TcpListener {
    let listening = std::thread::spawn(|| {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let _inside = runtime.enter();
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        socket.listen(1).unwrap().into_std().unwrap()
    });
    listening.join().unwrap()
}

/// A server that accepts connections but never responds.
static MUTE: LazyLock<String> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    url
});

/// 48 KB that become 50 MB.
fn gzip_bomb() -> Bytes {
    static BOMB: LazyLock<Bytes> = LazyLock::new(|| {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
        let mut bomb = GzEncoder::new(head.as_bytes().to_vec(), Compression::best());
        bomb.write_all(&vec![b'0'; 50_000_000]).unwrap();
        let bomb = bomb.finish().unwrap();
        assert!(bomb.len() < 60_000);
        bomb.into()
    });
    BOMB.clone()
}
