//! Puts tags of HTML and events of Markdown into one sequence in which each element ends inside the one that it begins in.
//!
//! A paragraph ends where a block begins, also in the middle of a line. Elements of HTML end at the latest with the list item,
//! quote or cell of Markdown that they begin in. What cannot be nested is left out, but never its text.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::capture::Capture;
use super::elements::Element;
use super::levels::{Level, is_block_end, level};
use super::tokens::{Sourced, StartTag, Token};

/// How deep elements of HTML are nested. Any deeper one is left out, so that indents and searches are short.
pub(super) const DEEPEST: usize = 20;
/// More than the number of open elements if the innermost one is of HTML: rows, cells and items do not count.
const END_OF_HTML: usize = DEEPEST + 4;

/// Returns well-formed events.
pub(super) fn nested(tokens: Vec<Token<'_>>) -> Vec<Sourced<'_>> {
    let mut nesting = Nesting::default();
    for token in tokens {
        if let Some(token) = nesting.captured(token) {
            nesting.token(token);
        }
    }
    nesting.release_capture();
    nesting.close_to(0);
    nesting.events
}

#[derive(Default)]
pub(super) struct Nesting<'a> {
    pub(super) events: Vec<Sourced<'a>>,
    pub(super) open: Vec<Open>,
    /// Where the open elements of Markdown are in `open`; `None` for those that are left out.
    pub(super) markdown: Vec<Option<usize>>,
    pub(super) capture: Option<Capture>,
    /// The number of open cells.
    cells: usize,
}

#[derive(Debug)]
pub(super) struct Open {
    pub(super) level: Level,
    pub(super) origin: Origin,
    /// Its end; `None` if it is left out.
    pub(super) end: Option<TagEnd>,
    /// Whether its end tag is inside an element of Markdown, with which it ends.
    is_over: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// An element of Markdown, and how many of them are open.
    Markdown(usize),
    /// An element of HTML, and its name.
    Html(String),
    /// What HTML leaves out, such as the paragraph of a text.
    Implied,
}

impl<'a> Nesting<'a> {
    fn token(&mut self, token: Token<'a>) {
        match token {
            Token::Markdown(Event::Start(tag), source) => self.start_markdown(tag, source),
            Token::Markdown(Event::End(tag), _) => self.end_markdown(tag),
            Token::Markdown(Event::Text(text), _) => self.text(text),
            Token::Markdown(Event::SoftBreak, _) => self.text(" ".into()),
            Token::Markdown(Event::Rule, _) | Token::Edge => self.end_block(),
            Token::Markdown(event, source) => {
                self.open_leaf();
                self.events.push((event, source));
            }
            Token::Start(tag) => self.start_html(tag),
            Token::End(name, element) => self.end_html(&name, element),
        }
    }

    fn start_markdown(&mut self, tag: Tag<'a>, source: &'a str) {
        let level = level(&tag);
        if level == Level::Inline {
            self.open_leaf();
            let is_redundant = self.is_redundant(&tag, false);
            let tag = Some(tag).filter(|_| !is_redundant);
            return self.open_markdown(tag, source, level);
        }
        self.end_block();
        if let Tag::CodeBlock(_) = tag {
            self.capture = Some(Capture::markdown());
            return;
        }
        let innermost = self.open.last().map(|open| open.level);
        let fits = match level {
            Level::Row => innermost == Some(Level::Table),
            Level::Cell => innermost == Some(Level::Row),
            _ => {
                self.open_parts_for(&tag);
                true
            }
        };
        if !fits || self.is_in_cell() {
            self.mark_item(&tag);
            self.markdown.push(None);
        } else {
            self.open_markdown(Some(tag), source, level);
        }
    }

    fn open_markdown(&mut self, tag: Option<Tag<'a>>, source: &'a str, level: Level) {
        self.markdown.push(Some(self.open.len()));
        let origin = Origin::Markdown(self.markdown.len());
        self.open(tag, source, level, origin);
    }

    fn end_markdown(&mut self, tag: TagEnd) {
        if let Some(at) = self.innermost_markdown() {
            self.close_to(at);
        }
        self.markdown.pop();
        if is_block_end(tag) {
            self.end_block();
            while self.open.last().is_some_and(|open| open.is_over) {
                self.close_to(self.open.len() - 1);
            }
        }
    }

    /// Where the innermost element of Markdown is, if it is still open.
    pub(super) fn innermost_markdown(&self) -> Option<usize> {
        let at = self.markdown.last().copied().flatten()?;
        let origin = Origin::Markdown(self.markdown.len());
        let is_open = self.open.get(at).is_some_and(|open| open.origin == origin);
        is_open.then_some(at)
    }

    fn start_html(&mut self, tag: StartTag) {
        match tag.element {
            Element::Strong => self.start_inline(Tag::Strong, tag.name),
            Element::Emphasis => self.start_inline(Tag::Emphasis, tag.name),
            Element::Link => self.start_inline(link(tag.value), tag.name),
            Element::Code | Element::Dropped => self.capture = Some(Capture::html(tag)),
            Element::Pre => {
                self.end_block();
                self.capture = Some(Capture::html(tag));
            }
            Element::Superscript => self.text("^".into()),
            Element::TablePart if !self.is_in_table() => self.text(tag.source.into()),
            Element::Plain | Element::Nothing | Element::TablePart => {}
            Element::Block | Element::Paragraph | Element::Rule => self.end_block(),
            Element::Heading => self.start_block(heading(), Level::Leaf, tag.name),
            Element::Quote => self.start_block(Tag::BlockQuote(None), Level::Flow, tag.name),
            Element::List => {
                let number = || tag.value.trim().parse().unwrap_or(1);
                let list = Tag::List((tag.name == "ol").then(number));
                self.end_block();
                self.reopen_item();
                self.start_block(list, Level::List, tag.name);
            }
            Element::Item => self.start_item(tag.name),
            Element::Table => self.start_table(tag.name),
            Element::Row | Element::Cell => self.start_part(tag.element, tag.name),
            Element::Break => self.line_break(),
            Element::Image => self.text(tag.value.into()),
        }
    }

    fn end_html(&mut self, name: &str, element: Element) {
        match element {
            Element::Strong | Element::Emphasis | Element::Link => {
                let inline = self.open.iter().rev().take(END_OF_HTML);
                let mut inline = inline.take_while(|open| open.level == Level::Inline);
                let found = inline.position(|open| open.is_named(name));
                if let Some(above) = found {
                    self.close_to(self.open.len() - above - 1);
                }
            }
            Element::Break => self.line_break(),
            Element::Block | Element::Paragraph | Element::Heading => self.end_block(),
            Element::Quote | Element::List | Element::Item => self.end_container(name, element),
            Element::Table | Element::Row | Element::Cell => self.end_container(name, element),
            _ => {}
        }
    }

    fn start_inline(&mut self, tag: Tag<'a>, name: String) {
        self.open_leaf();
        if self.open.len() < DEEPEST {
            let is_redundant = self.is_redundant(&tag, true);
            let tag = Some(tag).filter(|_| !is_redundant);
            self.open(tag, "", Level::Inline, Origin::Html(name));
        }
    }

    /// Whether an element like it is open, and one of the two is of HTML: strong emphasis in strong emphasis, a link in a link.
    fn is_redundant(&self, tag: &Tag<'_>, is_html: bool) -> bool {
        let end = Some(tag.to_end());
        let inline = self.open.iter().rev().take(END_OF_HTML);
        let mut inline = inline.take_while(|open| open.level == Level::Inline);
        inline.any(|open| open.end == end && (is_html || matches!(open.origin, Origin::Html(_))))
    }

    fn start_block(&mut self, tag: Tag<'a>, level: Level, name: String) {
        self.end_block();
        self.open_parts();
        if !self.is_in_cell() && self.open.len() < DEEPEST {
            self.open(Some(tag), "", level, Origin::Html(name));
        }
    }

    fn start_item(&mut self, name: String) {
        self.end_block();
        let is_barrier = |open: &&Open| {
            matches!(open.level, Level::Table | Level::Row) || open.is_markdown_container()
        };
        let elements = self.open.iter().rev().take_while(|open| !is_barrier(open));
        let mut elements = elements.take(END_OF_HTML);
        match elements.position(|open| open.level == Level::List) {
            Some(above) if !self.is_in_cell() => self.close_to(self.open.len() - above),
            _ => self.open_parts_for(&Tag::Item),
        }
        if self.is_in_cell() {
            self.mark_item(&Tag::Item);
        } else {
            self.open(Some(Tag::Item), "", Level::Flow, Origin::Html(name));
        }
    }

    /// Opens the last item of a list again, for a list that should be in it but follows it.
    fn reopen_item(&mut self) {
        let is_in_list = self
            .open
            .last()
            .is_some_and(|open| open.level == Level::List);
        let last = |(event, _): &mut Sourced<'_>| *event == Event::End(TagEnd::Item);
        if is_in_list && self.events.pop_if(last).is_some() {
            self.open.push(Open {
                level: Level::Flow,
                origin: Origin::Implied,
                end: Some(TagEnd::Item),
                is_over: false,
            });
        }
    }

    /// Ends an element that contains blocks. If elements of Markdown are open in it, it ends with the outermost of these.
    fn end_container(&mut self, name: &str, element: Element) {
        self.end_block();
        let end = self.open.len().min(END_OF_HTML);
        let elements = self.open.iter().enumerate().take(end).rev();
        let mut elements = elements.take_while(|(_, open)| open.lets_through(element, name));
        let Some((at, _)) = elements.find(|(_, open)| open.is_named(name)) else {
            return;
        };
        let mut inner = self.open.iter().skip(at + 1);
        match inner.position(Open::is_markdown_container) {
            None => self.close_to(at),
            Some(elements) => {
                let over = self.open.iter_mut().skip(at).take(elements + 1);
                over.for_each(|open| open.is_over = true);
            }
        }
    }

    /// Prints text, but no space where a block begins.
    pub(super) fn text(&mut self, text: CowStr<'a>) {
        let follows_break = matches!(self.events.last(), Some((Event::HardBreak, _)));
        if text.trim().is_empty() && (follows_break || !self.is_in_line()) {
            return;
        }
        self.open_leaf();
        self.events.push((Event::Text(text), ""));
    }

    /// Ends the line, or the paragraph if the line has just ended.
    fn line_break(&mut self) {
        let follows_break = matches!(self.events.last(), Some((Event::HardBreak, _)));
        let is_paragraph = self.open.last().map(|open| open.end) == Some(Some(TagEnd::Paragraph));
        if follows_break && is_paragraph {
            self.end_block();
        } else if self.is_in_line() {
            self.events.push((Event::HardBreak, ""));
        }
    }

    /// In a list item inside a cell, prints what replaces its marker.
    fn mark_item(&mut self, tag: &Tag<'_>) {
        if let Tag::Item = tag
            && self.is_in_cell()
        {
            self.events.push((Event::Text("• ".into()), ""));
        }
    }

    /// Whether a table is open.
    fn is_in_table(&self) -> bool {
        let mut elements = self.open.iter().take(END_OF_HTML);
        elements.any(|open| open.level == Level::Table)
    }

    pub(super) fn is_in_cell(&self) -> bool {
        self.cells > 0
    }

    /// Whether text can follow without a paragraph of its own.
    fn is_in_line(&self) -> bool {
        let is_in_block = self
            .open
            .last()
            .is_some_and(|open| open.level.is_in_block());
        self.is_in_cell() || is_in_block
    }

    /// Ends the paragraph or heading. A cell has only one line, so a space separates the paragraphs.
    pub(super) fn end_block(&mut self) {
        if self.is_in_cell() {
            self.text(" ".into());
            return;
        }
        while self
            .open
            .last()
            .is_some_and(|open| open.level.is_in_block())
        {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Opens a paragraph, unless text can follow without one.
    pub(super) fn open_leaf(&mut self) {
        if self.is_in_line() {
            return;
        }
        self.open_parts();
        if !self.is_in_cell() {
            self.open(Some(Tag::Paragraph), "", Level::Leaf, Origin::Implied);
        }
    }

    /// Opens the parts of a list or table that are missing around a block.
    pub(super) fn open_parts(&mut self) {
        let Some(innermost) = self.open.last().filter(|_| !self.is_in_cell()) else {
            return;
        };
        match innermost.level {
            // It began with an item without a list.
            Level::List if innermost.origin == Origin::Implied => {
                self.close_to(self.open.len() - 1);
                self.open_parts();
            }
            Level::List => self.open(Some(Tag::Item), "", Level::Flow, Origin::Implied),
            Level::Table | Level::Row => {
                if innermost.level == Level::Table {
                    self.open(Some(Tag::TableRow), "", Level::Row, Origin::Implied);
                }
                self.open(Some(Tag::TableCell), "", Level::Cell, Origin::Implied);
            }
            _ => {}
        }
    }

    /// Opens what is missing around an element: for an item also the list.
    fn open_parts_for(&mut self, tag: &Tag<'_>) {
        let innermost = self.open.last().map(|open| open.level);
        if !matches!(tag, Tag::Item) {
            self.open_parts();
        } else if innermost != Some(Level::List) {
            self.open_parts();
            if !self.is_in_cell() {
                self.open(Some(Tag::List(None)), "", Level::List, Origin::Implied);
            }
        }
    }

    pub(super) fn open(
        &mut self,
        tag: Option<Tag<'a>>,
        source: &'a str,
        level: Level,
        origin: Origin,
    ) {
        self.cells += usize::from(level == Level::Cell);
        self.open.push(Open {
            level,
            origin,
            end: tag.as_ref().map(Tag::to_end),
            is_over: false,
        });
        self.events
            .extend(tag.map(|tag| (Event::Start(tag), source)));
    }

    /// Closes elements until only `number` are open.
    pub(super) fn close_to(&mut self, number: usize) {
        for open in self.open.drain(number..).rev() {
            self.cells -= usize::from(open.level == Level::Cell);
            self.events
                .extend(open.end.map(|end| (Event::End(end), "")));
        }
    }
}

impl Open {
    fn is_named(&self, name: &str) -> bool {
        matches!(&self.origin, Origin::Html(own) if own == name)
    }

    /// Whether it is an element of Markdown that contains blocks.
    pub(super) fn is_markdown_container(&self) -> bool {
        matches!(self.origin, Origin::Markdown(_)) && !self.level.is_in_block()
    }

    /// Whether the end tag of an element in it can be that of an element around it.
    fn lets_through(&self, element: Element, name: &str) -> bool {
        self.is_named(name)
            || match element {
                Element::Table => true,
                Element::Row | Element::Cell => self.level != Level::Table,
                Element::Item => !matches!(self.level, Level::List | Level::Cell),
                _ => self.level != Level::Cell,
            }
    }
}

fn heading<'a>() -> Tag<'a> {
    Tag::Heading {
        level: HeadingLevel::H2,
        id: None,
        classes: Vec::new(),
        attrs: Vec::new(),
    }
}

fn link<'a>(url: String) -> Tag<'a> {
    Tag::Link {
        link_type: LinkType::Inline,
        dest_url: url.into(),
        title: "".into(),
        id: "".into(),
    }
}
