//! What is written about a field: its limits, its default, a one-line description.

use crate::emit::prose::{escape, markdown};
use crate::ir::{Bound, Constraints, Docs, Extent, Field, Value};

/// `At most 50 characters. Default: `1`.`
pub(crate) fn limits(constraints: &Constraints, default: Option<&Value>) -> String {
    let limits = (!constraints.is_empty()).then(|| {
        let all = words(constraints).join(", ");
        let mut chars = all.chars();
        let first = chars.next().map(|c| c.to_uppercase().to_string());
        format!("{}{}.", first.unwrap_or_default(), chars.as_str())
    });
    let parts = limits.into_iter().chain(default.map(self::default));
    parts.collect::<Vec<_>>().join(" ")
}

/// ``Always `cat`.`` for a field that can have only one value.
pub(crate) fn fixed(field: &Field) -> Option<String> {
    // That of a boolean is a limit.
    let value = field.fixed.as_ref().filter(|value| !value.is_boolean())?;
    Some(format!("Always {}.", escape::code(&shown(value))))
}

/// `Default: `1`.`
pub(crate) fn default(value: &Value) -> String {
    format!("Default: {}.", escape::code(&shown(value)))
}

/// `["at least 1", "less than 10"]`
fn words(constraints: &Constraints) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(constraints.only.map(|only| format!("always `{only}`")));
    words.extend(size(constraints.length, "character", "characters"));
    words.extend(size(constraints.items, "item", "items"));
    words.extend(size(constraints.properties, "property", "properties"));
    let limit = |bound: &Option<Bound>, inside, beyond| {
        let bound = bound.as_ref()?;
        let word = if bound.is_exclusive { beyond } else { inside };
        Some(format!("{word} {}", bound.value))
    };
    words.extend(limit(&constraints.minimum, "at least", "more than"));
    words.extend(limit(&constraints.maximum, "at most", "less than"));
    let multiple = constraints.multiple_of.as_ref();
    words.extend(multiple.map(|of| format!("a multiple of {of}")));
    let unique = constraints.has_unique_items;
    words.extend(unique.then(|| "unique items".to_owned()));
    let pattern = constraints.pattern.as_deref();
    words.extend(pattern.map(|of| format!("matches {}", escape::code(of))));
    words
}

fn size(extent: Extent, one: &str, many: &str) -> impl Iterator<Item = String> {
    let words = |least_or_most, size| match size {
        1 => format!("at {least_or_most} 1 {one}"),
        size => format!("at {least_or_most} {size} {many}"),
    };
    let min = extent.min.map(|size| words("least", size));
    let max = extent.max.map(|size| words("most", size));
    min.into_iter().chain(max)
}

/// A string is shown without quotes.
fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A one-sentence description.
pub(crate) fn short(docs: &Docs) -> Option<String> {
    [&docs.description, &docs.summary]
        .into_iter()
        .flatten()
        .find_map(|text| markdown::sentence(text))
}
