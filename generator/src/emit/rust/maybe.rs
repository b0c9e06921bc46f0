//! Setters of optional values: `maybe_name` calls `name` if there is a value.

use std::fmt::Write as _;

use crate::emit::rust::types;
use crate::emit::text;
use crate::ir::{Docs, Field, Param, Primitive, Role, TypeRef};
use crate::plan::builders::Builder;
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::parameters::Setter;
use crate::plan::root::Plan;

/// A setter with a counterpart for an optional value.
struct Entry<'a> {
    name: &'a str,
    docs: &'a Docs,
    /// `value: impl Into<String>`
    arguments: Vec<String>,
}

/// Emits the counterparts of a builder's setters.
///
/// ```text
/// maybe! {
///     CreateContact {
///         maybe_first_name => first_name(value: impl Into<String>),
///     }
/// }
/// ```
pub(crate) fn of_builder(builder: &Builder<'_>, out: &mut String) {
    let fields = builder.shape.setters();
    let fields = fields.map(|field| of_field(builder.plan, builder.module, field));
    let params = builder.setters.iter();
    let params = params.filter_map(|(param, setter)| of_param(builder, param, *setter));
    let entries: Vec<Entry<'_>> = fields.chain(params).collect();
    let name = &builder.plan.names.operation(builder.operation).builder;
    emit(name, &entries, out);
}

/// Emits the counterparts of a struct's setters.
pub(crate) fn of_struct<'a>(
    plan: &'a Plan<'_>,
    module: ModuleId,
    name: &str,
    fields: impl Iterator<Item = &'a Field>,
    out: &mut String,
) {
    let entries: Vec<Entry<'_>> = fields.map(|field| of_field(plan, module, field)).collect();
    emit(name, &entries, out);
}

fn of_field<'a>(plan: &'a Plan<'_>, module: ModuleId, field: &'a Field) -> Entry<'a> {
    Entry {
        name: plan.names.field(field),
        docs: &field.docs,
        arguments: vec![format!(
            "value: {}",
            types::field_argument(plan, module, field).ty
        )],
    }
}

/// A switch has no value. An option that is a list or a map is not sent if it is empty.
fn of_param<'a>(builder: &'a Builder<'_>, param: &'a Param, setter: Setter) -> Option<Entry<'a>> {
    if is_collection(param) && matches!(param.role, Role::Option | Role::ExcludedFields) {
        return None;
    }
    let converted = |ty: &TypeRef| builder.converted(ty, "value").0;
    let arguments = match setter {
        Setter::Switch => return None,
        Setter::Cursor => vec![format!("value: impl Into<{}>", builder.name("Cursor"))],
        Setter::Value => vec![format!("value: {}", converted(&param.ty))],
        Setter::Order(direction) => vec![
            format!(
                "field: {}",
                types::rust(builder.plan, builder.module, &param.ty)
            ),
            format!("direction: {}", converted(&TypeRef::Named(direction))),
        ],
    };
    Some(Entry {
        name: builder.plan.names.param(param),
        docs: &param.docs,
        arguments,
    })
}

fn is_collection(param: &Param) -> bool {
    matches!(
        param.ty,
        TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Primitive(Primitive::Object)
    )
}

fn emit(owner: &str, entries: &[Entry<'_>], out: &mut String) {
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nmaybe! {{\n    {owner} {{");
    for Entry {
        name,
        docs,
        arguments,
    } in entries
    {
        if docs.deprecated {
            out.push_str("        #[deprecated]\n");
        }
        let plain = bare(name);
        let link = match *name == plain {
            true => String::new(),
            false => format!(" as {plain:?}"),
        };
        let maybe = format!("maybe_{plain} => {name}{link}(");
        text::list(out, 8, &maybe, arguments, false, "),");
    }
    out.push_str("    }\n}\n");
}
