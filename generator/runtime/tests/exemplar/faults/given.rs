//! Invalid input of the caller, which must not be sent.

use truto_runtime::{ClientBuilder, ErrorKind};

use super::{CREATE, client};
use crate::{
    client::Client,
    server::Server,
    way::{Probe, Way},
    wire::CONTACT,
};

pub(super) fn headers_of_the_transport_are_refused(way: Way) {
    let server = Server::json(CONTACT);
    let (builder, _) = client(&server.url);
    let scope = builder.build().unwrap().unscoped();
    for name in [
        "Content-Length",
        "transfer-encoding",
        "Host",
        "Connection",
        "Keep-Alive",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Upgrade",
        "Expect",
    ] {
        let probe = Probe::new(&scope, &CREATE).with_header(name, "s3cret");
        let error = way.send(probe).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(&name.to_lowercase()), "{shown}");
        assert!(
            !shown.contains("s3cret") && error.is_never_sent(),
            "{shown}"
        );
    }
    assert!(server.is_idle());
    let probe = Probe::new(&scope, &CREATE).with_header("X-Host", "a");
    way.send(probe).unwrap();
    assert_eq!(server.request().header("x-host"), Some("a"));
}

pub(super) fn a_token_is_trimmed_and_has_no_prefix(way: Way) {
    let server = Server::json("1");
    for token in ["t0ken", " t0ken", "t0ken\n", "\tt0ken \r\n"] {
        let builder: ClientBuilder = ClientBuilder::new(&server.url).token(token);
        way.call(&builder.build().unwrap(), &CREATE).unwrap();
        let request = server.request();
        assert_eq!(request.header("authorization"), Some("Bearer t0ken"));
    }
    for token in [
        "Bearer s3cret",
        "bearer  s3cret\n",
        "s3cret\nx",
        "s3 cret",
        " \n",
    ] {
        let error = Client::new(token).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(!format!("{error} {error:?}").contains("s3"), "{error}");
    }
}
