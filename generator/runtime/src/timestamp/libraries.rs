//! Conversions to and from the types of calendar libraries, each behind the cargo feature of its name.
//!
//! Conversions into a [`Timestamp`] use UTC. Values outside of the years 0000 to 9999 become the first or last [`Timestamp`] or
//! [`Date`] of these years, as in the conversion from `SystemTime`.

use super::{Date, Key, Timestamp, instant};
use crate::{Error, Patch};

/// Implements all conversions of one type. The arguments are the two conversions that differ between types. The first converts the
/// library's type into ours, by way of the nanoseconds or days since 1970. The second converts back.
macro_rules! conversions {
    ($ours:ident <=> $theirs:ty: |$from:ident| $write:expr, |$to:ident| $read:expr) => {
        impl From<$theirs> for $ours {
            fn from($from: $theirs) -> Self {
                $write
            }
        }

        impl From<$theirs> for Patch<$ours> {
            fn from(value: $theirs) -> Self {
                Self::Value(value.into())
            }
        }

        /// Fails if the text is not valid, or out of the library's range.
        impl TryFrom<&$ours> for $theirs {
            type Error = Error;

            fn try_from($to: &$ours) -> Result<Self, Error> {
                $read
            }
        }

        /// Fails if the text is not valid, or out of the library's range.
        impl TryFrom<$ours> for $theirs {
            type Error = Error;

            fn try_from(value: $ours) -> Result<Self, Error> {
                (&value).try_into()
            }
        }
    };
}

impl Timestamp {
    #[cfg(any(feature = "chrono", feature = "time"))]
    fn instant(&self) -> Result<instant::Instant, Error> {
        instant::parse(self.as_str()).ok_or_else(Self::invalid)
    }
}

impl Date {
    /// The days since 1970-01-01.
    fn days(&self) -> Result<i64, Error> {
        match self.key() {
            Key::Valid(days) => i64::try_from(days).map_err(|_| Self::invalid()),
            Key::Text(_) => Err(Self::invalid()),
        }
    }

    fn from_days(days: i64) -> Self {
        let [first, last] =
            ["0000-01-01", "9999-12-31"].map(|date| instant::days(date).unwrap_or(days));
        instant::format_date(days.clamp(first, last)).into()
    }
}

fn out_of_range<E>(_: E) -> Error {
    Error::invalid("the value is out of the range of the library's type")
}

#[cfg(feature = "jiff")]
mod jiff {
    use jiff::{Timestamp as Theirs, ToSpan as _, Zoned, civil};

    use super::{Date, Error, Patch, Timestamp, out_of_range};

    conversions!(Timestamp <=> Theirs:
        |time| Self::from_nanos(time.as_nanosecond()),
        |text| Self::from_nanosecond(text.nanos()?).map_err(out_of_range));

    impl From<&Zoned> for Timestamp {
        fn from(time: &Zoned) -> Self {
            time.timestamp().into()
        }
    }

    impl From<&Zoned> for Patch<Timestamp> {
        fn from(time: &Zoned) -> Self {
            Self::Value(time.into())
        }
    }

    const EPOCH: civil::Date = civil::Date::constant(1970, 1, 1);

    conversions!(Date <=> civil::Date:
    |date| Self::from_days(i64::from((date - EPOCH).get_days())),
    |text| {
        let days = text.days()?.days();
        EPOCH.checked_add(days).map_err(out_of_range)
    });
}

#[cfg(feature = "chrono")]
mod chrono {
    use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeZone, Utc};

    use super::{Date, Error, Patch, Timestamp, out_of_range};

    const NANOS: i128 = 1_000_000_000;

    fn nanos<Z: TimeZone>(time: &DateTime<Z>) -> i128 {
        i128::from(time.timestamp()) * NANOS + i128::from(time.timestamp_subsec_nanos())
    }

    conversions!(Timestamp <=> DateTime<Utc>:
    |time| Self::from_nanos(nanos(&time)),
    |text| {
        let nanos = text.nanos()?;
        let seconds = i64::try_from(nanos.div_euclid(NANOS)).map_err(out_of_range)?;
        let nanos = u32::try_from(nanos.rem_euclid(NANOS)).map_err(out_of_range)?;
        Self::from_timestamp(seconds, nanos).ok_or_else(|| out_of_range(()))
    });

    // The conversion keeps the offset of the text.
    conversions!(Timestamp <=> DateTime<FixedOffset>:
    |time| Self::from_nanos(nanos(&time)),
    |text| {
        let offset = FixedOffset::east_opt(text.instant()?.offset);
        let offset = offset.ok_or_else(|| out_of_range(()))?;
        Ok(DateTime::<Utc>::try_from(text)?.with_timezone(&offset))
    });

    fn epoch() -> NaiveDate {
        DateTime::UNIX_EPOCH.date_naive()
    }

    conversions!(Date <=> NaiveDate:
    |date| Self::from_days(date.signed_duration_since(epoch()).num_days()),
    |text| {
        let days = text.days()?;
        let distance = Days::new(days.unsigned_abs());
        let date = match days < 0 {
            true => epoch().checked_sub_days(distance),
            false => epoch().checked_add_days(distance),
        };
        date.ok_or_else(|| out_of_range(()))
    });
}

#[cfg(feature = "time")]
mod time {
    use time::{Date as Theirs, Duration, OffsetDateTime, UtcOffset};

    use super::{Date, Error, Patch, Timestamp, out_of_range};

    // The conversion keeps the offset of the text.
    conversions!(Timestamp <=> OffsetDateTime:
    |time| Self::from_nanos(time.unix_timestamp_nanos()),
    |text| {
        let instant = text.instant()?;
        let offset = UtcOffset::from_whole_seconds(instant.offset).map_err(out_of_range)?;
        let utc = Self::from_unix_timestamp_nanos(instant.nanos).map_err(out_of_range)?;
        utc.checked_to_offset(offset).ok_or_else(|| out_of_range(()))
    });

    const EPOCH: Theirs = OffsetDateTime::UNIX_EPOCH.date();

    conversions!(Date <=> Theirs:
    |date| Self::from_days((date - EPOCH).whole_days()),
    |text| {
        let distance = Duration::days(text.days()?);
        EPOCH.checked_add(distance).ok_or_else(|| out_of_range(()))
    });
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::{Date, Timestamp};
    use crate::Patch;

    /// Each text, and the same instant in UTC.
    const TIMESTAMPS: [(&str, &str); 7] = [
        ("2024-03-01T09:30:00Z", "2024-03-01T09:30:00Z"),
        ("2024-03-01T11:30:00.25+02:00", "2024-03-01T09:30:00.25Z"),
        (
            "1969-12-31T23:59:59.999999999Z",
            "1969-12-31T23:59:59.999999999Z",
        ),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-30T22:00:00-00:00", "9999-12-30T22:00:00Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        (
            "2600-01-01T00:00:00.000000001Z",
            "2600-01-01T00:00:00.000000001Z",
        ),
    ];

    const DATES: [&str; 5] = [
        "2024-02-29",
        "1970-01-01",
        "1969-12-31",
        "0001-01-01",
        "9999-12-31",
    ];

    #[allow(dead_code, reason = "there may be no library")]
    fn both_ways<T, O>(texts: &[(&'static str, &str)])
    where
        T: for<'a> TryFrom<&'a O, Error = crate::Error> + TryFrom<O, Error = crate::Error>,
        T: Clone + Debug + PartialEq,
        O: From<T> + From<&'static str> + Debug + PartialEq + ToString,
        Patch<O>: From<T>,
    {
        for (text, expected) in texts.iter().copied() {
            let theirs = T::try_from(&O::from(text)).unwrap();
            assert_eq!(T::try_from(O::from(text)).unwrap(), theirs);
            let ours = O::from(theirs.clone());
            assert_eq!(ours.to_string(), expected);
            assert_eq!(Patch::from(theirs), Patch::Value(ours));
        }
        for text in ["yesterday", "", "2024-02-30", "2024-03-01T24:00:00Z"] {
            let error = T::try_from(O::from(text)).unwrap_err();
            assert!(error.message().contains("RFC 3339"), "{error}");
        }
    }

    #[allow(dead_code, reason = "there may be no library")]
    fn dates() -> [(&'static str, &'static str); 5] {
        DATES.map(|date| (date, date))
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_converts_both_ways() {
        both_ways::<jiff::Timestamp, Timestamp>(&TIMESTAMPS);
        both_ways::<jiff::civil::Date, Date>(&dates());
        let zoned =
            jiff::Timestamp::UNIX_EPOCH.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(2)));
        assert_eq!(Timestamp::from(&zoned).as_str(), "1970-01-01T00:00:00Z");
        let early = jiff::civil::date(-1, 1, 1);
        assert_eq!(Date::from(early).as_str(), "0000-01-01");
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_converts_both_ways() {
        use chrono::{DateTime, FixedOffset, Utc};
        both_ways::<DateTime<Utc>, Timestamp>(&TIMESTAMPS);
        both_ways::<DateTime<FixedOffset>, Timestamp>(&TIMESTAMPS);
        both_ways::<chrono::NaiveDate, Date>(&dates());
        let text = Timestamp::from("2024-03-01T11:30:00+02:00");
        let time = DateTime::<FixedOffset>::try_from(text).unwrap();
        assert_eq!(time.offset().local_minus_utc(), 7200);
        let far = Timestamp::from(DateTime::<Utc>::MAX_UTC);
        assert_eq!(far.as_str(), "9999-12-31T23:59:59.999999999Z");
        assert_eq!(Date::from(chrono::NaiveDate::MAX).as_str(), "9999-12-31");
    }

    #[cfg(feature = "time")]
    #[test]
    fn time_converts_both_ways() {
        use time::OffsetDateTime;
        both_ways::<OffsetDateTime, Timestamp>(&TIMESTAMPS);
        both_ways::<time::Date, Date>(&dates());
        let text = Timestamp::from("2024-03-01T11:30:00+02:00");
        let time = OffsetDateTime::try_from(text).unwrap();
        assert_eq!(time.offset().whole_hours(), 2);
        assert_eq!(Date::from(time::Date::MIN).as_str(), "0000-01-01");
    }
}
