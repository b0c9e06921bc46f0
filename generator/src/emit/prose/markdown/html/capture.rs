//! The text of an element whose content is no Markdown: code, and what is dropped.

use super::elements::Element;
use super::tokens::StartTag;

/// The element whose content is collected as text.
#[derive(Debug)]
pub(super) struct Capture {
    pub(super) kind: Kind,
    /// The name of the end tag; `None` for a code block of Markdown.
    pub(super) name: Option<String>,
    /// The start tag.
    pub(super) source: String,
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Span,
    Block,
    Dropped,
}

impl Capture {
    /// Collects the content of a code block of Markdown.
    pub(super) fn markdown() -> Self {
        Self {
            kind: Kind::Block,
            name: None,
            source: String::new(),
            text: String::new(),
        }
    }

    /// Collects the content of an element of HTML.
    pub(super) fn html(tag: StartTag) -> Self {
        let kind = match tag.element {
            Element::Pre => Kind::Block,
            Element::Dropped => Kind::Dropped,
            _ => Kind::Span,
        };
        Self {
            kind,
            name: Some(tag.name),
            source: tag.source,
            text: String::new(),
        }
    }

    /// Adds a tag of HTML. In code, tags of blocks are more likely an example of HTML than markup.
    pub(super) fn tag(&mut self, element: Element, source: &str) {
        match element {
            Element::Break => self.text.push('\n'),
            Element::Nothing | Element::Pre | Element::Dropped | Element::Image => {}
            _ if element.is_inline() => {}
            _ => self.text.push_str(source),
        }
    }
}
