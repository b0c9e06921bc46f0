//! Timestamps, dates and decimals: the text is kept, and the order is that of the times and numbers.

use std::time::SystemTime;

use truto_runtime::{Date, Decimal, Timestamp};

use super::text;
use crate::Target;

pub(super) const TARGET: Target = Target {
    name: "times",
    about: "texts as timestamps, dates and decimals",
    run,
    show: text,
    seeds,
    count: 10_000,
    longest: 128,
};

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "2024-03-01T09:30:00Z 2024-02-29t23:59:59.123456789-23:59",
        "2016-12-31T23:59:60Z 2017-01-01T00:00:00Z",
        "0000-01-01T00:00:00+00:01 9999-12-31T23:59:59-00:01",
        "2024-02-29 2023-02-29",
        "1.50 15e-1",
        "-0.0 0E99999999999999999999",
        "123456789012345678901234567890.5 -1e-5",
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The input is two texts, with a space between them.
fn run(data: &[u8]) {
    let text = text(data);
    let (one, other) = text.split_once(' ').unwrap_or((&text, ""));
    let times = [one, other].map(Timestamp::from);
    for (time, text) in times.iter().zip([one, other]) {
        assert_eq!(time.as_str(), text);
        if let Ok(system) = SystemTime::try_from(time) {
            assert!(time.is_valid());
            let again = Timestamp::from(system);
            assert!(again.is_valid(), "{again} of {text}");
            let is_in_range =
                again.as_str() > "0000-01-01T00:00:00Z" && again.as_str() < "9999-12-31T23:59:59.9";
            if is_in_range {
                assert_eq!(
                    SystemTime::try_from(&again).expect("a time"),
                    system,
                    "{again} of {text}"
                );
                assert_eq!(again, *time, "{again} of {text}");
            }
        }
    }
    let systems = times.each_ref().map(|time| SystemTime::try_from(time).ok());
    if let [Some(one), Some(other)] = systems {
        assert_eq!(times[0].cmp(&times[1]), one.cmp(&other), "{text}");
    }
    check_order(&[one, other].map(Date::from));
    let decimals = [one, other].map(|text| serde_json::from_value::<Decimal>(text.into()).ok());
    if let [Some(one), Some(other)] = decimals {
        check_order(&[one.clone(), other.clone()]);
        let numbers = [&one, &other].map(|decimal| decimal.as_str().parse::<f64>());
        if let (true, [Ok(first), Ok(second)]) = (one.is_valid() && other.is_valid(), numbers) {
            // The rounding to `f64` can only make different numbers equal.
            let rough = first.partial_cmp(&second).expect("numbers");
            assert!(rough.is_eq() || rough == one.cmp(&other), "{text}");
        }
    }
}

fn check_order<T: Ord>([one, other]: &[T; 2]) {
    assert_eq!(one.cmp(other), other.cmp(one).reverse());
    assert_eq!(one == other, one.cmp(other).is_eq());
}
