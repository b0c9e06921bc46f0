//! A form has at most 1000 fields and types in choices.

use super::Key;
use crate::forms::{Form, FormKind, FormType, Members, Property, PropertyType, Request, Source};

const MOST: usize = 1000;

/// One object: fields with texts, and then one field per choice. The types in a choice are texts.
struct Large {
    texts: usize,
    /// The number of types in each choice.
    choices: Vec<usize>,
}

fn text() -> PropertyType<usize> {
    PropertyType::scalar(FormKind::Text, None)
}

fn property(index: usize, ty: PropertyType<usize>) -> Property<usize> {
    Property {
        name: format!("p{index}").into(),
        ty,
        is_required: false,
        is_read_only: false,
        is_deprecated: false,
        description: None,
        default: None,
        constraints: Vec::new(),
    }
}

impl Source for Large {
    type Object = usize;

    fn members(&self, _: usize) -> Members<usize> {
        let texts = (0..self.texts).map(|_| text());
        let choices = (0..self.choices.len()).map(PropertyType::OneOf);
        let all = texts.chain(choices).enumerate();
        Members {
            properties: all.map(|(index, ty)| property(index, ty)).collect(),
            is_open: false,
        }
    }

    fn cases(&self, choice: usize) -> Vec<PropertyType<usize>> {
        (0..self.choices[choice]).map(|_| text()).collect()
    }
}

/// The number of fields, whether the object is open, and whether each choice still has its types.
fn built(source: &Large) -> (usize, bool, Vec<bool>) {
    let request = Request {
        query: Vec::new(),
        // There is only one object, so it has any number.
        body: Some(PropertyType::Object(0)),
    };
    let form = Form::build("contacts.create", ("a", "A"), (source, request), &Key('a'));
    let Some(FormType::Object(object)) = form.body() else {
        panic!("{:?}", form.body());
    };
    let fields = object.fields();
    let choices = fields.iter().skip(source.texts);
    let choices = choices.map(|field| matches!(field.field_type(), FormType::OneOf(_)));
    (fields.len(), object.is_open(), choices.collect())
}

#[test]
fn an_object_with_too_many_fields_is_cut_off_and_open() {
    for (texts, is_open) in [(MOST - 1, false), (MOST, false), (MOST + 1, true)] {
        let choices = Vec::new();
        let expected = (texts.min(MOST), is_open, Vec::new());
        assert_eq!(built(&Large { texts, choices }), expected, "{texts}");
    }
}

/// Each choice counts itself, as a field, and its types.
#[test]
fn a_choice_of_too_many_types_is_any_value() {
    let table = [
        (vec![MOST - 1], vec![true]),
        (vec![MOST], vec![false]),
        (vec![MOST + 1], vec![false]),
        (vec![MOST - 4, 2], vec![true, true]),
        (vec![MOST - 4, 3], vec![true, false]),
    ];
    for (choices, expected) in table {
        let source = Large { texts: 0, choices };
        let (fields, is_open, kept) = built(&source);
        assert_eq!((fields, is_open), (expected.len(), false));
        assert_eq!(kept, expected, "{:?}", source.choices);
    }
}
