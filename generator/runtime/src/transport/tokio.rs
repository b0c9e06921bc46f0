//! The default transport.

use std::{
    io::{self, ErrorKind},
    net::UdpSocket,
    panic::catch_unwind,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use tokio::{
    net::TcpStream,
    runtime::{Handle, Id},
    time::Instant,
};

use crate::policy::{Timer as _, TokioTimer};

use super::{
    Body, BoxFuture, Transport, TransportError,
    http1::{Http1, Http1Body, Network, Setup, Socket},
};

/// Sends with HTTP/1.1 over tokio: pooled connections, gzip, the [proxies](crate::transport#proxies) of the environment,
/// certificates as the operating system trusts them. It needs a tokio runtime with IO and time.
#[derive(Clone)]
pub struct TokioTransport {
    http: Http1<Tasks>,
    /// The last runtime that was found to have all that is needed.
    checked: Arc<Mutex<Option<Id>>>,
}

impl TokioTransport {
    /// Connecting, including the TLS handshake, may take `connect_timeout`.
    ///
    /// # Errors
    /// The certificates of the operating system cannot be read; the environment names a proxy whose address is not valid.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        Setup::from_env(connect_timeout).map(Self::with)
    }

    /// The same, whatever proxy the environment names.
    ///
    /// # Errors
    /// The certificates of the operating system cannot be read.
    pub fn without_proxy(connect_timeout: Duration) -> Result<Self, TransportError> {
        Setup::without_proxy(connect_timeout).map(Self::with)
    }

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
                "there is no tokio runtime around this call: await it in one, or send it with `blocking()`, which needs none",
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
        Box::pin(async move {
            let response = self.http.send(request, timeout).await?;
            Ok(response.map(|body| Box::new(body) as Box<dyn Body>))
        })
    }
}

impl Body for Http1Body<Tasks> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(self.next())
    }
}

/// Whether the current runtime lacks IO. Tokio has no way to ask that does not panic; its message goes to the panic hook.
fn without_io() -> Option<&'static str> {
    // Without a socket to try it with, connecting will show it.
    let socket = UdpSocket::bind("127.0.0.1:0").ok()?;
    socket.set_nonblocking(true).ok()?;
    let registered = catch_unwind(|| drop(tokio::net::UdpSocket::from_std(socket)));
    registered.is_err().then_some(
        "the tokio runtime around this call has no IO: build it with `enable_io` or `enable_all`",
    )
}

/// Futures wait in tasks of tokio.
#[derive(Clone, Copy)]
struct Tasks;

impl Network for Tasks {
    type Moment = Instant;

    fn after(&self, time: Duration) -> Instant {
        Instant::now() + time
    }

    async fn within<F: Future + Send>(&self, until: Instant, future: F) -> Option<F::Output> {
        tokio::time::timeout_at(until, future).await.ok()
    }

    async fn connect(&self, host: &str, port: u16, until: Instant) -> io::Result<Box<dyn Socket>> {
        let addresses: Vec<_> = tokio::net::lookup_host((host, port)).await?.collect();
        let mut last = io::Error::from(ErrorKind::NotFound);
        for (tried, address) in addresses.iter().enumerate() {
            // Each gets its share of the time, so that one that does not answer leaves some to the others.
            let left = until.saturating_duration_since(Instant::now());
            let share = left.div_f64((addresses.len() - tried) as f64);
            match tokio::time::timeout(share, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    stream.set_nodelay(true)?;
                    return Ok(Box::new(stream));
                }
                Ok(Err(error)) => last = error,
                Err(_) => last = ErrorKind::TimedOut.into(),
            }
        }
        Err(last)
    }
}
