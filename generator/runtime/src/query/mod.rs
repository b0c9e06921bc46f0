//! Encoding of query strings and forms for the server's parser.

mod encode;
mod exact;
mod name;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str};
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use encode::{encode_text, form, is_scalar, scalar, simple_text, to_value};
pub(crate) use exact::parse;
pub(crate) use name::Unsendable;
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub(crate) use name::{INHERITED, MOST_ITEMS, MOST_LEVELS, MOST_PAIRS};

use crate::{Error, support::walk};
use name::Name;

/// All but RFC 3986's unreserved characters.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is escaped in a value that may contain reserved characters. `#` ends a query, `&` separates pairs, `+` stands for a
/// space, and URL libraries escape the apostrophe in any case.
const ALWAYS_RESERVED: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The same for an item of a list whose separator can be a comma.
const ALWAYS_RESERVED_IN_LISTS: &AsciiSet = &ALWAYS_RESERVED.add(b',');

/// How the value of a query parameter is encoded.
///
/// A null is encoded as the empty string. An empty list or object is omitted; as an item of a list, it is an error. Values that the
/// server would read differently are errors too: in bracket notation, lists of more than 20 items, more than 5 levels, objects
/// whose keys are all numbers up to 20, and keys such as `constructor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `a=x&a=y`, or `a[]=x&a[]=y` if the name ends with `[]`; an object's fields become parameters of their own. A list that
    /// contains objects or lists is encoded as in [`DeepObject`](Self::DeepObject).
    Form,
    /// `a=x,y`; an object is `a=name,value`.
    FormJoined,
    /// `a=x%20y`
    SpaceDelimited,
    /// `a=x|y` (the bar percent-encoded)
    PipeDelimited,
    /// `a[b]=c` and `a[]=x&a[]=y`. A list that contains objects or lists has indexes: `a[0][b]=c&a[1][b]=d`.
    DeepObject,
    /// JSON text.
    Json,
    /// JSON text as the whole query, without a name: `in: querystring` of OpenAPI 3.2.
    Whole,
}

impl QueryStyle {
    /// Sends `:/?[]@!$()*,;=` in the value as they are, for servers that require it: `allowReserved` of OpenAPI. All other reserved
    /// characters stay escaped, since a server would read `#`, `&`, `+` and `%` differently.
    #[must_use]
    pub const fn allow_reserved(self) -> QueryEncoding {
        QueryEncoding {
            style: self,
            allows_reserved: true,
        }
    }
}

/// A style, and which characters are escaped. A [`QueryStyle`] can be converted to it; then all reserved characters are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct QueryEncoding {
    style: QueryStyle,
    allows_reserved: bool,
}

impl From<QueryStyle> for QueryEncoding {
    fn from(style: QueryStyle) -> Self {
        Self {
            style,
            allows_reserved: false,
        }
    }
}

/// The query parameters of a request. Setting one again replaces it.
#[derive(Clone, Default)]
pub(crate) struct Query {
    parameters: Vec<Parameter>,
}

#[derive(Clone)]
struct Parameter {
    name: String,
    /// The parameter as encoded in the query string.
    encoded: String,
    /// The value for checks against the support matrix; `None` if it is not checked.
    value: Option<Value>,
    /// Whether the parameter is passed to the integration. A cursor is valid only as long as all such parameters have
    /// the same values.
    is_filter: bool,
}

/// Who reads a parameter, and whether it is checked against the support matrix.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Meaning {
    /// Passed to the integration, unchanged or converted, and checked.
    Parameter,
    /// Passed to the integration, but not in the matrix, so not checked.
    Filter,
    /// Read by the API itself, and not in the matrix, so not checked.
    Option,
}

impl Query {
    pub(crate) fn set(
        &mut self,
        name: &str,
        encoding: impl Into<QueryEncoding>,
        value: &(impl Serialize + ?Sized),
        meaning: Meaning,
    ) -> Result<(), Error> {
        let (encoded, value) = encode::parameter(name, encoding.into(), value)
            .map_err(|error| refused(name, error))?;
        let parameter = Parameter {
            name: name.to_owned(),
            encoded,
            value: (meaning == Meaning::Parameter).then_some(value),
            is_filter: meaning != Meaning::Option,
        };
        match self.parameters.iter_mut().find(|known| known.name == name) {
            Some(known) => *known = parameter,
            None => self.parameters.push(parameter),
        }
        Ok(())
    }

    /// Sets the field `key` of the parameter `name`: `name[key]=value`, after those set before. A field that is set again keeps
    /// its position.
    pub(crate) fn add(
        &mut self,
        name: &str,
        key: &str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<(), Error> {
        let (start, text, value) =
            encode::field(name, key, value).map_err(|error| refused(name, error))?;
        let pair = format!("{start}{text}");
        let mut parameters = self.parameters.iter_mut();
        let Some(known) = parameters.find(|known| known.name == name) else {
            self.parameters.push(Parameter {
                name: name.to_owned(),
                encoded: pair,
                value: Some(Value::Object(Map::from_iter([(key.to_owned(), value)]))),
                is_filter: true,
            });
            return Ok(());
        };
        known.encoded = with_pair(&known.encoded, &start, &pair);
        match &mut known.value {
            Some(Value::Object(fields)) => drop(fields.insert(key.to_owned(), value)),
            other => *other = Some(Value::Object(Map::from_iter([(key.to_owned(), value)]))),
        }
        Ok(())
    }

    /// Adds the parameters of `other` that have one of these names, or are fields of such a parameter: `a[b]` and `a[]` of `a`.
    #[cfg(feature = "sync")]
    pub(crate) fn extend_from(&mut self, other: &Self, names: &[&str]) {
        let has_name = |parameter: &&Parameter| {
            names.iter().any(|name| {
                let name = name.strip_suffix("[]").unwrap_or(name);
                let rest = parameter.name.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
            })
        };
        let shared = other.parameters.iter().filter(has_name);
        self.parameters.extend(shared.cloned());
    }

    /// The parameters that are sent and can be checked against a support matrix, as one object: `created_at[gt]` is `gt` in
    /// `created_at`.
    pub(crate) fn to_json(&self) -> Value {
        let mut object = Map::new();
        for parameter in self.sent() {
            if let Some(value) = &parameter.value {
                walk::insert(&parameter.name, value.clone(), &mut object);
            }
        }
        Value::Object(object)
    }

    /// Whether a parameter with this name is sent, or with this name followed by brackets, which servers treat as the same.
    /// Checks the pairs, not the names, because an object's fields can be separate parameters.
    pub(crate) fn sends(&self, name: &str) -> bool {
        let name = Name::new(name);
        self.sent()
            .flat_map(|parameter| parameter.encoded.split('&'))
            .filter_map(|pair| pair.strip_prefix(name.as_str()))
            .any(|rest| rest.starts_with(['=', '[']))
    }

    /// The value of a parameter that is sent as a single `name=value`.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let parameter = self.sent().find(|known| known.name == name)?;
        let value = parameter.encoded.strip_prefix(Name::new(name).as_str())?;
        let value = value.strip_prefix('=')?;
        let text = percent_decode_str(value).decode_utf8().ok()?;
        (!value.contains('&')).then(|| text.into_owned())
    }

    /// The pairs that are passed to the integration, without those of the parameter `but`.
    pub(crate) fn filters<'a>(&'a self, but: &'a str) -> impl Iterator<Item = &'a str> {
        let filters = self.sent().filter(|parameter| parameter.is_filter);
        let filters = filters.filter(move |parameter| parameter.name != but);
        filters.flat_map(|parameter| parameter.encoded.split('&'))
    }

    fn sent(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.encoded.is_empty())
    }

    /// `?a=b&c=d`, or the empty string.
    pub(crate) fn append_to(&self, uri: &mut String) -> Result<(), Error> {
        let mut count = 0;
        // The path of an operation can have a query.
        let mut sign = if uri.contains('?') { '&' } else { '?' };
        for parameter in self.sent() {
            uri.push(std::mem::replace(&mut sign, '&'));
            uri.push_str(&parameter.encoded);
            count += parameter.encoded.split('&').count();
        }
        name::check_count(count).map_err(|error| Error::invalid(format!("query: {error}")))
    }
}

fn refused(name: &str, error: Unsendable) -> Error {
    Error::unsendable(&format!("query parameter `{name}`"), Some(name), error)
}

/// The pairs, with `pair` in place of the one that begins with `start`, or appended.
fn with_pair(encoded: &str, start: &str, pair: &str) -> String {
    let mut found = false;
    let pairs = encoded.split('&').filter(|known| !known.is_empty());
    let mut pairs: Vec<&str> = pairs
        .map(|known| {
            let is_same = known.starts_with(start);
            found |= is_same;
            if is_same { pair } else { known }
        })
        .collect();
    if !found {
        pairs.push(pair);
    }
    pairs.join("&")
}

#[cfg(test)]
mod tests;
