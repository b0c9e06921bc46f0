//! Parameters in the path, in headers and in cookies.

use serde::Serialize;

use super::{Call, headers};
use crate::{
    CookieStyle, Error, HeaderStyle, PathStyle,
    styles::{self, PathValue},
    token::header_value,
};

impl Call {
    /// Sets the placeholder `name` of the path, and replaces an earlier value. The items of a list are joined by commas, as in `a,b`, and so are the names and
    /// values of an object, as in `name,value`. A comma inside of an item is escaped.
    pub fn set_path(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.set_path_as(name, PathStyle::Simple, value);
    }

    /// Sets the placeholder `name` of the path in a style, and replaces an earlier value.
    pub fn set_path_as(
        &mut self,
        name: &'static str,
        style: PathStyle,
        value: &(impl Serialize + ?Sized),
    ) {
        match PathValue::new(name, style, value) {
            Ok(value) => {
                self.path.retain(|(known, _)| *known != name);
                self.path.push((name, value));
            }
            Err(error) => {
                let place = format!("path parameter `{name}`");
                self.note(Error::unsendable(&place, Some(name), error));
            }
        }
    }

    /// Sets a header and replaces an earlier value. The items of a list are joined by commas, so none of them can contain one.
    ///
    /// `Authorization` and the headers that frame a message or belong to the connection, such as `Content-Length` or `Host`,
    /// cannot be set: the client sets them. `Content-Type` can only be set for a body of [bytes](Self::bytes) or text.
    pub fn set_header(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.set_header_as(name, HeaderStyle::Simple, value);
    }

    /// Sets a header in a style, and replaces an earlier value. [`set_header`](Self::set_header) says which headers cannot be set.
    pub fn set_header_as(
        &mut self,
        name: &str,
        style: HeaderStyle,
        value: &(impl Serialize + ?Sized),
    ) {
        let result = styles::header(style, value)
            .map_err(|error| Error::unsendable(&format!("header `{name}`"), Some(name), error))
            .and_then(|value| header_value(name, &value))
            .and_then(|value| Ok((headers::name(name)?, value)))
            .map(|(name, value)| {
                self.headers.insert(name, value);
            });
        self.note_failure(result);
    }

    /// Sets a cookie and replaces an earlier value. It is sent besides those of the header `Cookie` and of credentials.
    pub fn set_cookie(
        &mut self,
        name: &str,
        style: CookieStyle,
        value: &(impl Serialize + ?Sized),
    ) {
        match styles::cookies(name, style, value) {
            Ok(pairs) => {
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), pairs));
            }
            Err(error) => {
                let place = format!("cookie `{name}`");
                self.note(Error::unsendable(&place, Some(name), error));
            }
        }
    }
}
