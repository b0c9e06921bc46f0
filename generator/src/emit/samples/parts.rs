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

/// The value of curl's option `--form`: `file=@example.txt;type=text/plain`
pub(crate) fn curl(part: &Part) -> String {
    let word = |text: &str| {
        let is_plain = |c: char| !matches!(c, ';' | ',' | '"' | '\\' | '@' | '<' | '\n' | '\r');
        match !text.is_empty() && text.chars().all(is_plain) && text.trim() == text {
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
