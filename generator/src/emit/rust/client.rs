//! The client and its handles.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::output::Output;
use crate::emit::prose::{escape, phrases};
use crate::emit::rust::accessor;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::{account, preflight};
use crate::emit::rust::file::File;
use crate::ir::{Api, Package, Scope};
use crate::plan::root::Plan;

/// Emits `src/client.rs`.
///
/// ```text
/// pub struct Client { … }
/// impl Client { from_env, new, builder, integrated_account }
/// pub type ClientBuilder = truto_runtime::ClientBuilder<Client>;
///
/// pub struct IntegratedAccount { … }
/// impl IntegratedAccount { integration, preflight, ticketing, crm }
/// ```
///
/// APIs without a scope are on the client itself.
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let mut file = File::new("src/client.rs", &Doc::new("The client."));
    let mut scopes: Vec<&Scope> = Vec::new();
    let name = |scope: &Scope| &plan.names.scope(scope).handle;
    let apis = plan.package.apis.iter();
    for scope in apis.filter_map(|api| api.scope.as_ref()) {
        if scopes.iter().all(|known| name(known) != name(scope)) {
            scopes.push(scope);
        }
    }
    uses(plan, &scopes, &mut file);
    file.tokens(client(plan, &scopes));
    for scope in scopes {
        file.tokens(account::handle(plan, scope));
    }
    file.finish()
}

/// The types of the runtime that the file imports. A document can give a scope the name of the first; names of the others are reserved.
fn uses(plan: &Plan<'_>, scopes: &[&Scope], file: &mut File<'_>) {
    let is_checked = plan.usage.registry && !scopes.is_empty();
    let scope = (!scopes.is_empty())
        .then(|| account::imported(plan))
        .flatten();
    let preflight = is_checked.then_some("Preflight");
    let names: Vec<&str> = scope
        .into_iter()
        .chain(["Error"])
        .chain(preflight)
        .collect();
    match names.as_slice() {
        [only] => file.text(&format!("use truto_runtime::{only};")),
        all => file.text(&format!("use truto_runtime::{{{}}};", all.join(", "))),
    }
    if plan.usage.registry {
        file.text("use crate::Integration;");
    }
}

fn client(plan: &Plan<'_>, scopes: &[&Scope]) -> TokenStream {
    let package = plan.package;
    let makers = makers(package);
    let has_no_scope = scopes.is_empty();
    let scopes = scopes.iter().map(|scope| account::method(plan, scope));
    let sender = quote!(client: self.inner.clone());
    let apis = package.apis.iter();
    let apis = apis.map(|api| accessor::accessors(plan, api, false, &sender));
    let builder = builder_docs(plan).outer();
    let unread = has_no_scope.then(|| unread(plan));
    let matrix_marker = plan.usage.registry.then(preflight::matrix_marker);
    quote! {
        #[doc = " Sends requests with one token. Cheap to clone: clones share their connections."]
        #[derive(Clone, Debug)]
        pub struct Client {
            #unread
            inner: truto_runtime::Client,
        }
        #builder
        pub type ClientBuilder = truto_runtime::ClientBuilder<Client>;
        impl Client {
            #makers
            #(#scopes)*
            #(#apis)*
        }
        impl From<truto_runtime::Client> for Client {
            fn from(inner: truto_runtime::Client) -> Self {
                Self { inner }
            }
        }
        #matrix_marker
    }
}

/// The attribute of a field that only the accessors of APIs and resources read. Each API may be behind a feature.
fn unread(plan: &Plan<'_>) -> TokenStream {
    let apis = &plan.package.apis;
    let features: Option<Vec<&str>> = apis.iter().map(|api| plan.feature(api)).collect();
    let has_resources = |api: &Api| !api.resources.is_empty();
    match features {
        Some(features) => {
            quote!(#[cfg_attr(not(any(#(feature = #features),*)), allow(dead_code))])
        }
        None if apis.iter().any(has_resources) => quote!(),
        None => quote!(#[allow(dead_code)]),
    }
}

/// rustdoc does not list the methods of a type alias, so the docs link them.
fn builder_docs(plan: &Plan<'_>) -> Doc {
    let mut doc = Doc::new("Configures a [`Client`].");
    let mut items = vec![
        (&["token", "token_from_env"][..], "the credentials"),
        (
            &["base_url", "base_url_from_env", "allow_insecure_http"],
            "where requests go",
        ),
        (
            &["timeout", "connect_timeout", "deadline", "max_body"],
            "limits on time and size",
        ),
        (
            &["attempts", "backoff", "retry_writes", "retry_budget"],
            "retries; see [`policy`](truto_runtime::policy)",
        ),
        (&["rate_limits"], "a client-side rate limit"),
        (
            &["transport", "timer", "user_agent", "no_proxy"],
            "transport, clock, user agent and proxy",
        ),
        (&["observer"], "an observer of all calls"),
        (&["build"], "the client, or an error for an invalid setting"),
    ];
    if plan.usage.registry {
        let about = "checks against the support matrix, for accounts with a known integration";
        items.insert(5, (&["preflight"], about));
    }
    doc.block_of(items.into_iter().map(|(names, about)| {
        let links = phrases::methods("truto_runtime::ClientBuilder", names);
        format!("- {links}: {about}")
    }));
    doc
}

/// The constructors. The base URL is that of the document or, if it has none, an argument.
fn makers(package: &Package) -> TokenStream {
    let url = package.connection.base_url.as_deref();
    let (parameter, argument, value) = match url {
        Some(url) => {
            let url = Literal::string(url);
            (quote!(), quote!(), quote!(#url))
        }
        None => (
            quote!(base_url: impl Into<String>),
            quote!(base_url),
            quote!(base_url),
        ),
    };
    let comma = url.is_none().then(|| quote!(,));
    let from_env = from_env(package, &parameter, &argument);
    let at = url.map_or_else(
        || " Returns the builder of a client for the API at `base_url`.".to_owned(),
        |url| {
            format!(
                " Returns the builder of a client for the API at {}.",
                escape::code(url)
            )
        },
    );
    // Without idempotency, a repeated write could be executed twice.
    let retries = (!package.is_idempotent()).then(|| quote!(.retry_writes(false)));
    quote! {
        #from_env
        #[doc = " Creates a client with the given token."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = " The token is empty, begins with `Bearer`, or contains white space or another invalid"]
        #[doc = " character."]
        pub fn new(#parameter #comma token: impl AsRef<str>) -> Result<Self, Error> {
            Self::builder(#argument).token(token).build()
        }
        #[doc = #at]
        pub fn builder(#parameter) -> ClientBuilder {
            truto_runtime::ClientBuilder::new(#value)
                .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
                #retries
        }
    }
}

/// The constructor that reads the token from an environment variable, if the documents name one.
fn from_env(
    package: &Package,
    parameter: &TokenStream,
    argument: &TokenStream,
) -> Option<TokenStream> {
    let name = package.connection.token_env.as_ref()?;
    let docs = format!(
        " Creates a client with the token from the environment variable {}.",
        escape::code(name)
    );
    let name = Literal::string(name);
    // If the caller passes a base URL, the environment does not override it.
    let url = package.connection.base_url.as_ref();
    let url_env = url.and(package.connection.base_url_env.as_deref());
    let url_docs = url_env.map(|name| {
        let text = format!(
            " If {} is set, requests go to that base URL.",
            escape::code(name)
        );
        quote!(#[doc = ""] #[doc = #text])
    });
    let url_from_env = url_env.map(|name| {
        let name = Literal::string(name);
        quote!(.base_url_from_env(#name))
    });
    Some(quote! {
        #[doc = #docs]
        #url_docs
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = " The variable is not set, or its value is not a valid token."]
        pub fn from_env(#parameter) -> Result<Self, Error> {
            Self::builder(#argument).token_from_env(#name) #url_from_env .build()
        }
    })
}
