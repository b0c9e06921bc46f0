//! The example responses of a request in a collection.

use serde_json::{Value, json};

use super::describe::one_line;
use crate::emit::prose::fields;
use crate::emit::samples::call::Call;
use crate::emit::samples::response::Example;
use crate::ir::{Case, Media};

/// The examples, each with the request that it answers.
pub(super) fn responses(call: &Call<'_>, request: &Value) -> Value {
    let maker = Example {
        plan: call.builder.plan,
        values: call.values,
    };
    let request = as_sent(request);
    let examples = maker.all(call.operation).into_iter();
    let examples = examples.map(|(status, case, body)| {
        let media = case.media.as_ref().map_or("", Media::name);
        json!({
            "name": name(case),
            "originalRequest": request,
            "status": case.status.words(),
            "code": status,
            "_postman_previewlanguage": "json",
            "header": [{"key": "Content-Type", "value": media}],
            "cookie": [],
            "body": format!("{body:#}"),
        })
    });
    examples.collect()
}

/// The description, or the words for the status.
fn name(case: &Case) -> String {
    let about = fields::short(&case.docs).unwrap_or_default();
    one_line(about.trim_end_matches('.'), &case.status.words())
}

/// The parts of a request that are sent, without what is said about them.
fn as_sent(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let sent = items.iter().filter(|item| item["disabled"] != true);
            sent.map(as_sent).collect()
        }
        Value::Object(members) => {
            let sent = members.iter().filter(|(key, _)| *key != "description");
            sent.map(|(key, member)| (key.clone(), as_sent(member)))
                .collect()
        }
        other => other.clone(),
    }
}
