//! What must be true of a model that is decoded from any object. The fuzz targets check it, too.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use truto_runtime::Model;
use truto_unified::{Error, Mismatch, RawJson, Timestamp};

pub(crate) fn read<T: DeserializeOwned>(object: &Map<String, Value>) -> Result<T, Error> {
    RawJson::from(object.clone()).parse()
}

/// The first segment of a path: `emails` of `emails[1].type`.
fn field(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

/// The required fields of a model, with values that it accepts.
pub(crate) fn minimal<T: Model + DeserializeOwned>(path: &str) -> Map<String, Value> {
    let values = [
        json!("x"),
        json!([]),
        json!(1),
        json!(true),
        json!({}),
        json!({"id": "x"}),
    ];
    let mut object = Map::new();
    while let Err(error) = read::<T>(&object) {
        let missing = field(error.field().unwrap_or_default()).to_owned();
        assert!(!object.contains_key(&missing), "{path}: {error}");
        let fits = values.iter().find(|value| {
            let mut object = object.clone();
            object.insert(missing.clone(), (*value).clone());
            let error = read::<T>(&object).err();
            error.is_none_or(|error| field(error.field().unwrap_or_default()) != missing)
        });
        object.insert(missing, fits.unwrap_or(&Value::Null).clone());
    }
    object
}

/// Whether `written` has the same content as `given`.
pub(crate) fn is_same(given: &Value, written: Option<&Value>) -> bool {
    let Some(written) = written else {
        return given.is_null();
    };
    match (given, written) {
        _ if given == written => true,
        (Value::Number(number), Value::String(text)) => {
            *text == number.to_string() || is_instant(number.as_f64(), text)
        }
        (Value::Bool(yes), Value::String(text)) => *text == yes.to_string(),
        (Value::String(text), Value::Bool(yes)) => *text == yes.to_string(),
        (Value::String(text), Value::Number(number)) => {
            text.parse().ok() == number.as_f64() && !text.starts_with('+')
        }
        (Value::Number(given), Value::Number(written)) => given.as_f64() == written.as_f64(),
        (Value::Array(given), Value::Object(written)) => given.is_empty() && written.is_empty(),
        (Value::Object(_), Value::Array(written)) => {
            written.len() == 1 && is_same(given, written.first())
        }
        (Value::Array(given), Value::Array(written)) => {
            let mut pairs = given.iter().zip(written);
            given.len() == written.len()
                && pairs.all(|(given, written)| is_same(given, Some(written)))
        }
        (Value::Object(given), Value::Object(written)) => {
            let is_kept = |(name, value): (&String, &Value)| is_same(value, written.get(name));
            let is_given =
                |(name, value): (&String, &Value)| value.is_null() || given.contains_key(name);
            given.iter().all(is_kept) && written.iter().all(is_given)
        }
        _ => false,
    }
}

/// Whether `text` is the time that is `number` seconds or milliseconds after 1970.
fn is_instant(number: Option<f64>, text: &str) -> bool {
    let Some(number) = number.filter(|number| *number >= 1e8) else {
        return false;
    };
    let seconds = if number < 1e11 { number } else { number / 1e3 };
    let time = SystemTime::try_from(&Timestamp::from(text)).ok();
    let since = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    // Of large numbers, an `f64` has fewer digits behind the point than a timestamp.
    let precision = f64::max(1e-6, seconds * 1e-15);
    since.is_some_and(|since| (since.as_secs_f64() - seconds).abs() <= precision)
}

#[test]
fn large_numbers_of_milliseconds_are_instants() {
    let far = Some(137_645_920_625_267.0);
    assert!(is_instant(far, "6331-10-30T01:57:05.267Z"));
    assert!(!is_instant(far, "6331-10-30T01:57:05.268Z"));
    let near = Some(1_700_000_000.123_456);
    assert!(is_instant(near, "2023-11-14T22:13:20.123456Z"));
    assert!(!is_instant(near, "2023-11-14T22:13:20.12345Z"));
}

/// The value in `object` of a field with another type than documented.
fn at<'a>(object: &'a Value, mismatch: &Mismatch) -> Option<&'a Value> {
    let steps = mismatch.field().replace('[', ".[");
    steps.split('.').try_fold(object, |value, step| {
        match step
            .strip_prefix('[')
            .and_then(|step| step.strip_suffix(']'))
        {
            Some(index) if value.is_array() => value.get(index.parse::<usize>().ok()?),
            Some(_) => Some(value),
            None => value.get(step),
        }
    })
}

pub(crate) fn check<T: Model + Serialize + DeserializeOwned>(
    minimal: &Map<String, Value>,
    object: &Map<String, Value>,
    mismatches: fn(&T) -> Vec<Mismatch>,
) {
    let given = Value::from(object.clone());
    match read::<T>(object) {
        Ok(model) => {
            let written = serde_json::to_value(&model).unwrap();
            assert!(is_same(&given, Some(&written)), "{given} became {written}");
            for mismatch in mismatches(&model) {
                let raw: Value = mismatch.raw().parse().unwrap();
                assert_eq!(at(&given, &mismatch), Some(&raw), "{}", mismatch);
            }
            let strict = serde_json::from_str::<T>(&given.to_string());
            assert!(strict.is_err() || mismatches(&model).is_empty());
        }
        Err(error) => {
            let field = field(error.field().unwrap_or_default());
            assert!(minimal.contains_key(field), "{given}: {error}");
        }
    }
}
