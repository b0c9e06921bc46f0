//! Collects and prints code spans and code blocks, and drops what is no text.

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::capture::Kind;
use super::elements::Element;
use super::levels::{Level, is_block_end, level};
use super::nesting::Nesting;
use super::tokens::Token;

impl<'a> Nesting<'a> {
    /// Adds a token to the text that is collected. Returns it if it is no part of it.
    pub(super) fn captured(&mut self, token: Token<'a>) -> Option<Token<'a>> {
        let Some(capture) = &mut self.capture else {
            return Some(token);
        };
        let is_span = capture.kind == Kind::Span;
        match &token {
            Token::Markdown(Event::Text(text) | Event::Code(text), _) => {
                capture.text.push_str(text);
            }
            Token::Markdown(Event::SoftBreak | Event::HardBreak, _) => capture.text.push('\n'),
            Token::Markdown(Event::Start(tag), _) if !is_span || level(tag) == Level::Inline => {
                self.markdown.push(None);
            }
            Token::Markdown(Event::End(TagEnd::CodeBlock), _) if capture.name.is_none() => {
                self.finish_capture();
            }
            Token::Markdown(Event::End(tag), _) => {
                let ends_span = is_span && is_block_end(*tag);
                if ends_span || self.innermost_markdown().is_some() {
                    self.release_capture();
                    return Some(token);
                }
                self.markdown.pop();
                if let Some(capture) = self.capture.as_mut().filter(|_| is_block_end(*tag)) {
                    capture.text.push_str("\n\n");
                }
            }
            Token::Edge if !is_span => capture.text.push('\n'),
            Token::Edge | Token::Markdown(Event::Start(_), _) => {
                self.release_capture();
                return Some(token);
            }
            Token::Start(tag) => {
                match tag.element {
                    Element::Image => capture.text.push_str(&tag.value),
                    Element::Superscript => capture.text.push('^'),
                    _ => {}
                }
                capture.tag(tag.element, &tag.source);
            }
            Token::End(name, _) if capture.name.as_ref() == Some(name) => self.finish_capture(),
            Token::End(name, element) => capture.tag(*element, &format!("</{name}>")),
            Token::Markdown(..) => {}
        }
        None
    }

    /// Prints what was collected as text: its element did not end where it should.
    pub(super) fn release_capture(&mut self) {
        if let Some(capture) = self.capture.take() {
            if capture.kind == Kind::Dropped {
                self.text(capture.source.into());
            }
            self.text(capture.text.into());
        }
    }

    /// Prints what was collected.
    fn finish_capture(&mut self) {
        let Some(capture) = self.capture.take() else {
            return;
        };
        match capture.kind {
            Kind::Dropped => {}
            Kind::Span => self.code_span(&capture.text),
            Kind::Block => {
                self.end_block();
                self.open_parts();
                if self.is_in_cell() {
                    return self.code_span(&capture.text);
                }
                let text = match capture.name {
                    Some(_) => capture.text.trim_start_matches('\n').trim_end().to_owned(),
                    None => capture.text,
                };
                let block = Tag::CodeBlock(CodeBlockKind::Fenced("text".into()));
                self.events.push((Event::Start(block), ""));
                self.events.push((Event::Text(text.into()), ""));
                self.events.push((Event::End(TagEnd::CodeBlock), ""));
            }
        }
    }

    fn code_span(&mut self, text: &str) {
        let words: Vec<&str> = text.split(['\n', '\u{a0}']).collect();
        let text = words.join(" ");
        if !text.trim().is_empty() {
            self.open_leaf();
            let code = text.trim().to_owned();
            self.events.push((Event::Code(code.into()), ""));
        }
    }
}
