//! All operations: the fake supports each, its response decodes, and what is written can be read.

use std::{collections::BTreeSet, time::Duration};

use http::{Request, Response};
use serde_json::{Value, json};
use truto_runtime::transport::{Body, BoxFuture, TokioTransport, Transport, TransportError};
use truto_unified::{
    Bytes, Integration, http,
    support::{self, Operation},
    testing::{Account, FakeTimer, FakeTruto, Fault, ReceivedRequest},
};

use super::{calls, support::*};

/// Removes the filters from list requests: with all of them set at once, the list would be empty.
struct Unfiltered(TokioTransport);

impl Transport for Unfiltered {
    fn send(
        &self,
        mut request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let uri = request.uri().to_string();
        let lists = uri.split_once('?').filter(|_| request.method() == "GET");
        if let Some((path, query)) = lists {
            let kept = ["integrated_account_id=", "truto_", "remote_query"];
            let is_kept = |pair: &&str| kept.iter().any(|start| pair.starts_with(start));
            let query: Vec<&str> = query.split('&').filter(is_kept).collect();
            *request.uri_mut() = format!("{path}?{}", query.join("&")).parse().unwrap();
        }
        self.0.send(request, timeout)
    }
}

/// The ids that the generated calls use.
const IDS: [&str; 2] = ["a b/ü", "text"];

#[tokio::test]
async fn every_operation_is_served_and_decodes() {
    let (fake, _) = fake();
    let transport = Unfiltered(TokioTransport::new(Duration::from_secs(5)).unwrap());
    let client = fake.client_builder().transport(transport).build().unwrap();
    let mut wrong = Vec::new();
    // The integrations and operations that these calls name do not exist.
    let meta = json!({"method": "create"});
    for (id, response) in [
        ("discovery.integrated_account.meta", &meta),
        ("discovery.integrations.meta", &meta),
        (
            "discovery.integrations.capabilities",
            &json!({"unified": []}),
        ),
    ] {
        fake.set_response(id, response).unwrap();
    }
    for (id, call) in calls::INTEGRATED_ACCOUNT {
        // The fake stores no objects for the discovery of an account.
        let account = if id.starts_with("discovery.") {
            fake.account(Integration::Zendesk)
        } else {
            let account = fake.add(Account::new());
            let objects = IDS.map(|id| json!({ "id": id }));
            fake.seed(&account, resource(id), objects).unwrap();
            account
        };
        let (awaited, _) = call(&client.integrated_account(&account));
        let brought = awaited.await;
        let requests = fake.take_requests();
        match brought {
            Err(error) => wrong.push(format!("{id}: {error}")),
            Ok(brought) => wrong.extend(lost(id, requests.first().unwrap(), &brought)),
        }
    }
    for (id, call) in calls::CLIENT {
        wrong.extend(
            call(&client)
                .0
                .await
                .err()
                .map(|error| format!("{id}: {error}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The simple values that a write sent and the response lacks; for a list or a delete, an error unless it returns its objects.
fn lost(id: &str, request: &ReceivedRequest, brought: &Value) -> Vec<String> {
    let excluded = request.query_value("truto_exclude_fields[]");
    match id.rsplit('.').next().unwrap() {
        "list"
            if brought
                .as_array()
                .is_some_and(|items| items.len() == IDS.len()) =>
        {
            vec![]
        }
        "delete" if brought["id"] == IDS[0] || excluded.as_deref() == Some("id") => vec![],
        "list" | "delete" => vec![format!("{id}: {brought}")],
        "create" | "update" | "import" => {
            let sent = request.json().unwrap_or_default();
            let sent = sent.as_object().unwrap().iter().filter(|(name, value)| {
                let is_simple = !value.is_object() && !value.is_array();
                is_simple && *name != "id" && Some(*name) != excluded.as_ref()
            });
            let lost = sent.filter(|(name, value)| {
                let back = &brought[name.as_str()];
                // The response expands what the request names by its id.
                let is_text_of = back.as_str() == Some(&value.to_string());
                // The only request that sends a text for what the response has as an object.
                let is_odd = id == "crm.engagements.create" && *name == "custom_fields";
                back != *value && !is_text_of && !back.is_object() && !back.is_array() && !is_odd
            });
            lost.map(|(name, value)| format!("{id}: {value} as {name}: {brought}"))
                .collect()
        }
        _ => vec![],
    }
}

fn of_resource(name: &str, method: &str) -> Option<&'static Operation> {
    support::operation(&format!("{name}.{method}"))
}

#[tokio::test]
async fn every_resource_keeps_what_is_written() {
    let (fake, account) = fake();
    let scope = scope(&fake, &account);
    let resources: BTreeSet<&str> = support::operations()
        .map(|one| resource(one.id()))
        .collect();
    let mut whole = 0;
    for name in resources {
        let all = ["create", "get", "list", "update", "delete"];
        let operations: Option<Vec<_>> = all
            .map(|method| of_resource(name, method))
            .into_iter()
            .collect();
        let Some([create, get, list, update, delete]) = operations.as_deref() else {
            continue;
        };
        let body = json!({"own": {"kept": [1]}, "gone": 1});
        let created = call(&scope, create, "", Some(body)).await.unwrap();
        let id = created["id"].as_str().unwrap().to_owned();
        assert_eq!(created["own"], json!({"kept": [1]}), "{name}");
        assert_eq!(
            call(&scope, get, &id, None).await.unwrap(),
            created,
            "{name}"
        );

        let changes = json!({"own": {"new": true}, "gone": null});
        let updated = call(&scope, update, &id, Some(changes)).await.unwrap();
        assert_eq!(
            (&updated["own"], updated.get("gone")),
            (&json!({"new": true}), None),
            "{name}"
        );
        assert_eq!(updated["created_at"], created["created_at"], "{name}");

        let page = call(&scope, list, "", None).await.unwrap();
        assert_eq!(page["result"], json!([updated]), "{name}");
        assert_eq!(fake.objects(&account, name).unwrap(), [updated], "{name}");

        let removed = call(&scope, delete, &id, None).await.unwrap();
        assert_eq!(removed["id"], json!(id), "{name}");
        for gone in [get, delete] {
            let error = call(&scope, gone, &id, None).await.unwrap_err();
            assert!(error.is_not_found(), "{name}: {error}");
        }
        whole += 1;
    }
    assert!(whole >= 20, "{whole}");
}

#[tokio::test]
async fn accounts_are_apart() {
    let (fake, account) = fake();
    fake.seed(&account, "crm.contacts", [json!({"id": "c"})])
        .unwrap();
    let client = fake.client().unwrap();
    let contacts = |account: &str| client.integrated_account(account).crm().contacts();
    assert!(contacts(&account).get("c").await.is_ok());
    assert!(
        contacts("another")
            .get("c")
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn methods_beyond_the_usual_do_what_they_say() {
    let (fake, account) = fake();
    let scope = scope(&fake, &account);
    let run = async |id, body| call(&scope, support::operation(id).unwrap(), "", Some(body)).await;
    const OLD: &str = "2020-01-01T00:00:00.000Z";
    let people =
        ["a", "b", "c"].map(|id| json!({"id": id, "name": id, "title": id, "updated_at": OLD}));
    fake.seed(&account, "crm.contacts", people.clone()).unwrap();

    let duplicate = json!({"id": "b", "fields": [{"name": "title"}]});
    let merge = json!({"master_record": {"id": "a"}, "duplicate_records": [duplicate]});
    let merged = run("crm.contacts.merge", merge.clone()).await.unwrap();
    assert_eq!(
        (&merged["result"]["name"], &merged["result"]["title"]),
        (&json!("a"), &json!("b"))
    );
    assert!(merged["result"]["updated_at"].is_string());
    assert_ne!(merged["result"]["updated_at"], OLD);
    assert!(
        run("crm.contacts.merge", merge)
            .await
            .unwrap_err()
            .is_not_found()
    );
    run("crm.contacts.batch_delete", json!({"id": ["a"]}))
        .await
        .unwrap();
    let left = || {
        let left = fake.objects(&account, "crm.contacts").unwrap();
        let ids = left
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned());
        ids.collect::<String>()
    };
    assert_eq!(left(), "c");

    // Ids in the query are documented only for contacts.
    fake.seed(&account, "crm.contacts", people).unwrap();
    let client = fake.client().unwrap().integrated_account(&account);
    let contacts = client.crm().contacts().batch_delete();
    let removed = contacts.id_in_query([json!("a"), json!("c")]).await;
    assert_eq!(removed.unwrap().id, "a");
    assert_eq!(left(), "b");
    let accounts = client.crm().accounts().batch_delete();
    let refused = accounts.with_query("id", json!(["x"])).await.unwrap_err();
    assert_eq!(refused.issues()[0].field(), Some("id"), "{refused}");

    let ticket = run("ticketing.tickets.import", json!({"name": "t"}))
        .await
        .unwrap();
    let tickets = fake.objects(&account, "ticketing.tickets").unwrap();
    assert_eq!(tickets, [ticket["result"].clone()]);

    fake.seed(&account, "ticketing.attachments", [json!({"id": "f"})])
        .unwrap();
    fake.seed_file(&account, "ticketing.attachments", "g", "bytes")
        .unwrap();
    let file = async |id: &str| run("ticketing.attachments.download", json!({ "id": id })).await;
    assert_eq!(file("g").await.unwrap(), "bytes");
    assert_eq!(file("f").await.unwrap(), "the file f");
    assert!(file("h").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_field_that_is_documented_as_a_query_parameter_is_stored() {
    let (fake, account) = fake();
    let client = fake.client().unwrap().integrated_account(&account);
    let comments = client.ticketing().comments();
    for ticket in ["t1", "t2"] {
        let comment = comments.create().body("Hello").ticket(ticket);
        let made = comment.await.unwrap();
        assert_eq!(made.ticket.unwrap().id, ticket);
    }
    let of_ticket = comments.list().ticket("t2").await.unwrap();
    assert_eq!(of_ticket.items.len(), 1);
}

#[tokio::test]
async fn what_nobody_puts_there_can_be_answered() {
    let (fake, account) = fake();
    let client = fake.client().unwrap();
    let discovery = client.integrated_account(&account).discovery();
    let unknown = discovery.integrated_account().capabilities().await;
    let unknown = unknown.unwrap_err();
    assert_eq!(unknown.status().unwrap(), 501);
    assert!(
        unknown.to_string().contains("has no integration"),
        "{unknown}"
    );
    let zendesk = client.integrated_account(fake.account(Integration::Zendesk));
    let zendesk = zendesk.discovery().integrated_account();
    let by_account = zendesk.capabilities().await.unwrap();
    let integrations = client.discovery().integrations();
    let by_name = integrations.capabilities("zendesk").await.unwrap();
    assert_eq!(by_account.unified, by_name.unified);
    let diff = Integration::Zendesk.support().diff(&by_name);
    assert!(diff.is_empty(), "{diff}");
    let of_all = FakeTruto::builder().default_account(Account::of(Integration::Zendesk));
    let of_all = of_all.start().unwrap();
    let any = of_all.client().unwrap().integrated_account("any");
    let any = any.discovery().integrated_account().capabilities().await;
    assert_eq!(any.unwrap().unified, by_name.unified);
    let nobody = integrations.capabilities("nobody").await.unwrap_err();
    assert!(nobody.is_not_found(), "{nobody}");
    let diff = Integration::Front.support().diff(&by_name);
    assert!(
        !diff.is_empty() && diff.not_reported().count() == 0,
        "{diff}"
    );
    let can = json!([{"model": "crm", "resource": "contacts", "methods": ["list"]}]);
    let answer = json!({"unified": can, "account": {"status": "active"}});
    fake.set_response("discovery.integrated_account.capabilities", &answer)
        .unwrap();
    let live = discovery.integrated_account().capabilities().await.unwrap();
    assert_eq!(serde_json::to_value(live).unwrap(), answer);
    let shown = format!("{:?}", fake.requests());
    assert!(!shown.contains(&account), "{shown}");
}

#[tokio::test]
async fn models_of_responses_can_be_made_and_seeded() {
    use truto_unified::crm::{Contact, EmailAddress};

    let (fake, account) = fake();
    let ada = Contact::new("c_7")
        .first_name("Ada")
        .created_at("2026-01-31T12:30:00Z")
        .email_addresses([EmailAddress::new().email("ada@example.com")]);
    let ids = fake.seed(&account, "crm.contacts", [&ada]).unwrap();
    let client = fake.client().unwrap();
    let contacts = client.integrated_account(account).crm().contacts();
    let read = contacts.get(&ids[0]).without_remote_data().await.unwrap();
    assert_eq!(read.first_name, ada.first_name);
    assert_eq!(
        (read.email_addresses, read.created_at),
        (ada.email_addresses, ada.created_at)
    );
}

#[test]
fn a_program_without_a_runtime_has_a_fake_too() {
    let (fake, account) = fake();
    let client = fake.client().unwrap();
    let contacts = client.integrated_account(account).crm().contacts();
    let made = contacts
        .create()
        .first_name("Ada")
        .blocking()
        .send()
        .unwrap();
    assert_eq!(contacts.get(&made.id).blocking().send().unwrap(), made);

    drop(fake);
    // The port may belong to another process by now, but that one does not have the contact.
    assert!(
        contacts.get(&made.id).blocking().send().is_err(),
        "it goes on"
    );
}

#[test]
fn what_does_not_fit_a_model_is_not_seeded() {
    let (fake, account) = fake();
    for (object, place) in [
        (json!("hello"), "is not a JSON object"),
        (json!({"id": 5}), "at `id`"),
        (
            json!({"id": "1", "email_addresses": [{"email": "a@b.c"}, "a"]}),
            "at `email_addresses[1]`",
        ),
    ] {
        let fine = json!({"id": "fine"});
        let error = fake.seed(&account, "crm.contacts", [fine, object]);
        let error = error.unwrap_err().to_string();
        assert!(
            error.contains("object 1") && error.contains(place),
            "{error}"
        );
    }
    assert!(fake.objects(&account, "crm.contacts").unwrap().is_empty());
}

#[test]
fn waits_can_be_skipped() {
    let (fake, account) = fake();
    let timer = FakeTimer::default();
    let client = fake.client_builder().timer(timer.clone()).build().unwrap();
    let limited = || Fault::status(429).with_header("Retry-After", "30");
    fake.next([limited(), limited()]);
    let contacts = client.integrated_account(account).crm().contacts();
    contacts.list().blocking().send().unwrap();
    assert_eq!(timer.waits(), [std::time::Duration::from_secs(30); 2]);
}
