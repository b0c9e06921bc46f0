//! Pooled connections that must not be reused.

use std::{
    io::{Read as _, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use tokio::runtime::Builder;

use super::{CREATE, DELETE, LIST, client};
use crate::{
    server::{Server, read},
    way::{Probe, Way, runtime},
};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";

/// Serves each connection with `serve`, on a separate thread.
fn server(serve: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            thread::spawn(move || serve(stream));
        }
    });
    url
}

#[test]
fn connections_of_a_stopped_runtime_are_not_reused() {
    let url = server(|mut stream| {
        while read(&stream).is_some() {
            let _ = stream.write_all(OK);
        }
    });
    let client = client(&url).0.attempts(1).build().unwrap();
    let runtimes = [(); 2].map(|()| Builder::new_current_thread().enable_all().build().unwrap());
    for runtime in [&runtimes[0], &runtimes[1], &runtimes[0]] {
        let probe = Probe::new(&client.unscoped(), &LIST);
        runtime.block_on(probe.send_raw()).unwrap();
    }
}

/// The thread of the runtime is busy while the server closes the connection.
#[test]
fn closed_connections_are_not_reused() {
    let url = server(|mut stream| {
        read(&stream);
        let _ = stream.write_all(OK);
        thread::sleep(Duration::from_millis(20));
    });
    let client = client(&url).0.attempts(1).build().unwrap();
    let calls = async move {
        for _ in 0..4 {
            // A write without a key, which would not be retried.
            Probe::new(&client.unscoped(), &DELETE).send_raw().await?;
            thread::sleep(Duration::from_millis(100));
        }
        Ok::<_, truto_runtime::Error>(())
    };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::spawn(calls).await.unwrap().unwrap() });
}

/// The server responds after a part of the upload. It does not read the rest, but keeps the connection open.
#[test]
fn connections_with_an_unfinished_request_are_not_reused() {
    for way in Way::ALL {
        let url = server(|mut stream| {
            let mut part = [0; 512];
            let _ = stream.read(&mut part);
            let _ = stream.write_all(OK);
            thread::sleep(Duration::from_secs(60));
        });
        let client = client(&url).0.attempts(1).build().unwrap();
        let mut upload = Probe::new(&client.unscoped(), &CREATE);
        upload.call = upload
            .call
            .bytes("application/octet-stream", vec![b'x'; 32 << 20]);
        way.send_raw(upload).unwrap();
        way.send_raw(Probe::new(&client.unscoped(), &LIST)).unwrap();
    }
}

/// The whole body has arrived before the timeout, but the caller reads it too late.
#[test]
fn the_timeout_also_ends_an_ignored_body() {
    let late = Duration::from_millis(300);
    for way in Way::ALL {
        let body = "x".repeat(200_000);
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 200000";
        let server = Server::answering(format!("{head}\r\n\r\n{body}"));
        let client = client(&server.url).0.timeout(late / 2).build().unwrap();
        let probe = Probe::new(&client.unscoped(), &LIST);
        let error: truto_runtime::Error = match way {
            Way::Awaited => runtime().block_on(async {
                let mut stream = probe.send_stream().await.unwrap();
                stream.chunk().await.unwrap();
                thread::sleep(late);
                stream.chunk().await.unwrap_err()
            }),
            Way::Blocking => {
                let mut stream = probe.blocking().send_stream().unwrap();
                stream.read_exact(&mut [0]).unwrap();
                thread::sleep(late);
                let error = stream.read_to_end(&mut Vec::new()).unwrap_err();
                *error.into_inner().unwrap().downcast().unwrap()
            }
        };
        assert!(error.is_timeout(), "{error}");
    }
}
