//! RFC 3339 instants, and calendar arithmetic.

use std::ops::RangeInclusive;

const NANOS: i128 = 1_000_000_000;

const DAY: i64 = 86_400;

/// `0000-01-01T00:00:00Z`, in nanoseconds since 1970.
const FIRST: i128 = -62_167_219_200 * NANOS;

/// `9999-12-31T23:59:59.999999999Z`
const LAST: i128 = 253_402_300_800 * NANOS - 1;

/// A point in time, and the offset in its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Instant {
    /// Since 1970-01-01T00:00:00Z.
    pub(super) nanos: i128,
    /// From UTC, in seconds.
    #[cfg_attr(not(any(feature = "chrono", feature = "time")), allow(dead_code))]
    pub(super) offset: i32,
}

/// Parses `text` as a `date-time` of RFC 3339, section 5.6, with letters in either case.
///
/// Digits beyond nanoseconds are truncated. A leap second can only be the last second of a month in UTC. As in other systems with
/// days of 86,400 seconds, it is the same instant as the second after it.
pub(super) fn parse(text: &str) -> Option<Instant> {
    let (date, rest) = text.split_at_checked(10)?;
    let (clock, rest) = rest.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let (fraction, offset) = split_fraction(rest)?;
    let offset = offset_seconds(offset)?;
    let [hour, minute, second] = parts(clock, ':', [0..=23, 0..=59, 0..=60])?;
    let seconds = days(date)? * DAY + hour * 3600 + minute * 60 + second - i64::from(offset);
    if second == 60 && !is_begin_of_month(seconds) {
        return None;
    }
    let nanos = i128::from(seconds) * NANOS + fraction;
    Some(Instant { nanos, offset })
}

/// Parses `text` as a `full-date` of RFC 3339, and returns the days since 1970-01-01.
pub(super) fn days(text: &str) -> Option<i64> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = number(year, &(0..=9999))?;
    let [month, day] = parts(rest.strip_prefix('-')?, '-', [1..=12, 1..=31])?;
    let days = days_of(year, month, day);
    // A day after the end of the month would become a day of the next month.
    (date(days) == (year, month, day)).then_some(days)
}

/// Parses numbers of two digits each, with `separator` between them.
fn parts<const N: usize>(
    text: &str,
    separator: char,
    ranges: [RangeInclusive<i64>; N],
) -> Option<[i64; N]> {
    let mut found = [0; N];
    let mut texts = text.split(separator);
    for (part, range) in found.iter_mut().zip(&ranges) {
        *part = number(texts.next().filter(|text| text.len() == 2)?, range)?;
    }
    texts.next().is_none().then_some(found)
}

fn number(text: &str, range: &RangeInclusive<i64>) -> Option<i64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_number)?;
    range.contains(&number).then_some(number)
}

/// The optional fraction at the beginning of `text`, in nanoseconds, and the rest.
fn split_fraction(text: &str) -> Option<(i128, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = rest.find(|char: char| !char.is_ascii_digit())?;
    let (digits, rest) = rest.split_at_checked(end)?;
    let nanos: String = digits.chars().chain("000000000".chars()).take(9).collect();
    let nanos = nanos.parse().ok().filter(|_| !digits.is_empty())?;
    Some((nanos, rest))
}

fn offset_seconds(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let [hours, minutes] = parts(text.get(1..)?, ':', [0..=23, 0..=59])?;
    i32::try_from(sign * (hours * 3600 + minutes * 60)).ok()
}

fn is_begin_of_month(seconds: i64) -> bool {
    seconds.rem_euclid(DAY) == 0 && date(seconds.div_euclid(DAY)).2 == 1
}

/// Formats nanoseconds since 1970 as RFC 3339 in UTC. Years before 0000 and after 9999 become the first and the last nanosecond
/// that can be represented.
pub(super) fn format(nanos: i128) -> String {
    let nanos = nanos.clamp(FIRST, LAST);
    let (seconds, nanos) = (nanos.div_euclid(NANOS), nanos.rem_euclid(NANOS));
    // Cannot fail: the value is between `FIRST` and `LAST`.
    let seconds = i64::try_from(seconds).unwrap_or_default();
    let date = format_date(seconds.div_euclid(DAY));
    let second = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let mut text = format!("{date}T{hour:02}:{minute:02}:{second:02}");
    if nanos != 0 {
        let decimals = format!(".{nanos:09}");
        text.push_str(decimals.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// The day that is `days` after 1970-01-01.
pub(super) fn format_date(days: i64) -> String {
    let (year, month, day) = date(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of the day that is `days` after 1970-01-01. Calculates with years that begin in March, so that a leap day
/// is the last day of one, and with eras of 400 years from the year 0 on, which all have the same length.
fn date(days: i64) -> (i64, i64, i64) {
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

/// The reverse of [`date`].
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = match month {
        ..3 => (year - 1, month + 9),
        3.. => (year, month - 3),
    };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = 365 * year + year / 4 - year / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::{FIRST, LAST, NANOS, date, days, days_of, format, parse};

    #[test]
    fn timestamps_are_formatted_in_the_shortest_exact_form() {
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
            (LAST, "9999-12-31T23:59:59.999999999Z"),
        ];
        for (nanos, text) in table {
            assert_eq!(format(nanos), text, "{nanos}");
            let instant = parse(text).unwrap();
            assert_eq!((instant.nanos, instant.offset), (nanos, 0), "{text}");
        }
        for (nanos, last) in [
            (FIRST - 1, FIRST),
            (i128::MIN, FIRST),
            (LAST + 1, LAST),
            (i128::MAX, LAST),
        ] {
            assert_eq!(format(nanos), format(last), "{nanos}");
        }
    }

    #[test]
    fn consecutive_days_are_consecutive() {
        let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let mut expected = (0, 1, 1);
        // Two eras of 400 years. Later eras are the same.
        let first = days("0000-01-01").unwrap();
        for days in first..first + 2 * 146_097 {
            assert_eq!(date(days), expected);
            let (year, month, day) = expected;
            assert_eq!(days_of(year, month, day), days);
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
    fn only_valid_timestamps_are_parsed() {
        let table = [
            ("2024-03-01T09:30:00Z", "2024-03-01T09:30:00Z"),
            ("2024-03-01t09:30:00z", "2024-03-01T09:30:00Z"),
            ("2024-03-01T09:30:00+00:00", "2024-03-01T09:30:00Z"),
            ("2024-03-01T09:30:00-00:00", "2024-03-01T09:30:00Z"),
            ("2024-03-01T11:30:00+02:00", "2024-03-01T09:30:00Z"),
            ("2024-03-01T00:00:00+05:45", "2024-02-29T18:15:00Z"),
            ("2024-02-29T23:59:59-23:59", "2024-03-01T23:58:59Z"),
            ("2024-03-01T09:30:00.000Z", "2024-03-01T09:30:00Z"),
            ("2024-03-01T09:30:00.5+00:00", "2024-03-01T09:30:00.5Z"),
            (
                "2024-03-01T09:30:00.1234567899Z",
                "2024-03-01T09:30:00.123456789Z",
            ),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
            ("2016-12-31T15:59:60.5-08:00", "2017-01-01T00:00:00.5Z"),
        ];
        for (text, utc) in table {
            assert_eq!(format(parse(text).unwrap().nanos), utc, "{text}");
        }
        let none = [
            "",
            "yesterday",
            "1709285400",
            "2024-03-01",
            "2024-03-01T09:30Z",
            "2024-03-01T09:30:00",
            "2024-03-01 09:30:00Z",
            "2024-03-01T24:00:00Z",
            "2024-03-01T23:60:00Z",
            "2024-03-01T23:59:61Z",
            "2024-03-01T09:30:60Z",
            "2024-03-02T23:59:60Z",
            "2024-02-30T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-03-01T09:30:00.Z",
            "2024-03-01T09:30:00,5Z",
            "2024-03-01T09:30:00+0200",
            "2024-03-01T09:30:00+24:00",
            "2024-03-01T09:30:00+02:60",
            "2024-03-01T09:30:00 Z",
            " 2024-03-01T09:30:00Z",
            "2024-03-01T09:30:00Z ",
            "2024-03-01T09:30:00Z[Europe/Berlin]",
            "+2024-03-01T09:30:00Z",
            "12024-03-01T09:30:00Z",
            "2024-03-+1T09:30:00Z",
            "2024-3-01T09:30:00Z",
            "20240301T093000Z",
            "２０２４-03-01T09:30:00Z",
        ];
        for text in none {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
