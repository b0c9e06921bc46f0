//! The items of the runtime that the root of a crate re-exports.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::names::ident;
use crate::plan::root::Plan;

/// The runtime items that every crate re-exports at its root.
const ALWAYS: [&str; 39] = [
    "Base64",
    "Base64Url",
    "ByteStream",
    "Bytes",
    "CallFuture",
    "CustomRequest",
    "Date",
    "Decimal",
    "Error",
    "ErrorKind",
    "Event",
    "EventData",
    "EventStream",
    "Extra",
    "FilePart",
    "JsonKind",
    "LineStream",
    "Map",
    "Mismatch",
    "Model",
    "Patch",
    "QueryEncoding",
    "QueryStyle",
    "RateLimit",
    "RateLimits",
    "RawJson",
    "RequestOptions",
    "Response",
    "Timestamp",
    "UnrecognizedInteger",
    "UnrecognizedText",
    "Value",
    "WithMeta",
    "blocking",
    "from_json",
    "http",
    "observe",
    "policy",
    "transport",
];

/// Re-exported if a response is a page.
const PAGES: [&str; 7] = [
    "Cursor",
    "ItemError",
    "Items",
    "Page",
    "PageNames",
    "PageOf",
    "Pages",
];

/// Re-exported if the items of a page can be keyed.
const KEYED_PAGES: [&str; 1] = ["KeyedPage"];

/// Re-exported if a request can choose the format of its response.
const FORMATS: [&str; 2] = ["DebugEnvelope", "DebugExchange"];

/// Re-exported if there is a registry of integrations.
const MATRIX: [&str; 2] = ["Preflight", "generic"];

/// Re-exported if the server of an API sends requests.
const WEBHOOKS: [&str; 1] = ["Webhook"];

/// The items to re-export. Names of the documents come first: an item whose name a document uses has a prefix at the root, as in
/// `RuntimeEvent`.
pub(crate) struct Reexports {
    /// By their names in the runtime, each with its name at the root. Without the items whose longer name is taken, too.
    all: Vec<(&'static str, String)>,
    /// The name of the module `sync`, which requires a cargo feature.
    sync: Option<String>,
}

impl Reexports {
    pub(crate) fn of(plan: &Plan<'_>, shared: &[&str], clients: &[&str]) -> Self {
        let usage = &plan.usage;
        let groups: [(bool, &[&str]); 6] = [
            (true, &ALWAYS),
            (usage.pages, &PAGES),
            (usage.keyed_pages, &KEYED_PAGES),
            (usage.formats, &FORMATS),
            (usage.registry, &MATRIX),
            (usage.webhooks, &WEBHOOKS),
        ];
        let mut taken = of_documents(plan);
        taken.extend(shared.iter().chain(clients).copied());
        let name = |name: &str| {
            let mut names = [name.to_owned(), prefixed(name)].into_iter();
            names.find(|name| !taken.contains(name.as_str()))
        };
        let used = groups.into_iter().filter(|(is_used, _)| *is_used);
        let used = used.flat_map(|(_, names)| names.iter().copied());
        let mut all: Vec<_> = used.filter_map(|item| Some((item, name(item)?))).collect();
        all.sort_unstable();
        let sync = name("sync");
        Self { all, sync }
    }

    /// The name of an item at the root of the crate; `None` if it is not re-exported.
    pub(crate) fn name(&self, item: &str) -> Option<&str> {
        let found = self.all.iter().find(|(known, _)| *known == item);
        found.map(|(_, name)| name.as_str())
    }

    /// The items that have a longer name at the root.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = self.all.iter().map(|(item, name)| (*item, name.as_str()));
        all.filter(|(item, name)| item != name)
    }

    /// ```text
    /// pub use truto_runtime::{Date, Error, Event as RuntimeEvent};
    /// ```
    pub(crate) fn items(&self) -> TokenStream {
        let items = self.all.iter().map(|(item, name)| used(item, name));
        quote!(pub use truto_runtime::{#(#items),*};)
    }

    pub(crate) fn sync(&self) -> Option<TokenStream> {
        let item = used("sync", self.sync.as_ref()?);
        Some(quote!(
            #[cfg(feature = "sync")]
            pub use truto_runtime::#item;
        ))
    }
}

/// `Event`, or `Event as RuntimeEvent`.
fn used(item: &str, name: &str) -> TokenStream {
    let used = ident(item);
    match item == name {
        true => quote!(#used),
        false => {
            let name = ident(name);
            quote!(#used as #name)
        }
    }
}

/// `RuntimeEvent` for `Event`, and `runtime_policy` for `policy`.
fn prefixed(item: &str) -> String {
    match item.starts_with(|first: char| first.is_ascii_uppercase()) {
        true => format!("Runtime{item}"),
        false => format!("runtime_{item}"),
    }
}

/// The names of the documents at the root of the crate. If the only API has no module, its types are those of the crate, wherever
/// they are.
fn of_documents<'p>(plan: &'p Plan<'_>) -> HashSet<&'p str> {
    let (package, names) = (plan.package, &plan.names);
    let mut taken: HashSet<&str> = HashSet::new();
    for api in &package.apis {
        let named = names.api(api);
        taken.insert(&named.module);
        if plan.is_flat() {
            let webhooks = named.webhooks.as_ref();
            taken.extend(webhooks.and_then(|of| of.module.as_deref()));
            for resource in &api.resources {
                let of_resource = names.resource(resource);
                taken.extend([of_resource.module.as_str(), &of_resource.handle]);
                let operations = resource.operations.iter();
                taken.extend(operations.map(|one| names.operation(one).builder.as_str()));
            }
        }
    }
    if plan.is_flat() {
        taken.extend(package.types.iter().map(|def| names.ty(def.id)));
    }
    taken
}
