//! What creates a struct: the arguments of its `new`, its setters, and whether a text is enough.

use crate::ir::{Field, Primitive, Struct, TypeDef, TypeRef};
use crate::plan::body::has_setter;
use crate::plan::presence::Presence;

/// Whether the field is an argument of `new`.
pub(crate) fn is_needed(def: &TypeDef, field: &Field) -> bool {
    let is_always_there = field.is_always_present() && !(def.in_request && field.read_only);
    is_always_there && field.fixed.is_none()
}

/// The fields that have a setter.
pub(crate) fn settable<'a>(def: &'a TypeDef, of: &'a Struct) -> impl Iterator<Item = &'a Field> {
    let fields = of.fields.iter();
    fields.filter(|field| has_setter(field, def.in_request))
}

/// Returns the field that a text sets, if it is the only argument of `new`, or else the only settable field; and whether it is an
/// argument.
pub(crate) fn text<'a>(def: &'a TypeDef, of: &'a Struct) -> Option<(&'a Field, bool)> {
    let fields = of.fields.iter();
    let arguments: Vec<&Field> = fields.filter(|field| field.is_mandatory()).collect();
    let settable: Vec<&Field> = settable(def, of).collect();
    let (field, is_argument) = match (arguments.as_slice(), settable.as_slice()) {
        ([field], _) => (*field, true),
        // In an update, converting a text would look as if it replaced the whole object.
        ([], [field]) if Presence::of(def, field) != Presence::Patch => (*field, false),
        _ => return None,
    };
    (field.ty == TypeRef::Primitive(Primitive::String)).then_some((field, is_argument))
}
