//! Access to the support matrices: their constants, lists of operations, queries by operation and by integration.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::prose::phrases;
use crate::emit::rust::doc::Doc;
use crate::emit::rust::gates;
use crate::emit::text;
use crate::ir::{Api, Registry, Slug};
use crate::plan::builders::Builder;
use crate::plan::modules::ModuleId;
use crate::plan::names::{bare, ident};
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::root::Plan;

/// Emits the module `support`.
///
/// ```text
/// pub mod support {
///     pub use truto_runtime::support::{Answer, …};
///     pub type Operation = …;
///     pub fn operations() -> impl Iterator<Item = &'static Operation> { … }
///     pub fn operation(id: &str) -> Option<&'static Operation> { … }
/// }
/// ```
pub(crate) fn support(plan: &Plan<'_>) -> TokenStream {
    let operation_docs = operation_docs().outer();
    let (all, by_id) = (all_docs(plan).outer(), by_id_docs(plan).outer());
    let aliases = aliases();
    quote! {
        #[doc = " The support matrix as data: which integration supports which operation and field."]
        #[doc = ""]
        #[doc = " Each operation has a constant of type [`Operation`](support::Operation) in the module of its"]
        #[doc = " resource; [`operations`](support::operations) returns all of them, and"]
        #[doc = " [`Integration::supported_operations`] those of one integration."]
        pub mod support {
            pub use truto_runtime::support::{
                Answer, Endpoint, Field, FieldSupport, Issue, IssueKind, IssueLocation, Level, LiveResource,
                LiveSupport, Note, NoteKind, Provenance, Report, UnknownOperation,
            };
            #[cfg(feature = "forms")]
            pub use truto_runtime::support::{Form, FormField, FormKind, FormObject, FormScalar, FormType, FormValue};
            use crate::Integration;
            use truto_runtime::support::IntegrationKey;
            #[doc(hidden)]
            #[allow(deprecated)]
            pub use truto_runtime::support::Place;
            #operation_docs
            #[cfg_attr(feature = "forms", doc = "\n [`form`](truto_runtime::support::Operation::form): the fields of its request")]
            pub type Operation = truto_runtime::support::Operation<Integration>;
            #aliases
            #all
            pub fn operations() -> impl Iterator<Item = &'static Operation> {
                <Integration as IntegrationKey>::OPERATIONS.iter().copied().flatten().copied()
            }
            #by_id
            #[must_use]
            pub fn operation(id: &str) -> Option<&'static Operation> {
                operations().find(|operation| operation.id() == id)
            }
        }
    }
}

/// `&[#[cfg(feature = "desk")] crate::desk::OPERATIONS]`
pub(crate) fn operations_by_api(plan: &Plan<'_>) -> TokenStream {
    let apis = plan.package.apis.iter();
    let apis = apis.filter(|api| plan.usage.has_matrix(api.index));
    let apis = apis.map(|api| {
        let (module, feature) = (
            ident(&plan.names.api(api).module),
            bare(&plan.names.api(api).module),
        );
        quote!(#[cfg(feature = #feature)] crate::#module::OPERATIONS)
    });
    quote!(&[#(#apis),*])
}

/// ```text
/// pub type OpenIntegration = truto_runtime::support::OpenIntegration<Integration>;
/// pub type IntegrationSupport = truto_runtime::support::IntegrationSupport<Integration>;
/// pub type SupportDiff = …;
/// pub type OperationDiff = …;
/// ```
fn aliases() -> TokenStream {
    let aliases = [
        (
            "OpenIntegration",
            "An integration, or the slug of one that is not in the matrix",
            &["known", "slug", "label"][..],
        ),
        (
            "IntegrationSupport",
            "The support matrix of one integration",
            &["operations", "diff"],
        ),
        (
            "SupportDiff",
            "The differences between live capabilities and the support matrix",
            &[
                "only_live",
                "only_documented",
                "unknown",
                "not_reported",
                "operations",
                "is_empty",
            ],
        ),
        (
            "OperationDiff",
            "One operation in the support matrix and in the live capabilities",
            &[
                "operation",
                "documented",
                "provenance",
                "is_live",
                "is_overridden",
            ],
        ),
    ];
    let aliases = aliases.into_iter().map(|(name, about, methods)| {
        let links = phrases::methods(&format!("truto_runtime::support::{name}"), methods);
        let (docs, name) = (Doc::new(format!("{about}: {links}.")).outer(), ident(name));
        quote!(#docs pub type #name = truto_runtime::support::#name<Integration>;)
    });
    aliases.collect()
}

/// rustdoc does not list the methods of a type alias, so the docs link them.
fn operation_docs() -> Doc {
    let mut doc = Doc::new("One operation, and which integrations support it and its fields.");
    let items = [
        (
            &["supports", "integrations", "partial_response"][..],
            "which integrations support it",
        ),
        (
            &["is_complete", "provenance"],
            "how well the list of supporting integrations is documented",
        ),
        (
            &["field", "fields", "fields_for"],
            "which integrations support which field of the request body",
        ),
        (
            &["query_parameter", "query_parameters", "query_for"],
            "which integrations support which query parameter",
        ),
        (
            &["response_field", "response_fields", "response_for"],
            "which integrations return which field of the response body",
        ),
        (&["check"], "the issues of a body for an integration"),
        (&["endpoint", "id"], "its HTTP method and path, and its id"),
    ];
    doc.block_of(items.into_iter().map(|(names, about)| {
        let links = phrases::methods("truto_runtime::support::Operation", names);
        format!("- {links}: {about}")
    }));
    doc.block("`supports` returns yes for a listed integration; `provenance` says how well that is documented. For any other integration, `supports` returns no if the list `is_complete`, else \"not documented\".");
    doc.block("[`FieldSupport`] says which integrations require or support a field, or only how many do, and which values they support.");
    doc
}

/// ```text
/// // Which integrations support all of these?
/// let wanted = ["desk.people.create", "desk.people.update"];
/// let able = Integration::ALL.iter().filter(|integration| {
///     let mut operations = support::operations().filter(|one| wanted.contains(&one.id()));
///     operations.all(|one| one.supports(**integration) == Answer::Yes)
/// });
/// ```
fn all_docs(plan: &Plan<'_>) -> Doc {
    let mut doc = Doc::new(
        "All operations of the APIs whose cargo features are enabled, in the order of their documentation.",
    );
    let documented = operations(plan.package)
        .filter(|place| place.operation.matrix.integrations.is_some())
        .take(2);
    let wanted: Vec<String> = documented
        .map(|place| text::literal(&plan.names.operation(place.operation).id))
        .collect();
    if wanted.is_empty() {
        return doc;
    }
    let code = [
        "// Which integrations support all of these?",
        &format!("let wanted = [{}];", wanted.join(", ")),
        "let able = Integration::ALL.iter().filter(|integration| {",
        "    let mut operations = support::operations().filter(|one| wanted.contains(&one.id()));",
        "    operations.all(|one| one.supports(**integration) == Answer::Yes)",
        "});",
        "for integration in able {",
        "    println!(\"{integration}\");",
        "}",
    ];
    let uses = "{Integration, support::{self, Answer}}";
    doc.example("", uses, &code.map(str::to_owned));
    doc
}

/// ```text
/// // Which integrations require it?
/// if let Some(create) = support::operation("desk.people.create") {
///     assert!(create.field("name").required_in().is_some_and(|all| all.contains(&Integration::Betadesk)));
/// }
/// ```
fn by_id_docs(plan: &Plan<'_>) -> Doc {
    let mut doc = Doc::new(
        "The operation with this [id](truto_runtime::support::Operation::id); `None` if there is none, or if the cargo feature of its API is disabled.",
    );
    if let Some((place, path, variant)) =
        operations(plan.package).find_map(|place| required(plan, place))
    {
        let id = text::literal(&plan.names.operation(place.operation).id);
        let code = [
            "// Which integrations require it?".to_owned(),
            format!("if let Some(operation) = support::operation({id}) {{"),
            format!("    let who = operation.field({path}).required_in().unwrap_or_default();"),
            format!("    assert!(who.contains(&Integration::{variant}));"),
            "}".to_owned(),
        ];
        doc.example("", "{Integration, support}", &code);
    }
    doc
}

/// The first field that an integration requires: its operation, its path and the integration.
fn required<'a>(
    plan: &Plan<'a>,
    place: OperationRef<'a>,
) -> Option<(OperationRef<'a>, String, &'a str)> {
    let variant = |slug: &Slug| plan.integrations.variant(&slug.slug);
    let mut rows = place.operation.matrix.request.iter();
    rows.find_map(|row| {
        let names = row.support.names.as_ref()?;
        let first = names.required.first()?;
        Some((place, text::literal(&row.path), variant(first)?))
    })
}

/// `operations`, `supported_operations` and `support` of an integration.
///
/// ```text
/// pub fn operations(self) -> impl Iterator<Item = (&'static Operation, Answer)> { … }
/// pub fn supported_operations(self) -> impl Iterator<Item = &'static Operation> { … }
/// pub fn support(self) -> IntegrationSupport { … }
/// ```
pub(crate) fn of_integration(plan: &Plan<'_>, registry: &Registry) -> TokenStream {
    let mut serves = Doc::new(
        "The operations that the integration is documented to support, of the APIs whose cargo features are enabled.",
    );
    serves.block(
        "It may support others, for which this is not documented; [`operations`](Self::operations) returns those too.",
    );
    if let Some(entry) = registry.entries.first() {
        let code = [
            format!(
                "for operation in Integration::{}.supported_operations() {{",
                plan.names.integration(entry)
            ),
            "    println!(\"{}\", operation.id());".to_owned(),
            "}".to_owned(),
        ];
        serves.example("", "Integration", &code);
    }
    let serves = serves.outer();
    quote! {
        #[doc = " All operations of the APIs whose cargo features are enabled, each with the answer to"]
        #[doc = " \"does the integration support it?\": yes, no or not documented."]
        #[doc = " [`supported_operations`](Self::supported_operations) has only those with a yes."]
        pub fn operations(
            self,
        ) -> impl Iterator<Item = (&'static Operation, Answer)> {
            support::operations().map(move |operation| (operation, operation.supports(self)))
        }
        #serves
        pub fn supported_operations(self) -> impl Iterator<Item = &'static Operation> {
            support::operations()
                .filter(move |operation| operation.supports(self) == Answer::Yes)
        }
        #[doc = " The former name of [`supported_operations`](Self::supported_operations)."]
        #[deprecated(note = "renamed to `supported_operations`")]
        pub fn serves(self) -> impl Iterator<Item = &'static Operation> {
            self.supported_operations()
        }
        #[doc = " The support matrix of the integration; its"]
        #[doc = " [`diff`](truto_runtime::support::IntegrationSupport::diff) compares it with the live"]
        #[doc = " capabilities of an account."]
        #[must_use]
        pub fn support(self) -> IntegrationSupport {
            IntegrationSupport::new(self, support::operations())
        }
    }
}

/// The module of the matrices, whose constants are public here.
///
/// ```text
/// mod support;
///
/// pub use support::{CREATE, UPDATE};
/// ```
pub(crate) fn matrices(builders: &[Builder<'_>]) -> String {
    let constants = builders.iter().map(|one| one.names.constant.clone());
    let mut constants: Vec<String> = constants.collect();
    constants.sort_unstable();
    let mut out = String::from("mod support;\n\n");
    match constants.as_slice() {
        [only] => {
            let _ = writeln!(out, "pub use support::{only};");
        }
        all => text::fill(&mut out, 0, "pub use support::{", all, "};"),
    }
    out
}

/// The list of the operations of an API.
///
/// ```text
/// /// All operations of the API, each with its support matrix, in the order of the documentation.
/// pub const OPERATIONS: &[&Operation] = &[
///     &contacts::CREATE, &contacts::UPDATE,
/// ];
/// ```
pub(crate) fn operations_of(plan: &Plan<'_>, index: usize, api: &Api) -> String {
    let constants = api.resources.iter().flat_map(|resource| {
        let operations = resource.operations.iter();
        let gate = gates::inline(plan.features.resource(resource));
        operations.map(move |operation| {
            format!(
                "{gate}&{}::{}",
                plan.names.resource(resource).module,
                plan.names.operation(operation).constant
            )
        })
    });
    let mut out = String::from(
        "/// All operations of the API, each with its support matrix, in the order of the documentation.\n",
    );
    let operation = plan.name(ModuleId::Api(index), "Operation");
    let start = format!("pub const OPERATIONS: &[&{operation}] = &[");
    text::fill(&mut out, 0, &start, &constants.collect::<Vec<_>>(), "];");
    out
}
