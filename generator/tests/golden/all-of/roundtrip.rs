use golden_all_of::types::{Derived, DerivedKind, DerivedMeta, DerivedMetaSize, Dog, Pet};

use crate::support::round_trip;

#[test]
fn several_elements_merge_and_one_is_a_reference() {
    let dog: Dog = round_trip(r#"{"name":"Rex","bark":"wow","friend":{"name":"Tom"}}"#);
    assert_eq!(dog, Dog::new("Rex", "wow").friend(Pet::new("Tom")));
    assert!(serde_json::from_str::<Dog>(r#"{"name":"Rex"}"#).unwrap_err().to_string().contains("bark"));
}

#[test]
fn the_narrower_schema_of_a_property_decides_its_type() {
    let derived: Derived = round_trip(
        r#"{"id":"d1","kind":"a","count":2,"owner":{"name":"Rex","bark":"wow"},"created_at":"2024-01-02T03:04:05Z","more":{"deep":true},"tags":["x"]}"#,
    );
    assert_eq!(derived.kind, DerivedKind::A);
    assert_eq!(derived.count, Some(2_i64));
    assert_eq!(derived.owner, Some(Dog::new("Rex", "wow")));
    assert_eq!(derived.more.and_then(|more| more.deep), Some(true));
    assert_eq!(derived.tags, Some(vec!["x".to_owned()]));
    assert!(serde_json::from_str::<Derived>(r#"{"id":"d1","kind":"a","count":1.5}"#).is_err());
}

#[test]
fn properties_of_objects_are_merged() {
    let derived: Derived = round_trip(
        r#"{"id":"d1","kind":"a","meta":{"name":"m","etag":"e","blocks":["b"],"size":{"width":1,"depth":2}}}"#,
    );
    let size = DerivedMetaSize::new().width(1).depth(2);
    assert_eq!(derived.meta, Some(DerivedMeta::new("m", "e", ["b"]).size(size)));
    assert!(serde_json::from_str::<DerivedMeta>(r#"{"name":"m","blocks":["b"]}"#).is_err());
}
