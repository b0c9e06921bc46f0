//! Exact numbers in JSON: `f64` would lose digits.

/// The maximum number of digits. It leaves room in an `i128` to convert seconds to nanoseconds.
const MOST_DIGITS: usize = 28;

/// A number: `digits` × 10^`exponent`. Zeros at the end are in the exponent.
struct Decimal {
    digits: i128,
    exponent: i64,
}

impl Decimal {
    /// Parses `text`, a number in JSON; `None` if it has more digits than fit.
    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let (sign, whole) = match whole.strip_prefix('-') {
            Some(whole) => (-1, whole),
            None => (1, whole),
        };
        let mut digits = format!("{whole}{fraction}");
        let mut exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        let kept = digits.trim_end_matches('0').len();
        exponent = exponent.checked_add(i64::try_from(digits.len() - kept).ok()?)?;
        digits.truncate(kept);
        let digits = digits.trim_start_matches('0');
        match digits {
            "" => Some(Self {
                digits: 0,
                exponent: 0,
            }),
            digits if digits.len() > MOST_DIGITS => None,
            digits => Some(Self {
                digits: sign * digits.parse::<i128>().ok()?,
                exponent,
            }),
        }
    }

    /// Returns the number × 10^`places`, if that has no fraction and fits.
    fn shifted(&self, places: i64) -> Option<i128> {
        let exponent = u32::try_from(self.exponent.checked_add(places)?).ok()?;
        self.digits.checked_mul(10_i128.checked_pow(exponent)?)
    }
}

/// A number without a fraction, as in `100`, `100.0` and `1e2`.
pub(super) fn integer(text: &str) -> Option<i128> {
    Decimal::parse(text)?.shifted(0)
}

/// The smallest numbers that are read as seconds and as milliseconds. Both mean 1973-03-03, and the two ranges do not overlap.
const FIRST_SECOND: i128 = 100_000_000;
const FIRST_MILLISECOND: i128 = 100_000_000_000;
/// The year 10000.
const END: i128 = 253_402_300_800_000;

/// Converts a number of seconds or milliseconds, distinguished by magnitude, to nanoseconds since 1970; `None` if it is smaller
/// than the minimum of both, after the year 9999, or more precise than a nanosecond.
pub(super) fn since_epoch(text: &str) -> Option<u128> {
    let number = Decimal::parse(text)?;
    let nanos_of_seconds = number.shifted(9);
    let nanos = match nanos_of_seconds? / 1_000_000_000 {
        FIRST_SECOND..FIRST_MILLISECOND => nanos_of_seconds,
        FIRST_MILLISECOND..END => number.shifted(6),
        _ => None,
    };
    u128::try_from(nanos?).ok()
}

#[cfg(test)]
mod tests {
    use super::{integer, since_epoch};

    #[test]
    fn a_number_without_a_fraction_is_an_integer_however_it_is_written() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-0.0", Some(0)),
            ("100.0", Some(100)),
            ("1e2", Some(100)),
            ("1.50E+1", Some(15)),
            ("-1500e-2", Some(-15)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("1.5", None),
            ("1e-1", None),
            ("100.00000000000000000000000000001", None),
            ("1e999999999999999999999", None),
            ("1e99999", None),
            ("0e99999", Some(0)),
        ] {
            assert_eq!(integer(text), expected, "{text}");
        }
        assert_eq!(integer(&format!("1{}", "0".repeat(100_000))), None);
    }

    #[test]
    fn seconds_and_milliseconds_are_told_apart_by_magnitude() {
        const SECOND: u128 = 1_709_285_400;
        for (text, expected) in [
            ("1709285400", Some(SECOND * 1_000_000_000)),
            ("1709285400000", Some(SECOND * 1_000_000_000)),
            ("1709285400.25", Some(SECOND * 1_000_000_000 + 250_000_000)),
            ("1709285400000.5", Some(SECOND * 1_000_000_000 + 500_000)),
            ("1.7092854e9", Some(SECOND * 1_000_000_000)),
            ("100000000", Some(100_000_000_000_000_000)),
            ("100000000000", Some(100_000_000_000_000_000)),
            ("99999999", None),
            ("20240301", None),
            ("0", None),
            ("-1709285400", None),
            ("253402300799999", Some(253_402_300_799_999_000_000)),
            ("253402300800000", None),
            ("1709285400000000", None),
            ("1709285400.0000000001", None),
            ("1e400", None),
        ] {
            assert_eq!(since_epoch(text), expected, "{text}");
        }
    }
}
