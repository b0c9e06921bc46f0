//! Doc comments of the emitted items.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::{escape, safe};
use crate::ir::{Docs, Provenance};

/// The lines of one doc comment.
///
/// ```text
/// /// Given name.
/// ///
/// /// Required by Gorgias. Supported by Dixa.
/// ```
#[derive(Clone, Debug, Default)]
pub(crate) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    /// Begins with one line of our own Markdown.
    pub(crate) fn new(line: impl Into<String>) -> Self {
        let mut doc = Self::default();
        doc.block(line);
        doc
    }

    /// Begins with what a document says; with `fallback` if it says nothing.
    pub(crate) fn of(docs: &Docs, fallback: impl FnOnce() -> String) -> Self {
        let mut doc = Self::default();
        if let Some(summary) = &docs.summary {
            doc.block(full_stop(&safe::inline(summary)));
        }
        if let Some(description) = docs
            .description
            .as_ref()
            .filter(|text| Some(*text) != docs.summary.as_ref())
        {
            doc.foreign(description);
        }
        if doc.lines.is_empty() {
            doc.block(fallback());
        }
        doc
    }

    /// Appends a paragraph of our own Markdown.
    pub(crate) fn block(&mut self, line: impl Into<String>) {
        let line = line.into();
        if line.is_empty() {
            return;
        }
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        wrap(&line, &mut self.lines);
    }

    /// Appends lines of our own Markdown that belong together: a list, a table.
    pub(crate) fn block_of(&mut self, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter();
        if let Some(first) = lines.next() {
            self.block(first);
        }
        for line in lines {
            wrap(&line, &mut self.lines);
        }
    }

    /// Appends Markdown out of a document, which comes wrapped.
    pub(crate) fn foreign(&mut self, text: &str) {
        let lines = safe::blocks(text);
        if !self.lines.is_empty() && !lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
    }

    /// Appends how sure the document is, and where more is to be read.
    pub(crate) fn source(&mut self, docs: &Docs) {
        if let Some(sentence) = provenance(docs.provenance) {
            self.block(sentence);
        }
        if let Some(link) = docs.url.as_deref().and_then(link) {
            self.block(format!("Documentation: {link}."));
        }
    }

    /// As outer attributes: `/// …`.
    pub(crate) fn outer(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| spaced(line));
        quote!(#(#[doc = #lines])*)
    }

    /// As inner attributes: `//! …`.
    pub(crate) fn inner(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| spaced(line));
        quote!(#(#![doc = #lines])*)
    }

    /// As text, for what is written without tokens.
    pub(crate) fn text(&self, indent: &str, out: &mut String) {
        for line in &self.lines {
            out.push_str(indent);
            out.push_str("///");
            out.push_str(&spaced(line));
            out.push('\n');
        }
    }
}

/// Wraps a line of our own Markdown. What continues an item of a list is indented.
fn wrap(line: &str, out: &mut Vec<String>) {
    let indent = line.len() - line.trim_start_matches([' ', '-']).len();
    let mut current = String::new();
    for word in line.split(' ') {
        let is_full = current.len() + 1 + word.len() > safe::WIDTH && current.len() > indent;
        if is_full && escape::line_start(word).is_none() {
            out.push(std::mem::take(&mut current));
            current.push_str(&" ".repeat(indent));
        } else if !current.is_empty() {
            current.push(' ');
        }
        if current.is_empty() && word.is_empty() {
            // The line is indented.
            current.push(' ');
            continue;
        }
        current.push_str(word);
    }
    out.push(current);
}

fn spaced(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// What is to be said of an item that is not printed on a current page.
pub(crate) fn provenance(provenance: Provenance) -> Option<&'static str> {
    match provenance {
        Provenance::Documented => None,
        Provenance::Older => Some("Only an older page of the documentation shows this."),
        Provenance::Inferred => {
            Some("The documentation lost this name; it was matched by its description.")
        }
    }
}

/// ``[`CREATE`](super::CREATE)``; without the target where the label is the target already, as rustdoc wants it.
pub(crate) fn item(label: &str, path: &str) -> String {
    if label == path {
        format!("[`{label}`]")
    } else {
        format!("[`{label}`]({path})")
    }
}

/// `<https://…>`, if the address is one.
pub(crate) fn link(url: &str) -> Option<String> {
    let is_address = url.starts_with("https://") || url.starts_with("http://");
    let harmless = !url
        .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\'));
    (is_address && harmless).then(|| format!("<{}>", escape::clean(url)))
}

/// A summary is written without a full stop; as the first paragraph it has one.
pub(crate) fn full_stop(text: &str) -> String {
    let ended = text.is_empty() || text.ends_with(['.', '!', '?', ':', ';', ',']);
    if ended {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// `#[deprecated]`, where a document says so.
pub(crate) fn deprecated(docs: &Docs, indent: &str, out: &mut String) {
    if docs.deprecated {
        out.push_str(indent);
        out.push_str("#[deprecated]\n");
    }
}

/// `A, B and C`
pub(crate) fn enumeration(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
