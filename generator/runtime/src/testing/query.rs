//! A query string, taken apart.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::support::walk;

/// The parameters in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    pub(super) pairs: Vec<Pair>,
}

/// One parameter: `emails[][email]=a`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// `emails[][email]`
    pub(super) name: String,
    /// `emails`, `email`: places in lists are left out.
    pub(super) path: Vec<String>,
    pub(super) value: String,
}

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name);
            let parts = name.split(['[', ']']);
            let is_name = |part: &&str| !part.is_empty() && part.parse::<usize>().is_err();
            let path = parts.filter(is_name).map(str::to_owned).collect();
            let value = decode(value);
            Pair { name, path, value }
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// The value of a parameter that is called just so.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|pair| pair.name == name)?;
        Some(&pair.value)
    }

    /// The values of a list: `a[]=x&a[]=y`, `a=x&a=y`, `a=x,y`.
    pub(super) fn list<'q>(&'q self, name: &str) -> impl Iterator<Item = &'q str> {
        let name = name.trim_end_matches("[]").to_owned();
        let is_it = move |pair: &&Pair| pair.path.first() == Some(&name) && pair.path.len() == 1;
        let pairs = self.pairs.iter().filter(is_it);
        pairs.flat_map(|pair| pair.value.split(','))
    }

    /// It is there, with something in it.
    pub(super) fn has(&self, name: &str) -> bool {
        let wanted = name.trim_end_matches("[]");
        let is_it = |pair: &Pair| {
            let root = pair.name.split('[').next();
            pair.name == name || pair.name == wanted || root == Some(wanted)
        };
        let mut pairs = self.pairs.iter();
        pairs.any(|pair| is_it(pair) && !pair.value.is_empty())
    }

    /// As the support matrix looks at it: `created_at[gt]` is `gt` in `created_at`.
    pub(super) fn to_json(&self) -> Value {
        let mut object = Map::new();
        for pair in self.pairs.iter().filter(|pair| !pair.value.is_empty()) {
            walk::insert(&pair.name, pair.value.as_str().into(), &mut object);
        }
        Value::Object(object)
    }
}

/// Forms write a blank as `+`.
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
        assert!(query.has("created_at") && query.has("ids") && !query.has("empty"));
        assert_eq!(query.to_json()["created_at"], json!({"gt": "1"}));
    }
}
