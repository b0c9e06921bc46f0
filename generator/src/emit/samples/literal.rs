//! JSON values as literals of other languages.

use std::fmt::Write as _;

use serde_json::Value;

use crate::ir::Syntax;

/// `value` as a literal. All lines but the first are indented by `indent` spaces.
pub(crate) fn literal(syntax: Syntax, value: &Value, indent: usize) -> String {
    let mut out = String::new();
    write(syntax, value, indent, &mut out);
    out
}

/// `'pro'`, `"pro"`
pub(crate) fn text(syntax: Syntax, text: &str) -> String {
    let json = Value::from(text).to_string();
    match syntax {
        Syntax::Python => json,
        Syntax::JavaScript => {
            let inner = json
                .get(1..json.len().saturating_sub(1))
                .unwrap_or_default();
            format!("'{}'", inner.replace("\\\"", "\"").replace('\'', "\\'"))
        }
    }
}

/// A key of an object, with its separator: `plan: `, `"plan": `.
pub(crate) fn key(syntax: Syntax, name: &str) -> String {
    let is_word = |name: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        name.chars().all(fits) && name.starts_with(|c: char| !c.is_ascii_digit())
    };
    match syntax {
        // As a plain key, it would set the prototype.
        Syntax::JavaScript if name == "__proto__" => "['__proto__']: ".to_owned(),
        Syntax::JavaScript if is_word(name) => format!("{name}: "),
        _ => format!("{}: ", text(syntax, name)),
    }
}

/// The indentation of the parts of a value.
fn step(syntax: Syntax) -> usize {
    match syntax {
        Syntax::JavaScript => 2,
        Syntax::Python => 4,
    }
}

fn write(syntax: Syntax, value: &Value, indent: usize, out: &mut String) {
    let inner = indent + step(syntax);
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            out.push_str("{\n");
            for (name, value) in entries {
                let _ = write!(out, "{:inner$}{}", "", key(syntax, name));
                write(syntax, value, inner, out);
                out.push_str(",\n");
            }
            let _ = write!(out, "{:indent$}}}", "");
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            out.push_str("[\n");
            for item in items {
                let _ = write!(out, "{:inner$}", "");
                write(syntax, item, inner, out);
                out.push_str(",\n");
            }
            let _ = write!(out, "{:indent$}]", "");
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| literal(syntax, item, indent));
            let _ = write!(out, "[{}]", items.collect::<Vec<_>>().join(", "));
        }
        Value::Object(_) => out.push_str("{}"),
        Value::String(value) => out.push_str(&text(syntax, value)),
        Value::Bool(true) if syntax == Syntax::Python => out.push_str("True"),
        Value::Bool(false) if syntax == Syntax::Python => out.push_str("False"),
        Value::Null if syntax == Syntax::Python => out.push_str("None"),
        Value::Bool(_) | Value::Null | Value::Number(_) => {
            let _ = write!(out, "{value}");
        }
    }
}
