//! What a value must fulfil beyond its type. The server checks it.

/// The constraints on a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// The number of characters of a string.
    pub length: Extent,
    /// The number of items of a list.
    pub items: Extent,
    /// The number of properties of an object.
    pub properties: Extent,
    /// The smallest number.
    pub minimum: Option<Bound>,
    /// The largest number.
    pub maximum: Option<Bound>,
    /// The number that the value is a multiple of.
    pub multiple_of: Option<Number>,
    /// The items of a list differ from each other.
    pub has_unique_items: bool,
    /// The only value of a boolean.
    pub only: Option<bool>,
    /// A regular expression that the string matches.
    pub pattern: Option<String>,
}

impl Constraints {
    /// Whether every value of the type is valid.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The smallest and largest size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// The smallest size.
    pub min: Option<u64>,
    /// The largest size.
    pub max: Option<u64>,
}

/// One end of a range of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub value: Number,
    /// The number itself is not in the range.
    pub is_exclusive: bool,
}

/// A number of a document with all of its digits, which can be more than those of any number type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// Creates the number from its value, which can be rounded, and its text in the document.
    pub(crate) fn new(value: &serde_json::Number, text: &str) -> Self {
        Self(match value.as_f64().filter(|_| value.is_f64()) {
            None => value.to_string(),
            Some(rounded) => decimal(text).unwrap_or_else(|| rounded.to_string()),
        })
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Returns a number without exponent in its shortest form: `1.50` is `1.5`, and `.5` is `0.5`.
fn decimal(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { "-" } else { "" };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let are_digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    if unsigned.len() < 2 || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let cases = [
            ("7", "7"),
            ("100000000000000000000", "100000000000000000000"),
            ("-99999999999999999999", "-99999999999999999999"),
            ("0.1234567890123456789", "0.1234567890123456789"),
            ("1.50", "1.5"),
            ("2.0", "2"),
            ("1e3", "1000"),
            ("&anchor 0.5", "0.5"),
        ];
        for (text, expected) in cases {
            let value = text.trim_start_matches("&anchor ").parse();
            let value: serde_json::Number = value.unwrap();
            assert_eq!(Number::new(&value, text).to_string(), expected);
        }
    }
}
