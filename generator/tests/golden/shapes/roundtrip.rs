use golden_shapes::types::{Crate, CrateItemsItem, CrateLabel, Tag};
use truto_runtime::RawJson;

use crate::support::{json, round_trip};

#[test]
fn inline_objects_lists_and_maps() {
    let full: Crate = round_trip(
        r#"{"label":{"text":"x","new":[1.5]},"items":[{"id":1},{"id":2,"z":null}],"grid":[[1.5],[]],"holes":["a",null],
            "counts":{"a":1},"lots":{"a":[{"key":"k","n":1}]},"anything":{"a":[true]},"free":{"b":null},"unknown":{"c":1}}"#,
    );
    assert_eq!(full.extra.get("unknown").map(RawJson::get), Some(r#"{"c":1}"#));
    assert_eq!(full.holes, Some(vec![Some("a".to_owned()), None]));
    assert_eq!(full.lots.unwrap()["a"][0].extra.get("n"), Some(&1));
}

#[test]
fn setters_take_what_is_at_hand() {
    let made = Crate::new()
        .label(CrateLabel::new().text("x"))
        .items([CrateItemsItem::new(1)])
        .grid([[1.5], [2.0]])
        .holes([Some("a".to_owned()), None])
        .counts([("a", 1)])
        .lots([("a", vec![Tag::new("k")])])
        .anything("text")
        .free([("b", true)]);
    assert_eq!(
        json(&made),
        r#"{"label":{"text":"x"},"items":[{"id":1}],"grid":[[1.5],[2.0]],"holes":["a",null],"counts":{"a":1},"lots":{"a":[{"key":"k"}]},"anything":"text","free":{"b":true}}"#,
    );
}
