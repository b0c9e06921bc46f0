//! Encodes values in a path, a header or a cookie, in the same way as the generated client.

use std::fmt::Write as _;

use serde_json::Value;

use crate::emit::samples::query::{percent, scalar};
use crate::ir::{CookieStyle, HeaderStyle, PathStyle};

/// The characters that stay unescaped in the name of a cookie.
const OF_COOKIE_NAME: &str = "!#$&'*+^`|";

/// The value of the path parameter `name`.
pub(crate) fn path(name: &str, style: PathStyle, value: &Value) -> String {
    let escaped = |text: &str| percent(text, "");
    let pair = |name: &str, value: &str| format!("{}={}", escaped(name), escaped(value));
    if parts(value).is_empty() {
        return String::new();
    }
    match style {
        PathStyle::Simple => joined(value, escaped),
        PathStyle::SimpleExploded => exploded(value, pair, escaped).join(","),
        PathStyle::Label => format!(".{}", joined(value, escaped)),
        PathStyle::LabelExploded => format!(".{}", exploded(value, pair, escaped).join(".")),
        PathStyle::Matrix => matrix(&escaped(name), &joined(value, escaped)),
        PathStyle::MatrixExploded => {
            let named = |name: &str, value: &str| matrix(&escaped(name), &escaped(value));
            exploded(value, named, |item| named(name, item)).concat()
        }
        PathStyle::Json => escaped(&value.to_string()),
    }
}

/// `;name=value`, or `;name` if the value is empty.
fn matrix(name: &str, value: &str) -> String {
    match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    }
}

/// The value of a header.
pub(crate) fn header(style: HeaderStyle, value: &Value) -> String {
    match style {
        HeaderStyle::Simple => joined(value, str::to_owned),
        HeaderStyle::SimpleExploded => {
            let pair = |name: &str, value: &str| format!("{name}={value}");
            exploded(value, pair, str::to_owned).join(",")
        }
        HeaderStyle::Json => ascii(&value.to_string()),
    }
}

/// Escapes what is not ASCII in JSON.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            ' '..='~' => out.push(sign),
            _ => {
                for unit in sign.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out
}

/// The cookies of the parameter `name`.
pub(crate) fn cookies(name: &str, style: CookieStyle, value: &Value) -> Vec<String> {
    let escaped = |text: &str| percent(text, "");
    let pair = |name: &str, value: &str| format!("{}={value}", percent(name, OF_COOKIE_NAME));
    match style {
        CookieStyle::Json => vec![pair(name, &escaped(&value.to_string()))],
        CookieStyle::Form if parts(value).is_empty() => Vec::new(),
        CookieStyle::Form => vec![pair(name, &joined(value, escaped))],
        CookieStyle::FormExploded => {
            let named = |name: &str, value: &str| pair(name, &escaped(value));
            exploded(value, named, |item| named(name, item))
        }
    }
}

/// A scalar, the items of a list, or the properties of an object, sorted by name as the client sends them.
fn parts(value: &Value) -> Vec<(Option<&str>, String)> {
    match value {
        Value::Array(items) => items.iter().map(|item| (None, scalar(item))).collect(),
        Value::Object(entries) => {
            let entries = entries.iter();
            let parts = entries.map(|(name, value)| (Some(name.as_str()), scalar(value)));
            let mut parts: Vec<_> = parts.collect();
            parts.sort_unstable();
            parts
        }
        value => vec![(None, scalar(value))],
    }
}

/// All parts, joined by commas.
fn joined(value: &Value, escaped: impl Fn(&str) -> String) -> String {
    let parts = parts(value).into_iter();
    let texts = parts.flat_map(|(name, value)| {
        let name = name.map(&escaped);
        name.into_iter().chain([escaped(&value)])
    });
    texts.collect::<Vec<_>>().join(",")
}

/// Each part; of an object as `named` writes its name and value.
fn exploded(
    value: &Value,
    named: impl Fn(&str, &str) -> String,
    item: impl Fn(&str) -> String,
) -> Vec<String> {
    let parts = parts(value).into_iter();
    let texts = parts.map(|(name, value)| match name {
        Some(name) => named(name, &value),
        None => item(&value),
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the runtime's own tests. Rows that expect an error are skipped. It is read at run time, since it is not in the
    /// package of this crate.
    fn table() -> Vec<(String, String, Value, Option<String>)> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/styles/table.json");
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    }

    fn written(location: &str, style: &str, value: &Value) -> String {
        let (is_exploded, is_json) = (style.ends_with("Exploded"), style == "json");
        match location {
            "path" => {
                let style = match style {
                    "simple" => PathStyle::Simple,
                    "simpleExploded" => PathStyle::SimpleExploded,
                    "label" => PathStyle::Label,
                    "labelExploded" => PathStyle::LabelExploded,
                    "matrix" => PathStyle::Matrix,
                    "matrixExploded" => PathStyle::MatrixExploded,
                    "json" => PathStyle::Json,
                    other => panic!("unknown style `{other}`"),
                };
                path("n", style, value)
            }
            "header" => {
                let style = match (is_json, is_exploded) {
                    (true, _) => HeaderStyle::Json,
                    (_, true) => HeaderStyle::SimpleExploded,
                    _ => HeaderStyle::Simple,
                };
                header(style, value)
            }
            "cookie" => {
                let style = match (is_json, is_exploded) {
                    (true, _) => CookieStyle::Json,
                    (_, true) => CookieStyle::FormExploded,
                    _ => CookieStyle::Form,
                };
                cookies("n", style, value).join("; ")
            }
            other => panic!("unknown location `{other}`"),
        }
    }

    #[test]
    fn values_are_written_as_the_client_writes_them() {
        for (location, style, value, expected) in table() {
            if let Some(expected) = expected {
                let written = written(&location, &style, &value);
                assert_eq!(written, expected, "{location} {style} {value}");
            }
        }
    }
}
