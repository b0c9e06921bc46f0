//! The trait by which a list can be copied.

use std::fmt::Write as _;

use proc_macro2::Literal;

use crate::emit::rust::types;
use crate::emit::text;
use crate::plan::builders::Builder;
use crate::plan::extensions::sync::SyncList;

/// Emits the implementation of the trait, if the operation is a list that can be copied.
///
/// ```text
/// truto_runtime::sync_list! {
///     ListContacts -> Contact,
///     id: id = "id",
///     updated: updated_at,
///     since: "updated_at[gt]",
///     get: GET = "id",
///     with: ["ignore_remote_data"],
/// }
/// ```
pub(crate) fn emit(builder: &Builder<'_>) -> Option<String> {
    let (plan, names) = (builder.plan, &builder.plan.names);
    let list = SyncList::of(plan.package, builder.place)?;
    let mut out = format!(
        "\ntruto_runtime::sync_list! {{\n    {} -> {},\n    id: {} = {},\n",
        names.operation(builder.operation).builder,
        types::rust(plan, builder.module, list.item),
        names.field(list.id),
        Literal::string(&list.id.wire),
    );
    if let Some(updated) = list.updated {
        let _ = writeln!(out, "    updated: {},", names.field(updated));
    }
    if let Some(since) = list.since {
        let _ = writeln!(out, "    since: {},", Literal::string(since));
    }
    if let Some((get, placeholder)) = list.get {
        let (constant, placeholder) =
            (&names.operation(get).constant, Literal::string(placeholder));
        let _ = writeln!(out, "    get: {constant} = {placeholder},");
    }
    if !list.shared.is_empty() {
        let names: Vec<String> = list.shared.iter().map(|name| text::literal(name)).collect();
        text::fill(&mut out, 4, "with: [", &names, "],");
    }
    out.push_str("}\n");
    Some(out)
}
