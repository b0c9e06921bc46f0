//! The base URL and authentication of the client.

use openapiv3::{ReferenceOr, SecurityScheme};

use super::context::Context;
use super::extensions::keys::{self, Extensions};
use crate::ir::{Connection, Server};

/// Adds the connection settings of an API with these servers. All APIs of a crate share one client.
pub(super) fn connect(cx: &mut Context<'_, '_>, servers: &[Server], connection: &mut Connection) {
    if let Some(server) = servers.first() {
        base_url(cx, server, connection);
    }
    let env = |extensions: &Extensions| keys::variable(extensions).map(str::to_owned);
    let first = cx.doc.servers.first();
    let base_url_env = first.and_then(|server| env(&server.extensions));
    connection.base_url_env = connection.base_url_env.take().or(base_url_env);
    let components = cx.doc.components.iter();
    let mut schemes = components.flat_map(|components| components.security_schemes.values());
    let token_env = schemes.find_map(|scheme| match scheme {
        ReferenceOr::Item(SecurityScheme::HTTP {
            scheme, extensions, ..
        }) if scheme.eq_ignore_ascii_case("bearer") => env(extensions),
        _ => None,
    });
    connection.token_env = connection.token_env.take().or(token_env);
}

fn base_url(cx: &mut Context<'_, '_>, server: &Server, connection: &mut Connection) {
    let Some(url) = server.fixed_url() else {
        return;
    };
    match &connection.base_url {
        Some(first) if first != url => {
            let message =
                format!("the server URL differs from that of another API of the crate, `{first}`");
            let at = cx.root.key("servers").index(0).key("url");
            cx.diags.push(at.key_error(
                message,
                "write the same first server in all root documents: all APIs share one client",
            ));
        }
        _ => connection.base_url = Some(url.to_owned()),
    }
}
