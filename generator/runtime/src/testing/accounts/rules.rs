//! What an account refuses: writes if it is read-only, and what its integration refuses.

use std::borrow::Cow;

use http::StatusCode;
use serde_json::{Map, Value};

use super::Account;
use crate::{
    IssueLocation,
    support::{IssueKind, Provenance},
    testing::{
        query::Query,
        reply::{Refusal, Reply},
        router::Found,
        rules::Absent,
        table::Payload,
    },
};

/// Accepts or refuses a request. Missing values are added to `missing`.
pub(in crate::testing) fn check(
    found: &Found<'_>,
    query: &Query,
    body: &Value,
    account: &Account,
    missing: &mut Absent,
) -> Result<(), Refusal> {
    let route = found.target.route;
    if account.is_read_only && route.operation.endpoint().method() != "GET" {
        return Err(not_allowed("the account is a read-only sandbox"));
    }
    let Some(slug) = account.integration else {
        return Ok(());
    };
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
    Ok(())
}

/// The body that is checked against the matrix. If a documented body is missing, it is an empty object. If the fake cannot read
/// the body, it is `None`.
fn known(payload: Option<Payload>, body: &Value) -> Option<Cow<'_, Value>> {
    match (payload, body) {
        (Some(Payload::Json(_) | Payload::Form(_) | Payload::Multipart(..)), Value::Null) => {
            Some(Cow::Owned(Value::Object(Map::new())))
        }
        (_, Value::Null) => None,
        (_, body) => Some(Cow::Borrowed(body)),
    }
}

fn not_allowed(why: &str) -> Refusal {
    Reply::error(StatusCode::METHOD_NOT_ALLOWED, why).into()
}
