//! Multipart bodies in samples for plain HTTP.

use std::fmt::Write as _;

use serde_json::Value;

use crate::emit::samples::literal::text;
use crate::emit::samples::query;
use crate::ir::{Body, Package, Primitive, PropertyEncoding, Syntax, TypeKind, TypeRef};
use crate::plan::sample_json::json;
use crate::plan::samples::Sample;

/// A part of a multipart body.
pub(crate) struct Part {
    pub(super) name: String,
    pub(super) content: Content,
    /// The content type, if it is not the default.
    pub(super) media: Option<String>,
}

pub(super) enum Content {
    Text(String),
    /// A file with this name.
    File(String),
}

/// The parts of a body, as the client sends them.
pub(crate) fn parts(package: &Package, body: &Body, sample: &Sample) -> Vec<Part> {
    let mut parts = Parts {
        package,
        body,
        all: Vec::new(),
    };
    match (&body.ty, sample) {
        (TypeRef::Named(id), Sample::Object(set)) => {
            let of = package.structure(*id);
            let fields = of.map_or(&[] as &[_], |of| of.fields.as_slice());
            for (index, sample) in set {
                if let Some(field) = fields.get(*index) {
                    parts.value(&field.wire, &field.ty, sample);
                }
            }
        }
        (ty, sample) => {
            let json = json(package, ty, sample);
            for (name, value) in json.as_object().into_iter().flatten() {
                parts.json(name, value);
            }
        }
    }
    parts.all
}

struct Parts<'a> {
    package: &'a Package,
    body: &'a Body,
    all: Vec<Part>,
}

impl Parts<'_> {
    fn value(&mut self, name: &str, ty: &TypeRef, sample: &Sample) {
        match (ty, sample) {
            (TypeRef::Primitive(Primitive::File), Sample::Plain(file)) => {
                let file = file.as_str().unwrap_or_default().to_owned();
                self.push(name, Content::File(file), None);
            }
            (TypeRef::List(of), Sample::List(items)) => {
                items.iter().for_each(|item| self.value(name, of, item));
            }
            (TypeRef::Nullable(of), sample) => self.value(name, of, sample),
            (TypeRef::Named(id), Sample::Case(index, value)) => {
                if let TypeKind::Union(of) = &self.package.ty(*id).kind
                    && let Some(ty) = of.cases.get(*index).and_then(|case| case.ty.as_ref())
                {
                    self.value(name, ty, value);
                }
            }
            (ty, sample) => self.json(name, &json(self.package, ty, sample)),
        }
    }

    fn json(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.json(name, item)),
            Value::Object(_) => {
                let text = Content::Text(value.to_string());
                self.push(name, text, Some("application/json"));
            }
            value => self.push(name, Content::Text(query::text(value)), None),
        }
    }

    fn push(&mut self, name: &str, content: Content, default: Option<&str>) {
        let mut encodings = self.body.encodings().iter();
        let encoding = encodings.find(|encoding| encoding.wire == name);
        let media = encoding.and_then(PropertyEncoding::part_type);
        let media = media.or(default).map(str::to_owned);
        let name = name.to_owned();
        self.all.push(Part {
            name,
            content,
            media,
        });
    }
}

/// Why curl's option `--form` cannot send the parts; `None` if it can.
pub(crate) fn no_curl(parts: &[Part]) -> Option<&'static str> {
    let is_bad_name = |part: &Part| part.name.is_empty() || part.name.contains('=');
    let is_bad_type = |part: &Part| part.media.as_deref().is_some_and(|of| !curl_reads(of));
    if parts.iter().any(is_bad_name) {
        Some("curl does not send a part with an empty name, or with `=` in its name.")
    } else if parts.iter().any(is_bad_type) {
        Some("curl does not send a part with this media type.")
    } else {
        None
    }
}

/// Whether curl reads all of the text as a media type. It would read `;headers=@file` from a file, for example.
fn curl_reads(media: &str) -> bool {
    let is_token = |text: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "!#$&^_.+-".contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    let is_parameter = |text: &str| {
        let Some((name, value)) = text.trim_matches(' ').split_once('=') else {
            return false;
        };
        let quoted = value.strip_prefix('"').and_then(|of| of.strip_suffix('"'));
        let mut options = ["encoder", "filename", "headers", "type"].iter();
        let is_option = options.any(|option| name.eq_ignore_ascii_case(option));
        !is_option && is_token(name) && is_token(quoted.unwrap_or(value))
    };
    let (essence, parameters) = media.split_once(';').unwrap_or((media, ""));
    let is_type = |(kind, subtype)| is_token(kind) && is_token(subtype);
    let is_plain = essence
        .trim_end_matches(' ')
        .split_once('/')
        .is_some_and(is_type);
    let mut parameters = parameters.split(';');
    is_plain && (!media.contains(';') || parameters.all(is_parameter))
}

/// The value of curl's option `--form`: `file=@example.txt;type=text/plain`
pub(crate) fn curl(part: &Part) -> String {
    let word = |text: &str| {
        let is_plain = |c: char| !matches!(c, ';' | ',' | '"' | '\\' | '@' | '<' | '\n' | '\r');
        // A part that begins with a parenthesis would be a list of parts.
        let is_word = text.trim() == text && !text.starts_with('(');
        match !text.is_empty() && text.chars().all(is_plain) && is_word {
            true => text.to_owned(),
            false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        }
    };
    let content = match &part.content {
        Content::Text(text) => word(text),
        Content::File(file) => format!("@{}", word(file)),
    };
    let media = part.media.as_deref();
    let media = media.map_or_else(String::new, |media| format!(";type={media}"));
    format!("{}={content}{media}", part.name)
}

/// The statements that make a form in JavaScript.
///
/// ```text
/// const form = new FormData()
/// form.append('file', await openAsBlob('example.txt'), 'example.txt')
/// ```
pub(crate) fn fetch(parts: &[Part]) -> String {
    let js = Syntax::JavaScript;
    let mut out = "const form = new FormData()\n".to_owned();
    for part in parts {
        let name = text(js, &part.name);
        let media = part.media.as_deref().map(|media| {
            let media = text(js, media);
            format!("{{ type: {media} }}")
        });
        let value = match (&part.content, media) {
            (Content::Text(value), None) => text(js, value),
            (Content::Text(value), Some(media)) => {
                format!("new Blob([{}], {media})", text(js, value))
            }
            (Content::File(file), media) => {
                let file = text(js, file);
                let media = media.map_or_else(String::new, |media| format!(", {media}"));
                format!("await openAsBlob({file}{media}), {file}")
            }
        };
        let _ = writeln!(out, "form.append({name}, {value})");
    }
    out
}

/// Whether the sample in JavaScript opens files.
pub(crate) fn has_file(parts: &[Part]) -> bool {
    let mut parts = parts.iter();
    parts.any(|part| matches!(part.content, Content::File(_)))
}

/// The argument `files` of Python's `requests`, which also takes parts that are no files.
pub(crate) fn requests(parts: &[Part]) -> String {
    let py = Syntax::Python;
    let mut out = "    files=[\n".to_owned();
    for part in parts {
        let name = text(py, &part.name);
        let media = part.media.as_deref();
        let media = media.map_or_else(String::new, |media| format!(", {}", text(py, media)));
        let value = match &part.content {
            Content::Text(value) => format!("None, {}", text(py, value)),
            Content::File(file) => {
                let file = text(py, file);
                format!("{file}, open({file}, \"rb\")")
            }
        };
        let _ = writeln!(out, "        ({name}, ({value}{media})),");
    }
    out.push_str("    ],\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, text: &str, media: Option<&str>) -> Part {
        Part {
            name: name.to_owned(),
            content: Content::Text(text.to_owned()),
            media: media.map(str::to_owned),
        }
    }

    #[test]
    fn curl_reads_texts_as_texts() {
        let cases = [
            ("a", "q", "a=q"),
            ("a;b", "@/etc/passwd", "a;b=\"@/etc/passwd\""),
            ("a", "</etc/passwd", "a=\"</etc/passwd\""),
            ("a", "(q)", "a=\"(q)\""),
            ("a", "q;headers=@x", "a=\"q;headers=@x\""),
        ];
        for (name, value, expected) in cases {
            assert_eq!(curl(&text(name, value, None)), expected);
        }
    }

    #[test]
    fn parts_that_curl_would_read_in_another_way_have_no_sample() {
        for name in ["", "g=@/etc/passwd;x", "a=b"] {
            assert!(no_curl(&[text(name, "q", None)]).is_some(), "{name}");
        }
        let types = [
            ("text/plain", true),
            ("application/vnd.a+json", true),
            ("text/plain; charset=utf-8", true),
            ("text/plain;charset=\"utf-8\";v=1", true),
            ("text", false),
            ("text/plain;", false),
            ("text/plain; headers=@/etc/passwd", false),
            ("text/plain; charset=utf-8; Headers=x", false),
            ("text/plain;filename=x", false),
            ("text/plain;a=\"x;headers=@/etc/passwd\"", false),
            ("text/plain;encoder=base64", false),
            ("text/plain\n;a=b", false),
            ("text/a b", false),
        ];
        for (media, expected) in types {
            let part = text("a", "q", Some(media));
            assert_eq!(no_curl(&[part]).is_none(), expected, "{media}");
        }
    }
}
