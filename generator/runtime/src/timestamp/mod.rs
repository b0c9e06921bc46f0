//! Timestamps and dates of the API.

mod instant;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod libraries;

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};

use crate::{Error, sending};

/// The key for comparing texts.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key<'a> {
    /// The point in time of a valid text.
    Valid(i128),
    /// An invalid text.
    Text(&'a str),
}

macro_rules! text {
    ($(#[$docs:meta])* $name:ident, $invalid:literal, |$text:ident| $parse:expr) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Default)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text, unchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Parses the text as a type of a calendar library.
            ///
            /// # Errors
            /// The text is not a valid `T`.
            pub fn parse<T: FromStr>(&self) -> Result<T, T::Err> {
                self.0.parse()
            }

            /// Whether the text is valid, so that it can be sent.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                matches!(self.key(), Key::Valid(_))
            }

            fn key(&self) -> Key<'_> {
                let $text = self.as_str();
                let parsed: Option<i128> = $parse;
                parsed.map_or(Key::Text($text), Key::Valid)
            }

            /// The error for an invalid text. It does not contain the text.
            #[allow(dead_code, reason = "dates are only converted by libraries")]
            fn invalid() -> Error {
                Error::invalid($invalid)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 || self.key() == other.key()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.key().cmp(&other.key())
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.key().hash(state);
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        /// For setters: a received value can be sent without being moved.
        impl From<&$name> for $name {
            fn from(known: &$name) -> Self {
                known.clone()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if sending::is_on() && !self.is_valid() {
                    return Err(S::Error::custom($invalid));
                }
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Box::deserialize(deserializer).map(Self)
            }
        }

        impl From<&$name> for crate::Patch<$name> {
            fn from(known: &$name) -> Self {
                Self::Value(known.clone())
            }
        }

        impl From<&str> for crate::Patch<$name> {
            fn from(text: &str) -> Self {
                Self::Value(text.into())
            }
        }
    };
}

text! {
    /// A date and a time of day: `2024-03-01T09:30:00Z`.
    ///
    /// Converts from a [`SystemTime`], from text and, with the features `jiff`, `chrono` and `time`, from the types of these
    /// libraries, and back with `TryFrom`. A timestamp from a `SystemTime` or a library is written in UTC.
    ///
    /// ```
    /// use std::time::{SystemTime, UNIX_EPOCH};
    /// # use truto_runtime::Timestamp;
    ///
    /// let berlin = Timestamp::from("1970-01-01T01:00:00+01:00");
    /// assert_eq!(berlin, Timestamp::from(UNIX_EPOCH));
    /// assert_eq!(SystemTime::try_from(&berlin)?, UNIX_EPOCH);
    /// assert_eq!(berlin.as_str(), "1970-01-01T01:00:00+01:00");
    /// # Ok::<(), truto_runtime::Error>(())
    /// ```
    ///
    /// # Text
    /// The text is kept and encoded byte for byte, even if it is not a timestamp. A timestamp in a request must be valid, because
    /// a filter by an invalid one finds nothing. If it is not valid, sending fails with
    /// [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) and the name of the parameter or field. This includes a timestamp that was
    /// received and copied into the body of an update. [`is_valid`](Self::is_valid) checks it in advance.
    ///
    /// A valid text is a `date-time` of RFC 3339, with an offset: `2024-03-01T09:30:00.25+02:00`. `T` and `Z` can be lower case.
    /// A space in place of the `T`, the hour 24, and a time without an offset are invalid.
    ///
    /// # Order
    /// Timestamps compare as instants, to the nanosecond: `10:00:00Z` and `12:00:00+02:00` are equal. A leap second equals the
    /// second after it. Invalid timestamps compare by their texts, and are greater than all valid ones. The default is the empty
    /// text.
    Timestamp,
    "expected an RFC 3339 timestamp, such as `2024-03-01T09:30:00Z`",
    |text| instant::parse(text).map(|instant| instant.nanos)
}

text! {
    /// A date: `2024-03-01`.
    ///
    /// The text is kept and encoded byte for byte, even if it is not a date. A date in a request must be a `full-date` of RFC
    /// 3339. If it is not, sending fails with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) and the name of the parameter or
    /// field. [`is_valid`](Self::is_valid) checks it in advance.
    ///
    /// Dates compare by calendar. Invalid dates compare by their texts, and are greater than all valid ones. The default is the
    /// empty text.
    Date,
    "expected an RFC 3339 date, such as `2024-03-01`",
    |text| instant::days(text).map(i128::from)
}

impl Timestamp {
    /// The timestamp in nanoseconds since 1970-01-01T00:00:00Z.
    fn nanos(&self) -> Result<i128, Error> {
        let instant = instant::parse(self.as_str());
        Ok(instant.ok_or_else(Self::invalid)?.nanos)
    }

    fn from_nanos(nanos: i128) -> Self {
        instant::format(nanos).into()
    }
}

/// Encodes as RFC 3339 in UTC, with as many decimals as needed: `2024-03-01T09:30:00.25Z`. Times outside of the years 0000 to
/// 9999 become the first or last nanosecond of these.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let nanos = |time: Duration| i128::try_from(time.as_nanos()).unwrap_or(i128::MAX);
        Self::from_nanos(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => nanos(after),
            Err(before) => -nanos(before.duration()),
        })
    }
}

impl From<SystemTime> for crate::Patch<Timestamp> {
    fn from(time: SystemTime) -> Self {
        Self::Value(time.into())
    }
}

/// Fails if the text is [not valid](Timestamp::is_valid), or if it is out of range of the platform's `SystemTime`.
impl TryFrom<&Timestamp> for SystemTime {
    type Error = Error;

    fn try_from(timestamp: &Timestamp) -> Result<Self, Error> {
        let nanos = timestamp.nanos()?;
        let size = nanos.unsigned_abs();
        let second = u128::from(1_000_000_000_u32);
        let whole = u64::try_from(size / second).unwrap_or(u64::MAX);
        let rest = u32::try_from(size % second).unwrap_or_default();
        let distance = Duration::new(whole, rest);
        let time = match nanos < 0 {
            true => UNIX_EPOCH.checked_sub(distance),
            false => UNIX_EPOCH.checked_add(distance),
        };
        time.ok_or_else(|| {
            Error::invalid("the timestamp is out of the range of this platform's `SystemTime`")
        })
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = Error;

    fn try_from(timestamp: Timestamp) -> Result<Self, Error> {
        (&timestamp).try_into()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashSet,
        time::{Duration, SystemTime, UNIX_EPOCH},
    };

    use super::{Date, Timestamp};
    use crate::Patch;

    #[test]
    fn system_time_converts_before_and_after_1970() {
        let pause = Duration::from_millis(1_500);
        let table = [
            (UNIX_EPOCH + pause, "1970-01-01T00:00:01.5Z"),
            (UNIX_EPOCH - pause, "1969-12-31T23:59:58.5Z"),
        ];
        for (time, text) in table {
            let timestamp = Timestamp::from(time);
            assert_eq!(timestamp.as_str(), text);
            assert_eq!(SystemTime::try_from(&timestamp).unwrap(), time);
            assert_eq!(SystemTime::try_from(timestamp).unwrap(), time);
            assert_eq!(Patch::<Timestamp>::from(time), text.into());
        }
        let error = SystemTime::try_from(Timestamp::from("s3cret")).unwrap_err();
        assert!(error.to_string().contains("RFC 3339") && error.is_never_sent());
        assert!(!error.to_string().contains("s3cret"));
    }

    /// Sorts the texts. A text that equals the one before it is prefixed with `=`.
    fn sorted<T: Ord + std::hash::Hash + From<&'static str> + ToString>(
        texts: &[&'static str],
    ) -> Vec<String> {
        let mut all: Vec<T> = texts.iter().map(|text| T::from(text)).collect();
        all.sort();
        let distinct: HashSet<&T> = all.iter().collect();
        let mut shown: Vec<String> = Vec::new();
        for (index, one) in all.iter().enumerate() {
            let is_same = index > 0 && all.get(index - 1) == Some(one);
            shown.push(format!(
                "{}{}",
                if is_same { "=" } else { "" },
                one.to_string()
            ));
        }
        let fresh = shown.iter().filter(|text| !text.starts_with('=')).count();
        assert_eq!(distinct.len(), fresh, "the hash agrees");
        shown
    }

    #[test]
    fn timestamps_compare_as_instants_and_keep_their_text() {
        let texts = [
            "yesterday",
            "",
            "2024-03-01T12:00:00+02:00",
            "2024-03-01T10:00:00.1Z",
            "2024-03-01T10:00:00Z",
            "2024-03-01T09:59:59.999Z",
            "2024-03-01 08:00:00Z",
            "2024-03-01t10:00:00.000z",
        ];
        let expected = [
            "2024-03-01T09:59:59.999Z",
            "2024-03-01T12:00:00+02:00",
            "=2024-03-01T10:00:00Z",
            "=2024-03-01t10:00:00.000z",
            "2024-03-01T10:00:00.1Z",
            "",
            "2024-03-01 08:00:00Z",
            "yesterday",
        ];
        assert_eq!(sorted::<Timestamp>(&texts), expected);
        let expected = ["1999-12-31", "2024-02-29", "=2024-02-29", "2024-02-30", "9"];
        let texts = ["9", "2024-02-29", "2024-02-30", "1999-12-31", "2024-02-29"];
        assert_eq!(sorted::<Date>(&texts), expected);
    }

    #[test]
    fn any_text_round_trips() {
        for json in [r#""yesterday""#, r#""""#, r#""2024-03-01T12:00:00+02:00""#] {
            let timestamp: Timestamp = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&timestamp).unwrap(), json);
            let date: Date = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&date).unwrap(), json);
        }
    }
}
