//! Objects other than schemas.

use super::rewriter::Rewriter;
use crate::bundle::grammar::Kind;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::diag::Diagnostic;
use crate::load::{Entries, Entry, Tree};
use crate::source::Origin;

/// Rewrites the object at `at`.
pub(super) fn rewrite(
    cx: &mut Rewriter<'_>,
    kind: Kind,
    object: &mut Entries,
    at: &SourceLocation,
) {
    match kind {
        Kind::Document => document(cx, object, at),
        Kind::Info => info(object),
        Kind::Operation => add(object, "responses"),
        Kind::Parameter => parameter(cx, object, at),
        Kind::MediaType => media_type(cx, object, at),
        Kind::SecurityScheme => security_scheme(object),
        _ => {}
    }
    if kind != Kind::PathItem && object.contains_key("$ref") {
        texts(cx, kind, object);
    }
}

fn document(cx: &mut Rewriter<'_>, object: &mut Entries, at: &SourceLocation) {
    if let Some(version) = object.get_mut("openapi") {
        version.value = Tree::scalar(version.value.origin, "3.0.3");
    }
    if ["webhooks", "components"]
        .iter()
        .any(|key| object.contains_key(*key))
    {
        add(object, "paths");
    }
    if let Some(webhooks) = object.shift_remove("webhooks") {
        cx.moved(at, "/webhooks", "/x-webhooks");
        object.insert("x-webhooks".to_owned(), webhooks);
    }
}

/// Adds an empty mapping for a key that 3.0 requires.
fn add(object: &mut Entries, key: &str) {
    let origin: Origin = object
        .values()
        .next()
        .map_or_else(Origin::default, |first| first.key);
    let value = Tree::empty(origin);
    let missing = Entry { key: origin, value };
    object.entry(key.to_owned()).or_insert(missing);
}

/// Puts the summary in front of the description.
fn info(object: &mut Entries) {
    let Some(mut summary) = object.shift_remove("summary") else {
        return;
    };
    let description = object
        .get("description")
        .and_then(|entry| entry.value.as_str());
    if let (Some(text), Some(more)) = (summary.value.as_str(), description) {
        summary.value = Tree::scalar(summary.value.origin, format!("{text}\n\n{more}"));
    }
    object.insert("description".to_owned(), summary);
}

/// Marks a parameter that is the whole query.
pub(crate) const WHOLE_QUERY: &str = "x-whole-query";

/// The media type of a query as a whole whose properties are parameters.
const FORM: &str = "application/x-www-form-urlencoded";

/// Describes what parameters can be in OpenAPI 3.2 by what 3.0 has: a query as a whole by an object whose properties are parameters
/// of their own, or by a value without a name, and a cookie that is not escaped by one that is.
fn parameter(cx: &mut Rewriter<'_>, object: &mut Entries, at: &SourceLocation) {
    match text(object, "in") {
        Some("cookie") if text(object, "style") == Some("cookie") => {
            if let Some(style) = object.get_mut("style") {
                style.value = Tree::scalar(style.value.origin, "form");
                let message = "`style: cookie` is read as `form`, so special characters in the value are escaped";
                cx.note(
                    style.key,
                    message,
                    "write `form` if the server decodes them",
                );
            }
        }
        Some("querystring") => query_string(cx, object, at),
        _ => {}
    }
}

fn text<'o>(object: &'o Entries, key: &str) -> Option<&'o str> {
    object.get(key)?.value.as_str()
}

fn query_string(cx: &mut Rewriter<'_>, object: &mut Entries, at: &SourceLocation) {
    let Some(place) = object.get_mut("in") else {
        return;
    };
    place.value = Tree::scalar(place.value.origin, "query");
    let place = Entry {
        key: place.key,
        value: Tree::scalar(place.value.origin, true),
    };
    let content = object.get_mut("content").map(|content| &mut content.value);
    let is_missing = content.is_none();
    let form = content.and_then(|content| content.part_mut(FORM)?.as_map_mut());
    let Some(schema) = form.and_then(|form| form.shift_remove("schema")) else {
        if is_missing {
            let message =
                "the query as a whole (`in: querystring` of OpenAPI 3.2) requires `content`";
            let help =
                "write `content: {application/json: {schema: …}}`, or the media type of a form";
            cx.diags
                .push(Diagnostic::error(place.key, message).help(help));
        }
        object.insert(WHOLE_QUERY.to_owned(), place);
        return;
    };
    let style = Entry {
        key: place.key,
        value: Tree::scalar(place.value.origin, "form"),
    };
    object.shift_remove("content");
    let pointer = pointer::child("/content", FORM) + "/schema";
    cx.moved(at, &pointer, "/schema");
    object.insert("schema".to_owned(), schema);
    object.insert("style".to_owned(), style);
}

/// Describes a stream by the schema of its items, which OpenAPI 3.2 has. That of the whole is a list of them.
fn media_type(cx: &mut Rewriter<'_>, object: &mut Entries, at: &SourceLocation) {
    let Some(item) = object.shift_remove("itemSchema") else {
        return;
    };
    cx.moved(at, "/itemSchema", "/schema");
    object.insert("schema".to_owned(), item);
}

/// Turns a scheme that 3.0 does not have into the most similar one.
fn security_scheme(object: &mut Entries) {
    let Some(ty) = object.get_mut("type") else {
        return;
    };
    if ty.value.as_str() != Some("mutualTLS") {
        return;
    }
    let (key, origin) = (ty.key, ty.value.origin);
    ty.value = Tree::scalar(origin, "http");
    let value = Tree::scalar(origin, "mutualTLS");
    object.insert("scheme".to_owned(), Entry { key, value });
}

/// Removes texts next to a reference, except for the description of a parameter, which is that of a setter.
fn texts(cx: &mut Rewriter<'_>, kind: Kind, object: &mut Entries) {
    let removed: &[&str] = match kind {
        Kind::Parameter => &["summary"],
        _ => &["summary", "description"],
    };
    for &name in removed {
        if let Some(entry) = object.shift_remove(name) {
            let message = format!("`{name}` next to `$ref` has no effect");
            let help = "write it in the definition that `$ref` points to";
            cx.note(entry.key, message, help);
        }
    }
}
