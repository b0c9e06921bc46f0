//! What the documents say about properties that a value must have together.

use crate::emit::prose::{escape, phrases};
use crate::ir::{RequiredSet, RequiredSets, Struct, Value};

/// ``Requires `id` or `name`.``, for the docs of the type: one sentence for each list of alternatives.
pub(crate) fn sentences(of: &Struct) -> Option<String> {
    let sentences = of.alternatives.iter().filter_map(sentence);
    let sentences: Vec<String> = sentences.collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn sentence(sets: &RequiredSets) -> Option<String> {
    let is_empty = |set: &RequiredSet| set.names.is_empty() && set.values.is_empty();
    if !sets.is_exclusive && sets.sets.iter().any(is_empty) {
        return None;
    }
    let phrases: Vec<String> = sets.sets.iter().map(phrase).collect();
    let only = match (sets.is_exclusive, phrases.len()) {
        (false, _) | (true, ..=1) => "",
        (true, 2) => ", not both",
        (true, _) => ", only one of them",
    };
    Some(format!(
        "Requires {}{only}.",
        phrases::alternatives(&phrases)
    ))
}

/// ``the `status` `done` and `reason` ``
fn phrase(set: &RequiredSet) -> String {
    let with_values = set.values.iter().map(|(name, values)| {
        let values: Vec<String> = values.iter().map(shown).collect();
        let name = escape::code(name);
        format!("the {name} {}", phrases::alternatives(&values))
    });
    let has_values = |name: &&String| set.values.iter().any(|(of, _)| of == *name);
    let others = set.names.iter().filter(|name| !has_values(name));
    let others = others.map(|name| escape::code(name));
    let all: Vec<String> = with_values.chain(others).collect();
    match all.as_slice() {
        [] => "none of these".to_owned(),
        all => phrases::enumeration(all),
    }
}

fn shown(value: &Value) -> String {
    match value.as_str() {
        Some(text) => escape::code(text),
        None => escape::code(&value.to_string()),
    }
}
