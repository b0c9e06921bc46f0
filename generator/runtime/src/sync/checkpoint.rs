//! The state of a copy, which survives a crash.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{Cursor, Error, Timestamp, page::ListId};

/// The first part of the text. Another version would have another one.
const VERSION: &str = "1";

/// In the place of the filter: the run has none, since it is the first one.
const FIRST: &str = "-";

/// In the place of the filter: the run has none, although it is not the first one.
const UNFILTERED: &str = "*";

/// Where the next [run](super::SyncRun) continues. Store it after each batch, with the items of the batch.
///
/// It is a text in `Display`, `FromStr` and serde, of about the length of a cursor. It contains no account id, but is bound to the account, the
/// operation and the filters of its list: another list refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The list without the filter for changes.
    pub(super) list: ListId,
    /// The filter of the run; `None` if it reads everything.
    pub(super) since: Option<Timestamp>,
    /// The run reads everything, although it is not the first one.
    pub(super) is_unfiltered: bool,
    /// The filter of the next run.
    pub(super) next_since: Timestamp,
    /// Where the run resumes; `None` if it is complete.
    pub(super) cursor: Option<Cursor>,
}

impl Checkpoint {
    /// Whether the run is complete. Otherwise, the next one resumes it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.cursor.is_none()
    }

    /// The time since which the next run asks for changes. `None` if it resumes one that reads everything.
    #[must_use]
    pub fn since(&self) -> Option<&Timestamp> {
        match &self.cursor {
            Some(_) => self.since.as_ref(),
            None => Some(&self.next_since),
        }
    }
}

/// `1 <list> <since, - or *> <next since> [<bookmark>]`
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = match (&self.since, self.is_unfiltered) {
            (Some(since), _) => since.as_str(),
            (None, true) => UNFILTERED,
            (None, false) => FIRST,
        };
        let (list, next) = (self.list, &self.next_since);
        write!(f, "{VERSION} {list} {since} {next}")?;
        match &self.cursor {
            Some(cursor) => write!(f, " {}", cursor.bookmark()),
            None => Ok(()),
        }
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let refused = || Error::invalid("the text is not a checkpoint of a sync");
        let mut parts = text.splitn(5, ' ');
        let mut next = || parts.next().ok_or_else(refused);
        if next()? != VERSION {
            return Err(Error::invalid(
                "the checkpoint of the sync comes from another version: start without a checkpoint",
            ));
        }
        let list = next()?.parse().map_err(|()| refused())?;
        let time = |text: &str| Some(Timestamp::from(text)).filter(Timestamp::is_valid);
        let filter = next()?;
        let since = match filter {
            FIRST | UNFILTERED => None,
            text => Some(time(text).ok_or_else(refused)?),
        };
        let next_since = time(next()?).ok_or_else(refused)?;
        let cursor = parts.next().map(Cursor::from_bookmark).transpose()?;
        Ok(Self {
            list,
            since,
            is_unfiltered: filter == UNFILTERED,
            next_since,
            cursor,
        })
    }
}

impl Serialize for Checkpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Checkpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Checkpoint;
    use crate::{Cursor, page::ListId};

    #[test]
    fn a_checkpoint_round_trips() {
        let list = ListId::of(["a"]);
        let time = Some("2024-03-01T09:30:00Z");
        for (since, is_unfiltered) in [(None, false), (None, true), (time, false)] {
            for cursor in [None, Some(""), Some("a b:c é"), Some("x")] {
                let checkpoint = Checkpoint {
                    list,
                    since: since.map(Into::into),
                    is_unfiltered,
                    next_since: "2024-03-02T09:30:00.5+01:00".into(),
                    cursor: cursor.map(|text| Cursor::from(text).of_list(list)),
                };
                let text = serde_json::to_string(&checkpoint).unwrap();
                let again: Checkpoint = serde_json::from_str(&text).unwrap();
                assert_eq!(again.to_string(), checkpoint.to_string());
                assert_eq!(again, checkpoint);
                assert_eq!(again.is_complete(), cursor.is_none());
            }
        }
    }

    /// Checkpoints are stored, so their text must not change.
    #[test]
    fn the_text_is_stable() {
        for filter in ["-", "*"] {
            let text =
                format!("1 d2b371819297f98a {filter} 2024-03-01T09:30:00Z d2b371819297f98a:x");
            let checkpoint: Checkpoint = text.parse().unwrap();
            assert_eq!(checkpoint.list, ListId::of(["a", "b"]));
            assert_eq!(checkpoint.to_string(), text);
            assert_eq!(checkpoint.since(), None);
            assert_eq!(checkpoint.is_unfiltered, filter == "*");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "1",
            "2 d2b371819297f98a - 2024-03-01T09:30:00Z",
            "1 d2b371819297f98 - 2024-03-01T09:30:00Z",
            "1 d2b371819297f98a - yesterday",
            "1 d2b371819297f98a  2024-03-01T09:30:00Z",
            "1 d2b371819297f98a - 2024-03-01T09:30:00Z x",
            "1 d2b371819297f98a - 2024-03-01T09:30:00Z ",
        ] {
            assert!(text.parse::<Checkpoint>().is_err(), "{text:?}");
        }
    }
}
