//! A request against the matrix.

use serde::Serialize;
use serde_json::Value;

use super::{
    Answer, Endpoint, Field, IntegrationKey, Issue, IssueKind, Level, Operation, Place, Report,
};

/// The matrix of an operation, whatever the type of its integrations.
pub trait Matrix: Send + Sync {
    /// The operation's id, method and path.
    fn endpoint(&self) -> &Endpoint;

    /// Checks a request to the integration `slug`: its body, if it is JSON, and the names of its query parameters. `None` if
    /// the matrix does not know the integration.
    fn check_request(&self, slug: &str, query: &[&str], body: Option<&Value>) -> Option<Report>;
}

impl<I: IntegrationKey> Matrix for Operation<I> {
    fn endpoint(&self) -> &Endpoint {
        Self::endpoint(self)
    }

    fn check_request(&self, slug: &str, query: &[&str], body: Option<&Value>) -> Option<Report> {
        let integration = I::ALL
            .iter()
            .find(|integration| integration.slug() == slug)?;
        Some(self.report(*integration, Some(query), body))
    }
}

impl<I: IntegrationKey> Operation<I> {
    /// Checks a body for `integration`. Query parameters are not looked at.
    ///
    /// A field that is null counts as set, but does not meet a requirement. A field inside a list or an object is missed only
    /// where that list or object is there, or is itself required.
    pub fn check(&self, integration: I, body: &impl Serialize) -> Report {
        self.report(integration, None, Some(&to_value(body)))
    }

    pub(crate) fn check_with_query(
        &self,
        integration: I,
        query: &[&str],
        body: &impl Serialize,
    ) -> Report {
        self.report(integration, Some(query), Some(&to_value(body)))
    }

    fn report(&self, integration: I, query: Option<&[&str]>, body: Option<&Value>) -> Report {
        let mut report = Report {
            operation: self.id(),
            slug: integration.slug(),
            label: integration.label(),
            issues: Vec::new(),
            undocumented: Vec::new(),
        };
        if self.supports(integration) == Answer::No {
            // That no field is supported then goes without saying.
            report.issues.push(Issue {
                kind: IssueKind::OperationNotSupported,
                place: Place::Operation,
                subject: self.id().into(),
                integration: Some(integration.label()),
            });
            return report;
        }
        let mut checker = Checker {
            integration,
            report: &mut report,
        };
        if let Some(query) = query {
            checker.query(self.query_parameters(), query);
        }
        if let Some(body) = body {
            checker.body(self.fields(), body);
        }
        report
    }
}

/// What cannot be written as JSON cannot be sent either: the error comes from there.
fn to_value(body: &impl Serialize) -> Value {
    serde_json::to_value(body).unwrap_or_default()
}

struct Checker<'a, I> {
    integration: I,
    report: &'a mut Report,
}

impl<I: IntegrationKey> Checker<'_, I> {
    fn query(&mut self, parameters: &'static [Field<I>], set: &[&str]) {
        for parameter in parameters {
            let is_set = set.contains(&parameter.path());
            self.judge(parameter, Place::Query, is_set, !is_set);
        }
        for name in set {
            if !parameters.iter().any(|parameter| parameter.path() == *name) {
                self.report.undocumented.push((*name).to_owned());
            }
        }
    }

    fn body(&mut self, fields: &'static [Field<I>], body: &Value) {
        for field in fields {
            let (is_set, is_missing) = self.presence(fields, field.path(), body);
            self.judge(field, Place::Body, is_set, is_missing);
        }
        self.undocumented(fields, "", body);
    }

    fn judge(&mut self, field: &Field<I>, place: Place, is_set: bool, is_missing: bool) {
        let kind = match field.support().level(self.integration) {
            Level::Required if is_missing => IssueKind::MissingRequired,
            Level::Unsupported if is_set => IssueKind::Unsupported,
            Level::NotDocumented if is_set => {
                self.report.undocumented.push(field.path().to_owned());
                return;
            }
            _ => return,
        };
        self.report.issues.push(Issue {
            kind,
            place,
            subject: field.path().into(),
            integration: Some(self.integration.label()),
        });
    }

    /// Whether the field is set anywhere, and whether it is missing where it could stand.
    fn presence(&self, fields: &[Field<I>], path: &str, body: &Value) -> (bool, bool) {
        let (parent, name) = match path.rsplit_once('.') {
            Some((parent, name)) => (Some(parent), name),
            None => (None, path),
        };
        let mut holders = Vec::new();
        objects_at(body, parent, &mut holders);
        let is_set = holders.iter().any(|holder| holder.get(name).is_some());
        let is_missing = if holders.is_empty() {
            parent.is_none_or(|parent| self.is_required(fields, parent))
        } else {
            holders
                .iter()
                .any(|holder| holder.get(name).is_none_or(Value::is_null))
        };
        (is_set, is_missing)
    }

    fn is_required(&self, fields: &[Field<I>], path: &str) -> bool {
        fields.iter().any(|field| {
            field.path() == path && field.support().level(self.integration) == Level::Required
        })
    }

    /// Notes the outermost fields that the matrix does not mention at all.
    fn undocumented(&mut self, fields: &[Field<I>], prefix: &str, value: &Value) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.undocumented(fields, prefix, item);
                }
            }
            Value::Object(entries) => {
                for (name, value) in entries {
                    let path = if prefix.is_empty() {
                        name.clone()
                    } else {
                        format!("{prefix}.{name}")
                    };
                    let has_inner = fields.iter().any(|field| is_inside(field.path(), &path));
                    if has_inner {
                        self.undocumented(fields, &path, value);
                    }
                    let is_known = has_inner || fields.iter().any(|field| field.path() == path);
                    if !is_known && !self.report.undocumented.contains(&path) {
                        self.report.undocumented.push(path);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_inside(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// The objects at a path, lists on the way opened.
fn objects_at<'v>(
    value: &'v Value,
    path: Option<&str>,
    found: &mut Vec<&'v serde_json::Map<String, Value>>,
) {
    match (value, path) {
        (Value::Array(items), _) => {
            for item in items {
                objects_at(item, path, found);
            }
        }
        (Value::Object(entries), None) => found.push(entries),
        (Value::Object(entries), Some(path)) => {
            let (name, rest) = match path.split_once('.') {
                Some((name, rest)) => (name, Some(rest)),
                None => (path, None),
            };
            if let Some(inner) = entries.get(name) {
                objects_at(inner, rest, found);
            }
        }
        _ => {}
    }
}
