//! The matrix and its results as JSON.

use serde_json::{Value, json};

use super::Key::{A, B, C};
use super::*;
use crate::support::{Issue, OpenIntegration, Report};

#[test]
fn a_report_is_read_as_it_is_written() {
    let bodies = [
        json!({}),
        json!({"entity": "a\"b", "frist": 1}),
        json!({"entity": "ticket", "owner": 1}),
    ];
    for (key, body) in Key::ALL
        .iter()
        .flat_map(|key| bodies.iter().map(move |body| (*key, body)))
    {
        let report = OPERATION.check(key, body);
        let json = serde_json::to_value(&report).unwrap();
        let again: Report = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(again, report);
        assert_eq!(again.to_string(), report.to_string());
        assert_eq!(json["is_ok"], report.is_ok());
        assert_eq!(json["is_refusal"], report.is_refusal());
    }
}

#[test]
fn the_json_of_an_issue_says_all() {
    let report = OPERATION.check(B, &json!({"entity": "user"}));
    let json = serde_json::to_value(&report.issues()[0]).unwrap();
    let expected = json!({
        "kind": "unsupported_value",
        "location": "body",
        "subject": "entity",
        "label": "B",
        "provenance": "documented",
        "value": "user",
        "accepted_values": ["ticket"],
        "message": "B does not accept \"user\" for the field `entity`: it accepts \"ticket\"",
    });
    assert_eq!(json, expected);
    // Members that are null or empty can be left out, and unknown members are ignored.
    let short = json!({"kind": "missing_required", "location": "body", "subject": "x", "provenance": "older", "new": 1});
    let issue: Issue = serde_json::from_value(short).unwrap();
    assert_eq!(
        issue.to_string(),
        "the server requires the field `x` (according to an older page): set it"
    );
}

#[test]
fn json_that_is_no_issue_is_refused() {
    let table: [(Value, &str); 4] = [
        (json!({}), "missing field `kind`"),
        (
            json!({"kind": "new"}),
            "`kind`: invalid value: string \"new\", expected one of",
        ),
        (
            json!({"kind": "unsupported", "location": 1}),
            "`location`: invalid type",
        ),
        (json!("x"), "invalid type: string"),
    ];
    for (json, expected) in table {
        let error = serde_json::from_value::<Issue>(json)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn an_operation_is_its_id() {
    let json = serde_json::to_string(&OPERATION).unwrap();
    assert_eq!(json, "\"x.y.create\"");
    let again: Operation<Key> = serde_json::from_str(&json).unwrap();
    assert_eq!(again.integrations(), OPERATION.integrations());
    let table = [
        (
            "\"x.y.craete\"",
            "there is no operation \"x.y.craete\"; did you mean `x.y.create`?",
        ),
        ("\"z\"", "there is no operation \"z\""),
    ];
    for (json, expected) in table {
        let error = serde_json::from_str::<Operation<Key>>(json).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn an_integration_that_the_matrix_does_not_have_keeps_its_slug() {
    let all: Vec<OpenIntegration<Key>> = serde_json::from_str(r#"["a","new","A"]"#).unwrap();
    let known: Vec<_> = all.iter().map(OpenIntegration::known).collect();
    assert_eq!(known, [Some(A), None, None]);
    assert_eq!(serde_json::to_string(&all).unwrap(), r#"["a","new","A"]"#);
    let labels: Vec<_> = all.iter().map(ToString::to_string).collect();
    assert_eq!(labels, ["A", "new", "A"]);
    assert_eq!("c".parse(), Ok(OpenIntegration::from(C)));
}
