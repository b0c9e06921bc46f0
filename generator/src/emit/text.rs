//! Regular code, emitted as text.
//!
//! Most of the output is setters and serde impls, which all look alike. Emitting them as formatted text skips tokens, parser and
//! printer, which took most of the run time. The text contains only names from the IR, which are identifiers, literals as
//! `proc_macro2` prints them, and doc comments with cleaned lines.

use std::borrow::Borrow;
use std::fmt::Write as _;

use proc_macro2::Literal;

pub(crate) fn setter(
    out: &mut String,
    name: &str,
    arguments: impl IntoIterator<Item = String>,
    mut statements: Vec<String>,
) {
    let arguments: Vec<String> = std::iter::once("mut self".to_owned())
        .chain(arguments)
        .collect();
    statements.push("self".to_owned());
    method(out, name, &arguments, "Self", &statements);
}

/// The width at which lines are wrapped.
pub(crate) const WIDTH: usize = 100;

/// Writes `start`, `items` and `end`: on one line if they fit, else one item per line.
///
/// ```text
///     pub fn new(
///         email: impl Into<String>,
///     ) -> Self {
/// ```
pub(crate) fn list(
    out: &mut String,
    indent: usize,
    start: &str,
    items: &[String],
    spaced: bool,
    end: &str,
) {
    let space = if spaced && !items.is_empty() { " " } else { "" };
    let line = format!("{start}{space}{}{space}{end}", items.join(", "));
    if indent + line.len() <= WIDTH || items.is_empty() {
        let _ = writeln!(out, "{:indent$}{line}", "");
        return;
    }
    let _ = writeln!(out, "{:indent$}{start}", "");
    for item in items {
        let _ = writeln!(out, "{:indent$}    {},", "", broken_item(indent + 4, item));
    }
    let _ = writeln!(out, "{:indent$}{end}", "");
}

/// Writes `start`, `items` and `end`, with as many items per line as fit.
pub(crate) fn fill(
    out: &mut String,
    indent: usize,
    start: &str,
    items: &[impl Borrow<str>],
    end: &str,
) {
    let one_line: usize = items.iter().map(|item| item.borrow().len() + 2).sum();
    if indent + start.len() + one_line + end.len() <= WIDTH {
        let _ = writeln!(out, "{:indent$}{start}{}{end}", "", items.join(", "));
        return;
    }
    let _ = write!(out, "{:indent$}{start}", "");
    let mut column = WIDTH;
    for item in items.iter().map(Borrow::borrow) {
        if column + item.len() + 2 > WIDTH {
            let _ = write!(out, "\n{:indent$}    {item},", "");
            column = indent + 4 + item.len() + 1;
        } else {
            let _ = write!(out, " {item},");
            column += item.len() + 2;
        }
    }
    let _ = writeln!(out, "\n{:indent$}{end}", "");
}

/// Writes a function of an `impl`. Its attributes are already written.
///
/// ```text
///     pub fn name(mut self, name: impl Into<String>) -> Self {
///         self.name = Some(name.into());
///         self
///     }
/// ```
pub(crate) fn method(
    out: &mut String,
    name: &str,
    arguments: &[String],
    brings: &str,
    body: &[String],
) {
    list(
        out,
        4,
        &format!("pub fn {name}("),
        arguments,
        false,
        &format!(") -> {brings} {{"),
    );
    for line in body {
        let _ = writeln!(out, "        {}", broken(8, line));
    }
    out.push_str("    }\n");
}

/// The code, with the items of its last brackets on a line each if it is too long for one line.
///
/// ```text
/// self.call.set_query(
///     "…",
///     QueryStyle::Form,
///     &value,
/// );
/// ```
pub(crate) fn broken(indent: usize, code: &str) -> String {
    if indent + code.len() <= WIDTH || code.contains('\n') {
        return code.to_owned();
    }
    split(indent, code)
}

/// The same for code that a comma follows.
pub(crate) fn broken_item(indent: usize, code: &str) -> String {
    if indent + code.len() < WIDTH {
        code.to_owned()
    } else {
        split(indent, code)
    }
}

/// The code, with the items of its last brackets on a line each.
pub(crate) fn split(indent: usize, code: &str) -> String {
    let Some((start, items, end)) = last_list(code) else {
        return code.to_owned();
    };
    let mut out = format!("{start}\n");
    for item in items {
        let _ = writeln!(
            out,
            "{:indent$}    {},",
            "",
            broken_item(indent + 4, item.trim())
        );
    }
    let _ = write!(out, "{:indent$}{end}", "");
    out
}

/// A value of a sample, over several lines if it is too long for one: a chain of calls has one on each line, and anything else is split
/// at its last brackets.
///
/// ```text
/// .to([
///     Recipient::new("ada@example.com")
///         .name("Ada")
///         .kind(RecipientKind::Copy),
/// ])
/// ```
pub(crate) fn broken_value(indent: usize, code: &str) -> String {
    // A comma or a semicolon follows.
    if indent + code.len() < WIDTH {
        return code.to_owned();
    }
    let links = links(code);
    if let [first, rest @ ..] = links.as_slice()
        && !rest.is_empty()
        && !first.is_empty()
    {
        let mut out = broken_value(indent, first);
        for link in rest {
            let link = broken_value(indent + 4, link);
            let _ = write!(out, "\n{:indent$}    {link}", "");
        }
        return out;
    }
    let Some((start, mut items, end)) = last_list(code) else {
        return code.to_owned();
    };
    let (mut start, mut end) = (start.to_owned(), end.to_owned());
    // The brackets of an only argument begin and end with those around it.
    while let [only] = items.as_slice()
        && only.ends_with(']')
        && let Some((before, inner, after)) = last_list(only)
        && matches!(before, "[" | "vec![")
    {
        start.push_str(before);
        end.insert_str(0, after);
        items = inner;
    }
    let mut out = format!("{start}\n");
    for item in items {
        let item = broken_value(indent + 4, item.trim());
        let _ = writeln!(out, "{:indent$}    {item},", "");
    }
    let _ = write!(out, "{:indent$}{end}", "");
    out
}

/// The code, split before each call of a method of the result of a call: `A::new(b)`, `.c(d)`
fn links(code: &str) -> Vec<&str> {
    let (mut depth, mut at, mut from) = (0_usize, 0, 0);
    let mut found = Vec::new();
    while let Some(next) = code.get(at..).and_then(|rest| rest.chars().next()) {
        match next {
            '"' => at += string_length(&code[at..]) - 1,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && code[at + 1..].starts_with('.') {
                    found.push(&code[from..=at]);
                    from = at + 1;
                }
            }
            _ => {}
        }
        at += next.len_utf8();
    }
    found.push(&code[from..]);
    found
}

/// What is before, between and after the last outer brackets of the code. Brackets and commas in strings do not count.
fn last_list(code: &str) -> Option<(&str, Vec<&str>, &str)> {
    let (mut depth, mut open, mut commas) = (0_usize, None, Vec::new());
    let mut found = None;
    let mut at = 0;
    while let Some(next) = code.get(at..).and_then(|rest| rest.chars().next()) {
        match next {
            '"' => at += string_length(&code[at..]) - 1,
            '(' | '[' | '{' => {
                if depth == 0 {
                    (open, commas) = (Some(at), Vec::new());
                }
                depth += 1;
            }
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                if let (0, Some(open)) = (depth, open)
                    && open + 1 < at
                {
                    found = Some((open + 1, std::mem::take(&mut commas), at));
                }
            }
            ',' if depth == 1 => commas.push(at),
            _ => {}
        }
        at += next.len_utf8();
    }
    let (open, commas, close) = found?;
    let mut items = Vec::new();
    let mut from = open;
    for comma in commas {
        items.push(&code[from..comma]);
        from = comma + 1;
    }
    items.push(&code[from..close]);
    Some((&code[..open], items, &code[close..]))
}

/// The length of the string literal at the beginning of `code`.
fn string_length(code: &str) -> usize {
    let mut escaped = false;
    let end = code.char_indices().skip(1).find(|(_, next)| {
        let ends = *next == '"' && !escaped;
        escaped = *next == '\\' && !escaped;
        ends
    });
    end.map_or(code.len(), |(at, _)| at + 1)
}

/// The text as a Rust literal, with everything in it escaped.
pub(crate) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// Appends a blank line, unless a block has just begun.
pub(crate) fn apart(out: &mut String) {
    if !out.ends_with("{\n") {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_split_at_their_calls_and_brackets() {
        let code = format!(
            r#".to([A::new("a.b(").kind(K::B).name("{}")])"#,
            "x".repeat(60)
        );
        let expected = format!(
            ".to([\n            A::new(\"a.b(\")\n                .kind(K::B)\n                .name(\"{}\"),\n        ])",
            "x".repeat(60)
        );
        assert_eq!(broken_value(8, &code), expected);
        assert_eq!(broken_value(8, ".name(\"x\")"), ".name(\"x\")");
        let unbreakable = format!("\"{}\"", "x".repeat(100));
        assert_eq!(broken_value(8, &unbreakable), unbreakable);
    }

    #[test]
    fn long_code_is_split_at_its_last_outer_brackets() {
        let code = r#"self.call(a, b).set("(,\"", Form, &f(x, y));"#;
        let expected = "self.call(a, b).set(\n    \"(,\\\"\",\n    Form,\n    &f(x, y),\n);";
        assert_eq!(split(0, code), expected);
        assert_eq!(split(0, "f()"), "f()");
        assert_eq!(
            broken(90, "f(long, enough)"),
            format!("f(\n{0:94}long,\n{0:94}enough,\n{0:90})", "")
        );
    }
}
