//! Errors from unsuccessful responses: the API's error envelope, or any other body.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::{Error, ErrorKind, decode::decode_payload, issues::issues};
use crate::{Endpoint, model::Decoding, secrets::Secrets};

/// The maximum number of characters of a body that is not JSON in a message.
const SNIPPET: usize = 200;

/// The maximum number of bytes of such a body that are searched, plus the length of a secret at the end.
const WINDOW: usize = 4096;

/// The error for an unsuccessful response.
pub(crate) fn from_response(
    endpoint: &Endpoint,
    status: StatusCode,
    headers: &HeaderMap,
    body: &Bytes,
    secrets: &Secrets,
) -> Error {
    if status.is_redirection() {
        let message = match redirect_host(headers) {
            Some(host) => format!(
                "the server redirects to {}, but redirects are not followed",
                secrets.hide(&host)
            ),
            None => "the server redirects, but redirects are not followed".to_owned(),
        };
        return Error::new(ErrorKind::Redirect, message)
            .with_response(status, headers, body)
            .with_secrets(secrets);
    }
    // A body that is not JSON is shown as it is.
    let envelope = decode_payload::<Value>(body, None, Decoding::Strict).unwrap_or_default();
    let message = match message(&envelope) {
        Some(message) => secrets.hide(&message),
        None => snippet(headers, body, secrets),
    };
    let mut error = Error::new(kind(status), message)
        .with_response(status, headers, body)
        .with_secrets(secrets);
    error.0.is_remote = envelope.get("truto_is_remote_error") == Some(&Value::Bool(true));
    let reported = issues(status, &envelope, endpoint, secrets);
    (error.0.issues, error.0.said) = (reported.issues, reported.said);
    error.0.more_issues = reported.more;
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

/// The host only: the rest of the address may contain ids.
fn redirect_host(headers: &HeaderMap) -> Option<String> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let uri: http::Uri = location.parse().ok()?;
    uri.host().map(str::to_owned)
}

/// Returns the envelope's message, a text or a list. If it is empty, returns the message of its hints, or else the name of the
/// status.
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
        .or_else(|| envelope.get("error")?.get("message").and_then(text))
        .or_else(|| envelope.get("errors").and_then(texts))
        .or_else(|| {
            ["detail", "title"]
                .iter()
                .find_map(|key| text(envelope.get(key)?))
        })
}

/// Returns the texts of a list of failures, each of which is a text or an object with one.
fn texts(failures: &Value) -> Option<String> {
    let texts = failures.as_array()?.iter().filter_map(|failure| {
        let keys = ["message", "detail", "title"];
        text(failure).or_else(|| keys.iter().find_map(|key| text(failure.get(key)?)))
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// Returns a text, or several texts joined; `None` if there is no text.
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

/// The beginning of the body, and its content type.
pub(crate) fn snippet(headers: &HeaderMap, body: &Bytes, secrets: &Secrets) -> String {
    let media = headers
        .get(header::CONTENT_TYPE)
        .and_then(|media| media.to_str().ok())
        .map_or_else(|| "no content type".to_owned(), |media| secrets.hide(media));
    // Secrets are removed before the text is cut, so that no part of a secret remains.
    let text = match body.get(..WINDOW + secrets.longest()) {
        None => secrets.hide(&String::from_utf8_lossy(body)),
        // The window may also have cut a secret. Its end is therefore not shown, however short the rest is.
        Some(head) => {
            let text = secrets.hide(&String::from_utf8_lossy(head));
            let whole = text.chars().count().saturating_sub(secrets.longest());
            text.chars().take(whole).collect()
        }
    };
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

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;
    use serde_json::{Value, json};

    use super::{SNIPPET, WINDOW, message, snippet};
    use crate::secrets::Secrets;

    #[test]
    fn truncation_leaves_no_part_of_a_secret() {
        let token = "ABCdef0123456789".repeat(4);
        let account = "62f44730-dd91-461e-bb6a-aedd9e0ad79d";
        let secrets = Secrets::sample(&token, account);
        let shown = |body: String| snippet(&HeaderMap::new(), &Bytes::from(body), &secrets);
        for secret in [token.as_str(), account] {
            let cuts = [SNIPPET, 4 * SNIPPET, WINDOW, WINDOW + token.len()];
            for start in cuts.into_iter().flat_map(|cut| cut - token.len()..=cut) {
                // Blanks and removed secrets shorten the text, which moves the cut into the visible part.
                let many = secret.repeat(start / secret.len());
                let rest = " ".repeat(start - many.len());
                for before in [" ".repeat(start), "x".repeat(start), many + &rest] {
                    for after in [String::new(), "y".repeat(2 * WINDOW)] {
                        let text = shown(format!("{before}{secret}{after}"));
                        let leaks = text.contains(&secret[..4]);
                        assert!(!leaks, "{start}: {text}");
                    }
                }
            }
        }
        let text = shown(format!("{}{token}", " ".repeat(4 * SNIPPET - 9)));
        assert_eq!(text, "… (no content type)");
    }

    #[test]
    fn the_message_is_found_in_all_envelopes() {
        let hint = json!({"b": {"description": "hint"}});
        let table = [
            (json!({"message": "m", "error": "e"}), Some("m")),
            (json!({"message": ["m", "", 1, "n"]}), Some("m; n")),
            (
                json!({"message": [], "truto_error_insight": hint, "error": "e"}),
                Some("hint"),
            ),
            (json!({"message": "", "error": "e"}), Some("e")),
            (json!({"error": {"code": 1, "message": "m"}}), Some("m")),
            (
                json!({"errors": [{"message": "m"}, "n", {"detail": "o"}, 7]}),
                Some("m; n; o"),
            ),
            (
                json!({"title": "t", "detail": "d", "errors": []}),
                Some("d"),
            ),
            (json!({"message": {"a": 1}}), None),
            (Value::Null, None),
        ];
        for (envelope, expected) in table {
            assert_eq!(message(&envelope).as_deref(), expected, "{envelope}");
        }
    }
}
