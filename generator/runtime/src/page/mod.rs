//! Pages of a list.

mod cursor;
mod decode;
mod guard;
mod items;
mod pages;

use std::{collections::BTreeMap, fmt};

pub use cursor::Cursor;
pub(crate) use cursor::ListId;
pub(crate) use decode::{Container, Source, decode, empty};
pub use items::Items;
pub use pages::Pages;

use crate::{Error, Extra, RawJson};

/// One page of a list, its items in the order in which they came.
///
/// It is what `.await` on the builder of a list brings. To walk through all pages, the builder has `items()`, an [`Items`], and
/// `pages()`, a [`Pages`]. By hand, what asks for one page asks for the next with [`next_cursor`](PageOf::next_cursor), which
/// the API takes as a parameter.
pub type Page<T> = PageOf<Vec<T>>;

/// One page of a list, its items by the value of the field that was asked for.
pub type KeyedPage<T> = PageOf<BTreeMap<String, T>>;

/// One page of a list: a part of its items, and where the next part begins. A [`Page`] has them in order, a [`KeyedPage`]
/// by key.
///
/// Nothing of it is lost: items that do not fit are in [`undecodable`](Self::undecodable), and what has no field here is in
/// [`extra`](Self::extra).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PageOf<C> {
    /// The items. There can be none although there is a next page.
    pub items: C,
    /// Where the page itself begins: the cursor that it was asked for with. `None` for the first one.
    pub cursor: Option<Cursor>,
    /// Where the next page begins; `None` on the last one.
    pub next_cursor: Option<Cursor>,
    /// Where the previous page begins, if the API says so.
    pub prev_cursor: Option<Cursor>,
    /// How many items the API says are on the page, those that could not be decoded included.
    pub result_count: Option<u64>,
    /// The API says that the page is not all that there should be.
    pub is_partial_response: bool,
    /// Items that are not what the API's definition says. All others are in [`items`](Self::items).
    pub undecodable: Vec<ItemError>,
    /// What else stands beside the items.
    pub extra: Extra,
}

/// An item of a page that could not be decoded.
///
/// Its [`message`](Self::message) may repeat a part of the item; `Debug` shows only where it is and which field does not fit.
#[derive(Clone, PartialEq)]
pub struct ItemError {
    place: Place,
    field: Option<String>,
    message: String,
    raw: RawJson,
}

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

    /// The position among all items of a [`Page`], from 0; `None` on a [`KeyedPage`].
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

    /// The path of the field that does not fit, from the item on: `emails[1].type`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// What does not fit.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The item as it came.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        &self.raw
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Index(index) => write!(f, "item {index}: ")?,
            Place::Key(key) => write!(f, "item {key:?}: ")?,
        }
        f.write_str(&self.message)
    }
}

/// No data: errors are logged.
impl fmt::Debug for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemError")
            .field("index", &self.index())
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ItemError {}

/// What the parts of an operation's pages are called in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageNames {
    items: &'static str,
    cursor: &'static str,
    pub(crate) previous: Option<&'static str>,
    pub(crate) count: Option<&'static str>,
    pub(crate) partial: Option<&'static str>,
}

impl PageNames {
    /// `items` holds the items, `cursor` the cursor of the next page; the query parameter that takes it has the same name.
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

    /// The key under which a page has its items.
    pub(crate) const fn items(&self) -> &'static str {
        self.items
    }

    /// The query parameter that takes a cursor.
    pub(crate) const fn cursor(&self) -> &'static str {
        self.cursor
    }

    /// Says what holds the cursor of the previous page.
    #[must_use]
    pub const fn with_previous(mut self, name: &'static str) -> Self {
        self.previous = Some(name);
        self
    }

    /// Says what holds the number of items.
    #[must_use]
    pub const fn with_count(mut self, name: &'static str) -> Self {
        self.count = Some(name);
        self
    }

    /// Says what tells that a page is incomplete.
    #[must_use]
    pub const fn with_partial(mut self, name: &'static str) -> Self {
        self.partial = Some(name);
        self
    }
}
