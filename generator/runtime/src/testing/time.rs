//! The current time, and parsing of times for comparison.

use std::time::{Duration, Instant, SystemTime};

use http::HeaderValue;

use crate::Timestamp;

/// The system's clock.
#[allow(clippy::disallowed_methods, reason = "a server is never WebAssembly")]
pub(super) fn system() -> SystemTime {
    SystemTime::now()
}

/// A time in the API's format.
pub(super) fn text(time: SystemTime) -> String {
    Timestamp::from(time).to_string()
}

/// A time as the value of the header `Date`; `None` if it is outside the years 1970 to 9999.
pub(super) fn header(time: SystemTime) -> Option<HeaderValue> {
    const END: Duration = Duration::from_secs(253_402_300_800);
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let text = (since < END).then(|| httpdate::fmt_http_date(time))?;
    HeaderValue::try_from(text).ok()
}

/// The clock for rate limit windows.
#[allow(clippy::disallowed_methods, reason = "a server is never WebAssembly")]
pub(super) fn instant() -> Instant {
    Instant::now()
}

/// Parses a text such as `2024-03-01T09:30:00.25+01:00` or `2024-03-01` as nanoseconds since 1970; `None` if it is not a time.
/// A time without a zone is in UTC.
pub(super) fn parse(text: &str) -> Option<i128> {
    let (date, rest) = text.split_at_checked(10)?;
    let mut parts = date.split('-').map(number);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let days = days(year, month, day);
    let seconds = match rest.strip_prefix(['T', 't', ' ']) {
        None if rest.is_empty() => 0,
        None => return None,
        Some(time) => return of_day(time).map(|nanos| days * 86_400 * NANOS + nanos),
    };
    Some((days * 86_400 + seconds) * NANOS)
}

const NANOS: i128 = 1_000_000_000;

/// `09:30:00.25+01:00`, in nanoseconds from midnight in UTC.
fn of_day(text: &str) -> Option<i128> {
    let zone = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(zone)?;
    let (clock, decimals) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':').map(number);
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    let digits = decimals.get(..9).unwrap_or(decimals);
    let power = u32::try_from(9_usize.checked_sub(digits.len())?).ok()?;
    let nanos = number(digits)? * 10_i128.pow(power);
    let away = match zone {
        "" | "Z" | "z" => 0,
        zone => {
            let (sign, zone) = zone.split_at_checked(1)?;
            let digits = zone.replace(':', "");
            let (hours, minutes) = digits.split_at_checked(2)?;
            let minutes = if minutes.is_empty() { "0" } else { minutes };
            let away = number(hours)? * 60 + number(minutes)?;
            if sign == "-" { -away } else { away }
        }
    };
    Some((((hours * 60 + minutes - away) * 60) + seconds) * NANOS + nanos)
}

fn number(text: &str) -> Option<i128> {
    let is_number = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Days from 1970-01-01 to a day. Years start in March, so that a leap day is the last day of its year.
fn days(year: i128, month: i128, day: i128) -> i128 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::parse;
    use crate::Timestamp;

    #[test]
    fn formatted_timestamps_are_parsed() {
        for seconds in [0, 1, 86_399, 951_782_400, 1_709_251_199, 4_102_444_800] {
            for nanos in [0, 250_000_000, 1] {
                let time = UNIX_EPOCH + Duration::new(seconds, nanos);
                let text = Timestamp::from(time);
                let expected = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
                assert_eq!(parse(text.as_str()), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn zones_and_short_forms_are_read_and_nothing_else() {
        let noon = parse("2024-03-01T12:00:00Z");
        for same in [
            "2024-03-01T13:00:00+01:00",
            "2024-03-01 07:00:00.000-0500",
            "2024-03-01T14:00+02",
            "2024-03-01T12:00",
        ] {
            assert_eq!(parse(same), noon, "{same}");
        }
        assert!(parse("2024-03-01") < noon);
        for wrong in [
            "",
            "yesterday",
            "2024-13-01",
            "2024-03-01X",
            "12",
            "ü024-03-01T",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
