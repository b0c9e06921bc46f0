//! Capabilities of an integration or account, according to the documentation.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::Account;
use crate::{
    support::Answer,
    testing::{
        reply::{Refusal, Reply},
        router::{Found, Router},
    },
};

/// Fills the list of supported operations, if the response has one. Refuses the request if the integration is unknown.
pub(in crate::testing) fn fill(
    answer: &mut Map<String, Value>,
    found: &Found<'_>,
    account: &Account,
    router: &Router,
) -> Result<(), Refusal> {
    let Some(live) = found.target.route.object().and_then(|object| object.live()) else {
        return Ok(());
    };
    let named = found.first_parameter().filter(|_| found.account.is_none());
    let Some(slug) = named.as_deref().or(account.integration) else {
        return Err(unknown());
    };
    let mut resources: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut is_known = false;
    for operation in router.operations() {
        let report = operation.check_request(slug, &Value::Null, None);
        is_known |= report.is_some();
        let is_served = report.is_some_and(|report| report.operation_support() == Answer::Yes);
        let mut parts = operation.endpoint().id().splitn(3, '.');
        if let (true, Some(model), Some(resource), Some(method)) =
            (is_served, parts.next(), parts.next(), parts.next())
        {
            resources.entry((model, resource)).or_default().push(method);
        }
    }
    if !is_known {
        let why = format!("unknown integration `{slug}`");
        return Err(Reply::error(StatusCode::NOT_FOUND, &why).into());
    }
    let list = resources.into_iter().map(|((model, resource), methods)| {
        json!({live.model: model, live.resource: resource, live.methods: methods})
    });
    answer.insert(live.list.to_owned(), list.collect());
    Ok(())
}

fn unknown() -> Refusal {
    let why = "the account has no integration, so its capabilities are unknown: \
               set an integration for the account, or for all accounts";
    Reply::error(StatusCode::NOT_IMPLEMENTED, why).into()
}
