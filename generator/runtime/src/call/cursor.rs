//! The pages of a list, one call each.

use http::HeaderName;

use super::Call;
use crate::{Items, Pages, Preflight, QueryStyle, secrets::Secrets, support::Endpoint};

impl Call {
    /// All pages from the one on that the call asks for.
    pub fn pages<T>(self) -> Pages<T> {
        Pages::new(self)
    }

    /// All items of these pages.
    pub fn items<T>(self) -> Items<T> {
        Items::new(self.pages())
    }

    /// Where the page begins that the call asks for; `None` if that is the first one.
    pub(crate) fn cursor(&self) -> Option<String> {
        let names = self.endpoint().pages()?;
        let cursor = self.query.text(names.cursor())?;
        Some(cursor).filter(|cursor| !cursor.is_empty())
    }

    /// Asks for the page that begins at `cursor`, as the API has named it.
    pub(crate) fn turn_to(&mut self, cursor: &str) {
        if let Some(names) = self.endpoint().pages() {
            self.set_option(names.cursor(), QueryStyle::Form, cursor);
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
