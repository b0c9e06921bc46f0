//! The servers of the client, if there are several or their URLs have variables.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::prose::{escape, phrases};
use crate::emit::rust::doc::Doc;
use crate::ir::{Docs, Operation, Server, ServerVariable};
use crate::plan::names::{bare, ident};
use crate::plan::root::Plan;
use crate::plan::servers;

/// Emits the servers.
///
/// ```text
/// /// A server of the API, for [`ClientBuilder::base_url`].
/// pub struct #ty { … }
/// impl Server { production, region }
/// impl From<Server> for String { … }
///
/// pub enum ServerRegion { Eu, Us }
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> TokenStream {
    if !plan.servers.have_type() {
        return TokenStream::new();
    }
    let users = servers::operations_by_server(plan.package);
    let users = |server: &Server| {
        users
            .get(servers::trimmed(server))
            .map_or(&[][..], Vec::as_slice)
    };
    let constructors = plan
        .servers
        .all
        .iter()
        .map(|server| constructor(plan, server, users(server)));
    let variables = &plan.servers.variables;
    let setters = variables.iter().map(|variable| setter(plan, variable));
    let types = variables.iter().map(|variable| values(plan, variable));
    let docs = Doc::new(docs(plan)).outer();
    let ty = ident(plan.names.server_type());
    let put = (!variables.is_empty()).then(put);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[must_use]
        pub struct #ty {
            template: &'static str,
            values: Vec<(&'static str, String)>,
        }
        impl #ty {
            #(#constructors)*
            #(#setters)*
            #put
        }
        impl From<#ty> for String {
            fn from(server: #ty) -> Self {
                truto_runtime::server_url(server.template, &server.values)
            }
        }
        #(#types)*
    }
}

fn docs(plan: &Plan<'_>) -> String {
    let are_of_operations = servers::are_of_operations(plan.package);
    let replacement = match are_of_operations {
        true => " and [`ClientBuilder::replace_server`]",
        false => "",
    };
    let without = match (&plan.package.connection.base_url, are_of_operations) {
        (None, _) => "",
        (Some(_), false) => " Without one, requests go to the first.",
        (Some(_), true) => {
            " Without one, requests go to the server of their operation, or else to the first."
        }
    };
    format!("A server of the API, for [`ClientBuilder::base_url`]{replacement}.{without}")
}

fn put() -> TokenStream {
    quote! {
        fn with_variable(mut self, name: &'static str, value: String) -> Self {
            self.values.retain(|(known, _)| *known != name);
            self.values.push((name, value));
            self
        }
    }
}

/// How many operations the documentation of a server names.
const MOST_USERS: usize = 3;

/// ``Only for `POST /files` and 2 other operations.``
fn only_for(users: &[&Operation]) -> Option<String> {
    let shown = users.iter().take(MOST_USERS).map(|operation| {
        let (http, path) = (operation.http.as_str(), &operation.path);
        escape::code(&format!("{http} {path}"))
    });
    let mut all: Vec<String> = shown.collect();
    match users.len().saturating_sub(MOST_USERS) {
        0 => {}
        1 => all.push("one other operation".to_owned()),
        others => all.push(format!("{others} other operations")),
    }
    (!all.is_empty()).then(|| format!("Only for {}.", phrases::enumeration(&all)))
}

fn constructor(plan: &Plan<'_>, server: &Server, users: &[&Operation]) -> TokenStream {
    let url = escape::code(&server.url);
    let mut doc = Doc::of(&server.docs, || format!("The server {url}."));
    if server.docs.description.is_some() {
        doc.block(format!("Its URL is {url}."));
    }
    if let Some(only) = only_for(users) {
        doc.block(only);
    }
    doc.block_of(server.placeholders().filter_map(|name| {
        let variable = server.variable(name)?;
        let setter = bare(&plan.names.server_variable(variable).setter);
        let default = escape::code(&variable.default);
        Some(format!(
            "- [`{setter}`](Self::{setter}): {default} by default"
        ))
    }));
    let docs = doc.outer();
    let name = ident(plan.names.server(server));
    let template = &server.url;
    let defaults = server.placeholders().filter_map(|name| {
        let default = &server.variable(name)?.default;
        Some(quote!((#name, #default.to_owned())))
    });
    quote! {
        #docs
        pub fn #name() -> Self {
            Self { template: #template, values: vec![#(#defaults),*] }
        }
    }
}

fn setter(plan: &Plan<'_>, variable: &ServerVariable) -> TokenStream {
    let names = plan.names.server_variable(variable);
    let wire = &variable.wire;
    let docs = Docs {
        description: variable.description.clone(),
        ..Docs::default()
    };
    let code = escape::code(wire);
    let mut doc = Doc::of(&docs, || format!("Sets the variable {code} of the URL."));
    if docs.description.is_some() {
        doc.block(format!("This is the variable {code} of the URL."));
    }
    let docs = doc.outer();
    let setter = ident(&names.setter);
    if plan.servers.is_closed(variable) {
        let ty = ident(&names.ty);
        return quote! {
            #docs
            pub fn #setter(self, value: #ty) -> Self {
                self.with_variable(#wire, value.as_str().to_owned())
            }
        };
    }
    quote! {
        #docs
        pub fn #setter(self, value: impl Into<String>) -> Self {
            self.with_variable(#wire, value.into())
        }
    }
}

/// The type of the values of a variable, if the document lists them.
fn values(plan: &Plan<'_>, variable: &ServerVariable) -> TokenStream {
    if !plan.servers.is_closed(variable) {
        return TokenStream::new();
    }
    let names = plan.names.server_variable(variable);
    let ty = ident(&names.ty);
    let docs = format!(
        " The values of the variable {} of a [`{}`].",
        escape::code(&variable.wire),
        plan.names.server_type()
    );
    let variants = || names.variants.iter().map(|name| ident(name));
    let about = variable
        .values
        .iter()
        .map(|value| format!(" {}", escape::code(value)));
    let (all, same, values) = (variants(), variants(), &variable.values);
    quote! {
        #[doc = #docs]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ty {
            #(#[doc = #about] #all,)*
        }
        impl #ty {
            #[doc = " The value in the URL."]
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    #(Self::#same => #values,)*
                }
            }
        }
    }
}

/// The types of the servers, which the crate exports.
pub(crate) fn types<'a>(plan: &Plan<'a>) -> Vec<&'a str> {
    if !plan.servers.have_type() {
        return Vec::new();
    }
    let variables = plan.servers.variables.iter();
    let closed = variables.filter(|variable| plan.servers.is_closed(variable));
    let types = closed.map(|variable| plan.names.server_variable(variable).ty.as_str());
    std::iter::once(plan.names.server_type())
        .chain(types)
        .collect()
}
