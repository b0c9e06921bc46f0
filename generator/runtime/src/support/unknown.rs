//! Finds fields of a body that are not in its schema.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Note;

/// The maximum number of notes. A body with more unknown fields hardly has that many typing errors.
const MOST_NOTES: usize = 20;

/// Longer names are not compared, because comparing costs the product of the lengths.
const LONGEST: usize = 60;

/// The minimum similarity, from 0 to 1, for suggesting a name.
const ALIKE: f64 = 0.7;

/// Notes each field of `body` that is not in `known`, the paths of the fields in the schema.
pub(super) fn notes(known: &'static [&'static str], body: &Value) -> Vec<Note> {
    if known.is_empty() {
        return Vec::new();
    }
    let mut search = Search {
        known,
        seen: BTreeSet::new(),
        notes: Vec::new(),
    };
    search.visit("", body);
    search.notes
}

/// Whether the schema has a field at `path`; `None` if `known` lists nothing, or if the object may have other fields.
pub(super) fn exists(known: &[&str], path: &str) -> Option<bool> {
    if known.is_empty() || known.contains(&path) {
        return (!known.is_empty()).then_some(true);
    }
    let mut prefix = "";
    if let Some((parent, name)) = path.rsplit_once('.') {
        match exists(known, parent) {
            Some(true) => prefix = path.strip_suffix(name).unwrap_or_default(),
            unknown => return unknown,
        }
    }
    let mut names = known.iter().filter_map(|path| path.strip_prefix(prefix));
    let is_closed = names.clone().next().is_some() && !names.any(|name| name == "*");
    is_closed.then_some(false)
}

struct Search {
    known: &'static [&'static str],
    seen: BTreeSet<String>,
    notes: Vec<Note>,
}

impl Search {
    /// Visits the fields of the object at `prefix`, which is empty or ends with a dot.
    fn visit(&mut self, prefix: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.visit(prefix, item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.visit_field(prefix, name, value);
                }
            }
            _ => {}
        }
    }

    fn visit_field(&mut self, prefix: &str, name: &str, value: &Value) {
        if self.notes.len() == MOST_NOTES {
            return;
        }
        let path = format!("{prefix}{name}");
        if self.known.contains(&path.as_str()) {
            let inside = format!("{path}.");
            // Other objects, such as maps, have no fields in the schema, so none of their fields is unknown.
            if self.known.iter().any(|known| known.starts_with(&inside)) {
                self.visit(&inside, value);
            }
        } else if !self.siblings(prefix).any(|sibling| sibling == "*")
            && self.seen.insert(path.clone())
        {
            let suggestion = self.nearest(prefix, name);
            self.notes.push(Note::unknown_field(path, suggestion));
        }
    }

    /// The names of the fields of the object at `prefix`.
    fn siblings(&self, prefix: &str) -> impl Iterator<Item = &'static str> {
        let known = self.known.iter();
        known
            .filter_map(move |path| path.strip_prefix(prefix))
            .filter(|name| !name.contains('.'))
    }

    /// The path of the sibling of which `name` is most probably a misspelling.
    fn nearest(&self, prefix: &str, name: &str) -> Option<String> {
        let found = nearest(name, self.siblings(prefix))?;
        Some(format!("{prefix}{found}"))
    }
}

/// The name of which `name` is most probably a misspelling.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_short = |name: &str| name.len() <= LONGEST;
    let known = known.filter(|known| is_short(known) && is_short(name));
    known
        .map(|known| (strsim::normalized_damerau_levenshtein(name, known), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{LONGEST, MOST_NOTES, exists, notes};

    const KNOWN: &[&str] = &[
        "first_name",
        "emails",
        "emails.email",
        "emails.type",
        "custom_fields",
        "open",
        "open.id",
        "open.*",
    ];

    #[test]
    fn fields_that_no_schema_has_are_noted_once_with_a_suggestion() {
        type Noted = (&'static str, Option<&'static str>);
        let table: [(Value, &[Noted]); 8] = [
            (json!({"first_name": 1, "custom_fields": {"x": 1}}), &[]),
            (
                json!({"frist_name": 1}),
                &[("frist_name", Some("first_name"))],
            ),
            (json!({"vip": true}), &[("vip", None)]),
            (
                json!({"emails": [{"emial": 1}, {"emial": 2, "type": 3}]}),
                &[("emails.emial", Some("emails.email"))],
            ),
            (json!({"open": {"id": 1, "any": 2}}), &[]),
            (json!({"emails": "x", "first_name": {"y": 1}}), &[]),
            (json!([3]), &[]),
            (Value::Null, &[]),
        ];
        for (body, expected) in table {
            let notes = notes(KNOWN, &body);
            let found: Vec<_> = notes
                .iter()
                .map(|note| (note.field().unwrap(), note.suggestion()))
                .collect();
            assert_eq!(found, expected, "{body}");
        }
    }

    #[test]
    fn a_field_exists_if_the_schema_says_so() {
        let table = [
            ("emails.type", Some(true)),
            ("frist_name", Some(false)),
            ("emails.typ", Some(false)),
            ("emial.type", Some(false)),
            ("open.any", None),
            ("custom_fields.any.thing", None),
        ];
        for (path, expected) in table {
            assert_eq!(exists(KNOWN, path), expected, "{path}");
        }
        assert_eq!(exists(&[], "first_name"), None);
    }

    #[test]
    fn checking_takes_linear_time() {
        let long = "first_name".repeat(100_000);
        let fields = (0..100_000).map(|n| (format!("{n}{long:.60}"), Value::Null));
        let mut body: serde_json::Map<String, Value> = fields.collect();
        body.insert(long, Value::Null);
        assert!(body.keys().any(|name| name.len() > LONGEST));
        assert_eq!(notes(KNOWN, &Value::Object(body)).len(), MOST_NOTES);
        assert!(notes(&[], &json!({"x": 1})).is_empty(), "no list, no notes");
    }
}
