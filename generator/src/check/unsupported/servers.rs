//! Servers.

use std::collections::HashSet;

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, OwnServers, Server, ServerVariable};

/// The effect of a first server without a complete URL.
const REQUIRED: &str = "the constructors of the client require the base URL as an argument";

pub(super) fn check(api: &Api, diags: &mut Diagnostics) {
    diags.extend(api.servers.first().and_then(relative));
    for (index, server) in api.servers.iter().enumerate() {
        let without = match index {
            0 => REQUIRED,
            _ => "the URL has no effect",
        };
        check_server(server, without, diags);
    }
    let operations = api.resources.iter().flat_map(|of| &of.operations);
    let own = operations.filter_map(|operation: &Operation| operation.servers.as_ref());
    // The operations of a path share its servers.
    let mut seen = HashSet::new();
    for own in own.filter(|own| seen.insert(own.origin)) {
        for (index, server) in own.all.iter().enumerate() {
            let without = match index {
                0 => "requests go to the server of the API",
                _ => "the URL has no effect",
            };
            check_server(server, without, diags);
        }
        diags.extend(of_operations(api, own));
    }
}

/// Checks a server. `without` says what happens if its URL is not complete.
fn check_server(server: &Server, without: &str, diags: &mut Diagnostics) {
    let used: HashSet<&str> = server.placeholders().collect();
    let variables = server.variables.values();
    diags.extend(variables.filter_map(|variable| check_variable(&used, variable)));
    let mut undeclared = server.undeclared().peekable();
    if undeclared.peek().is_some() {
        diags.extend(undeclared.map(|name| {
            let message = format!("the server URL has no variable `{name}`: {without}");
            let help = format!("add `{name}:` with a default to `variables`");
            Diagnostic::warning(server.url_origin, message).help(help)
        }));
        return;
    }
    let url = server.default_url();
    match server.fault() {
        Some(why) => diags.push(invalid(server, &url, why)),
        None => diags.extend(scheme(server, &url)),
    }
}

/// A URL that cannot be a base URL. Defaults such as `{your-host}` are placeholders for a value that only callers know.
fn invalid(server: &Server, url: &str, why: &str) -> Diagnostic {
    if server.variables.is_empty() {
        let message = format!("the server URL `{url}` {why}");
        let help = "write a URL such as `https://api.example.com/v1`";
        return Diagnostic::error(server.url_origin, message).help(help);
    }
    let message = format!(
        "the server URL `{url}` has no effect: with the defaults of its variables, it {why}"
    );
    let help = "correct the defaults, or set the base URL on the client";
    Diagnostic::warning(server.url_origin, message).help(help)
}

/// Checks a variable of a server whose URL has the placeholders `used`.
fn check_variable(used: &HashSet<&str>, variable: &ServerVariable) -> Option<Diagnostic> {
    let ServerVariable { wire, default, .. } = variable;
    if !used.contains(wire.as_str()) {
        let message =
            format!("the server variable `{wire}` has no effect: the URL does not contain it");
        let help = format!("remove it, or write `{{{wire}}}` in the URL");
        return Some(Diagnostic::warning(variable.origin, message).help(help));
    }
    if !variable.values.is_empty() && !variable.values.contains(default) {
        let message =
            format!("the default `{default}` is not a value of the server variable `{wire}`");
        let help = "write one of the values of `enum`, or add the default to them";
        return Some(Diagnostic::warning(variable.origin, message).help(help));
    }
    None
}

/// A server that is not reached by HTTPS.
fn scheme(server: &Server, url: &str) -> Option<Diagnostic> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "https" => None,
        "http" if matches!(host, "localhost" | "127.0.0.1" | "[") => None,
        "http" => {
            let message = format!(
                "the server URL `{url}` is not encrypted: the client refuses it by default"
            );
            let help = "write `https://`, or call `allow_insecure_http` on the client builder";
            Some(Diagnostic::warning(server.url_origin, message).help(help))
        }
        other => {
            let message = format!(
                "the server URL `{url}` has no effect: the client does not support the scheme `{other}`"
            );
            let help = "write a URL that begins with `https://`";
            Some(Diagnostic::warning(server.url_origin, message).help(help))
        }
    }
}

/// A first server without a host.
fn relative(server: &Server) -> Option<Diagnostic> {
    let url = server.default_url();
    if url.contains("://") || server.undeclared().next().is_some() {
        return None;
    }
    let message = format!("the server URL `{}` is relative: {REQUIRED}", server.url);
    let help = "write an absolute URL, such as `https://api.example.com/v1`";
    Some(Diagnostic::warning(server.url_origin, message).help(help))
}

/// What the client does not support of servers of a path or an operation: URLs without a host.
fn of_operations(api: &Api, own: &OwnServers) -> Option<Diagnostic> {
    let owner = if own.are_of_path { "path" } else { "operation" };
    let is_of_api = |server: &Server| {
        let mut servers = api.servers.iter();
        servers.any(|known| known.url.trim_end_matches('/') == server.url.trim_end_matches('/'))
    };
    let is_lost = |server: &Server| {
        server.fault().is_none() && !server.default_url().contains("://") && !is_of_api(server)
    };
    let (index, server) = own
        .all
        .iter()
        .enumerate()
        .find(|(_, server)| is_lost(server))?;
    let effect = match index {
        0 => "its requests go to this path on the host of the API",
        _ => "it has no effect",
    };
    let message = format!(
        "the server URL of this {owner} is relative to the location of the document, which is unknown: {effect}"
    );
    let warning = Diagnostic::warning(server.url_origin, message);
    Some(warning.help("write an absolute URL"))
}
