//! Encodes an object as `multipart/form-data` (RFC 7578), with names escaped as browsers do.
//!
//! | JSON | parts |
//! |---|---|
//! | a file | one, with a file name and a content type |
//! | string, number, boolean | one, with the value as text |
//! | null | one, empty |
//! | object | one, with the JSON |
//! | list | one for each item, with the same name; a list in a list is JSON |
//!
//! In JSON, a file is a string with its text.

use std::borrow::Cow;

use http::{HeaderName, HeaderValue, header};
use serde::Serialize;

use super::{
    Content,
    file::{FilePart, collecting},
    source::Source,
};
use crate::{
    Error, RawJson,
    call::Object,
    error::path_at,
    sending::{self, Unsendable},
    token::header_value,
};

/// The content type of a file without another one.
const BYTES: &str = "application/octet-stream";

/// Encodes `body`. `media` is the media type without the boundary, and `types` are the content types of parts, by name. Returns
/// the content and the value of `Content-Type`.
pub(crate) fn encode(
    media: &str,
    body: &impl Serialize,
    types: &[(&str, &str)],
) -> Result<(Content, HeaderValue), Error> {
    let boundary = boundary()?;
    let (json, files) = collecting(&boundary, || sending::to_json(body));
    let unsendable =
        |error: Unsendable| Error::unsendable("the body cannot be sent", error.path(), &error);
    let object = json.and_then(|json| Ok(serde_json::from_str::<Object>(&json)?));
    let mut parts = Parts {
        boundary: &boundary,
        files,
        types,
        sources: Vec::new(),
        text: String::new(),
    };
    for (name, value) in &object.map_err(unsendable)?.0 {
        if name.contains(&boundary) {
            return Err(Error::invalid("a file cannot be the name of a part"));
        }
        parts.value(name, value)?;
    }
    let content = Content::of_sources(parts.finish());
    let media = header_value("Content-Type", &format!("{media}; boundary={boundary}"))?;
    Ok((content, media))
}

/// A new boundary: 128 random bits, so that no part contains it.
fn boundary() -> Result<String, Error> {
    let random = || {
        getrandom::u64().map_err(|error| {
            Error::invalid("cannot generate a boundary: no source of random numbers")
                .with_source(error)
        })
    };
    Ok(format!("part-{:016x}{:016x}", random()?, random()?))
}

/// The parts written so far.
struct Parts<'a> {
    boundary: &'a str,
    files: Vec<FilePart>,
    /// The content types of parts, by name.
    types: &'a [(&'a str, &'a str)],
    sources: Vec<Source>,
    /// What follows `sources`.
    text: String,
}

impl Parts<'_> {
    fn value(&mut self, name: &str, value: &RawJson) -> Result<(), Error> {
        if !value.get().starts_with('[') {
            return self.part(name, value);
        }
        let items: Vec<RawJson> = value.parse()?;
        items.iter().try_for_each(|item| self.part(name, item))
    }

    fn part(&mut self, name: &str, value: &RawJson) -> Result<(), Error> {
        let declared = self.types.iter().find(|(known, _)| *known == name);
        let declared = declared.map(|(_, content_type)| *content_type);
        match value.get().as_bytes().first() {
            Some(b'"') => {
                let text: String = value.parse()?;
                match self.file(&text) {
                    Some(file) => self.file_part(name, declared, file),
                    None if text.contains(self.boundary) => Err(misplaced(name)),
                    None => self.text_part(name, declared, &text),
                }
            }
            Some(b'{' | b'[') => {
                let json = self.with_texts(name, value.get())?;
                self.text_part(name, declared.or(Some("application/json")), &json)
            }
            Some(b'n') => self.text_part(name, declared, ""),
            _ => self.text_part(name, declared, value.get()),
        }
    }

    /// The file for which a text is a mark.
    fn file(&self, text: &str) -> Option<FilePart> {
        let index: usize = text.strip_prefix(self.boundary)?.parse().ok()?;
        self.files.get(index).cloned()
    }

    /// Replaces each mark in the JSON of a part by the text of its file.
    fn with_texts<'j>(&self, name: &str, json: &'j str) -> Result<Cow<'j, str>, Error> {
        let Some((before, mut rest)) = json.split_once(self.boundary) else {
            return Ok(json.into());
        };
        let mut written = before.to_owned();
        loop {
            let mark = rest.split_once('"').filter(|_| written.ends_with('"'));
            let found = mark.and_then(|(index, after)| {
                let file = self.files.get(index.parse::<usize>().ok()?)?;
                Some((file, after))
            });
            let Some((file, after)) = found else {
                return Err(misplaced(name));
            };
            let text = file.text().map_err(|why| {
                let path = path_at(&written, written.len());
                Error::unsendable(
                    &format!("part `{name}`"),
                    Some(name),
                    format!("`{path}`: {why}"),
                )
            })?;
            // The quotes of the mark are replaced too.
            written.pop();
            written.push_str(&serde_json::Value::from(text).to_string());
            match after.split_once(self.boundary) {
                Some((between, next)) => {
                    written.push_str(between);
                    rest = next;
                }
                None => {
                    written.push_str(after);
                    return Ok(written.into());
                }
            }
        }
    }

    fn text_part(
        &mut self,
        name: &str,
        content_type: Option<&str>,
        text: &str,
    ) -> Result<(), Error> {
        self.head(name, None);
        if let Some(content_type) = content_type {
            self.header(&header::CONTENT_TYPE, content_type)?;
        }
        self.text.push_str("\r\n");
        self.text.push_str(text);
        self.text.push_str("\r\n");
        Ok(())
    }

    fn file_part(
        &mut self,
        name: &str,
        declared: Option<&str>,
        file: FilePart,
    ) -> Result<(), Error> {
        self.head(name, Some(file.name.as_deref().unwrap_or(name)));
        let own = file.own_type().or(declared);
        let content_type = own.or(file.content_type());
        self.header(&header::CONTENT_TYPE, content_type.unwrap_or(BYTES))?;
        for (header, value) in &file.headers {
            let known = HeaderName::try_from(header.as_str()).ok();
            let known = known.filter(|known| {
                *known != header::CONTENT_DISPOSITION && *known != header::CONTENT_TYPE
            });
            let Some(known) = known else {
                return Err(Error::invalid(format!(
                    "part `{name}`: a part cannot have the header `{header}`"
                )));
            };
            self.header(&known, value)?;
        }
        self.text.push_str("\r\n");
        self.flush();
        self.sources.push(file.source);
        self.text.push_str("\r\n");
        Ok(())
    }

    /// `--boundary` and `Content-Disposition`
    fn head(&mut self, name: &str, file: Option<&str>) {
        let name = escaped(name);
        let file = file.map(|file| format!("; filename=\"{}\"", escaped(file)));
        self.text.push_str(&format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{name}\"{}\r\n",
            self.boundary,
            file.unwrap_or_default()
        ));
    }

    fn header(&mut self, name: &HeaderName, value: &str) -> Result<(), Error> {
        // The value must have no line break.
        header_value(name.as_str(), value)?;
        self.text.push_str(&format!("{name}: {value}\r\n"));
        Ok(())
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.sources.push(Source::Bytes(text.into()));
    }

    fn finish(mut self) -> Vec<Source> {
        self.text.push_str(&format!("--{}--\r\n", self.boundary));
        self.flush();
        self.sources
    }
}

/// The error for a mark that is only a piece of a text, such as of JSON in a string: what else is in that text is not known.
fn misplaced(name: &str) -> Error {
    let why = format!("part `{name}`: a file is inside of a text, where it cannot be sent");
    Error::invalid(why).with_field(Some(name.to_owned()))
}

/// Escapes a name as the HTML standard says: other characters are sent as UTF-8.
fn escaped(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
