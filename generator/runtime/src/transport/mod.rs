//! How bytes travel.
//!
//! A [`Transport`] sends one request and hands back one response: no retries, no redirects, no meaning. It says how far a
//! failed attempt came, because that decides whether it may be repeated.

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod http1;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod proxy;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod thread;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod tokio;

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use self::tokio::TokioTransport;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
pub(crate) use self::{http1::Setup, proxy::Proxies};
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use {
    self::thread::ThreadTransport,
    blocking::{BlockingBody, BlockingTransport},
};
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub(crate) use {blocking::Immediate, thread::wait_for};

/// The former name of the default transport.
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
#[deprecated = "it is `TokioTransport`, and `reqwest` is no longer under it"]
pub type ReqwestTransport = TokioTransport;

/// The former name of the default transport of blocking calls.
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[deprecated = "it is `ThreadTransport`, whose constructors can fail; `ureq` is no longer under it"]
pub type UreqTransport = ThreadTransport;

use std::{error::Error as StdError, fmt, pin::Pin, time::Duration};

use bytes::Bytes;
use http::{Request, Response};

/// A boxed future; on WebAssembly, where nothing moves between threads, it need not be `Send`.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future; on WebAssembly, where nothing moves between threads, it need not be `Send`.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends `request` and gives back the response as soon as its head is there.
    ///
    /// `timeout` spans the whole attempt, from connecting to the last byte of the body. Redirects are not followed.
    /// Compressed bodies are unpacked.
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>>;

    /// Why nothing can be sent from here, if so: because there is no runtime, say. It is asked before each call.
    fn unavailable(&self) -> Option<&'static str> {
        None
    }
}

/// The body of a response, as it arrives.
pub trait Body: Send {
    /// The next piece; `None` at the end.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

/// A body that is there as a whole.
impl Body for Option<Bytes> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let chunk = self.take();
        Box::pin(std::future::ready(Ok(chunk)))
    }
}

/// How far an attempt came before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// No byte of the request was sent: the name was not found, the connection refused, the handshake failed.
    NeverSent,
    /// No byte of the request was sent either, and trying again would change nothing: a proxy on the way wants credentials.
    Refused,
    /// The request may have arrived, but no response came.
    NoResponse,
    /// The response broke off.
    BrokenResponse,
}

/// Why an attempt failed.
#[derive(Debug)]
pub struct TransportError {
    phase: Phase,
    is_timeout: bool,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// An attempt that failed in `phase` because of `source`. Neither the URL nor a header may appear in `source`.
    pub fn new(phase: Phase, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            phase,
            is_timeout: false,
            source: source.into(),
        }
    }

    /// Says that time was up.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.is_timeout = true;
        self
    }

    /// How far the attempt came.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Time was up.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// What the innermost error says.
    pub(crate) fn root(&self) -> Option<String> {
        let mut root: &(dyn StdError + 'static) = &*self.source;
        while let Some(inner) = root.source() {
            root = inner;
        }
        Some(root.to_string()).filter(|root| !root.is_empty())
    }

    pub(crate) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.phase, self.is_timeout) {
            (Phase::NeverSent, false) => "the server could not be reached",
            (Phase::NeverSent, true) => "the server could not be reached in time",
            (Phase::Refused, _) => "the proxy on the way wants credentials",
            (Phase::NoResponse, false) => "the connection broke before the response",
            (Phase::NoResponse, true) => "the response did not come in time",
            (Phase::BrokenResponse, false) => "the response broke off",
            (Phase::BrokenResponse, true) => "the response was not complete in time",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
