//! Samples from the documents' templates.

use serde_json::Value;

use crate::emit::prose::{escape, markdown};
use crate::emit::samples::call::{Call, Code};
use crate::emit::samples::literal::{key, literal, text};
use crate::ir::{Media, SampleTemplate, Syntax, parameter_path};

impl Call<'_> {
    /// The sample of a template; `None` if the template has no call for the operation.
    pub(crate) fn template(&self, template: &SampleTemplate) -> Option<Code> {
        let (call, captures) = template.calls.iter().find_map(|call| {
            let captures = call
                .pattern
                .captures(self.operation.http, &self.operation.path)?;
            Some((call, captures))
        })?;
        let mut code = Code {
            title: template.title.clone(),
            about: template.description.as_deref().map(markdown::inline),
            code: None,
        };
        match &call.code {
            Ok(text) if self.other_body().is_some_and(|_| text.contains("{{body}}")) => {
                let media = escape::code(self.other_body().unwrap_or_default());
                code.about = Some(format!(
                    "How this client sends a body of the type {media} is not documented."
                ));
            }
            Ok(text) => {
                let call = self.fill(template.syntax, text, &captures);
                let filled = expand(&template.frame, |name, indent| {
                    (name == "call").then(|| indented(call.trim_end(), indent))
                });
                code.code = Some((template.language.clone(), filled));
            }
            Err(why) => code.about = Some(markdown::inline(why)),
        }
        Some(code)
    }

    /// The media type of a body that is not JSON, for which a literal in a template would be wrong.
    fn other_body(&self) -> Option<&str> {
        let (body, _) = self.body.as_ref()?;
        (!matches!(body.media, Media::Json(_))).then(|| body.media.name())
    }

    fn fill(&self, syntax: Syntax, code: &str, captures: &[(&str, &str)]) -> String {
        expand(code, |name, indent| match name {
            "body" => {
                let body = self
                    .json_body()
                    .unwrap_or_else(|| Value::Object(Default::default()));
                Some(literal(syntax, &body, indent))
            }
            "query" => {
                let entries = self.query_values().into_iter().map(|(name, value)| {
                    let key = key(syntax, parameter_path(name));
                    format!("{key}{},", literal(syntax, &value, indent))
                });
                let entries: Vec<String> = entries.collect();
                Some(entries.join(&format!("\n{:indent$}", "")))
            }
            name => {
                let (_, part) = captures.iter().find(|(known, _)| *known == name)?;
                let parameter = part
                    .strip_prefix('{')
                    .and_then(|part| part.strip_suffix('}'));
                Some(match parameter {
                    Some(name) => literal(syntax, &self.path_value(name), indent),
                    None => text(syntax, part),
                })
            }
        })
    }
}

/// Replaces each `{{name}}` by a value. `value` gets the name and the indentation of the line.
fn expand(code: &str, value: impl Fn(&str, usize) -> Option<String>) -> String {
    let mut out = String::with_capacity(code.len());
    for line in code.lines() {
        let indent = line.len() - line.trim_start().len();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            match after.split_once("}}") {
                Some((name, after)) => {
                    out.push_str(&value(name, indent).unwrap_or_default());
                    rest = after;
                }
                None => {
                    out.push_str("{{");
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        out.push('\n');
    }
    out
}

/// Indents all lines but the first.
fn indented(text: &str, indent: usize) -> String {
    let lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| match (index, line) {
            (0, line) => line.to_owned(),
            (_, "") => "\n".to_owned(),
            (_, line) => format!("\n{:indent$}{line}", ""),
        });
    lines.collect()
}
