//! HTTP/1.1 for both default transports: connections, TLS, proxies, the pool and decompression.
//!
//! It is implemented once, with futures, and is generic over a [`Network`]. There are two: tokio's, whose futures wait in a task,
//! and that of [threads](super::thread), whose futures block and are ready when they are first polled. Both transports therefore
//! behave the same. [`hyper`] implements the protocol. Neither `hyper` nor its dependencies log requests or responses.
//!
//! Connections are driven by the calls that use them, not by separate tasks. An idle connection therefore does nothing, and is
//! checked before it is used again.

mod body;
mod connect;
mod connection;
mod io;
mod outgoing;
mod pool;

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::{HeaderValue, Request, Response, Uri, header, uri::PathAndQuery};
use hyper::body::Incoming;
use rustls::ClientConfig;

pub(super) use self::{body::Http1Body, io::Socket};
use self::{
    connection::{Connection, ExchangeError},
    outgoing::Outgoing,
    pool::{Origin, Pool},
};
use super::{
    Phase, RequestBody, TransportError, content,
    proxy::{Hop, Proxies},
};

/// Longer times are reduced to this, since adding them to a clock's time could overflow.
pub(super) const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(90);

/// A connection that was used this recently is used without a check, which takes time too.
const RECENT: Duration = Duration::from_millis(50);

/// IO and timers: in tokio tasks, or on blocked threads.
pub(super) trait Network: Clone + Send + Sync + 'static {
    /// An instant of a monotonic clock.
    type Instant: Copy + Ord + Send + Sync + 'static;

    /// The async runtime in which a connection can be used. In another one, it may never be notified that it can be read.
    type Runtime: Clone + PartialEq + Send + Sync + 'static;

    /// The runtime of the caller.
    fn runtime(&self) -> Self::Runtime;

    /// The instant `time` from now.
    fn after(&self, time: Duration) -> Self::Instant;

    /// Processes pending events of connections, such as that the server has closed them, if nothing has processed them meanwhile.
    fn process_events(&self) -> impl Future<Output = ()> + Send;

    /// Lets other tasks run, after work that did not wait for anything.
    fn yield_now(&self) -> impl Future<Output = ()> + Send;

    /// Returns the output of `future`, or `None` if it takes longer than `until`.
    fn within<F: Future + Send>(
        &self,
        until: Self::Instant,
        future: F,
    ) -> impl Future<Output = Option<F::Output>> + Send;

    /// Opens a TCP connection. `until` is the caller's deadline.
    fn connect(
        &self,
        host: &str,
        port: u16,
        until: Self::Instant,
    ) -> impl Future<Output = std::io::Result<Box<dyn Socket>>> + Send;
}

/// The constructors of a transport that has a function `with`.
macro_rules! constructors {
    () => {
        /// Creates a transport. `connect_timeout` limits the time for connecting, including the TLS handshake.
        ///
        /// # Errors
        /// The certificates of the operating system cannot be read, or the address of a proxy in the environment is invalid.
        pub fn new(
            connect_timeout: ::std::time::Duration,
        ) -> Result<Self, $crate::transport::TransportError> {
            $crate::transport::http1::Setup::from_env(connect_timeout).map(Self::with)
        }

        /// The same, but ignores proxies in the environment.
        ///
        /// # Errors
        /// The certificates of the operating system cannot be read.
        pub fn without_proxy(
            connect_timeout: ::std::time::Duration,
        ) -> Result<Self, $crate::transport::TransportError> {
            $crate::transport::http1::Setup::without_proxy(connect_timeout).map(Self::with)
        }
    };
}

pub(super) use constructors;

/// How to connect to the API.
#[derive(Clone)]
pub(crate) struct Setup {
    connect_timeout: Duration,
    /// Created on first use: reading the certificates of the system takes some milliseconds.
    tls: Arc<OnceLock<Result<Arc<ClientConfig>, rustls::Error>>>,
    proxies: Arc<Proxies>,
}

impl Setup {
    pub(crate) fn new(connect_timeout: Duration, proxies: Proxies) -> Self {
        Self {
            connect_timeout: connect_timeout.min(MAX_TIMEOUT),
            tls: Arc::default(),
            proxies: Arc::new(proxies),
        }
    }

    /// # Errors
    /// The certificates of the system cannot be read.
    pub(crate) fn tls(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        let tls = || connect::tls().map(Arc::new);
        self.tls.get_or_init(tls).clone()
    }

    fn checked(self) -> Result<Self, TransportError> {
        self.tls().map_err(never_sent)?;
        Ok(self)
    }

    pub(super) fn from_env(connect_timeout: Duration) -> Result<Self, TransportError> {
        let proxies = Proxies::from_env().map_err(never_sent)?;
        Self::new(connect_timeout, proxies).checked()
    }

    pub(super) fn without_proxy(connect_timeout: Duration) -> Result<Self, TransportError> {
        Self::new(connect_timeout, Proxies::default()).checked()
    }
}

/// An HTTP/1.1 client, with its connection pool.
#[derive(Clone)]
pub(super) struct Http1<N: Network> {
    network: N,
    setup: Setup,
    pool: Arc<Pool<N>>,
}

impl<N: Network> Http1<N> {
    pub(super) fn new(network: N, setup: Setup) -> Self {
        Self {
            network,
            setup,
            pool: Arc::default(),
        }
    }

    pub(super) async fn send(
        &self,
        request: Request<RequestBody>,
        timeout: Duration,
    ) -> Result<Response<Http1Body<N>>, TransportError> {
        let until = self.network.after(timeout.min(MAX_TIMEOUT));
        let origin = Origin::of(request.uri()).map_err(never_sent)?;
        let hop = self.setup.proxies.hop(request.uri());
        let hop = hop.map_err(never_sent)?;
        let request = prepared(request, &origin, hop.as_ref()).map_err(never_sent)?;
        let (response, connection) = self.exchange(request, &origin, hop.as_ref(), until).await?;
        Ok(Http1Body::response(
            self, origin, connection, response, until,
        ))
    }

    /// Sends the request on a pooled connection or, if none is usable, on a new one.
    async fn exchange(
        &self,
        mut request: Request<Outgoing>,
        origin: &Origin,
        hop: Option<&Hop>,
        until: N::Instant,
    ) -> Result<(Response<Incoming>, Connection), TransportError> {
        let runtime = self.network.runtime();
        while let Some((kept, kept_until)) =
            self.pool
                .take(origin, &runtime, self.network.after(Duration::ZERO))
        {
            if kept_until < self.network.after(IDLE - RECENT) {
                self.network.process_events().await;
            }
            match self.attempt(kept, request, until).await {
                Err(ExchangeError::Unsent(unsent)) => request = *unsent,
                Err(ExchangeError::Failed(error)) => return Err(error),
                Ok(answered) => return Ok(answered),
            }
        }
        let connection = self.connect(origin, hop, until).await?;
        match self.attempt(connection, request, until).await {
            Ok(answered) => Ok(answered),
            Err(ExchangeError::Failed(error)) => Err(error),
            Err(ExchangeError::Unsent(_)) => {
                Err(never_sent("the connection was closed before the request"))
            }
        }
    }

    async fn attempt(
        &self,
        mut connection: Connection,
        request: Request<Outgoing>,
        until: N::Instant,
    ) -> Result<(Response<Incoming>, Connection), ExchangeError> {
        if !connection.is_open().await {
            return Err(ExchangeError::Unsent(Box::new(request)));
        }
        let answer = self.network.within(until, connection.exchange(request));
        match answer.await {
            Some(Ok(response)) => Ok((response, connection)),
            Some(Err(unanswered)) => Err(unanswered),
            None => Err(ExchangeError::Failed(timed_out(Phase::NoResponse))),
        }
    }
}

/// Prepares the request: sets its host, and the form of its address that the next hop requires.
fn prepared(
    request: Request<RequestBody>,
    origin: &Origin,
    hop: Option<&Hop>,
) -> Result<Request<Outgoing>, http::Error> {
    let (mut head, body) = request.into_parts();
    content::ask(&mut head.headers);
    head.headers
        .insert(header::HOST, HeaderValue::from_str(&origin.host_header())?);
    match hop {
        Some(hop) if !origin.is_secure() => {
            if let Some(credentials) = hop.credentials() {
                head.headers
                    .insert(header::PROXY_AUTHORIZATION, credentials.clone());
            }
        }
        _ => {
            let path = head.uri.path_and_query().cloned();
            head.uri = Uri::from(path.unwrap_or(PathAndQuery::from_static("/")));
        }
    }
    Ok(Request::from_parts(head, Outgoing(body)))
}

fn never_sent(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(Phase::NeverSent, source)
}

fn timed_out(phase: Phase) -> TransportError {
    TransportError::new(phase, "timed out").timed_out()
}
