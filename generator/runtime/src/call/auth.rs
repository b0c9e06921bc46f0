//! Chooses the credentials of a request and adds them to it.

use http::{HeaderMap, HeaderValue, header};

use super::Call;
use crate::{
    Endpoint, Error, Security, SecurityScheme,
    auth::{Place, Secret, Sent},
    client::no_token,
};

impl Call {
    /// Returns the credentials of the first alternative for which there are all of them.
    ///
    /// # Errors
    /// There is no such alternative, and credentials are not optional.
    pub(super) fn secrets_to_send(&self, endpoint: &Endpoint) -> Result<Vec<&Secret>, Error> {
        let settings = &self.scope.client.settings;
        let security = endpoint.security().unwrap_or(settings.security);
        let is_set = |scheme: &SecurityScheme| {
            self.sends(*scheme) || settings.credentials.get(*scheme).is_some()
        };
        let mut alternatives = security.iter().filter(|all| !all.is_empty());
        let Some(chosen) = alternatives.find(|all| all.iter().all(is_set)) else {
            let is_optional = security.is_empty() || security.iter().any(|all| all.is_empty());
            return match is_optional {
                true => Ok(Vec::new()),
                false => Err(missing(security)),
            };
        };
        let rest = chosen.iter().filter(|scheme| !self.sends(**scheme));
        Ok(rest
            .filter_map(|scheme| settings.credentials.get(*scheme))
            .collect())
    }

    /// Whether the caller has set the header, query parameter or cookie of the scheme.
    fn sends(&self, scheme: SecurityScheme) -> bool {
        match scheme.place() {
            Place::Header(name) => self.headers.contains_key(name),
            Place::Query(name) => self.query.sends(name),
            Place::Cookie(name) => self.sends_cookie(name),
            Place::Bearer | Place::Basic | Place::Authorization => false,
        }
    }

    fn sends_cookie(&self, name: &str) -> bool {
        let headers = self.headers.get_all(header::COOKIE).iter();
        let headers = headers.filter_map(|value| value.to_str().ok());
        let mut pairs = headers.flat_map(|text| text.split(';')).chain(
            self.cookies
                .iter()
                .flat_map(|(_, pairs)| pairs.iter().map(String::as_str)),
        );
        pairs.any(|pair| {
            let rest = pair.trim().strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with('='))
        })
    }
}

/// Describes credentials that a client does not have: ``the client has no credentials `a` and `b`, or `c` ``.
fn missing(security: Security) -> Error {
    if security == [[SecurityScheme::TOKEN]] {
        return no_token();
    }
    let names = |all: &&[SecurityScheme]| {
        let names = all.iter().map(|scheme| format!("`{}`", scheme.name()));
        names.collect::<Vec<_>>().join(" and ")
    };
    let alternatives: Vec<String> = security.iter().map(names).collect();
    let mut schemes = security.iter().flat_map(|all| all.iter());
    let setters = match schemes.all(|scheme| *scheme == SecurityScheme::TOKEN) {
        true => "`ClientBuilder::token`",
        false => "the methods of `Credentials` with these names",
    };
    Error::invalid(format!(
        "the request requires credentials that the client does not have: {}; set them with {setters}",
        alternatives.join(", or ")
    ))
}

/// Appends the credentials that are query parameters.
pub(super) fn append_to(secrets: &[&Secret], uri: &mut String) {
    for secret in secrets {
        if let Sent::Query(pair) = &secret.sent {
            uri.push(if uri.contains('?') { '&' } else { '?' });
            uri.push_str(pair);
        }
    }
}

/// Inserts the credentials that are headers or cookies.
pub(super) fn insert_into(secrets: &[&Secret], headers: &mut HeaderMap) -> Result<(), Error> {
    let mut cookies = Vec::new();
    for secret in secrets {
        match &secret.sent {
            Sent::Header(name, value) => drop(headers.insert(name, value.clone())),
            Sent::Cookie(pair) => cookies.push(&**pair),
            Sent::Query(_) => {}
        }
    }
    add_cookies(headers, cookies)
}

/// Adds each `name=value` to the header `Cookie`.
pub(super) fn add_cookies<'a>(
    headers: &mut HeaderMap,
    pairs: impl IntoIterator<Item = &'a str>,
) -> Result<(), Error> {
    let mut text = match headers.get(header::COOKIE) {
        Some(cookies) => cookies.as_bytes().to_vec(),
        None => Vec::new(),
    };
    let before = text.len();
    for pair in pairs {
        if !text.is_empty() {
            text.extend(b"; ");
        }
        text.extend(pair.bytes());
    }
    if text.len() == before {
        return Ok(());
    }
    let mut value = HeaderValue::from_bytes(&text)
        .map_err(|_| Error::invalid("the cookies contain a control character"))?;
    value.set_sensitive(true);
    headers.insert(header::COOKIE, value);
    Ok(())
}
