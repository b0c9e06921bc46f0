//! Entities of HTML, such as `&nbsp;`.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// More than the length of any entity.
const LONGEST: usize = 40;

/// Replaces entities by their characters.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.find('&').map(|at| rest.split_at(at)) {
        out.push_str(before);
        let end = from.bytes().take(LONGEST).position(|byte| byte == b';');
        let entity = end.and_then(|end| from.get(..=end));
        if let Some((entity, character)) = entity.and_then(|text| Some((text, character(text)?))) {
            out.push_str(&character);
            rest = from.get(entity.len()..).unwrap_or_default();
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What an entity stands for. The parser of Markdown has the table of them.
fn character(entity: &str) -> Option<String> {
    let name = entity.strip_prefix('&')?.strip_suffix(';')?;
    let name = name.strip_prefix('#').unwrap_or(name);
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let texts = Parser::new(entity).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    Some(texts.collect::<String>()).filter(|text| text != entity)
}
