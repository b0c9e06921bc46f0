//! Sending requests and receiving responses.
//!
//! A [`Transport`] sends one request and returns one response: it neither retries nor follows redirects, and does not interpret
//! what it carries. It says how far a failed attempt came, which decides whether the attempt may be repeated.
//!
//! # The default transports
//!
//! `TokioTransport` (feature `tokio`) and `ThreadTransport` (feature `blocking`) are one implementation of HTTP/1.1 over
//! `hyper` and `rustls`, in tasks of tokio or on the calling thread. So both do the same:
//!
//! | what the server does | what happens |
//! |---|---|
//! | responds while the request is still being sent, and closes the connection | that response is returned |
//! | sends 1xx responses before the final one, or trailers after it | they are ignored |
//! | sends up to 1,000 headers | they are returned; with more, the response counts as broken |
//! | compresses with `gzip` or `x-gzip`, in any case, up to four times | decompressed; several members are one body, and bytes after the last one are ignored. A member that is cut short is a broken response |
//! | names another encoding, which only an `Accept-Encoding` of the caller can ask for | the body is returned as it is |
//! | closes a connection that was kept | another one is opened, if no byte of the request was sent |
//!
//! Nothing under them logs a request or a response, at any level.
//!
//! # Proxies
//!
//! The environment is read once, when the client is built. An `http` address of this machine (`localhost`, `127.0.0.0/8`, `::1`)
//! never uses a proxy.
//!
//! | variable | for |
//! |---|---|
//! | `HTTPS_PROXY`, `https_proxy` | `https` addresses, through a tunnel (`CONNECT`) |
//! | `HTTP_PROXY`, `http_proxy` | `http` addresses. In a CGI process, where a request can set it, `HTTP_PROXY` is ignored |
//! | `ALL_PROXY`, `all_proxy` | both, where the variable above is not set |
//! | `NO_PROXY`, `no_proxy` | addresses without a proxy |
//!
//! Of two names, the first that is set and not empty counts. The address of a proxy is `http://host:port`, `https://host:port` or
//! `host:port`, with `user:password@` before the host if the proxy wants it. Anything else, such as a SOCKS proxy, is an error when
//! the client is built, which names the variable but not its value.
//!
//! `NO_PROXY` is a list, separated by commas or spaces:
//!
//! | entry | without a proxy are |
//! |---|---|
//! | `example.com`, `.example.com`, `*.example.com` | this host and all hosts below it |
//! | `10.0.0.1`, `::1` | this address |
//! | `10.0.0.0/8`, `fd00::/8` | the addresses of this network. Names are not looked up for it |
//! | any of these with a port: `example.com:8443`, `[::1]:8443` | the same, with this port only |
//! | `*` | all |

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod content;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod http1;
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
mod proxy;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod thread;
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
mod tokio;

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
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
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
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
