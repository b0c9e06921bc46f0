//! Errors from unsuccessful responses: the API's error envelope, or any other body.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::{
    Error, ErrorKind,
    decode::decode_payload,
    issues::issues,
    message::{LONGEST, cut},
};
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
                cut(secrets.hide(&host))
            ),
            None => "the server redirects, but redirects are not followed".to_owned(),
        };
        return Error::new(ErrorKind::Redirect, message)
            .with_response(status, headers, body)
            .with_secrets(secrets);
    }
    // A body that is not JSON is shown as it is.
    let envelope = decode_payload::<Value>(body, None, Decoding::Strict).unwrap_or_default();
    let (message, is_cut) = match message(&envelope) {
        Some(message) => {
            let message = secrets.hide(&message);
            let is_cut = message.len() > LONGEST;
            (cut(message), is_cut)
        }
        None => (snippet(headers, body, secrets), false),
    };
    let mut error = Error::new(kind(status), message)
        .with_response(status, headers, body)
        .with_secrets(secrets);
    error.0.is_remote = envelope.get("truto_is_remote_error") == Some(&Value::Bool(true));
    let reported = issues(status, &envelope, endpoint, secrets);
    let shown = error.0.message.raw();
    let mut said = reported.said;
    // A message that was cut may not show all that it names.
    said.retain(|issue| !is_cut || shown.contains(&*issue.subject));
    error.0.issues = reported.issues;
    error.0.said = said;
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
        .map_or_else(
            || "no content type".to_owned(),
            |media| cut(secrets.hide(media)),
        );
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
    use http::{HeaderMap, StatusCode};
    use serde_json::{Value, json};

    use super::{LONGEST, SNIPPET, WINDOW, from_response, message, snippet};
    use crate::{Endpoint, error::wording::MOST, secrets::Secrets};

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
    fn a_long_message_is_cut_without_a_part_of_a_secret() {
        let token = "ABCdef0123456789".repeat(4);
        let secrets = Secrets::sample(&token, "62f44730-dd91");
        let endpoint = Endpoint::new("x.create", "POST", "/x");
        let failed = |message: String| {
            let body = Bytes::from(json!({"message": message}).to_string());
            let (status, headers) = (StatusCode::UNPROCESSABLE_ENTITY, HeaderMap::new());
            from_response(&endpoint, status, &headers, &body, &secrets)
        };
        for start in LONGEST - 200..LONGEST + 10 {
            let error = failed(format!("{}{token}{}", "x".repeat(start), "y".repeat(9000)));
            assert!(!error.to_string().contains("ABC"), "{start}: {error}");
            assert!(error.raw_message().len() <= LONGEST);
        }
        assert_eq!(failed("x".repeat(LONGEST)).message().len(), LONGEST);
        // An issue is printed, unless the message shows its name.
        let (one, other) = ("'one' is required. ", "'other' is required. ");
        let error = failed(format!("{one}{}{other}", "x. ".repeat(LONGEST)));
        assert_eq!(error.issues().len(), 2);
        let text = error.to_string();
        assert_eq!(text.matches("one").count(), 1, "{text}");
        assert_eq!(text.matches("other").count(), 1, "{text}");
        assert!(text.len() < LONGEST + 200);
    }

    #[test]
    fn more_issues_than_are_kept_are_counted_in_the_text() {
        let secrets = Secrets::sample("t0ken-s3cret", "62f44730-dd91");
        let endpoint = Endpoint::new("x.create", "POST", "/x");
        for (more, expected) in [(0, "`f99`"), (1, "1 more issue"), (7, "7 more issues")] {
            let names: Vec<String> = (0..MOST + more).map(|index| format!("f{index}")).collect();
            let hint = json!({"missing_required_body_fields": {"value": names}});
            let body = json!({"message": "no", "truto_error_insight": hint}).to_string();
            let status = StatusCode::BAD_REQUEST;
            let body = Bytes::from(body);
            let error = from_response(&endpoint, status, &HeaderMap::new(), &body, &secrets);
            assert_eq!(error.issues().len(), MOST);
            let (line, lines) = (format!("{error}"), format!("{error:#}"));
            assert!(line.contains(expected), "{line}");
            assert_eq!(
                lines.ends_with(&format!("\n- {expected}")),
                more > 0,
                "{lines}"
            );
        }
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
