//! Opening connections: TCP, the proxy, TLS.

use std::{future::poll_fn, io::ErrorKind, pin::pin, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::Empty;
use hyper::client::conn::http1;
use rustls::{ClientConfig, pki_types::ServerName};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_rustls::TlsConnector;

use super::{
    Connection, Hop, Http1, Network, Phase, TransportError,
    io::{Io, ReadToTheEnd, Socket},
    never_sent,
    pool::Origin,
    timed_out,
};

/// The provider is passed, not installed: the default provider of a process is the application's choice.
pub(super) fn tls() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

impl<N: Network> Http1<N> {
    /// Opens a connection. Until this returns, no byte of a request has been sent.
    pub(super) async fn connect(
        &self,
        origin: &Origin,
        hop: Option<&Hop>,
        until: N::Instant,
    ) -> Result<Connection, TransportError> {
        let until = until.min(self.network.after(self.setup.connect_timeout));
        let socket = self.network.within(until, self.socket(origin, hop, until));
        let socket = socket
            .await
            .unwrap_or_else(|| Err(timed_out(Phase::NeverSent)))?;
        Connection::new(socket).await.map_err(never_sent)
    }

    async fn socket(
        &self,
        origin: &Origin,
        hop: Option<&Hop>,
        until: N::Instant,
    ) -> Result<Box<dyn Socket>, TransportError> {
        let mut socket = match hop {
            None => self.tcp(origin.host(), origin.port(), until).await?,
            Some(hop) => {
                let socket = self.tcp(hop.host(), hop.port(), until).await?;
                if hop.is_secure() {
                    self.secured(socket, hop.host()).await?
                } else {
                    socket
                }
            }
        };
        if origin.is_secure() {
            if let Some(hop) = hop {
                socket = tunnel(socket, origin, hop).await?;
            }
            socket = self.secured(socket, origin.host()).await?;
        }
        Ok(socket)
    }

    async fn tcp(
        &self,
        host: &str,
        port: u16,
        until: N::Instant,
    ) -> Result<Box<dyn Socket>, TransportError> {
        match self.network.connect(host, port, until).await {
            Ok(socket) => Ok(Box::new(ReadToTheEnd::new(socket))),
            Err(error) if error.kind() == ErrorKind::TimedOut => Err(timed_out(Phase::NeverSent)),
            Err(error) => Err(never_sent(error)),
        }
    }

    async fn secured(
        &self,
        socket: Box<dyn Socket>,
        host: &str,
    ) -> Result<Box<dyn Socket>, TransportError> {
        let name = ServerName::try_from(host.to_owned()).map_err(never_sent)?;
        let connector = TlsConnector::from(self.setup.tls().map_err(never_sent)?);
        let socket = connector.connect(name, socket).await.map_err(never_sent)?;
        Ok(Box::new(socket))
    }
}

/// Asks the proxy to connect to the origin.
async fn tunnel(
    socket: Box<dyn Socket>,
    origin: &Origin,
    hop: &Hop,
) -> Result<Box<dyn Socket>, TransportError> {
    let authority = origin.authority();
    let host = HeaderValue::from_str(&authority).map_err(never_sent)?;
    let mut request = Request::builder()
        .method(Method::CONNECT)
        .uri(authority)
        .header(header::HOST, host)
        .body(Empty::<Bytes>::new())
        .map_err(never_sent)?;
    if let Some(credentials) = hop.credentials() {
        let headers = request.headers_mut();
        headers.insert(header::PROXY_AUTHORIZATION, credentials.clone());
    }
    let (status, socket) = request_tunnel(socket, request).await.map_err(never_sent)?;
    match socket {
        Some(socket) if status.is_success() => Ok(socket),
        _ if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
            Err(TransportError::new(Phase::Refused, "407 from the proxy"))
        }
        _ => Err(never_sent(format!(
            "the proxy did not connect: it returned {}",
            status.as_u16()
        ))),
    }
}

/// Returns the proxy's response, and the socket if it is now a tunnel. Bytes from the server are not expected yet: in TLS, the
/// client sends first.
async fn request_tunnel(
    socket: Box<dyn Socket>,
    request: Request<Empty<Bytes>>,
) -> hyper::Result<(StatusCode, Option<Box<dyn Socket>>)> {
    let (mut sender, mut driver) = http1::handshake(Io::new(socket)).await?;
    let mut answer = pin!(sender.send_request(request));
    let mut is_over = false;
    let response = poll_fn(|cx| {
        is_over = is_over || driver.poll_without_shutdown(cx).is_ready();
        answer.as_mut().poll(cx)
    });
    let status = response.await?.status();
    if !status.is_success() {
        return Ok((status, None));
    }
    if !is_over {
        poll_fn(|cx| driver.poll_without_shutdown(cx)).await?;
    }
    let parts = driver.into_parts();
    Ok((status, parts.read_buf.is_empty().then_some(parts.io.socket)))
}
