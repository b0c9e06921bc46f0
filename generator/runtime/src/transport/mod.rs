//! Sending requests and receiving responses.
//!
//! A [`Transport`] sends one request and returns one response. It does not retry, follow redirects or interpret bodies. If an
//! attempt fails, it returns the [`Phase`], which determines whether the attempt may be retried.
//!
//! # The default transports
//!
//! `TokioTransport` (feature `tokio`) and `ThreadTransport` (feature `blocking`) share one implementation of HTTP/1.1 on `hyper`
//! and `rustls`, which runs in tokio tasks or on the calling thread. Both behave the same:
//!
//! | the server | result |
//! |---|---|
//! | responds while the request is still being sent, and closes the connection | that response is returned |
//! | sends 1xx responses before the final one, or trailers after it | they are ignored |
//! | sends up to 1,000 headers | they are returned; a response with more is treated as broken |
//! | compresses with `gzip` or `x-gzip`, written in upper or lower case, once or twice | the body is decompressed; several members are joined, and bytes after the last one are ignored. A truncated member is a broken response, and so is a body of which more than 1 MiB decodes to almost nothing, or whose two layers expand it by more than one could |
//! | compresses more than twice | a broken response |
//! | uses another encoding, which only an `Accept-Encoding` of the caller can request | the body is returned unchanged |
//! | closes a pooled connection | another one is opened, if no byte of the request was sent |
//!
//! Their dependencies log neither requests nor responses, at any level.
//!
//! # Proxies
//!
//! The environment is read once, when the client is built. Requests to an `http` loopback address (`localhost`, `127.0.0.0/8`,
//! `::1`) never use a proxy.
//!
//! | variable | for |
//! |---|---|
//! | `HTTPS_PROXY`, `https_proxy` | `https` addresses, through a tunnel (`CONNECT`) |
//! | `HTTP_PROXY`, `http_proxy` | `http` addresses. `HTTP_PROXY` is ignored in a CGI process, where a request can set it |
//! | `ALL_PROXY`, `all_proxy` | `https` addresses if `HTTPS_PROXY` is not set, and `http` addresses if `HTTP_PROXY` is not set |
//! | `NO_PROXY`, `no_proxy` | addresses without a proxy |
//!
//! Of the two names, the first one that is set and not empty is used. The address of a proxy is `http://host:port`,
//! `https://host:port` or `host:port`, with `user:password@` before the host if the proxy requires credentials. Any other value,
//! such as a SOCKS proxy, is an error when the client is built. The error names the variable but does not contain its value.
//!
//! `NO_PROXY` is a list of entries, separated by commas or spaces:
//!
//! | entry | no proxy for |
//! |---|---|
//! | `example.com`, `.example.com`, `*.example.com` | this host and all hosts below it |
//! | `10.0.0.1`, `::1` | this address |
//! | `10.0.0.0/8`, `fd00::/8` | the addresses of this network. Host names are not resolved for this |
//! | any of these with a port: `example.com:8443`, `[::1]:8443` | the same, on this port only |
//! | `*` | all |

mod authority;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod content;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod gunzip;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod http1;
mod loopback;
mod pointers;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod proxy;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod thread;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
mod tokio;

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub use self::tokio::TokioTransport;
pub(crate) use self::{
    authority::port,
    loopback::{is_loopback, is_plain, is_private},
};
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
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
#[deprecated = "renamed to `TokioTransport`, which no longer uses `reqwest`"]
pub type ReqwestTransport = TokioTransport;

/// The former name of the default transport of blocking calls.
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[deprecated = "renamed to `ThreadTransport`, which no longer uses `ureq`, and whose constructors can fail"]
pub type UreqTransport = ThreadTransport;

pub use crate::body::RequestBody;

use std::{error::Error as StdError, fmt, pin::Pin, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};

/// A boxed future. On WebAssembly, where futures do not move between threads, it need not be `Send`.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future. On WebAssembly, where futures do not move between threads, it need not be `Send`.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends requests.
pub trait Transport: Send + Sync {
    /// Sends `request` and returns the response as soon as its head has arrived.
    ///
    /// `timeout` covers the whole attempt, from connecting to the last byte of the body, unless the body
    /// [restarts](Body::restart_timeout) it. Redirects are not followed. Compressed bodies are decompressed.
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>>;

    /// The same for a body that is read while it is sent, as a multipart body is. By default, reads the whole body into memory and
    /// calls [`send`](Self::send).
    fn send_body(
        &self,
        request: Request<RequestBody>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(unreadable)?;
            self.send(Request::from_parts(head, body), timeout).await
        })
    }

    /// If nothing can be sent from here, returns the reason, for example that there is no runtime. Called before each call.
    fn unavailable(&self) -> Option<&'static str> {
        None
    }
}

/// The body of a response, as it arrives.
pub trait Body: Send {
    /// Returns the next chunk; `None` at the end.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;

    /// Allows `timeout` from now until the end of the body, instead of what is left of the timeout of the attempt. Called before
    /// each chunk of a stream of events, which may last for any time. By default, does nothing.
    fn restart_timeout(&mut self, timeout: Duration) {
        let _ = timeout;
    }

    /// Whether [`chunk`](Self::chunk) fails if the response breaks off. Then a body that ends without an error is complete. By default,
    /// `true`. Return `false` for an HTTP/1 response without `Content-Length` and `Transfer-Encoding`, which ends when the connection is
    /// closed: then JSON, an event or a line that is not complete at the end is an error of the kind
    /// [`Interrupted`](crate::ErrorKind::Interrupted).
    fn reports_early_end(&self) -> bool {
        true
    }
}

/// A complete body in memory.
impl Body for Option<Bytes> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let chunk = self.take();
        Box::pin(std::future::ready(Ok(chunk)))
    }
}

/// Whether the head of an HTTP/1 response says where its body ends.
pub(crate) fn has_length(headers: &HeaderMap) -> bool {
    let mut names = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING].into_iter();
    names.any(|name| headers.contains_key(name))
}

/// How far an attempt came before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// No byte of the request was sent: for example, the host name was not found, the connection was refused, or the TLS
    /// handshake failed.
    NeverSent,
    /// No byte of the request was sent, and a retry would fail too: a proxy requires credentials.
    Refused,
    /// The request may have arrived, but there was no response.
    NoResponse,
    /// The response is incomplete.
    BrokenResponse,
    /// The body of the request could not be read, so the request is incomplete. A retry would fail too.
    Unreadable,
}

/// Why an attempt failed.
#[derive(Debug)]
pub struct TransportError {
    phase: Phase,
    is_timeout: bool,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// Creates the error of an attempt that failed in `phase` because of `source`. `source` must not contain the URL or a header.
    pub fn new(phase: Phase, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            phase,
            is_timeout: false,
            source: source.into(),
        }
    }

    /// Marks the error as a timeout.
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

    /// Returns whether the attempt timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// The message of the innermost error.
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

/// The body of a request cannot be read.
pub(crate) fn unreadable(error: std::io::Error) -> TransportError {
    TransportError::new(Phase::Unreadable, error)
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.phase, self.is_timeout) {
            (Phase::NeverSent, false) => "the server could not be reached",
            (Phase::NeverSent, true) => "the server could not be reached in time",
            (Phase::Refused, _) => "the proxy requires credentials",
            (Phase::Unreadable, _) => "the body of the request cannot be read",
            (Phase::NoResponse, false) => "the connection was lost before the response",
            (Phase::NoResponse, true) => "the response did not arrive in time",
            (Phase::BrokenResponse, false) => "the response is incomplete",
            (Phase::BrokenResponse, true) => "the response was not complete in time",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
