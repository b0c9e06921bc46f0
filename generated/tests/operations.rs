//! Compares every operation with the definitions: the request with everything set, and the decoding of a complete response.
//!
//! The calls are generated. What is expected of them is read from `spec/` independently of the generator.
#![cfg(all(
    feature = "blocking",
    feature = "crm",
    feature = "discovery",
    feature = "tokio",
    feature = "ticketing"
))]

#[path = "generated/calls.rs"]
mod calls;
#[path = "operations/empty.rs"]
mod empty;
#[path = "operations/faults.rs"]
mod faults;
mod openapi;
#[path = "tools/qs.rs"]
mod qs;
#[path = "operations/reading.rs"]
mod reading;
#[path = "tools/recorder.rs"]
mod recorder;
#[path = "../../generator/runtime/tests/exemplar/faults/rows.rs"]
#[allow(dead_code, unreachable_pub)]
mod rows;
#[path = "../../generator/runtime/tests/exemplar/server.rs"]
#[allow(dead_code, unreachable_pub)]
mod server;
#[path = "../../generator/runtime/tests/exemplar/timer.rs"]
#[allow(dead_code, unreachable_pub)]
mod timer;
mod tools;

use std::collections::BTreeSet;

use openapi::{Operation, Spec, text};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use server::{Received, Server};
use truto_unified as api;

const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

fn operations(spec: &Spec) -> Vec<Operation> {
    let apis = ["ticketing", "crm", "discovery"];
    apis.iter().flat_map(|api| spec.operations(api)).collect()
}

/// The operations that a table calls, and their resources.
fn count(ids: &[&str]) -> (usize, usize) {
    let resources = ids.iter().filter_map(|id| Some(id.rsplit_once('.')?.0));
    (ids.len(), resources.collect::<BTreeSet<_>>().len())
}

#[test]
fn every_operation_of_the_definitions_is_in_the_crate() {
    let described: Vec<String> = operations(&Spec::read())
        .into_iter()
        .map(|operation| operation.id)
        .collect();
    let on_account = calls::INTEGRATED_ACCOUNT.iter().map(|call| call.0);
    let on_client = calls::CLIENT.iter().map(|call| call.0);
    let mut called: Vec<&str> = on_account.chain(on_client).collect();
    let (discovery, unified): (Vec<&str>, Vec<&str>) =
        called.iter().partition(|id| id.starts_with("discovery."));
    let counted = [count(&unified), count(&discovery)];
    let expected = [(141, 34), (5, 2)];
    assert_eq!(
        counted, expected,
        "operations and resources, of the unified APIs and of discovery; after an operation is added, correct the numbers \
         here and the number of operations in the README"
    );
    let mut described: Vec<&str> = described.iter().map(String::as_str).collect();
    described.sort_unstable();
    called.sort_unstable();
    assert_eq!(called, described);
}

#[tokio::test]
async fn every_operation_sends_and_reads_what_the_definitions_say() {
    let spec = Spec::read();
    let mut wrong = Vec::new();
    for operation in operations(&spec) {
        let id = &operation.id;
        let answer = Answer::of(&spec, &operation);
        let server = answer.server();
        let client = api::Client::builder().base_url(&server.url).token("t0ken");
        let (awaited, _) = call(&client.build().unwrap(), id);
        let brought = awaited.await;
        let problems = sent(&spec, &operation, &server.request());
        wrong.extend(problems.into_iter().map(|what| format!("{id}: {what}")));
        match brought {
            Ok(brought) if brought == answer.payload => {}
            Ok(brought) => wrong.push(format!("{id}: {brought} was read of {}", answer.payload)),
            Err(error) => wrong.push(format!("{id}: {error}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The call of an operation, on the client or on an account.
fn call(client: &api::Client, id: &str) -> calls::Call {
    let mut on_client = calls::CLIENT.iter();
    if let Some((_, call)) = on_client.find(|(known, _)| *known == id) {
        return call(client);
    }
    let mut on_account = calls::INTEGRATED_ACCOUNT.iter();
    let (_, call) = on_account.find(|(known, _)| *known == id).unwrap();
    call(&client.integrated_account(ACCOUNT))
}

/// The path with its placeholders replaced.
fn filled(spec: &Spec, operation: &Operation) -> String {
    let parameters = spec.items(&operation.node, "parameters");
    let of_path = parameters
        .iter()
        .filter(|parameter| text(parameter, "in") == "path");
    of_path.fold(operation.path.clone(), |path, parameter| {
        let value = match text(parameter, "x-truto-role") {
            "scope" => ACCOUNT,
            _ => "a%20b%2F%C3%BC",
        };
        path.replace(&format!("{{{}}}", text(parameter, "name")), value)
    })
}

/// The reasons why a request with everything set is wrong.
fn sent(spec: &Spec, operation: &Operation, request: &Received) -> Vec<String> {
    let (line, query) = request.line.split_once('?').unwrap_or((&request.line, ""));
    let path = filled(spec, operation);
    let mut wrong = Vec::new();
    if line != format!("{} {path}", operation.method) {
        wrong.push(format!("{line} instead of {path}"));
    }
    wrong.extend(query_misfits(spec, operation, query));
    let media = spec
        .get(&operation.node, "/responses/200/content")
        .unwrap()
        .value;
    let accepted = media.as_object().unwrap().keys().next().unwrap();
    let sends_json = (!request.body.is_empty()).then_some("application/json");
    let headers = [
        ("authorization", Some("Bearer t0ken")),
        ("accept", Some(accepted.as_str())),
        ("content-type", sends_json),
    ];
    for (name, value) in headers {
        if request.header(name) != value {
            wrong.push(format!("{name}: {:?}", request.header(name)));
        }
    }
    let schema = spec.get(&operation.node, "/requestBody").map(|body| {
        let at = "/content/application~1json/schema";
        spec.get(&body, at).unwrap()
    });
    match schema {
        Some(schema) => match serde_json::from_str(&request.body) {
            Ok(body) => wrong.extend(spec.misfits(&schema, &body, "body")),
            Err(error) => wrong.push(format!("the body {:?}: {error}", request.body)),
        },
        None if request.body.is_empty() => {}
        None => wrong.push(format!("a body: {}", request.body)),
    }
    wrong
}

fn query_misfits(spec: &Spec, operation: &Operation, query: &str) -> Vec<String> {
    let (mut expected, mut wrong) = (Vec::new(), Vec::new());
    for parameter in spec.items(&operation.node, "parameters") {
        let schema = spec.get(&parameter, "/schema").unwrap();
        let mut pairs = spec.pairs(text(&parameter, "name"), &schema);
        match (text(&parameter, "in"), text(&parameter, "x-truto-role")) {
            ("path", _) | (_, "response-format" | "key-by") => continue,
            // The call sorts by the first two fields, in their order.
            (_, "sort") => {
                pairs.truncate(2);
                let at = pairs.iter().map(|(key, _)| query.find(key.as_str()));
                if !at.is_sorted() {
                    wrong.push("the order of the sort is lost".to_owned());
                }
            }
            (_, "excluded-fields") if !can_exclude(spec, operation) => continue,
            _ if parameter.value["explode"] == false => {
                let items = spec.get(&schema, "/items").unwrap();
                pairs = vec![(text(&parameter, "name").to_owned(), items)];
            }
            _ => {}
        }
        expected.extend(pairs);
    }
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap();
        let value = percent_decode_str(value).decode_utf8().unwrap();
        match expected.iter().position(|(known, _)| known == key) {
            Some(index) => {
                let (key, schema) = expected.swap_remove(index);
                wrong.extend(spec.text_misfits(&schema, &value, &key));
                if key == "integrated_account_id" && value != ACCOUNT {
                    wrong.push(format!("the account is {value}"));
                }
            }
            None => wrong.push(format!("the query has {pair}")),
        }
    }
    wrong.extend(expected.iter().map(|(key, _)| format!("{key} is not sent")));
    wrong
}

/// Whether the response, or each item of it, has an optional field.
fn can_exclude(spec: &Spec, operation: &Operation) -> bool {
    let Some(answer) = spec.get(&operation.node, JSON_ANSWER) else {
        return true;
    };
    let answer = match payload_key(operation) {
        Some(key) => {
            let properties = spec.properties(&answer);
            let (_, payload) = properties
                .into_iter()
                .find(|(name, _)| name == key)
                .unwrap();
            spec.get(&payload, "/items").unwrap_or(payload)
        }
        None => answer,
    };
    spec.properties(&answer).len() > spec.required(&answer)
}

const JSON_ANSWER: &str = "/responses/200/content/application~1json/schema";

/// The property of the response that contains the payload, if it is nested.
fn payload_key(operation: &Operation) -> Option<&str> {
    let node = &operation.node.value;
    let items = &node["x-truto-pagination"]["items"];
    node["x-truto-envelope"].as_str().or(items.as_str())
}

/// A complete response, and the expected decoded value.
struct Answer {
    media: String,
    body: String,
    payload: Value,
}

impl Answer {
    fn of(spec: &Spec, operation: &Operation) -> Self {
        let content = spec
            .get(&operation.node, "/responses/200/content")
            .unwrap()
            .value;
        let media = content.as_object().unwrap().keys().next().unwrap();
        if media != "application/json" {
            return Self {
                media: "image/png".to_owned(),
                body: "\u{1}binary\u{0}".to_owned(),
                payload: Value::from("\u{1}binary\u{0}"),
            };
        }
        let body = spec.sample(&spec.get(&operation.node, JSON_ANSWER).unwrap());
        let payload = payload_key(operation).map_or(&body, |key| &body[key]);
        let payload = payload.clone();
        Self {
            media: media.clone(),
            body: body.to_string(),
            payload,
        }
    }

    fn server(&self) -> Server {
        Server::with("200 OK", &self.media, &self.body)
    }
}

/// The checks above do find errors.
#[test]
fn what_does_not_fit_is_found() {
    let spec = Spec::read();
    let all = operations(&spec);
    let operation = all
        .iter()
        .find(|operation| operation.id == "crm.stages.create")
        .unwrap();
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let request = |line: &str, body: &str| Received {
        line: line.to_owned(),
        headers: vec![
            header("authorization", "Bearer t0ken"),
            header("accept", "application/json"),
            header("content-type", "application/json"),
        ],
        body: body.to_owned(),
    };
    let query = format!(
        "integrated_account_id={ACCOUNT}&truto_ignore_remote_data=true&truto_exclude_fields[]=name&truto_exclude_fields[]=etag&remote_query[key]=x"
    );
    let right =
        r#"{"name": "x", "pipeline": {"id": "1", "name": "y"}, "position": 1, "remote_data": {}}"#;
    let line = format!("POST /unified/crm/stages?{query}");
    assert_eq!(sent(&spec, operation, &request(&line, right)), [""; 0]);
    let table = [
        (line.replace("POST", "PUT"), right),
        (line.replace("/stages", "/stage"), right),
        (line.replace("=true", "=yes"), right),
        (line.replace("&remote_query[key]=x", ""), right),
        (format!("{line}&more=1"), right),
        (line.clone(), r#"{"name": "x"}"#),
        (line.clone(), &right.replace("1,", "\"1\",")),
        (line.clone(), &right.replace("\"name\"", "\"nam\"")),
        (line.clone(), ""),
    ];
    let mut bare = request(&line, right);
    bare.headers.clear();
    assert_eq!(sent(&spec, operation, &bare).len(), 3, "all three headers");
    for (line, body) in table {
        let wrong = sent(&spec, operation, &request(&line, body));
        assert_ne!(wrong, [""; 0], "{line} {body}");
    }
}
