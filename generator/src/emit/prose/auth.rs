//! What is written about authentication.

use crate::emit::prose::{escape, phrases};
use crate::ir::{
    Api, Credentials, Flow, FlowKind, KeyPlace, Operation, RequiredScheme, SecurityScheme,
};
use crate::plan::auth::{Constructor, Requirement};
use crate::plan::names::bare;
use crate::plan::root::Plan;

/// Which credentials the operation requires, if it is not obvious from the client: ``Requires `api_key`.``
pub(crate) fn requirement(plan: &Plan<'_>, operation: &Operation) -> Option<String> {
    let auth = &plan.auth;
    let api = plan.package.apis.get(operation.id.api)?;
    let own = auth.of_operation(operation);
    let security = operation.security.as_ref()?;
    let all = security.alternatives.iter().flatten();
    let has_scopes = all.clone().any(|scheme| !scheme.scopes.is_empty());
    let is_usual = *own == auth.default && auth.constructor != Constructor::Several;
    if is_usual && !has_scopes {
        return None;
    }
    let alternatives = security.alternatives.iter();
    let texts = alternatives.filter_map(|all| alternative(plan, api, all));
    let texts: Vec<String> = texts.collect();
    let mut required = security.alternatives.iter().flatten();
    if texts.is_empty() && required.any(|one| plan.names.scheme(api, &one.name).is_none()) {
        return None;
    }
    Some(match (texts.is_empty(), own.iter().any(Vec::is_empty)) {
        (true, _) => "Requires no credentials.".to_owned(),
        (false, true) => format!("Credentials are optional: {}.", texts.join(", or ")),
        (false, false) => format!("Requires {}.", texts.join(", or ")),
    })
}

/// The schemes of an alternative, with their scopes; `None` if it has none.
fn alternative(plan: &Plan<'_>, api: &Api, all: &[RequiredScheme]) -> Option<String> {
    let schemes = all.iter().filter_map(|required| {
        let setter = bare(plan.names.scheme(api, &required.name)?);
        let scheme = match plan.auth.constructor {
            Constructor::Token => "the token".to_owned(),
            _ => escape::code(setter),
        };
        let scopes = required.scopes.iter().map(|scope| escape::code(scope));
        let scopes: Vec<String> = scopes.collect();
        Some(match scopes.len() {
            0 => scheme,
            1 => format!("{scheme} with the scope {}", scopes[0]),
            _ => format!("{scheme} with the scopes {}", phrases::enumeration(&scopes)),
        })
    });
    let schemes: Vec<String> = schemes.collect();
    (!schemes.is_empty()).then(|| phrases::enumeration(&schemes))
}

/// Where the credentials of a scheme are sent: ``in the header `X-API-Key` ``.
pub(crate) fn place(credentials: &Credentials) -> String {
    match credentials {
        Credentials::Bearer | Credentials::OAuth2(_) | Credentials::OpenIdConnect { .. } => {
            "sent as `Authorization: Bearer …`".to_owned()
        }
        Credentials::Basic => "sent as `Authorization: Basic …`".to_owned(),
        Credentials::Http(_) | Credentials::Certificate => {
            "the whole value of the header `Authorization`".to_owned()
        }
        Credentials::Key { place, wire } => {
            let place = match place {
                KeyPlace::Query => "query parameter",
                KeyPlace::Header => "header",
                KeyPlace::Cookie => "cookie",
            };
            format!("sent in the {place} {}", escape::code(wire))
        }
    }
}

/// How to get the token of a scheme: a list of OAuth 2 flows and their scopes, or the address of the provider.
pub(crate) fn origin(scheme: &SecurityScheme) -> Vec<String> {
    match &scheme.credentials {
        Credentials::OAuth2(flows) if !flows.is_empty() => {
            let mut lines = vec!["The token is issued by OAuth 2:".to_owned(), String::new()];
            lines.extend(flows.iter().map(flow));
            lines.extend(scopes(flows));
            lines
        }
        Credentials::OpenIdConnect { url } => vec![format!(
            "The token is issued by the OpenID Connect provider at {}.",
            escape::code(url)
        )],
        Credentials::Http(name) => vec![format!(
            "The API expects the authentication scheme {}.",
            escape::code(name)
        )],
        _ => Vec::new(),
    }
}

fn flow(flow: &Flow) -> String {
    let name = match flow.kind {
        FlowKind::Implicit => "implicit",
        FlowKind::Password => "password",
        FlowKind::ClientCredentials => "client credentials",
        FlowKind::AuthorizationCode => "authorization code",
    };
    let urls = [
        ("authorization", &flow.authorization_url),
        ("token", &flow.token_url),
    ];
    let urls = urls.into_iter().filter_map(|(what, url)| {
        let url = url.as_ref()?;
        Some(format!("{what} URL {}", escape::code(url)))
    });
    format!("- {name} flow: {}", urls.collect::<Vec<_>>().join(", "))
}

/// The scopes of all flows, each once.
fn scopes(flows: &[Flow]) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for (name, about) in flows.iter().flat_map(|flow| &flow.scopes) {
        if names.contains(&name.as_str()) {
            continue;
        }
        names.push(name);
        let name = escape::code(name);
        let about = crate::emit::prose::markdown::inline(about);
        lines.push(match about.trim() {
            "" => format!("- scope {name}"),
            about => format!("- scope {name}: {about}"),
        });
    }
    lines
}

/// The requirement of most operations, in words: `` `a` and `b`, or `c` ``.
pub(crate) fn in_words(plan: &Plan<'_>, requirement: &Requirement) -> String {
    let all = requirement.iter().filter(|all| !all.is_empty());
    let texts = all.map(|all| {
        let names = all.iter().map(|index| plan.auth.schemes[*index].setter);
        let names = names.map(|name| escape::code(bare(name)));
        phrases::enumeration(&names.collect::<Vec<_>>())
    });
    texts.collect::<Vec<_>>().join(", or ")
}
