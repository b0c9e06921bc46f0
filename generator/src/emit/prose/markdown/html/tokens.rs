//! Splits the HTML between the events of the parser into tags and text.

use std::borrow::Cow;
use std::collections::HashMap;

use pulldown_cmark::{Event, Tag as MarkdownTag, TagEnd};

use super::elements::Element;
use super::entities::decoded;
use super::tag::Tag;

/// An event, and its text in the document; the text is empty if the event is from HTML.
pub(in super::super) type Sourced<'a> = (Event<'a>, &'a str);

#[derive(Debug)]
pub(super) enum Token<'a> {
    Markdown(Event<'a>, &'a str),
    /// The beginning or the end of a block of HTML.
    Edge,
    Start(StartTag),
    End(String, Element),
}

#[derive(Debug)]
pub(super) struct StartTag {
    pub(super) name: String,
    pub(super) element: Element,
    /// What matters of the attributes: the target of a link, the text of an image, or the first number of a list.
    pub(super) value: String,
    pub(super) source: String,
}

/// Returns all tags, texts and other events.
pub(super) fn tokens<'a>(events: impl Iterator<Item = Sourced<'a>>) -> Vec<Token<'a>> {
    let mut tokens = Vec::new();
    let mut block = String::new();
    for (event, source) in events {
        if let Event::Html(html) = &event {
            block.push_str(html);
            continue;
        }
        push_html(&std::mem::take(&mut block), decoded, &mut tokens);
        match event {
            Event::Start(MarkdownTag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {
                tokens.push(Token::Edge);
            }
            Event::InlineHtml(html) => push_inline(&html, &mut tokens),
            // To the parser, a tag of JSX is text. Here nothing in the text is escaped.
            Event::Text(text) if text.contains("={") && *text == *source => {
                push_html(&text, |text| text.into(), &mut tokens);
            }
            event => tokens.push(Token::Markdown(event, source)),
        }
    }
    remove_halves(&mut tokens);
    tokens
}

/// Splits HTML with several tags, and leaves out its comments. `decode` is for the text between the tags.
fn push_html(html: &str, decode: fn(&str) -> Cow<'_, str>, tokens: &mut Vec<Token<'_>>) {
    let after_comments = html.rfind("-->").map(|at| html.len() - at);
    let mut rest = html;
    // How much of it is text.
    let mut length = 0;
    while let Some(found) = rest.get(length..).and_then(|rest| rest.find('<')) {
        let (text, markup) = rest.split_at(length + found);
        let has_end = after_comments.is_some_and(|after| markup.len() > after);
        let comment = markup.strip_prefix("<!--").filter(|_| has_end);
        if let Some((_, after)) = comment.and_then(|comment| comment.split_once("-->")) {
            push_text(&decode(text), tokens);
            rest = after;
            length = 0;
        } else if let Some(tag) = Tag::read_short(markup) {
            push_text(&decode(text), tokens);
            rest = markup.strip_prefix(tag.source).unwrap_or_default();
            push_tag(&tag, tokens);
            length = 0;
        } else {
            length += found + 1;
        }
    }
    push_text(&decode(rest), tokens);
}

/// Adds a tag, comment or instruction that the parser found within a line.
fn push_inline(html: &str, tokens: &mut Vec<Token<'_>>) {
    if html.starts_with("<!--") {
        return;
    }
    match Tag::read(html).filter(|tag| tag.source.len() == html.len()) {
        Some(tag) => push_tag(&tag, tokens),
        None => push_text(html, tokens),
    }
}

fn push_tag(tag: &Tag<'_>, tokens: &mut Vec<Token<'_>>) {
    let Some(element) = Element::named(&tag.name) else {
        return push_text(tag.source, tokens);
    };
    if tag.is_end {
        tokens.push(Token::End(tag.name.clone(), element));
    } else if tag.is_empty && element.needs_end() {
        // An empty link is a target of links.
        if element != Element::Link {
            push_text(tag.source, tokens);
        }
    } else {
        let value = match element {
            Element::Link => tag.attribute("href"),
            Element::Image => tag.attribute("alt"),
            Element::List => tag.attribute("start"),
            _ => None,
        };
        tokens.push(Token::Start(StartTag {
            name: tag.name.clone(),
            element,
            value: decoded(value.unwrap_or_default()).into_owned(),
            source: tag.source.to_owned(),
        }));
    }
}

fn push_text(text: &str, tokens: &mut Vec<Token<'_>>) {
    if !text.is_empty() {
        tokens.push(text_token(text));
    }
}

fn text_token<'a>(text: &str) -> Token<'a> {
    Token::Markdown(Event::Text(text.to_owned().into()), "")
}

/// Makes text of start tags without an end tag, which would otherwise reach to the end of the page, and drops end tags without a
/// start tag.
fn remove_halves(tokens: &mut Vec<Token<'_>>) {
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    let mut ends = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Start(tag) if tag.element.needs_end() => {
                open.entry(tag.name.clone()).or_default().push(index);
            }
            Token::End(name, element) if element.needs_end() => {
                let start = open.get_mut(name).and_then(Vec::pop);
                ends.extend(start.is_none().then_some(index));
            }
            _ => {}
        }
    }
    for index in open.into_values().flatten() {
        if let Some(token) = tokens.get_mut(index)
            && let Token::Start(tag) = token
        {
            *token = text_token(&tag.source);
        }
    }
    let mut ends = ends.into_iter().peekable();
    let mut index = 0;
    tokens.retain(|_| {
        let is_half = ends.next_if_eq(&index).is_some();
        index += 1;
        !is_half
    });
}
