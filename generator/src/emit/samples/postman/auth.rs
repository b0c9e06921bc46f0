//! Credentials in a collection. Postman has one kind of credentials per request; any others are headers and query parameters.

use serde_json::{Value, json};

use super::variables::secret;
use crate::ir::{Credentials, KeyPlace, Operation};
use crate::plan::auth::Scheme;
use crate::plan::root::Plan;

/// What a request needs for its credentials.
#[derive(Default)]
pub(super) struct Own {
    /// The credentials, unless they are those of the collection.
    pub(super) auth: Option<Value>,
    /// Names and values.
    pub(super) headers: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) cookies: Vec<(String, String)>,
}

/// The credentials of most requests; `None` if they need none.
pub(super) fn of_collection(plan: &Plan<'_>) -> Option<Value> {
    main(&usual(plan)).map(|(_, auth)| auth)
}

pub(super) fn of_request(plan: &Plan<'_>, operation: &Operation) -> Own {
    let schemes = plan.auth.of_sample(operation);
    let (main, others) = match main(&schemes) {
        Some((at, auth)) => (Some(auth), without(&schemes, at)),
        None => (None, schemes),
    };
    let mut own = Own::default();
    if main != of_collection(plan) {
        own.auth = Some(main.unwrap_or_else(|| json!({"type": "noauth"})));
    }
    others.into_iter().for_each(|scheme| own.add(scheme));
    own
}

/// The schemes that most operations require.
fn usual<'p>(plan: &'p Plan<'_>) -> Vec<&'p Scheme<'p>> {
    let mut alternatives = plan.auth.default.iter();
    let first = alternatives.find(|all| !all.is_empty());
    let schemes = first.into_iter().flatten();
    schemes
        .filter_map(|at| plan.auth.schemes.get(*at))
        .collect()
}

fn without<'s>(schemes: &[&'s Scheme<'s>], at: usize) -> Vec<&'s Scheme<'s>> {
    let others = schemes.iter().enumerate().filter(|(index, _)| *index != at);
    others.map(|(_, scheme)| *scheme).collect()
}

/// The first scheme for which Postman has a kind of credentials.
fn main(schemes: &[&Scheme<'_>]) -> Option<(usize, Value)> {
    let mut schemes = schemes.iter().enumerate();
    schemes.find_map(|(index, scheme)| Some((index, auth(scheme)?)))
}

fn auth(scheme: &Scheme<'_>) -> Option<Value> {
    let first = secret(scheme.env.first()?);
    Some(match &scheme.scheme.credentials {
        Credentials::Bearer | Credentials::OAuth2(_) | Credentials::OpenIdConnect { .. } => {
            of_kind("bearer", &[("token", &first)])
        }
        Credentials::Basic => {
            let password = secret(scheme.env.get(1)?);
            of_kind("basic", &[("username", &first), ("password", &password)])
        }
        Credentials::Http(_) | Credentials::Certificate => key("Authorization", &first, "header"),
        Credentials::Key { place, wire } => match place {
            KeyPlace::Header => key(wire, &first, "header"),
            KeyPlace::Query => key(wire, &first, "query"),
            KeyPlace::Cookie => return None,
        },
    })
}

fn key(name: &str, value: &str, place: &str) -> Value {
    of_kind("apikey", &[("key", name), ("value", value), ("in", place)])
}

fn of_kind(kind: &str, attributes: &[(&str, &str)]) -> Value {
    let attributes = attributes.iter();
    let attributes: Value = attributes
        .map(|(key, value)| json!({"key": key, "value": value, "type": "string"}))
        .collect();
    json!({"type": kind, kind: attributes})
}

impl Own {
    /// Adds a scheme as a part of the request.
    fn add(&mut self, scheme: &Scheme<'_>) {
        let Some(first) = scheme.env.first().map(|env| secret(env)) else {
            return;
        };
        match &scheme.scheme.credentials {
            Credentials::Key { place, wire } => match place {
                KeyPlace::Header => self.headers.push((wire.clone(), first)),
                KeyPlace::Query => self.query.push((wire.clone(), first)),
                KeyPlace::Cookie => self.cookies.push((wire.clone(), first)),
            },
            // At most one scheme is sent as the header `Authorization`, and Postman has a kind for each of them.
            _ => self.headers.push(("Authorization".to_owned(), first)),
        }
    }
}
