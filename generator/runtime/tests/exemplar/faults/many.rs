//! Closed connections, dropped calls, and many calls at once.

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use truto_runtime::{ClientBuilder, RateLimits};

use super::{CREATE, DELETE, LIST, client, page};
use crate::{
    server::{Server, read},
    timer::Stopped,
    way::Way,
    wire::TOKEN,
};

/// A server whose responses promise to keep the connection open, but which closes it after one. Returns its URL and the number of
/// requests.
fn fickle() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let served = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&served);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.unwrap();
            if read(&stream).is_some() {
                count.fetch_add(1, Ordering::Relaxed);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
            }
        }
    });
    (url, served)
}

pub(super) fn a_closed_connection_is_replaced(way: Way) {
    let (url, served) = fickle();
    let (builder, timer) = client(&url);
    let client = builder.build().unwrap();
    for (number, operation) in [&LIST, &CREATE, &DELETE, &DELETE].into_iter().enumerate() {
        way.call(&client, operation).unwrap();
        assert_eq!(
            served.load(Ordering::Relaxed),
            number + 1,
            "each request arrives once"
        );
        // Enough time for the client to receive the end of the connection, even on a slow machine.
        thread::sleep(Duration::from_millis(100));
    }
    assert!(timer.waits().is_empty(), "nothing has failed");
}

/// Only async calls can be dropped. For blocking calls, the test only checks that the attempts of a finished call count.
pub(super) fn a_dropped_call_leaves_nothing_behind(way: Way) {
    if way == Way::Blocking {
        let server = Server::playing([page("500 X")]);
        let (builder, _) = client(&server.url);
        let limits = RateLimits::NONE.per_token(3, Duration::from_secs(1000));
        let client = builder.rate_limits(limits).build().unwrap();
        assert_eq!(way.call(&client, &LIST).unwrap_err().attempts(), 3);
        assert!(way.call(&client, &LIST).unwrap_err().is_rate_limited());
        return;
    }
    let server = Server::playing([page("500 X")]);
    let timer = Stopped::default();
    let (builder, _) = client(&server.url);
    let limits = RateLimits::NONE.per_token(7, Duration::from_secs(10));
    let builder = builder.timer(timer.clone()).retry_budget(1);
    let client = builder.rate_limits(limits).build().unwrap();
    let runtime = crate::way::runtime();
    for waits in 1..=3 {
        let call = crate::way::Probe::new(&client.unscoped(), &LIST);
        let waiting = runtime.spawn(call.send());
        while timer.begun() < waits {
            assert!(!waiting.is_finished(), "no retry was available");
            thread::sleep(Duration::from_millis(1));
        }
        let error = way.call(&client, &LIST).unwrap_err();
        assert_eq!(error.attempts(), 1, "the only retry is taken");
        waiting.abort();
        assert!(runtime.block_on(waiting).unwrap_err().is_cancelled());
    }
    // Six requests were sent, so one more is allowed. Calls that are dropped while they wait for the limit keep no place.
    for waits in 4..=6 {
        let seventh = crate::way::Probe::new(&client.unscoped(), &LIST);
        if waits == 4 {
            let seventh = seventh.with_attempts(1);
            runtime.block_on(seventh.send()).unwrap_err();
        }
        let eighth = crate::way::Probe::new(&client.unscoped(), &LIST);
        let waiting = runtime.spawn(eighth.send());
        while timer.begun() < waits {
            thread::sleep(Duration::from_millis(1));
        }
        waiting.abort();
        assert!(runtime.block_on(waiting).unwrap_err().is_cancelled());
    }
}

pub(super) fn a_hundred_concurrent_calls_succeed(way: Way) {
    const CALLS: usize = 100;
    let server = Server::by(|request| {
        let id = request
            .line
            .split_once("?id=")
            .map_or("0", |(_, rest)| rest);
        let id = id.split('&').next().unwrap_or_default();
        crate::server::response("200 OK", "X: y", id).into_bytes()
    });
    // In real time, because the fake timer only suits consecutive calls.
    let window = Duration::from_millis(150);
    let limits = RateLimits::NONE.per_token(40, window);
    let builder: ClientBuilder = ClientBuilder::new(&server.url).token(TOKEN);
    let client = builder.rate_limits(limits).build().unwrap();
    let began = tokio::time::Instant::now();
    let start = Arc::new(Barrier::new(CALLS));
    let calls: Vec<_> = (0..CALLS)
        .map(|id| {
            let (client, start) = (client.clone(), Arc::clone(&start));
            thread::spawn(move || {
                start.wait();
                let mut probe = crate::way::Probe::new(&client.unscoped(), &LIST);
                probe = probe
                    .with_query("id", id)
                    .with_deadline(Duration::from_secs(1000));
                (id, way.send(probe))
            })
        })
        .collect();
    for call in calls {
        let (id, answer) = call.join().unwrap();
        assert_eq!(answer.unwrap(), id, "each call gets its own response");
    }
    assert_eq!(server.requests().len(), CALLS);
    // Each window allows 40 requests, so the last 20 are sent after two windows at the earliest.
    assert!(began.elapsed() >= 2 * window, "{:?}", began.elapsed());
}
