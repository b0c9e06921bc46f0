//! Lossless conversions of a JSON value to another type.

use std::time::{Duration, UNIX_EPOCH};

use super::{JsonKind, decimal};
use crate::Timestamp;

/// Converts `text`, a JSON value, to the kind `expected`; `None` if that is not possible without loss.
///
/// A string becomes a number or a boolean only if it has exactly the form of the result: `"7"`, but neither `"07"` nor `"7.0"`.
pub(super) fn scalar(expected: JsonKind, text: &str) -> Option<String> {
    let found = JsonKind::of(text);
    let quoted = || {
        text.strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
    };
    match (expected, found) {
        (JsonKind::String, JsonKind::Integer | JsonKind::Number | JsonKind::Boolean) => {
            Some(format!("\"{text}\""))
        }
        (JsonKind::Boolean, JsonKind::String) => {
            let text = quoted()?;
            matches!(text, "true" | "false").then(|| text.to_owned())
        }
        (JsonKind::Integer, JsonKind::Number) => Some(decimal::integer(text)?.to_string()),
        (JsonKind::Integer, JsonKind::String) => integer(quoted()?),
        (JsonKind::Number, JsonKind::String) => number(quoted()?),
        (JsonKind::Timestamp, JsonKind::Integer | JsonKind::Number) => timestamp(text),
        _ => None,
    }
}

/// Converts a string to a number that keeps its text: `"12.50"`.
pub(super) fn decimal(text: &str) -> Option<String> {
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(text.to_owned())
}

fn integer(text: &str) -> Option<String> {
    let written = text.parse::<i128>().ok()?.to_string();
    (written == text).then_some(written)
}

fn number(text: &str) -> Option<String> {
    let float = text.parse::<f64>().ok().filter(|float| float.is_finite())?;
    let is_exact = integer(text).is_some_and(|_| format!("{float:.0}") == text)
        || serde_json::to_string(&float).is_ok_and(|written| written == text);
    is_exact.then(|| text.to_owned())
}

fn timestamp(text: &str) -> Option<String> {
    let nanos = decimal::since_epoch(text)?;
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    let nanos = u32::try_from(nanos % 1_000_000_000).ok()?;
    let time = UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))?;
    Some(format!("\"{}\"", Timestamp::from(time).as_str()))
}

#[cfg(test)]
mod tests {
    use super::scalar;
    use crate::JsonKind::{self, Boolean, Date, Integer, Number, String, Timestamp};

    #[test]
    fn lossy_conversions_are_refused() {
        let table: &[(JsonKind, &str, Option<&str>)] = &[
            (String, "7", Some("\"7\"")),
            (String, "-1.10e3", Some("\"-1.10e3\"")),
            (String, "true", Some("\"true\"")),
            (String, "null", None),
            (String, "[]", None),
            (Boolean, "\"true\"", Some("true")),
            (Boolean, "\"True\"", None),
            (Boolean, "1", None),
            (Integer, "100.0", Some("100")),
            (Integer, "1.5", None),
            (Integer, "\"100\"", Some("100")),
            (Integer, "\"-1\"", Some("-1")),
            (Integer, "\"0100\"", None),
            (Integer, "\"+1\"", None),
            (Integer, "\"\"", None),
            (Integer, "true", None),
            (Number, "\"1.5\"", Some("1.5")),
            (Number, "\"3\"", Some("3")),
            (Number, "\"1.50\"", None),
            (Number, "\"9007199254740993\"", None),
            (Number, "\"NaN\"", None),
            (Timestamp, "1709285400", Some("\"2024-03-01T09:30:00Z\"")),
            (
                Timestamp,
                "1709285400250",
                Some("\"2024-03-01T09:30:00.25Z\""),
            ),
            (Timestamp, "true", None),
            (Timestamp, "7", None),
            (Date, "1709285400", None),
        ];
        for (expected, text, converted) in table {
            assert_eq!(
                scalar(*expected, text).as_deref(),
                *converted,
                "{text} as {expected}"
            );
        }
    }
}
