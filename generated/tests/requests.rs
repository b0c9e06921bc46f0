//! The requests of the four best documented operations, as a server on loopback receives them.
#![cfg(all(feature = "crm", feature = "tokio", feature = "ticketing"))]

#[path = "../../generator/runtime/tests/exemplar/server.rs"]
#[allow(dead_code, unreachable_pub)]
mod server;

use serde_json::{Value, json};
use server::{Received, Server};
use truto_unified::{
    Client, ErrorKind, IntegratedAccount, Integration, Patch, Preflight, ResponseFormat, crm,
    ticketing::{self, ContactEmail, ContactPhone, EmailType, PhoneType},
};

const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

fn account(server: &Server) -> IntegratedAccount {
    let client = Client::builder()
        .base_url(&server.url)
        .token("t0ken")
        .build()
        .unwrap();
    client.integrated_account(ACCOUNT)
}

/// Method and path, the query split into parameters, the body.
fn parts(request: &Received) -> (String, Vec<String>, Value) {
    let (line, query) = request.line.split_once('?').unwrap();
    let mut query: Vec<_> = query.split('&').map(str::to_owned).collect();
    query.sort();
    (
        line.to_owned(),
        query,
        serde_json::from_str(&request.body).unwrap_or_default(),
    )
}

fn query(more: &[&str]) -> Vec<String> {
    let account = format!("integrated_account_id={ACCOUNT}");
    let mut query: Vec<_> = more
        .iter()
        .map(|one| (*one).to_owned())
        .chain([account])
        .collect();
    query.sort();
    query
}

#[tokio::test]
async fn create_a_ticketing_contact() {
    let server = Server::json(r#"{"id": "1"}"#);
    let contact = account(&server)
        .ticketing()
        .contacts()
        .create()
        .account_id("a1")
        .avatar(json!({"url": "https://example.com/a.png"}))
        .custom_fields([("plan", "pro")])
        .details("met at a fair")
        .emails([ContactEmail::new("ada@example.com", EmailType::Work)])
        .first_name("Ada")
        .last_name("Lovelace")
        .name("Ada Lovelace")
        .phones([ContactPhone::new("+1 202 555 0100", PhoneType::Mobile).extension("7")])
        .remote_data([("vip", true)])
        .without_remote_data()
        .with_excluded_fields([
            ticketing::ContactField::Etag,
            ticketing::ContactField::Phones,
        ])
        .with_remote_query([("foo", "bar")])
        .await
        .unwrap();
    assert_eq!(contact.id, "1");
    let request = server.request();
    assert_eq!(request.header("authorization"), Some("Bearer t0ken"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    let expected = [
        "truto_ignore_remote_data=true",
        "truto_exclude_fields[]=etag",
        "truto_exclude_fields[]=phones",
        "remote_query[foo]=bar",
    ];
    let body = json!({
        "account_id": "a1",
        "avatar": {"url": "https://example.com/a.png"},
        "custom_fields": {"plan": "pro"},
        "details": "met at a fair",
        "emails": [{"email": "ada@example.com", "type": "work"}],
        "first_name": "Ada",
        "last_name": "Lovelace",
        "name": "Ada Lovelace",
        "phones": [{"number": "+1 202 555 0100", "type": "mobile", "extension": "7"}],
        "remote_data": {"vip": true},
    });
    let line = "POST /unified/ticketing/contacts".to_owned();
    assert_eq!(parts(&request), (line, query(&expected), body));
}

#[tokio::test]
async fn create_a_crm_contact() {
    let server = Server::json(r#"{"id": "1"}"#);
    let contact = crm::ContactCreate::new()
        .account(crm::ContactAccount::new("a1").name("Acme"))
        .addresses([crm::Address::new()
            .city("London")
            .street_1("12 St James's Square")])
        .created_at("1815-12-10T00:00:00Z")
        .email_addresses([crm::ContactEmailAddress::new("ada@example.com")])
        .owner(crm::ById::new("o1"))
        .phone_numbers([crm::ContactPhoneNumber::new("1").r#type(crm::PhoneType::Fax)])
        .phone_numbesr("misspelt, and documented so")
        .tags([crm::Reference::new().name("maths")])
        .title("Countess");
    account(&server)
        .crm()
        .contacts()
        .create()
        .with_body(contact)
        .workspace(crm::ById::new("w 1"))
        .await
        .unwrap();
    let body = json!({
        "account": {"id": "a1", "name": "Acme"},
        "addresses": [{"city": "London", "street_1": "12 St James's Square"}],
        "created_at": "1815-12-10T00:00:00Z",
        "email_addresses": [{"email": "ada@example.com"}],
        "owner": {"id": "o1"},
        "phone_numbers": [{"number": "1", "type": "fax"}],
        "phone_numbesr": "misspelt, and documented so",
        "tags": [{"name": "maths"}],
        "title": "Countess",
    });
    let line = "POST /unified/crm/contacts".to_owned();
    assert_eq!(
        parts(&server.request()),
        (line, query(&["workspace[id]=w%201"]), body)
    );
}

#[tokio::test]
async fn update_a_crm_contact_with_absent_null_and_value() {
    let server = Server::json(r#"{"id": "7"}"#);
    let contacts = account(&server).crm().contacts();
    contacts
        .update("7")
        .first_name("Ada")
        .title(Patch::Null)
        .tags([crm::Reference::new().id("t")])
        .await
        .unwrap();
    let body = json!({"first_name": "Ada", "title": null, "tags": [{"id": "t"}]});
    let line = "PATCH /unified/crm/contacts/7".to_owned();
    assert_eq!(parts(&server.request()), (line, query(&[]), body));
}

#[tokio::test]
async fn import_a_ticket_and_open_its_envelope() {
    let server = Server::json(r#"{"result": {"id": "7", "status": {"name": "on hold"}}}"#);
    let ticket = account(&server)
        .ticketing()
        .tickets()
        .import()
        .remote_data([("subject", "Help")])
        .await
        .unwrap();
    assert_eq!(ticket.id, "7");
    assert_eq!(ticket.status.unwrap().name.unwrap().as_str(), "on hold");
    let line = "POST /unified/ticketing/tickets/import".to_owned();
    assert_eq!(
        parts(&server.request()),
        (
            line,
            query(&[]),
            json!({"remote_data": {"subject": "Help"}})
        )
    );
}

#[tokio::test]
async fn an_id_reaches_no_other_path() {
    let server = Server::json(r#"{"id": "7"}"#);
    let contacts = account(&server).crm().contacts();
    let cases = [
        ("a/b", "a%2Fb"),
        ("é", "%C3%A9"),
        ("%2e%2e", "%252e%252e"),
        ("a/../b", "a%2F..%2Fb"),
        ("..\\", "..%5C"),
        ("7?x=1#y", "7%3Fx%3D1%23y"),
    ];
    for (id, segment) in cases {
        contacts.update(id).name("x").await.unwrap();
        assert_eq!(
            parts(&server.request()).0,
            format!("PATCH /unified/crm/contacts/{segment}")
        );
    }
    for id in ["", ".", "..", "a\r\nb"] {
        assert_eq!(
            contacts.update(id).name("x").await.unwrap_err().kind(),
            ErrorKind::Invalid,
            "{id:?}"
        );
    }
    assert!(server.is_idle(), "nothing was sent for the refused ids");
}

#[tokio::test]
async fn preflight_refuses_before_anything_is_sent() {
    let server = Server::json(r#"{"id": "7"}"#);
    let gorgias = account(&server).integration(Integration::Gorgias);
    let create = || {
        gorgias
            .clone()
            .preflight(Preflight::Deny)
            .ticketing()
            .contacts()
            .create()
            .account_id("a1")
    };
    let error = create().await.unwrap_err();
    let fields: Vec<_> = error.issues().iter().map(|issue| issue.field()).collect();
    assert_eq!(fields, [Some("account_id"), Some("first_name")], "{error}");
    assert!(server.is_idle());
    gorgias
        .ticketing()
        .contacts()
        .create()
        .account_id("a1")
        .await
        .unwrap();
    assert!(!server.is_idle(), "by default, the table only warns");
}

#[tokio::test]
async fn another_format_is_the_callers_to_decode() {
    let server = Server::json(r#"{"ticket": {"anything": 1}}"#);
    let import = account(&server).ticketing().tickets().import();
    let value: Value = import.send_as(ResponseFormat::Raw).await.unwrap();
    assert_eq!(value, json!({"ticket": {"anything": 1}}));
    assert_eq!(
        parts(&server.request()).1,
        query(&["truto_response_format=raw"])
    );
}

/// Brackets in the name of a custom parameter are nesting levels.
#[tokio::test]
async fn names_with_brackets_are_sent_as_they_are() {
    let server = Server::json(r#"{"result": []}"#);
    let list = account(&server).crm().contacts().list();
    let list = list
        .with_query("id[]", ["1", "2"])
        .with_query("updated_at[gt]", "x")
        .with_query(
            "phones[]",
            json!([{"number": 1, "type": "work"}, {"number": 2}]),
        )
        .with_remote_query([("ids[]", json!(["a", "b"])), ("page[size]", json!(5))]);
    list.await.unwrap();
    let expected = query(&[
        "id[]=1",
        "id[]=2",
        "updated_at[gt]=x",
        "phones[0][number]=1",
        "phones[0][type]=work",
        "phones[1][number]=2",
        "remote_query[ids][]=a",
        "remote_query[ids][]=b",
        "remote_query[page][size]=5",
    ]);
    assert_eq!(parts(&server.request()).1, expected);
}
