//! Rejected tokens and accounts.

use truto_runtime::ErrorKind;

use crate::{server::Server, way::Way, wire::account};

pub(super) fn a_401_from_the_api_differs_from_one_of_the_integration(way: Way) {
    for (body, is_remote) in [
        (r#"{"message":"bad token"}"#, false),
        (
            r#"{"message":"","error":"Unauthorized","truto_is_remote_error":true}"#,
            true,
        ),
    ] {
        let server = Server::with("401 Unauthorized", "application/json", body);
        let error = way
            .send(account(&server).ticketing().contacts().create())
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Unauthorized, 1)
        );
        assert_eq!(error.is_unauthorized(), !is_remote);
        assert_eq!(error.is_reconnect_needed(), is_remote);
    }
}
