//! Checks the credentials of requests.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{ReceivedRequest, query::Query};
use crate::{Credentials, Security, SecurityScheme, auth::Place};

/// Credentials of all schemes: the token is also the key, the user name and the password.
pub(super) fn credentials(schemes: &[SecurityScheme], token: &str) -> Credentials {
    schemes
        .iter()
        .fold(Credentials::new(), |all, scheme| match scheme.place() {
            Place::Basic => all.with_basic(*scheme, token, token),
            _ => all.with(*scheme, token),
        })
}

/// Why the request does not fulfil the requirement; `None` if it does.
pub(super) fn refusal(
    received: &ReceivedRequest,
    security: Security,
    token: &str,
) -> Option<String> {
    let given = |scheme: &SecurityScheme| credentials_in(received, *scheme);
    let is_right = |scheme: &SecurityScheme| match (scheme.place(), given(scheme)) {
        (Place::Basic, Some(value)) => value == BASE64_STANDARD.encode(format!("{token}:{token}")),
        (_, value) => value.as_deref() == Some(token),
    };
    if security.is_empty() || security.iter().any(|all| all.iter().all(is_right)) {
        return None;
    }
    let mut schemes = security.iter().flat_map(|all| all.iter());
    if schemes.clone().any(|scheme| given(scheme).is_some()) {
        return Some("the token is invalid".to_owned());
    }
    let first = schemes.next()?;
    Some(match first.place() {
        Place::Bearer => "the header `Authorization` with a bearer token is missing".to_owned(),
        Place::Basic | Place::Authorization => "the header `Authorization` is missing".to_owned(),
        Place::Header(name) => format!("the header `{name}` is missing"),
        Place::Query(name) => format!("the query parameter `{name}` is missing"),
        Place::Cookie(name) => format!("the cookie `{name}` is missing"),
    })
}

/// The credentials of the scheme in a request; of the header `Authorization`, without the name of the scheme.
fn credentials_in(received: &ReceivedRequest, scheme: SecurityScheme) -> Option<String> {
    let authorization = || received.header("authorization");
    let after = |wanted: &str| {
        let (scheme, value) = authorization()?.split_once(' ')?;
        let is_it = scheme.eq_ignore_ascii_case(wanted);
        is_it.then(|| value.trim().to_owned())
    };
    match scheme.place() {
        Place::Bearer => after("bearer"),
        Place::Basic => after("basic"),
        Place::Authorization => authorization().map(str::to_owned),
        Place::Header(name) => received.header(name).map(str::to_owned),
        Place::Query(name) => Query::parse(received.query()).get(name).map(str::to_owned),
        Place::Cookie(name) => {
            let (_, value) = received.cookies().find(|(known, _)| *known == name)?;
            Some(value.to_owned())
        }
    }
}
