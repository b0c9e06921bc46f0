//! Reads a tag of HTML from the beginning of a text.

/// The longest tag inside a block of HTML, in bytes: with a limit, many unfinished tags take linear time.
const LONGEST: usize = 4096;

#[derive(Debug)]
pub(super) struct Tag<'t> {
    pub(super) name: String,
    pub(super) is_end: bool,
    /// Whether it ends with `/>`.
    pub(super) is_empty: bool,
    attributes: Vec<(&'t str, &'t str)>,
    pub(super) source: &'t str,
}

impl<'t> Tag<'t> {
    /// Reads the tag with which a text begins.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        let (is_end, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let (name, mut rest) = inside.split_at(inside.find(|c| !is_part(c))?);
        let ends_name = |c: char| c.is_whitespace() || matches!(c, '/' | '>');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !rest.starts_with(ends_name) {
            return None;
        }
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            let end = rest.strip_prefix("/>");
            if let Some(after) = end.or_else(|| rest.strip_prefix('>')) {
                return Some(Self {
                    name: name.to_ascii_lowercase(),
                    is_end,
                    is_empty: end.is_some(),
                    attributes,
                    source: text.strip_suffix(after)?,
                });
            }
            let (attribute, after) = attribute(rest)?;
            attributes.push(attribute);
            rest = after;
        }
    }

    /// Reads the tag with which a text begins, if it is not too long.
    pub(super) fn read_short(text: &'t str) -> Option<Self> {
        let end = (0..=LONGEST.min(text.len()))
            .rev()
            .find(|end| text.is_char_boundary(*end))?;
        Self::read(text.get(..end)?)
    }

    /// The value of an attribute, with its entities.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut all = self.attributes.iter();
        let found = all.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }
}

/// Reads the name and the value of an attribute, and returns them with the text after it.
fn attribute(text: &str) -> Option<((&str, &str), &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-' | '@');
    let (name, rest) = text.split_at(text.find(|c| !is_part(c))?);
    if name.is_empty() {
        return None;
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else {
        return Some(((name, ""), rest));
    };
    let value = value.trim_start();
    if value.starts_with('{') {
        let (value, rest) = value.split_at(end_of_expression(value)?);
        return Some(((name, value), rest));
    }
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let (value, rest) = value.strip_prefix(quote)?.split_once(quote)?;
        return Some(((name, value), rest));
    }
    let ends_value = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | '<' | '>' | '`');
    let (value, rest) = value.split_at(value.find(ends_value)?);
    (!value.is_empty()).then_some(((name, value), rest))
}

/// Where an expression in braces ends, as in `style={{ color: "red" }}`, which is not HTML but JSX. It contains no tag.
fn end_of_expression(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, mark) in text.match_indices(['{', '}', '<']) {
        match mark {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => return None,
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}
