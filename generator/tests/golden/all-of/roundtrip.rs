use golden_all_of::spec::{Dog, Pet};

use crate::support::round_trip;

#[test]
fn several_elements_merge_and_one_is_a_reference() {
    let dog: Dog = round_trip(r#"{"name":"Rex","bark":"wow","friend":{"name":"Tom"}}"#);
    assert_eq!(dog, Dog::new("Rex", "wow").friend(Pet::new("Tom")));
    assert!(serde_json::from_str::<Dog>(r#"{"name":"Rex"}"#).unwrap_err().to_string().contains("bark"));
}
