//! The elements of HTML that are translated.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Strong,
    Emphasis,
    Link,
    /// A code span.
    Code,
    /// Text within a line.
    Plain,
    /// An exponent.
    Superscript,
    /// A code block.
    Pre,
    /// What is no text, with its content.
    Dropped,
    /// Text that has lines of its own.
    Block,
    /// Text that has lines of its own, and needs no end tag.
    Paragraph,
    Heading,
    Quote,
    List,
    Item,
    Table,
    Row,
    Cell,
    /// A part of a table that means nothing in Markdown, and needs no end tag.
    TablePart,
    /// What means nothing in Markdown, and has no end tag or needs none.
    Nothing,
    Break,
    Rule,
    Image,
}

impl Element {
    /// The element with this name in lower case; `None` if it stays text.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "b" | "strong" => Self::Strong,
            "em" | "i" | "cite" | "dfn" | "var" => Self::Emphasis,
            "a" => Self::Link,
            "code" | "kbd" | "samp" | "tt" => Self::Code,
            // Text that is struck out is not among them: without its tags, it would seem to be valid.
            "abbr" | "big" | "font" | "ins" | "mark" | "nobr" | "small" | "span" | "sub" | "u" => {
                Self::Plain
            }
            "sup" => Self::Superscript,
            "pre" => Self::Pre,
            "script" | "style" => Self::Dropped,
            "article" | "caption" | "center" | "details" | "div" | "dl" | "figcaption"
            | "figure" | "section" | "summary" => Self::Block,
            "dd" | "dt" | "p" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "blockquote" => Self::Quote,
            "ol" | "ul" => Self::List,
            "li" => Self::Item,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "col" | "colgroup" | "tbody" | "tfoot" | "thead" => Self::TablePart,
            "wbr" => Self::Nothing,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "img" => Self::Image,
            // A custom element. A placeholder such as `<your-id>` has no end tag.
            _ if name.contains('-') => Self::Plain,
            _ => return None,
        })
    }

    /// Whether a tag without an end tag is no markup: its content could be anything up to the end of the page, and more likely the text
    /// is about the element.
    pub(super) fn needs_end(self) -> bool {
        self.is_inline()
            || matches!(
                self,
                Self::Pre
                    | Self::Dropped
                    | Self::Block
                    | Self::Heading
                    | Self::Quote
                    | Self::List
                    | Self::Table
            )
    }

    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Strong
                | Self::Emphasis
                | Self::Link
                | Self::Code
                | Self::Plain
                | Self::Superscript
        )
    }
}
