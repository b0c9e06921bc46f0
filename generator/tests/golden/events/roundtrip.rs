use golden_events::spec::{EVENT, Event, Verifier, VerifyErrorKind, sign};
use std::time::SystemTime;

fn read(body: &str) -> Event {
    let verifier = Verifier::new("secret").unwrap().without_tolerance();
    let signature = sign("secret", body.as_bytes());
    verifier.verify(signature, body.as_bytes(), SystemTime::UNIX_EPOCH).unwrap()
}

#[test]
fn events_are_verified_and_decoded() {
    let body = r#"{"id":"1","kind":"sold_again","pet":{"id":7,"kind":"cat"},"owner":{"name":["Ada"]}}"#;
    let event = read(body);
    let Event::Sold(sold) = &event else { panic!("{event:?}") };
    assert_eq!(sold.species().as_deref(), Some("cat"));
    assert_eq!(sold.pet_id().as_deref(), Some("7"));
    assert_eq!(sold.owner_name(), None);
    assert_eq!((event.id(), event.at()), (Some("1"), None));
    assert_eq!(event.kind().map(|kind| kind.as_str()), Some("sold_again"));
    assert_eq!(serde_json::to_string(&event).unwrap(), body);

    let event = read(r#"{"id":"2","kind":"new","at":"2024-09-10T12:00:00Z"}"#);
    assert!(event.as_other().is_some());
    assert_eq!(event.kind().map(|kind| kind.as_str()), Some("new"));
    assert_eq!(event.at().map(|at| at.as_str()), Some("2024-09-10T12:00:00Z"));
    assert_eq!(read("[1]").id(), None);

    let wrong = Verifier::new("other").unwrap().verify(sign("secret", b"{}"), b"{}", SystemTime::now());
    assert_eq!(wrong.unwrap_err().kind(), VerifyErrorKind::WrongSignature);
    assert_eq!(EVENT.decode(body.as_bytes()).unwrap().id(), Some("1"));
}
