//! The method of the client and of its handles for requests that have no builder.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::prose::escape;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::endpoint;
use crate::ir::{Pagination, Scope};
use crate::plan::operation_ref::operations;
use crate::plan::root::Plan;

/// Emits the method. `sender` is the `AccountScope` of the handle, which sends `scope`.
///
/// ```text
/// /// Returns a request for an endpoint that has no builder.
/// pub fn request(&self, method: http::Method, path: &'static str) -> CustomRequest {
///     CustomRequest::new(&self.scope, method, path).with_pages(&PAGES)
/// }
/// ```
pub(crate) fn method(plan: &Plan<'_>, scope: Option<&Scope>, sender: &TokenStream) -> TokenStream {
    let mut doc = Doc::new("Returns a request for an endpoint that has no builder.");
    let sent =
        scope.map(|scope| format!(" It sends the {} of the handle.", escape::code(&scope.wire)));
    doc.block(format!(
        "`path` begins with `/`, relative to the base URL. For each placeholder in it, such as `{{id}}`, set a value with \
         [`with_path`](truto_runtime::CustomRequest::with_path).{}",
        sent.unwrap_or_default()
    ));
    let docs = doc.outer();
    let pages = common_pages(plan).map(|_| quote!(.with_pages(&PAGES)));
    quote! {
        #docs
        pub fn request(
            &self,
            method: truto_runtime::http::Method,
            path: &'static str,
        ) -> truto_runtime::CustomRequest {
            truto_runtime::CustomRequest::new(#sender, method, path) #pages
        }
    }
}

/// Emits the names of the properties of a page, if all lists have the same.
pub(crate) fn pages(plan: &Plan<'_>) -> Option<TokenStream> {
    let pages = common_pages(plan)?;
    let names = endpoint::page_names("truto_runtime::PageNames", pages);
    // What `page_names` returns is an expression.
    let names: TokenStream = names.parse().unwrap_or_default();
    Some(quote!(const PAGES: truto_runtime::PageNames = #names;))
}

fn common_pages<'a>(plan: &'a Plan<'_>) -> Option<&'a Pagination> {
    let mut all = operations(plan.package).filter_map(|place| place.operation.pagination.as_ref());
    let first = all.next()?;
    let names = |pages: &'a Pagination| {
        pages
            .properties()
            .map(|(key, property)| (key, &*property.wire))
    };
    all.all(|other| names(other).eq(names(first)))
        .then_some(first)
}
