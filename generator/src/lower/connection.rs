//! The base URL and authentication of an API.

use openapiv3::{ReferenceOr, SecurityScheme};
use serde_json::Value;

use super::context::Context;
use crate::ir::Connection;

/// Adds the connection settings of the API. All APIs of a crate share one client.
pub(super) fn connect(cx: &mut Context<'_, '_>, connection: &mut Connection) {
    if let Some(server) = cx.doc.servers.first() {
        base_url(cx, &server.url, connection);
        let env = server.extensions.get("x-truto-env").and_then(Value::as_str);
        let known = connection.base_url_env.take();
        connection.base_url_env = known.or_else(|| env.map(str::to_owned));
    }
    let components = cx.doc.components.as_ref();
    for (name, scheme) in components
        .iter()
        .flat_map(|components| &components.security_schemes)
    {
        let at = cx.root.key("components").key("securitySchemes").key(name);
        let ReferenceOr::Item(scheme) = scheme else {
            continue;
        };
        match scheme {
            SecurityScheme::HTTP {
                scheme, extensions, ..
            } if scheme.eq_ignore_ascii_case("bearer") => {
                let env = extensions
                    .get("x-truto-env")
                    .and_then(Value::as_str)
                    .map(str::to_owned);
                connection.token_env = connection.token_env.take().or(env);
            }
            _ => {
                let message = format!(
                    "the security scheme `{name}` has no effect: the client sends a bearer token"
                );
                let help = "write `{type: http, scheme: bearer}`, or send the credentials with `with_header`";
                cx.diags.push(at.key_warning(message, help));
            }
        }
    }
}

fn base_url(cx: &mut Context<'_, '_>, url: &str, connection: &mut Connection) {
    let at = cx.root.key("servers").index(0).key("url");
    let url = url.trim_end_matches('/').to_owned();
    if url.contains('{') || !url.contains("://") {
        let message =
            format!("the server URL `{url}` has no effect: it is relative or has variables");
        cx.diags.push(at.key_warning(
            message,
            "write an absolute URL without variables, or set the base URL on the client builder",
        ));
        return;
    }
    match &connection.base_url {
        Some(first) if *first != url => {
            let message =
                format!("the server URL differs from that of another API of the crate, `{first}`");
            cx.diags.push(at.key_error(
                message,
                "write the same first server in all root documents: all APIs share one client",
            ));
        }
        _ => connection.base_url = Some(url),
    }
}
