//! A query string or form, parsed like npm's `qs` 6.17 with its defaults, which the real server uses.
//!
//! It has few rules and many exceptions: lists of more than 20 items become objects, names that every JavaScript object inherits
//! are dropped, values with the same name are collected. A test of the generated crate compares the results with the real `qs`.

use std::borrow::Cow;

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::query::{INHERITED, MOST_ITEMS, MOST_LEVELS, MOST_PAIRS};

/// The value of a name.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    /// While it is parsed, a list may have gaps.
    List(Vec<Option<Node>>),
    Object(Object),
}

/// Names and values in the order in which they arrived.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object {
    fields: IndexMap<String, Node>,
    /// The last index of a list that was too long and became an object.
    last: Option<usize>,
}

/// Parses a query string.
pub(super) fn parse(text: &str) -> Object {
    let mut all: IndexMap<String, Node> = IndexMap::new();
    for part in text.split('&').take(MOST_PAIRS) {
        let (name, value) = split(part);
        let (name, value) = (decode(&name).into_owned(), decode(&value).into_owned());
        match all.get_mut(&name) {
            Some(known) => {
                let before = std::mem::replace(known, Node::Text(String::new()));
                *known = before.combined(Node::Text(value));
            }
            None => drop(all.insert(name, Node::Text(value))),
        }
    }
    let mut root = Object::default();
    for (name, value) in all {
        if let Some(levels) = levels(&name) {
            root.absorb(nested(&levels, value));
        }
    }
    root
}

/// Name and value; brackets of the name may be escaped.
fn split(part: &str) -> (String, String) {
    let part = part.replace("%5B", "[").replace("%5b", "[");
    let part = part.replace("%5D", "]").replace("%5d", "]");
    let at = part.find("]=").map(|at| at + 1).or_else(|| part.find('='));
    match at.and_then(|at| Some((part.get(..at)?, part.get(at + 1..)?))) {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (part, String::new()),
    }
}

/// Decodes a text; invalid UTF-8 or a stray `%` is kept unchanged.
fn decode(text: &str) -> Cow<'_, str> {
    let text = match text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    };
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let decoded = match text.split('%').skip(1).all(is_escape) {
        true => percent_decode_str(&text).decode_utf8().ok(),
        false => None,
    };
    match decoded.map(Cow::into_owned) {
        Some(decoded) => Cow::Owned(decoded),
        None => text,
    }
}

/// Splits a name: `a[b][]` is `a`, `[b]`, `[]`. Levels that are too deep are kept as one; an invalid name is `None`.
fn levels(name: &str) -> Option<Vec<Cow<'_, str>>> {
    if name.is_empty() {
        return None;
    }
    let (first, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    let mut levels = Vec::new();
    if !first.is_empty() {
        levels.push(Cow::Borrowed(first));
    }
    let is_inherited = |level: &str| INHERITED.contains(&level);
    if is_inherited(first) {
        return None;
    }
    let mut depth = 0;
    while !rest.is_empty() && depth < MOST_LEVELS {
        let Some(end) = closing(rest) else { break };
        let (level, after) = rest.split_at(end + 1);
        if is_inherited(level.get(1..end)?) {
            return None;
        }
        levels.push(Cow::Borrowed(level));
        depth += 1;
        // Text between two levels is ignored.
        rest = after.split_at(after.find('[').unwrap_or(after.len())).1;
    }
    if !rest.is_empty() {
        levels.push(Cow::Owned(format!("[{rest}]")));
    }
    Some(levels)
}

/// The end of the bracket that the text begins with; nested brackets are counted.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '[' => open += 1,
            ']' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(at)
    })
}

/// Wraps the value in all levels.
fn nested(levels: &[Cow<'_, str>], value: Node) -> Node {
    levels.iter().rev().fold(value, |leaf, level| {
        let inner = level.strip_prefix('[');
        let inner = inner.and_then(|level| level.strip_suffix(']'));
        match (inner, inner.and_then(index)) {
            (Some(""), _) => match leaf {
                Node::Object(Object { last: Some(_), .. }) => leaf,
                leaf => Node::List(Vec::new()).combined(leaf),
            },
            (_, Some(index)) if index < MOST_ITEMS => {
                let mut items = vec![None; index];
                items.push(Some(leaf));
                Node::List(items)
            }
            (_, last) => {
                let key = inner.unwrap_or(level).to_owned();
                let fields = IndexMap::from_iter([(key, leaf)]);
                Node::Object(Object { fields, last })
            }
        }
    })
}

/// A number in JavaScript's notation.
fn index(key: &str) -> Option<usize> {
    let index = key.parse::<u32>().ok()?;
    (index.to_string() == key).then(|| usize::try_from(index).ok())?
}

impl Node {
    /// Joins both into one list, or into an object if it is too long.
    fn combined(self, other: Node) -> Node {
        match self {
            Node::Object(mut object) if object.last.is_some() => {
                other
                    .into_items()
                    .into_iter()
                    .flatten()
                    .for_each(|item| object.push(item));
                Node::Object(object)
            }
            one => {
                let items = one.into_items().into_iter().chain(other.into_items());
                let items: Vec<_> = items.collect();
                // Gaps count here, too.
                let length = items.len();
                limited(items, length)
            }
        }
    }

    fn into_items(self) -> Vec<Option<Node>> {
        match self {
            Node::List(items) => items,
            one => vec![Some(one)],
        }
    }

    /// Merges a value with a later one of the same name.
    fn merged(self, source: Node) -> Node {
        match (self, source) {
            (target, Node::Text(text)) if text.is_empty() => target,
            (Node::List(mut items), text @ Node::Text(_)) => {
                items.push(Some(text));
                let count = items.iter().flatten().count();
                limited(items, count)
            }
            (Node::Object(mut object), text @ Node::Text(_)) if object.last.is_some() => {
                object.push(text);
                Node::Object(object)
            }
            (target, text @ Node::Text(_)) => Node::List(vec![Some(target), Some(text)]),
            (text @ Node::Text(_), Node::Object(object)) if object.last.is_some() => {
                Node::Object(object.shifted(text))
            }
            (text @ Node::Text(_), source) => text.combined(source),
            (Node::List(items), Node::List(source)) => merged_lists(items, source),
            (target, source) => {
                let mut object = match target {
                    Node::Object(object) => object,
                    target => Object::of_items(target.into_items(), false),
                };
                object.absorb(source);
                Node::Object(object)
            }
        }
    }

    /// Converts it to JSON, without gaps.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Node::Text(text) => Value::from(text.as_str()),
            Node::List(items) => items.iter().flatten().map(Node::to_json).collect(),
            Node::Object(object) => object.to_json(),
        }
    }
}

/// Merges two lists: objects and lists at the same index are merged; a text at an index in use is appended.
fn merged_lists(mut items: Vec<Option<Node>>, source: Vec<Option<Node>>) -> Node {
    for (index, item) in source.into_iter().enumerate() {
        let Some(item) = item else { continue };
        if items.len() <= index {
            items.resize(index + 1, None);
        }
        let Some(place) = items.get_mut(index) else {
            continue;
        };
        match (place.take(), item) {
            (None, item) => *place = Some(item),
            (Some(known), item)
                if matches!(known, Node::Text(_)) || matches!(item, Node::Text(_)) =>
            {
                *place = Some(known);
                items.push(Some(item));
            }
            (Some(known), item) => *place = Some(known.merged(item)),
        }
    }
    let count = items.iter().flatten().count();
    limited(items, count)
}

/// A list, or an object if it is too long.
fn limited(items: Vec<Option<Node>>, length: usize) -> Node {
    match length {
        0..=MOST_ITEMS => Node::List(items),
        _ => Node::Object(Object::of_items(items, true)),
    }
}

impl Object {
    /// An object whose names are the indexes.
    fn of_items(items: Vec<Option<Node>>, is_too_long: bool) -> Self {
        let last = items.len().checked_sub(1).filter(|_| is_too_long);
        let items = items.into_iter().enumerate();
        let fields = items.filter_map(|(index, item)| Some((index.to_string(), item?)));
        Self {
            fields: fields.collect(),
            last,
        }
    }

    fn push(&mut self, node: Node) {
        let next = self.last.map_or(0, |last| last + 1);
        self.fields.insert(next.to_string(), node);
        self.last = Some(next);
    }

    /// Inserts an item before the others.
    fn shifted(self, first: Node) -> Self {
        let mut fields = IndexMap::from_iter([("0".to_owned(), first)]);
        for (key, node) in self.fields {
            let key = key
                .parse::<usize>()
                .map_or(key, |index| (index + 1).to_string());
            fields.insert(key, node);
        }
        let last = self.last.map(|last| last + 1);
        Self { fields, last }
    }

    /// Adds the fields of an object, or the items of a list under their indexes.
    fn absorb(&mut self, source: Node) {
        let (source, last) = match source {
            Node::Object(object) => (object.fields, object.last),
            list => (Object::of_items(list.into_items(), false).fields, None),
        };
        let highest =
            |fields: &IndexMap<String, Node>| fields.keys().filter_map(|key| index(key)).max();
        for (key, node) in source {
            match self.fields.get_mut(&key) {
                Some(known) => {
                    let before = std::mem::replace(known, Node::Text(String::new()));
                    *known = before.merged(node);
                }
                None => drop(self.fields.insert(key.clone(), node)),
            }
            if self.last.is_none() && last.is_some() {
                self.last = last.max(highest(&self.fields));
            }
            if let (Some(last), Some(index)) = (self.last, index(&key)) {
                self.last = Some(last.max(index));
            }
        }
    }

    /// All names with their values.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.fields.iter().map(|(name, node)| (name.as_str(), node))
    }

    pub(super) fn to_json(&self) -> Value {
        let fields = self.fields.iter();
        let fields = fields.map(|(name, node)| (name.clone(), node.to_json()));
        Value::Object(fields.collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    /// Results of the real `qs`; a test of the generated crate compares many more with it.
    #[test]
    fn a_query_is_read_as_qs_reads_it() {
        let many = |name: &str| vec![format!("{name}=x"); 21].join("&");
        let numbered = |last| {
            json!(
                (0..=last)
                    .map(|n| (n.to_string(), json!("x")))
                    .collect::<serde_json::Map<_, _>>()
            )
        };
        let table = [
            (
                "p[][n]=1&p[][t]=x&p[][n]=2",
                json!({"p": [{"n": ["1", "2"], "t": "x"}]}),
            ),
            (
                "p[0][n]=1&p[0][t]=x&p[1][n]=2",
                json!({"p": [{"n": "1", "t": "x"}, {"n": "2"}]}),
            ),
            (
                "a[0][]=1&a[0][]=2&a[1][]=3",
                json!({"a": [["1", "2"], ["3"]]}),
            ),
            ("a%5B%5D=x&a[]=y+z", json!({"a": ["x", "y z"]})),
            (
                "a=x&a=y&b=%ff&c=%",
                json!({"a": ["x", "y"], "b": "%ff", "c": "%"}),
            ),
            ("a[3]=x&a[b]=y", json!({"a": {"3": "x", "b": "y"}})),
            ("a[7]=x&a[2]=y", json!({"a": ["y", "x"]})),
            ("a[20]=x", json!({"a": {"20": "x"}})),
            ("a=x&a[b]=y&a[]=z", json!({"a": ["x", {"b": "y"}, "z"]})),
            ("a[toString]=x&constructor=y&b=&=c", json!({"b": ""})),
            (
                "a[b][c][d][e][f][g][h]=x",
                json!({"a": {"b": {"c": {"d": {"e": {"f": {"[g][h]": "x"}}}}}}}),
            ),
            (&many("a[]"), json!({"a": numbered(20)})),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text).to_json(), expected, "{text}");
        }
    }
}
