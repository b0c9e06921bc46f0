//! What is written about a request that the server sends.

use crate::emit::prose::{escape, phrases};
use crate::ir::Webhook;

/// ``POST`, with a body of `application/json`. It has the header `X-Event`. Respond with the status 200.``
/// It begins with `start`, which is Markdown.
pub(crate) fn about(webhook: &Webhook, start: &str) -> String {
    let mut sentences = vec![match &webhook.payload {
        Some(payload) if payload.is_json() => {
            let media = escape::code(&payload.media_type);
            format!("{start} with a body of {media}.")
        }
        Some(payload) => {
            let media = escape::code(&payload.media_type);
            format!("{start} with a body of {media}, which has no type.")
        }
        None => format!("{start} without a body."),
    }];
    if let Some(payload) = webhook.payload.as_ref().filter(|of| !of.others.is_empty()) {
        let others: Vec<String> = payload
            .others
            .iter()
            .map(|other| escape::code(other))
            .collect();
        let others = phrases::alternatives(&others);
        sentences.push(format!(
            "It can also be sent as {others}, which has no type."
        ));
    }
    if let Some(callback) = &webhook.callback {
        let (url, operation) = (
            escape::code(&callback.url),
            escape::code(&callback.operation),
        );
        sentences.push(format!("A callback of {operation}, sent to {url}."));
    }
    let parameters = webhook.parameters.iter();
    let parameters = parameters.map(|(kind, name)| format!("the {kind} {}", escape::code(name)));
    let parameters = phrases::enumeration(&parameters.collect::<Vec<_>>());
    if !parameters.is_empty() {
        sentences.push(format!("It has {parameters}."));
    }
    let statuses = webhook.statuses.iter().map(ToString::to_string);
    let statuses = phrases::alternatives(&statuses.collect::<Vec<_>>());
    if !statuses.is_empty() {
        sentences.push(format!("Respond with the status {statuses}."));
    }
    sentences.join(" ")
}
