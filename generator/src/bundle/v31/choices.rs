//! Alternatives of single values.

use std::collections::HashSet;

use serde_json::Value;

use super::values::type_name;
use crate::load::{Entries, Entry, NodeContent, Tree};
use crate::source::Origin;

/// One value, with its texts.
struct ListedValue {
    value: Value,
    origin: Origin,
    title: Option<String>,
    description: Option<String>,
}

/// Turns alternatives of one value each, the form in which 3.1 documents values, into a list of values.
pub(super) fn constants(schema: &mut Entries) {
    let keyword = match (schema.get("oneOf"), schema.get("anyOf")) {
        (Some(_), None) => "oneOf",
        (None, Some(_)) => "anyOf",
        _ => return,
    };
    let beside = [
        "enum",
        "allOf",
        "properties",
        "items",
        "$ref",
        "discriminator",
    ];
    if beside.iter().any(|key| schema.contains_key(*key)) {
        return;
    }
    let entry = schema.get(keyword);
    let elements = entry.and_then(|entry| entry.value.as_list());
    let choices = |elements: &[Tree]| elements.iter().map(choice).collect::<Option<Vec<_>>>();
    let Some(choices) = elements.and_then(choices) else {
        return;
    };
    if let Some(ty) = common_type(&choices)
        && let Some(entry) = schema.shift_remove(keyword)
    {
        list(schema, &entry, ty, choices);
    }
}

/// Returns the value of an alternative that allows only one.
fn choice(element: &Tree) -> Option<ListedValue> {
    const KEYWORDS: &[&str] = &[
        "enum",
        "title",
        "description",
        "type",
        "format",
        "deprecated",
    ];
    let entries = element.as_map()?;
    let is_plain = |name: &String| KEYWORDS.contains(&name.as_str()) || name.starts_with("x-");
    if !entries.keys().all(is_plain) {
        return None;
    }
    let [value] = entries.get("enum")?.value.as_list()? else {
        return None;
    };
    let text = |name: &str| Some(entries.get(name)?.value.as_str()?.to_owned());
    Some(ListedValue {
        value: value.as_scalar()?.clone(),
        origin: value.origin,
        title: text("title"),
        description: text("description"),
    })
}

/// Returns the type of all values, if there are any and no value is listed twice.
fn common_type(choices: &[ListedValue]) -> Option<&'static str> {
    let values = || choices.iter().map(|choice| &choice.value);
    let first = values().next().map(type_name)?;
    let mut texts: Vec<String> = values().map(Value::to_string).collect();
    texts.sort_unstable();
    texts.dedup();
    let is_unique = texts.len() == choices.len();
    let is_same = values().all(|value| type_name(value) == first);
    (is_unique && is_same && matches!(first, "string" | "integer")).then_some(first)
}

/// Adds the list of values.
fn list(schema: &mut Entries, keyword: &Entry, ty: &str, choices: Vec<ListedValue>) {
    let entry = |value: Tree| Entry {
        key: keyword.key,
        value,
    };
    let origin = keyword.value.origin;
    let ty = entry(Tree::scalar(origin, ty));
    schema.entry("type".to_owned()).or_insert(ty);
    if let Some(text) = descriptions(schema, &choices) {
        let description = entry(Tree::scalar(origin, text));
        schema.insert("description".to_owned(), description);
    }
    if let Some(titles) = titles(&choices) {
        let titles = Tree::new(origin, NodeContent::Map(titles));
        schema.insert("x-enum-titles".to_owned(), entry(titles));
    }
    let values = choices.into_iter();
    let values = values.map(|choice| Tree::scalar(choice.origin, choice.value));
    let values = Tree::list(origin, values.collect());
    schema.insert("enum".to_owned(), entry(values));
}

/// Returns the description of the schema followed by those of its values.
fn descriptions(schema: &Entries, choices: &[ListedValue]) -> Option<String> {
    let lines = choices.iter().filter_map(|choice| {
        let text = choice.description.as_deref()?;
        let value = choice
            .value
            .as_str()
            .map_or_else(|| choice.value.to_string(), str::to_owned);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(format!("- `{value}`: {text}"))
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return None;
    }
    let own = schema
        .get("description")
        .and_then(|entry| entry.value.as_str());
    let own = own.map(|own| format!("{}\n\n", own.trim_end()));
    Some(format!("{}{}", own.unwrap_or_default(), lines.join("\n")))
}

/// Returns the titles of integers by value, if all have one and the titles differ. Names are made of them.
fn titles(choices: &[ListedValue]) -> Option<Entries> {
    if choices.iter().any(|choice| choice.value.is_string()) {
        return None;
    }
    let mut seen = HashSet::with_capacity(choices.len());
    let titled = choices.iter().map(|choice| {
        let title = choice.title.as_deref().map(str::trim)?;
        let is_new = !title.is_empty() && seen.insert(title);
        let entry = || Entry {
            key: choice.origin,
            value: Tree::scalar(choice.origin, title),
        };
        is_new.then(|| (choice.value.to_string(), entry()))
    });
    titled.collect()
}
