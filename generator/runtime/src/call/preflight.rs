//! Checks a call against the support matrix before it is sent.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{BodyKind, Call, fields};
#[cfg(feature = "sync")]
use crate::{IssueLocation, QueryStyle};
use crate::{
    Preflight,
    support::{IntegrationKey, Operation, Report},
};

impl Call {
    /// Checks the current query parameters and additional fields, and `body`, against the support matrix of `integration`.
    pub fn check<I: IntegrationKey>(
        &self,
        operation: &Operation<I>,
        integration: I,
        body: &impl Serialize,
    ) -> Report {
        let body = fields::overlaid(body, &self.fields);
        operation.check_with_query(integration, &self.query.to_json(), &body)
    }

    /// Checks the complete call, with its body, for the integration of its handle. Preflight uses this report to decide whether
    /// the call is sent. `None` if the handle has no integration.
    #[must_use]
    pub fn report(&self) -> Option<Report> {
        let slug = self.scope.integration?;
        let (query, body) = (self.query.to_json(), self.checked_body());
        self.operation.check_request(slug, &query, body.as_ref())
    }

    /// Whether the integration of the handle is known not to support the query parameter `name`.
    #[cfg(feature = "sync")]
    pub(crate) fn refuses_query(&self, name: &str, value: &impl Serialize) -> bool {
        let refused = |call: &Self| {
            let report = call.report();
            report.map_or(0, |report| {
                report
                    .issues()
                    .iter()
                    .filter(|issue| issue.location() == IssueLocation::Query)
                    .count()
            })
        };
        let mut with = self.clone();
        with.set_query(name, QueryStyle::Form, value);
        refused(&with) > refused(self)
    }

    /// Whether the integration of the handle is documented to refuse the call.
    #[cfg(feature = "sync")]
    pub(crate) fn is_refused(&self) -> bool {
        self.report().is_some_and(|report| report.is_refusal())
    }

    /// Whether the query parameter `name` is set.
    #[cfg(feature = "sync")]
    pub(crate) fn sends_query(&self, name: &str) -> bool {
        self.query.sends(name)
    }

    /// Whether the integration of the handle is documented to return only a part of each object.
    #[cfg(feature = "sync")]
    pub(crate) fn returns_partial(&self) -> bool {
        let slug = self.scope.integration;
        slug.is_some_and(|slug| self.operation.is_partial(slug))
    }

    /// The body as it is checked against the support matrix.
    fn checked_body(&self) -> Option<Value> {
        match &self.body {
            Some(payload) if payload.kind == BodyKind::Json => {
                serde_json::from_slice(payload.content.whole()?).ok()
            }
            Some(_) => None,
            None => self.is_unset.then(|| Value::Object(Map::new())),
        }
    }

    /// Returns the report if it forbids sending the call. Warnings are logged.
    pub(super) fn refusal(&self) -> Option<Report> {
        let preflight = self.options.preflight.unwrap_or(self.scope.preflight);
        if preflight == Preflight::Off {
            return None;
        }
        let report = self.report()?;
        if preflight == Preflight::Deny && report.is_refusal() {
            return Some(report);
        }
        let (operation, integration) = (report.operation(), report.integration());
        if !report.is_ok() {
            tracing::warn!(
                operation,
                integration,
                "the support matrix reports issues with this request: {report}"
            );
        } else if report.suggests() {
            tracing::warn!(
                operation,
                integration,
                "this request has a field that may be misspelt: {report}"
            );
        } else if !report.notes().is_empty() {
            tracing::debug!(operation, integration, "{report}");
        }
        None
    }
}
