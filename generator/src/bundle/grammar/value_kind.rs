//! The form of values.

use super::kind::Kind;

/// The form of the value of a keyword.
#[derive(Clone, Copy, Debug)]
pub(in crate::bundle) enum ValueKind {
    /// Any value, copied unchanged.
    Any,
    Text,
    /// One of several strings.
    OneOf(&'static [&'static str]),
    /// One of several strings, or `live` with a day.
    Provenance(&'static [&'static str]),
    Flag,
    Number,
    /// A non-negative integer.
    Count,
    /// A list of strings.
    Texts,
    /// A list of any values.
    Values,
    /// A mapping to any values.
    Entries,
    /// A mapping to strings.
    TextEntries,
    /// A list of `$ref` strings to schemas.
    SchemaRefs,
    /// A mapping to names of schemas or `$ref` strings to them.
    SchemaEntries,
    /// The URI of an operation.
    OperationRef,
    One(Kind),
    Many(Kind),
    Map(Kind),
    /// `true`, `false` or an object.
    FlagOr(Kind),
}

impl Kind {
    /// Returns the kind of the values under keys that are not keywords, if the kind is a map.
    pub(in crate::bundle) fn entry(self, name: &str) -> Option<ValueKind> {
        match self {
            Self::Paths if name.starts_with('/') => Some(ValueKind::One(Self::PathItem)),
            Self::Responses if name == "default" || is_status(name) => {
                Some(ValueKind::One(Self::Response))
            }
            Self::Callback if !name.starts_with("x-") => Some(ValueKind::One(Self::PathItem)),
            Self::SecurityRequirement => Some(ValueKind::Texts),
            _ => None,
        }
    }
}

/// Returns the styles of parameters with this `in`.
pub(in crate::bundle) fn styles(location: &str) -> &'static [&'static str] {
    match location {
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "path" => &["simple", "matrix", "label"],
        "header" => &["simple"],
        "cookie" => &["form"],
        _ => &[],
    }
}

fn is_status(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() == 3
        && matches!(bytes[0], b'1'..=b'5')
        && (name.ends_with("XX") || bytes[1..].iter().all(u8::is_ascii_digit))
}
