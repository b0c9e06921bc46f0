//! The base URL of the client.

use super::context::Context;
use super::extensions::keys;
use crate::ir::{Connection, Server};

/// Adds the base URL of an API with these servers. All APIs of a crate share one client.
pub(super) fn connect(cx: &mut Context<'_, '_>, servers: &[Server], connection: &mut Connection) {
    if let Some(url) = servers.first().and_then(Server::absolute_url) {
        base_url(cx, url, connection);
    }
    let first = cx.doc.servers.first();
    let env = first.and_then(|server| keys::variable(&server.extensions));
    let env = env.map(str::to_owned);
    connection.base_url_env = connection.base_url_env.take().or(env);
}

fn base_url(cx: &mut Context<'_, '_>, url: String, connection: &mut Connection) {
    match &connection.base_url {
        Some(first) if *first != url => {
            let message =
                format!("the server URL differs from that of another API of the crate, `{first}`");
            let at = cx.root.key("servers").index(0).key("url");
            cx.diags.push(at.key_error(
                message,
                "write the same first server in all root documents: all APIs share one client",
            ));
        }
        _ => connection.base_url = Some(url),
    }
}
