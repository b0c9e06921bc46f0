//! The Rust names of what a page describes, as code spans. On the site they are links to rustdoc.
//!
//! The first time that a page mentions a type, it writes the whole path with the package, `client::pets::CreatePet`; later, and in
//! the names of methods and fields, only the name: `CreatePet::name`.

use crate::emit::prose::escape;
use crate::emit::reference::page::Page;
use crate::ir::{Field, Param, Role, Scope, TypeId, TypeKind, TypeRef};
use crate::plan::builders::Builder;
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;

/// ``In Rust: `client::pets::CreatePet`, returned by `client::pets::PetsResource::create`.``
pub(super) fn of_operation(plan: &Plan<'_>, place: OperationRef<'_>, page: &mut Page) -> String {
    let builder = Builder::new(plan, place);
    let own = item(plan, page, builder.module, &builder.names.builder, None);
    let method = Some(builder.names.method.as_str());
    let method = item(plan, page, builder.module, builder.handle, method);
    format!("In Rust: {own}, returned by {method}.")
}

/// ``In Rust: `client::pets::Pet`.``; empty without a type of the crate.
pub(super) fn of_type(plan: &Plan<'_>, ty: &TypeRef, page: &mut Page) -> String {
    let path = named(plan, ty, page);
    path.map_or_else(String::new, |path| format!("In Rust: {path}."))
}

/// ``Rust: `CreatePet::tags`, type `client::pets::Tag` `` for a field of a request.
pub(super) fn of_field(
    plan: &Plan<'_>,
    place: OperationRef<'_>,
    field: &Field,
    page: &mut Page,
) -> String {
    let builder = Builder::new(plan, place);
    let mut setters = builder.shape.setters();
    let (module, owner) = match setters.any(|setter| setter.id == field.id) {
        true => (builder.module, builder.names.builder.as_str()),
        false => {
            let owner = field.id.owner;
            (plan.module(owner), plan.names.ty(owner))
        }
    };
    let name = item(plan, page, module, owner, Some(plan.names.field(field)));
    span(&name, named(plan, &field.ty, page))
}

/// ``Rust: `ListPets::limit` ``, or the argument of the method that makes the builder.
pub(super) fn of_param(
    plan: &Plan<'_>,
    place: OperationRef<'_>,
    param: &Param,
    page: &mut Page,
) -> String {
    let builder = Builder::new(plan, place);
    let (module, own) = (builder.module, builder.names.builder.as_str());
    let name = plan.names.param(param);
    let mut sending = |name| item(plan, page, module, own, Some(name));
    let setter = match param.role {
        Role::ResponseFormat => {
            let methods = ["send_as", "send_raw", "send_stream"].map(sending);
            format!("argument of {}", methods.join(", "))
        }
        Role::KeyBy => format!("argument of {}", sending("send_keyed_by")),
        _ if param.required => {
            let method = Some(builder.names.method.as_str());
            let method = item(plan, page, module, builder.handle, method);
            format!("argument {} of {method}", escape::code(bare(name)))
        }
        _ => sending(name),
    };
    let ty = match param.role {
        Role::ResponseFormat | Role::Plain | Role::Paging | Role::ExcludedFields => {
            named(plan, &param.ty, page)
        }
        _ => None,
    };
    span(&setter, ty)
}

/// ``Rust: `client::Client::account` ``: the method that takes the id of the scope.
pub(super) fn of_scope(plan: &Plan<'_>, scope: &Scope, page: &mut Page) -> String {
    let method = &plan.names.scope(scope).method;
    span(
        &item(plan, page, ModuleId::Crate, "Client", Some(method)),
        None,
    )
}

/// ``In Rust: `client::ErrorBody`, decoded by `client::Error::decode`.``; empty without a type of the crate.
pub(super) fn of_failure(plan: &Plan<'_>, ty: &TypeRef, page: &mut Page) -> String {
    let Some(path) = named(plan, ty, page) else {
        return String::new();
    };
    if let Some(id) = ty.named()
        && matches!(&plan.package.ty(id).kind, TypeKind::Union(of) if of.is_by_status())
    {
        let (module, name) = (plan.module(id), plan.names.ty(id));
        let decode = item(plan, page, module, name, Some("from_error"));
        return format!("In Rust: {path}, decoded by {decode}.");
    }
    let decode = item(plan, page, ModuleId::Crate, "Error", Some("decode"));
    format!("In Rust: {path}, decoded by {decode}.")
}

/// The type in `ty` that the crate defines.
fn named(plan: &Plan<'_>, ty: &TypeRef, page: &mut Page) -> Option<String> {
    let id = ty.named().filter(|id| is_in_client(plan, *id))?;
    Some(item(plan, page, plan.module(id), plan.names.ty(id), None))
}

/// Whether the client has the type, and not only the documents.
fn is_in_client(plan: &Plan<'_>, id: TypeId) -> bool {
    id.index() < plan.package.types.len()
}

/// The path of a type, or of its method or field; short if the page has the whole path of the type already.
fn item(
    plan: &Plan<'_>,
    page: &mut Page,
    module: ModuleId,
    name: &str,
    member: Option<&str>,
) -> String {
    let whole = whole(plan, &plan.path(ModuleId::Crate, module, name));
    let path = match page.has_item(name, &whole) {
        true => name,
        false => &whole,
    };
    match member {
        Some(member) => escape::code(&format!("{path}::{member}")),
        None => escape::code(path),
    }
}

/// The path of an item from outside of the crate.
pub(super) fn whole(plan: &Plan<'_>, path: &str) -> String {
    format!("{}::{path}", plan.options.package)
}

/// Marks a note on Rust, which readers of other languages can pass over.
fn span(setter: &str, ty: Option<String>) -> String {
    let ty = ty.map_or_else(String::new, |ty| format!(", type {ty}"));
    format!("<span class=\"in-rust\">Rust: {setter}{ty}</span>")
}
