//! Calls for the pages of a list.

use std::borrow::Cow;

use http::HeaderName;

use super::Call;
use crate::{
    Cursor, Error, Items, Pages, Preflight, QueryStyle, page::ListId, path, secrets::Secrets,
    support::Endpoint,
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

    /// Sets the cursor of the requested page, as the option `name`. Sending fails if the cursor belongs to another list.
    pub fn set_cursor(&mut self, name: &str, style: QueryStyle, cursor: &Cursor) {
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
        // It may have been set by hand since.
        let known = self.cursor.clone().filter(|known| known.as_str() == text);
        Some(known.unwrap_or_else(|| text.into()))
    }

    /// The list that the call requests a page of: operation, account, path and filters, in whatever order they were set.
    /// Options and the page size are not part of it.
    pub(super) fn list(&self) -> Option<ListId> {
        let names = self.endpoint().pages()?;
        let account = self.scope.account.as_ref().map(|(_, id)| &**id);
        let path = self.path.iter().map(|(_, parts)| match parts.as_slice() {
            [one] => Cow::Borrowed(one.as_str()),
            several => Cow::Owned(path::joined(several)),
        });
        let path: Vec<_> = path.collect();
        let mut parts: Vec<&str> = vec![self.endpoint().id(), account.unwrap_or_default()];
        parts.extend(path.iter().map(Cow::as_ref));
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
                "the cursor is of another list, of another account or with other filters: begin anew without it, or make one \
                 of its text if you know that it is of this list",
            ));
        }
    }

    /// Requests the page at `cursor`, as returned by the API.
    pub(crate) fn turn_to(&mut self, cursor: &Cursor) {
        if let Some(names) = self.endpoint().pages() {
            self.set_cursor(names.cursor(), QueryStyle::Form, cursor);
        }
        // Nothing has changed that the support matrix could speak of: one warning for a list is enough.
        self.options = self.options.preflight(Preflight::Off);
        // A page of its own is a request of its own: with the key of the first one, it would get the first one's answer.
        self.headers
            .remove(HeaderName::from_static("idempotency-key"));
    }

    pub(crate) fn endpoint(&self) -> &'static Endpoint {
        self.operation.endpoint()
    }

    pub(crate) fn secrets(&self) -> Secrets {
        Secrets::of(&self.scope)
    }
}
