//! Every operation: `qs` decodes the query that the client sends, async and blocking, to the values that were set.

use serde_json::{Map, Value};
use truto_unified::Client;

use super::{
    ACCOUNT, call, can_exclude,
    openapi::{Node, Operation, Spec, text},
    operations, qs,
    recorder::Recorder,
};

/// A query, its operation, and the parameters that it contains.
struct Sent<'o> {
    operation: &'o Operation,
    query: String,
    parameters: Vec<Node>,
}

#[tokio::test]
async fn every_query_is_read_as_it_was_meant() {
    let spec = Spec::read();
    let operations = operations(&spec);
    let recorder = Recorder::default();
    let builder = Client::builder().token("t0ken").transport(recorder.clone());
    let client = builder
        .blocking_transport(recorder.clone())
        .build()
        .unwrap();
    let mut sent = Vec::new();
    for operation in &operations {
        let (awaited, blocking) = call(&client, &operation.id);
        let _ = awaited.await;
        let first = recorder.take().unwrap();
        let _ = tokio::task::spawn_blocking(|| blocking().is_ok()).await;
        let second = recorder.take().unwrap();
        assert_eq!(first.uri(), second.uri(), "{}", operation.id);
        assert_eq!(first.body(), second.body(), "{}", operation.id);
        let query = first.uri().query().unwrap_or_default();
        sent.extend(parted(&spec, operation, query));
    }
    let queries: Vec<String> = sent.iter().map(|sent| sent.query.clone()).collect();
    let Some(read) = qs::read("the queries of all operations", &queries) else {
        return;
    };
    let mut wrong = Vec::new();
    for (sent, read) in sent.iter().zip(read) {
        for read in read {
            let found = sent.misread(&spec, read).into_iter();
            wrong.extend(found.map(|what| format!("{}: {what}", sent.operation.id)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Only the generated calls set `created_at` and `created_at[gt]` at once, so their query is decoded in two parts.
fn parted<'o>(spec: &Spec, operation: &'o Operation, query: &str) -> [Sent<'o>; 2] {
    let parameters = spec.items(&operation.node, "parameters");
    let is_sent = |parameter: &&Node| {
        let role = text(parameter, "x-truto-role");
        let is_excluded = role == "excluded-fields" && !can_exclude(spec, operation);
        let is_query = text(parameter, "in") == "query";
        is_query && !is_excluded && !["response-format", "key-by"].contains(&role)
    };
    let parameters: Vec<Node> = parameters.iter().filter(is_sent).cloned().collect();
    let names: Vec<&str> = parameters
        .iter()
        .map(|parameter| text(parameter, "name"))
        .collect();
    let has_operators = |name: &str| {
        let start = format!("{name}[");
        names
            .iter()
            .any(|other| *other != format!("{name}[]") && other.starts_with(&start))
    };
    let part = |is_in: &dyn Fn(&str) -> bool| {
        let pairs = query
            .split('&')
            .filter(|pair| is_in(pair.split('=').next().unwrap()));
        let parameters = parameters
            .iter()
            .filter(|parameter| is_in(text(parameter, "name")));
        Sent {
            operation,
            query: pairs.collect::<Vec<_>>().join("&"),
            parameters: parameters.cloned().collect(),
        }
    };
    [
        part(&|name| !has_operators(name)),
        part(&|name| has_operators(name)),
    ]
}

impl Sent<'_> {
    /// The reasons why the decoded query is wrong.
    fn misread(&self, spec: &Spec, read: Value) -> Vec<String> {
        let (mut read, mut wrong) = (read, Vec::new());
        for parameter in &self.parameters {
            let name = text(parameter, "name");
            let path: Vec<&str> = name
                .split(['[', ']'])
                .filter(|part| !part.is_empty())
                .collect();
            let Some(value) = taken(&mut read, &path) else {
                wrong.push(format!("{name} is not there"));
                continue;
            };
            let schema = spec.get(parameter, "/schema").unwrap();
            match text(parameter, "x-truto-role") {
                "scope" if value != ACCOUNT => wrong.push(format!("the account is {value}")),
                // The call sorts by the first two fields.
                "sort" if value.as_object().is_none_or(|fields| fields.len() > 2) => {
                    wrong.push(format!("{name}: {value}"));
                }
                "sort" => {}
                _ if parameter.value["explode"] == false => {
                    let joined = value.as_str().map(|text| text.split(',').count());
                    wrong.extend((joined != Some(2)).then(|| format!("{name}: {value}")));
                }
                _ => wrong.extend(spec.misreadings(&schema, &value, name)),
            }
        }
        match read.as_object() {
            Some(left) if left.is_empty() => {}
            left => wrong.push(format!("what is not described: {left:?}")),
        }
        wrong
    }
}

/// Removes the value at a path, and what is empty without it.
fn taken(read: &mut Value, path: &[&str]) -> Option<Value> {
    let (name, rest) = path.split_first()?;
    let fields: &mut Map<String, Value> = read.as_object_mut()?;
    if rest.is_empty() {
        return fields.remove(*name);
    }
    let inner = fields.get_mut(*name)?;
    let value = taken(inner, rest);
    if inner.as_object().is_some_and(Map::is_empty) {
        fields.remove(*name);
    }
    value
}
