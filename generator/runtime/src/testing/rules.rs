//! Checks before execution: what every request requires, and what an account's integration refuses.

use std::borrow::Cow;

use http::StatusCode;
use serde_json::{Map, Value};

use super::{
    accounts::Account,
    query::Query,
    reply::{Refusal, Reply},
    router::Found,
    table::Payload,
};
use crate::{
    IssueLocation,
    support::{IssueKind, Provenance},
};

/// Accepts or refuses a request.
pub(super) fn check(
    found: &Found<'_>,
    query: &Query,
    body: &Value,
    account: &Account,
) -> Result<(), Refusal> {
    let route = found.target.route;
    let endpoint = route.operation.endpoint();
    if account.is_read_only && endpoint.method() != "GET" {
        return Err(not_allowed("the account is a read-only sandbox"));
    }
    let mut missing = Absent::default();
    let scope = found.target.scope();
    let names = scope.into_iter().chain(route.required_query());
    let names = names.filter(|name| !query.has(name));
    missing.query.extend(names.map(str::to_owned));
    let is_absent = |name: &&&str| body.get(name).is_none_or(Value::is_null);
    missing.body.extend(
        route
            .body
            .iter()
            .filter(is_absent)
            .map(|name| (*name).to_owned()),
    );
    if let Some(slug) = account.integration {
        let body = known(route.payload, body);
        let report = route
            .operation
            .check_request(slug, &query.to_json(), body.as_deref());
        let report = report.iter().filter(|report| report.is_refusal());
        let issues = report.flat_map(|report| report.issues());
        for issue in issues.filter(|issue| issue.provenance() == Provenance::Documented) {
            match (issue.kind(), issue.location(), issue.field()) {
                (IssueKind::OperationNotSupported, ..) => {
                    return Err(not_allowed(
                        "the integration does not support this operation",
                    ));
                }
                (IssueKind::MissingRequired, IssueLocation::Query, Some(name)) => {
                    missing.query.push(name.to_owned())
                }
                (IssueKind::MissingRequired, IssueLocation::Body, Some(name)) => {
                    missing.body.push(name.to_owned())
                }
                // A field or value that the integration does not support is not a reason to refuse a request.
                _ => {}
            }
        }
    }
    missing.refusal().map_or(Ok(()), Err)
}

/// The body that is checked against the matrix. If a documented body is missing, it is an empty object. If the fake cannot read
/// the body, it is `None`.
fn known(payload: Option<Payload>, body: &Value) -> Option<Cow<'_, Value>> {
    match (payload, body) {
        (Some(Payload::Json(_) | Payload::Form(_)), Value::Null) => {
            Some(Cow::Owned(Value::Object(Map::new())))
        }
        (_, Value::Null) => None,
        (_, body) => Some(Cow::Borrowed(body)),
    }
}

/// The missing values of a request.
#[derive(Default)]
struct Absent {
    query: Vec<String>,
    body: Vec<String>,
}

impl Absent {
    fn refusal(self) -> Option<Refusal> {
        let hints = [
            ("missing_required_query_parameters", self.query),
            ("missing_required_body_fields", self.body),
        ];
        let hints = hints.into_iter().filter(|(_, names)| !names.is_empty());
        let hints = hints.map(|(name, mut names)| {
            names.sort_unstable();
            names.dedup();
            let description = format!("required but missing: {}", names.join(", "));
            (name, description, Value::from(names))
        });
        let hints: Vec<_> = hints.collect();
        let (_, message, _) = hints.first()?;
        let hints = hints
            .iter()
            .map(|(name, description, value)| (*name, &**description, value.clone()));
        Some(Reply::insights(StatusCode::BAD_REQUEST, message, hints).into())
    }
}

fn not_allowed(why: &str) -> Refusal {
    Reply::error(StatusCode::METHOD_NOT_ALLOWED, why).into()
}
