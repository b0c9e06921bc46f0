//! Numbers with all of their digits.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};
use serde_json::value::RawValue;

use crate::{Patch, RawJson};

/// A number of any size and precision, kept as text: `12.50`.
///
/// Converts from text, from integers and from `f64`. [`parse`](Self::parse) converts it to a type of a library for decimal
/// numbers, or to `f64`.
///
/// ```
/// # use truto_runtime::Decimal;
/// let price = Decimal::from("12.50");
/// assert_eq!(price, Decimal::from("1.25e1"));
/// assert!(price < Decimal::from(13));
/// assert_eq!(serde_json::to_string(&price)?, "12.50");
/// assert_eq!(price.parse::<f64>()?, 12.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Text
/// The text is kept and encoded byte for byte. It must be a number as JSON writes it; if it is not, such as `1,5` or `NaN`, encoding
/// it fails. [`is_valid`](Self::is_valid) checks it in advance.
///
/// # Order
/// Decimals compare as numbers, however they are written. Invalid ones compare by their texts, and are greater than all valid
/// ones. The default is `0`.
#[derive(Clone)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The text, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the text as another type of numbers.
    ///
    /// # Errors
    /// The text is not a valid `T`.
    pub fn parse<T: FromStr>(&self) -> Result<T, T::Err> {
        self.0.parse()
    }

    /// Whether the text is a number, so that it can be encoded.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.0
            .starts_with(|first: char| first == '-' || first.is_ascii_digit())
            && !self.0.ends_with(char::is_whitespace)
            && serde_json::from_str::<&RawValue>(&self.0).is_ok()
    }

    fn key(&self) -> Key {
        match self.is_valid() {
            true => Key::of_number(&self.0),
            false => Key::Text(self.0.clone()),
        }
    }
}

/// The key for comparing decimals: the cases are in the order of their values.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Negative(std::cmp::Reverse<Size>),
    Zero,
    Positive(Size),
    Text(Box<str>),
}

/// The absolute value of a number other than 0.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Size {
    /// The number of digits before the point, without zeros at the beginning. Negative if zeros follow the point.
    magnitude: i128,
    /// The digits, without zeros at the beginning and at the end.
    digits: String,
}

impl Key {
    /// The key of a number as JSON writes it.
    fn of_number(text: &str) -> Self {
        let (is_negative, text) = match text.strip_prefix('-') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0');
        if significant.is_empty() {
            return Self::Zero;
        }
        let zeros = digits.len() - significant.len();
        let size = Size {
            magnitude: self::exponent(exponent) + places(whole.len()) - places(zeros),
            digits: significant.trim_end_matches('0').to_owned(),
        };
        match is_negative {
            true => Self::Negative(std::cmp::Reverse(size)),
            false => Self::Positive(size),
        }
    }
}

/// An exponent. One with more digits than fit is the greatest or the smallest.
fn exponent(text: &str) -> i128 {
    let limit = match text.starts_with('-') {
        true => i64::MIN,
        false => i64::MAX,
    };
    text.parse().unwrap_or(limit).into()
}

fn places(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::from(i64::MAX))
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.key() == other.key()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

macro_rules! converts {
    ($($from:ty: |$value:ident| $text:expr;)*) => {$(
        impl From<$from> for Decimal {
            fn from($value: $from) -> Self {
                Self($text.into())
            }
        }

        impl From<$from> for Patch<Decimal> {
            fn from(value: $from) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

converts! {
    &str: |text| text;
    String: |text| text;
    &Decimal: |known| known.0.clone();
    i32: |number| number.to_string();
    i64: |number| number.to_string();
    u32: |number| number.to_string();
    u64: |number| number.to_string();
    // With an exponent if it is very large or small.
    f64: |number| format!("{number:?}");
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = Some(&*self.0).filter(|_| self.is_valid());
        let raw = raw.and_then(|text| serde_json::from_str::<&RawValue>(text).ok());
        raw.ok_or_else(|| S::Error::custom("expected a number, such as `12.50`"))?
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = RawJson::deserialize(deserializer)?;
        let number = Self::from(json.get());
        match number.is_valid() {
            true => Ok(number),
            false => Err(D::Error::custom("expected a number")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn decimals_compare_as_numbers() {
        let ascending = [
            "-1e400",
            "-20",
            "-3",
            "-0.5",
            "-0.05",
            "0",
            "1e-400",
            "0.05",
            "0.5",
            "0.51",
            "3",
            "20",
            "1e400",
            "1e99999999999999999999",
            "1,5",
            "NaN",
        ];
        for pair in ascending.windows(2) {
            assert!(Decimal::from(pair[0]) < Decimal::from(pair[1]), "{pair:?}");
        }
        for (one, other) in [
            ("12.50", "1.25e1"),
            ("0", "-0.00"),
            ("100", "1E+2"),
            ("0.050", "5e-2"),
        ] {
            assert_eq!(Decimal::from(one), Decimal::from(other));
        }
    }

    #[test]
    fn a_text_that_is_no_number_is_not_encoded() {
        for text in [
            "", " 1", "1 ", "01", "+1", ".5", "1.", "NaN", "true", "\"1\"", "1,2",
        ] {
            let number = Decimal::from(text);
            assert!(!number.is_valid(), "{text}");
            assert!(serde_json::to_string(&number).is_err(), "{text}");
        }
    }

    #[test]
    fn all_digits_are_kept() {
        let text = "-123456789012345678901234567890.123456789012345678901234567890e-7";
        let number: Decimal = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), text);
        assert!(serde_json::from_str::<Decimal>("\"1\"").is_err());
        assert_eq!(Decimal::from(1e300).as_str(), "1e300");
        assert_eq!(Decimal::from(7).parse::<u8>(), Ok(7));
    }
}
