//! Emits the fake of the APIs: an alias of the runtime's fake server, and what it needs to know about them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::output::Output;
use crate::emit::prose::phrases;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::extensions::fake_kind::FakeKind as Kind;
use crate::emit::rust::extensions::{fake_metadata, fake_webhooks};
use crate::emit::rust::file::File;
use crate::emit::rust::{credentials, gates};
use crate::ir::Api;
use crate::plan::names::ident;
use crate::plan::root::Plan;
use crate::plan::servers;

mod roles;
mod table;

/// Emits `src/testing.rs`.
///
/// ```text
/// pub type FakeTruto = truto_runtime::testing::FakeTruto<Client>;
///
/// impl Faked for Client { … }
///
/// #[cfg(feature = "desk")]
/// mod desk {
///     pub(super) static table: Api = Api::new(Some("account_id"), &[
///         Route::new(&api::people::LIST, R::Page(S::Of(&Person))),
///     ]);
///
///     static Person: Object = Object::new(&[required("id", S::Text), optional("name", S::Text)]);
/// }
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let mut file = File::new("src/testing.rs", &Doc::default());
    let mut about = String::new();
    let kind = Kind::of(plan);
    docs(kind).inner_text(&mut about);
    file.text(&about);
    let accounts = match kind {
        Kind::Plain => "",
        Kind::Accounts | Kind::Integrations => "Accounts, ",
    };
    file.text(&format!(
        "use truto_runtime::testing::{{{accounts}Api, Faked, ParameterRole}};"
    ));
    file.text("use crate::{Client, ClientBuilder};");
    file.tokens(items(plan, kind));
    for api in faked_apis(plan) {
        file.text(&table::emit(plan, api));
    }
    file.finish()
}

fn docs(kind: Kind) -> Doc {
    let name = kind.name();
    let without = match kind {
        Kind::Plain => "",
        Kind::Accounts | Kind::Integrations => " without an account",
    };
    let mut doc = Doc::new(format!(
        "A fake of the API, for tests{without}: an HTTP server on loopback with the operations and models of this crate."
    ));
    let start = format!("let fake = {name}::start()?;");
    let code = [
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {",
        &start,
        "let client = fake.client()?; // used like any other client",
        "",
        "// The next two calls: 429, then a reset.",
        "fake.next([Fault::status(429).with_header(\"Retry-After\", \"1\"), Fault::reset()]);",
        "println!(\"{client:?} {:?}\", fake.requests());",
        "# Ok(())",
        "# }",
    ];
    doc.example(
        "no_run",
        &format!("testing::{{{name}, Fault}}"),
        &code.map(str::to_owned),
    );
    doc.block(
        "The cargo feature `testing` also adds setters to models that occur only in responses. Without it, they have `new`, and \
         public fields.",
    );
    doc
}

/// rustdoc does not list the methods of a type alias, so the docs link them.
fn alias_docs(plan: &Plan<'_>, kind: Kind) -> Doc {
    let of_runtime = format!("truto_runtime::testing::{}", kind.name());
    let accounts = match kind {
        Kind::Accounts => " and [that of its accounts](truto_runtime::testing::Accounts)",
        Kind::Plain | Kind::Integrations => "",
    };
    let mut doc = Doc::new(format!(
        "A fake of the API; see [its behavior]({of_runtime}){accounts}. It runs until it is dropped."
    ));
    let start = [
        (&["start", "builder", "wait"][..], "start and stop"),
        (
            &["client", "client_builder", "url", "token"],
            "a client, or what a client of your own needs",
        ),
    ];
    let rest = [
        (
            &["seed", "seed_file", "objects", "set_response"][..],
            "its data and responses",
        ),
        (&["next", "next_of", "script"], "faults"),
        (&["requests", "take_requests"], "received requests"),
    ];
    let of_accounts = kind.account_methods().into_iter();
    let of_accounts = of_accounts.chain(fake_metadata::methods(plan));
    let all = start.into_iter().chain(of_accounts).chain(rest);
    doc.block_of(all.map(|(names, about)| {
        let links = phrases::methods(&of_runtime, names);
        format!("- {links}: {about}")
    }));
    doc
}

fn items(plan: &Plan<'_>, kind: Kind) -> TokenStream {
    let webhooks = fake_webhooks::feature(plan, kind);
    let (aliases, faked) = (aliases(plan, kind, webhooks), faked(plan));
    let account = (kind != Kind::Plain).then(|| quote!(Account,));
    let exports = webhooks.map(fake_webhooks::exports);
    let of_metadata = fake_metadata::exports(plan);
    quote! {
        pub use truto_runtime::testing::{
            #account #of_metadata FakeTimer, Fault, ReceivedPart, ReceivedRequest
        };
        #exports
        #[doc(hidden)]
        #[allow(deprecated)]
        pub use truto_runtime::testing::{Received, SkipWaits};
        #aliases
        #faked
    }
}

/// The fake and its builder, for the client of this crate.
fn aliases(plan: &Plan<'_>, kind: Kind, webhooks: Option<&str>) -> TokenStream {
    let docs = alias_docs(plan, kind).outer();
    let of_webhooks = webhooks.map(|feature| fake_webhooks::docs(feature, kind));
    let name = ident(kind.name());
    let builder_docs = format!(" Configures a [`{name}`].");
    let marker = (kind != Kind::Plain).then(|| quote!(, Accounts));
    // The runtime's `FakeTruto` has accounts already.
    let marker_of_name = marker.as_ref().filter(|_| kind != Kind::Integrations);
    quote! {
        #docs
        #of_webhooks
        pub type #name = truto_runtime::testing::#name<Client #marker_of_name>;
        #[doc = #builder_docs]
        pub type FakeBuilder = truto_runtime::testing::FakeBuilder<Client #marker>;
    }
}

/// The credentials that the fake checks, unless they are a token alone.
fn security(plan: &Plan<'_>) -> Option<TokenStream> {
    let default = credentials::default(plan, "crate::client::")?;
    let schemes: TokenStream = credentials::schemes(plan, "crate::client::");
    Some(quote! {
        const SCHEMES: &'static [truto_runtime::SecurityScheme] = #schemes;
        const SECURITY: truto_runtime::Security = #default;
    })
}

/// What the fake needs to know about the APIs.
fn faked(plan: &Plan<'_>) -> TokenStream {
    let apis = faked_apis(plan).map(|api| {
        let module = ident(table::module(plan, api));
        let gate = gates::attribute(plan.features.api(api));
        quote!(#gate &#module::table)
    });
    let options = roles::options(plan);
    let has_servers = servers::are_of_operations(plan.package);
    let builder = match plan.package.connection.base_url {
        Some(_) => quote!(Self::builder().base_url(url)),
        // The fake also replaces the servers of single operations.
        None if has_servers => quote!(Self::builder(url).base_url(url)),
        None => quote!(Self::builder(url)),
    };
    let auth = security(plan);
    quote! {
        impl Faked for Client {
            const APIS: &'static [&'static Api] = &[#(#apis),*];
            const OPTIONS: &'static [(&'static str, ParameterRole)] = {
                #[allow(unused_imports)]
                use truto_runtime::testing::ParameterRole as M;
                &[#(#options),*]
            };
            #auth
            fn builder(url: &str) -> ClientBuilder {
                #builder
            }
        }
    }
}

/// The APIs that receive requests.
fn faked_apis<'a>(plan: &Plan<'a>) -> impl Iterator<Item = &'a Api> {
    let apis = plan.package.apis.iter();
    apis.filter(|api| plan.is_flat() || !api.is_only_webhooks())
}
