//! Discovery: requests on the client and on an account, and the comparison of the response with the support matrix.
#![cfg(all(
    feature = "crm",
    feature = "discovery",
    feature = "tokio",
    feature = "ticketing"
))]

#[path = "../../generator/runtime/tests/exemplar/server.rs"]
#[allow(dead_code, unreachable_pub)]
mod server;

use serde_json::{Value, json};
use server::Server;
use truto_unified::{
    Client, ErrorKind, Integration,
    discovery::{Capabilities, CapabilitiesType, ModelDocsFormat},
    from_json,
    support::{self, Operation},
};

const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(&server.url).token("t0ken");
    builder.build().unwrap()
}

/// A response that lists these operations, one resource per entry.
fn answer<'a>(operations: impl IntoIterator<Item = &'a Operation>) -> Value {
    let entries = operations.into_iter().map(|operation| {
        let parts: Vec<&str> = operation.id().split('.').collect();
        json!({"model": parts[0], "resource": parts[1], "methods": [parts[2]], "env_overridden": false})
    });
    json!({"unified": entries.collect::<Vec<_>>()})
}

/// The same, in the shape of the API reference.
fn in_other_shape(mut answer: Value) -> Value {
    let list = answer["unified"].take();
    let entries = list.as_array().unwrap().iter();
    let entries = entries.map(|entry| {
        json!({"api_name": entry["model"], "name": entry["resource"], "docs_url": null, "methods": entry["methods"]})
    });
    answer["unified"] = json!({"resources": entries.collect::<Vec<_>>()});
    answer
}

fn live(answer: Value) -> Capabilities {
    from_json(answer).unwrap()
}

#[tokio::test]
async fn an_integration_is_asked_on_the_client_and_an_account_on_its_handle() {
    let server = Server::json(r#"{"method": "create", "schema": {"type": "object"}}"#);
    let client = client(&server);
    let integrations = client.discovery().integrations();
    let account = client.integrated_account(ACCOUNT).discovery();
    let account = account.integrated_account();

    let capabilities = integrations.capabilities("zendesk");
    let narrow = capabilities.r#type(CapabilitiesType::Unified);
    narrow.methods(["list", "get"]).await.unwrap();
    let meta = integrations.meta("zendesk", "crm", "contacts", "create");
    assert_eq!(meta.await.unwrap().method, Some("create".to_owned()));
    account.capabilities().has_description(false).await.unwrap();
    let meta = account.meta("crm", "contacts", "create").await.unwrap();
    assert_eq!(meta.schema.unwrap().r#type.as_deref(), Some("object"));
    assert_eq!(
        server.lines(),
        [
            "GET /integration/zendesk/capabilities?type=unified&methods=list,get".to_owned(),
            "GET /unified/crm/contacts/zendesk/meta/create".to_owned(),
            format!("GET /integrated-account/{ACCOUNT}/capabilities?has_description=false"),
            format!("GET /unified/crm/contacts/meta/create?integrated_account_id={ACCOUNT}"),
        ]
    );
}

#[tokio::test]
async fn documentation_comes_as_text_too() {
    let server = Server::with("200 OK", "text/markdown", "# CRM");
    let docs = client(&server).discovery().integrations();
    let docs = docs.model_docs("zendesk", "crm").environment_id("e 1");
    let markdown = docs.clone().send_raw(ModelDocsFormat::Md).await.unwrap();
    assert_eq!(markdown.text().unwrap(), "# CRM");
    let line = server.request().line;
    assert_eq!(
        line,
        "GET /unified/meta/crm/zendesk?environment_id=e%201&format=md"
    );
    assert_eq!(docs.await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn an_id_that_would_lead_elsewhere_is_refused() {
    let server = Server::json("{}");
    let client = client(&server);
    for id in ["", "..", "a\nb"] {
        let account = client.integrated_account(id).discovery();
        let calls = [
            account.integrated_account().capabilities().await,
            client.discovery().integrations().capabilities(id).await,
        ];
        for call in calls {
            assert_eq!(call.unwrap_err().kind(), ErrorKind::Invalid, "{id:?}");
        }
    }
    assert!(server.is_idle());
}

#[test]
fn an_answer_that_is_the_matrix_differs_in_nothing_and_any_other_does() {
    for integration in Integration::ALL.iter().copied() {
        let served: Vec<&Operation> = integration.supported_operations().collect();
        let same = live(answer(served.iter().copied()));
        let diff = integration.support().diff(&same);
        assert!(diff.is_empty(), "{diff}");
        let other = live(in_other_shape(answer(served.iter().copied())));
        let diff = integration.support().diff(&other);
        assert!(diff.is_empty(), "{diff}");

        let ids = |all: Vec<&support::OperationDiff>| -> Vec<&str> {
            all.iter().map(|one| one.operation().id()).collect()
        };
        let fewer = live(answer(served.iter().copied().skip(1)));
        let diff = integration.support().diff(&fewer);
        let lost: Vec<&str> = served.first().map(|one| one.id()).into_iter().collect();
        assert_eq!(ids(diff.only_documented().collect()), lost, "{diff}");
        assert_eq!(diff.is_empty(), lost.is_empty());

        let all = live(answer(support::operations()));
        let diff = integration.support().diff(&all);
        assert_eq!(diff.only_documented().count(), 0);
        let beyond =
            support::operations().filter(|one| !served.iter().any(|it| it.id() == one.id()));
        let beyond: Vec<&str> = beyond.map(Operation::id).collect();
        assert_eq!(ids(diff.only_live().collect()), beyond);
        assert_eq!(diff.unknown().count(), 0);
    }
}

#[tokio::test]
async fn a_live_account_is_compared_in_two_lines() {
    let mut body = answer(Integration::Zendesk.supported_operations());
    let entries = body["unified"].as_array_mut().unwrap();
    entries.push(json!({"model": "hris", "resource": "employees", "methods": ["list"]}));
    let server = Server::json(&body.to_string());
    let acme = client(&server).integrated_account(ACCOUNT);

    let live = acme.discovery().integrated_account().capabilities();
    let diff = Integration::Zendesk.support().diff(&live.await.unwrap());
    assert_eq!(
        diff.to_string(),
        "Zendesk, live compared with documented: 0 more, 0 fewer, 1 unknown\n\
         supported live, but unknown to this version:\n- hris.employees.list"
    );
}

#[test]
fn both_documented_shapes_of_capabilities_are_read_and_written_back() {
    let guide = json!({
        "integration": {"id": "i", "name": "zendesk", "label": "Zendesk", "category": "ticketing"},
        "environment_id": "e",
        "unified": [{"model": "crm", "resource": "contacts", "methods": ["list"], "env_overridden": true}],
        "proxy": [{"resource": "tickets", "methods": [{"method": "list", "has_description": true}]}],
        "auth": {"formats": ["oauth2"], "fields": [{"name": "subdomain", "required": true}], "documentation_link": "x"},
        "ai_readiness": {"proxy_methods": 2, "proxy_methods_with_descriptions": 1, "ai_ready_score": 50},
    });
    let reference = json!({
        "integration": {"id": "i", "slug": "zendesk", "name": "Zendesk"},
        "account": {"id": "a", "slug": "s", "environment_id": "e", "is_blocked": false},
        "unified": {"resources": [{"api_name": "crm", "name": "contacts", "methods": ["list"]}], "more": 1},
        "proxy": {"resources": [{"name": "tickets", "methods": [{"method": "list", "tags": ["a"], "deprecated": false}]}]},
        "auth": {"formats": ["oauth2"], "fields": [], "scopes": ["read"], "documentation_url": "x"},
        "ai_readiness": {"total_methods": 2, "described_methods": 1, "score": 0.5},
    });
    for json in [guide, reference] {
        let read = live(json.clone());
        let unified = read.unified.as_deref().unwrap();
        let first = unified.first().unwrap();
        let names = (
            first.model.as_ref().or(first.api_name.as_ref()),
            first.resource.as_ref().or(first.name.as_ref()),
        );
        assert_eq!(
            names,
            (Some(&"crm".to_owned()), Some(&"contacts".to_owned()))
        );
        assert_eq!(read.proxy.as_deref().unwrap().len(), 1);
        let mut text = serde_json::to_string(&read).unwrap();
        text = text
            .replace("50.0", "50")
            .replace("2.0", "2")
            .replace("1.0", "1");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json);
    }
    // Neither shape: the error names the field.
    let error = from_json::<Capabilities>(json!({"unified": "all"})).unwrap_err();
    assert_eq!(error.field(), Some("unified"), "{error}");
}

#[tokio::test]
async fn the_documentation_of_a_model_is_typed() {
    let server = Server::json(
        r#"{"pricing_plan": ["Enterprise"], "user_role": ["Admin"], "scopes": ["read"], "instructions": "**Do**"}"#,
    );
    let docs = client(&server)
        .discovery()
        .integrations()
        .model_docs("zendesk", "crm")
        .await
        .unwrap();
    assert_eq!(
        docs.pricing_plan.as_deref(),
        Some(&["Enterprise".to_owned()][..])
    );
    assert_eq!(docs.instructions.as_deref(), Some("**Do**"));
}
