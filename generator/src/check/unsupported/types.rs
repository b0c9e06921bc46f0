//! Discriminators of objects.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Struct, TypeDef, TypeKind};
use crate::source::Origin;

pub(super) fn check(def: &TypeDef, diags: &mut Diagnostics) {
    match &def.kind {
        TypeKind::Struct(of) => object(of, diags),
        TypeKind::Enum(_) | TypeKind::Union(_) => {}
    }
}

fn object(of: &Struct, diags: &mut Diagnostics) {
    let tag = of.subtypes.as_ref().and_then(|subtypes| subtypes.tag);
    diags.extend(tag.map(without_tag));
}

fn without_tag(origin: Origin) -> Diagnostic {
    let message = "`discriminator` has no effect: the client does not select types by a value";
    Diagnostic::warning(origin, message).help("remove it")
}
