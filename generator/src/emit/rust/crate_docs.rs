//! The front page of the crate's rustdoc: introduction, APIs, an example, a paragraph per task, all operations, what is missing.

use crate::emit::prose::client::{make_client, selection};
use crate::emit::prose::{escape, fields, markdown, phrases};
use crate::emit::rust::doc::Doc;
use crate::emit::rust::example::Example;
use crate::emit::rust::extensions::fake_kind::FakeKind;
use crate::emit::rust::extensions::preflight;
use crate::emit::rust::reexports::Reexports;
use crate::emit::rust::{doc, makers, model, omissions};
use crate::emit::text;
use crate::ir::{Api, Package, Scope, TypeKind};
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::root::Plan;

/// Emits the crate's documentation as inner attributes. Links to an API and calls of it require the API's feature.
///
/// ```text
/// //! A typed client for Help Desks, generated from OpenAPI definitions.
/// …
/// #![cfg_attr(feature = "desk", doc = "- [`desk`](mod@desk): …")]
/// ```
pub(crate) fn page(plan: &Plan<'_>, runtime: &Reexports) -> String {
    let package = plan.package;
    let mut out = String::new();
    lead(plan).inner_text(&mut out);
    // Each part continues the documentation of the one before.
    let apart = "//!\n";
    out.push_str(apart);
    if !plan.is_flat() {
        for api in &package.apis {
            gated(plan.features.api(api), &listed(plan, api), &mut out);
        }
        out.push_str(apart);
    }
    if let Some(example) = Example::of(plan) {
        let feature = plan.features.resource(example.resource);
        let feature = feature.or(plan.features.api(example.api));
        gated(feature, &example_docs(plan, &example), &mut out);
        out.push_str(apart);
    }
    out.push_str(&guides(plan));
    Tasks { plan, runtime }.doc().inner_text(&mut out);
    out.push_str(apart);
    for api in &package.apis {
        map(plan, api, &mut out);
    }
    out.push_str(&omissions::section(plan));
    out
}

/// Appends documentation that requires a feature, if there is one.
fn gated(feature: Option<&str>, doc: &Doc, out: &mut String) {
    match feature {
        Some(feature) => doc.gated(feature, out),
        None => doc.inner_text(out),
    }
}

/// A link to the guides, if there are any.
fn guides(plan: &Plan<'_>) -> String {
    if plan.options.guides.is_empty() {
        return String::new();
    }
    let features = plan.features.names(plan.package);
    let apis: String = features
        .iter()
        .map(|feature| format!(", feature = {feature:?}"))
        .collect();
    let condition = format!("all(feature = \"tokio\"{apis})");
    let lines = [
        "Start with the [`guides`](mod@guides). Each operation, resource and integration",
        "has a page under `docs/`.",
    ];
    let lines = lines.map(|line| doc::conditional(&condition, &text::literal(line)));
    format!("{}//!\n", lines.concat())
}

fn lead(plan: &Plan<'_>) -> Doc {
    let package = plan.package;
    let titles = package.apis.iter().filter_map(|api| {
        let title = api.docs.summary.as_ref()?;
        Some(markdown::inline(title))
    });
    let titles = phrases::enumeration(&titles.collect::<Vec<_>>());
    let of = if titles.is_empty() {
        titles
    } else {
        format!(" for {titles}")
    };
    let mut doc = Doc::new(format!(
        "A typed client{of}, generated from OpenAPI definitions."
    ));
    if let ([only], true) = (package.apis.as_slice(), plan.is_flat()) {
        about(plan, only, &mut doc);
    }
    if let Some(url) = &package.connection.base_url {
        doc.block(format!("Requests go to {}.", escape::code(url)));
    }
    doc.block(way(plan));
    if let Some(part) = selection(plan) {
        doc.block(part);
    }
    if !plan.is_flat() {
        doc.block("The APIs, each behind the cargo feature of the same name:");
    } else if plan.features.is_per_resource() {
        doc.block(
            "Each resource is behind a cargo feature, which is on by default. Its types exist with the features of the resources \
             that need them.",
        );
    }
    doc
}

/// The description of the only API, which has no module.
fn about(plan: &Plan<'_>, api: &Api, doc: &mut Doc) {
    if let Some(description) = &api.docs.description {
        doc.foreign(description);
    }
    doc.source(plan, &api.docs, "API");
}

/// How to get from a token to a request.
fn way(plan: &Plan<'_>) -> String {
    let package = plan.package;
    let mut way = makers::way(plan);
    let scopes = scopes(package).map(|scope| bare(&plan.names.scope(scope).method));
    let mut methods: Vec<&str> = scopes.collect();
    methods.dedup();
    let mut apis = package.apis.iter();
    let rest = match apis.any(|api| api.resources_on(false).next().is_some()) {
        true => "; operations without an account are on the client itself",
        false => "",
    };
    for method in methods {
        way.push_str(&format!(
            " [`Client::{method}`] returns a handle with the {}{rest}.",
            plan.parts()
        ));
    }
    way.push_str(" Each operation is a method that returns a builder; `.await` sends the request.");
    way
}

fn scopes(package: &Package) -> impl Iterator<Item = &Scope> {
    package.apis.iter().filter_map(|api| api.scope.as_ref())
}

/// What users do besides sending a request.
struct Tasks<'a> {
    plan: &'a Plan<'a>,
    /// The runtime items that the crate re-exports at its root. Other names may belong to types of an API.
    runtime: &'a Reexports,
}

impl Tasks<'_> {
    /// What a retry means for requests that change something.
    fn writes(&self) -> &'static str {
        match self.plan.package.is_idempotent() {
            true => {
                "failed calls are retried where that is safe. `POST` and `PATCH` requests have an idempotency key, so the API \
                 executes each of them only once;"
            }
            false => {
                "failed reads are retried. Other requests are not, since the API could execute them twice; if it respects the header \
                 `Idempotency-Key`, set [`ClientBuilder::retry_writes`], which also sends this header."
            }
        }
    }

    fn doc(&self) -> Doc {
        let error = self.link("Error");
        let mut doc = Doc::new(format!(
            "- **Errors**: every failure is an {error}; its [`kind`](truto_runtime::Error::kind) says what went wrong."
        ));
        let always = [
            format!(
                "- **Unknown fields and values**: models keep unknown fields in `extra` ({}), and enums keep unknown values; both \
                 are sent back unchanged. To send what has no setter, use `with_field`, `with_query` or `with_header` on a builder.",
                self.link("Extra")
            ),
            format!(
                "- **Retries**: {} {} has the rules and delays. Set [`ClientBuilder::attempts`] for all calls, `with_attempts` on a builder for one.",
                self.writes(),
                self.link("policy")
            ),
            "- **Timeouts**: [`ClientBuilder::timeout`] limits one attempt, [`ClientBuilder::deadline`] the whole call; \
             for one call, use `with_timeout` and `with_deadline` on its builder."
                .to_owned(),
            format!(
                "- **Rate limits and observers**: [`ClientBuilder::rate_limits`] delays requests to stay within a limit, and \
                 [`ClientBuilder::observer`] is notified of every request; `tracing` spans are always emitted. \
                 `send_with_meta` on a builder also returns the metadata of the response ({}).",
                self.link("WithMeta")
            ),
            format!(
                "- **Without async**: with the cargo feature `blocking`, `blocking()` on a builder sends the same request and \
                 blocks until it is done; see {}.",
                self.link("blocking")
            ),
            format!(
                "- **Tests**: with the cargo feature `testing`, `testing::{}` is a fake of the API on loopback, and models that \
                 occur only in responses have setters.",
                FakeKind::of(self.plan).name()
            ),
            "- **Transport**: without the cargo feature `tokio`, awaited calls require a [`ClientBuilder::transport`] and a \
             [`ClientBuilder::timer`]."
                .to_owned(),
        ];
        let some = [
            self.failures(),
            preflight::about(self.plan),
            self.null(),
            self.bodies(),
            self.lists(),
            self.uploads(),
            self.webhooks(),
            self.files(),
            self.events(),
            self.lines(),
            self.formats(),
            self.renamed(),
        ];
        doc.lines_of(some.into_iter().flatten().chain(always));
        doc.block("Resources and their operations:");
        doc
    }

    fn failures(&self) -> Option<String> {
        self.plan.usage.failures.then(|| {
            "- **Error responses**: [`decode`](truto_runtime::Error::decode) of an error decodes the body of the response. The \
             docs of each builder name the type, or an enum with a case per status."
                .to_owned()
        })
    }

    fn link(&self, item: &str) -> String {
        match self.runtime.name(item) {
            Some(name) => format!("[`{name}`]"),
            None => format!("[`{item}`](truto_runtime::{item})"),
        }
    }

    /// The items of the runtime whose names the documents use.
    fn renamed(&self) -> Option<String> {
        let renamed = self.runtime.renamed();
        let renamed = renamed.map(|(item, name)| format!("`{item}` is [`{name}`]"));
        let renamed: Vec<String> = renamed.collect();
        (!renamed.is_empty()).then(|| {
            format!(
                "- **Names**: names of the API come first. Of the items that every generated crate has, {} here.",
                phrases::enumeration(&renamed)
            )
        })
    }

    fn null(&self) -> Option<String> {
        let mut structs = self
            .plan
            .package
            .types
            .iter()
            .filter_map(|def| match &def.kind {
                TypeKind::Struct(of) => Some(of),
                TypeKind::Enum(_) | TypeKind::Union(_) => None,
            });
        structs.any(|of| model::is_patch(self.plan, of)).then(|| {
            format!(
                "- **Null**: fields of an update are {}: unset fields are left unchanged, \
                 [`Null`](truto_runtime::Patch::Null) clears a field.",
                self.link("Patch")
            )
        })
    }

    fn bodies(&self) -> Option<String> {
        let mut types = self.plan.package.types.iter();
        types.any(|def| def.in_request).then(|| {
            format!(
                "- **Bodies from JSON**: {} converts a {} to a body; its errors name the field.",
                self.link("from_json"),
                self.link("Value")
            )
        })
    }

    fn lists(&self) -> Option<String> {
        self.plan.usage.pages.then(|| {
            format!(
                "- **Lists**: `items()` on a builder iterates over all items ({}), `pages()` over all pages ({}); `.await` \
                 returns one {}. An error carries the [`cursor`](truto_runtime::Error::cursor) to resume from, and an item \
                 that cannot be decoded does not affect the others.",
                self.link("Items"),
                self.link("Pages"),
                self.link("Page")
            )
        })
    }

    fn webhooks(&self) -> Option<String> {
        let (features, apis) = (&self.plan.features, &self.plan.package.apis);
        let names = apis.iter().filter_map(|api| features.webhooks(api));
        let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        (!names.is_empty()).then(|| {
            let names = phrases::enumeration(&names);
            format!(
                "- **Webhooks**: with the cargo feature {names}, each request that the API sends is a {} with the type of its body.{}",
                self.link("Webhook"),
                match apis.iter().any(|api| api.signed_webhooks.is_some()) {
                    true => " A `Verifier` checks signatures.",
                    false => "",
                }
            )
        })
    }

    fn uploads(&self) -> Option<String> {
        self.plan.usage.files.then(|| {
            format!(
                "- **Uploads**: a file, alone or in a multipart body, is a {}: from bytes, text, a path, a reader or a stream. A reader or \
                 stream is sent once, and not retried after its first byte.",
                self.link("FilePart")
            )
        })
    }

    fn files(&self) -> Option<String> {
        self.plan.usage.streams.then(|| {
            format!(
                "- **Files**: a download returns a {}, which is read as it arrives, within the call's timeout.",
                self.link("ByteStream")
            )
        })
    }

    fn events(&self) -> Option<String> {
        self.plan.usage.events.then(|| {
            format!(
                "- **Events**: `send_events()` on a builder, or `.await` if its response is nothing else, returns an {}, whose events \
                 are read as they arrive. Data that is not JSON, such as `[DONE]`, is {}.",
                self.link("EventStream"),
                match self.runtime.name("EventData") {
                    Some(name) => format!("[`{name}::Text`]"),
                    None => "[`EventData::Text`](truto_runtime::EventData::Text)".to_owned(),
                }
            )
        })
    }

    fn lines(&self) -> Option<String> {
        self.plan.usage.lines.then(|| {
            format!(
                "- **JSON lines**: `send_lines()` on a builder, or `.await` if its response is nothing else, returns a {}, whose lines \
                 are read as they arrive.",
                self.link("LineStream")
            )
        })
    }

    fn formats(&self) -> Option<String> {
        self.plan.usage.formats.then(|| {
            "- **Response formats**: to choose the format of the response, use `send_as`, `send_raw` or `send_stream` on a builder \
             instead of `.await`. `send_as` decodes the whole body, including an envelope such as `result`."
                .to_owned()
        })
    }
}

/// ``- [`desk`](mod@desk): Help desks.``
fn listed(plan: &Plan<'_>, api: &Api) -> Doc {
    let module = bare(&plan.names.api(api).module);
    let about = fields::short(&api.docs).unwrap_or_default();
    Doc::new(
        format!("- [`{module}`](mod@{module}): {about}")
            .trim_end_matches(": ")
            .to_owned(),
    )
}

/// ```text
/// - [`desk`](mod@desk)
///   - [`people`](mod@desk::people): [`create`](desk::people::PeopleResource::create)
/// ```
fn map(plan: &Plan<'_>, api: &Api, out: &mut String) {
    let module = bare(&plan.names.api(api).module);
    let of_api = plan.features.api(api);
    let (path, indent) = match plan.is_flat() {
        true => (String::new(), ""),
        false => {
            let head = Doc::new(format!("- [`{module}`](mod@{module})"));
            gated(of_api, &head, out);
            (format!("{module}::"), "  ")
        }
    };
    for resource in &api.resources {
        let names = plan.names.resource(resource);
        let of = format!("{path}{}", bare(&names.module));
        let methods: Vec<&str> = resource
            .operations
            .iter()
            .map(|operation| bare(&plan.names.operation(operation).method))
            .collect();
        let methods = phrases::methods(&format!("{of}::{}", names.handle), &methods);
        let line = format!("{indent}- [`{}`](mod@{of}): {methods}", bare(&names.module));
        let feature = plan.features.resource(resource).or(of_api);
        gated(feature, &Doc::new(line), out);
    }
    let webhooks = plan.names.api(api).webhooks.as_ref();
    if let Some(name) = webhooks.and_then(|of| of.module.as_ref()) {
        let line = format!("{indent}- [`{name}`](mod@{path}{name}): requests that the API sends");
        let feature = plan.features.module(ModuleId::Webhooks(api.index));
        gated(feature, &Doc::new(line), out);
    }
}

fn example_docs(plan: &Plan<'_>, example: &Example<'_>) -> Doc {
    let mut code = vec![
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("let client = {};", make_client(plan)),
    ];
    code.extend(example.awaited());
    code.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    let mut doc = Doc::default();
    doc.example("no_run", "Client", &code);
    doc
}
