//! Encoding of path, header and cookie parameters, by the styles of OpenAPI. Queries have styles of their own.
//!
//! | style | text | list | object |
//! |---|---|---|---|
//! | simple | `x` | `x,y` | `a,x,b,y`, or `a=x,b=y` if exploded |
//! | label | `.x` | `.x,y`, or `.x.y` if exploded | `.a,x,b,y`, or `.a=x.b=y` if exploded |
//! | matrix | `;n=x` | `;n=x,y`, or `;n=x;n=y` if exploded | `;n=a,x,b,y`, or `;a=x;b=y` if exploded |
//! | form (cookies) | `n=x` | `n=x,y`, or `n=x; n=y` if exploded | `n=a,x,b,y`, or `a=x; b=y` if exploded |
//!
//! Names and values in paths and cookies are percent-encoded, but not what separates them, so a server can split first and decode
//! then. Headers have no escapes.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use crate::{
    query::{self, RESERVED, Unsendable, encode_text, is_scalar, scalar, simple_text, to_value},
    sending,
};

/// How the value of a path parameter is encoded. A null is the empty string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PathStyle {
    /// `x,y`; an object is `name,value`.
    Simple,
    /// `x,y`; an object is `name=value,name=value`.
    SimpleExploded,
    /// `.x,y`; an object is `.name,value`.
    Label,
    /// `.x.y`; an object is `.name=value.name=value`. No item can contain a dot.
    LabelExploded,
    /// `;parameter=x,y`; an object is `;parameter=name,value`.
    Matrix,
    /// `;parameter=x;parameter=y`; an object is `;name=value;name=value`.
    MatrixExploded,
    /// JSON text.
    Json,
}

/// How the value of a header parameter is encoded. A null is the empty string. No item of a list or object can contain a comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderStyle {
    /// `x,y`; an object is `name,value`.
    Simple,
    /// `x,y`; an object is `name=value,name=value`.
    SimpleExploded,
    /// JSON text. Characters that are not ASCII are written as `\u00e9`.
    Json,
}

/// How the value of a cookie is encoded. A null is the empty string; an empty list or object is omitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CookieStyle {
    /// `a=x,y`; an object is `a=name,value`.
    Form,
    /// `a=x; a=y`; the fields of an object become cookies of their own.
    FormExploded,
    /// JSON text, percent-encoded.
    Json,
}

/// The characters to escape in the name of a cookie: all that HTTP does not allow there, and `%`.
const RESERVED_IN_COOKIE_NAME: &AsciiSet = &RESERVED
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'*')
    .remove(b'+')
    .remove(b'^')
    .remove(b'`')
    .remove(b'|');

/// The value of a placeholder.
#[derive(Clone, Debug)]
pub(crate) struct PathValue {
    /// The value as it is written in the path.
    pub(crate) encoded: String,
    /// The text by which values are compared, also in stored cursors: the plain text of a single value, the encoded text of others.
    pub(crate) identity: String,
    /// It contains a control character, which servers and proxies read differently even if it is escaped.
    pub(crate) has_control: bool,
}

impl PathValue {
    pub(crate) fn new(
        name: &str,
        style: PathStyle,
        value: &(impl Serialize + ?Sized),
    ) -> Result<Self, Unsendable> {
        let json = sending::to_json(value)?;
        if style == PathStyle::Json {
            let encoded = encode_text(&json);
            return Ok(Self {
                has_control: json.contains(char::is_control),
                identity: encoded.clone(),
                encoded,
            });
        }
        let parts = Parts::of(&query::parse(&json)?)?;
        let encoded = in_path(name, style, &parts)?;
        Ok(Self {
            has_control: parts.texts().any(|text| text.contains(char::is_control)),
            identity: match parts.single().filter(|_| style == PathStyle::Simple) {
                Some(text) => text.to_owned(),
                None => encoded.clone(),
            },
            encoded,
        })
    }

    /// The text of a scalar, without a style.
    pub(crate) fn text(text: &str) -> Self {
        Self {
            encoded: encode_text(text),
            identity: text.to_owned(),
            has_control: text.contains(char::is_control),
        }
    }

    /// Whether nothing but separators is written.
    pub(crate) fn is_empty(&self) -> bool {
        self.encoded.bytes().all(|byte| byte == b',')
    }
}

/// A value whose parts are texts.
enum Parts {
    Scalar(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

impl Parts {
    fn of(value: &Value) -> Result<Self, Unsendable> {
        let part = |value| match is_scalar(value) {
            true => Ok(scalar(value)),
            false => Err(Unsendable::Joined(',')),
        };
        Ok(match value {
            Value::Array(items) => Self::List(items.iter().map(part).collect::<Result<_, _>>()?),
            Value::Object(fields) => {
                let fields = fields.iter();
                let fields = fields.map(|(name, value)| Ok((name.clone(), part(value)?)));
                Self::Object(fields.collect::<Result<_, Unsendable>>()?)
            }
            value => Self::Scalar(scalar(value)),
        })
    }

    fn single(&self) -> Option<&str> {
        let mut texts = self.texts();
        texts.next().filter(|_| texts.next().is_none())
    }

    /// All names and values.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let (items, fields) = match self {
            Self::Scalar(text) => (std::slice::from_ref(text), &[][..]),
            Self::List(items) => (items.as_slice(), &[][..]),
            Self::Object(fields) => (&[][..], fields.as_slice()),
        };
        let fields = fields.iter().flat_map(|(name, value)| [name, value]);
        items.iter().chain(fields).map(String::as_str)
    }

    /// The encoded parts, joined by commas. Of an object, names and values alternate.
    fn joined(&self) -> String {
        self.texts().map(encode_text).collect::<Vec<_>>().join(",")
    }

    /// The encoded parts of an exploded value. `named` encodes a property of an object, `item` an item of a list.
    fn exploded(
        &self,
        named: impl Fn(&str, &str) -> String,
        item: impl Fn(&str) -> String,
    ) -> Vec<String> {
        match self {
            Self::Scalar(text) => vec![item(text)],
            Self::List(items) => items.iter().map(|text| item(text)).collect(),
            Self::Object(fields) => fields
                .iter()
                .map(|(name, value)| named(name, value))
                .collect(),
        }
    }
}

fn in_path(name: &str, style: PathStyle, parts: &Parts) -> Result<String, Unsendable> {
    let pair = |name: &str, value: &str| format!("{}={}", encode_text(name), encode_text(value));
    let is_none = matches!(parts, Parts::List(items) if items.is_empty())
        || matches!(parts, Parts::Object(fields) if fields.is_empty());
    if is_none {
        return Ok(String::new());
    }
    Ok(match style {
        PathStyle::Simple | PathStyle::Json => parts.joined(),
        PathStyle::SimpleExploded => parts.exploded(pair, encode_text).join(","),
        PathStyle::Label => format!(".{}", parts.joined()),
        PathStyle::LabelExploded => {
            let is_single = matches!(parts, Parts::Scalar(_));
            if !is_single && parts.texts().any(|text| text.contains('.')) {
                return Err(Unsendable::Joined('.'));
            }
            format!(".{}", parts.exploded(pair, encode_text).join("."))
        }
        PathStyle::Matrix => in_matrix(&encode_text(name), &parts.joined()),
        PathStyle::MatrixExploded => {
            let named =
                |name: &str, value: &str| in_matrix(&encode_text(name), &encode_text(value));
            parts.exploded(named, |item| named(name, item)).concat()
        }
    })
}

/// `;name=value`, or `;name` if the value is empty.
fn in_matrix(name: &str, value: &str) -> String {
    match value {
        "" => format!(";{name}"),
        value => format!(";{name}={value}"),
    }
}

/// The value of a header.
pub(crate) fn header(
    style: HeaderStyle,
    value: &(impl Serialize + ?Sized),
) -> Result<String, Unsendable> {
    if style == HeaderStyle::Json {
        return Ok(ascii(&sending::to_json(value)?));
    }
    let value = to_value(value)?;
    let (HeaderStyle::SimpleExploded, Value::Object(_)) = (style, &value) else {
        return simple_text(&value);
    };
    let parts = Parts::of(&value)?;
    if parts.texts().any(|text| text.contains(',')) {
        return Err(Unsendable::Joined(','));
    }
    if let Parts::Object(fields) = &parts {
        if fields.iter().any(|(name, _)| name.contains('=')) {
            return Err(Unsendable::Joined('='));
        }
    }
    let pairs = parts.exploded(|name, value| format!("{name}={value}"), str::to_owned);
    Ok(pairs.join(","))
}

/// Escapes what is not ASCII in JSON. Such characters can only be inside of strings.
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

/// The cookies of a parameter: `name=value`.
pub(crate) fn cookies(
    name: &str,
    style: CookieStyle,
    value: &(impl Serialize + ?Sized),
) -> Result<Vec<String>, Unsendable> {
    let json = sending::to_json(value)?;
    let pair = |name: &str, value: &str| {
        let name = utf8_percent_encode(name, RESERVED_IN_COOKIE_NAME);
        format!("{name}={value}")
    };
    if style == CookieStyle::Json {
        return Ok(vec![pair(name, &encode_text(&json))]);
    }
    let parts = Parts::of(&query::parse(&json)?)?;
    if style == CookieStyle::FormExploded {
        let named = |name: &str, value: &str| pair(name, &encode_text(value));
        return Ok(parts.exploded(named, |item| named(name, item)));
    }
    let is_sent = parts.texts().next().is_some();
    Ok(is_sent
        .then(|| pair(name, &parts.joined()))
        .into_iter()
        .collect())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{CookieStyle, HeaderStyle, PathStyle, PathValue, cookies, header};

    /// Location, style, value of the parameter `n`, and the expected text, which is null for an error. The generator's samples are
    /// tested against it too. Objects have their keys in alphabetical order, since their order depends on serde_json's features.
    const TABLE: &str = include_str!("styles/table.json");

    fn written(location: &str, style: &str, value: &Value) -> Option<String> {
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
                Some(PathValue::new("n", style, value).ok()?.encoded)
            }
            "header" => {
                let style = match (is_json, is_exploded) {
                    (true, _) => HeaderStyle::Json,
                    (_, true) => HeaderStyle::SimpleExploded,
                    _ => HeaderStyle::Simple,
                };
                header(style, value).ok()
            }
            "cookie" => {
                let style = match (is_json, is_exploded) {
                    (true, _) => CookieStyle::Json,
                    (_, true) => CookieStyle::FormExploded,
                    _ => CookieStyle::Form,
                };
                Some(cookies("n", style, value).ok()?.join("; "))
            }
            other => panic!("unknown location `{other}`"),
        }
    }

    #[test]
    fn values_are_written_as_the_table_has_it() {
        let table: Vec<(String, String, Value, Option<String>)> =
            serde_json::from_str(TABLE).unwrap();
        for (location, style, value, expected) in table {
            let written = written(&location, &style, &value);
            assert_eq!(written, expected, "{location} {style} {value}");
        }
    }

    #[test]
    fn the_name_of_a_cookie_is_a_token() {
        let written = cookies("a b;=é%$", CookieStyle::Form, "x").unwrap();
        assert_eq!(written, ["a%20b%3B%3D%C3%A9%25$=x"]);
    }

    #[test]
    fn the_name_in_a_matrix_is_escaped() {
        let value = PathValue::new("a b;", PathStyle::Matrix, "x").unwrap();
        assert_eq!(value.encoded, ";a%20b%3B=x");
    }
}
