use golden_openapi_3_1::types::{Owner, Thing, ThingState};

use crate::support::{json, round_trip};

#[test]
fn a_document_of_3_1_is_read() {
    let full: Thing = round_trip(
        r#"{"id":"t-1","kind":"thing","size":1.5,"state":1,"path":["a",null],"owner":{"name":"Ada","first":2.5},
            "anything":[1],"data":"eA==","any":{"a":1},"whole":2.0}"#,
    );
    assert_eq!(full.state, Some(ThingState::Open));
    assert_eq!(full.path, Some(vec![Some("a".to_owned()), None]));
    assert_eq!(full.owner.and_then(|owner| owner.first), Some(2.5));
}

#[test]
fn null_and_absent_are_valid() {
    let nulls = r#"{"id":"t-1","kind":"thing","note":null,"owner":null,"nothing":null,"any":null}"#;
    let nulls: Thing = serde_json::from_str(nulls).unwrap();
    assert_eq!((nulls.note.as_ref(), nulls.owner.as_ref()), (None, None));
    assert!(nulls.mismatches().is_empty());
    assert_eq!(json(&Owner::new().name("Ada")), r#"{"name":"Ada"}"#);
}
