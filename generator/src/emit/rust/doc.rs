//! Doc comments of emitted items.

use std::borrow::Cow;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::prose::extensions::provenance;
use crate::emit::prose::phrases::full_stop;
use crate::emit::prose::wrap::{WIDTH, wrap};
use crate::emit::prose::{escape, markdown, source};
use crate::emit::text;
use crate::ir::Docs;
use crate::plan::root::Plan;

/// The lines of one doc comment.
///
/// ```text
/// /// Given name.
/// ///
/// /// Required by Delta. Supported by Alpha.
/// ```
#[derive(Clone, Debug, Default)]
pub(crate) struct Doc {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
enum Line {
    /// Markdown that can contain text from a document.
    Text(String),
    /// A line of a generated example.
    Own(String),
    /// The `use this_crate::…;` of an example: what follows the crate's name, which only the manifest has.
    Use(String),
}

impl Doc {
    /// Starts with one line of the generator's own Markdown.
    pub(crate) fn new(line: impl Into<String>) -> Self {
        let mut doc = Self::default();
        doc.block(line);
        doc
    }

    /// Starts with a document's text, or with `fallback` if there is none.
    pub(crate) fn of(docs: &Docs, fallback: impl FnOnce() -> String) -> Self {
        let mut doc = Self::default();
        if let Some(summary) = &docs.summary {
            doc.block(full_stop(&markdown::inline(summary)));
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

    /// Appends a paragraph of the generator's own Markdown.
    pub(crate) fn block(&mut self, line: impl Into<String>) {
        let line = line.into();
        if line.is_empty() {
            return;
        }
        self.blank();
        self.wrapped(&line);
    }

    /// Appends an example. It imports `uses` from the crate; `code` is compiled with the crate's other doctests.
    pub(crate) fn example(&mut self, attribute: &str, uses: &str, code: &[String]) {
        self.blank();
        let own = |line: &str| Line::Own(line.to_owned());
        self.lines.push(Line::Own(format!("```{attribute}")));
        self.lines.push(Line::Use(uses.to_owned()));
        self.lines.push(own(""));
        for line in code {
            // Raw strings are not split.
            let line = match "/// ".len() + line.len() > text::WIDTH && !line.contains("r#") {
                true => text::split(0, line),
                false => line.clone(),
            };
            self.lines.extend(line.lines().map(own));
        }
        self.lines.push(own("```"));
    }

    /// Ends the paragraph.
    fn blank(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::Text(String::new()));
        }
    }

    /// Appends a block of related lines, such as a list or a table, of the generator's own Markdown.
    pub(crate) fn block_of(&mut self, lines: impl IntoIterator<Item = String>) {
        let mut lines = lines.into_iter();
        if let Some(first) = lines.next() {
            self.block(first);
        }
        self.lines_of(lines);
    }

    /// Appends lines of the generator's own Markdown to the last block.
    pub(crate) fn lines_of(&mut self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            self.wrapped(&line);
        }
    }

    fn wrapped(&mut self, line: &str) {
        let lines = wrap(line, WIDTH).into_iter();
        self.lines.extend(lines.map(Line::Text));
    }

    /// Appends Markdown from a document, already wrapped.
    pub(crate) fn foreign(&mut self, text: &str) {
        let lines = markdown::blocks(text);
        if !lines.is_empty() {
            self.blank();
        }
        self.lines.extend(lines.into_iter().map(Line::Text));
    }

    /// Appends how well the item is documented, and a link to its documentation. `item` is what the item is: `field`,
    /// or ``field `name` ``.
    pub(crate) fn source(&mut self, plan: &Plan<'_>, docs: &Docs, item: &str) {
        if docs.has_inferred_type {
            self.block(provenance::of_type(item));
        }
        if let Some(sentence) = provenance::of_item(docs.provenance, item) {
            self.block(sentence);
        }
        self.block_of(source::documentation(plan, docs).map(|text| text + "."));
    }

    /// The lines, checked with a Markdown parser: text from a document must never become a doctest or HTML, even if rendering and
    /// wrapping missed something. Text that fails the check is shown as a code block.
    fn harmless(&self) -> Cow<'_, [Line]> {
        let mut texts = self.lines.iter().filter_map(Line::as_text);
        if !texts.any(markdown::may_matter) {
            return Cow::Borrowed(&self.lines);
        }
        let parts = self.lines.split(|line| !matches!(line, Line::Text(_)));
        let texts = |part: &[Line]| {
            part.iter()
                .filter_map(Line::as_text)
                .collect::<Vec<_>>()
                .join("\n")
        };
        if parts.map(texts).all(|text| markdown::is_harmless(&text)) {
            return Cow::Borrowed(&self.lines);
        }
        let whole: Vec<&str> = self.lines.iter().filter_map(Line::as_text).collect();
        let fence = escape::fence(&whole.concat());
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

    /// As text, for code that is emitted without tokens.
    pub(crate) fn text(&self, indent: &str, out: &mut String) {
        for line in self.harmless().iter() {
            out.push_str(indent);
            match line {
                Line::Text(text) | Line::Own(text) => push_comment(out, "///", text),
                Line::Use(_) => {
                    let _ = writeln!(out, "#[doc = {}]", line.value_after("#[doc = ]"));
                }
            }
        }
    }

    /// As text of inner attributes that apply only with the feature, since their links and examples require it.
    pub(crate) fn gated(&self, feature: &str, out: &mut String) {
        let feature = text::literal(feature);
        let condition = format!("feature = {feature}");
        for line in self.unwrapped().iter().flat_map(Line::shortened) {
            out.push_str(&conditional(&condition, &line.value()));
        }
    }

    /// The lines, with each item of a list on one line.
    fn unwrapped(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for line in self.harmless().iter() {
            match (lines.last_mut(), line) {
                (Some(Line::Text(item)), Line::Text(more)) if continues(more) => {
                    item.push(' ');
                    item.push_str(more.trim_start());
                }
                _ => lines.push(line.clone()),
            }
        }
        lines
    }

    /// As text of inner attributes: `//! …`.
    pub(crate) fn inner_text(&self, out: &mut String) {
        for line in self.harmless().iter() {
            match line {
                Line::Text(text) | Line::Own(text) => push_comment(out, "//!", text),
                Line::Use(_) => {
                    let _ = writeln!(out, "#![doc = {}]", line.value_after("#![doc = ]"));
                }
            }
        }
    }
}

impl Line {
    /// The line, if it can contain text from a document.
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Own(_) | Self::Use(_) => None,
        }
    }

    /// The same text on several lines if it is too long for an attribute on a line of its own.
    fn shortened(&self) -> Vec<Self> {
        match self {
            Self::Text(text) => {
                let lines = wrap(text, text::WIDTH - "    doc = \"\"".len());
                lines.into_iter().map(Self::Text).collect()
            }
            Self::Own(_) | Self::Use(_) => vec![self.clone()],
        }
    }

    /// The value for an attribute that is written as `#[doc]`. Next to `///` lines, rustdoc expects no leading space.
    fn value(&self) -> String {
        match self {
            Self::Text(text) | Self::Own(text) => text::literal(text),
            Self::Use(path) => format!(
                "concat!(\"use \", env!(\"CARGO_CRATE_NAME\"), {})",
                text::literal(&format!("::{path};"))
            ),
        }
    }

    /// The value for an attribute, on several lines if `around` and it do not fit on one.
    fn value_after(&self, around: &str) -> String {
        let value = self.value();
        if around.len() + value.len() <= text::WIDTH {
            return value;
        }
        text::split(0, &value)
    }

    /// The value for an attribute that is printed as `///`, if possible.
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

/// A line of the crate's documentation that applies under a condition.
pub(crate) fn conditional(condition: &str, value: &str) -> String {
    let line = format!("#![cfg_attr({condition}, doc = {value})]");
    if line.len() <= text::WIDTH {
        return format!("{line}\n");
    }
    let condition = text::broken(4, condition);
    let value = match "    doc = ".len() + value.len() > text::WIDTH {
        // A backslash at the end of a line continues the string, without the indentation of the next line.
        true => value.replacen("](", "]\\\n        (", 1),
        false => value.to_owned(),
    };
    format!("#![cfg_attr(\n    {condition},\n    doc = {value}\n)]\n")
}

/// Whether the line continues an item of a list.
fn continues(line: &str) -> bool {
    line.starts_with(' ') && !line.trim_start().starts_with("- ")
}

/// Writes a line of a doc comment.
fn push_comment(out: &mut String, slashes: &str, line: &str) {
    out.push_str(slashes);
    if !line.is_empty() {
        out.push(' ');
        out.push_str(line);
    }
    out.push('\n');
}

fn spaced(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// `#[deprecated]`, if the document says so.
pub(crate) fn deprecated(docs: &Docs, indent: &str, out: &mut String) {
    if docs.deprecated {
        out.push_str(indent);
        out.push_str("#[deprecated]\n");
    }
}
