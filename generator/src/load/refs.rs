//! Finds references, and resolves them to a file and a location.

use super::files::OUTSIDE;
use serde_json::{Map, Value};

use super::spans::escaped;

/// A `$ref` of a document, or another string that is a reference.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reference<'a> {
    /// The pointer to the string: `/paths/~1contacts/$ref`.
    pub(crate) pointer: String,
    /// The string: `../common.yaml#/parameters/Limit`.
    pub(crate) text: &'a str,
}

/// Returns all references of a document, in document order.
///
/// A `$ref` in an example, a default, a list of enum values or an extension is data, and one directly under `properties` is the
/// name of a property, unless it is the only one and its value names a file or a location. The values of `mapping` in a discriminator are references unless they are plain names.
pub(crate) fn references(document: &Value) -> Vec<Reference<'_>> {
    let mut search = Search::default();
    search.value(document, Keys::Keywords);
    search.found
}

/// The kind of keys of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Keywords of OpenAPI.
    Keywords,
    /// Names; the object itself may be a reference.
    Names,
    /// Names, and extensions.
    NamesAndExtensions,
    /// Names, which may include `$ref`.
    Properties,
    /// Names, each of an object whose keys are names too.
    NamesOfNames,
    /// Names of examples.
    Examples,
    /// Keywords of OpenAPI, next to a value that is data.
    Example,
    /// Keywords of OpenAPI, including `mapping`.
    Discriminator,
    /// Names, each for a schema.
    Mapping,
}

#[derive(Default)]
struct Search<'a> {
    found: Vec<Reference<'a>>,
    /// The keys and indices from the root to the current value.
    path: Vec<Step<'a>>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Search<'a> {
    /// Recursion is limited by [`MAX_DEPTH`](super::faults::MAX_DEPTH).
    fn value(&mut self, value: &'a Value, keys: Keys) {
        match value {
            Value::Object(object) => self.object(object, keys),
            Value::Array(items) if !matches!(keys, Keys::Examples | Keys::Example) => {
                for (index, item) in items.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    self.value(item, Keys::Keywords);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &'a Map<String, Value>, keys: Keys) {
        for (key, value) in object {
            self.path.push(Step::Key(key));
            match (key.as_str(), value) {
                (_, Value::String(text)) if keys == Keys::Mapping => {
                    if names_a_file(text) {
                        self.found(text);
                    }
                }
                ("$ref", Value::String(text))
                    if keys != Keys::Properties || (object.len() == 1 && names_a_file(text)) =>
                {
                    self.found(text);
                }
                _ => {
                    if let Some(inner) = inner_keys(keys, key) {
                        self.value(value, inner);
                    }
                }
            }
            self.path.pop();
        }
    }

    fn found(&mut self, text: &'a str) {
        let mut pointer = String::new();
        for step in &self.path {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&escaped(key)),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        self.found.push(Reference { pointer, text });
    }
}

/// Returns the kind of keys of the object under `key`, or `None` if it is data.
fn inner_keys(keys: Keys, key: &str) -> Option<Keys> {
    let extension = key.starts_with("x-");
    match keys {
        Keys::Names | Keys::Properties => Some(Keys::Keywords),
        Keys::NamesAndExtensions => (!extension).then_some(Keys::Keywords),
        Keys::NamesOfNames => Some(Keys::Names),
        Keys::Examples => Some(Keys::Example),
        Keys::Discriminator => (key == "mapping").then_some(Keys::Mapping),
        Keys::Example | Keys::Mapping => None,
        Keys::Keywords => match key {
            "example" | "default" | "enum" | "const" => None,
            "examples" => Some(Keys::Examples),
            "callbacks" => Some(Keys::NamesOfNames),
            "x-webhooks" => Some(Keys::Names),
            "discriminator" => Some(Keys::Discriminator),
            _ if extension => None,
            "properties" | "patternProperties" | "dependentSchemas" | "$defs" => {
                Some(Keys::Properties)
            }
            "paths" | "responses" => Some(Keys::NamesAndExtensions),
            "schemas" | "parameters" | "requestBodies" | "headers" | "securitySchemes"
            | "links" | "content" | "encoding" | "pathItems" | "webhooks" => Some(Keys::Names),
            _ => Some(Keys::Keywords),
        },
    }
}

/// Whether a string that may be a plain name is a reference.
pub(crate) fn names_a_file(text: &str) -> bool {
    let is_file = |extension| text.ends_with(extension);
    text.contains(['#', '/']) || [".yaml", ".yml", ".json"].into_iter().any(is_file)
}

/// The reason why a path is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadPath {
    /// `https://…`, `file:…`, `C:…`
    Url,
    /// `/etc/passwd`
    Absolute,
    /// More `..` than there are directories.
    Outside,
    /// `\`
    Backslash,
}

impl BadPath {
    /// Returns the error message.
    pub(super) fn message(self, path: &str) -> String {
        match self {
            Self::Url => format!("`{path}` is a URL, but only local files are supported"),
            Self::Absolute => {
                format!("`{path}` is an absolute path, but only relative paths are supported")
            }
            Self::Outside => {
                format!("`{path}` is outside the directory of the documents")
            }
            Self::Backslash => format!("`{path}` contains a backslash"),
        }
    }

    /// Returns the help message.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Url => "save the document locally, and write its relative path",
            Self::Absolute => {
                "write the path relative to the directory of this file, such as `../common.yaml`"
            }
            Self::Outside => OUTSIDE,
            Self::Backslash => "write `/` between directories, on every system",
        }
    }
}

/// Splits a reference into file and pointer; either may be empty. Both are percent-decoded, as a reference is a URI.
pub(super) fn split(reference: &str) -> (String, String) {
    let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    (decoded(path), decoded(pointer))
}

/// Resolves `path` in the file `from`: relative to the base, without `.` and `..`.
pub(super) fn resolve(from: &str, path: &str) -> Result<String, BadPath> {
    if has_scheme(path) || path.starts_with("//") {
        return Err(BadPath::Url);
    }
    if path.starts_with('/') {
        return Err(BadPath::Absolute);
    }
    if path.contains('\\') {
        return Err(BadPath::Backslash);
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut names: Vec<&str> = Vec::new();
    for name in folder.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop().ok_or(BadPath::Outside)?;
            }
            name => names.push(name),
        }
    }
    Ok(names.join("/"))
}

fn has_scheme(path: &str) -> bool {
    let Some((scheme, _)) = path.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// Decodes `%7B` to `{`. Invalid escapes and escapes that are not UTF-8 stay unchanged.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = after.split_at_checked(2).filter(|_| *first == b'%');
        match escape.and_then(|(hex, after)| Some((byte(hex)?, after))) {
            Some((byte, after)) => {
                bytes.push(byte);
                rest = after;
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn byte(hex: &[u8]) -> Option<u8> {
    let hex = str::from_utf8(hex).ok()?;
    let digits = hex.chars().all(|c| c.is_ascii_hexdigit());
    digits.then(|| u8::from_str_radix(hex, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_that_holds_them() {
        for (from, path, expected) in [
            (
                "spec/crm.yaml",
                "crm/contacts.yaml",
                Ok("spec/crm/contacts.yaml"),
            ),
            (
                "spec/crm/contacts.yaml",
                "../common.yaml",
                Ok("spec/common.yaml"),
            ),
            ("spec/a.yaml", "./x/.././b.yaml", Ok("spec/b.yaml")),
            ("a.yaml", "b.yaml", Ok("b.yaml")),
            ("spec/a.yaml", "../../b.yaml", Err(BadPath::Outside)),
            ("a.yaml", "x/../../a.yaml", Err(BadPath::Outside)),
            ("a.yaml", "/etc/passwd", Err(BadPath::Absolute)),
            ("a.yaml", "https://example.com/a.yaml", Err(BadPath::Url)),
            ("a.yaml", "//example.com/a.yaml", Err(BadPath::Url)),
            ("a.yaml", "C:/a.yaml", Err(BadPath::Url)),
            ("a.yaml", "x\\a.yaml", Err(BadPath::Backslash)),
        ] {
            let resolved = resolve(from, path);
            assert_eq!(
                resolved.as_deref(),
                expected.as_ref().map(|path| *path),
                "{from} {path}"
            );
        }
    }

    #[test]
    fn references_are_uris() {
        assert_eq!(
            split("a%20b.yaml#/paths/~1c~1%7Bid%7D"),
            ("a b.yaml".into(), "/paths/~1c~1{id}".into())
        );
        assert_eq!(split("#/a"), (String::new(), "/a".into()));
        assert_eq!(
            split("50%.yaml#/%zz%+1"),
            ("50%.yaml".into(), "/%zz%+1".into())
        );
        assert_eq!(split("%ff"), ("%ff".into(), String::new()));
    }

    #[test]
    fn a_ref_is_a_reference_only_where_openapi_has_one() {
        let document = serde_json::json!({
            "paths": { "/a": { "$ref": "1" }, "x-note": { "$ref": "no" } },
            "components": {
                "schemas": {
                    "default": { "properties": { "$ref": { "$ref": "2" }, "enum": { "items": { "$ref": "3" } } } },
                    "B": { "default": { "$ref": "no" }, "enum": [{ "$ref": "no" }], "example": { "$ref": "no" } },
                    "C": { "x-truto-name": { "$ref": "no" }, "allOf": [{ "$ref": "4" }] },
                    "D": { "properties": { "$ref": "a broken schema" } },
                    "E": { "discriminator": { "propertyName": "a", "mapping": { "b": "#5", "c": "B" } } },
                },
                "responses": { "R": { "headers": { "x-rate": { "$ref": "5" } } } },
                "examples": { "E": { "$ref": "6" }, "F": { "value": { "$ref": "no" } }, "G": [{ "$ref": "no" }] },
                "callbacks": { "K": { "default": { "$ref": "7" } } },
            },
        });
        let found = references(&document);
        let texts: Vec<_> = found.iter().map(|one| one.text).collect();
        assert_eq!(texts, ["1", "2", "3", "4", "#5", "5", "6", "7"]);
        assert_eq!(
            found.first().map(|one| one.pointer.as_str()),
            Some("/paths/~1a/$ref")
        );
        for one in &found {
            assert_eq!(
                document.pointer(&one.pointer).and_then(Value::as_str),
                Some(one.text)
            );
        }
    }
}
