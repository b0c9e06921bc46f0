#![allow(deprecated)]

use golden_webhooks::webhooks::{
    CHANGED, HOOK_CHANGED, PET_ADDED, PET_ADDED_TO_SUBSCRIPTION, PET_MOVED_PUT, RAW, STILL_ALIVE,
};

#[test]
fn bodies_of_webhooks_are_decoded() {
    let pet = PET_ADDED.decode(br#"{"name": "Rex", "age": 3}"#).unwrap();
    assert_eq!(pet.name, "Rex");
    assert_eq!(pet.extra.get("age").map(|age| age.get()), Some("3"));
    let moved = PET_MOVED_PUT.decode(br#"{"from": {"city": "Riga"}, "to": null}"#).unwrap();
    assert_eq!(moved.from_.city.as_deref(), Some("Riga"));
    assert_eq!(moved.to, None);
    assert_eq!(HOOK_CHANGED.decode(br#"{"id": "7"}"#).unwrap().id, Some(7));
    assert!(HOOK_CHANGED.decode(br#"{"id": "x"}"#).unwrap().id.is_none());
    assert_eq!(HOOK_CHANGED.decode_strictly(br#"{"id": 7}"#).unwrap().id, Some(7));
    STILL_ALIVE.decode(b"").unwrap();

    let error = PET_ADDED.decode(br#"{"age": 3}"#).unwrap_err();
    assert!(error.to_string().contains("name"), "{error}");
}

#[test]
fn webhooks_are_described() {
    assert_eq!(PET_ADDED.name(), "pet.added");
    assert_eq!(PET_ADDED.content_type(), Some("application/json"));
    assert_eq!(PET_MOVED_PUT.method(), "PUT");
    assert_eq!(STILL_ALIVE.content_type(), None);
    assert_eq!(RAW.content_type(), Some("application/octet-stream"));
}

#[test]
fn callbacks_share_the_types_of_requests() {
    let change = CHANGED
        .decode(br#"{"subscription": {"url": "https://a.example"}, "pets": [{"name": "Tom"}]}"#)
        .unwrap();
    let subscription: golden_webhooks::types::Subscription = change.subscription.unwrap();
    assert_eq!(subscription.url, "https://a.example");
    let pets: Vec<golden_webhooks::types::Pet> = change.pets.unwrap();
    assert_eq!(pets[0].name, "Tom");
    assert_eq!(PET_ADDED_TO_SUBSCRIPTION.name(), "pet.added");
}
