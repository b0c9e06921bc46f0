//! Errors of lists.

use super::{Error, ErrorKind};
use crate::{Cursor, ItemError};

impl Error {
    /// The pages of a list do not end.
    pub(crate) fn paging(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Paging, message)
    }

    /// An item of a page that could not be decoded; `items` is the key of the page's items.
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

    /// The cursor of the page that was requested, or, if an [item](Self::item) of a list could not be decoded, of the page that
    /// contains it. Pass it to a new request to resume there. `None` for the first page, and for operations that are not lists.
    ///
    /// For the kind [`Paging`](ErrorKind::Paging), it is the cursor whose page is not requested, or not again.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor.as_ref()
    }

    /// The list item that could not be decoded, if that is the error: its position on the page, and its JSON.
    #[must_use]
    pub fn item(&self) -> Option<&ItemError> {
        self.0.item.as_ref()
    }
}
