//! What the API says when it refuses: its error envelope, or whatever else came.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::{Error, ErrorKind};
use crate::{
    secrets::Secrets,
    support::{Issue, Place},
};

/// How much of a body that is not JSON goes into the message, in characters.
const SNIPPET: usize = 200;

/// The error for a response that is no success.
pub(crate) fn from_response(
    status: StatusCode,
    headers: &HeaderMap,
    body: &Bytes,
    secrets: &Secrets,
) -> Error {
    if status.is_redirection() {
        let message = match redirect_host(headers) {
            Some(host) => format!(
                "a redirect to {}, which is not followed",
                secrets.hide(&host)
            ),
            None => "a redirect, which is not followed".to_owned(),
        };
        return Error::new(ErrorKind::Redirect, message).with_response(status, headers, body);
    }
    let envelope = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let message = match message(&envelope) {
        Some(message) => secrets.hide(&message),
        None => snippet(headers, body, secrets),
    };
    let mut error = Error::new(kind(status), message).with_response(status, headers, body);
    error.0.is_remote = envelope.get("truto_is_remote_error") == Some(&Value::Bool(true));
    error.0.issues = issues(&envelope, secrets);
    error
}

fn kind(status: StatusCode) -> ErrorKind {
    match status.as_u16() {
        400 => ErrorKind::BadRequest,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        405 => ErrorKind::MethodNotAllowed,
        409 => ErrorKind::Conflict,
        422 => ErrorKind::Unprocessable,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Status,
    }
}

/// The host only: the rest of the address may hold ids.
fn redirect_host(headers: &HeaderMap) -> Option<String> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let uri: http::Uri = location.parse().ok()?;
    uri.host().map(str::to_owned)
}

/// The envelope's message, which may be empty or a list, or else what its hints or its name of the status say.
fn message(envelope: &Value) -> Option<String> {
    envelope
        .get("message")
        .and_then(text)
        .or_else(|| {
            let insights = envelope.get("truto_error_insight")?.as_object()?;
            insights
                .values()
                .find_map(|hint| hint.get("description").and_then(text))
        })
        .or_else(|| envelope.get("error").and_then(text))
}

/// A text, or several as one; nothing if that is empty.
fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(text).collect();
            parts.join("; ")
        }
        value => value.as_str()?.to_owned(),
    };
    (!text.is_empty()).then_some(text)
}

/// The beginning of the body and its content type.
pub(crate) fn snippet(headers: &HeaderMap, body: &Bytes, secrets: &Secrets) -> String {
    let media = headers
        .get(header::CONTENT_TYPE)
        .and_then(|media| media.to_str().ok())
        .map_or_else(|| "no content type".to_owned(), |media| secrets.hide(media));
    let head = body.get(..4 * SNIPPET).unwrap_or(body);
    // Before it is cut, so that no half of a secret is left.
    let text = secrets.hide(&String::from_utf8_lossy(head));
    let text: String = text
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(SNIPPET)
        .collect();
    if text.is_empty() {
        format!("an empty body ({media})")
    } else {
        format!("{text} ({media})")
    }
}

fn issues(envelope: &Value, secrets: &Secrets) -> Vec<Issue> {
    let Some(insights) = envelope.get("truto_error_insight") else {
        return Vec::new();
    };
    let places = [
        ("missing_required_query_parameters", Place::Query),
        ("missing_required_body_fields", Place::Body),
    ];
    places
        .into_iter()
        .flat_map(|(key, place)| {
            let names = insights
                .get(key)
                .and_then(|hint| hint.get("value")?.as_array());
            names
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(move |name| Issue::missing(place, secrets.hide(name)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::message;

    #[test]
    fn the_message_is_taken_from_where_it_is() {
        let hint = json!({"b": {"description": "hint"}});
        let table = [
            (json!({"message": "m", "error": "e"}), Some("m")),
            (json!({"message": ["m", "", 1, "n"]}), Some("m; n")),
            (
                json!({"message": [], "truto_error_insight": hint, "error": "e"}),
                Some("hint"),
            ),
            (json!({"message": "", "error": "e"}), Some("e")),
            (json!({"message": {"a": 1}}), None),
            (Value::Null, None),
        ];
        for (envelope, expected) in table {
            assert_eq!(message(&envelope).as_deref(), expected, "{envelope}");
        }
    }
}
