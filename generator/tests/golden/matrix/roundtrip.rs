use golden_matrix::{
    Client, Integration, Preflight,
    spec::{Email, EmailCreate, Format, Person, PersonCreate, PersonField, PersonUpdate, people},
    support::{Answer, IssueKind, Level},
};

use crate::support::{Recorder, json, round_trip};

#[test]
fn the_matrix_answers_in_both_directions() {
    let create = people::CREATE;
    assert_eq!(create.supports(Integration::Alpha), Answer::Yes);
    assert_eq!(create.supports(Integration::Gamma), Answer::No);
    assert_eq!(people::UPDATE.supports(Integration::Alpha), Answer::NotDocumented);
    assert_eq!(create.partial_response(), [Integration::BetaDesk]);
    assert_eq!(create.field("name").required_in(), Some(&[Integration::BetaDesk][..]));
    assert_eq!(create.field("firm_id").required_in(), None);
    assert_eq!(create.field("firm_id").supported_count(), Some(20));
    assert_eq!(create.field("emails").level(Integration::Alpha), Level::Unsupported);
    assert_eq!(create.response_field("id").level(Integration::Alpha), Level::Supported);
    assert_eq!("betadesk".parse::<Integration>().unwrap(), Integration::BetaDesk);
    assert!("delta".parse::<Integration>().is_err());
    assert_eq!(Integration::BetaDesk.to_string(), "Beta [Desk]");
    assert!(!Integration::BetaDesk.slug_is_documented());
}

#[test]
fn a_body_is_checked_before_it_is_sent() {
    let body = PersonCreate::new().emails([EmailCreate::new("a@b", "work")]);
    let kinds = |integration| -> Vec<IssueKind> { body.check(integration).issues().iter().map(|issue| issue.kind()).collect() };
    assert_eq!(kinds(Integration::Alpha), [IssueKind::Unsupported]);
    assert_eq!(kinds(Integration::BetaDesk), [IssueKind::MissingRequired]);
    assert_eq!(kinds(Integration::Gamma), [IssueKind::OperationNotSupported]);
    let client: Client = Recorder::new(200, "").client();
    let call = client.account("x").spec().people().create().name("Ada").workspace_id("w");
    assert!(call.check(Integration::Alpha).is_ok());
    assert!(!call.check(Integration::BetaDesk).is_ok());
    let account = client.account("x").integration(Integration::Gamma).preflight(Preflight::Deny);
    assert!(Recorder::send(account.spec().people().create()).is_err());
}

#[test]
fn options_scope_and_envelope() {
    let server = Recorder::new(200, r#"{"result":{"id":"1","remote_data":{"a": 1}}}"#);
    let client: Client = server.client();
    let create = client.account("x y").spec().people().create().without_raw().with_excluded_fields([PersonField::Emails]);
    let person = Recorder::send(create.clone().name("Ada")).unwrap();
    assert_eq!(server.line(), "POST /people?no_raw=true&leave_out[]=emails&account_id=x%20y");
    assert_eq!(server.body(), r#"{"name":"Ada"}"#);
    assert_eq!(person.remote_data.unwrap().get(), r#"{"a": 1}"#);
    let raw: serde_json::Value = Recorder::send(async { create.send_as(Format::Raw).await }).unwrap();
    assert_eq!(raw["result"]["id"], "1");
    assert!(server.line().ends_with("leave_out[]=emails&format=raw&account_id=x%20y"));
}

#[test]
fn what_was_received_becomes_what_is_sent() {
    let mut person: Person = round_trip(r#"{"id":"1","name":"Ada","emails":[{"email":"a@b","type":"work"}],"new":[1]}"#);
    let update = PersonUpdate::from(person.clone());
    assert_eq!(json(&update), r#"{"name":"Ada","new":[1]}"#);
    let create = PersonCreate::try_from(person.clone()).unwrap();
    assert_eq!(json(&create), r#"{"name":"Ada","emails":[{"email":"a@b","type":"work"}],"new":[1]}"#);
    person.emails = Some(vec![Email::default()]);
    let error = PersonCreate::try_from(person).unwrap_err().to_string();
    assert!(error.contains("`type`"), "{error}");
}
