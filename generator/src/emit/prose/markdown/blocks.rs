//! The blocks of a document, printed from the events of the parser.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::html;
use super::words::Words;
use crate::emit::prose::escape;
use crate::emit::prose::wrap::WIDTH;

/// The largest number of an ordered list.
const LAST_NUMBER: u64 = 999_999_999;

/// The number of list items and quotes in each other that are shown. The content of deeper ones is shown without them.
const DEEPEST: usize = 16;

/// Renders clean Markdown as wrapped lines.
pub(super) fn render(text: &str) -> Vec<String> {
    let mut renderer = Renderer::default();
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let events = TextMergeWithOffset::new(parser);
    let events = events.map(|(event, range)| (event, text.get(range).unwrap_or_default()));
    if text.contains('<') {
        let events = html::translated(events).into_iter();
        events.for_each(|(event, source)| renderer.event(event, source));
    } else {
        events.for_each(|(event, source)| renderer.event(event, source));
    }
    renderer.flush();
    renderer.lines
}

/// Renders events as lines.
#[derive(Default)]
struct Renderer {
    lines: Vec<String>,
    words: Words,
    containers: Vec<Container>,
    /// How many more are open, which are not shown.
    hidden: usize,
    /// Whether nothing is written yet in the innermost container.
    is_fresh: bool,
    /// The blank line before the next block, which is not written if no block follows.
    blank: Option<String>,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// Text of the open code block.
    code: Option<String>,
    /// Finished rows of the open table.
    rows: Vec<Vec<String>>,
    /// Finished cells of its open row.
    cells: Vec<String>,
    /// The target of the open link.
    link: Option<String>,
    in_heading: bool,
}

/// A list item or a quote.
struct Container {
    /// What its first line begins with, until that line is written.
    marker: Option<String>,
    /// What its other lines begin with.
    indent: String,
}

impl Renderer {
    /// Prints an event, whose text in the document is `source`.
    fn event(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag),
            // Entities are decoded by now and may be characters that have to be removed.
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&escape::clean(&text)),
                None => self.words.text(&escape::clean(&text)),
            },
            Event::Code(code) => self.words.code(&code),
            Event::SoftBreak => self.words.space(),
            Event::HardBreak => self.words.hard_break(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::Paragraph | Tag::Table(_) => self.block(),
            Tag::Heading { .. } => {
                self.block();
                self.in_heading = true;
                self.words.open("**");
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.enter(None, "> ".to_owned());
            }
            Tag::CodeBlock(_) => {
                self.block();
                self.code = Some(String::new());
            }
            Tag::List(first) => self.list(first),
            Tag::Item => self.item(),
            // The delimiters of the document are kept: others could have another meaning next to each other.
            Tag::Emphasis if source.starts_with('_') => self.words.open("_"),
            Tag::Emphasis => self.words.open("*"),
            // A heading is strong as a whole.
            Tag::Strong if self.in_heading => {}
            Tag::Strong if source.starts_with('_') => self.words.open("__"),
            Tag::Strong => self.words.open("**"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.open_link(link_type, &dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(_) => {
                self.words.close_emphasis();
                self.in_heading = false;
                self.flush();
            }
            TagEnd::BlockQuote(_) => self.leave(),
            TagEnd::Item => self.leave_item(),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let line = self.words.take_line();
                self.cells.push(escape::cell(&line).into_owned());
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                self.rows.push(cells);
            }
            TagEnd::Table => self.table(),
            TagEnd::Strong if self.in_heading => {}
            TagEnd::Emphasis | TagEnd::Strong => self.words.close_emphasis(),
            TagEnd::Link => {
                if let Some(url) = self.link.take() {
                    self.words.close(&format!("]({url})"));
                }
            }
            _ => {}
        }
    }

    fn open_link(&mut self, link_type: LinkType, url: &str) {
        // The text of an autolink is the URL, which becomes a link like any other URL in a text.
        let is_autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
        if is_safe(url) && !is_autolink {
            self.words.open("[");
            // An entity was decoded to this URL, and would be decoded again.
            let url = if url.contains(';') {
                url.replace('&', "&amp;")
            } else {
                url.to_owned()
            };
            self.link = Some(url);
        }
    }

    fn list(&mut self, first: Option<u64>) {
        self.flush();
        // A nested list may follow its item's text without a blank line, unless it begins with another number than 1.
        if self.lists.is_empty() || first.is_some_and(|number| number != 1) {
            self.block();
        }
        self.lists.push(first);
    }

    fn item(&mut self) {
        self.flush();
        let marker = match self.lists.last() {
            Some(Some(number)) => format!("{number}. "),
            _ => "- ".to_owned(),
        };
        let indent = " ".repeat(marker.len());
        self.enter(Some(marker), indent);
    }

    fn enter(&mut self, marker: Option<String>, indent: String) {
        if self.containers.len() == DEEPEST {
            self.hidden += 1;
            return;
        }
        self.containers.push(Container { marker, indent });
        self.is_fresh = true;
    }

    /// Leaves the innermost container. If nothing was written in it, it disappears.
    fn leave(&mut self) {
        self.flush();
        if self.hidden > 0 {
            self.hidden -= 1;
            return;
        }
        self.containers.pop();
        self.blank = self.blank.take().map(|_| self.indents());
        let outer = self.containers.last();
        self.is_fresh = outer.is_some_and(|outer| outer.marker.is_some());
    }

    /// Leaves a list item. The next one has the next number, unless this one disappeared.
    fn leave_item(&mut self) {
        self.flush();
        let is_written = self
            .containers
            .last()
            .is_some_and(|item| item.marker.is_none());
        if let Some(Some(number)) = self.lists.last_mut()
            && is_written
        {
            *number = number.saturating_add(1).min(LAST_NUMBER);
        }
        self.leave();
    }

    /// Starts a block, with a blank line before it.
    fn block(&mut self) {
        self.flush();
        if !self.is_fresh && !self.lines.is_empty() {
            self.blank = Some(self.indents());
        }
    }

    /// What a line in the open containers begins with.
    fn indents(&self) -> String {
        let indents = self.containers.iter().map(|of| of.indent.as_str());
        indents.collect()
    }

    /// Writes a line in all open containers.
    fn line(&mut self, text: &str) {
        if let Some(blank) = self.blank.take() {
            self.lines.push(blank.trim_end().to_owned());
        }
        let mut line = String::new();
        for container in &mut self.containers {
            match container.marker.take() {
                Some(marker) => line.push_str(&marker),
                None => line.push_str(&container.indent),
            }
        }
        line.push_str(text);
        line.truncate(line.trim_end().len());
        self.lines.push(line);
        self.is_fresh = false;
    }

    /// Writes the words of the paragraph, wrapped.
    fn flush(&mut self) {
        let indent: usize = self.containers.iter().map(|of| of.indent.len()).sum();
        for line in self.words.take_lines(WIDTH.saturating_sub(indent)) {
            self.line(&line);
        }
    }

    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let fence = escape::fence(&code);
        self.line(&format!("{fence}text"));
        for line in code.lines() {
            self.line(line);
        }
        self.line(&fence);
    }

    /// Writes the table, the first row as its head. Cells that the head lacks would not be shown, so all rows get the same number.
    fn table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let rows = rows.into_iter().filter(|row| !row.is_empty());
        for (index, mut row) in rows.enumerate() {
            row.resize(columns, String::new());
            self.line(&format!("| {} |", row.join(" | ")));
            if index == 0 {
                let rule = vec!["---"; columns];
                self.line(&format!("| {} |", rule.join(" | ")));
            }
        }
    }
}

/// Whether a link to the URL is harmless, and needs no escapes.
fn is_safe(url: &str) -> bool {
    let breaks_link =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '(' | ')' | '|' | '`');
    let schemes = ["https://", "http://", "mailto:"];
    schemes.iter().any(|scheme| url.starts_with(scheme))
        && !url.contains(breaks_link)
        && escape::clean(url) == url
}
