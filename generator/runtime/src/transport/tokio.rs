//! The default transport.

use std::{
    io::{self, ErrorKind},
    net::{SocketAddr, UdpSocket},
    panic::catch_unwind,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use tokio::{
    net::TcpStream,
    runtime::{Handle, Id},
    task::{JoinHandle, JoinSet, spawn_blocking},
    time::Instant,
};

use crate::{
    body::{Chunks, Reader, piece_of},
    policy::{Timer as _, TokioTimer},
};

use super::{
    Body, BoxFuture, RequestBody, Transport, TransportError,
    content::{self, Decoded},
    http1::{Http1, Http1Body, MAX_TIMEOUT, Network, Setup, Socket, constructors},
};

/// How long to wait for an address before trying the next one as well.
const HEAD_START: Duration = Duration::from_millis(250);

/// The default transport: HTTP/1.1 on tokio, with pooled connections, gzip, the [proxies](crate::transport#proxies) of the
/// environment, and the certificates of the operating system. It requires a tokio runtime with IO and time enabled.
#[derive(Clone)]
pub struct TokioTransport {
    http: Http1<Tasks>,
    /// The last runtime that was checked and found to have IO and time enabled.
    checked: Arc<Mutex<Option<Id>>>,
}

impl TokioTransport {
    constructors!();

    pub(crate) fn with(setup: Setup) -> Self {
        Self {
            http: Http1::new(Tasks, setup),
            checked: Arc::default(),
        }
    }
}

impl Transport for TokioTransport {
    fn unavailable(&self) -> Option<&'static str> {
        let Ok(runtime) = Handle::try_current() else {
            return Some(
                "the call requires a tokio runtime: await it in one, or use `blocking()`, which requires none",
            );
        };
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if *checked == Some(runtime.id()) {
            return None;
        }
        let missing = TokioTimer::default().unavailable().or_else(without_io);
        *checked = missing.is_none().then(|| runtime.id());
        missing
    }

    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        self.send_body(request.map(RequestBody::from), timeout)
    }

    fn send_body(
        &self,
        request: Request<RequestBody>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let request = request.map(|body| body.offloaded(offload));
        Box::pin(async move {
            let response = content::decoded(self.http.send(request, timeout).await?);
            Ok(response.map(|body| Box::new(body) as Box<dyn Body>))
        })
    }
}

impl Body for Decoded<Http1Body<Tasks>> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(self.next())
    }

    fn restart_timeout(&mut self, timeout: Duration) {
        self.extend(timeout);
    }

    fn reports_early_end(&self) -> bool {
        self.reports_early_end()
    }
}

/// Reads a reader on a thread for blocking operations.
fn offload(reader: Reader) -> Chunks {
    Box::pin(Offloaded::Idle(Some(reader)))
}

type Read = (Reader, io::Result<Option<Bytes>>);

/// A reader that is read on a thread for blocking operations.
enum Offloaded {
    /// `None` at the end.
    Idle(Option<Reader>),
    Reading(JoinHandle<Read>),
}

impl Stream for Offloaded {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        if let Self::Idle(reader) = &mut *self {
            let Some(mut reader) = reader.take() else {
                return Poll::Ready(None);
            };
            *self = Self::Reading(spawn_blocking(move || {
                let piece = piece_of(reader.as_mut());
                (reader, piece)
            }));
        }
        let Self::Reading(reading) = &mut *self else {
            return Poll::Ready(None);
        };
        let (reader, piece) = match ready!(Pin::new(reading).poll(cx)) {
            Ok((reader, piece)) => (Some(reader), piece),
            Err(error) => (None, Err(io::Error::other(error))),
        };
        *self = Self::Idle(reader.filter(|_| matches!(piece, Ok(Some(_)))));
        Poll::Ready(piece.transpose())
    }
}

/// Whether the current runtime lacks IO. Tokio has no way to check this without a panic; its message goes to the panic hook.
fn without_io() -> Option<&'static str> {
    // If no socket can be created for this check, connecting will report the error.
    let socket = UdpSocket::bind("127.0.0.1:0").ok()?;
    socket.set_nonblocking(true).ok()?;
    let registered = catch_unwind(|| drop(tokio::net::UdpSocket::from_std(socket)));
    registered
        .is_err()
        .then_some("the current tokio runtime has no IO: build it with `enable_io` or `enable_all`")
}

/// Futures wait in tasks of tokio.
#[derive(Clone, Copy)]
struct Tasks;

impl Network for Tasks {
    type Instant = Instant;
    /// The runtime. A runtime that is not running does not process the events of its connections.
    type Runtime = Option<Id>;

    fn runtime(&self) -> Option<Id> {
        Handle::try_current().ok().map(|runtime| runtime.id())
    }

    fn after(&self, time: Duration) -> Instant {
        Instant::now() + time
    }

    /// Lets the runtime process events. A single-threaded runtime does not do this while its thread is busy. When a task
    /// yields, the runtime processes events before it resumes the task. This function therefore yields, and twice, because the
    /// first yield ends immediately if the task was already woken.
    async fn process_events(&self) {
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
    }

    async fn yield_now(&self) {
        tokio::task::yield_now().await;
    }

    async fn within<F: Future + Send>(&self, until: Instant, future: F) -> Option<F::Output> {
        tokio::time::timeout_at(until, future).await.ok()
    }

    async fn connect(&self, host: &str, port: u16, _: Instant) -> io::Result<Box<dyn Socket>> {
        let addresses = tokio::net::lookup_host((host, port)).await?;
        let stream = first_to_connect(addresses).await?;
        stream.set_nodelay(true)?;
        Ok(Box::new(stream))
    }
}

/// Connects to the address that responds first. Each address has a head start before the next one ("happy eyeballs", RFC 8305): a
/// host whose IPv6 address is not reachable costs a quarter of a second, not the whole timeout.
async fn first_to_connect(
    mut addresses: impl Iterator<Item = SocketAddr>,
) -> io::Result<TcpStream> {
    let (mut attempts, mut last) = (JoinSet::new(), io::Error::from(ErrorKind::NotFound));
    loop {
        let is_last = match addresses.next() {
            Some(address) => {
                attempts.spawn(TcpStream::connect(address));
                false
            }
            None => true,
        };
        let wait = if is_last { MAX_TIMEOUT } else { HEAD_START };
        match tokio::time::timeout(wait, attempts.join_next()).await {
            Ok(Some(Ok(Ok(stream)))) => return Ok(stream),
            Ok(Some(Ok(Err(error)))) => last = error,
            Ok(Some(Err(error))) => last = io::Error::other(error),
            Ok(None) => return Err(last),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, time::Duration};

    use tokio::{net::TcpSocket, time::Instant};

    use super::{HEAD_START, first_to_connect};

    #[tokio::test]
    async fn an_address_that_does_not_answer_costs_its_head_start_only() {
        // Its queue is full, so that further connections are neither accepted nor refused.
        let full = TcpSocket::new_v4().unwrap();
        full.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let full = full.listen(1).unwrap();
        let silent = full.local_addr().unwrap();
        let patience = Duration::from_millis(50);
        let queue: Vec<_> =
            std::iter::from_fn(|| std::net::TcpStream::connect_timeout(&silent, patience).ok())
                .collect();
        assert!(!queue.is_empty());
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
        let closed = closed.unwrap();
        let open = TcpListener::bind("127.0.0.1:0").unwrap();
        let there = open.local_addr().unwrap();

        let start = Instant::now();
        let stream = first_to_connect([silent, closed, there].into_iter()).await;
        assert_eq!(stream.unwrap().peer_addr().unwrap(), there);
        assert!(start.elapsed() >= HEAD_START, "it was not tried first");

        let error = first_to_connect([closed].into_iter()).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused);
        assert!(first_to_connect([].into_iter()).await.is_err());
    }
}
