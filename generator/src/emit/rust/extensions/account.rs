//! The handle of an account, for APIs whose requests have a parameter with the role `scope`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::prose::{escape, fields};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::preflight;
use crate::emit::rust::{accessor, custom};
use crate::ir::{Api, Scope, ScopePlace};
use crate::plan::names::{bare, ident, path};
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::root::Plan;

/// The type of the runtime behind the handle, if it can be imported: no scope has its name.
pub(crate) fn imported(plan: &Plan<'_>) -> Option<&'static str> {
    let mut scopes = plan
        .package
        .apis
        .iter()
        .filter_map(|api| api.scope.as_ref());
    let is_free = scopes.all(|scope| plan.names.scope(scope).handle != "AccountScope");
    is_free.then_some("AccountScope")
}

/// The method of the client that returns the handle.
pub(crate) fn method(plan: &Plan<'_>, scope: &Scope) -> TokenStream {
    let names = plan.names.scope(scope);
    let (method, handle) = (ident(&names.method), ident(&names.handle));
    let wire = Literal::string(&scope.wire);
    let wire_code = escape::code(&scope.wire);
    let mut doc = Doc::new(format!("Returns the {} for one {wire_code}.", plan.parts()));
    if let Some(about) = fields::short(&scope.docs) {
        doc.block(format!("- `id`: {about}"));
    }
    let is_in_path = |place: OperationRef<'_>| place.operation.scope == Some(ScopePlace::Path);
    let or_there = match operations(plan.package).any(is_in_path) {
        true => ", or in the path if the operation has it there",
        false => "",
    };
    doc.block(format!(
        "The id is sent with every request, as the query parameter {wire_code}{or_there}."
    ));
    let docs = doc.outer();
    quote! {
        #docs
        #[must_use]
        pub fn #method(&self, id: impl Into<String>) -> #handle {
            #handle { scope: self.inner.scope(#wire, id) }
        }
    }
}

/// The handle: a type with the APIs of an account.
pub(crate) fn handle(plan: &Plan<'_>, scope: &Scope) -> TokenStream {
    let (package, names) = (plan.package, plan.names.scope(scope));
    let handle = ident(&names.handle);
    let docs = format!(
        " The {2} for one {1}; returned by [`Client::{0}`].",
        bare(&names.method),
        escape::code(&scope.wire),
        plan.parts()
    );
    let account_scope = path(imported(plan).unwrap_or("truto_runtime::AccountScope"));
    let preflight = plan.usage.registry.then(preflight::methods);
    let is_of_scope = |api: &&Api| {
        let of = api.scope.as_ref();
        of.is_some_and(|of| plan.names.scope(of).handle == names.handle)
    };
    let sender = quote!(scope: self.scope.clone());
    let apis = package.apis.iter().filter(is_of_scope);
    let apis = apis.map(|api| accessor::accessors(plan, api, true, &sender));
    let custom = custom::method(plan, Some(scope), &quote!(&self.scope));
    quote! {
        #[doc = #docs]
        #[derive(Clone, Debug)]
        pub struct #handle {
            scope: #account_scope,
        }
        impl #handle {
            #preflight
            #custom
            #(#apis)*
        }
    }
}
