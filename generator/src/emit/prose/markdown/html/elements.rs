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
    /// A code block.
    Pre,
    /// What is no text, with its content.
    Dropped,
    /// Text that has lines of its own.
    Block,
    Heading,
    Quote,
    List,
    Item,
    Table,
    Row,
    Cell,
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
            "abbr" | "big" | "del" | "font" | "ins" | "mark" | "nobr" | "s" | "small" | "span"
            | "strike" | "sub" | "sup" | "u" => Self::Plain,
            "pre" => Self::Pre,
            "script" | "style" => Self::Dropped,
            "article" | "caption" | "center" | "dd" | "details" | "div" | "dl" | "dt"
            | "figcaption" | "figure" | "p" | "section" | "summary" => Self::Block,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "blockquote" => Self::Quote,
            "ol" | "ul" => Self::List,
            "li" => Self::Item,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "col" | "colgroup" | "tbody" | "tfoot" | "thead" | "wbr" => Self::Nothing,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "img" => Self::Image,
            // A custom element. A placeholder such as `<your-id>` has no end tag.
            _ if name.contains('-') => Self::Plain,
            _ => return None,
        })
    }

    /// Whether its content could be anything up to the end of the page if the end tag is missing.
    pub(super) fn needs_end(self) -> bool {
        self.is_inline()
            || matches!(
                self,
                Self::Pre | Self::Dropped | Self::Heading | Self::Quote | Self::List | Self::Table
            )
    }

    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Strong | Self::Emphasis | Self::Link | Self::Code | Self::Plain
        )
    }
}
