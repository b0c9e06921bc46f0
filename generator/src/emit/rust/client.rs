//! The client and its handles.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::output::Output;
use crate::emit::prose::phrases;
use crate::emit::rust::accessor;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::{account, preflight};
use crate::emit::rust::file::File;
use crate::emit::rust::{credentials, custom, makers, servers};
use crate::ir::Scope;
use crate::plan::auth::Constructor;
use crate::plan::root::Plan;
use crate::plan::servers::are_of_operations;

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
    file.tokens(credentials::emit(plan));
    file.tokens(servers::emit(plan));
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
    let scheme = credentials::has_type(plan).then_some("SecurityScheme");
    let names: Vec<&str> = scope
        .into_iter()
        .chain(["Error"])
        .chain(preflight)
        .chain(scheme)
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
    let makers = makers::emit(plan);
    let scopes = scopes.iter().map(|scope| account::method(plan, scope));
    let custom = custom::method(plan, None, &quote!(&self.inner.unscoped()));
    let pages = custom::pages(plan);
    let sender = quote!(client: self.inner.clone());
    let apis = package.apis.iter();
    let apis = apis.map(|api| accessor::accessors(plan, api, false, &sender));
    let builder = builder_docs(plan).outer();
    let with = match plan.auth.constructor {
        Constructor::Token => " with one token",
        _ => "",
    };
    let about = format!(" Sends requests{with}. Cheap to clone: clones share their connections.");
    let matrix_marker = plan.usage.registry.then(preflight::matrix_marker);
    quote! {
        #[doc = #about]
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: truto_runtime::Client,
        }
        #builder
        pub type ClientBuilder = truto_runtime::ClientBuilder<Client>;
        impl Client {
            #makers
            #(#scopes)*
            #custom
            #(#apis)*
        }
        #pages
        impl From<truto_runtime::Client> for Client {
            fn from(inner: truto_runtime::Client) -> Self {
                Self { inner }
            }
        }
        #matrix_marker
    }
}

/// rustdoc does not list the methods of a type alias, so the docs link them.
fn builder_docs(plan: &Plan<'_>) -> Doc {
    let mut doc = Doc::new("Configures a [`Client`].");
    let own: &[&str] = match credentials::has_type(plan) {
        true => &["credentials"],
        false => &["token", "token_from_env"],
    };
    let servers: &[&str] = match are_of_operations(plan.package) {
        true => &[
            "base_url",
            "base_url_from_env",
            "replace_server",
            "allow_insecure_http",
        ],
        false => &["base_url", "base_url_from_env", "allow_insecure_http"],
    };
    let mut items = vec![
        (own, "the credentials"),
        (servers, "where requests go"),
        (
            &["timeout", "connect_timeout", "deadline", "max_body"],
            "limits on time and size",
        ),
        (
            match plan.package.is_idempotent() {
                true => &[
                    "attempts",
                    "backoff",
                    "retry_writes",
                    "retry_status",
                    "retry_budget",
                ],
                false => &[
                    "attempts",
                    "backoff",
                    "retry_writes",
                    "retry_status",
                    "idempotency_keys",
                    "retry_budget",
                ],
            },
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
