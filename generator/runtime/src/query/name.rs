//! Names in bracket notation: `account[id]`, `ids[]`, `phones[0][number]`.

use std::fmt;

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::RESERVED;
use crate::sending;

/// The characters to escape in the name of a parameter. Brackets are structure.
const RESERVED_IN_NAME: &AsciiSet = &RESERVED.remove(b'[').remove(b']');

/// The maximum depth of `qs`: it reads deeper levels as one long name.
pub(crate) const MOST_LEVELS: usize = 5;

/// The maximum number of items in a list: `qs` reads a longer one as an object (releases before 6.14.2 allow one more).
pub(crate) const MOST_ITEMS: usize = 20;

/// The maximum number of pairs: `qs` ignores further ones, as most parsers do.
pub(crate) const MOST_PAIRS: usize = 1000;

/// `qs` drops these names, because every JavaScript object has a property of that name.
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
    /// The number of its bracket pairs.
    levels: usize,
}

impl Name {
    /// The name of a parameter, where brackets are structure.
    pub(super) fn new(name: &str) -> Self {
        Self {
            text: utf8_percent_encode(name, RESERVED_IN_NAME).to_string(),
            levels: name.matches('[').count(),
        }
    }

    /// A field of a form, or of an object whose fields are separate parameters.
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

    /// The list of which `name[]` is an item.
    pub(super) fn list(&self) -> Option<Self> {
        let text = self.text.strip_suffix("[]")?.to_owned();
        let levels = self.levels - 1;
        Some(Self { text, levels })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Checks that the server can read a name at this depth.
    pub(super) fn check_depth(&self) -> Result<(), Unsendable> {
        match self.levels {
            0..=MOST_LEVELS => Ok(()),
            levels => Err(Unsendable::TooDeep(self.text.clone(), levels)),
        }
    }
}

/// Returns whether a key is an index. `qs` reads an object as a list if all of its keys are.
pub(super) fn is_index(key: &str) -> bool {
    let first = key.split('[').next().unwrap_or_default();
    let index = first.parse::<usize>().ok();
    let index = index.filter(|index| *index <= MOST_ITEMS);
    index.is_some_and(|index| index.to_string() == first)
}

/// Returns an error if there are more pairs than the server reads.
pub(super) fn check_count(count: usize) -> Result<(), Unsendable> {
    match count {
        0..=MOST_PAIRS => Ok(()),
        count => Err(Unsendable::TooMany(count)),
    }
}

/// Returns an error for a key that the server would read differently.
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

/// Why a value cannot be encoded in a query or form so that the server reads it correctly.
#[derive(Debug)]
pub(crate) enum Unsendable {
    /// It cannot be encoded as JSON, which is the basis of the other encodings.
    Json(sending::Unsendable),
    /// A form that is not an object.
    NoObject,
    /// This many pairs.
    TooMany(usize),
    /// A list, and the number of its items.
    TooLong(String, usize),
    /// A name, and the number of its levels.
    TooDeep(String, usize),
    /// A list with an item that is itself an empty list or object. No `name=value` pair can represent such an item.
    Empty(String),
    /// An object that would be read as a list.
    Numbered(String),
    /// A key that begins with a bracket, or is empty.
    Nameless(String),
    /// A key with unbalanced brackets.
    Brackets(String),
    /// A key that the server drops.
    Inherited(String),
    /// An item that contains the separator of its list, or that is an object or list itself.
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
                "there are {count} parameters, but the server reads at most {MOST_PAIRS}: send several requests"
            ),
            Self::TooLong(list, length) => write!(
                f,
                "the list `{list}` has {length} items, but the server reads at most {MOST_ITEMS} as a list: send several \
                 requests with fewer items each"
            ),
            Self::TooDeep(name, levels) => write!(
                f,
                "`{name}` is nested {levels} levels deep, but the server reads at most {MOST_LEVELS}: send a flatter value"
            ),
            Self::Empty(item) => write!(
                f,
                "the item `{item}` is an empty list or object, which cannot be sent: leave the item out"
            ),
            Self::Numbered(object) => write!(
                f,
                "the server would read the object `{object}` as a list, because all its field names are numbers up to \
                 {MOST_ITEMS}: send a list"
            ),
            Self::Nameless(key) => write!(
                f,
                "the field name `{key}` is empty or begins with a bracket"
            ),
            Self::Brackets(key) => write!(
                f,
                "the field name `{key}` has unbalanced brackets: write levels as `a[b]` and lists as `a[]`"
            ),
            Self::Inherited(key) => write!(
                f,
                "the server ignores the field `{key}`, because every JavaScript object has a property of that name"
            ),
            Self::Joined(separator) => write!(
                f,
                "an item contains the separator {separator:?}, or is a list or object: the server would read it as several \
                 items"
            ),
        }
    }
}

impl std::error::Error for Unsendable {}
