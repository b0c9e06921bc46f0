//! Writing values as YAML.

/// The maximum number of characters of a line with a list.
pub(super) const WIDTH: usize = 110;

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Yaml {
    /// A scalar as it is written.
    Scalar(String),
    /// A list of texts, in brackets.
    List(Vec<String>),
    /// A list of scalars as they are written, in brackets.
    Written(Vec<String>),
    /// A mapping, in braces if it fits.
    Map(Vec<(&'static str, Yaml)>),
    /// A mapping with an entry per line.
    Block(Vec<(String, Yaml)>),
}

impl Yaml {
    /// `false`
    pub(super) fn text_of_false() -> Self {
        Self::Scalar("false".to_owned())
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Scalar(scalar(text))
    }

    /// Returns the value on one line.
    pub(super) fn flow(&self) -> String {
        let braced = |entries: Vec<String>| format!("{{{}}}", entries.join(", "));
        match self {
            Self::Scalar(text) => text.clone(),
            Self::Written(items) => format!("[{}]", items.join(", ")),
            Self::List(items) => {
                Self::Written(items.iter().map(|item| scalar(item)).collect()).flow()
            }
            Self::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| format!("{key}: {}", value.flow()));
                braced(entries.collect())
            }
            Self::Block(entries) => {
                let entries = entries.iter();
                let entries =
                    entries.map(|(key, value)| format!("{}: {}", scalar(key), value.flow()));
                braced(entries.collect())
            }
        }
    }

    /// Returns the lines of an entry with this value, without a final line break.
    pub(super) fn entry(&self, indent: usize, key: &str) -> Vec<String> {
        let mut lines = vec![format!("{}{}:", " ".repeat(indent), scalar(key))];
        let inner = self.after_key(indent, indent + scalar(key).chars().count() + 1);
        let mut inner = inner.into_iter();
        if let Some(first) = inner.next() {
            lines[0].push_str(&first);
        }
        lines.extend(inner);
        lines
    }

    /// Returns what follows the colon of a key: the rest of its line, then other lines. The key has this indentation, and the
    /// colon ends in this column.
    pub(super) fn after_key(&self, indent: usize, column: usize) -> Vec<String> {
        let flow = self.flow();
        let fits = column + 1 + flow.chars().count() <= WIDTH;
        let inner = indent + 2;
        match self {
            Self::Block(entries) if !entries.is_empty() => {
                let entries = entries.iter();
                let lines = entries.flat_map(|(key, value)| value.entry(inner, key));
                std::iter::once(String::new()).chain(lines).collect()
            }
            Self::Map(entries) if !fits => {
                let lines = entries
                    .iter()
                    .flat_map(|(key, value)| value.entry(inner, key));
                std::iter::once(String::new()).chain(lines).collect()
            }
            Self::List(items) if !fits => {
                let items = items.iter().map(|item| scalar(item)).collect();
                Self::Written(items).after_key(indent, column)
            }
            Self::Written(items) if !fits => std::iter::once(String::new())
                .chain(filled(items, inner))
                .collect(),
            _ => vec![format!(" {flow}")],
        }
    }
}

/// Returns the lines of a list that begins in this column of the first line.
fn filled(items: &[String], column: usize) -> Vec<String> {
    let mut lines = vec![format!("{}[", " ".repeat(column))];
    let mut is_first = true;
    for (index, item) in items.iter().enumerate() {
        let end = if index + 1 == items.len() { "]" } else { "," };
        let room = WIDTH.saturating_sub(item.chars().count() + 2);
        let last = lines.len() - 1;
        if is_first {
            lines[last].push_str(item);
        } else if lines[last].chars().count() <= room {
            lines[last].push(' ');
            lines[last].push_str(item);
        } else {
            lines.push(format!("{}{item}", " ".repeat(column + 1)));
        }
        is_first = false;
        let last = lines.len() - 1;
        lines[last].push_str(end);
    }
    lines
}

/// Writes a text as a scalar: plain if that is safe everywhere, or else in quotes.
pub(super) fn scalar(text: &str) -> String {
    let is_inside = |c: char| c.is_alphanumeric() || "_-./ ".contains(c);
    let is_plain = text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.ends_with(|c: char| c != ' ')
        && text.chars().all(is_inside);
    let lower = text.to_lowercase();
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = words.contains(&lower.as_str());
    if is_plain && !is_word {
        return text.to_owned();
    }
    match text.chars().any(char::is_control) {
        true => serde_json::Value::from(text).to_string(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_quoted_if_needed() {
        let cases = [
            ("Help Scout", "Help Scout"),
            ("live 2026-11-28", "live 2026-11-28"),
            ("created_at[gt]", "'created_at[gt]'"),
            ("it's", "'it''s'"),
            ("no", "'no'"),
            ("1", "'1'"),
            ("a: b", "'a: b'"),
            ("a\nb", "\"a\\nb\""),
            ("", "''"),
        ];
        for (text, expected) in cases {
            assert_eq!(scalar(text), expected);
        }
    }

    #[test]
    fn long_lists_are_folded() {
        let items: Vec<String> = (10..40).map(|number| format!("slug{number}")).collect();
        let lines = Yaml::List(items).entry(2, "supported");
        assert_eq!(lines[0], "  supported:");
        assert!(lines[1].starts_with("    [slug10, "), "{lines:#?}");
        assert!(lines[2].starts_with("     slug"), "{lines:#?}");
        assert!(lines.iter().all(|line| line.len() <= WIDTH), "{lines:#?}");
        assert!(lines[lines.len() - 1].ends_with("slug39]"));
    }
}
