//! Where in a list an error stands.

use super::{Error, ErrorKind};
use crate::{Cursor, ItemError};

impl Error {
    /// Pages that come to no end.
    pub(crate) fn paging(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Paging, message)
    }

    /// An item of a page that does not fit; `items` is the key under which the page has them.
    pub(crate) fn undecodable(items: &str, item: ItemError) -> Self {
        let mut error = Self::undescribed(item.to_string());
        let index = item.index().map(|index| format!("[{index}]"));
        let field = item.field().map(|field| match field.starts_with('[') {
            true => field.to_owned(),
            false => format!(".{field}"),
        });
        let place = [Some(items.to_owned()), index, field];
        error.0.field = Some(place.into_iter().flatten().collect());
        error.0.item = Some(item);
        error
    }

    pub(crate) fn with_cursor(mut self, cursor: Option<Cursor>) -> Self {
        self.0.cursor = cursor;
        self
    }

    /// For a list: the cursor of the page that was asked for, or on which the item stands. With it, a new request goes on
    /// where this one failed. `None` for the first page, and for all that is no list.
    ///
    /// Of the kind [`Paging`](ErrorKind::Paging), it is the cursor that was not followed.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor.as_ref()
    }

    /// The item of a list that could not be decoded, if that is the error: its place on the page, and its JSON.
    #[must_use]
    pub fn item(&self) -> Option<&ItemError> {
        self.0.item.as_ref()
    }
}
