//! Which elements contain which others.

use pulldown_cmark::{Tag, TagEnd};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Emphasis, a link.
    Inline,
    /// A paragraph, a heading.
    Leaf,
    /// A quote, a list item.
    Flow,
    List,
    Table,
    Row,
    Cell,
}

impl Level {
    pub(super) fn is_in_block(self) -> bool {
        matches!(self, Self::Inline | Self::Leaf)
    }
}

/// The level of an element of Markdown.
pub(super) fn level(tag: &Tag<'_>) -> Level {
    match tag {
        Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) => Level::Leaf,
        Tag::BlockQuote(_) | Tag::Item => Level::Flow,
        Tag::List(_) => Level::List,
        Tag::Table(_) => Level::Table,
        Tag::TableHead | Tag::TableRow => Level::Row,
        Tag::TableCell => Level::Cell,
        _ => Level::Inline,
    }
}

/// Whether it is the end of a block of Markdown.
pub(super) fn is_block_end(tag: TagEnd) -> bool {
    use TagEnd::{
        BlockQuote, CodeBlock, Heading, Item, List, Paragraph, Table, TableCell, TableHead,
        TableRow,
    };
    matches!(
        tag,
        Paragraph | Heading(_) | BlockQuote(_) | CodeBlock | List(_) | Item
    ) || matches!(tag, Table | TableHead | TableRow | TableCell)
}
