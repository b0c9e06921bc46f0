//! Servers and authentication.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Api, Operation, OwnServers, RequiredScheme, Security, SecurityScheme};
use crate::suggest;

pub(super) fn check(api: &Api, diags: &mut Diagnostics) {
    let needed = |scheme: &&SecurityScheme| is_needed(api, scheme);
    diags.extend(
        api.security_schemes
            .iter()
            .filter(needed)
            .map(without_scheme),
    );
    diags.extend(servers(api));
    for operation in operations(api) {
        let own = operation.servers.as_ref();
        diags.extend(own.filter(|own| !are_of_api(api, own)).map(without_servers));
        let security = operation.security.iter();
        let schemes = security.flat_map(|security| security.alternatives.iter().flatten());
        diags.extend(schemes.filter_map(|scheme| undefined(api, scheme)));
    }
}

fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.resources
        .iter()
        .flat_map(|resource| &resource.operations)
}

/// Whether requests lack the credentials of the scheme. A token is always sent.
fn is_needed(api: &Api, scheme: &SecurityScheme) -> bool {
    if scheme.credentials.are_token() {
        return false;
    }
    let mut required = operations(api).filter_map(|operation| operation.security.as_ref());
    let is_documented = operations(api).any(|operation| operation.security.is_some());
    !is_documented || required.any(|security| lacks(api, security, scheme))
}

/// Whether the scheme is part of a requirement that a token does not fulfil.
fn lacks(api: &Api, security: &Security, scheme: &SecurityScheme) -> bool {
    let is_token = |required: &RequiredScheme| {
        let mut schemes = api.security_schemes.iter();
        schemes.any(|scheme| scheme.name == required.name && scheme.credentials.are_token())
    };
    let is_fulfilled = |all: &Vec<RequiredScheme>| all.iter().all(is_token);
    let mut schemes = security.alternatives.iter().flatten();
    !security.alternatives.iter().any(is_fulfilled)
        && schemes.any(|required| required.name == scheme.name)
}

fn without_scheme(scheme: &SecurityScheme) -> Diagnostic {
    let message = format!(
        "the security scheme `{}` has no effect: the client sends a bearer token",
        scheme.name
    );
    let help = "write `{type: http, scheme: bearer}`, or send the credentials with `with_header`";
    Diagnostic::warning(scheme.origin, message).help(help)
}

fn undefined(api: &Api, required: &RequiredScheme) -> Option<Diagnostic> {
    let names = api
        .security_schemes
        .iter()
        .map(|scheme| scheme.name.as_str());
    if names.clone().any(|name| name == required.name) {
        return None;
    }
    let help = match suggest::nearest(&required.name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add it under `securitySchemes`, or remove it here".to_owned(),
    };
    let message = format!("`{}` is not a security scheme", required.name);
    Some(Diagnostic::warning(required.origin, message).help(help))
}

fn servers(api: &Api) -> impl Iterator<Item = Diagnostic> {
    let first = api.servers.first();
    let relative = first.filter(|server| server.fixed_url().is_none());
    let relative = relative.map(|server| {
        let message = format!(
            "the server URL `{}` has no effect: it is relative or has variables",
            server.url.trim_end_matches('/')
        );
        let help =
            "write an absolute URL without variables, or set the base URL on the client builder";
        Diagnostic::warning(server.url_origin, message).help(help)
    });
    let second = api.servers.get(1).map(|server| {
        let message = "additional servers have no effect: all requests go to the first server of the document";
        Diagnostic::warning(server.origin, message).help("remove them")
    });
    relative.into_iter().chain(second)
}

/// Whether the first server is that of the API, to which the client sends the requests.
fn are_of_api(api: &Api, own: &OwnServers) -> bool {
    let url = |servers: &[crate::ir::Server]| {
        let first = servers.first();
        first.map(|server| server.url.trim_end_matches('/').to_owned())
    };
    url(&own.all) == url(&api.servers)
}

fn without_servers(own: &OwnServers) -> Diagnostic {
    let owner = if own.are_of_path {
        "a path"
    } else {
        "an operation"
    };
    let message = format!(
        "`servers` of {owner} have no effect: all requests go to the first server of the document"
    );
    Diagnostic::warning(own.origin, message).help("remove them")
}
