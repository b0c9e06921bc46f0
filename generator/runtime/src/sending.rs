//! Values on their way to the API.
//!
//! Some values are kept as they came, valid or not, and must be valid when they are sent: a [`Timestamp`](crate::Timestamp)
//! that a server made up survives a round trip, but a filter by one would silently find nothing. `Serialize` has no
//! argument by which to tell the two apart, so what is sent is serialized here, and the type asks [`is_on`].

use std::{cell::Cell, fmt};

use serde::{Serialize, ser::Error as _};

use crate::error::path_at;

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
}

/// A value is being serialized that is going to be sent.
pub(crate) fn is_on() -> bool {
    IS_ON.get()
}

/// `value` as JSON that is going to be sent.
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
            // What was written ends where the value begins that could not be.
            let written = written.unwrap_or_default();
            let path = path_at(&written, written.len());
            Err(Unsendable { path, source })
        }
    }
}

/// Restores what was before when it is dropped, also by a panic in somebody's `Serialize`.
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

/// A value that cannot be sent, and where in it the reason is.
#[derive(Debug)]
pub(crate) struct Unsendable {
    path: String,
    source: serde_json::Error,
}

impl Unsendable {
    /// The path of the field, from the value on: `emails[1].type`; `None` for the value itself.
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
    fn the_path_of_what_cannot_be_sent_is_known() {
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
        // Only what is sent is checked.
        assert!(!is_on());
        assert_eq!(serde_json::to_string(&bad).unwrap(), "\"x\"");
    }
}
