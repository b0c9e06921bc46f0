//! Names in bracket notation: `account[id]`, `ids[]`, `phones[0][number]`.

use std::fmt;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::RESERVED;
use crate::sending;

/// What is escaped in the name of a parameter: its brackets are structure.
const RESERVED_IN_NAME: &AsciiSet = &RESERVED.remove(b'[').remove(b']');

/// How deep `qs` nests: it reads what is below as one long name.
pub(crate) const MOST_LEVELS: usize = 5;

/// How many items a list has at most: `qs` reads a longer one as an object (releases before 6.14.2 allow one more).
pub(crate) const MOST_ITEMS: usize = 20;

/// How many pairs `qs` reads: it ignores those behind them, as most parsers do.
pub(crate) const MOST_PAIRS: usize = 1000;

/// `qs` drops these names, because every object of JavaScript has a property of the name.
pub(crate) const INHERITED: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// The name of a pair, percent-encoded.
#[derive(Clone, Debug)]
pub(super) struct Name {
    text: String,
    /// How many pairs of brackets it has.
    levels: usize,
}

impl Name {
    /// The name of a parameter, in which brackets are structure.
    pub(super) fn new(name: &str) -> Self {
        Self {
            text: utf8_percent_encode(name, RESERVED_IN_NAME).to_string(),
            levels: name.matches('[').count(),
        }
    }

    /// A field of a form, or of an object whose fields are parameters of their own.
    pub(super) fn of_field(key: &str) -> Result<Self, Unsendable> {
        check(key)?;
        Ok(Self::new(key))
    }

    /// `name[key]`. Brackets in the key are further levels: `name` and `ids[]` make `name[ids][]`.
    pub(super) fn field(&self, key: &str) -> Result<Self, Unsendable> {
        check(key)?;
        let key = Self::new(key);
        let (first, rest) = key
            .text
            .split_at(key.text.find('[').unwrap_or(key.text.len()));
        Ok(Self {
            text: format!("{}[{first}]{rest}", self.text),
            levels: self.levels + 1 + key.levels,
        })
    }

    /// `name[0]`
    pub(super) fn item(&self, index: usize) -> Self {
        self.deeper(&index.to_string())
    }

    /// `name[]`
    pub(super) fn any_item(&self) -> Self {
        self.deeper("")
    }

    fn deeper(&self, level: &str) -> Self {
        Self {
            text: format!("{}[{level}]", self.text),
            levels: self.levels + 1,
        }
    }

    /// The list that `name[]` is an item of.
    pub(super) fn list(&self) -> Option<Self> {
        let text = self.text.strip_suffix("[]")?.to_owned();
        let levels = self.levels - 1;
        Some(Self { text, levels })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// It can be read at this depth.
    pub(super) fn check_depth(&self) -> Result<(), Unsendable> {
        match self.levels {
            0..=MOST_LEVELS => Ok(()),
            levels => Err(Unsendable::TooDeep(self.text.clone(), levels)),
        }
    }
}

/// `qs` reads an object as a list if all of its keys are such.
pub(super) fn is_index(key: &str) -> bool {
    let first = key.split('[').next().unwrap_or_default();
    let index = first.parse::<usize>().ok();
    let index = index.filter(|index| *index <= MOST_ITEMS);
    index.is_some_and(|index| index.to_string() == first)
}

/// Refuses more pairs than are read.
pub(super) fn check_count(count: usize) -> Result<(), Unsendable> {
    match count {
        0..=MOST_PAIRS => Ok(()),
        count => Err(Unsendable::TooMany(count)),
    }
}

/// Refuses a key that the server would read differently.
fn check(key: &str) -> Result<(), Unsendable> {
    let (first, mut rest) = key.split_at(key.find(['[', ']']).unwrap_or(key.len()));
    let wrong = |problem: fn(String) -> Unsendable| Err(problem(Name::new(key).text));
    if first.is_empty() {
        return wrong(Unsendable::Nameless);
    }
    let mut level = first;
    loop {
        if INHERITED.contains(&level) {
            return wrong(Unsendable::Inherited);
        }
        if rest.is_empty() {
            return Ok(());
        }
        let inner = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        (level, rest) = match inner {
            Some((level, rest)) if !level.contains('[') => (level, rest),
            _ => return wrong(Unsendable::Brackets),
        };
    }
}

/// Why a value cannot be written into a query or form so that the server reads it as it was meant.
#[derive(Debug)]
pub(crate) enum Unsendable {
    /// It cannot be written as JSON, from which all else is written.
    Json(sending::Unsendable),
    /// A form that is no object.
    NoObject,
    /// This many pairs.
    TooMany(usize),
    /// A list, and how many items it has.
    TooLong(String, usize),
    /// A name, and how many levels it has.
    TooDeep(String, usize),
    /// An item of a list that no pair stands for.
    Empty(String),
    /// An object that would be read as a list.
    Numbered(String),
    /// A key that begins with a bracket, or is empty.
    Nameless(String),
    /// A key with brackets that do not pair up.
    Brackets(String),
    /// A key that the server drops.
    Inherited(String),
    /// An item that contains what separates the items of its list, or that is an object or list itself.
    Joined(char),
}

impl From<sending::Unsendable> for Unsendable {
    fn from(error: sending::Unsendable) -> Self {
        Self::Json(error)
    }
}

impl From<serde_json::Error> for Unsendable {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error.into())
    }
}

impl fmt::Display for Unsendable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::NoObject => f.write_str("a form must be an object"),
            Self::TooMany(count) => write!(
                f,
                "there are {count} parameters, and the server reads at most {MOST_PAIRS}: send several requests"
            ),
            Self::TooLong(list, length) => write!(
                f,
                "the list `{list}` has {length} items, and the server reads at most {MOST_ITEMS} as a list: send several \
                 requests with fewer items each"
            ),
            Self::TooDeep(name, levels) => write!(
                f,
                "`{name}` is nested {levels} levels deep, and the server reads at most {MOST_LEVELS}: send a flatter value"
            ),
            Self::Empty(item) => write!(
                f,
                "the item `{item}` is an empty list or object, which cannot be sent: leave the item out"
            ),
            Self::Numbered(object) => write!(
                f,
                "the server would read the object `{object}` as a list, because its names are numbers up to {MOST_ITEMS}: \
                 send a list"
            ),
            Self::Nameless(key) => write!(f, "the field name `{key}` does not begin with a name"),
            Self::Brackets(key) => write!(
                f,
                "the field name `{key}` has brackets that do not pair up: write levels as `a[b]` and lists as `a[]`"
            ),
            Self::Inherited(key) => write!(
                f,
                "the server ignores the field name `{key}`, which is a property of every JavaScript object"
            ),
            Self::Joined(separator) => write!(
                f,
                "an item contains {separator:?}, which separates the items, or is a list or object: it would be read as \
                 several items"
            ),
        }
    }
}

impl std::error::Error for Unsendable {}
