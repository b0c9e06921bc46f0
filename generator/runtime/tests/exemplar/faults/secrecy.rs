//! The logs of the client and of all its dependencies.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use truto_runtime::Error;

use super::{
    CREATE, client,
    proxies::{child, way_of_child},
};
use crate::{
    log::{Leaks, Log, shows_secret},
    server::{read, response},
    way::Probe,
    way::Way,
    wire::{ACCOUNT, TOKEN},
};

const CERTIFICATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exemplar/tls/cert.pem");

/// The variable with the server's URL, for the child process.
const URL: &str = "TRUTO_TEST_URL";

/// The child process trusts only the certificate of the server, which is set in its environment. On platforms where that is not
/// possible, the test uses no TLS.
pub(super) fn nothing_logs_a_secret_at_any_level(way: Way) {
    let scheme = if cfg!(target_os = "linux") {
        "https"
    } else {
        "http"
    };
    let server = listening(move |stream| match scheme {
        "https" => answer(StreamOwned::new(secured(), stream)),
        _ => answer(stream),
    });
    let target = server.clone();
    let proxy = listening(move |stream| forward(stream, &target));
    let proxy = format!("http://user:hunter2@{proxy}");
    let variables = [
        ("SSL_CERT_FILE", CERTIFICATE),
        ("ALL_PROXY", &*proxy),
        (URL, &format!("{scheme}://{server}")),
    ];
    child("faults::secrecy::watched", way, &variables);
}

/// Serves each connection on a separate thread, and returns the address of the listener.
fn listening<F>(serve: F) -> String
where
    F: Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, serve) = (stream.unwrap(), Arc::clone(&serve));
            // Errors are ignored, because the client may close the connection at any time.
            thread::spawn(move || drop(serve(stream)));
        }
    });
    address
}

fn secured() -> ServerConnection {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../tls/cert.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../tls/key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    ServerConnection::new(Arc::new(config)).unwrap()
}

/// Responds with the status in the body of the request. Headers and body of the response contain the secrets.
fn answer(mut stream: impl Read + Write) -> io::Result<()> {
    let request = read(&mut stream).ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = request.body.trim_matches('"');
    let header =
        format!("Location: http://x.invalid/{ACCOUNT}?{TOKEN}\r\nX-Echo: {TOKEN} {ACCOUNT}");
    let body = format!(r#"{{"message":"{TOKEN}","account":"{ACCOUNT}"}}"#);
    match status {
        "reset" => Ok(()),
        status => {
            stream.write_all(response(status, &header, &body).as_bytes())?;
            stream.flush()
        }
    }
}

/// A proxy, both for tunnels and for unencrypted requests.
fn forward(mut stream: TcpStream, target: &str) -> io::Result<()> {
    let request = read(&stream).ok_or(io::ErrorKind::UnexpectedEof)?;
    assert_eq!(
        request.header("proxy-authorization"),
        Some("Basic dXNlcjpodW50ZXIy")
    );
    if !request.line.starts_with("CONNECT ") {
        return stream.write_all(response("200 OK", "X: y", &request.body).as_bytes());
    }
    stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n")?;
    let server = TcpStream::connect(target)?;
    let (mut from, mut to) = (stream.try_clone()?, server.try_clone()?);
    thread::spawn(move || drop(io::copy(&mut from, &mut to)));
    io::copy(&mut &server, &mut &stream)?;
    stream.shutdown(Shutdown::Both)
}

#[test]
#[ignore = "run by the test of all faults, which starts a server and a proxy"]
fn watched() {
    let (leaks, log, way) = (Leaks::watch(), Log::of_all_threads(), way_of_child());
    let url = std::env::var(URL).unwrap();
    let through = || client(&url).0;
    let mut failures = 0;
    for client in [through(), through().no_proxy()] {
        let client = client.build().unwrap();
        for status in [
            "200 OK", "400 X", "401 X", "429 X", "500 X", "307 X", "reset",
        ] {
            let scope = client.scope("integrated_account_id", ACCOUNT);
            let mut probe = Probe::new(&scope, &CREATE);
            probe.call = probe.call.json("application/json", &status);
            let result: Result<_, Error> = way.send(probe);
            failures += usize::from(result.is_err());
        }
    }
    assert_eq!(failures, 12, "only the first of seven calls succeeds");
    assert_eq!(leaks.seen(), [""; 0]);
    let said: Vec<_> = log.texts().into_iter().chain(log.spans()).collect();
    assert!(!said.is_empty());
    for text in said {
        assert!(!shows_secret(&text) && !text.contains("hunter2"), "{text}");
    }
}
