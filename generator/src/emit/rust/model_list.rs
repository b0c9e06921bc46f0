//! A list of all models, for tests of properties that hold for every model.

use std::fmt::Write as _;

use crate::emit::output::{Language, Output};
use crate::emit::text;
use crate::ir::TypeKind;
use crate::plan::modules::ModuleId;
use crate::plan::root::Plan;

/// Emits `tests/generated/models.rs`, which a test includes as a module next to `use the_crate as api;` and a trait `Each`.
///
/// ```text
/// pub(crate) fn each(each: &mut impl Each) {
///     each.model::<api::desk::Person>("desk::Person");
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let mut out = String::from(
        "//! Every model.\n//!\n\
         //! The parent module imports the crate as `api` and defines the trait `Each`, which receives each model.\n\n\
         use super::{Each, api};\n\n\
         /// Calls `each` for every model, with its path.\npub(crate) fn each(each: &mut impl Each) {\n",
    );
    let mut paths: Vec<String> = plan
        .package
        .types
        .iter()
        .filter(|def| matches!(def.kind, TypeKind::Struct(_)))
        .map(|def| plan.path(ModuleId::Crate, plan.module(def.id), plan.names.ty(def.id)))
        .collect();
    paths.sort_unstable();
    for path in paths {
        let name = text::literal(&path);
        let _ = writeln!(out, "    each.model::<api::{path}>({name});");
    }
    out.push_str("}\n");
    Output::new(Language::Rust, "tests/generated/models.rs", out)
}
