//! Pagination of lists.

mod cursor;
mod decode;
mod failures;
mod guard;
mod items;
mod pages;

use std::{collections::BTreeMap, fmt};

pub use cursor::Cursor;
pub(crate) use cursor::ListId;
pub(crate) use decode::{Container, Source, decode, empty};
#[cfg(feature = "sync")]
pub(crate) use failures::{Failures, Outlook};
pub use items::Items;
pub use pages::Pages;

use crate::{Error, Extra, RawJson};

/// One page of a list, with its items in the order in which the API returned them.
///
/// `.await` on the builder of a list returns one. To iterate over all pages, use the builder's `items()`, which returns
/// [`Items`], or `pages()`, which returns [`Pages`]. To paginate by hand, pass [`next_cursor`](PageOf::next_cursor) to the
/// builder's setter for the cursor.
pub type Page<T> = PageOf<Vec<T>>;

/// One page of a list, with its items keyed by the value of the requested field.
pub type KeyedPage<T> = PageOf<BTreeMap<String, T>>;

/// One page of a list: some of its items, and the cursor of the next page. A [`Page`] has the items in order, a [`KeyedPage`]
/// by key.
///
/// Nothing is dropped: items that could not be decoded are in [`undecodable`](Self::undecodable), other properties in
/// [`extra`](Self::extra).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PageOf<C> {
    /// The items. A page can be empty although there is a next one.
    pub items: C,
    /// The cursor with which this page was requested. `None` for the first page.
    pub cursor: Option<Cursor>,
    /// The cursor of the next page; `None` on the last page.
    pub next_cursor: Option<Cursor>,
    /// The cursor of the previous page, if the API returns one.
    pub prev_cursor: Option<Cursor>,
    /// The number of items on the page as reported by the API, including those that could not be decoded.
    pub result_count: Option<u64>,
    /// Whether the API reports the page as incomplete.
    pub is_partial_response: bool,
    /// Items that could not be decoded. All others are in [`items`](Self::items).
    pub undecodable: Vec<ItemError>,
    /// All other properties of the page.
    pub extra: Extra,
}

/// An item of a page that could not be decoded.
///
/// Its [`message`](Self::message) may include a part of the item. `Debug` shows only its position and the path of the field.
#[derive(Clone, PartialEq)]
pub struct ItemError {
    place: Place,
    field: Option<String>,
    message: String,
    raw: RawJson,
}

/// The maximum length of a displayed key, in characters: the server can send keys of any length.
const LONGEST_KEY: usize = 200;

/// The position of an item on its page.
#[derive(Clone, PartialEq)]
enum Place {
    Index(usize),
    Key(String),
}

impl ItemError {
    fn new(place: Place, raw: RawJson, error: &Error) -> Self {
        Self {
            place,
            field: error.field().map(str::to_owned),
            message: error.message().to_owned(),
            raw,
        }
    }

    /// The index among all items of a [`Page`], from 0; `None` on a [`KeyedPage`].
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match self.place {
            Place::Index(index) => Some(index),
            Place::Key(_) => None,
        }
    }

    /// The key on a [`KeyedPage`]; `None` on a [`Page`].
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match &self.place {
            Place::Index(_) => None,
            Place::Key(key) => Some(key),
        }
    }

    /// The path of the field that could not be decoded, relative to the item: `emails[1].type`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Why the item could not be decoded.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The item's JSON, unchanged.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        &self.raw
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Index(index) => write!(f, "item {index}: ")?,
            Place::Key(key) => {
                let mut rest = key.chars();
                let start: String = rest.by_ref().take(LONGEST_KEY).collect();
                let is_cut = rest.next().is_some();
                write!(f, "item {start:?}{}: ", if is_cut { "…" } else { "" })?;
            }
        }
        f.write_str(&self.message)
    }
}

/// Shows no data, since errors are logged.
impl fmt::Debug for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemError")
            .field("index", &self.index())
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ItemError {}

/// The names of the JSON properties of an operation's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageNames {
    items: &'static str,
    cursor: &'static str,
    pub(crate) previous: Option<&'static str>,
    pub(crate) count: Option<&'static str>,
    pub(crate) partial: Option<&'static str>,
}

impl PageNames {
    /// `items` is the key of the items, `cursor` that of the next page's cursor. The query parameter for the cursor has the
    /// same name.
    #[must_use]
    pub const fn new(items: &'static str, cursor: &'static str) -> Self {
        Self {
            items,
            cursor,
            previous: None,
            count: None,
            partial: None,
        }
    }

    /// The key of a page's items.
    pub(crate) const fn items(&self) -> &'static str {
        self.items
    }

    /// The query parameter for the cursor.
    pub(crate) const fn cursor(&self) -> &'static str {
        self.cursor
    }

    /// Sets the key of the previous page's cursor.
    #[must_use]
    pub const fn with_previous(mut self, name: &'static str) -> Self {
        self.previous = Some(name);
        self
    }

    /// Sets the key of the number of items.
    #[must_use]
    pub const fn with_count(mut self, name: &'static str) -> Self {
        self.count = Some(name);
        self
    }

    /// Sets the key of the property that marks a page as incomplete.
    #[must_use]
    pub const fn with_partial(mut self, name: &'static str) -> Self {
        self.partial = Some(name);
        self
    }
}
