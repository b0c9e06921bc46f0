//! Names of media types.

use crate::ir::{self, Media};

/// Matches `application/json`, `text/json` and `application/problem+json`, also with parameters.
pub(super) fn is_json(name: &str) -> bool {
    ir::is_json(name) || essence(name) == "*/*"
}

pub(super) fn essence(name: &str) -> String {
    name.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Returns the encoding of a media type, or `None` if the name is not one.
pub(super) fn media(name: &str) -> Option<Media> {
    let essence = essence(name);
    match essence.split_once('/')? {
        _ if essence == "*/*" => Some(Media::Json("application/json".to_owned())),
        _ if is_json(name) => Some(Media::Json(name.to_owned())),
        ("application", "x-www-form-urlencoded") => Some(Media::Form),
        ("text", "event-stream") => Some(Media::Events(name.to_owned())),
        _ if LINES.contains(&format(&essence)) => Some(Media::Lines(name.to_owned())),
        _ if format(&essence) == "json-seq" => Some(Media::Sequence(name.to_owned())),
        ("multipart", _) => Some(Media::Multipart(name.to_owned())),
        ("text", _) => Some(Media::Text(name.to_owned())),
        _ => Some(Media::Binary(name.to_owned())),
    }
}

/// The order of preference of responses. Those that the client decodes come first.
pub(super) fn response_rank(name: &str, media: &Media) -> u8 {
    match media {
        Media::Json(_) => request_rank(name, media),
        Media::Text(_) => 4,
        Media::Binary(_) if !name.contains('*') => 5,
        Media::Binary(_) => 6,
        Media::Events(_) => 7,
        Media::Lines(_) | Media::Sequence(_) => 8,
        Media::Form | Media::Multipart(_) => 9,
    }
}

/// The order of preference of request bodies. Those of a type that the client knows come first.
pub(super) fn request_rank(name: &str, media: &Media) -> u8 {
    match media {
        Media::Json(_) if name == "application/json" => 0,
        Media::Json(_) if essence(name) == "application/json" => 1,
        Media::Json(_) if !name.contains('*') => 2,
        Media::Json(_) => 3,
        Media::Form => 4,
        Media::Multipart(_) => 5,
        Media::Text(_) | Media::Events(_) | Media::Lines(_) | Media::Sequence(_) => 6,
        Media::Binary(_) if !name.contains('*') => 7,
        Media::Binary(_) => 8,
    }
}

/// Whether the media type is a format of text, although its name does not begin with `text/`.
pub(super) fn is_format_of_text(name: &str) -> bool {
    const FORMATS: [&str; 8] = [
        "graphql",
        "javascript",
        "sdp",
        "sql",
        "toml",
        "xml",
        "yaml",
        "yml",
    ];
    FORMATS.contains(&format(&essence(name)))
}

/// The formats of one JSON value on each line.
const LINES: [&str; 5] = ["jsonl", "jsonlines", "json-lines", "ldjson", "ndjson"];

/// Returns the last word: `ndjson` of `application/x-ndjson`, `json` of `application/problem+json`.
fn format(essence: &str) -> &str {
    let format = essence.rsplit(['/', '+']).next().unwrap_or_default();
    format.strip_prefix("x-").unwrap_or(format)
}

/// Returns the last words of the name of an operation with a body of this media type, if it has another one too: `as form`.
pub(super) fn variant(name: &str, media: &Media) -> String {
    let essence = essence(name);
    let (kind, format) = essence.split_once('/').unwrap_or_default();
    let format = format.strip_prefix("x-").unwrap_or(format);
    let format = match (media, kind, format) {
        (_, "application", "www-form-urlencoded") => "form",
        (_, "multipart", "form-data") => "multipart",
        (Media::Json(_), _, "*") => "json",
        (Media::Text(_), _, "plain") => "text",
        (Media::Binary(_), _, "octet-stream" | "*") if kind != "image" => "bytes",
        (_, kind, "*") => kind,
        (_, _, format) => format,
    };
    let words = format.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("as {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_told_apart_by_their_essence() {
        assert!(matches!(
            media("application/json; charset=utf-8"),
            Some(Media::Json(_))
        ));
        assert!(matches!(
            media("application/vnd.api+json"),
            Some(Media::Json(_))
        ));
        assert!(matches!(
            media("Text/JSON; charset=utf-8"),
            Some(Media::Json(_))
        ));
        assert!(matches!(media("text/csv"), Some(Media::Text(_))));
        assert!(matches!(media("application/pdf"), Some(Media::Binary(_))));
        assert!(matches!(
            media("multipart/form-data"),
            Some(Media::Multipart(_))
        ));
        assert!(matches!(
            media("text/event-stream; charset=utf-8"),
            Some(Media::Events(_))
        ));
        for name in ["application/x-ndjson", "application/jsonl", "text/jsonl"] {
            assert!(matches!(media(name), Some(Media::Lines(_))), "{name}");
        }
        assert!(matches!(
            media("application/geo+json-seq"),
            Some(Media::Sequence(_))
        ));
        assert_eq!(media("nonsense"), None);
    }

    #[test]
    fn variants_are_named_after_their_media_type() {
        let table = [
            ("application/json; charset=utf-8", "as json"),
            ("text/json", "as json"),
            ("application/merge-patch+json", "as merge patch json"),
            ("application/x-www-form-urlencoded", "as form"),
            ("multipart/form-data", "as multipart"),
            ("multipart/mixed", "as mixed"),
            ("text/plain", "as text"),
            ("text/x-markdown", "as markdown"),
            ("application/xml", "as xml"),
            ("application/octet-stream", "as bytes"),
            ("*/*", "as json"),
            ("image/*", "as image"),
            ("application/vnd.ms-excel", "as vnd ms excel"),
        ];
        for (name, expected) in table {
            assert_eq!(variant(name, &media(name).unwrap()), expected, "{name}");
        }
    }

    #[test]
    fn formats_of_text_are_known_by_their_last_word() {
        for name in [
            "application/xml",
            "image/svg+xml",
            "application/x-yaml; a=b",
        ] {
            assert!(is_format_of_text(name), "{name}");
        }
        assert!(!is_format_of_text("application/pdf"));
    }
}
