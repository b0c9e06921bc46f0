//! Which values the sample of a response has.

use serde_json::Value;

use crate::ir::{Field, Primitive, Struct, TypeId, TypeRef};
use crate::plan::sample_choice::Telling;
use crate::plan::samples::{Fields, Hint, SampleChoice};

/// The fields of a typical response, with the example values of the documents.
#[derive(Default)]
pub(crate) struct Returned {
    telling: Telling,
}

/// The depth down to which objects have optional fields.
const DEEPEST: usize = 3;

impl SampleChoice for Returned {
    fn primitive(&self, ty: Primitive, hint: Hint<'_>) -> Value {
        self.telling.primitive(ty, hint)
    }

    fn has(&self, id: TypeId, of: &Struct, hint: Hint<'_>, open: &[TypeId]) -> Fields {
        let chosen = self.telling.has(id, of, hint, open);
        let is_whole = matches!(hint.example, Some(Value::Object(_))) && !hint.is_tag;
        if matches!(chosen, Fields::Short) || is_whole {
            return chosen;
        }
        let is_deep = open.len() >= DEEPEST;
        let is_shown = |field: &Field| {
            let is_known = is_known(&field.ty) || field.example.is_some();
            !field.write_only
                && (field.required || (!is_deep && is_known && !field.docs.deprecated))
        };
        let fields = of.fields.iter().enumerate();
        let shown = fields.filter(|(_, field)| is_shown(field));
        Fields::Some(shown.map(|(index, _)| index).collect())
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
