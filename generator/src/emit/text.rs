//! Regular code, written as text.
//!
//! Setters and serde impls are most of what is emitted, and all alike. Writing them formatted spares the way through tokens, the
//! parser and the printer, which took most of a run's time. What stands in this text is names of the IR, which are identifiers,
//! literals as `proc_macro2` writes them, and doc comments whose lines were cleaned.

use std::fmt::Write as _;

use proc_macro2::Literal;

/// Where lines are wrapped.
pub(crate) const WIDTH: usize = 100;

/// Writes `start`, `items` and `end`: on one line if they fit, else with each item on a line of its own.
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
        let _ = writeln!(out, "{:indent$}    {item},", "");
    }
    let _ = writeln!(out, "{:indent$}{end}", "");
}

/// Writes `start`, `items` and `end`, as many items on each line as fit.
pub(crate) fn fill(out: &mut String, indent: usize, start: &str, items: &[String], end: &str) {
    let one_line: usize = items.iter().map(|item| item.len() + 2).sum();
    if indent + start.len() + one_line + end.len() <= WIDTH {
        let _ = writeln!(out, "{:indent$}{start}{}{end}", "", items.join(", "));
        return;
    }
    let _ = write!(out, "{:indent$}{start}", "");
    let mut column = WIDTH;
    for item in items {
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

/// A function of an `impl`, its attributes already written.
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
        let _ = writeln!(out, "        {line}");
    }
    out.push_str("    }\n");
}

/// A text as a literal of Rust: whatever is in it, it stays in it.
pub(crate) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// A blank line, unless the block has just begun.
pub(crate) fn apart(out: &mut String) {
    if !out.ends_with("{\n") {
        out.push('\n');
    }
}
