//! Shapes of values of sum types.

use std::borrow::Cow;

use serde_json::Value;

use super::misfit::Misfit;
use super::shape::{MOST_LEVELS, Shape};

/// A value of one of several shapes, of which some are objects with a tag.
#[derive(Debug)]
pub struct OneOf {
    cases: &'static [Case],
}

/// One of several shapes.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    shape: Shape,
    /// The name of the property that selects the case, and its values.
    tag: Option<(&'static str, &'static [&'static str])>,
}

/// Creates the case of all values for which no tag selects a case.
#[must_use]
pub const fn case(shape: Shape) -> Case {
    Case { shape, tag: None }
}

/// Creates a case that the values of a property select.
#[must_use]
pub const fn tagged(property: &'static str, values: &'static [&'static str], shape: Shape) -> Case {
    let tag = Some((property, values));
    Case { shape, tag }
}

impl OneOf {
    /// Creates a value of one of these cases.
    #[must_use]
    pub const fn new(cases: &'static [Case]) -> Self {
        Self { cases }
    }

    /// A value of the first case.
    pub(super) fn sample_at(&self, now: &str, depth: usize) -> Value {
        let Some(case) = self.cases.first().filter(|_| depth < MOST_LEVELS) else {
            return Value::Null;
        };
        let mut value = case.shape.sample_at(now, depth + 1);
        if let (Some((property, [tag, ..])), Value::Object(entries)) = (case.tag, &mut value) {
            let tag = Value::from(*tag);
            // A number or a boolean has the shape of its property.
            let object = case.shape.object();
            let fitted = object.and_then(|of| of.fit_field(property, tag.clone(), now));
            entries.insert(property.to_owned(), fitted.unwrap_or(tag));
        }
        value
    }

    /// Converts a value whose tag selects a case to the shape of this case. Any other value is kept.
    pub(super) fn fit(&self, value: Value, now: &str) -> Option<Value> {
        match self.selected(&value) {
            Some(case) => case.shape.fit(value, now),
            None => Some(value),
        }
    }

    /// Finds a value of the wrong type in the case that the tag selects. If every object must have a tag, also finds an object whose tag selects no
    /// case.
    pub(super) fn misfit(&self, value: &Value) -> Option<Misfit> {
        if let Some(case) = self.selected(value) {
            return case.shape.misfit(value);
        }
        let untagged = self.cases.iter().filter(|case| case.tag.is_none());
        let mut untagged = untagged.map(|case| &case.shape);
        if !value.is_object() || untagged.any(Shape::can_be_object) {
            return None;
        }
        let (property, _) = self.cases.iter().find_map(|case| case.tag)?;
        let values = self.cases.iter().filter_map(|case| case.tag);
        let values = values.filter(|(name, _)| *name == property);
        let values: Vec<&str> = values.flat_map(|(_, values)| values).copied().collect();
        let found = value.get(property).map(Value::to_string);
        let found = found.as_deref().unwrap_or("nothing");
        let expected = format!("one of {}", values.join(", "));
        Some(Misfit::of(&expected, found).within(property))
    }

    fn selected(&self, value: &Value) -> Option<&Case> {
        self.cases.iter().find(|case| {
            case.tag.is_some_and(|(property, values)| {
                let tag = value.get(property).and_then(text);
                tag.is_some_and(|tag| values.contains(&tag.as_ref()))
            })
        })
    }
}

/// The text of a string, a number or a boolean.
fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(_) | Value::Bool(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::{Object, optional, required};

    static CAT: Object = Object::new(&[
        required("kind", Shape::Text),
        optional("lives", Shape::Integer),
    ]);
    static PET: OneOf = OneOf::new(&[
        tagged("kind", &["cat", "kitten"], Shape::Of(&CAT)),
        case(Shape::List(&Shape::OneOf(&PET))),
    ]);
    static ANY: OneOf = OneOf::new(&[
        tagged("kind", &["cat"], Shape::Of(&CAT)),
        case(Shape::Map(&Shape::Any)),
    ]);
    static CODED: Object = Object::new(&[
        optional("code", Shape::Integer),
        optional("on", Shape::Bool),
    ]);
    static LEVEL: OneOf = OneOf::new(&[tagged("code", &["1", "2"], Shape::Of(&CODED))]);
    static SWITCH: OneOf = OneOf::new(&[tagged("on", &["true"], Shape::Of(&CODED))]);
    static ENDLESS: OneOf = OneOf::new(&[case(Shape::OneOf(&ENDLESS))]);

    #[test]
    fn a_tag_that_selects_no_case_does_not_fit() {
        let table = [
            (json!({"kind": "kitten", "lives": 9}), None),
            (json!("text"), None),
            (json!([{"kind": "cat"}]), None),
            (
                json!({"kind": "cat", "lives": "many"}),
                Some("lives: expected an integer, found a string"),
            ),
            (
                json!({"kind": "dog"}),
                Some("kind: expected one of cat, kitten, found \"dog\""),
            ),
            (
                json!({}),
                Some("kind: expected one of cat, kitten, found nothing"),
            ),
        ];
        for (value, expected) in table {
            let found = PET.misfit(&value);
            let found = found.map(|misfit| format!("{}: {misfit}", misfit.path));
            assert_eq!(found.as_deref(), expected, "{value}");
        }
        assert!(ANY.misfit(&json!({"kind": "dog"})).is_none());
    }

    #[test]
    fn numbers_and_booleans_select_a_case_by_their_text() {
        for (value, is_right) in [
            (json!({"code": 1}), true),
            (json!({"code": 2, "on": true}), true),
            (json!({"code": 3}), false),
            (json!({"code": [1]}), false),
            (json!({"code": true}), false),
        ] {
            assert_eq!(LEVEL.misfit(&value).is_none(), is_right, "{value}");
        }
        let found = SWITCH.misfit(&json!({"on": true, "code": "x"})).unwrap();
        assert_eq!(found.path, "code");
    }

    #[test]
    fn a_sample_is_the_first_case_with_its_tag() {
        assert_eq!(PET.sample_at("", 0), json!({"kind": "cat"}));
        assert_eq!(ENDLESS.sample_at("", 0), Value::Null);
        assert_eq!(LEVEL.sample_at("", 0), json!({"code": 1}));
        let kept = json!({"kind": "dog", "lives": "x"});
        assert_eq!(PET.fit(kept.clone(), ""), Some(kept));
        let fitted = PET.fit(json!({"kind": "cat", "lives": "9"}), "");
        assert_eq!(fitted, Some(json!({"kind": "cat", "lives": 9})));
    }
}
