//! Every documented response decodes and encodes without loss.
#![cfg(all(feature = "crm", feature = "ticketing"))]

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use truto_unified::{Patch, crm, ticketing};

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &Value) -> T {
    let text = value.to_string();
    let decoded: T = serde_json::from_str(&text).unwrap();
    let encoded = serde_json::to_value(&decoded).unwrap();
    assert_eq!(&encoded, value);
    assert_eq!(
        serde_json::from_value::<T>(encoded).unwrap(),
        decoded,
        "also by way of a `Value`"
    );
    decoded
}

#[test]
fn a_ticketing_contact() {
    let contact: ticketing::Contact = round_trip(&json!({
        "id": "1",
        "account_id": "a",
        "created_at": "2024-03-01T09:30:00.123+02:00",
        "custom_fields": {"plan": "pro", "seats": [1, {"deep": null}]},
        "details": "d",
        "emails": [{"email": "ada@example.com", "type": "carrier pigeon"}, {"email": "b@example.com"}],
        "etag": "W/\"7\"",
        "first_name": "Ada",
        "is_active": false,
        "last_name": "Lovelace",
        "name": "Ada Lovelace",
        "phones": [{"extension": "7", "number": "1", "type": "fax", "verified": true}],
        "remote_data": {"b": 1, "a": [1e300, "\u{1f642}"]},
        "updated_at": "not even a date",
        "added_next_year": {"x": [1, 2]},
    }));
    assert_eq!(
        contact.created_at.as_ref().unwrap().as_str(),
        "2024-03-01T09:30:00.123+02:00"
    );
    assert_eq!(contact.extra.len(), 1);
    assert_eq!(
        contact.phones.unwrap()[0]
            .extra
            .get("verified")
            .unwrap()
            .get(),
        "true"
    );
}

#[test]
fn raw_json_keeps_every_byte() {
    let text =
        r#"{"id":"1","remote_data":{ "n" : 12345678901234567890123, "s":"\u00e9" },"new":1.10}"#;
    let contact: ticketing::Contact = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&contact).unwrap(), text);
}

#[test]
fn a_crm_contact() {
    round_trip::<crm::Contact>(&json!({
        "id": "1",
        "account": {"id": "a", "name": "Acme", "industry": "x"},
        "addresses": [{"city": "London", "country": "UK", "id": "9", "postal_code": "SW1Y", "state": "", "street_1": "12",
                       "street_2": "b", "type": "home"}],
        "created_at": "2024-03-01T09:30:00Z",
        "custom_fields": {},
        "email_addresses": [{"email": "ada@example.com", "id": "1", "type": "work"}],
        "etag": "7",
        "first_name": "Ada",
        "last_activity_at": "2024-03-01T09:30:00Z",
        "last_name": "Lovelace",
        "name": "Ada Lovelace",
        "owner": {"id": "o"},
        "phone_numbers": [{"extension": "7", "id": "1", "number": "1", "type": "satellite"}],
        "remote_data": "text",
        "tags": [{"id": "t", "name": "maths"}, {}],
        "title": "Countess",
        "updated_at": "2024-03-01T09:30:00Z",
        "urls": [{"type": "blog", "url": "https://example.com"}],
    }));
}

#[test]
fn a_ticket() {
    let person = json!({"emails": [{"email": "a@example.com", "type": "x"}], "first_name": "A", "id": "1",
                        "last_name": "B", "name": "A B", "phones": [{"number": "1", "type": "x"}]});
    let pair = json!({"id": "1", "name": "n"});
    let ticket: ticketing::Ticket = round_trip(&json!({
        "id": "1", "account": {"id": "1"}, "additional_contacts": [person], "assignees": [person],
        "attachments": [{"file_name": "f", "file_url": "u", "id": "1"}],
        "collections": [{"id": "1", "name": "n", "type": "t"}], "completed_at": "2024-03-01T09:30:00Z",
        "contact": person, "conversations": [{"id": "1", "name": "n", "type": "t"}],
        "created_at": "2024-03-01T09:30:00Z", "created_by": {"id": "1", "name": "n", "type": "robot"},
        "custom_fields": {"a": 1}, "description": "d", "due_date": "2024-03-01T09:30:00Z", "etag": "e",
        "is_unread": true, "languages": ["en", "de"], "name": "n", "number": "7", "parent_ticket": pair,
        "priority": pair, "remote_data": [1, 2], "source": pair, "status": {"id": "1", "name": "on hold"},
        "tags": [pair], "team": pair, "ticket_type": pair, "ticket_url": "u", "updated_at": "2024-03-01T09:30:00Z",
        "workspace": pair,
    }));
    let status = ticket.status.unwrap().name.unwrap();
    assert!(!ticketing::TicketStatusName::ALL.contains(&status));
    assert_eq!(status, ticketing::TicketStatusName::from("on hold"));
    assert_eq!(
        ticketing::TicketStatusName::from("open"),
        ticketing::TicketStatusName::Open
    );
}

#[test]
fn absent_null_and_value_are_three_things() {
    let update = crm::ContactUpdate::new()
        .first_name("Ada")
        .title(Patch::Null);
    assert_eq!(
        serde_json::to_string(&update).unwrap(),
        r#"{"first_name":"Ada","title":null}"#
    );
    assert_eq!(update.last_name, Patch::Absent);
    let read: crm::ContactUpdate =
        serde_json::from_str(r#"{"title":null,"first_name":"Ada"}"#).unwrap();
    assert_eq!(read, update);
}

#[test]
fn what_is_wrong_is_an_error_and_null_is_none() {
    let contact: ticketing::Contact =
        serde_json::from_str(r#"{"id":"1","name":null,"emails":null}"#).unwrap();
    assert_eq!((contact.name, contact.emails), (None, None));
    let missing = serde_json::from_str::<ticketing::Contact>("{}").unwrap_err();
    assert!(
        missing.to_string().contains("missing field `id`"),
        "{missing}"
    );
    let nested = "[".repeat(100_000);
    assert!(
        serde_json::from_str::<ticketing::Contact>(&format!(r#"{{"id":"1","new":{nested}"#))
            .is_err()
    );
}
