//! Identifiers. The names in the IR are final; here they become tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The identifier of a name: `contacts`, `r#type`.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The tokens of a path: `Error`, `truto_runtime::Error`.
pub(crate) fn path(path: &str) -> TokenStream {
    let names = path.split("::").map(ident);
    quote!(#(#names)::*)
}

/// The name without `r#`: for rustdoc links, file names and cargo features.
pub(crate) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// `name`, with underscores appended until it is not in `taken`.
pub(crate) fn free(name: &str, taken: &[&str]) -> String {
    let mut name = name.to_owned();
    while taken.contains(&name.as_str()) {
        name.push('_');
    }
    name
}
