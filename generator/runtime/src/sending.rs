//! Serialization of values that are sent.
//!
//! Some values are kept as received, valid or not, but must be valid when they are sent. For example, an invalid
//! [`Timestamp`](crate::Timestamp) from a server can be decoded and serialized again unchanged. But it must not be sent: a filter
//! by it would silently match nothing. `Serialize` has no argument that distinguishes the two cases. Values to be sent are
//! therefore serialized by this module, and the implementation of `Serialize` calls [`is_on`] to find out whether the value will
//! be sent.

use std::{cell::Cell, fmt};

use serde::{Serialize, ser::Error as _};

use crate::error::path_at;

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether the value that is being serialized will be sent.
pub(crate) fn is_on() -> bool {
    IS_ON.get()
}

/// Serializes `value`, which will be sent, as JSON.
pub(crate) fn to_json(value: &(impl Serialize + ?Sized)) -> Result<String, Unsendable> {
    let mut bytes = Vec::with_capacity(128);
    let result = {
        let _sending = Sending::start();
        serde_json::to_writer(&mut bytes, value)
    };
    match (result, String::from_utf8(bytes)) {
        (Ok(()), Ok(json)) => Ok(json),
        (Ok(()), Err(error)) => Err(serde_json::Error::custom(error).into()),
        (Err(source), written) => {
            // The text ends where the value that failed would begin.
            let written = written.unwrap_or_default();
            let path = path_at(&written, written.len());
            Err(Unsendable { path, source })
        }
    }
}

/// Restores the previous state when dropped, even if an implementation of `Serialize` panics.
struct Sending(bool);

impl Sending {
    fn start() -> Self {
        Self(IS_ON.replace(true))
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        IS_ON.set(self.0);
    }
}

/// The error for a value that cannot be sent.
#[derive(Debug)]
pub(crate) struct Unsendable {
    path: String,
    source: serde_json::Error,
}

impl Unsendable {
    /// The path of the field within the value, such as `emails[1].type`; `None` for the value itself.
    pub(crate) fn path(&self) -> Option<&str> {
        Some(self.path.as_str()).filter(|path| !path.is_empty())
    }
}

impl fmt::Display for Unsendable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            Some(path) => write!(f, "`{path}`: {}", self.source),
            None => write!(f, "{}", self.source),
        }
    }
}

impl From<serde_json::Error> for Unsendable {
    fn from(source: serde_json::Error) -> Self {
        Self {
            path: String::new(),
            source,
        }
    }
}

impl From<Unsendable> for serde_json::Error {
    fn from(error: Unsendable) -> Self {
        match error.path() {
            Some(_) => Self::custom(error),
            None => error.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{is_on, to_json};
    use crate::Timestamp;

    #[test]
    fn an_unserializable_value_is_reported_with_its_path() {
        let (good, bad) = (
            Timestamp::from("2024-03-01T09:30:00Z"),
            Timestamp::from("x"),
        );
        let object = |at: [&Timestamp; 2]| BTreeMap::from([("a", [at[0].clone(), at[1].clone()])]);
        assert!(to_json(&object([&good, &good])).is_ok());
        let error = to_json(&object([&good, &bad])).unwrap_err();
        assert_eq!(error.path(), Some("a[1]"));
        assert!(error.to_string().starts_with("`a[1]`: "), "{error}");
        assert_eq!(to_json(&bad).unwrap_err().path(), None);
        // Values that are not sent are not checked.
        assert!(!is_on());
        assert_eq!(serde_json::to_string(&bad).unwrap(), "\"x\"");
    }
}
