//! Checks before execution: what every request requires, and what its account refuses.

use http::StatusCode;
use serde_json::Value;

use super::{
    accounts::{self, Account},
    query::Query,
    reply::{Refusal, Reply},
    router::Found,
};

/// Accepts or refuses a request.
pub(super) fn check(
    found: &Found<'_>,
    query: &Query,
    body: &Value,
    account: &Account,
) -> Result<(), Refusal> {
    let route = found.target.route;
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
    accounts::rules::check(found, query, body, account, &mut missing)?;
    missing.refusal().map_or(Ok(()), Err)
}

/// The missing values of a request.
#[derive(Default)]
pub(super) struct Absent {
    pub(super) query: Vec<String>,
    pub(super) body: Vec<String>,
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
