//! Data and the support matrix, without a server.

use serde::Deserialize;
use truto_runtime::{
    ErrorKind, Extra, IssueKind, Patch, RawJson,
    support::{Answer, Level},
};

use crate::{
    integration::Integration::{Dixa, Front, HelpScout},
    ticketing::contacts::{self, CREATE, Contact, ContactCreate, ContactEmail, ContactUpdate},
};

#[test]
fn models_round_trip_byte_for_byte() {
    for json in [
        r#"{"id":"1"}"#,
        r#"{"id":"","emails":[]}"#,
        r#"{"id":"1","emails":[{"email":"a","type":"new kind","primary":true}]}"#,
        r#"{"id":"1","created_at":"yesterday","remote_data":[1.50, {"a" : 1e400}],"z":"ü\u00fc","a":null}"#,
    ] {
        let contact: Contact = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&contact).unwrap(), json);
        let read: Contact = serde_json::from_reader(json.as_bytes()).unwrap();
        assert_eq!(read, contact, "keys that are not borrowed");
    }
}

#[test]
fn fields_come_in_any_order_and_the_last_one_counts() {
    let json = r#"{"x":1,"remote_data":null,"emails":[],"id":"1","x":2,"id":"2","emails":null}"#;
    let contact: Contact = serde_json::from_str(json).unwrap();
    assert_eq!(
        (contact.id.as_str(), &contact.emails, &contact.remote_data),
        ("2", &None, &None)
    );
    assert_eq!(contact.extra.get("x").unwrap().get(), "2");
    assert_eq!(
        serde_json::to_string(&contact).unwrap(),
        r#"{"id":"2","x":2}"#
    );
}

#[test]
fn what_does_not_fit_is_an_error() {
    for (json, message) in [
        ("{}", "missing field `id`"),
        (r#"{"id":null}"#, "invalid type: null, expected a string"),
        ("[]", "expected an object (Contact)"),
        (r#"{"id":"1","emails":[{}]}"#, "missing field `email`"),
        (r#"{"id":"1",}"#, "trailing comma"),
    ] {
        let error = serde_json::from_str::<Contact>(json).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn extra_never_repeats_a_known_field() {
    let mut contact: Contact = serde_json::from_str(r#"{"id":"1"}"#).unwrap();
    contact.extra.insert("id", serde_json::json!("2"));
    contact.extra.insert("custom", serde_json::json!({"a": 1}));
    assert_eq!(
        serde_json::to_string(&contact).unwrap(),
        r#"{"id":"1","custom":{"a":1}}"#
    );
    assert_eq!(size_of::<Extra>(), size_of::<usize>());
    assert_eq!(
        Extra::from_iter([("a", 1), ("b", 2)]),
        Extra::<i32>::from_iter([("b", 2), ("a", 1)])
    );
}

#[test]
fn updates_have_three_states() {
    for json in [
        "{}",
        r#"{"name":null}"#,
        r#"{"name":"x","title":null,"more":[]}"#,
    ] {
        let update: ContactUpdate = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&update).unwrap(), json);
    }
    let update = ContactUpdate::default().name("x").title(Patch::Null);
    assert_eq!(
        update,
        ContactUpdate::default()
            .name("x".to_owned())
            .title(Patch::or_null(None))
    );
}

#[test]
fn from_json_reports_the_path_of_a_mismatch() {
    let json = serde_json::json!({"name": "Ada", "emails": [{"email": "a", "type": "work"}], "new": [1.5]});
    let body: ContactCreate = truto_runtime::from_json(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&body).unwrap(), json);

    for (json, field, reason) in [
        (
            serde_json::json!({"emails": [{"email": "a", "type": "work"}, {"email": []}]}),
            Some("emails[1].email"),
            "expected a string",
        ),
        (
            serde_json::json!({"emails": [{"email": "a"}]}),
            Some("emails[0].type"),
            "missing field `type`",
        ),
        (
            serde_json::json!([]),
            None,
            "expected an object, found an array",
        ),
    ] {
        let error = truto_runtime::from_json::<ContactCreate>(json).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(error.field(), field, "{error}");
        let message = error.message();
        assert!(message.starts_with("invalid `ContactCreate`"), "{message}");
        assert!(message.contains(field.unwrap_or_default()), "{message}");
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn raw_json_reads_from_any_deserializer() {
    #[derive(Deserialize)]
    struct Flat {
        #[serde(flatten)]
        inner: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        raw: RawJson,
        none: Option<RawJson>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Raw { raw: RawJson },
    }

    let json = r#"{"raw":{"a": [1.5, "x", null, -3]},"none":null}"#;
    let compact = r#"{"a":[1.5,"x",null,-3]}"#;
    let flat: Flat = serde_json::from_str(json).unwrap();
    assert_eq!(flat.inner.raw.get(), compact);
    assert!(flat.inner.none.is_none());
    let Either::Raw { raw } = serde_json::from_str(json).unwrap();
    assert_eq!(raw.get(), compact);
    let inner: Inner = serde_json::from_value(serde_json::from_str(json).unwrap()).unwrap();
    assert_eq!(inner.raw.get(), compact);
    let direct: Inner = serde_json::from_str(json).unwrap();
    assert_eq!(direct.raw.get(), r#"{"a": [1.5, "x", null, -3]}"#);
    for value in [
        serde_json::json!("x"),
        serde_json::json!(true),
        serde_json::json!(7),
    ] {
        let raw: RawJson = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&raw).unwrap(), value);
    }
}

#[test]
fn raw_json_parses_on_demand_and_reports_the_path() {
    let raw = RawJson::from_text(" {\"a\": [1, \"x\"]} ").unwrap();
    assert_eq!(raw.get(), "{\"a\": [1, \"x\"]}");
    let error = raw
        .parse::<std::collections::BTreeMap<String, Vec<u8>>>()
        .unwrap_err();
    assert_eq!(error.field(), Some("a[1]"));
    assert!(RawJson::from_text("{").unwrap_err().is_decode());
}

#[test]
fn the_matrix_has_operations_and_fields() {
    assert_eq!(CREATE.supports(Dixa), Answer::Yes);
    assert_eq!(CREATE.supports(HelpScout), Answer::No);
    assert_eq!(contacts::UPDATE.supports(HelpScout), Answer::NotDocumented);
    assert_eq!(CREATE.partial_response(), [Front]);

    let name = CREATE.field("name");
    assert_eq!(name.required_in(), Some(&[Dixa][..]));
    assert_eq!(
        name.supported_in().unwrap().collect::<Vec<_>>(),
        [Dixa, Front]
    );
    assert_eq!(name.supported_count(), Some(2));
    let title = CREATE.field("title");
    assert!(title.required_in().is_none() && title.supported_in().is_none());
    assert_eq!(
        (title.required_count(), title.supported_count()),
        (Some(1), Some(20))
    );
    assert_eq!(CREATE.field("no such").supported_count(), None);
    assert_eq!(CREATE.response_field("id").level(Front), Level::Unsupported);

    let levels: Vec<_> = CREATE
        .fields_for(Front)
        .map(|(field, level)| (field.path(), level))
        .collect();
    assert_eq!(
        levels,
        [
            ("name", Level::Supported),
            ("emails", Level::Unsupported),
            ("emails.type", Level::Supported),
            ("title", Level::NotDocumented),
        ]
    );
}

fn found(report: &truto_runtime::Report) -> Vec<(IssueKind, Option<&str>)> {
    report
        .issues()
        .iter()
        .map(|issue| (issue.kind(), issue.field()))
        .collect()
}

#[test]
fn a_check_reports_all_issues() {
    use IssueKind::{MissingRequired, OperationNotSupported, Unsupported};

    let report = ContactCreate::new().check(Dixa);
    let all = [
        (MissingRequired, Some("name")),
        (MissingRequired, Some("emails")),
        (MissingRequired, Some("emails.type")),
    ];
    assert_eq!(found(&report), all);
    let text = report.to_string();
    assert!(
        text.starts_with(
            "ticketing.contacts.create on Dixa: 3 issues; Dixa requires the field `name`: set it; "
        ),
        "{text}"
    );
    let text = format!("{report:#}");
    assert!(text.starts_with("ticketing.contacts.create on Dixa: 3 issues\n- Dixa requires the field `name`: set it\n"), "{text}");

    let full = ContactCreate::new()
        .name("x")
        .emails([ContactEmail::new("a", "work")]);
    assert!(full.check(Dixa).is_ok());
    assert_eq!(found(&full.check(Front)), [(Unsupported, Some("emails"))]);
    assert_eq!(
        found(&full.check(HelpScout)),
        [(OperationNotSupported, None)]
    );
}

#[test]
fn null_is_set_but_meets_no_requirement() {
    let body = serde_json::json!({"name": null, "emails": [{"type": "work"}, {"type": null}]});
    let missing: Vec<_> = found(&CREATE.check(Dixa, &body))
        .into_iter()
        .filter_map(|(_, field)| field.map(str::to_owned))
        .collect();
    assert_eq!(missing, ["name", "emails.type"]);
    let body = serde_json::json!({"emails": null});
    assert_eq!(
        found(&CREATE.check(Front, &body)),
        [(IssueKind::Unsupported, Some("emails"))]
    );
}

#[test]
fn a_check_names_what_is_not_documented() {
    let body = serde_json::json!({
        "name": "x", "title": "y", "remote_data": {"a": {"b": 1}},
        "emails": [{"type": "work", "label": 1}, {"type": "work", "label": 2}]
    });
    let report = CREATE.check(Dixa, &body);
    assert!(report.is_ok());
    assert_eq!(
        sorted(report.undocumented()),
        ["emails.label", "remote_data", "title"]
    );
}

fn sorted(names: &[String]) -> Vec<&str> {
    let mut names: Vec<_> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names
}
