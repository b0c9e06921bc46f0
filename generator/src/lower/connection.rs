//! Where an API is and how it wants to be asked.

use openapiv3::{ReferenceOr, SecurityScheme};
use serde_json::Value;

use super::api::Lowering;
use crate::bundle::pointer;
use crate::ir::Connection;

impl Lowering<'_, '_, '_> {
    /// Adds what the API says of its connection; all APIs of a crate share one client.
    pub(super) fn connect(&mut self, connection: &mut Connection) {
        if let Some(server) = self.doc.servers.first() {
            self.base_url(&server.url, connection);
            let env = server.extensions.get("x-truto-env").and_then(Value::as_str);
            let known = connection.base_url_env.take();
            connection.base_url_env = known.or_else(|| env.map(str::to_owned));
        }
        let components = self.doc.components.as_ref();
        for (name, scheme) in components
            .iter()
            .flat_map(|components| &components.security_schemes)
        {
            let at = pointer::child("/components/securitySchemes", name);
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
                    let help = "describe the scheme as `{type: http, scheme: bearer}`, or send the credentials by `with_header`";
                    self.reporter.key_warning(&at, message, help);
                }
            }
        }
    }

    fn base_url(&mut self, url: &str, connection: &mut Connection) {
        let at = "/servers/0/url";
        let url = url.trim_end_matches('/').to_owned();
        if url.contains('{') || !url.contains("://") {
            let message =
                format!("`{url}` is not used: only the client's builder can say where the API is");
            self.reporter
                .key_warning(at, message, "write an absolute URL without variables");
            return;
        }
        match &connection.base_url {
            Some(first) if *first != url => {
                let message =
                    format!("another API of the crate is at `{first}`, and all share one client");
                self.reporter
                    .key_error(at, message, "give all roots the same first server");
            }
            _ => connection.base_url = Some(url),
        }
    }
}
