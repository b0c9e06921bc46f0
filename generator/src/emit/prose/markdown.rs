//! Parses and re-renders Markdown from documents, so that it is safe to emit.
//!
//! The text is parsed with rustdoc's parser and rendered again from its events. The result is a subset of Markdown: paragraphs,
//! lists, quotes, tables, code blocks (marked `text`, so never doctests), code spans, emphasis, and links with a scheme. HTML and
//! anything that only looks like Markdown, such as `[Contact]`, becomes plain text.

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use crate::emit::prose::escape;

/// The width at which lines are wrapped, in bytes.
pub(crate) const WIDTH: usize = 92;

/// Renders `text` as wrapped lines, without blank lines at either end.
pub(crate) fn blocks(text: &str) -> Vec<String> {
    let text = escape::clean(text);
    if text.len() <= WIDTH && is_plain(&text) {
        return if text.trim().is_empty() {
            Vec::new()
        } else {
            vec![text.trim().to_owned()]
        };
    }
    let mut renderer = Renderer::default();
    for event in TextMergeStream::new(Parser::new_ext(&text, Options::ENABLE_TABLES)) {
        renderer.event(event);
    }
    renderer.flush();
    renderer.lines
}

/// The first paragraph of `text` as one line; `None` if it has none.
pub(crate) fn paragraph(text: &str) -> Option<String> {
    let lines = blocks(text);
    let end = lines
        .iter()
        .position(String::is_empty)
        .unwrap_or(lines.len());
    let first = lines.get(..end)?;
    let is_item = |line: &str| line == "-" || line.starts_with("- ");
    let is_block =
        |line: &String| line.starts_with(['|', '>']) || is_item(line) || line.starts_with("```");
    if first.is_empty() || first.iter().any(is_block) {
        return None;
    }
    Some(
        first
            .iter()
            .map(|line| line.trim_end_matches('\\'))
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// The first sentence of `text` as one line.
pub(crate) fn sentence(text: &str) -> Option<String> {
    let paragraph = paragraph(text)?;
    // A full stop inside brackets, code or a link does not end a sentence; such a paragraph is returned whole.
    let end = paragraph
        .match_indices(". ")
        .map(|(at, _)| at + 1)
        .find(|&end| {
            paragraph.get(..end).is_some_and(|head| {
                let count = |c: char| head.matches(c).count();
                count('`') % 2 == 0
                    && count('*') % 2 == 0
                    && count('[') == count(']')
                    && count('(') == count(')')
                    && !head.ends_with("e.g.")
                    && !head.ends_with("i.e.")
            })
        });
    Some(
        end.and_then(|end| paragraph.get(..end))
            .unwrap_or(&paragraph)
            .to_owned(),
    )
}

/// `text` as one line of Markdown, with all blocks joined.
pub(crate) fn inline(text: &str) -> String {
    let lines = blocks(text);
    if lines.iter().any(|line| line.contains("```")) {
        return escape::plain(text);
    }
    lines
        .iter()
        .map(|line| line.trim_end_matches('\\'))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether Markdown makes neither HTML nor code blocks of `text`, except code blocks marked `text`.
pub(crate) fn is_harmless(text: &str) -> bool {
    let may_matter = |line: &str| {
        line.contains("```")
            || line.contains("~~~")
            || line.contains('<')
            || line.starts_with("    ")
    };
    let is_harmless = |event: Event<'_>| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => &*info == "text",
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock) => false,
        Event::Html(_) | Event::InlineHtml(_) => false,
        _ => true,
    };
    !text.lines().any(may_matter) || Parser::new_ext(text, Options::ENABLE_TABLES).all(is_harmless)
}

/// Whether `text` has no Markdown syntax.
fn is_plain(text: &str) -> bool {
    let harmless = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '.' | ',' | ';' | '\'' | '"' | '(' | ')' | '?' | '/' | '%'
            )
    };
    text.starts_with(|c: char| c.is_alphabetic())
        && !text.contains("  ")
        && text.chars().all(harmless)
}

/// Renders events as lines.
#[derive(Default)]
struct Renderer {
    lines: Vec<String>,
    /// Finished words of the current paragraph; `None` is a hard break.
    words: Vec<Option<String>>,
    /// The current word.
    word: String,
    /// The prefix of each line: quote marks and the indentation of list items.
    prefix: Vec<String>,
    /// The marker of the list item that has just started.
    marker: Option<String>,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// Text of the open code block.
    code: Option<String>,
    /// Finished cells of the open table row.
    cells: Vec<String>,
    /// The target of the open link.
    link: Option<String>,
    in_heading: bool,
    in_table: bool,
}

impl Renderer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            // Entities are decoded by now and may be characters that have to be removed.
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&escape::clean(&text)),
                None => self.text(&escape::clean(&text)),
            },
            Event::Code(code) => self.word.push_str(&escape::code(&code)),
            Event::InlineHtml(html) if html.starts_with("<br") => self.hard_break(),
            Event::Html(html) | Event::InlineHtml(html) => self.text(&escape::clean(&html)),
            Event::SoftBreak => self.space(),
            Event::HardBreak => self.hard_break(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.block(),
            Tag::Heading { .. } => {
                self.block();
                self.in_heading = true;
                self.word.push_str("**");
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.prefix.push("> ".to_owned());
            }
            Tag::CodeBlock(_) => {
                self.block();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                let nested = !self.lists.is_empty();
                self.flush();
                if !nested {
                    self.blank();
                }
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Table(_) => self.block(),
            Tag::TableHead | Tag::TableRow => self.in_table = true,
            Tag::Emphasis => self.word.push('*'),
            Tag::Strong if !self.in_heading => self.word.push_str("**"),
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
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Heading(_) => {
                self.word.push_str("**");
                self.in_heading = false;
                self.flush();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.prefix.pop();
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                self.marker = None;
                self.prefix.pop();
            }
            TagEnd::TableCell => {
                let cell = escape::cell(&self.take_words());
                self.cells.push(cell);
            }
            TagEnd::TableHead => self.row(true),
            TagEnd::TableRow => self.row(false),
            TagEnd::Emphasis => self.word.push('*'),
            TagEnd::Strong if !self.in_heading => self.word.push_str("**"),
            TagEnd::Link => self.close_link(),
            _ => {}
        }
    }

    /// Splits text into words and escapes them.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_whitespace() {
                self.space();
                rest = rest.trim_start();
                continue;
            }
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (word, tail) = rest.split_at(end);
            self.text_word(word);
            rest = tail;
        }
    }

    /// Adds one word; a URL in it becomes a link.
    fn text_word(&mut self, word: &str) {
        let address = ["https://", "http://"]
            .iter()
            .filter_map(|scheme| word.find(scheme))
            .min();
        let Some(start) = address.filter(|_| self.link.is_none()) else {
            return escape::word(word, &mut self.word);
        };
        let (before, rest) = word.split_at(start);
        let end = rest
            .find(['<', '>', '"', '`', '|', '\\'])
            .unwrap_or(rest.len());
        let (url, after) = rest.split_at(end);
        let kept = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '*', '_']);
        escape::word(before, &mut self.word);
        if kept.len() > "https://".len() {
            self.word.push_str(&format!("<{kept}>"));
        } else {
            escape::word(kept, &mut self.word);
        }
        escape::word(url.get(kept.len()..).unwrap_or_default(), &mut self.word);
        if after.contains("http") {
            // The second URL needs a space before it to become a link.
            self.space();
            self.text_word(after);
        } else {
            escape::word(after, &mut self.word);
        }
    }

    fn space(&mut self) {
        if !self.word.is_empty() {
            self.words.push(Some(std::mem::take(&mut self.word)));
        }
    }

    fn hard_break(&mut self) {
        self.space();
        if !self.in_table && !self.in_heading {
            self.words.push(None);
        }
    }

    fn open_link(&mut self, link_type: LinkType, url: &str) {
        let safe = escape::clean(url) == url
            && (url.starts_with("https://") || url.starts_with("http://"))
            && !url.contains(|c: char| {
                c.is_whitespace() || matches!(c, '<' | '>' | '\\' | '(' | ')' | '|')
            });
        match link_type {
            // The text is the URL, which becomes a link like any other URL in a text.
            LinkType::Autolink | LinkType::Email => {}
            _ if safe => {
                self.word.push('[');
                self.link = Some(url.to_owned());
            }
            _ => {}
        }
    }

    fn close_link(&mut self) {
        if let Some(url) = self.link.take() {
            self.word.push_str(&format!("]({url})"));
        }
    }

    fn item(&mut self) {
        self.flush();
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => "- ".to_owned(),
        };
        self.prefix.push(" ".repeat(marker.len()));
        self.marker = Some(marker);
    }

    /// Starts a block, with a blank line before it.
    fn block(&mut self) {
        self.flush();
        if self.marker.is_none() {
            self.blank();
        }
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            let line = self.prefix.concat().trim_end().to_owned();
            self.lines.push(line);
        }
    }

    fn line(&mut self, text: &str) {
        let mut line = self.prefix.concat();
        if let Some(marker) = self.marker.take() {
            line.truncate(line.len().saturating_sub(marker.len()));
            line.push_str(&marker);
        }
        line.push_str(text);
        self.lines.push(line);
    }

    /// Writes the words of the paragraph, wrapped.
    fn flush(&mut self) {
        self.space();
        let words = std::mem::take(&mut self.words);
        let indent: usize = self.prefix.iter().map(String::len).sum();
        let mut line = String::new();
        let last = words.len().saturating_sub(1);
        for (index, word) in words.into_iter().enumerate() {
            let Some(word) = word else {
                if !line.is_empty() && index < last {
                    line.push('\\');
                }
                self.take_line(&mut line);
                continue;
            };
            if !line.is_empty() && indent + line.len() + 1 + word.len() > WIDTH {
                self.take_line(&mut line);
            }
            if line.is_empty() {
                line = escape::line_start(&word).unwrap_or(word);
            } else {
                line.push(' ');
                line.push_str(&word);
            }
        }
        self.take_line(&mut line);
    }

    fn take_line(&mut self, line: &mut String) {
        if !line.is_empty() {
            let text = std::mem::take(line);
            self.line(&text);
        }
    }

    fn take_words(&mut self) -> String {
        self.space();
        let words = std::mem::take(&mut self.words);
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let fence = "`".repeat(escape::longest_run(&code, '`').max(2) + 1);
        self.line(&format!("{fence}text"));
        for line in code.lines() {
            self.line(line.trim_end());
        }
        self.line(&fence);
    }

    fn row(&mut self, head: bool) {
        self.in_table = false;
        let cells = std::mem::take(&mut self.cells);
        self.line(&format!("| {} |", cells.join(" | ")));
        if head {
            let rule = vec!["---"; cells.len()];
            self.line(&format!("| {} |", rule.join(" | ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        blocks(text).join("\n")
    }

    #[test]
    fn keeps_what_is_harmless() {
        let text = "One *two* `three` [four](https://a.example/b).\n\n- a\n- b\n  - c\n\n1. x\n2. y\n\n> q";
        assert_eq!(rendered(text), text);
        assert_eq!(
            rendered("| a | b |\n|---|---|\n| 1 | `x` |"),
            "| a | b |\n| --- | --- |\n| 1 | `x` |"
        );
        assert_eq!(rendered("# Title\ntext"), "**Title**\n\ntext");
    }

    #[test]
    fn code_never_becomes_a_doctest() {
        assert_eq!(
            rendered("a\n\n    let x = 1;\n"),
            "a\n\n```text\nlet x = 1;\n```"
        );
        assert_eq!(
            rendered("```rust,should_panic\npanic!()\n"),
            "```text\npanic!()\n```"
        );
    }

    #[test]
    fn html_links_and_odd_marks_become_text() {
        assert_eq!(
            rendered("</script><b>x</b> */ \"# #![no_std]"),
            r##"\</script>\<b>x\</b> \*/ "# #!\[no_std\]"##
        );
        assert_eq!(
            rendered("[Contact] and [x](javascript:alert(1)) `open"),
            "\\[Contact\\] and x \\`open"
        );
        assert_eq!(
            rendered("see https://a.example/x_y?b=1&c=2."),
            "see <https://a.example/x_y?b=1&c=2>."
        );
        assert_eq!(rendered("<https://a.example>"), "<https://a.example>");
    }

    #[test]
    fn wrapping_makes_no_blocks() {
        let text = format!("{} - one 1. two # three", "word ".repeat(18).trim());
        for line in blocks(&text) {
            assert!(
                !line.starts_with("- ") && !line.starts_with("1. ") && !line.starts_with("# "),
                "{line}"
            );
        }
        assert_eq!(blocks(&"x".repeat(100_000)).len(), 1);
        assert!(blocks(&"word ".repeat(20_000)).len() > 1000);
    }

    #[test]
    fn what_would_run_or_be_html_is_found() {
        let harmful = [
            "a\n~~~ fn/**/main(){}",
            "- - -     - 1; println!(\"i\");\n\n        x",
            "    let x = 1;",
            "```\npanic!()\n```",
            "```rust\npanic!()\n```",
            "a\n<script>",
            "1. a\n\n        panic!()",
        ];
        for text in harmful {
            assert!(!is_harmless(text), "{text}");
        }
        for text in [
            "```text\nlet x\n```",
            "- a\n  - b\n    - c",
            "<https://a.example>",
            "`a ~~~ b`",
        ] {
            assert!(is_harmless(text), "{text}");
        }
    }

    #[test]
    fn entities_bring_no_character_back() {
        assert_eq!(
            rendered("a&#x202e;b [x](https://a.example/&#x202e;)"),
            "ab x"
        );
    }

    #[test]
    fn one_line_forms() {
        assert_eq!(sentence("One. Two."), Some("One.".to_owned()));
        assert_eq!(
            sentence("Use e.g. this. Two"),
            Some("Use e.g. this.".to_owned())
        );
        assert_eq!(sentence("- a list"), None);
        assert_eq!(
            paragraph("-1 is without end."),
            Some("-1 is without end.".to_owned())
        );
        assert_eq!(sentence(""), None);
        assert_eq!(inline("a\n\nb"), "a  b");
    }
}
