//! The example responses of a request in a collection.

use heck::ToTitleCase as _;
use serde_json::{Value, json};

use super::describe::one_line;
use crate::emit::prose::fields;
use crate::emit::samples::call::Call;
use crate::emit::samples::response::Example;
use crate::ir::{Case, Media, StatusRange};

/// Returns the example responses, each with its request.
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
            "status": reason(case.status),
            "code": status,
            "_postman_previewlanguage": "json",
            "header": [{"key": "Content-Type", "value": media}],
            "cookie": [],
            "body": format!("{body:#}"),
        })
    });
    examples.collect()
}

/// As HTTP writes it: `Not Found`.
fn reason(status: StatusRange) -> String {
    match status {
        StatusRange::Code(200) => "OK".to_owned(),
        other => other.words().to_title_case(),
    }
}

/// Returns the description of a response or, if it has none, the words for its status.
fn name(case: &Case) -> String {
    let about = fields::short(&case.docs).unwrap_or_default();
    one_line(about.trim_end_matches('.'), &case.status.words())
}

/// Returns a request without descriptions and disabled parts.
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
