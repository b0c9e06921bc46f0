//! A server on loopback, on its own thread, so that it responds while the user's thread is blocked.
//!
//! The server's thread only reads and writes bytes. Requests are parsed and handled on other threads, so that a large request
//! does not delay others.

use std::{
    convert::Infallible,
    future::pending,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{runtime, sync::oneshot, task::spawn_blocking, time::sleep};

use super::{
    fault::{End, Fault},
    incoming::{self, Limits, ReadError},
    received::ReceivedRequest,
    reply::Reply,
    service::{Answer, Service},
    wire::{FaultyBody, Wire},
};

/// The maximum number of requests handled at the same time; others wait.
const MOST_THREADS: usize = 64;

/// A server that runs until it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    /// For tasks besides those of connections. They end when the server is dropped.
    #[cfg(feature = "webhooks")]
    pub(super) runtime: runtime::Handle,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on this port; 0 means any free port.
    pub(super) fn start(port: u16, limits: Limits, service: Arc<Service>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(MOST_THREADS)
            .build()?;
        let listener = {
            let _guard = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        #[cfg(feature = "webhooks")]
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let run = move || {
            runtime.spawn(accept(listener, limits, service));
            // This ends when the sender is dropped: an `Infallible` cannot be sent.
            let _ = runtime.block_on(stopped);
        };
        let thread = thread::Builder::new().name("fake".to_owned()).spawn(run)?;
        Ok(Self {
            address,
            #[cfg(feature = "webhooks")]
            runtime: handle,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Blocks until the program is terminated.
    pub(super) fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been printed.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        let own = thread::current().id();
        if let Some(thread) = self
            .thread
            .take()
            .filter(|thread| thread.thread().id() != own)
        {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: tokio::net::TcpListener, limits: Limits, service: Arc<Service>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let _ = stream.set_nodelay(true);
                tokio::spawn(serve(stream, limits, Arc::clone(&service)));
            }
            // There are too many connections, or the client disconnected before its connection was accepted.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn serve(stream: tokio::net::TcpStream, limits: Limits, service: Arc<Service>) {
    let (wire, reset) = Wire::new(stream, limits.idle);
    let service = service_fn(|request| answer(request, limits, &service, &reset));
    // A client that disconnects, or a fault that closes the connection, is not an error of the fake.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle)
        .serve_connection(TokioIo::new(wire), service)
        .await;
}

/// Closes the connection without a response.
#[derive(Debug)]
struct ConnectionClosed;

impl std::fmt::Display for ConnectionClosed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is closed by a fault")
    }
}

impl std::error::Error for ConnectionClosed {}

async fn answer(
    request: Request<Incoming>,
    limits: Limits,
    service: &Arc<Service>,
    reset: &AtomicBool,
) -> Result<Response<FaultyBody>, ConnectionClosed> {
    let (parts, body) = request.into_parts();
    let body = incoming::read(body, &parts.headers, limits).await;
    let target = parts
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut received = ReceivedRequest::new(parts.method, target.to_owned(), parts.headers);
    let refusal = match body {
        Ok(body) => {
            received.body_length = body.len();
            received.body = body;
            None
        }
        Err(ReadError::Broken) => return Err(ConnectionClosed),
        Err(ReadError::Refused { reply, length }) => {
            received.body_length = length;
            Some(reply)
        }
    };
    let service = Arc::clone(service);
    let answered = spawn_blocking(move || match refusal {
        Some(reply) => service.refuse(received, *reply),
        None => service.answer(received),
    });
    let Answer { reply, fault } = answered.await.map_err(|_| ConnectionClosed)?;
    let Some(Fault { end, delay, .. }) = fault else {
        return Ok(response(reply, FaultyBody::whole));
    };
    if !delay.is_zero() {
        sleep(delay).await;
    }
    match end {
        End::Whole | End::Reply(_) => Ok(response(reply, FaultyBody::whole)),
        End::Reset => {
            reset.store(true, Ordering::Relaxed);
            Err(ConnectionClosed)
        }
        End::Close => Err(ConnectionClosed),
        End::Truncated(bytes) => Ok(response(reply, |body, _| {
            FaultyBody::cut(body, bytes, false)
        })),
        End::Stalled(Some(bytes)) => Ok(response(reply, |body, _| {
            FaultyBody::cut(body, bytes, true)
        })),
        End::Stalled(None) => pending().await,
        End::Dripped(every) => Ok(response(reply, |body, _| FaultyBody::dripped(body, every))),
    }
}

fn response(reply: Reply, body: impl FnOnce(Bytes, bool) -> FaultyBody) -> Response<FaultyBody> {
    let mut response = Response::new(body(reply.body, !reply.is_chunked));
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    response
}
