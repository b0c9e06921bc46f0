//! Points in time as the API writes them.

use std::{
    fmt,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! text {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        ///
        /// The text is kept as it came and parsed on demand, by the calendar library of your choice. Equality is equality of
        /// the text. The default is the empty text.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text, as it came.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text as a type of a calendar library.
            ///
            /// # Errors
            /// The text is not what `T` expects.
            pub fn parse<T: FromStr>(&self) -> Result<T, T::Err> {
                self.0.parse()
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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Box::deserialize(deserializer).map(Self)
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
    /// A date and a time of day, mostly RFC 3339: `2024-03-01T09:30:00Z`.
    ///
    /// To write one: `Timestamp::from(SystemTime::now())`, or from the text that a calendar library makes, such as
    /// `to_string()` of a `jiff::Timestamp` or `to_rfc3339()` of a `chrono::DateTime`.
    Timestamp
}

text! {
    /// A date: `2024-03-01`.
    Date
}

const NANOS: i128 = 1_000_000_000;

/// `0000-01-01T00:00:00Z`, in nanoseconds from 1970 on.
const FIRST: i128 = -62_167_219_200 * NANOS;

/// `9999-12-31T23:59:59.999999999Z`
const LAST: i128 = 253_402_300_800 * NANOS - 1;

/// RFC 3339 in UTC, with as many decimals as are needed: `2024-03-01T09:30:00.25Z`. It can write the years 0000 to 9999; what
/// is before or after that becomes their first or last nanosecond.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let nanos = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(LAST),
            Err(before) => {
                i128::try_from(before.duration().as_nanos()).map_or(FIRST, |nanos| -nanos)
            }
        };
        rfc3339(nanos).into()
    }
}

impl From<SystemTime> for crate::Patch<Timestamp> {
    fn from(time: SystemTime) -> Self {
        Self::Value(time.into())
    }
}

/// A point in time, in nanoseconds from 1970 on.
fn rfc3339(nanos: i128) -> String {
    let nanos = nanos.clamp(FIRST, LAST);
    let (seconds, nanos) = (nanos.div_euclid(NANOS), nanos.rem_euclid(NANOS));
    let (year, month, day) = date(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanos != 0 {
        let decimals = format!(".{nanos:09}");
        text.push_str(decimals.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// Year, month and day of the day that is `days` after 1970-01-01. Years are taken to begin in March, so that a leap day is
/// the last day of one, and eras of 400 years, which are all alike, in the year 0.
fn date(days: i128) -> (i128, i128, i128) {
    let days = days + 719_468; // from 0000-03-01 on
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153; // from March on
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, is_next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (400 * era + year + is_next, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{FIRST, LAST, NANOS, Timestamp, date, rfc3339};
    use crate::Patch;

    #[test]
    fn points_in_time_are_written_as_short_as_is_exact() {
        let table = [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59.999999999Z"),
            (-1_500_000_000, "1969-12-31T23:59:58.5Z"),
            (1_709_164_799 * NANOS, "2024-02-28T23:59:59Z"),
            (1_709_164_800 * NANOS, "2024-02-29T00:00:00Z"),
            (
                1_709_285_400 * NANOS + 250_000_000,
                "2024-03-01T09:30:00.25Z",
            ),
            (951_782_400 * NANOS + 1, "2000-02-29T00:00:00.000000001Z"),
            (4_107_542_400 * NANOS, "2100-03-01T00:00:00Z"),
            (4_107_542_399 * NANOS, "2100-02-28T23:59:59Z"),
            (-2_203_891_201 * NANOS, "1900-02-28T23:59:59Z"),
            (-2_203_891_200 * NANOS, "1900-03-01T00:00:00Z"),
            (1_735_689_599 * NANOS + 120, "2024-12-31T23:59:59.00000012Z"),
            (FIRST + 59 * 86_400 * NANOS, "0000-02-29T00:00:00Z"),
            (FIRST, "0000-01-01T00:00:00Z"),
            (FIRST - 1, "0000-01-01T00:00:00Z"),
            (i128::MIN, "0000-01-01T00:00:00Z"),
            (LAST, "9999-12-31T23:59:59.999999999Z"),
            (LAST + 1, "9999-12-31T23:59:59.999999999Z"),
            (i128::MAX, "9999-12-31T23:59:59.999999999Z"),
        ];
        for (nanos, text) in table {
            assert_eq!(rfc3339(nanos), text, "{nanos}");
        }
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let is_leap = |year: i128| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let day_of = |nanos: i128| nanos.div_euclid(86_400 * NANOS);
        let mut expected = (0, 1, 1);
        // Two eras: what comes after them is alike.
        let first = day_of(FIRST);
        for days in first..first + 2 * 146_097 {
            assert_eq!(date(days), expected);
            let (year, month, day) = expected;
            let length = match month {
                2 if is_leap(year) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = match (day < length, month < 12) {
                (true, _) => (year, month, day + 1),
                (false, true) => (year, month + 1, 1),
                (false, false) => (year + 1, 1, 1),
            };
        }
        assert_eq!(expected, (800, 1, 1));
    }

    #[test]
    fn a_time_of_the_system_is_one_before_and_after_1970() {
        let pause = Duration::from_millis(1_500);
        let table = [
            (UNIX_EPOCH + pause, "1970-01-01T00:00:01.5Z"),
            (UNIX_EPOCH - pause, "1969-12-31T23:59:58.5Z"),
        ];
        for (time, text) in table {
            assert_eq!(Timestamp::from(time).as_str(), text);
            assert_eq!(Patch::<Timestamp>::from(time), text.into());
        }
    }
}
