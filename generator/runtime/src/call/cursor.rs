//! Calls for the pages of a list.

use http::HeaderName;

use super::Call;
use crate::{
    Cursor, Endpoint, Error, Items, Pages, Preflight, QueryEncoding, QueryStyle, page::ListId,
    secrets::Secrets,
};

impl Call {
    /// All pages, starting with the one that the call requests.
    pub fn pages<T>(self) -> Pages<T> {
        Pages::new(self)
    }

    /// All items of these pages.
    pub fn items<T>(self) -> Items<T> {
        Items::new(self.pages())
    }

    /// Sets the cursor of the requested page, with [`set_option`](Self::set_option) and the parameter `name`. Sending fails if
    /// the cursor belongs to another list.
    pub fn set_cursor(&mut self, name: &str, style: impl Into<QueryEncoding>, cursor: &Cursor) {
        self.set_option(name, style, cursor.as_str());
        self.cursor = Some(cursor.clone());
    }

    /// The cursor of the page that the call requests; `None` for the first page.
    pub(crate) fn cursor(&self) -> Option<Cursor> {
        let names = self.endpoint().pages()?;
        let text = self.query.text(names.cursor())?;
        if text.is_empty() {
            return None;
        }
        // The parameter may have been overwritten since.
        let known = self.cursor.clone().filter(|known| known.as_str() == text);
        Some(known.unwrap_or_else(|| text.into()))
    }

    /// The list to which the requested page belongs: operation, account, path and filters, in any order. Options and the page
    /// size are not part of it.
    pub(crate) fn list(&self) -> Option<ListId> {
        let names = self.endpoint().pages()?;
        let account = self.scope.account.as_ref().map(|(_, id)| &**id);
        let mut parts: Vec<&str> = vec![self.endpoint().id(), account.unwrap_or_default()];
        // All custom calls may have the same id.
        parts.extend(self.custom.iter().map(|endpoint| endpoint.path()));
        parts.extend(self.path.iter().map(|(_, value)| value.identity.as_str()));
        let mut filters: Vec<&str> = self.query.filters(names.cursor()).collect();
        filters.sort_unstable();
        Some(ListId::of(parts.into_iter().chain(filters)))
    }

    pub(super) fn check_cursor(&mut self, list: Option<ListId>) {
        let is_foreign = self
            .cursor()
            .zip(list)
            .is_some_and(|(cursor, list)| cursor.is_foreign_to(list));
        if is_foreign {
            self.note(Error::invalid(
                "the cursor belongs to another list (another operation, account or filter): start without a cursor, or use \
                 `Cursor::from(text)` to override",
            ));
        }
    }

    /// Requests the page at `cursor`, as returned by the API.
    pub(crate) fn continue_at(&mut self, cursor: &Cursor) {
        if let Some(names) = self.endpoint().pages() {
            self.set_cursor(names.cursor(), QueryStyle::Form, cursor);
        }
        // The support matrix would report the same for each page, and one warning per list is enough.
        self.options = self.options.preflight(Preflight::Off);
        // Each page is a separate request: with the idempotency key of the first page, it would return the first page again.
        self.headers
            .remove(HeaderName::from_static("idempotency-key"));
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        match &self.custom {
            Some(custom) => **custom,
            None => *self.operation.endpoint(),
        }
    }

    pub(crate) fn secrets(&self) -> Secrets {
        Secrets::of(&self.scope)
    }
}
