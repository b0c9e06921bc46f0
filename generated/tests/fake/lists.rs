//! Lists: paging, filters, sort order.

use serde_json::{Value, json};
use truto_unified::{SortDirection, crm};

use super::support::*;

fn people(count: usize) -> Vec<Value> {
    let person = |number: usize| {
        json!({
            "id": format!("c{number}"),
            "first_name": if number % 2 == 0 { "Ada" } else { "Bob" },
            "last_name": format!("{:03}", count - number),
            "created_at": format!("2026-01-31T12:{:02}:00Z", number % 60),
            "account": {"id": format!("a{}", number % 3)},
        })
    };
    (0..count).map(person).collect()
}

#[tokio::test]
async fn a_walk_brings_every_object_once_while_others_come() {
    let (fake, account) = fake();
    fake.seed(&account, "crm.contacts", people(100)).unwrap();
    let contacts = fake
        .client()
        .unwrap()
        .integrated_account(&account)
        .crm()
        .contacts();
    let mut items = contacts.list().limit(7).items();
    let mut seen = Vec::new();
    while let Some(contact) = items.next().await {
        seen.push(contact.unwrap().id);
        if seen.len() == 50 {
            contacts.create().first_name("Late").await.unwrap();
            contacts.delete("c3").await.unwrap();
        }
    }
    let expected: Vec<String> = (0..100).map(|number| format!("c{number}")).collect();
    assert_eq!(seen[..100], expected[..]);
    assert_eq!(seen.len(), 101, "{:?}", seen.last());
}

#[tokio::test]
async fn a_page_says_where_it_stands() {
    let (fake, account) = fake();
    fake.seed(&account, "crm.contacts", people(5)).unwrap();
    let contacts = fake
        .client()
        .unwrap()
        .integrated_account(&account)
        .crm()
        .contacts();
    let first = contacts.list().limit(2).await.unwrap();
    assert_eq!(
        (first.result_count, first.prev_cursor, first.items.len()),
        (Some(2), None, 2)
    );
    let next = first.next_cursor.unwrap();
    let second = contacts
        .list()
        .limit(2)
        .next_cursor(next.clone())
        .await
        .unwrap();
    let before = contacts
        .list()
        .limit(2)
        .next_cursor(second.prev_cursor.unwrap())
        .await
        .unwrap();
    assert_eq!(before.items, first.items);

    let last = contacts
        .list()
        .limit(2)
        .next_cursor(second.next_cursor.unwrap())
        .await
        .unwrap();
    assert_eq!((last.next_cursor, last.items.len()), (None, 1));
    assert_eq!(
        contacts
            .list()
            .limit(2)
            .without_limit()
            .await
            .unwrap()
            .items
            .len(),
        5
    );

    // A cursor as text is sent; for a typed cursor, the client notices that it belongs to another list.
    let other = contacts.list().first_name("Ada").next_cursor(next.as_str());
    let other = other.await.unwrap_err();
    assert_eq!(other.kind(), truto_unified::ErrorKind::BadRequest);
}

#[tokio::test]
async fn filters_and_order_are_those_of_the_query() {
    let (fake, account) = fake();
    fake.seed(&account, "crm.contacts", people(9)).unwrap();
    let contacts = fake
        .client()
        .unwrap()
        .integrated_account(&account)
        .crm()
        .contacts();
    let ids = async |list: crm::contacts::ListContacts| {
        let page = list.await.unwrap();
        page.items
            .into_iter()
            .map(|one| one.id[1..].to_owned())
            .collect::<String>()
    };
    let list = || contacts.list();
    assert_eq!(ids(list().first_name("Ada")).await, "02468");
    assert_eq!(
        ids(list().created_at_gt("2026-01-31T12:06:00Z")).await,
        "78"
    );
    assert_eq!(
        ids(list().created_at_gte("2026-01-31T13:06:00+01:00")).await,
        "678"
    );
    assert_eq!(
        ids(list().created_at_lte("2026-01-31T12:01:00Z")).await,
        "01"
    );
    let sorted = list().sort_by(crm::contacts::ContactSort::LastName, SortDirection::Asc);
    assert_eq!(ids(sorted).await, "876543210");
    let sorted = list().sort_by(crm::contacts::ContactSort::CreatedAt, SortDirection::Desc);
    assert_eq!(ids(sorted.first_name("Bob")).await, "7531");
}

#[tokio::test]
async fn a_filter_that_is_not_documented_has_no_effect() {
    let (fake, account) = fake();
    let client = fake.client().unwrap().integrated_account(&account);
    let objects = [
        json!({"id": "old", "name": "o", "updated_at": "2026-01-01T00:00:00Z", "account": {"id": "a"}}),
        json!({"id": "new", "name": "n", "updated_at": "2026-02-01T00:00:00Z", "account": {"id": "b"}}),
    ];
    for resource in ["crm.contacts", "ticketing.contacts", "ticketing.tags"] {
        fake.seed(&account, resource, objects.clone()).unwrap();
    }
    let since = json!({"gt": "2026-01-15T00:00:00Z"});

    // Filters by time are documented for ticketing contacts, but not for tags.
    let contacts = client.ticketing().contacts().list();
    let contacts = contacts.updated_at_gt("2026-01-15T00:00:00Z");
    assert_eq!(contacts.await.unwrap().items.len(), 1);
    let tags = || client.ticketing().tags().list();
    let changed = tags().with_query("updated_at", since);
    assert_eq!(changed.await.unwrap().items.len(), 2);
    let named = tags().with_query("name", "n");
    assert_eq!(named.await.unwrap().items.len(), 2);

    let of_account = client.crm().contacts().list();
    let of_account = of_account.with_query("account", json!({"id": "a"}));
    assert_eq!(of_account.await.unwrap().items.len(), 2);
    let before = client.crm().contacts().list();
    let before = before.with_query("created_at", json!({"lt": "2020-01-01T00:00:00Z"}));
    assert_eq!(
        before.await.unwrap().items.len(),
        2,
        "no `lt` is documented"
    );

    // A cursor is bound to the filters that have an effect, and to nothing else.
    let first = tags()
        .limit(1)
        .with_query("name", "n")
        .send_raw(truto_unified::ResponseFormat::Unified);
    let cursor = first.await.unwrap().json::<Value>().unwrap()["next_cursor"].clone();
    let second = tags().limit(1).next_cursor(cursor.as_str().unwrap());
    assert_eq!(second.await.unwrap().items.len(), 1);
}
