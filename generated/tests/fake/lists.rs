//! Lists: every object once, filters, order.

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

    // As a text it is sent; as the page gave it, the client knows that it belongs to another list.
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
    assert_eq!(
        ids(list().with_query("account", json!({"id": "a1"}))).await,
        "147"
    );
    let sorted = list().sort_by(crm::contacts::ContactSort::LastName, SortDirection::Asc);
    assert_eq!(ids(sorted).await, "876543210");
    let sorted = list().sort_by(crm::contacts::ContactSort::CreatedAt, SortDirection::Desc);
    assert_eq!(ids(sorted.first_name("Bob")).await, "7531");
}
