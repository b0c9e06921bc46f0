//! Discriminators of objects, and constraints between properties.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{RequiredSets, Struct, TypeDef, TypeKind};
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
    diags.extend(of.alternatives.iter().map(without_sets));
}

fn without_sets(of: &RequiredSets) -> Diagnostic {
    let keyword = keyword(of.is_exclusive);
    let message =
        format!("`{keyword}` of required properties has no effect: only the server checks it");
    Diagnostic::warning(of.origin, message).help("describe the rule in the `description`")
}

fn keyword(is_exclusive: bool) -> &'static str {
    if is_exclusive { "oneOf" } else { "anyOf" }
}

fn without_tag(origin: Origin) -> Diagnostic {
    let message = "`discriminator` has no effect: the client does not select types by a value";
    Diagnostic::warning(origin, message).help("remove it")
}
