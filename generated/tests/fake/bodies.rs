//! Bodies that do not match the documentation.

use serde_json::{Value, json};
use truto_unified::{Integration, crm, testing::FakeTruto};

use super::support::*;

#[test]
fn a_body_that_is_not_as_documented_is_refused_in_the_envelope() {
    let (fake, account) = fake();
    let json = "application/json";
    let table = [
        (
            "text/plain",
            "Ada",
            415,
            "set `Content-Type: application/json`",
        ),
        ("text/plain", "{}", 415, "`text/plain`"),
        ("application/xml", "<contact/>", 415, "`application/xml`"),
        (
            "application/x-www-form-urlencoded",
            r#"{"first_name":"Bob"}"#,
            415,
            "set `Content-Type",
        ),
        (
            "application/x-www-form-urlencoded",
            "first_name=Bob",
            415,
            "set `Content-Type",
        ),
        ("", "{}", 415, "no media type"),
        (
            "multipart/form-data; boundary=x",
            "--x--\r\n",
            501,
            "parts are not documented",
        ),
        (json, r#"[{"first_name": "Ada"}]"#, 400, "not an array"),
        (json, "3", 400, "not a number"),
        (json, r#""no""#, 400, "not a string"),
        (json, "null", 400, "not null"),
        (json, "{", 400, "not JSON"),
        (json, r#"{"emails": "no"}"#, 501, "`emails`"),
        (json, r#"{"emails": ["no"]}"#, 501, "`emails[0]`"),
        (json, r#"{"first_name": 1}"#, 501, "`first_name`"),
        (json, r#"{"updated_at": {}}"#, 501, "`updated_at`"),
    ];
    for (media, body, status, why) in table {
        let request = head(&fake, &account, media, body.len()) + body;
        let (answered, envelope) = exchange(&fake, request.as_bytes());
        let at = format!("{media} {body}: {envelope}");
        assert_eq!(answered, status, "{at}");
        let envelope: Value = serde_json::from_str(&envelope).unwrap();
        assert_eq!(envelope["statusCode"], status, "{at}");
        assert!(envelope["message"].as_str().unwrap().contains(why), "{at}");
    }
    let stored = fake.objects(&account, "ticketing.contacts").unwrap();
    assert_eq!(stored, [Value::Null; 0]);

    for media in [
        json,
        "Application/JSON; charset=utf-8",
        "application/merge-patch+json",
    ] {
        let body = r#"{"first_name": "Ada", "emails": [{"email": "a@b.c"}], "own": [1]}"#;
        let request = head(&fake, &account, media, body.len()) + body;
        assert_eq!(exchange(&fake, request.as_bytes()).0, 200, "{media}");
    }
}

/// A missing body is checked like one without fields.
#[tokio::test]
async fn a_request_without_a_body_lacks_what_the_integration_requires() {
    let fake = FakeTruto::start().unwrap();
    let account = fake.account(Integration::HubSpot);
    for body in [None, Some(json!({}))] {
        let scope = scope(&fake, &account);
        let error = call(&scope, &crm::contacts::CREATE, "", body).await;
        let error = error.unwrap_err();
        assert_eq!(error.status().unwrap(), 400, "{error}");
        let fields: Vec<_> = error.issues().iter().map(|issue| issue.field()).collect();
        assert_eq!(fields, [Some("email_addresses"), Some("first_name")]);
    }
    let stored = fake.objects(&account, "crm.contacts").unwrap();
    assert_eq!(stored, [Value::Null; 0]);
}

#[tokio::test]
async fn a_value_is_stored_in_the_shape_of_the_response_where_the_request_documents_another() {
    let (fake, account) = fake();
    let client = fake.client().unwrap().integrated_account(&account);
    let create = client.crm().engagements().create().account("a1");
    let made = create.custom_fields(r#"{"size": 3}"#).await.unwrap();
    assert_eq!(made.account.unwrap().id.as_deref(), Some("a1"));
    assert_eq!(made.custom_fields.unwrap()["size"], json!(3));
}
