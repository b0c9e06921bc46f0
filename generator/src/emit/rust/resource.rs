//! One resource: its handle, its operations with builders and matrices, its models.

use crate::emit::output::Output;
use crate::emit::prose::fields;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::{capabilities, former, lookups, support};
use crate::emit::rust::file::File;
use crate::emit::rust::sender::Sender;
use crate::emit::rust::{conversions, endpoint, enums, gates, model, one_of};
use crate::emit::text;
use crate::ir::{Resource, TypeKind};
use crate::plan::builders::Builder;
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;

/// Emits `src/<api>/<resource>.rs`.
///
/// ```text
/// //! People known to the help desk.
///
/// /// The operations on contacts.
/// pub struct Contacts { … }
/// impl Contacts { pub fn create(&self) -> CreateContact { … } }
///
/// pub const CREATE: … = …;
/// pub struct CreateContact { … }
/// …models
/// ```
pub(crate) fn emit(plan: &Plan<'_>, api: usize, index: usize, resource: &Resource) -> Output {
    let module = ModuleId::Resource(api, index);
    let mut file = File::of_module(&docs(plan, resource), plan, module);
    let builders: Vec<Builder<'_>> = resource
        .operations
        .iter()
        .map(|operation| {
            let place = OperationRef {
                api,
                resource: index,
                operation,
            };
            Builder::new(plan, place)
        })
        .collect();
    if plan.usage.has_matrix(api) && !builders.is_empty() {
        file.text(&support::matrices(&builders));
    }
    file.text(&handle(plan, module, resource, &builders));
    for builder in &builders {
        if !plan.usage.has_matrix(api) {
            file.text(&endpoint::constant(plan, module, builder.operation));
        }
        file.text(&builder.emit());
    }
    types(plan, module, &mut file);
    for operation in &resource.operations {
        let names = plan.names.operation(operation);
        if let Some(former) = &names.former_builder {
            file.text(&former::alias(former, &names.builder));
        }
    }
    file.finish()
}

/// Emits the types of a module.
pub(crate) fn types(plan: &Plan<'_>, module: ModuleId, file: &mut File<'_>) {
    for def in plan.types_in(module) {
        let items = match &def.kind {
            TypeKind::Struct(of) => {
                let mut item = model::emit(plan, def, of);
                conversions::emit_all(plan, def, of, &mut item);
                capabilities::emit(plan, def, of, &mut item);
                lookups::emit(plan, def, of, &mut item);
                item
            }
            TypeKind::Enum(of) => enums::emit(plan, def, of),
            TypeKind::Union(of) => one_of::emit(plan, def, of),
        };
        file.text(&gates::items(&plan.features.ty(def.id), &items));
    }
}

/// The names of the types of a module.
pub(crate) fn type_names<'a>(plan: &Plan<'a>, module: ModuleId) -> impl Iterator<Item = &'a str> {
    let names = plan.names;
    plan.types_in(module).map(|def| names.ty(def.id))
}

fn docs(plan: &Plan<'_>, resource: &Resource) -> Doc {
    let names = plan.names.resource(resource);
    let mut doc = Doc::of(&resource.docs, || {
        format!("The resource `{}`.", bare(&names.module))
    });
    let methods = resource.operations.iter().map(|operation| {
        let method = bare(&plan.names.operation(operation).method);
        let link = format!("- [`{method}`]({}::{method})", names.handle);
        match fields::short(&operation.docs) {
            Some(sentence) => format!("{link}: {sentence}"),
            None => link,
        }
    });
    doc.block("Operations:");
    doc.block_of(methods);
    doc.source(plan, &resource.docs, "resource");
    doc
}

fn handle(
    plan: &Plan<'_>,
    module: ModuleId,
    resource: &Resource,
    builders: &[Builder<'_>],
) -> String {
    let names = plan.names.resource(resource);
    let (handle, name) = (&names.handle, bare(&names.module));
    let Sender { field, ty, .. } = Sender::of(plan, module, resource.is_scoped());
    let mut out = format!(
        "/// The operations of the resource `{name}`.\n#[derive(Clone, Debug)]\npub struct {handle} {{\n    \
         pub(crate) {field}: {ty},\n}}\n\nimpl {handle} {{\n"
    );
    for builder in builders {
        text::apart(&mut out);
        builder.method(&mut out);
    }
    out.push_str("}\n");
    out
}
