//! What preflight refuses, and what it only reports.
#![cfg(all(feature = "tokio", feature = "testing", feature = "ticketing"))]

use serde_json::{Map, Value, json};
use truto_unified::{
    ErrorKind, IntegratedAccount, Integration, Patch, Preflight, from_json,
    support::{Answer, Level, NoteKind, operations},
    testing::FakeTruto,
    ticketing::{self, ContactCreate, ContactEmail, EmailType, Reference, contacts, tickets},
};

fn account(fake: &FakeTruto, integration: Integration) -> IntegratedAccount {
    let client = fake.client().unwrap();
    let account = client.integrated_account(fake.account(integration));
    account.integration(integration).preflight(Preflight::Deny)
}

#[tokio::test]
async fn an_operation_that_is_not_documented_is_noted_once_and_sent() {
    let fake = FakeTruto::start().unwrap();
    let intercom = account(&fake, Integration::Intercom);
    assert_eq!(
        contacts::CREATE.supports(Integration::Intercom),
        Answer::NotDocumented
    );
    let request = intercom.ticketing().contacts().create().name("Ada");
    let report = request
        .preflight_report()
        .expect("the handle has an integration");
    assert!(report.is_ok() && !report.is_refusal(), "{report}");
    let kinds: Vec<_> = report.notes().iter().map(|note| note.kind()).collect();
    assert_eq!(kinds, [NoteKind::OperationNotDocumented]);
    assert_eq!(
        report.to_string(),
        "ticketing.contacts.create on Intercom: no issues; \
         note: it is not documented whether Intercom supports the operation `ticketing.contacts.create`"
    );
    assert_eq!(request.await.unwrap().name.as_deref(), Some("Ada"));
}

#[tokio::test]
async fn a_request_is_checked_for_the_integration_of_its_handle() {
    let fake = FakeTruto::start().unwrap();
    let dixa = account(&fake, Integration::Dixa);
    let request = dixa.ticketing().contacts().create().first_name("Ada");
    let report = request
        .preflight_report()
        .expect("the handle has an integration");
    assert_eq!(report, request.check(Integration::Dixa));
    assert!(report.is_refusal(), "{report}");
    let error = request.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Preflight);
    assert_eq!(error.issues(), report.issues());
    let without = fake.client().unwrap().integrated_account("a");
    assert_eq!(
        without.ticketing().contacts().create().preflight_report(),
        None
    );
}

#[tokio::test]
async fn unknown_fields_are_noted_with_a_suggestion_and_sent() {
    let fake = FakeTruto::start().unwrap();
    let gorgias = account(&fake, Integration::Gorgias);
    let given = gorgias
        .ticketing()
        .contacts()
        .create()
        .emails([ContactEmail::new("ada@example.com", EmailType::Work)])
        .first_name("Ada")
        .with_field("frist_name", "Ada")
        .with_field("vip", true);
    let read: ContactCreate = from_json(json!({
        "emails": [{"email": "ada@example.com", "type": "work", "tpye": "home"}],
        "custom_fields": {"frist_name": "anything goes in a map"},
    }))
    .unwrap();
    let notes = |report: &truto_unified::support::Report| -> Vec<String> {
        report.notes().iter().map(ToString::to_string).collect()
    };
    let expected = [
        "the field `frist_name` is not documented: did you mean `first_name`?",
        "the field `vip` is not documented",
    ];
    let report = given.preflight_report().unwrap();
    assert_eq!(notes(&report), expected);
    assert!(!report.is_refusal(), "{report}");
    assert_eq!(
        notes(&read.check(Integration::Gorgias)),
        ["the field `emails.tpye` is not documented: did you mean `emails.type`?"]
    );
    given.await.unwrap();
}

/// An object with every documented field.
fn all<'a>(paths: impl Iterator<Item = &'a str>) -> Value {
    let outer = paths.filter(|path| !path.contains(['.', '[', '*']));
    let fields = outer.map(|path| (path.to_owned(), json!("x")));
    Value::Object(fields.collect::<Map<_, _>>())
}

#[test]
fn no_field_of_an_undocumented_operation_is_a_reason_to_refuse() {
    let mut pairs = 0;
    for operation in operations() {
        for integration in Integration::ALL {
            if operation.supports(*integration) != Answer::NotDocumented {
                continue;
            }
            pairs += 1;
            for body in [json!({}), all(operation.body_fields().iter().copied())] {
                let report = operation.check(*integration, &body);
                assert!(!report.is_refusal(), "{report}");
                assert_eq!(report.notes().len(), 1, "{report}");
            }
            let levels = operation
                .fields_for(*integration)
                .chain(operation.query_for(*integration));
            for (field, level) in levels {
                assert_ne!(level, Level::Unsupported, "{operation:?} {}", field.path());
            }
        }
    }
    assert!(pairs > 5000, "{pairs}");
}

/// The body of `tickets.create` is not documented; its fields are those of a ticket.
#[tokio::test]
async fn the_fields_of_an_undocumented_body_are_typed_and_never_refused() {
    let fake = FakeTruto::start().unwrap();
    let body = all(tickets::CREATE.body_fields().iter().copied());
    assert!(
        body.get("name").is_some() && body.get("assignees").is_some(),
        "{body}"
    );
    for integration in tickets::CREATE.integrations().unwrap() {
        let report = tickets::CREATE.check(*integration, &body);
        assert!(report.is_ok() && report.notes().is_empty(), "{report}");
        let level = tickets::CREATE.field("name").level(*integration);
        assert_eq!(level, Level::NotDocumented, "{integration}");
    }
    let zendesk = account(&fake, Integration::Zendesk);
    let ticket = zendesk
        .ticketing()
        .tickets()
        .create()
        .name("The invoice of May is wrong")
        .description("The customer was charged twice.")
        .tags([Reference::new().id("7")])
        .due_date("2026-06-01T12:00:00Z")
        .await
        .unwrap();
    let change = ticketing::CommentUpdate::new().body(Patch::Null);
    assert_eq!(serde_json::to_value(change).unwrap(), json!({"body": null}));
    assert_eq!(ticket.name.as_deref(), Some("The invoice of May is wrong"));
    let page = include_str!("../docs/ticketing/tickets/create.md");
    let row = page
        .lines()
        .find(|line| line.contains("id=\"body-name\""))
        .unwrap();
    let expected = "`name` | string | Title of the ticket. \
                    The vendor documents the field `name` for the resource, but not for this request.";
    assert!(row.contains(expected), "{row}");
}
