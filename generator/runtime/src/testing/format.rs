//! The form of a result. Some fields can be left out; the items of a page can be keyed by a field.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{
    accounts::format::{Format, debug, raw},
    methods::Outcome,
    query::Query,
    reply::Reply,
    router::Target,
    store::{Entry, text},
    table::ParameterRole,
};
use crate::PageNames;

/// The options of a request.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// The fields to exclude.
    without: Vec<String>,
    format: Format,
    key: Option<String>,
    /// The number of items per page, as sent.
    pub(super) limit: Option<String>,
}

/// The request and its operation, as shown in a result.
pub(super) struct Shown<'r> {
    pub(super) method: &'r str,
    pub(super) path: &'r str,
    pub(super) target: &'r Target,
    pub(super) is_partial: bool,
}

impl Options {
    pub(super) fn of(query: &Query, all: &'static [(&'static str, ParameterRole)]) -> Self {
        let mut options = Self::default();
        let mut is_unlimited = false;
        for (name, meaning) in all {
            let value = query.get(name).filter(|value| !value.is_empty());
            match (meaning, value) {
                (ParameterRole::Excluded, _) => {
                    options.without.extend(query.list(name).map(str::to_owned))
                }
                (ParameterRole::Limit, Some(limit)) => options.limit = Some(limit.to_owned()),
                (ParameterRole::KeyBy, Some(key)) => options.key = Some(key.to_owned()),
                (ParameterRole::Format, Some(format)) => options.format = Format::named(format),
                (ParameterRole::Without(what), Some("true")) => {
                    let is_limit = all.contains(&(*what, ParameterRole::Limit));
                    is_unlimited |= is_limit;
                    if !is_limit {
                        options.without.push((*what).to_owned());
                    }
                }
                _ => {}
            }
        }
        if is_unlimited {
            options.limit = None;
        }
        options
    }

    pub(super) fn reply(&self, result: Outcome, shown: &Shown<'_>) -> Reply {
        let status = shown.target.route.status;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        let object = shown.target.object;
        let mut reply = match (result, self.format) {
            (Outcome::Nothing, _) => Reply::new(status, None, Bytes::new()),
            (Outcome::Bytes(bytes), _) => {
                Reply::new(status, Some("application/octet-stream"), bytes)
            }
            (result, Format::Raw) => Reply::json(status, &raw(&result, object)),
            (result, Format::Debug) => {
                let debug = debug(&result, shown);
                let result = self.unified(result, shown);
                Reply::json(status, &json!({ "result": result, "debug": debug }))
            }
            (result, Format::Unified | Format::Stream) => {
                Reply::json(status, &self.unified(result, shown))
            }
        };
        reply.is_chunked = self.format == Format::Stream;
        reply
    }

    fn unified(&self, result: Outcome, shown: &Shown<'_>) -> Value {
        let endpoint = shown.target.route.operation.endpoint();
        match (result, endpoint.pages()) {
            (Outcome::One(value), _) => {
                let value = self.trimmed(value);
                match endpoint.envelope() {
                    Some(key) => json!({ key: value }),
                    None => value,
                }
            }
            (
                Outcome::Page {
                    entries,
                    next,
                    previous,
                },
                Some(names),
            ) => self.page(entries, next, previous, names, shown.is_partial),
            (Outcome::Page { .. } | Outcome::Nothing | Outcome::Bytes(_), _) => Value::Null,
        }
    }

    fn trimmed(&self, mut value: Value) -> Value {
        if let Value::Object(entry) = &mut value {
            self.trim(entry);
        }
        value
    }

    fn trim(&self, entry: &mut Entry) {
        for name in &self.without {
            entry.remove(name);
        }
    }

    fn page(
        &self,
        mut entries: Vec<Entry>,
        next: Option<String>,
        previous: Option<String>,
        names: &PageNames,
        is_partial: bool,
    ) -> Value {
        let count = entries.len();
        let keys = self.key.as_ref().map(|key| {
            let keys = entries.iter().map(|entry| entry.get(key).and_then(text));
            keys.map(Option::unwrap_or_default).collect::<Vec<_>>()
        });
        if !self.without.is_empty() {
            entries.iter_mut().for_each(|entry| self.trim(entry));
        }
        let values = entries.into_iter().map(Value::Object);
        let items = match keys {
            Some(keys) => Value::Object(keys.into_iter().zip(values).collect()),
            None => Value::Array(values.collect()),
        };
        let mut page = Map::new();
        page.insert(names.items().to_owned(), items);
        page.insert(names.cursor().to_owned(), next.into());
        let others = [
            (names.previous, Some(previous.into())),
            (names.count, Some(count.into())),
            (names.partial, is_partial.then_some(true.into())),
        ];
        for (name, value) in others {
            if let (Some(name), Some(value)) = (name, value) {
                page.insert(name.to_owned(), value);
            }
        }
        Value::Object(page)
    }
}
