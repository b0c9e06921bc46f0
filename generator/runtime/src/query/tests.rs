use serde_json::{Value, json};

use super::{
    Meaning::{Option, Parameter},
    Query, QueryStyle, form,
    name::{MOST_LEVELS, MOST_PAIRS},
    simple_text, to_value,
};

/// Name, style, value, and the expected encoding, which is null for an error. The generator's samples are tested against it too.
const TABLE: &str = include_str!("table.json");

fn style(name: &str) -> QueryStyle {
    match name {
        "form" => QueryStyle::Form,
        "formJoined" => QueryStyle::FormJoined,
        "spaceDelimited" => QueryStyle::SpaceDelimited,
        "pipeDelimited" => QueryStyle::PipeDelimited,
        "deepObject" => QueryStyle::DeepObject,
        "json" => QueryStyle::Json,
        other => panic!("unknown style `{other}`"),
    }
}

fn encoded(name: &str, style: QueryStyle, value: &Value) -> Result<String, crate::Error> {
    let mut query = Query::default();
    query.set(name, style, value, Parameter)?;
    let mut uri = String::new();
    query.append_to(&mut uri)?;
    Ok(uri.strip_prefix('?').unwrap_or_default().to_owned())
}

/// The pairs in alphabetical order, because the order of a `Value` depends on serde_json's features.
fn sorted(pairs: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = pairs.split('&').collect();
    pairs.sort_unstable();
    pairs
}

#[test]
fn values_are_written_as_the_table_has_it() {
    let table: Vec<(String, String, Value, std::option::Option<String>)> =
        serde_json::from_str(TABLE).unwrap();
    for (name, style_name, value, expected) in table {
        let written = encoded(&name, style(&style_name), &value);
        let written = written.as_deref().map(sorted);
        let expected = expected.as_deref().map(sorted);
        assert_eq!(written.ok(), expected, "{name} {style_name} {value}");
    }
}

/// `a[]` has as many levels as its items, and not one more.
#[test]
fn brackets_at_the_end_are_the_level_of_the_items() {
    let deepest = format!("a{}[]", "[x]".repeat(MOST_LEVELS - 1));
    for (name, is_sent) in [(deepest.clone(), true), (format!("{deepest}[]"), false)] {
        let sent = encoded(&name, QueryStyle::DeepObject, &json!([1]));
        assert_eq!(sent.ok(), is_sent.then(|| format!("{name}=1")));
    }
}

/// The limit does not depend on a trailing `[]`, the number of levels, or the names in between.
#[test]
fn a_list_that_is_too_long_is_an_error_that_says_what_to_do() {
    let objects = |length| Value::Array(vec![json!({"n": 1}); length]);
    let scalars = |length| Value::Array(vec![json!(1); length]);
    use QueryStyle::{DeepObject, Form};
    for (name, style) in [
        ("a", DeepObject),
        ("a[]", DeepObject),
        ("a", Form),
        ("a[]", Form),
    ] {
        for of in [objects, scalars] {
            let is_plain = (name, style) == ("a", Form) && of(1) == scalars(1);
            assert!(encoded(name, style, &of(20)).is_ok(), "{name} {style:?}");
            let error = encoded(name, style, &of(21)).map_err(|error| error.to_string());
            assert_eq!(error.is_ok(), is_plain, "{name} {style:?}");
            if let Err(error) = error {
                assert!(
                    error.contains("21 items") && error.contains("send several requests"),
                    "{error}"
                );
            }
        }
    }
    let error = encoded("q", DeepObject, &json!({"a": objects(21)})).unwrap_err();
    assert!(error.to_string().contains("`q[a]`"), "{error}");
}

#[test]
fn values_that_the_server_would_misread_are_errors() {
    let mut query = Query::default();
    let many: Value = (0..MOST_PAIRS)
        .map(|n| (format!("k{n}"), json!(n)))
        .collect();
    query
        .set("a", QueryStyle::DeepObject, &many, Parameter)
        .unwrap();
    query.append_to(&mut String::new()).unwrap();
    query.set("one_more", QueryStyle::Form, &1, Option).unwrap();
    let error = query.append_to(&mut String::new()).unwrap_err();
    assert!(error.to_string().contains("1001 parameters"), "{error}");
    for name in ["a]", "a[b", "", "[a]", "valueOf"] {
        let refused = encoded(name, QueryStyle::DeepObject, &json!(1)).unwrap_err();
        assert!(!refused.to_string().contains('\u{1b}'), "{refused}");
    }
    assert!(query.add("sort_by", "a]b", "asc").is_err());
}

#[test]
fn forms_follow_the_same_rule() {
    let lines = json!({"lines": [{"price": "a", "quantity": 1}, {"price": "b"}], "tags": ["x"]});
    assert_eq!(
        form(&lines, &[]).unwrap(),
        "lines[0][price]=a&lines[0][quantity]=1&lines[1][price]=b&tags=x"
    );
    let nested = json!({"a": {"b": 1, "c": ["x", "y"], "d": {"e": 2}}});
    for (styles, expected) in [
        (&[][..], "a[b]=1&a[c][]=x&a[c][]=y&a[d][e]=2"),
        (&[("a", QueryStyle::Form)], "b=1&c=x&c=y&d[e]=2"),
        (
            &[("b", QueryStyle::Form)],
            "a[b]=1&a[c][]=x&a[c][]=y&a[d][e]=2",
        ),
    ] {
        assert_eq!(form(&nested, styles).unwrap(), expected, "{styles:?}");
    }
    assert!(form(&json!({"a": {"__proto__": 1}}), &[("a", QueryStyle::Form)]).is_err());
    for refused in [
        json!([]),
        json!({"a": vec![json!({"b": 1}); 21]}),
        json!({"a": [[]]}),
        json!({"__proto__": 1}),
        json!({"a": vec![1; MOST_PAIRS + 1]}),
    ] {
        assert!(form(&refused, &[]).is_err(), "{refused}");
    }
}

#[test]
fn the_last_value_counts_and_keeps_its_place() {
    let mut query = Query::default();
    for (name, value) in [("a", 1), ("b", 2), ("a", 3)] {
        query
            .set(name, QueryStyle::Form, &value, Parameter)
            .unwrap();
    }
    let mut uri = "/x".to_owned();
    query.append_to(&mut uri).unwrap();
    assert_eq!(uri, "/x?a=3&b=2");
}

#[test]
fn fields_are_sent_in_the_order_in_which_they_were_set() {
    let mut query = Query::default();
    for (key, value) in [
        ("name", "asc"),
        ("created_at", "desc"),
        ("a b", "x&y"),
        ("name", "desc"),
    ] {
        query.add("sort_by", key, value).unwrap();
    }
    query.set("b", QueryStyle::Form, &1, Parameter).unwrap();
    let mut uri = String::new();
    query.append_to(&mut uri).unwrap();
    assert_eq!(
        uri,
        "?sort_by[name]=desc&sort_by[created_at]=desc&sort_by[a%20b]=x%26y&b=1"
    );
}

#[test]
fn a_parameter_is_found_by_any_of_its_wire_names() {
    let table = [
        ("account", json!("x"), true),
        ("account[]", json!("x"), true),
        ("account", json!(["x"]), true),
        ("filter", json!({"account": "x"}), true),
        ("account", json!([]), false),
        ("accounts", json!("x"), false),
        ("filter", json!("account=x"), false),
        ("my_account", json!("x"), false),
    ];
    for (name, value, expected) in table {
        let mut query = Query::default();
        query
            .set(name, QueryStyle::Form, &value, Parameter)
            .unwrap();
        assert_eq!(query.sends("account"), expected, "{name} {value}");
    }
    let mut query = Query::default();
    query
        .set("workspace[id]", QueryStyle::Form, "x", Parameter)
        .unwrap();
    assert!(query.sends("workspace[id]"));
}

#[test]
fn a_single_value_can_be_read_back() {
    let table = [
        ("next", json!("a=&é/ +"), Some("a=&é/ +")),
        ("page[next]", json!("b"), Some("b")),
        ("next", json!(7), Some("7")),
        ("next", json!(""), Some("")),
        ("next", json!(["a", "b"]), None),
        ("next", json!({"a": "b"}), None),
    ];
    for (name, value, expected) in table {
        let mut query = Query::default();
        query.set(name, QueryStyle::Form, &value, Option).unwrap();
        assert_eq!(query.text(name).as_deref(), expected, "{value}");
        assert_eq!(query.text("nex"), None);
    }
}

#[test]
fn reserved_characters_can_be_allowed() {
    let all = ":/?#[]@!$&'()*+,;=% \n\"é";
    let written = |style: QueryStyle, value: Value| {
        let mut query = Query::default();
        query
            .set("a[]", style.allow_reserved(), &value, Parameter)
            .unwrap();
        let mut uri = String::new();
        query.append_to(&mut uri).unwrap();
        uri
    };
    let table = [
        (
            QueryStyle::Form,
            json!(all),
            "?a[]=:/?%23[]@!$%26%27()*%2B,;=%25%20%0A%22%C3%A9",
        ),
        (QueryStyle::Form, json!(["/", "b,c"]), "?a[]=/&a[]=b,c"),
        (QueryStyle::FormJoined, json!("b,c"), "?a[]=b,c"),
        (QueryStyle::FormJoined, json!(["/", "b,c"]), "?a[]=/,b%2Cc"),
        (QueryStyle::PipeDelimited, json!(["/", "b"]), "?a[]=/%7Cb"),
        (
            QueryStyle::DeepObject,
            json!([{"b=": "/="}]),
            "?a[0][b%3D]=/=",
        ),
    ];
    for (style, value, expected) in table {
        assert_eq!(written(style, value.clone()), expected, "{style:?} {value}");
    }
}

#[test]
fn a_short_float_stays_short() {
    let value = to_value(&1.1f32).unwrap();
    assert_eq!(simple_text(&value).unwrap(), "1.1");
}

#[test]
fn the_matrix_sees_the_values_and_no_options() {
    let mut query = Query::default();
    let table = [
        ("limit", QueryStyle::Form, json!(2), Parameter),
        (
            "ids[]",
            QueryStyle::FormJoined,
            json!(["a", "b"]),
            Parameter,
        ),
        ("created_at[gt]", QueryStyle::Form, json!("x"), Parameter),
        (
            "created_at",
            QueryStyle::Json,
            json!({"lt": "y"}),
            Parameter,
        ),
        (
            "sort_by",
            QueryStyle::DeepObject,
            json!({"name": "asc"}),
            Parameter,
        ),
        ("never_sent", QueryStyle::Form, json!([]), Parameter),
        ("raw", QueryStyle::Form, json!(true), Option),
    ];
    for (name, style, value, meaning) in &table {
        query.set(name, *style, value, *meaning).unwrap();
    }
    query.add("sort_by", "id", "desc").unwrap();
    query.add("order", "id", "desc").unwrap();
    let expected = json!({
        "limit": 2,
        "ids": ["a", "b"],
        "created_at": {"gt": "x", "lt": "y"},
        "sort_by": {"name": "asc", "id": "desc"},
        "order": {"id": "desc"},
    });
    assert_eq!(query.to_json(), expected);
}
