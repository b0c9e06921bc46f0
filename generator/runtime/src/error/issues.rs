//! The issues in the server's error envelope.

use std::collections::HashSet;

use http::StatusCode;
use serde_json::{Map, Value};

use super::wording::{LONGEST, MOST, Missing, missing, path, whole_path};
use crate::{
    Endpoint,
    secrets::Secrets,
    support::{Issue, IssueKind, IssueLocation},
};

/// The hints that name parameters or fields. The value is a list of names or, if each has a condition, an object by name.
const HINTS: [(&str, IssueKind, IssueLocation); 4] = [
    (
        "missing_required_query_parameters",
        IssueKind::MissingRequired,
        IssueLocation::Query,
    ),
    (
        "missing_required_body_fields",
        IssueKind::MissingRequired,
        IssueLocation::Body,
    ),
    (
        "conditionally_required_query_parameters",
        IssueKind::ConditionallyRequired,
        IssueLocation::Query,
    ),
    (
        "conditionally_required_body_fields",
        IssueKind::ConditionallyRequired,
        IssueLocation::Body,
    ),
];

/// What validators call a missing value, as the type or the whole message of a failure.
const IS_MISSING: [&str; 13] = [
    "any.required",
    "can't be blank",
    "field required",
    "is a required field",
    "is missing",
    "is required",
    "missing",
    "missing_field",
    "must be present",
    "required",
    "this field is required",
    "value_error.missing",
    "value is missing",
];

/// What a response says about the request.
#[derive(Default)]
pub(super) struct Reported {
    /// At most [`MOST`].
    pub(super) issues: Vec<Issue>,
    /// Those of them that the message of the response names.
    pub(super) said: Vec<Issue>,
    /// The number of other issues.
    pub(super) more: usize,
}

/// The issues of a response to a request for `endpoint`.
pub(super) fn issues(
    status: StatusCode,
    envelope: &Value,
    endpoint: &Endpoint,
    secrets: &Secrets,
) -> Reported {
    let mut issues = Issues {
        found: Vec::new(),
        known: HashSet::new(),
        more: 0,
        // A request without a body cannot lack fields of the body.
        place: match endpoint.method() {
            "GET" | "HEAD" | "DELETE" => IssueLocation::Query,
            _ => IssueLocation::Body,
        },
        secrets,
    };
    let (mut said, mut more) = (Vec::new(), None);
    let is_about_input = matches!(status.as_u16(), 400 | 422);
    issues.hints(&envelope["truto_error_insight"], is_about_input);
    if is_about_input {
        for failures in lists(envelope) {
            issues.failures(failures);
        }
        let message = Issues {
            found: Vec::new(),
            known: HashSet::new(),
            ..issues
        };
        said = message.named_by(&envelope["message"]);
        // What is left out below is in the message.
        more = Some(issues.more);
        for issue in &said {
            issues.add_issue(issue.clone());
        }
    }
    Reported {
        more: more.unwrap_or(issues.more),
        issues: issues.found,
        said,
    }
}

/// The parts of an envelope that list failures, in the usual shapes.
fn lists(envelope: &Value) -> [&Value; 6] {
    let error = &envelope["error"];
    [
        &envelope["details"]["failures"],
        &envelope["details"],
        &envelope["errors"],
        // FastAPI
        &envelope["detail"],
        &error["errors"],
        &error["details"],
    ]
}

struct Issues<'a> {
    found: Vec<Issue>,
    /// All issues, also those that are not in `found`: several parts of an envelope can report the same one.
    known: HashSet<Issue>,
    /// The number of issues that are not in `found`.
    more: usize,
    place: IssueLocation,
    secrets: &'a Secrets,
}

impl Issues<'_> {
    /// Conditions are listed whenever there are any, even for unrelated errors.
    fn hints(&mut self, insights: &Value, is_about_input: bool) {
        for (key, kind, place) in HINTS {
            if kind == IssueKind::ConditionallyRequired && !is_about_input {
                continue;
            }
            let value = &insights[key]["value"];
            for name in names(value) {
                self.add(kind, place, name);
            }
        }
        for scope in names(&insights["forbidden_error"]["value"]["missing_scopes"]) {
            self.add(IssueKind::MissingScope, IssueLocation::Operation, scope);
        }
    }

    /// A list of failures, or an object that has a list of failures for each field, by its name: `{"name": ["is required"]}`.
    fn failures(&mut self, failures: &Value) {
        for (name, said) in failures.as_object().into_iter().flatten() {
            let texts = match said {
                Value::Array(all) => all.as_slice(),
                one => std::slice::from_ref(one),
            };
            if texts.iter().filter_map(Value::as_str).any(is_missing) {
                self.add_missing(whole_path(name));
            }
        }
        for failure in failures.as_array().into_iter().flatten() {
            match failure_of(failure) {
                Some(missing) => self.add_missing(missing),
                None => self.message(match failure {
                    Value::Object(_) => {
                        let texts = ["message", "detail", "msg", "title"];
                        let mut texts = texts.iter().map(|key| &failure[*key]);
                        texts.find(|text| text.is_string()).unwrap_or(&Value::Null)
                    }
                    other => other,
                }),
            }
        }
    }

    /// The issues that a message names.
    fn named_by(mut self, message: &Value) -> Vec<Issue> {
        self.message(message);
        self.found
    }

    fn message(&mut self, message: &Value) {
        match message {
            Value::String(text) => missing(text)
                .into_iter()
                .for_each(|one| self.add_missing(one)),
            Value::Array(all) => {
                let texts = all.iter().filter(|text| text.is_string());
                texts.for_each(|text| self.message(text));
            }
            _ => {}
        }
    }

    fn add_missing(&mut self, (place, name): Missing) {
        let place = place.unwrap_or(self.place);
        self.add(IssueKind::MissingRequired, place, &name);
    }

    fn add(&mut self, kind: IssueKind, place: IssueLocation, name: &str) {
        if !name.is_empty() {
            self.add_issue(Issue::of_server(kind, place, self.secrets.hide(name)));
        }
    }

    /// Keeps the issue, unless it is known. A server can report any number of issues, with names of any length.
    fn add_issue(&mut self, issue: Issue) {
        if self.known.contains(&issue) {
            return;
        }
        if self.found.len() < MOST && issue.subject.len() <= LONGEST {
            self.found.push(issue.clone());
        } else {
            self.more += 1;
        }
        self.known.insert(issue);
    }
}

fn names(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().into_iter().flatten();
    let conditions = value.as_object().into_iter().flat_map(Map::keys);
    list.filter_map(Value::as_str)
        .chain(conditions.map(String::as_str))
}

/// A failure whose structure reports what is missing, as those of Ajv, Joi, Zod and Pydantic do.
fn failure_of(failure: &Value) -> Option<Missing> {
    let text = |key: &str| failure[key].as_str();
    if let Some(name) = failure["params"]["missingProperty"].as_str() {
        let parent = text("instancePath").or_else(|| text("dataPath"));
        return Some(path(parent.unwrap_or_default(), name));
    }
    let said = [
        "type", "keyword", "code", "reason", "message", "msg", "detail", "title",
    ];
    let is_missing = said.into_iter().filter_map(text).any(is_missing);
    let path = [
        "path",
        "loc",
        "field",
        "param",
        "property",
        "instancePath",
        "pointer",
    ];
    let path = path.iter().map(|key| &failure[*key]);
    // That of JSON:API and of problem details.
    let source = &failure["source"];
    let source = [&source["pointer"], &source["parameter"]];
    let path = path.chain(source);
    path.filter(|_| is_missing).find_map(path_of)
}

/// Whether a text says only that a value is missing.
fn is_missing(said: &str) -> bool {
    let said = said.trim().trim_end_matches('.').to_ascii_lowercase();
    IS_MISSING.contains(&said.as_str())
}

/// A path such as `["emails", 0, "type"]`, or a text.
fn path_of(value: &Value) -> Option<Missing> {
    let path = match value {
        Value::String(path) => path.clone(),
        Value::Array(parts) => {
            let parts = parts.iter().map(|part| match part {
                Value::String(part) => part.replace('~', "~0").replace('/', "~1"),
                other => other.to_string(),
            });
            parts.map(|part| format!("/{part}")).collect()
        }
        _ => return None,
    };
    (!path.is_empty()).then(|| whole_path(&path))
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde_json::{Value, json};

    use super::{LONGEST, MOST, issues};
    use crate::{Endpoint, secrets::Secrets};

    const CREATE: Endpoint = Endpoint::new("x.create", "POST", "/x");
    const LIST: Endpoint = Endpoint::new("x.list", "GET", "/x");

    fn found(status: u16, envelope: &Value, endpoint: &Endpoint) -> Vec<String> {
        let status = StatusCode::from_u16(status).unwrap();
        let secrets = Secrets::sample("t0ken-s3cret", "account-1");
        let reported = issues(status, envelope, endpoint, &secrets);
        let issues = reported.issues.iter().map(|issue| {
            let subject = issue.scope().or(issue.field()).unwrap_or_default();
            format!("{:?} {:?} {subject}", issue.kind(), issue.location())
        });
        issues.collect()
    }

    #[test]
    fn all_documented_hints_are_parsed() {
        let envelope = json!({"message": "b is required", "truto_error_insight": {
            "missing_required_query_parameters": {"description": "d", "value": ["workspace[id]", 7]},
            "missing_required_body_fields": {"description": "d", "value": ["b", "t0ken-s3cret"]},
            "conditionally_required_query_parameters": {"description": "d", "value": {"a": {"if": "b"}}},
            "conditionally_required_body_fields": {"description": "d", "value": {"c": "rule"}},
            "forbidden_error": {"description": "d", "value": {"missing_scopes": ["contacts.write"]}},
            "rate_limit_error": {"description": "d"},
            "remote_error": {"description": "d"},
        }});
        let always = [
            "MissingRequired Query workspace[id]",
            "MissingRequired Body b",
            "MissingRequired Body …",
            "MissingScope Operation contacts.write",
        ];
        assert_eq!(found(403, &envelope, &CREATE), always);
        let conditions = [
            "ConditionallyRequired Query a",
            "ConditionallyRequired Body c",
        ];
        let all = [&always[..3], &conditions, &always[3..]].concat();
        assert_eq!(found(400, &envelope, &CREATE), all);
    }

    #[test]
    fn what_the_message_names_is_known() {
        let envelope = json!({"message": "name is required", "truto_error_insight": {
            "missing_required_body_fields": {"description": "d", "value": ["name", "email"]},
        }});
        let secrets = Secrets::sample("t0ken-s3cret", "account-1");
        let reported = issues(StatusCode::BAD_REQUEST, &envelope, &CREATE, &secrets);
        let all = reported.issues;
        assert_eq!((all.len(), reported.said.as_slice()), (2, &all[..1]));
    }

    /// With quadratic work, this test would take an hour.
    #[test]
    fn any_number_of_issues_is_counted_but_only_some_are_kept() {
        let count = 50_000;
        let names = || (0..count).map(|index| format!("f{index}"));
        let list: Vec<String> = names().chain(names()).collect();
        let table: Vec<String> = names().map(|name| format!("{name} is required")).collect();
        let failures: Vec<Value> = names()
            .map(|name| json!({"field": name, "message": "Required"}))
            .collect();
        let map = |value: &str| -> Value { names().map(|name| (name, json!(value))).collect() };
        let hints =
            |key: &str, value: Value| json!({"truto_error_insight": {key: {"value": value}}});
        let envelopes = [
            hints("missing_required_body_fields", json!(list)),
            hints("missing_required_query_parameters", json!(list)),
            hints("conditionally_required_body_fields", map("rule")),
            hints("forbidden_error", json!({"missing_scopes": list})),
            json!({"errors": failures}),
            json!({"details": {"failures": table}}),
            json!({"detail": map("is required")}),
        ];
        let secrets = Secrets::sample("t0ken-s3cret", "account-1");
        let issues = |envelope| issues(StatusCode::BAD_REQUEST, envelope, &CREATE, &secrets);
        for envelope in &envelopes {
            let reported = issues(envelope);
            let first = reported.issues.first().map(|issue| issue.subject.as_ref());
            assert_eq!(first, Some("f0"));
            assert_eq!((reported.issues.len(), reported.more), (MOST, count - MOST));
        }
        // What the message names is not counted, since the message is shown.
        let reported = issues(&json!({"message": table}));
        assert_eq!((reported.issues.len(), reported.said.len()), (MOST, MOST));
        assert_eq!(reported.more, 0);
        let first = reported.issues.first().map(|issue| issue.subject.as_ref());
        assert_eq!(first, Some("f0"));
    }

    #[test]
    fn an_issue_with_a_long_name_is_only_counted() {
        let names = ["a".repeat(LONGEST), "b".repeat(LONGEST + 1), "c".to_owned()];
        let envelope =
            json!({"truto_error_insight": {"missing_required_body_fields": {"value": names}}});
        let secrets = Secrets::sample("t0ken-s3cret", "account-1");
        let reported = issues(StatusCode::BAD_REQUEST, &envelope, &CREATE, &secrets);
        let kept: Vec<usize> = reported
            .issues
            .iter()
            .map(|issue| issue.subject.len())
            .collect();
        assert_eq!((kept.as_slice(), reported.more), (&[LONGEST, 1][..], 1));
    }

    #[test]
    fn a_message_names_a_parameter_where_there_is_no_body() {
        let envelope =
            json!({"message": ["name is required", "\"name\" is required", {"a": 1}, "so there"]});
        assert_eq!(
            found(400, &envelope, &CREATE),
            ["MissingRequired Body name"]
        );
        assert_eq!(found(422, &envelope, &LIST), ["MissingRequired Query name"]);
        for status in [401, 403, 404, 409, 500] {
            assert_eq!(found(status, &envelope, &CREATE), [""; 0]);
        }
    }

    #[test]
    fn failures_are_found_in_the_usual_lists() {
        let failure = json!({"field": "name", "message": "Required"});
        let table = [
            (json!({"errors": [failure]}), "Body name"),
            (json!({"errors": ["name is required"]}), "Body name"),
            (json!({"errors": {"name": ["can't be blank"]}}), "Body name"),
            (json!({"errors": {"a.b": "is required"}}), "Body a.b"),
            (json!({"error": {"errors": [failure]}}), "Body name"),
            (json!({"error": {"details": [failure]}}), "Body name"),
            (json!({"details": [failure]}), "Body name"),
            (
                json!({"detail": [{"loc": ["query", "id"], "msg": "Field required"}]}),
                "Query id",
            ),
            (
                json!({"errors": [{"resource": "Issue", "field": "title", "code": "missing_field"}]}),
                "Body title",
            ),
            (
                json!({"errors": [{"title": "Required", "source": {"pointer": "/data/name"}}]}),
                "Body name",
            ),
        ];
        for (envelope, expected) in table {
            let expected = format!("MissingRequired {expected}");
            assert_eq!(found(422, &envelope, &CREATE), [expected], "{envelope}");
        }
        let others =
            json!({"errors": [{"field": "name", "message": "is too long"}], "detail": "no"});
        assert_eq!(found(422, &others, &CREATE), [""; 0]);
    }

    #[test]
    fn structured_failures_are_parsed() {
        let table = [
            (json!("name is required"), Some("Body name")),
            (
                json!({"message": "\"name\" is required"}),
                Some("Body name"),
            ),
            (
                json!({"instancePath": "/emails/0", "keyword": "required", "params": {"missingProperty": "type"}}),
                Some("Body emails[0].type"),
            ),
            (
                json!({"message": "x", "path": ["emails", 0, "type"], "type": "any.required"}),
                Some("Body emails[0].type"),
            ),
            (
                json!({"code": "invalid_type", "path": ["a/b"], "message": "Required"}),
                Some("Body a/b"),
            ),
            (
                json!({"loc": ["query", "id"], "msg": "Field required", "type": "missing"}),
                Some("Query id"),
            ),
            (json!({"field": "name", "message": "is too long"}), None),
            (json!({"message": "Required", "path": []}), None),
            (json!({"type": "missing", "path": {"a": 1}}), None),
            (json!(7), None),
        ];
        for (failure, expected) in table {
            let envelope =
                json!({"message": "Validation failed", "details": {"failures": [failure]}});
            let expected = expected.map(|expected| format!("MissingRequired {expected}"));
            assert_eq!(
                found(400, &envelope, &CREATE),
                Vec::from_iter(expected),
                "{failure}"
            );
        }
    }
}
