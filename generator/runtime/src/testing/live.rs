//! What an integration, or an account of one, says of itself: that it serves what the documentation says.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    account::Account,
    router::{Found, Router},
};
use crate::support::Answer;

/// Fills the list of what is served, if the answer is to have one and it is known which integration it is about.
pub(super) fn fill(
    answer: &mut Map<String, Value>,
    found: &Found<'_>,
    account: &Account,
    router: &Router,
) {
    let Some(live) = found.target.route.object().and_then(|object| object.live()) else {
        return;
    };
    let named = found.first_parameter();
    let Some(slug) = account.integration.or(named.as_deref()) else {
        return;
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
        return;
    }
    let list = resources.into_iter().map(|((model, resource), methods)| {
        json!({live.model: model, live.resource: resource, live.methods: methods})
    });
    answer.insert(live.list.to_owned(), list.collect());
}
