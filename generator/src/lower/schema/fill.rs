//! Adds the content of the types that have none yet, so that types can refer to themselves.

use super::cases;
use super::fields;
use crate::ir::TypeKind;
use crate::lower::context::Context;

/// Adds the fields of structs and the cases of unions.
pub(crate) fn fill(cx: &mut Context<'_, '_>) {
    while let Some(unfinished) = cx.unfilled.pop_front() {
        let id = unfinished.id;
        let Some(def) = cx.shared.def(id) else {
            continue;
        };
        let kind = match &def.kind {
            TypeKind::Union(union) => {
                let mut union = union.clone();
                union.cases = cases::cases(cx, &unfinished);
                TypeKind::Union(union)
            }
            TypeKind::Struct(_) | TypeKind::Enum(_) => {
                TypeKind::Struct(fields::object_of(cx, &unfinished))
            }
        };
        cx.fill(id, kind);
    }
}
