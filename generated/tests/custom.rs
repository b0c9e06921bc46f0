//! Requests that have no builder, against the fake.
#![cfg(all(feature = "crm", feature = "testing", feature = "tokio"))]

use serde_json::Value;
use truto_unified::{crm::Contact, http::Method, testing::FakeTruto};

#[tokio::test]
async fn what_has_a_builder_can_be_requested_without() {
    let fake = FakeTruto::start().unwrap();
    let people = (1..=30).map(|number| Contact::new(format!("c{number}")).first_name("Ada"));
    fake.seed("acme", "crm.contacts", people).unwrap();
    let client = fake.client().unwrap();
    let account = client.integrated_account("acme");

    let list = account.request(Method::GET, "/unified/{model}/{resource}");
    let mut items = list
        .with_path("model", "crm")
        .with_path("resource", "contacts")
        .with_query("limit", 10)
        .items::<Contact>();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id);
    }
    assert_eq!(ids.len(), 30);
    assert_eq!(fake.requests().len(), 3);

    let request = account.request(Method::PATCH, "/unified/crm/contacts/{id}");
    let request = request.with_path("id", &ids[0]);
    let body = serde_json::json!({"first_name": "Grace"});
    let response = request.json(&body).blocking().send().unwrap();
    assert!(response.status().is_success());
    let contact = account.crm().contacts().get(&ids[0]).await.unwrap();
    assert_eq!(contact.first_name.as_deref(), Some("Grace"));

    let without_account = client.request(Method::GET, "/unified/crm/contacts");
    assert!(without_account.send_as::<Value>().await.is_err());
}

#[tokio::test]
async fn the_last_value_of_a_placeholder_counts_except_for_the_account() {
    let fake = FakeTruto::start().unwrap();
    let people = ["1", "2"].map(Contact::new);
    fake.seed("acme", "crm.contacts", people).unwrap();
    let account = fake.client().unwrap().integrated_account("acme");
    let first = account.request(Method::DELETE, "/unified/crm/contacts/{id}");
    let first = first.with_path("id", 1);
    first.with_path("id", 2).send().await.unwrap();
    let contacts = account.crm().contacts();
    assert!(contacts.get("1").await.is_ok() && contacts.get("2").await.is_err());

    let template = "/unified/crm/contacts/{integrated_account_id}";
    let other = account.request(Method::GET, template);
    let other = other.with_path("integrated_account_id", "other");
    let error = other.send().await.unwrap_err();
    assert!(error.is_never_sent(), "{error}");
    assert!(error.to_string().contains("create a handle"), "{error}");
}
