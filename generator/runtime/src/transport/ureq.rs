//! The default transport of blocking calls.

use std::{
    io::{self, Read},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response};
use ureq::{
    Agent, Timeout,
    tls::{RootCerts, TlsConfig},
};

use super::{BlockingBody, BlockingTransport, Phase, TransportError, content};

/// How much is read at once, in bytes.
const PIECE: usize = 16 * 1024;

/// A longer time is none: added to a clock's, it could overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends with `ureq`: HTTP/1.1, pooled connections, gzip, proxies from the environment, certificates as the operating
/// system trusts them.
///
/// What it cannot tell: a TLS handshake that fails for another reason than a certificate, or for want of a common protocol, is
/// reported as [`Phase::NoResponse`], although nothing was sent. And `ureq` logs whole addresses, with the ids in them, to a
/// logger of the `log` crate that takes its level `TRACE`; at `DEBUG` it does not.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// Finding the host's address may take `connect_timeout`, and so may connecting to it, including the TLS handshake.
    #[must_use]
    pub fn new(connect_timeout: Duration) -> Self {
        Self::build(connect_timeout, true)
    }

    /// The same, whatever proxy the environment names.
    #[must_use]
    pub fn without_proxy(connect_timeout: Duration) -> Self {
        Self::build(connect_timeout, false)
    }

    fn build(connect_timeout: Duration, with_proxy: bool) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let mut config = Agent::config_builder()
            .tls_config(tls.build())
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_resolve(Some(connect_timeout.min(LONGEST)))
            .timeout_connect(Some(connect_timeout.min(LONGEST)));
        if !with_proxy {
            config = config.proxy(None);
        }
        let agent = config.build().new_agent();
        Self { agent }
    }
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
        let response = self.run(request, timeout);
        let response = response.map_err(|error| classified(Phase::NoResponse, error))?;
        let response =
            response.map(|body| Box::new(UreqBody(body.into_reader())) as Box<dyn BlockingBody>);
        Ok(content::decoded_blocking(response))
    }
}

impl UreqTransport {
    fn run(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        let timeout = timeout.min(LONGEST);
        let (mut head, body) = request.into_parts();
        content::ask(&mut head.headers);
        let uri = head.uri.clone();
        // A body is unusual with these, and has to be insisted on.
        let unusual = match head.method {
            Method::GET => self.agent.get(uri),
            Method::DELETE => self.agent.delete(uri),
            Method::HEAD => self.agent.head(uri),
            Method::OPTIONS => self.agent.options(uri),
            _ => {
                let request = Request::from_parts(head, body.to_vec());
                let request = self.agent.configure_request(request);
                return self
                    .agent
                    .run(request.timeout_global(Some(timeout)).build());
            }
        };
        let mut unusual = unusual.config().timeout_global(Some(timeout)).build();
        if let Some(headers) = unusual.headers_mut() {
            *headers = head.headers;
        }
        if body.is_empty() {
            unusual.call()
        } else {
            unusual.force_send_body().send(&body[..])
        }
    }
}

struct UreqBody(ureq::BodyReader<'static>);

impl BlockingBody for UreqBody {
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        let mut piece = vec![0; PIECE];
        let length = loop {
            match self.0.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let length =
            length.map_err(|error| classified(Phase::BrokenResponse, ureq::Error::from(error)))?;
        piece.truncate(length);
        Ok((length > 0).then(|| piece.into()))
    }
}

/// What cannot be told to have happened before the request was sent, is taken to have happened in `phase`. Of an error that
/// may quote the URL, which holds ids, only its kind is kept.
fn classified(phase: Phase, error: ureq::Error) -> TransportError {
    use io::ErrorKind::{
        AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkDown, NetworkUnreachable,
    };
    let never_sent = |source: &str| TransportError::new(Phase::NeverSent, source);
    match error {
        ureq::Error::Timeout(reason @ (Timeout::Resolve | Timeout::Connect)) => {
            never_sent(&format!("timeout: {reason}")).timed_out()
        }
        ureq::Error::Timeout(reason) => {
            TransportError::new(phase, format!("timeout: {reason}")).timed_out()
        }
        ureq::Error::HostNotFound => never_sent("the name of the host was not found"),
        ureq::Error::ConnectionFailed => never_sent("the connection failed"),
        ureq::Error::InvalidProxyUrl => never_sent("the proxy's address is not valid"),
        ureq::Error::ConnectProxyFailed(why) if why.contains("407") => {
            TransportError::new(Phase::Refused, "407 from the proxy")
        }
        ureq::Error::ConnectProxyFailed(_) => never_sent("the proxy could not connect"),
        ureq::Error::BadUri(_) => never_sent("the address is not valid"),
        ureq::Error::Tls(why) => never_sent(why),
        ureq::Error::Io(error) => {
            let is_unsent = matches!(
                error.kind(),
                ConnectionRefused
                    | HostUnreachable
                    | NetworkUnreachable
                    | NetworkDown
                    | AddrNotAvailable
            );
            let is_unsent = is_unsent || is_lookup(&error) || is_handshake(&error);
            let phase = if is_unsent { Phase::NeverSent } else { phase };
            TransportError::new(phase, error)
        }
        error @ (ureq::Error::Protocol(_) | ureq::Error::Rustls(_)) => {
            TransportError::new(phase, error)
        }
        _ => TransportError::new(phase, "the request failed"),
    }
}

/// The server's certificate, or what it speaks, is not acceptable: that is found before anything is sent.
fn is_handshake(error: &io::Error) -> bool {
    let tls = error.get_ref().and_then(|error| error.downcast_ref());
    matches!(
        tls,
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::PeerIncompatible(_))
    )
}

/// The name of the host was not found: an error of the standard library without a kind of its own. Should its text change, the
/// request is taken to have been sent, which is never wrong but for a retry.
fn is_lookup(error: &io::Error) -> bool {
    const WINDOWS: std::ops::RangeInclusive<i32> = 11001..=11004;
    match error.raw_os_error() {
        Some(code) => cfg!(windows) && WINDOWS.contains(&code),
        None => error
            .to_string()
            .starts_with("failed to lookup address information"),
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Write as _, net::TcpListener, thread, time::Duration};

    use bytes::Bytes;
    use http::Request;

    use super::{UreqTransport, classified};
    use crate::transport::{BlockingTransport as _, Phase, TransportError};

    fn failure(url: &str, connect_timeout: Duration) -> TransportError {
        let transport = UreqTransport::without_proxy(connect_timeout);
        let request = Request::get(url).body(Bytes::new()).unwrap();
        let result = transport.send(request, Duration::from_secs(60));
        result.err().expect("nobody there can answer")
    }

    #[test]
    fn a_name_that_is_not_found_means_that_nothing_was_sent() {
        let error = failure("http://no-such-host.invalid/", Duration::from_secs(5));
        assert_eq!(error.phase(), Phase::NeverSent, "{error:?}");
    }

    #[test]
    fn a_certificate_that_is_refused_means_that_nothing_was_sent() {
        let expired = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        for (error, phase) in [
            (expired, Phase::NeverSent),
            (rustls::Error::DecryptError, Phase::NoResponse),
        ] {
            let error = std::io::Error::new(std::io::ErrorKind::InvalidData, error);
            let error = classified(Phase::NoResponse, ureq::Error::Io(error));
            assert_eq!(error.phase(), phase, "{error:?}");
        }
    }

    #[test]
    fn a_time_without_end_is_a_long_one() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n");
        });
        let transport = UreqTransport::without_proxy(Duration::MAX);
        let request = Request::get(url).body(Bytes::new()).unwrap();
        let response = transport.send(request, Duration::MAX).unwrap();
        assert_eq!(response.status().as_u16(), 204);
    }

    #[test]
    fn a_handshake_that_hangs_means_that_nothing_was_sent_and_one_that_fails_is_an_error() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}/?id=s3cret", listener.local_addr().unwrap());
        let error = failure(&url, Duration::from_millis(50));
        let found = (error.phase(), error.is_timeout());
        assert_eq!(found, (Phase::NeverSent, true), "{error:?}");

        thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = stream.unwrap().write_all(b"SSH-2.0-x\r\n");
            }
        });
        let error = failure(&url, Duration::from_secs(5));
        assert!(!error.is_timeout());
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    }
}
