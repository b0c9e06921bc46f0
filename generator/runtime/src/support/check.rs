//! Checks requests against the matrix.

use std::{borrow::Cow, collections::HashSet};

use serde::Serialize;
use serde_json::Value;

#[cfg(feature = "testing")]
use super::mapping::{Mapping, SchemaPart};
use super::{
    Answer, Endpoint, Field, FieldSupport, IntegrationKey, Issue, IssueKind, IssueLocation, Level,
    Note, Operation, Provenance, Report,
    issue::RefusedValue,
    unknown,
    walk::{self, Found},
};

/// The matrix of an operation, independent of the type of its integrations.
#[doc(hidden)]
pub trait Matrix: Send + Sync {
    /// The operation's id, method and path.
    fn endpoint(&self) -> &Endpoint;

    /// Checks a request for the integration `slug`: the body, if it is JSON, and the query parameters, as one object. `None` if
    /// the integration is not in the matrix.
    fn check_request(&self, slug: &str, query: &Value, body: Option<&Value>) -> Option<Report>;

    /// Whether the integration `slug` returns only a part of each object.
    fn is_partial(&self, slug: &str) -> bool {
        let _ = slug;
        false
    }

    /// What the integration `slug` does with a field, for the metadata of the fake; `None` if the integration is not in the matrix.
    #[cfg(feature = "testing")]
    fn mapping(&self, slug: &str, part: SchemaPart, path: &str) -> Option<Mapping> {
        let _ = (slug, part, path);
        None
    }

    /// Whether the integration `slug` may accept the value of an enumeration, for the metadata of the fake.
    #[cfg(feature = "testing")]
    fn may_accept(&self, slug: &str, part: SchemaPart, path: &str, value: &str) -> bool {
        let _ = (slug, part, path, value);
        true
    }
}

/// An operation of an API without a support matrix: any request passes.
impl Matrix for Endpoint {
    fn endpoint(&self) -> &Endpoint {
        self
    }

    fn check_request(&self, _: &str, _: &Value, _: Option<&Value>) -> Option<Report> {
        None
    }
}

impl<I: IntegrationKey> Matrix for Operation<I> {
    fn endpoint(&self) -> &Endpoint {
        Self::endpoint(self)
    }

    fn check_request(&self, slug: &str, query: &Value, body: Option<&Value>) -> Option<Report> {
        Some(self.report(named(slug)?, Some(query), body))
    }

    fn is_partial(&self, slug: &str) -> bool {
        let mut partial = self.partial_response().iter();
        partial.any(|integration| integration.slug() == slug)
    }

    #[cfg(feature = "testing")]
    fn mapping(&self, slug: &str, part: SchemaPart, path: &str) -> Option<Mapping> {
        Some(self.mapping_by(named(slug)?, part, path))
    }

    #[cfg(feature = "testing")]
    fn may_accept(&self, slug: &str, part: SchemaPart, path: &str, value: &str) -> bool {
        named(slug)
            .is_none_or(|integration| self.may_be_accepted_by(integration, part, path, value))
    }
}

/// The integration with exactly this slug.
fn named<I: IntegrationKey>(slug: &str) -> Option<I> {
    let mut all = I::ALL.iter().copied();
    all.find(|integration| integration.slug() == slug)
}

impl<I: IntegrationKey> Operation<I> {
    /// Checks a body for `integration`. Query parameters are not checked.
    ///
    /// A null field counts as set, but does not satisfy a requirement. An empty list counts as set. If a list or an object is
    /// reported as missing, so are the required fields inside it. If any other list or object is absent or null, nothing inside it
    /// is reported. Fields that are not in the schema of the body are [notes](Report::notes).
    pub fn check(&self, integration: I, body: &impl Serialize) -> Report {
        self.report(integration, None, Some(&to_value(body)))
    }

    pub(crate) fn check_with_query(
        &self,
        integration: I,
        query: &Value,
        body: &impl Serialize,
    ) -> Report {
        self.report(integration, Some(query), Some(&to_value(body)))
    }

    fn report(&self, integration: I, query: Option<&Value>, body: Option<&Value>) -> Report {
        let mut report = Report {
            operation: self.id().into(),
            slug: integration.slug().into(),
            label: integration.label().into(),
            support: self.supports(integration),
            issues: Vec::new(),
            undocumented: Vec::new(),
            notes: Vec::new(),
        };
        if report.support == Answer::NotDocumented {
            let note = Note::operation_not_documented(self.id(), integration.label());
            report.notes.push(note);
        }
        if report.support == Answer::No {
            // No field is supported either, which need not be reported in addition.
            report.issues.push(Issue {
                kind: IssueKind::OperationNotSupported,
                place: IssueLocation::Operation,
                subject: self.id().into(),
                integration: Some(integration.label().into()),
                // Only a complete list rules out integrations, and complete lists come from a current page.
                provenance: Provenance::Documented,
                value: None,
            });
            return report;
        }
        let requests = [
            (IssueLocation::Query, self.query_parameters(), query),
            (IssueLocation::Body, self.fields(), body),
        ];
        for (place, fields, value) in requests {
            if let Some(value) = value {
                let mut checker = Checker {
                    operation: self,
                    integration,
                    place,
                    fields,
                    undocumented: HashSet::new(),
                    report: &mut report,
                };
                checker.check(value);
            }
        }
        let unknown = body.map(|body| unknown::notes(self.body_fields(), body));
        report.notes.extend(unknown.unwrap_or_default());
        report
    }
}

/// Converts a body to JSON; null if that fails, because sending reports the error. The body is written as text and parsed again:
/// that code is compiled for every body anyway, and a direct conversion would be compiled for each in addition.
pub(crate) fn to_value(body: &impl Serialize) -> Value {
    let json = serde_json::to_vec(body).ok();
    json.and_then(|json| serde_json::from_slice(&json).ok())
        .unwrap_or_default()
}

/// Compares a body, or an object of all query parameters, with its rows.
struct Checker<'a, I: 'static> {
    operation: &'a Operation<I>,
    integration: I,
    place: IssueLocation,
    fields: &'static [Field<I>],
    /// The paths that are already reported as undocumented.
    undocumented: HashSet<String>,
    report: &'a mut Report,
}

impl<I: IntegrationKey> Checker<'_, I> {
    fn check(&mut self, value: &Value) {
        for field in self.fields {
            let path = self.path(field);
            if !self.is_refused_whole(&path) {
                self.judge(field, value, &path);
            }
        }
        self.undocumented("", value);
    }

    /// The path of the field in the JSON.
    fn path(&self, field: &Field<I>) -> Cow<'static, str> {
        match self.place {
            IssueLocation::Query => walk::dotted(field.path()).into(),
            IssueLocation::Operation | IssueLocation::Body => field.path().into(),
        }
    }

    fn level(&self, field: &Field<I>) -> Level {
        self.operation.support(field).level(self.integration)
    }

    /// Whether an enclosing field is unsupported, so that `path` need not be reported.
    fn is_refused_whole(&self, path: &str) -> bool {
        self.fields.iter().any(|outer| {
            is_inside(path, &self.path(outer)) && self.level(outer) == Level::Unsupported
        })
    }

    fn judge(&mut self, field: &'static Field<I>, value: &Value, path: &str) {
        let mut found = Found::default();
        walk::find(value, path, &mut found);
        match self.level(field) {
            Level::Required => match self.missing(field, value) {
                Some(provenance) => {
                    self.issue(IssueKind::MissingRequired, field, provenance, None);
                }
                None => self.values(field, &found),
            },
            // Only a complete list of names or a count of none rules out integrations, and both come from a current page.
            Level::Unsupported if !found.values.is_empty() => {
                self.issue(IssueKind::Unsupported, field, Provenance::Documented, None);
            }
            Level::Unsupported => {}
            Level::Supported | Level::NotDocumented => self.values(field, &found),
        }
    }

    /// If a required field is missing, the source of the requirement. If the object that would contain the field is absent, the
    /// field is missing only if that object is required and missing too; the weaker of the two sources counts.
    fn missing(&self, field: &Field<I>, value: &Value) -> Option<Provenance> {
        let own = self.operation.support(field).provenance()?;
        let mut found = Found::default();
        walk::find(value, &self.path(field), &mut found);
        if !found.values.is_empty() || found.is_absent_somewhere {
            let is_null = || found.values.iter().any(|value| value.is_null());
            return (found.is_absent_somewhere || is_null()).then_some(own);
        }
        let Some((parent, _)) = field.path().rsplit_once('.') else {
            return Some(own);
        };
        let parent = self.fields.iter().find(|field| field.path() == parent)?;
        let is_required = self.level(parent) == Level::Required;
        let of_parent = is_required.then(|| self.missing(parent, value))??;
        Some(own.max(of_parent))
    }

    /// Reports values that the integration does not accept, each once.
    fn values(&mut self, field: &'static Field<I>, found: &Found<'_>) {
        let support = self.operation.support(field);
        let mut refused: Vec<String> = Vec::new();
        for value in found.values.iter().flat_map(|value| walk::texts(value)) {
            if support.accepts(&value, self.integration) == Answer::No && !refused.contains(&value)
            {
                refused.push(value);
            }
        }
        let accepted = support.values_for(self.integration).map(Cow::Borrowed);
        let accepted: Vec<_> = accepted.collect();
        for value in refused {
            let accepted = accepted.clone();
            let value = Box::new(RefusedValue { value, accepted });
            let provenance = Provenance::Documented;
            self.issue(IssueKind::UnsupportedValue, field, provenance, Some(value));
        }
    }

    fn issue(
        &mut self,
        kind: IssueKind,
        field: &'static Field<I>,
        provenance: Provenance,
        value: Option<Box<RefusedValue>>,
    ) {
        self.report.issues.push(Issue {
            kind,
            place: self.place,
            subject: field.path().into(),
            integration: Some(self.integration.label().into()),
            provenance,
            value,
        });
    }

    /// Collects the outermost fields whose support by the integration is not documented by name.
    fn undocumented(&mut self, prefix: &str, value: &Value) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.undocumented(prefix, item);
                }
            }
            Value::Object(entries) => {
                for (name, value) in entries {
                    let path = if prefix.is_empty() {
                        name.clone()
                    } else {
                        format!("{prefix}.{name}")
                    };
                    self.undocumented_field(path, value);
                }
            }
            _ => {}
        }
    }

    fn undocumented_field(&mut self, path: String, value: &Value) {
        let (mut is_known, mut has_row, mut has_inner) = (false, false, false);
        for field in self.fields {
            let known = self.path(field);
            let support = self.operation.support(field);
            let inside = is_inside(&known, &path);
            if known == path {
                has_row = support.has_takers();
                is_known |= speaks_of(&support, self.integration);
            }
            has_inner |= inside && support.has_takers();
            // An integration that accepts values of the field supports it.
            is_known |= inside && support.values_for(self.integration).next().is_some();
        }
        if has_inner && (is_known || !has_row) {
            self.undocumented(&path, value);
        } else if !is_known && self.undocumented.insert(path.clone()) {
            self.report.undocumented.push(path);
        }
    }
}

/// Whether the integration's support of the field, or the values it accepts, are documented by name.
fn speaks_of<I: IntegrationKey>(support: &FieldSupport<I>, integration: I) -> bool {
    support.level(integration) != Level::NotDocumented
        || support.values_for(integration).next().is_some()
}

fn is_inside(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.starts_with('.'))
}
