//! Doc comments of the emitted items.

use std::borrow::Cow;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::{escape, safe};
use super::text;
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
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
enum Line {
    /// Markdown that may hold text out of a document.
    Text(String),
    /// A line of an example of our own.
    Own(String),
    /// `use this_crate::…;` of an example: what follows the crate's name, which only its manifest knows.
    Use(String),
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
        self.blank();
        wrap(&line, &mut self.lines);
    }

    /// Appends an example: `uses` is imported from the crate, and `code` is compiled with the crate's other tests.
    pub(crate) fn example(&mut self, attribute: &str, uses: &str, code: &[String]) {
        self.blank();
        let own = |line: &str| Line::Own(line.to_owned());
        self.lines.push(Line::Own(format!("```{attribute}")));
        self.lines.push(Line::Use(uses.to_owned()));
        self.lines.push(own(""));
        self.lines.extend(code.iter().map(|line| own(line)));
        self.lines.push(own("```"));
    }

    /// Ends the paragraph.
    fn blank(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::Text(String::new()));
        }
    }

    /// Appends lines of our own Markdown that belong together: a list, a table.
    pub(crate) fn block_of(&mut self, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter();
        if let Some(first) = lines.next() {
            self.block(first);
        }
        self.lines_of(lines);
    }

    /// Appends lines of our own Markdown, which continue the last block.
    pub(crate) fn lines_of(&mut self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            wrap(&line, &mut self.lines);
        }
    }

    /// Appends Markdown out of a document, which comes wrapped.
    pub(crate) fn foreign(&mut self, text: &str) {
        let lines = safe::blocks(text);
        if !lines.is_empty() {
            self.blank();
        }
        self.lines.extend(lines.into_iter().map(Line::Text));
    }

    /// Appends how sure the document is, and where more is to be read.
    pub(crate) fn source(&mut self, docs: &Docs) {
        if docs.has_inferred_type {
            self.block(INFERRED_TYPE);
        }
        if let Some(sentence) = provenance(docs.provenance) {
            self.block(sentence);
        }
        if let Some(link) = docs.url.as_deref().and_then(link) {
            self.block(format!("Vendor documentation: {link}."));
        }
    }

    /// Appends which page of the reference shows the item.
    pub(crate) fn page(&mut self, path: &str) {
        self.block(format!("Page: {}.", escape::code(path)));
    }

    /// The lines, held against what Markdown makes of them. Whatever the renderer and the wrapping may overlook: text out of a
    /// document never becomes an example that rustdoc would run, nor HTML. It is shown as it stands instead.
    fn harmless(&self) -> Cow<'_, [Line]> {
        let parts = self.lines.split(|line| !matches!(line, Line::Text(_)));
        let texts = |part: &[Line]| {
            part.iter()
                .filter_map(Line::as_text)
                .collect::<Vec<_>>()
                .join("\n")
        };
        if parts.map(texts).all(|text| safe::is_harmless(&text)) {
            return Cow::Borrowed(&self.lines);
        }
        let whole: Vec<&str> = self.lines.iter().filter_map(Line::as_text).collect();
        let fence = "`".repeat(escape::longest_run(&whole.concat(), '`').max(2) + 1);
        let shown = whole.into_iter().map(|line| Line::Text(line.to_owned()));
        let fenced = std::iter::once(Line::Text(format!("{fence}text")))
            .chain(shown)
            .chain([Line::Text(fence.clone())]);
        let own = self
            .lines
            .iter()
            .filter(|line| line.as_text().is_none())
            .cloned();
        Cow::Owned(fenced.chain(own).collect())
    }

    /// As outer attributes: `/// …`.
    pub(crate) fn outer(&self) -> TokenStream {
        let lines = self.harmless();
        let lines = lines.iter().map(Line::tokens);
        quote!(#(#[doc = #lines])*)
    }

    /// As inner attributes: `//! …`.
    pub(crate) fn inner(&self) -> TokenStream {
        let lines = self.harmless();
        let lines = lines.iter().map(Line::tokens);
        quote!(#(#![doc = #lines])*)
    }

    /// As text, for what is written without tokens.
    pub(crate) fn text(&self, indent: &str, out: &mut String) {
        for line in self.harmless().iter() {
            let _ = match line {
                Line::Text(text) | Line::Own(text) => writeln!(out, "{indent}///{}", spaced(text)),
                Line::Use(_) => writeln!(out, "{indent}#[doc = {}]", line.value()),
            };
        }
    }

    /// As text of inner attributes, which are there only with the feature: their links and examples need it.
    pub(crate) fn gated(&self, feature: &str, out: &mut String) {
        let feature = text::literal(feature);
        for line in self.harmless().iter() {
            let _ = writeln!(
                out,
                "#![cfg_attr(feature = {feature}, doc = {})]",
                line.value()
            );
        }
    }

    /// As text of inner attributes: `//! …`.
    pub(crate) fn inner_text(&self, out: &mut String) {
        for line in self.harmless().iter() {
            let _ = match line {
                Line::Text(text) | Line::Own(text) => writeln!(out, "//!{}", spaced(text)),
                Line::Use(_) => writeln!(out, "#![doc = {}]", line.value()),
            };
        }
    }
}

impl Line {
    /// The line, if it may hold text out of a document.
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Own(_) | Self::Use(_) => None,
        }
    }

    /// The value of an attribute that is written as one. Beside `///`, rustdoc expects no space at its beginning.
    fn value(&self) -> String {
        match self {
            Self::Text(text) | Self::Own(text) => text::literal(text),
            Self::Use(path) => format!(
                "concat!(\"use \", env!(\"CARGO_CRATE_NAME\"), {})",
                text::literal(&format!("::{path};"))
            ),
        }
    }

    /// The value of an attribute that is printed as `///`, if it can be.
    fn tokens(&self) -> TokenStream {
        match self {
            Self::Text(text) | Self::Own(text) => {
                let text = spaced(text);
                quote!(#text)
            }
            Self::Use(_) => self.value().parse().unwrap_or_default(),
        }
    }
}

/// Wraps a line of our own Markdown. What continues an item of a list is indented.
fn wrap(line: &str, out: &mut Vec<Line>) {
    let words = line.trim_start();
    let indent = " ".repeat(line.len() - line.trim_start_matches([' ', '-']).len());
    let mut current = " ".repeat(line.len() - words.len());
    let mut begins = true;
    for word in words.split(' ') {
        let is_full = current.len() + 1 + word.len() > safe::WIDTH && !begins;
        if is_full && escape::line_start(word).is_none() {
            out.push(Line::Text(std::mem::replace(&mut current, indent.clone())));
            begins = true;
        }
        if !begins {
            current.push(' ');
        }
        current.push_str(word);
        begins = false;
    }
    out.push(Line::Text(current));
}

fn spaced(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// The note on an item whose type is not documented.
pub(crate) const INFERRED_TYPE: &str = "Type inferred from the name.";

/// The note on an item that is not on a current page.
pub(crate) fn provenance(provenance: Provenance) -> Option<&'static str> {
    match provenance {
        Provenance::Documented => None,
        Provenance::Older => Some("Documented only on an older page."),
        Provenance::Inferred => Some("Name inferred from the description on the vendor's page."),
        Provenance::Object => Some(
            "Not documented for this request; taken from the documented object of the resource.",
        ),
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

/// ``[`token`](ClientBuilder::token), …``: the methods of a type.
pub(crate) fn methods(owner: &str, names: &[&str]) -> String {
    let links: Vec<String> = names
        .iter()
        .map(|name| format!("[`{name}`]({owner}::{name})"))
        .collect();
    links.join(", ")
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

/// For what follows a colon.
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars
        .next()
        .map(|c| c.to_lowercase().to_string())
        .unwrap_or_default();
    first + chars.as_str()
}
