//! Names of media types.

use crate::ir::Media;

/// Matches `application/json` and `application/problem+json`, also with parameters.
pub(super) fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == "application/json" || essence == "*/*" || essence.ends_with("+json")
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
        Media::Form | Media::Multipart(_) => 7,
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
        Media::Text(_) => 6,
        Media::Binary(_) if !name.contains('*') => 7,
        Media::Binary(_) => 8,
    }
}

/// Whether the media type is a format of text, although its name does not begin with `text/`.
pub(super) fn is_format_of_text(name: &str) -> bool {
    const FORMATS: [&str; 12] = [
        "graphql",
        "javascript",
        "json-seq",
        "jsonl",
        "jsonlines",
        "ndjson",
        "sdp",
        "sql",
        "toml",
        "xml",
        "yaml",
        "yml",
    ];
    let essence = essence(name);
    let format = essence.rsplit(['/', '+']).next().unwrap_or_default();
    let format = format.strip_prefix("x-").unwrap_or(format);
    FORMATS.contains(&format)
}

/// Returns the last words of the name of an operation with a body of this media type, if it has another one too: `as form`.
pub(super) fn variant(name: &str, media: &Media) -> String {
    let essence = essence(name);
    let (kind, format) = essence.split_once('/').unwrap_or_default();
    let format = format.strip_prefix("x-").unwrap_or(format);
    let format = match (media, kind, format) {
        (Media::Form, ..) => "form",
        (Media::Multipart(_), _, "form-data") => "multipart",
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
        assert!(matches!(media("text/csv"), Some(Media::Text(_))));
        assert!(matches!(media("application/pdf"), Some(Media::Binary(_))));
        assert!(matches!(
            media("multipart/form-data"),
            Some(Media::Multipart(_))
        ));
        assert_eq!(media("nonsense"), None);
    }

    #[test]
    fn variants_are_named_after_their_media_type() {
        let table = [
            ("application/json; charset=utf-8", "as json"),
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
            "application/x-ndjson; a=b",
        ] {
            assert!(is_format_of_text(name), "{name}");
        }
        assert!(!is_format_of_text("application/pdf"));
    }
}
