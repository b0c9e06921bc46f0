//! Lists in queries and forms: the server reads the intended value, or nothing is sent.

use serde_json::{Value, json};
use truto_runtime::{ErrorKind, QueryStyle};

use super::{CREATE, client};
use crate::{
    server::Server,
    way::{Probe, Way},
};

fn probe(server: &Server) -> Probe {
    let client: truto_runtime::Client = client(&server.url).0.build().unwrap();
    Probe::new(&client.unscoped(), &CREATE)
}

fn phones(count: usize) -> Value {
    let phone = |n| json!({"number": n, "type": "x"});
    (0..count).map(phone).collect()
}

pub(super) fn the_items_of_a_list_can_be_told_apart(way: Way) {
    let server = Server::json("{}");
    let table = [
        (
            "p",
            phones(2),
            "p[0][number]=0&p[0][type]=x&p[1][number]=1&p[1][type]=x",
        ),
        ("p[]", phones(1), "p[0][number]=0&p[0][type]=x"),
        (
            "p",
            json!([["a", "b"], ["c"]]),
            "p[0][]=a&p[0][]=b&p[1][]=c",
        ),
        ("p", json!([{"n": 1}, "b", null]), "p[0][n]=1&p[1]=b&p[2]="),
        ("p", json!(["a", "b"]), "p[]=a&p[]=b"),
        ("id[]", json!(["a", "b"]), "id[]=a&id[]=b"),
        ("created_at[gt]", json!("a"), "created_at[gt]=a"),
        (
            "remote_query",
            json!({"id[]": ["a"], "f[x]": "b"}),
            "remote_query[f][x]=b&remote_query[id][]=a",
        ),
        ("p", json!([]), ""),
    ];
    for (name, value, expected) in table {
        way.send(probe(&server).with_query(name, &value)).unwrap();
        let line = server.request().line;
        let mut query: Vec<&str> = line
            .split_once('?')
            .map_or("", |(_, query)| query)
            .split('&')
            .collect();
        // The order of the parameters depends on the features of serde_json.
        query.sort_unstable();
        assert_eq!(query.join("&"), expected, "{name} {value}");
    }
    let mut form = probe(&server);
    form.call = form
        .call
        .form(&json!({"lines": [{"price": 1}, {"price": 2}], "tags": ["a", "b"]}));
    way.send(form).unwrap();
    let body = server.request().body;
    assert_eq!(body, "lines[0][price]=1&lines[1][price]=2&tags=a&tags=b");
}

pub(super) fn what_would_be_misread_is_not_sent(way: Way) {
    let server = Server::json("{}");
    let table = [
        (phones(21), "send several requests"),
        (vec![1; 21].into(), "send several requests"),
        (json!({"a": phones(22)}), "`p[a]` has 22 items"),
        (json!([["a"], []]), "leave the item out"),
        (
            json!({"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}),
            "6 levels",
        ),
        (json!({"0": "a", "1": "b"}), "as a list"),
        (json!({"a]": 1}), "brackets"),
        (json!({"constructor": 1}), "ignores"),
    ];
    for (value, expected) in table {
        let mut form = probe(&server);
        form.call = form.call.form(&json!({ "p": value }));
        let is_plain = value
            .as_array()
            .is_some_and(|items| items.iter().all(Value::is_number));
        let both = [
            Some(probe(&server).with_query("p", &value)),
            (!is_plain).then_some(form),
        ];
        for call in both.into_iter().flatten() {
            let error = way.send(call).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid, "{value}");
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
    let mut joined = probe(&server);
    joined
        .call
        .set_query("p", QueryStyle::SpaceDelimited, &["a b"]);
    let mut header = probe(&server);
    header.call.set_header("X-Tags", &["a,b"]);
    for call in [joined, header] {
        let error = way.send(call).unwrap_err();
        assert!(
            error.to_string().contains("contains the separator"),
            "{error}"
        );
    }
    assert!(server.is_idle());
}
