//! Cursors into lists.

use std::{fmt, ops::Deref, str::FromStr};

use crate::Error;

/// An opaque, list-specific cursor: where a page of a list begins.
///
/// Dereferences to [`str`]. A cursor from a page, an iterator or an error is bound to its list, that is, to the operation, the
/// account and the filters; a request for another list fails before it is sent. Every query parameter is a filter, but the
/// page size and the options for the API itself are filters only if they are set with `with_query`, not with their
/// own setters. A cursor made from a text is not bound, and is sent unchanged.
///
/// To resume in a later run, store a [`bookmark`](Self::bookmark), which keeps the cursor bound to its list:
///
/// ```
/// # use truto_runtime::{Cursor, Error};
///
/// # fn main() -> Result<(), Error> {
/// # let cursor = Cursor::from("eyJwIjoyfQ==");
/// let stored = cursor.bookmark();
/// let again = Cursor::from_bookmark(&stored)?;
/// assert_eq!(again, cursor);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Cursor {
    text: String,
    list: Option<ListId>,
}

/// Identifies a list: a hash of its parts. It is the same in all versions of this crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListId(u64);

impl Cursor {
    /// The text of the cursor.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A text from which [`from_bookmark`](Self::from_bookmark) restores the cursor. It contains no account id.
    ///
    /// It can only resume the same list: same account, same filters. So store the values of the filters with it, above all
    /// those that differ from run to run, such as a time for `updated_at[gt]`.
    #[must_use]
    pub fn bookmark(&self) -> String {
        match self.list {
            Some(list) => format!("{list}:{}", self.text),
            None => format!(":{}", self.text),
        }
    }

    /// Restores a cursor from its [`bookmark`](Self::bookmark).
    ///
    /// # Errors
    /// `text` is not a bookmark. For a cursor as the API returns it, use `Cursor::from`.
    pub fn from_bookmark(text: &str) -> Result<Self, Error> {
        let refused = || {
            Error::invalid(
                "the text is not the bookmark of a cursor: for a cursor as the API returns it, use `Cursor::from`",
            )
        };
        let (list, cursor) = text.split_once(':').ok_or_else(refused)?;
        let list = match list {
            "" => None,
            id => Some(id.parse().map_err(|()| refused())?),
        };
        Ok(Self {
            text: cursor.to_owned(),
            list,
        })
    }

    pub(crate) fn of_list(mut self, list: ListId) -> Self {
        self.list = Some(list);
        self
    }

    /// Returns whether the cursor is bound to another list.
    pub(crate) fn is_foreign_to(&self, list: ListId) -> bool {
        self.list.is_some_and(|own| own != list)
    }
}

impl ListId {
    /// The list identified by `parts`: FNV-1a, with a terminator after each part.
    pub(crate) fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let bytes = parts
            .into_iter()
            .flat_map(|part| part.bytes().chain([0xff]));
        let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, step))
    }
}

/// 16 hexadecimal digits.
impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for ListId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // Not in upper case, so that equal bookmarks have equal texts.
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_id = text.len() == 16 && text.bytes().all(is_digit);
        let id = u64::from_str_radix(text, 16).ok().filter(|_| is_id);
        id.map(Self).ok_or(())
    }
}

impl Deref for Cursor {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Cursor {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self { text, list: None }
    }
}

impl From<&str> for Cursor {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Cursor {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&Self> for Cursor {
    fn from(cursor: &Self) -> Self {
        cursor.clone()
    }
}

/// Compares only the texts, not the lists to which the cursors are bound.
impl PartialEq for Cursor {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Cursor {}

impl PartialEq<str> for Cursor {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, ListId};

    #[test]
    fn a_bookmark_round_trips() {
        let (one, other) = (ListId::of(["ab", "c"]), ListId::of(["a", "bc"]));
        assert_ne!(one, other, "parts have ends");
        for text in ["", "c", "a:b", ":", "0123456789abcdef:x"] {
            let bound = Cursor::from(text).of_list(one);
            let again = Cursor::from_bookmark(&bound.bookmark()).unwrap();
            assert_eq!(again.as_str(), text);
            assert!(again.is_foreign_to(other) && !again.is_foreign_to(one));
            let unbound = Cursor::from_bookmark(&Cursor::from(text).bookmark()).unwrap();
            assert!(unbound == bound && !unbound.is_foreign_to(other));
        }
        for text in [
            "",
            "c",
            "abc:d",
            "0123456789abcdeg:x",
            "+123456789abcdef:x",
            "0123456789ABCDEF:x",
        ] {
            let error = Cursor::from_bookmark(text).map(|cursor| cursor.bookmark());
            assert!(error.is_err(), "{text:?}");
        }
    }

    /// Bookmarks are stored, so the ids in them must not change.
    #[test]
    fn list_ids_are_stable() {
        let bookmark = Cursor::from("x").of_list(ListId::of(["a", "b"])).bookmark();
        assert_eq!(bookmark, "d2b371819297f98a:x");
    }
}
