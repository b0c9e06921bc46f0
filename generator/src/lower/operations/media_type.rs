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

/// The order of preference.
pub(super) fn rank(media: &Media) -> u8 {
    match media {
        Media::Json(_) => 0,
        Media::Form => 1,
        Media::Text(_) => 2,
        Media::Binary(_) => 3,
        Media::Multipart(_) => 4,
    }
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
}
