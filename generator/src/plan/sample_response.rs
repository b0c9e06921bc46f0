//! Which values the sample of a response has.

use serde_json::Value;

use crate::ir::{Field, Primitive, Struct, TypeId, TypeRef};
use crate::plan::extensions::sample_values::{Known, Site, Values};
use crate::plan::sample_choice::Telling;
use crate::plan::samples::{Fields, Hint, SampleChoice};

/// The fields of a typical response, with the values that the documents choose.
pub(crate) struct Returned<'a> {
    telling: Telling<'a>,
    values: Values<'a>,
}

impl<'a> Returned<'a> {
    pub(crate) fn new(values: Values<'a>) -> Self {
        let telling = Telling::received(values);
        Self { telling, values }
    }

    /// Whether an object without an example has the optional field. If the document chooses values, those fields have no
    /// placeholders.
    fn is_shown(&self, field: &Field, is_of_whole: bool) -> bool {
        if field.docs.deprecated {
            return false;
        }
        let site = Site {
            field,
            is_of_whole,
            is_object: false,
        };
        let has_value = field.example.is_some() || self.values.at(site).is_some();
        has_value || (!self.values.are_chosen() && is_known(&field.ty))
    }
}

/// The depth down to which objects have optional fields.
const DEEPEST: usize = 3;

impl SampleChoice for Returned<'_> {
    fn primitive(&self, ty: Primitive, hint: Hint<'_>) -> Value {
        self.telling.primitive(ty, hint)
    }

    fn known<'a>(&'a self, site: Site<'a>) -> Option<Known<'a>> {
        self.telling.known(site)
    }

    fn has(&self, id: TypeId, of: &Struct, hint: Hint<'_>, open: &[TypeId]) -> Fields {
        if let Fields::Short = self.telling.has(id, of, hint, open) {
            return Fields::Short;
        }
        let whole = hint.example.filter(|_| !hint.is_tag);
        let whole = whole.and_then(Value::as_object);
        let is_deep = open.len() >= DEEPEST;
        let is_shown = |field: &Field| match whole {
            Some(example) => example.contains_key(&field.wire),
            None => !is_deep && self.is_shown(field, hint.is_whole),
        };
        let fields = of.fields.iter().enumerate();
        let shown =
            fields.filter(|(_, field)| !field.write_only && (field.required || is_shown(field)));
        Fields::Some(shown.map(|(index, _)| index).collect())
    }

    fn is_large(&self) -> bool {
        self.telling.is_large()
    }

    fn is_received(&self) -> bool {
        true
    }
}

/// Whether it is documented what a value of the type looks like.
fn is_known(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Primitive(ty) => {
            !matches!(ty, Primitive::Any | Primitive::Object | Primitive::Raw)
        }
        TypeRef::List(of) | TypeRef::Map(of) | TypeRef::Nullable(of) => is_known(of),
        TypeRef::Named(_) => true,
    }
}
