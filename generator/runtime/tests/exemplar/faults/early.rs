//! Early responses, and responses with many headers, interim responses or trailers.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use flate2::{Compression, write::GzEncoder};
use truto_runtime::{Error, ErrorKind, Response};

use super::{CREATE, LIST, client};
use crate::{
    server::{Play, Server, read},
    way::{Probe, Way},
};

/// A server that reads `length` bytes of each request, responds and closes the connection, which resets it. Returns its URL and
/// the number of requests.
fn hasty(length: usize, status: u16) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.unwrap();
            if stream.read_exact(&mut vec![0; length]).is_ok() {
                count.fetch_add(1, Ordering::Relaxed);
                let answer = format!(
                    "HTTP/1.1 {status} X\r\nContent-Length: 18\r\n\r\n{{\"message\":\"early\"}}"
                );
                let _ = stream.write_all(answer.as_bytes());
            }
        }
    });
    (url, requests)
}

fn upload(way: Way, url: &str, size: usize) -> Result<Response, Error> {
    let client = client(url).0.build().unwrap();
    let mut probe = Probe::new(&client.unscoped(), &CREATE);
    probe.call = probe
        .call
        .bytes("application/octet-stream", vec![b'x'; size]);
    way.send_raw(probe)
}

/// Tests different amounts of the request that the server has read when it closes the connection.
pub(super) fn a_status_that_comes_early_is_the_status(way: Way) {
    for status in [413, 201] {
        for size in [1 << 20, 4 << 20] {
            for length in [1, 512, 1 << 16] {
                let (url, requests) = hasty(length, status);
                let found = match upload(way, &url, size) {
                    Ok(response) => (response.status(), response.attempts()),
                    Err(error) => (error.status().expect("a response"), error.attempts()),
                };
                assert_eq!((found.0.as_u16(), found.1), (status, 1));
                assert_eq!(requests.load(Ordering::Relaxed), 1, "{size} after {length}");
            }
        }
    }
}

/// Returns the response that a client receives from a server that sends `answer`.
fn received(way: Way, answer: String) -> Result<Response, Error> {
    let server = Server::answering(answer);
    let client = client(&server.url).0.attempts(1).build().unwrap();
    way.send_raw(Probe::new(&client.unscoped(), &LIST))
}

pub(super) fn what_surrounds_a_response_is_no_fault(way: Way) {
    let plain = "Content-Length: 3\r\nConnection: close\r\n\r\n[1]";
    let headers = |count: usize| -> String {
        (2..count)
            .map(|number| format!("X-{number}: y\r\n"))
            .collect()
    };
    for count in [100, 101, 129, 1000] {
        let response = received(way, format!("HTTP/1.1 200 OK\r\n{}{plain}", headers(count)));
        let response = response.unwrap();
        assert_eq!(
            (response.headers().len(), &response.body()[..]),
            (count, &b"[1]"[..])
        );
    }
    let error = received(way, format!("HTTP/1.1 200 OK\r\n{}{plain}", headers(1001)));
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Interrupted);

    let before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Early: y\r\n\r\n";
    let response = received(
        way,
        format!("{}HTTP/1.1 201 X\r\n{plain}", before.repeat(3)),
    )
    .unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.body()[..]),
        (201, &b"[1]"[..])
    );
    assert!(!response.headers().contains_key("x-early"));

    let trailers =
        "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3;x=y\r\n[1]\r\n0\r\nX-Sum: 7\r\n\r\n";
    let response = received(way, format!("HTTP/1.1 200 OK\r\n{trailers}")).unwrap();
    assert_eq!(&response.body()[..], b"[1]");
    assert!(!response.headers().contains_key("x-sum"));
}

/// The responses before the response never end, and the next one has always arrived when the client reads.
pub(super) fn a_flood_of_responses_ends_with_the_timeout(way: Way) {
    for interim in ["100 Continue", "103 Early Hints\r\nX-Early: y"] {
        let server = Server::playing([flood(interim)]);
        let builder = client(&server.url).0.attempts(1);
        let client = builder.timeout(Duration::from_millis(300)).build().unwrap();
        let error = way.call(&client, &LIST).unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Interrupted);
    }
    // The response of a proxy that is asked for a tunnel.
    let proxy = Server::playing([flood("100 Continue")]);
    super::proxies::a_tunnel_times_out(way, &proxy.url);
}

fn flood(interim: &str) -> Play {
    Play::Flood(format!("HTTP/1.1 {interim}\r\n\r\n").into())
}

/// A server that keeps connections open and responds with gzip in chunks. Returns its URL and the number of connections.
fn patient() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::Relaxed);
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                while read(&stream).is_some() {
                    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
                    gzip.write_all(b"[1]").unwrap();
                    let gzip = gzip.finish().unwrap();
                    let head =
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked";
                    let _ = write!(stream, "{head}\r\n\r\n{:x}\r\n", gzip.len());
                    let _ = stream.write_all(&gzip);
                    let _ = stream.write_all(b"\r\n0\r\n\r\n");
                }
            });
        }
    });
    (url, connections)
}

#[test]
fn connections_are_reused() {
    for way in Way::ALL {
        let (url, connections) = patient();
        let client = client(&url).0.build().unwrap();
        for _ in 0..5 {
            assert_eq!(way.call(&client, &CREATE).unwrap(), serde_json::json!([1]));
        }
        assert_eq!(connections.load(Ordering::Relaxed), 1, "{way:?}");
    }
}
