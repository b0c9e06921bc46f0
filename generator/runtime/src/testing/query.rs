//! The query of a request, as the API parses it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::qs::{self, Node};

/// The parameters in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    /// Names and values as sent, decoded.
    sent: Vec<(String, String)>,
    all: qs::Object,
    pub(super) pairs: Vec<Pair>,
}

/// One value: `emails[0][email]=a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// `emails[0][email]`; for a list of strings `ids[]`.
    pub(super) name: String,
    /// `emails`, `email`: indexes of lists are omitted.
    pub(super) path: Vec<String>,
    pub(super) value: String,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let sent = text.split('&').filter(|pair| !pair.is_empty());
        let sent = sent.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        let all = qs::parse(text);
        let mut pairs = Vec::new();
        for (name, node) in all.fields() {
            let place = Place {
                name: name.to_owned(),
                path: vec![name.to_owned()],
                is_inside: false,
            };
            place.pairs(node, &mut pairs);
        }
        Self {
            sent: sent.collect(),
            all,
            pairs,
        }
    }

    /// The value of the parameter with exactly this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.sent.iter().find(|(known, _)| known == name)?;
        Some(value)
    }

    /// The values of a list: `a[]=x&a[]=y`, `a=x&a=y`, `a=x,y`.
    pub(super) fn list<'q>(&'q self, name: &str) -> impl Iterator<Item = &'q str> {
        let name = name.trim_end_matches("[]").to_owned();
        let is_it = move |pair: &&Pair| pair.path.first() == Some(&name) && pair.path.len() == 1;
        let pairs = self.pairs.iter().filter(is_it);
        pairs.flat_map(|pair| pair.value.split(','))
    }

    /// Whether the parameter is present and not empty.
    pub(super) fn has(&self, name: &str) -> bool {
        let wanted = name.trim_end_matches("[]");
        let mut sent = self.sent.iter();
        sent.any(|(known, value)| {
            let root = known.split('[').next();
            let is_it = known == name || known == wanted || root == Some(wanted);
            is_it && !value.is_empty()
        })
    }

    /// The query as it is checked against the support matrix, which treats an empty string as missing.
    pub(super) fn to_json(&self) -> Value {
        let mut query = self.as_read();
        fill(&mut query);
        query
    }

    /// The whole query.
    pub(crate) fn as_read(&self) -> Value {
        self.all.to_json()
    }
}

/// Removes empty strings, and returns whether anything is left.
fn fill(value: &mut Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => {
            items.retain_mut(fill);
            !items.is_empty()
        }
        Value::Object(fields) => {
            let all = std::mem::take(fields).into_iter();
            let left =
                all.filter_map(|(name, mut value)| fill(&mut value).then_some((name, value)));
            *fields = left.collect::<Map<_, _>>();
            !fields.is_empty()
        }
        _ => true,
    }
}

/// The position of a value.
struct Place {
    name: String,
    path: Vec<String>,
    /// Whether it is in an object that is an item of a list.
    is_inside: bool,
}

impl Place {
    fn pairs(self, node: &Node, into: &mut Vec<Pair>) {
        match node {
            Node::Text(text) => into.push(self.pair(text.clone())),
            // A list in an item is kept as a whole. If items are sent without an index, `qs` collects their values in such lists.
            Node::List(_) if self.is_inside => into.push(self.pair(node.to_json().to_string())),
            Node::List(items) => {
                for (index, item) in items.iter().flatten().enumerate() {
                    let place = Self {
                        name: match item {
                            Node::Text(_) => format!("{}[]", self.name),
                            _ => format!("{}[{index}]", self.name),
                        },
                        path: self.path.clone(),
                        is_inside: true,
                    };
                    place.pairs(item, into);
                }
            }
            Node::Object(object) => {
                for (key, node) in object.fields() {
                    let place = Self {
                        name: format!("{}[{key}]", self.name),
                        path: [self.path.as_slice(), &[key.to_owned()]].concat(),
                        is_inside: self.is_inside,
                    };
                    place.pairs(node, into);
                }
            }
        }
    }

    fn pair(self, value: String) -> Pair {
        Pair {
            name: self.name,
            path: self.path,
            value,
        }
    }
}

/// Decodes a name or value; forms encode a space as `+`.
pub(super) fn decode(text: &str) -> String {
    let text = match text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Query;

    #[test]
    fn all_ways_to_write_a_query_are_read() {
        let query = Query::parse(
            "name=a+b&ids[]=x&ids%5B%5D=y&ids[1]=z&more=p,q&emails[][email]=a%40b&created_at[gt]=1&empty=",
        );
        assert_eq!(query.get("name"), Some("a b"));
        let list = |name| query.list(name).collect::<Vec<_>>();
        assert_eq!(list("ids[]"), ["x", "y", "z"]);
        assert_eq!(list("more"), ["p", "q"]);
        let email = query.pairs.iter().find(|pair| pair.value == "a@b");
        assert_eq!(email.unwrap().path, ["emails", "email"]);
        assert_eq!(email.unwrap().name, "emails[0][email]");
        assert!(query.has("created_at") && query.has("ids") && !query.has("empty"));
        assert_eq!(query.to_json()["created_at"], json!({"gt": "1"}));
    }

    #[test]
    fn items_are_told_apart_by_their_index_only() {
        let values = |text| {
            let query = Query::parse(text);
            let pairs = query
                .pairs
                .into_iter()
                .filter(|pair| pair.path == ["p", "n"]);
            pairs.map(|pair| pair.value).collect::<Vec<_>>()
        };
        assert_eq!(values("p[0][n]=1&p[0][t]=x&p[1][n]=2"), ["1", "2"]);
        assert_eq!(values("p[][n]=1&p[][t]=x&p[][n]=2"), [r#"["1","2"]"#]);
    }
}
