//! The constructors of the client.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::prose::{auth, escape, phrases};
use crate::emit::rust::credentials;
use crate::emit::rust::doc::Doc;
use crate::plan::auth::{Constructor, Scheme};
use crate::plan::names::{bare, ident};
use crate::plan::root::Plan;

/// The base URL as a parameter and an argument of the constructors, if the documents have none.
struct Url {
    parameter: TokenStream,
    argument: TokenStream,
}

/// Emits the constructors. The base URL is that of the document or, if it has none, an argument.
pub(crate) fn emit(plan: &Plan<'_>) -> TokenStream {
    let package = plan.package;
    let base_url = package.connection.base_url.as_deref();
    let url = match base_url {
        Some(_) => Url {
            parameter: quote!(),
            argument: quote!(),
        },
        None => Url {
            parameter: quote!(base_url: impl Into<String>),
            argument: quote!(base_url),
        },
    };
    let (from_env, new) = (from_env(plan, &url), new(plan, &url));
    let at = match base_url {
        Some(url) => escape::code(url),
        None => "`base_url`".to_owned(),
    };
    let docs = format!(" Returns the builder of a client for the API at {at}.");
    let value = match base_url {
        Some(url) => {
            let url = Literal::string(url);
            quote!(#url)
        }
        None => quote!(base_url),
    };
    let parameter = &url.parameter;
    // Without idempotency, a repeated write could be executed twice, and a key has no meaning.
    let retries =
        (!package.is_idempotent()).then(|| quote!(.retry_writes(false).idempotency_keys(false)));
    let security = credentials::default(plan, "").map(|default| quote!(.security(#default)));
    quote! {
        #from_env
        #new
        #[doc = #docs]
        pub fn builder(#parameter) -> ClientBuilder {
            truto_runtime::ClientBuilder::new(#value)
                .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
                #security
                #retries
        }
    }
}

/// The constructor with credentials as arguments.
fn new(plan: &Plan<'_>, url: &Url) -> TokenStream {
    let of_client = &plan.auth;
    let ty = ident(plan.names.credentials());
    let only = of_client.schemes.first();
    let names = only.map_or(&[][..], |scheme| scheme.arguments());
    let names = names.iter().map(|name| ident(name)).collect::<Vec<_>>();
    let (parameters, setting) = match (of_client.constructor, only) {
        (Constructor::Token, _) => (quote!(token: impl AsRef<str>), quote!(.token(token))),
        (Constructor::Only, Some(scheme)) => {
            let setter = ident(scheme.setter);
            (
                quote!(#(#names: impl AsRef<str>),*),
                quote!(.credentials(#ty::new().#setter(#(#names),*))),
            )
        }
        (Constructor::Several, _) => (quote!(credentials: #ty), quote!(.credentials(credentials))),
        (Constructor::Nothing | Constructor::Only, _) => (quote!(), quote!()),
    };
    let (with, faults) = match (of_client.constructor, only) {
        (Constructor::Nothing, _) => (
            "",
            "The base URL is not accepted, or the address of a proxy in the environment is invalid.",
        ),
        (Constructor::Token, _) => (
            " with the given token",
            "The token is empty, begins with `Bearer`, or contains white space or another invalid character.",
        ),
        (Constructor::Only, Some(scheme)) if scheme.is_basic() => (
            " with the given user name and password",
            "Both are empty, or one contains an invalid character.",
        ),
        _ => (
            " with the given credentials",
            "A value is empty, or contains an invalid character.",
        ),
    };
    let mut docs = Doc::new(format!("Creates a client{with}."));
    // The credentials have docs of their own.
    if let (Constructor::Token, Some(scheme)) = (of_client.constructor, only) {
        docs.block_of(auth::origin(scheme.scheme));
    }
    docs.block("# Errors");
    docs.lines_of([faults.to_owned()]);
    let docs = docs.outer();
    let Url {
        parameter,
        argument,
    } = url;
    let needs_comma = !parameter.is_empty() && !parameters.is_empty();
    let comma = needs_comma.then(|| quote!(,));
    quote! {
        #docs
        pub fn new(#parameter #comma #parameters) -> Result<Self, Error> {
            Self::builder(#argument) #setting .build()
        }
    }
}

/// The constructor that reads the credentials from environment variables.
fn from_env(plan: &Plan<'_>, url: &Url) -> Option<TokenStream> {
    let auth = &plan.auth;
    let ty = ident(plan.names.credentials());
    let names: Vec<String> = auth
        .schemes
        .iter()
        .flat_map(Scheme::shown_variables)
        .collect();
    let (docs, setting) = match (auth.constructor, auth.schemes.first()) {
        (Constructor::Nothing, _) | (_, None) => return None,
        (Constructor::Token, Some(scheme)) => {
            let name = &scheme.env;
            let names = phrases::enumeration(&names);
            (
                format!("Creates a client with the token from the environment variable {names}."),
                quote!(#(.token_from_env(#name))*),
            )
        }
        (Constructor::Only, Some(_)) => {
            let variables = if names.len() > 1 {
                "variables"
            } else {
                "variable"
            };
            let names = phrases::enumeration(&names);
            (
                format!(
                    "Creates a client with the credentials from the environment {variables} {names}."
                ),
                quote!(.credentials(#ty::from_env())),
            )
        }
        (Constructor::Several, _) => (
            format!(
                "Creates a client with credentials from environment variables: see [`{ty}::from_env`]."
            ),
            quote!(.credentials(#ty::from_env())),
        ),
    };
    let mut docs = Doc::new(docs);
    // If the caller passes a base URL, the environment does not override it.
    let connection = &plan.package.connection;
    let base_url = connection.base_url.as_ref();
    let url_env = base_url.and(connection.base_url_env.as_deref());
    if let Some(name) = url_env {
        let name = escape::code(name);
        docs.block(format!("If {name} is set, requests go to that base URL."));
    }
    docs.block("# Errors");
    docs.lines_of([match auth.constructor {
        Constructor::Token => {
            "The variable is not set, or its value is not a valid token.".to_owned()
        }
        _ => "No variable is set, or a value is invalid.".to_owned(),
    }]);
    let docs = docs.outer();
    let url_from_env = url_env.map(|name| quote!(.base_url_from_env(#name)));
    let Url {
        parameter,
        argument,
    } = url;
    let builder = builder_from_env(url, &quote!(#setting #url_from_env));
    Some(quote! {
        #docs
        pub fn from_env(#parameter) -> Result<Self, Error> {
            Self::builder_from_env(#argument).build()
        }
        #builder
    })
}

/// The builder of that client, for further settings.
fn builder_from_env(url: &Url, settings: &TokenStream) -> TokenStream {
    let docs =
        "Returns the builder of [`from_env`](Self::from_env), for a client with further settings.";
    let docs = Doc::new(docs).outer();
    let Url {
        parameter,
        argument,
    } = url;
    quote! {
        #docs
        pub fn builder_from_env(#parameter) -> ClientBuilder {
            Self::builder(#argument) #settings
        }
    }
}

/// How to get from credentials to a client, for the front page.
pub(crate) fn way(plan: &Plan<'_>) -> String {
    let schemes = &plan.auth.schemes;
    let names: Vec<String> = schemes.iter().flat_map(Scheme::shown_variables).collect();
    let from_env = match (plan.auth.constructor, names.is_empty()) {
        (_, true) => String::new(),
        (Constructor::Several, _) => format!(
            " or [`Client::from_env`], which reads the environment variables of its [credentials]({})",
            plan.names.credentials()
        ),
        _ => format!(
            " or [`Client::from_env`], which reads {}",
            phrases::enumeration(&names)
        ),
    };
    format!("Create a [`Client`] with [`Client::new`]{from_env}.")
}

impl Scheme<'_> {
    /// Its environment variables, as code in Markdown.
    fn shown_variables(&self) -> impl Iterator<Item = String> {
        self.env.iter().map(|name| escape::code(bare(name)))
    }
}
