//! The default transport.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response};
use reqwest::redirect::Policy;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::{Body, BoxFuture, Phase, Transport, TransportError, content};

/// Sends with `reqwest`: HTTP/1.1, pooled connections, gzip, proxies from the environment, certificates as the operating
/// system trusts them. It needs a tokio runtime.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Connecting, including the TLS handshake, may take `connect_timeout`.
    ///
    /// # Errors
    /// The certificates of the operating system cannot be read.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        Self::by(connect_timeout, true, true)
    }

    pub(crate) fn by(
        connect_timeout: Duration,
        with_tls: bool,
        with_proxy: bool,
    ) -> Result<Self, TransportError> {
        let mut builder = reqwest::Client::builder();
        if !with_proxy {
            builder = builder.no_proxy();
        }
        builder
            .tls_backend_preconfigured(tls(with_tls).map_err(never_sent)?)
            .connect_timeout(connect_timeout)
            .redirect(Policy::none())
            // Bodies are decoded in `content`, also if a feature of `reqwest` that does it is on for another crate.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .referer(false)
            .build()
            .map(|client| Self { client })
            .map_err(never_sent)
    }
}

/// The provider is handed over, not installed: which one a process uses by default is for the application to choose.
fn tls(with_roots: bool) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let config = if with_roots {
        config.with_platform_verifier()?
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(config.with_no_client_auth())
}

impl Transport for ReqwestTransport {
    fn unavailable(&self) -> Option<&'static str> {
        let runtime = tokio::runtime::Handle::try_current();
        runtime.is_err().then_some(
            "there is no tokio runtime around this call: await it inside of one, or send it with `blocking()`, which needs none",
        )
    }

    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        Box::pin(async move {
            let request = converted(request, timeout)?;
            let mut response = self
                .client
                .execute(request)
                .await
                .map_err(|error| classified(phase_of(&error), error))?;
            let mut head = Response::new(());
            *head.status_mut() = response.status();
            *head.headers_mut() = std::mem::take(response.headers_mut());
            let response = head.map(|()| Box::new(ReqwestBody(response)) as Box<dyn Body>);
            Ok(content::decoded(response))
        })
    }
}

fn converted(
    request: Request<Bytes>,
    timeout: Duration,
) -> Result<reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let url: reqwest::Url = head.uri.to_string().parse().map_err(never_sent)?;
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    content::ask(request.headers_mut());
    *request.timeout_mut() = Some(timeout);
    // One without a body costs less than one whose body is empty.
    if !body.is_empty() {
        *request.body_mut() = Some(body.into());
    }
    Ok(request)
}

fn phase_of(error: &reqwest::Error) -> Phase {
    if !error.is_connect() && !error.is_builder() {
        return Phase::NoResponse;
    }
    // There is nothing but its text to tell it by. Should that change, it is taken to be passing.
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        if error.to_string().ends_with("proxy authorization required") {
            return Phase::Refused;
        }
        next = error.source();
    }
    Phase::NeverSent
}

struct ReqwestBody(reqwest::Response);

impl Body for ReqwestBody {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let chunk = self.0.chunk().await;
            chunk.map_err(|error| classified(Phase::BrokenResponse, error))
        })
    }
}

/// The URL holds ids, so it is taken out of the error.
fn classified(phase: Phase, error: reqwest::Error) -> TransportError {
    let is_timeout = error.is_timeout();
    let error = TransportError::new(phase, error.without_url());
    if is_timeout { error.timed_out() } else { error }
}

fn never_sent(error: impl std::error::Error + Send + Sync + 'static) -> TransportError {
    TransportError::new(Phase::NeverSent, error)
}

#[cfg(test)]
mod tests {
    use std::{io::Write as _, net::TcpListener, thread, time::Duration};

    use bytes::Bytes;
    use http::Request;

    use super::ReqwestTransport;
    use crate::transport::{Phase, Transport as _, TransportError};

    async fn failure(url: &str, connect_timeout: Duration) -> TransportError {
        let transport = ReqwestTransport::by(connect_timeout, false, false).unwrap();
        let request = Request::get(url).body(Bytes::new()).unwrap();
        let result = transport.send(request, Duration::from_secs(60)).await;
        result.err().expect("nobody there can answer")
    }

    #[tokio::test]
    async fn a_name_that_is_not_found_means_that_nothing_was_sent() {
        let error = failure("http://no-such-host.invalid/", Duration::from_secs(5)).await;
        assert_eq!(error.phase(), Phase::NeverSent, "{error:?}");
    }

    #[tokio::test]
    async fn a_handshake_that_hangs_or_fails_means_that_nothing_was_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}/", listener.local_addr().unwrap());
        let error = failure(&url, Duration::from_millis(50)).await;
        assert_eq!(
            (error.phase(), error.is_timeout()),
            (Phase::NeverSent, true)
        );

        thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = stream.unwrap().write_all(b"SSH-2.0-x\r\n");
            }
        });
        let error = failure(&url, Duration::from_secs(5)).await;
        assert_eq!(
            (error.phase(), error.is_timeout()),
            (Phase::NeverSent, false)
        );
    }
}
