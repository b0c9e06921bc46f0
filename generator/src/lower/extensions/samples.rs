//! Templates of samples: `x-truto-samples`.

use serde_json::Value;

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::{Diagnostics, described, one_of};
use crate::ir::{HttpMethod, Pattern, SampleCall, SampleTemplate, Segment, Syntax};

/// The languages, and the syntax of their values.
const LANGUAGES: [(&str, Syntax); 3] = [
    ("javascript", Syntax::JavaScript),
    ("typescript", Syntax::JavaScript),
    ("python", Syntax::Python),
];

const PATTERN: &str =
    "write a method and a path with names in braces, such as `GET /{model}/{resource}/{id}`";

const CALLS: &str =
    "write entries such as `GET /{model}/{resource}/{id}: get({{id}})` under `calls:`";

/// Returns the valid templates, and reports the others.
pub(crate) fn templates(
    diags: &mut Diagnostics,
    value: &Value,
    at: &At<'_>,
) -> Vec<SampleTemplate> {
    let Value::Array(entries) = value else {
        let help =
            "write a list of mappings with the keys `title`, `language`, `frame` and `calls`";
        let message = format!(
            "`x-truto-samples` must be a list; found {}",
            described(value)
        );
        diags.push(at.error(message, help));
        return Vec::new();
    };
    let entries = entries.iter().enumerate();
    entries
        .filter_map(|(index, entry)| template(diags, entry, &at.index(index)))
        .collect()
}

fn template(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Option<SampleTemplate> {
    let keys = ["title", "language", "description", "frame", "calls"];
    let mut reader = Reader::new(diags, value, at, &keys)?;
    let title = reader.text("title", "the title of the sample");
    let language = reader.text("language", "the name of the language, such as `python`");
    let description = reader.choice("description").map(str::to_owned);
    let frame = reader.text("frame", "code that contains `{{call}}`");
    let (title, language, frame) = (title?, language?, frame?);
    let known = LANGUAGES.iter().find(|(name, _)| *name == language);
    if known.is_none() {
        let names: Vec<&str> = LANGUAGES.iter().map(|(name, _)| *name).collect();
        let message = format!("unknown language `{language}`");
        reader.error("language", message, &format!("write {}", one_of(&names)));
    }
    if !placeholders(&frame).eq(["call"]) {
        let message =
            "`frame` must contain the placeholder `{{call}}` once, and no other placeholder";
        reader.error("frame", message, "write `{{call}}` where the call goes");
    }
    let Some(calls) = value.get("calls") else {
        diags.push(at.error("`calls` is missing", CALLS));
        return None;
    };
    let calls = self::calls(diags, calls, &at.key("calls"));
    Some(SampleTemplate {
        title,
        syntax: known?.1,
        language,
        description,
        frame,
        calls,
    })
}

fn calls(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Vec<SampleCall> {
    let Value::Object(entries) = value else {
        diags.push(at.error(
            format!(
                "`calls` must be a mapping from operation patterns to code; found {}",
                described(value)
            ),
            CALLS,
        ));
        return Vec::new();
    };
    let mut calls = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let at = at.key(key);
        let Some(pattern) = pattern(key) else {
            diags.push(at.key_error(format!("`{key}` is not an operation pattern"), PATTERN));
            continue;
        };
        let Some(code) = code(diags, key, value, &at) else {
            continue;
        };
        check_placeholders(diags, &code, &pattern, &at);
        let origin = at.key_origin();
        calls.push(SampleCall {
            pattern,
            code,
            origin,
        });
    }
    calls
}

/// Reads a string, or `{unavailable: …}`.
fn code(
    diags: &mut Diagnostics,
    key: &str,
    value: &Value,
    at: &At<'_>,
) -> Option<Result<String, String>> {
    if let Some(code) = value.as_str() {
        return Some(Ok(code.to_owned()));
    }
    if !value.is_object() {
        let message = format!(
            "`{key}` must be a string or a mapping; found {}",
            described(value)
        );
        let help = "write the code of the call, or `{unavailable: …}` with the reason why there is no call";
        diags.push(at.error(message, help));
        return None;
    }
    Reader::new(diags, value, at, &["unavailable"])?
        .text("unavailable", "the reason why there is no call")
        .map(Err)
}

fn check_placeholders(
    diags: &mut Diagnostics,
    code: &Result<String, String>,
    pattern: &Pattern,
    at: &At<'_>,
) {
    let Ok(code) = code else { return };
    let known: Vec<&str> = pattern.names().chain(["body", "query"]).collect();
    for name in placeholders(code).filter(|name| !known.contains(name)) {
        let known: Vec<String> = known.iter().map(|name| format!("{{{{{name}}}}}")).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = format!("write {}", one_of(&known));
        diags.push(at.error(format!("unknown placeholder `{{{{{name}}}}}`"), &help));
    }
}

/// Returns the names between `{{` and `}}`.
fn placeholders(code: &str) -> impl Iterator<Item = &str> {
    let parts = code.split("{{").skip(1);
    parts.filter_map(|part| Some(part.split_once("}}")?.0))
}

/// Parses `GET /unified/{model}/{resource}`.
fn pattern(text: &str) -> Option<Pattern> {
    let (method, path) = text.split_once(' ')?;
    let segments = path.strip_prefix('/')?.split('/').map(|segment| {
        let name = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        match name {
            Some(name) => Segment::Named(name.to_owned()),
            None => Segment::Fixed(segment.to_owned()),
        }
    });
    Some(Pattern {
        http: HttpMethod::from_name(method)?,
        segments: segments.collect(),
    })
}
