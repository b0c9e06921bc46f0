//! The crate's front page: what it is, an example, a paragraph per task, a map.

use super::{
    body::BodyShape,
    builder::Builder,
    context::{Context, Place, places},
    docs::{self, Doc},
    field_docs,
    markdown::{escape, safe},
    model,
    names::bare,
};
use crate::ir::{
    Api, Crate, Field, Presence, Primitive, ResponseType, Role, Scope, TypeDef, TypeKind, TypeRef,
};

/// Emits the documentation of the crate as inner attributes. What links to an API, or calls it, is there only with the API.
///
/// ```text
/// //! A typed client for Help Desks, generated from OpenAPI definitions.
/// …
/// #![cfg_attr(feature = "desk", doc = "- [`desk`](mod@desk): …")]
/// ```
pub(crate) fn page(context: &Context<'_>, reexported: &[&str]) -> String {
    let krate = context.krate;
    let mut out = String::new();
    lead(krate).inner_text(&mut out);
    // Each part is documentation that continues.
    let apart = "//!\n";
    out.push_str(apart);
    if let Some((api, example)) = example(context) {
        example.gated(bare(&api.module), &mut out);
        out.push_str(apart);
    }
    Tasks { krate, reexported }.doc().inner_text(&mut out);
    out.push_str(apart);
    out.push_str(&guides(context));
    for api in &krate.apis {
        map(api).gated(bare(&api.module), &mut out);
    }
    out
}

/// The way to the guides, where they are.
fn guides(context: &Context<'_>) -> String {
    if context.options.guides.is_empty() {
        return String::new();
    }
    let apis = context.krate.apis.iter();
    let apis: String = apis
        .map(|api| format!(", feature = {:?}", bare(&api.module)))
        .collect();
    let doc = "How things are done: [`guides`](mod@guides). Each operation, resource and integration has a page under `docs/`.";
    format!("#![cfg_attr(all(feature = \"tokio\"{apis}), doc = {doc:?})]\n//!\n")
}

fn lead(krate: &Crate) -> Doc {
    let titles = krate.apis.iter().filter_map(|api| {
        let title = api.docs.summary.as_ref()?;
        Some(safe::inline(title))
    });
    let titles = docs::enumeration(&titles.collect::<Vec<_>>());
    let of = if titles.is_empty() {
        titles
    } else {
        format!(" for {titles}")
    };
    let mut doc = Doc::new(format!(
        "A typed client{of}, generated from OpenAPI definitions."
    ));
    if let Some(url) = &krate.connection.base_url {
        doc.block(format!("Requests go to {}.", escape::code(url)));
    }
    doc.block(way(krate));
    doc
}

/// From a token to a request.
fn way(krate: &Crate) -> String {
    let from_env = krate.connection.token_env.as_ref().map(|name| {
        format!(
            " or [`Client::from_env`], which reads {}",
            escape::code(name)
        )
    });
    let mut way = format!(
        "The way in is a [`Client`]: [`Client::new`]{}.",
        from_env.unwrap_or_default()
    );
    let mut methods: Vec<&str> = scopes(krate).map(|scope| bare(&scope.method)).collect();
    methods.dedup();
    let mut handles = krate.apis.iter().flat_map(|api| &api.handles);
    let rest = match handles.any(|handle| !handle.is_scoped) {
        true => "; what needs none is on the client itself",
        false => "",
    };
    for method in methods {
        way.push_str(&format!(
            " [`Client::{method}`] gives the handle on which the APIs are{rest}."
        ));
    }
    way.push_str(" Each operation is a method that returns a builder; `.await` sends it.");
    way
}

fn scopes(krate: &Crate) -> impl Iterator<Item = &Scope> {
    krate.apis.iter().filter_map(|api| api.scope.as_ref())
}

/// What a user does beyond sending a request.
struct Tasks<'a> {
    krate: &'a Crate,
    /// What of the runtime stands at the crate's root. Of the rest, an API may have a type of its own that is called so.
    reexported: &'a [&'a str],
}

impl Tasks<'_> {
    fn doc(&self) -> Doc {
        let error = self.link("Error");
        let mut doc = Doc::new(format!(
            "- **Errors**: all of them are {error}, whose [`kind`](truto_runtime::Error::kind) says what to do about it."
        ));
        let always = [
            format!(
                "- **Unknown fields and values**: models keep fields that this version does not know in `extra` ({}), enums keep \
                 values that they do not list; both are sent as they came. Builders have `with_field`, `with_query` and \
                 `with_header` for what has no setter.",
                self.link("Extra")
            ),
            format!(
                "- **Retries**: a call that fails is repeated where that is safe, writes under an idempotency key; {} says \
                 when, and how long it waits. [`ClientBuilder::attempts`] for all calls, `with_attempts` of a builder for one.",
                self.link("policy")
            ),
            "- **Timeouts**: [`ClientBuilder::timeout`] for one attempt, [`ClientBuilder::deadline`] for all of a call; \
             `with_timeout` and `with_deadline` of a builder."
                .to_owned(),
            format!(
                "- **Rate limits and observers**: [`ClientBuilder::rate_limits`] holds requests back before the API has to, \
                 [`ClientBuilder::observer`] is told what becomes of each; `tracing` spans there are in any case. \
                 `send_with_meta` of a builder brings what came with a response ({}).",
                self.link("WithMeta")
            ),
            format!(
                "- **Without async**: with the cargo feature `blocking`, `blocking()` of a builder sends the same request by \
                 waiting; see {}.",
                self.link("blocking")
            ),
            "- **Tests**: with the cargo feature `testing`, `testing::FakeTruto` is a fake of the API on loopback, and models that \
             only come back can be made."
                .to_owned(),
            "- **Transport**: without the cargo feature `tokio` a client needs a [`ClientBuilder::transport`] and a \
             [`ClientBuilder::timer`] for calls that are awaited."
                .to_owned(),
        ];
        let some = [
            self.preflight(),
            self.null(),
            self.bodies(),
            self.lists(),
            self.files(),
            self.formats(),
        ];
        doc.lines_of(some.into_iter().flatten().chain(always));
        doc.block("APIs, each behind the cargo feature of its name:");
        doc
    }

    fn link(&self, item: &str) -> String {
        if self.reexported.contains(&item) {
            format!("[`{item}`]")
        } else {
            format!("[`{item}`](truto_runtime::{item})")
        }
    }

    fn preflight(&self) -> Option<String> {
        self.krate.registry.as_ref()?;
        let mut text = "- **Support matrix**: which [`Integration`] supports or requires what is data: see [`support`], \
             [`Integration::serves`], and `check` of builders and bodies."
            .to_owned();
        if let Some(scope) = scopes(self.krate).next() {
            text.push_str(&format!(
                " Once [`{0}::integration`] says which integration is behind an account, requests are checked against the \
                 support matrix before they are sent. By default what is wrong is a `tracing` event, which only a \
                 subscriber shows; [`Deny`](truto_runtime::Preflight::Deny) makes it an error, if a current page of the \
                 documentation says so.",
                scope.handle
            ));
        }
        let mut types = self.krate.types.iter();
        let is_live =
            |def: &TypeDef| matches!(&def.kind, TypeKind::Struct(of) if of.live_support.is_some());
        if types.any(is_live) {
            text.push_str(
                " [`Integration::support`] holds it against what a live account says that it serves.",
            );
        }
        Some(text)
    }

    fn null(&self) -> Option<String> {
        let mut structs = self.krate.types.iter().filter_map(|def| match &def.kind {
            TypeKind::Struct(of) => Some(of),
            TypeKind::Enum(_) | TypeKind::Union(_) => None,
        });
        structs.any(model::is_patch).then(|| {
            format!(
                "- **Null**: fields of an update are {}: not set, they stay as they are; \
                 [`Null`](truto_runtime::Patch::Null) clears them.",
                self.link("Patch")
            )
        })
    }

    fn bodies(&self) -> Option<String> {
        let mut types = self.krate.types.iter();
        types.any(|def| def.in_request).then(|| {
            format!(
                "- **Bodies from JSON**: {} makes one of a {}; its errors name the field.",
                self.link("from_json"),
                self.link("Value")
            )
        })
    }

    fn lists(&self) -> Option<String> {
        let has_pages =
            |place: Place<'_>| matches!(place.operation.response, ResponseType::Page(_));
        places(self.krate).any(has_pages).then(|| {
            format!(
                "- **Lists**: `items()` of a builder walks through all items ({}), `pages()` through all pages ({}); `.await` \
                 brings one {}. An error has the [`cursor`](truto_runtime::Error::cursor) from where to go on, and an item \
                 that does not decode loses no other.",
                self.link("Items"),
                self.link("Pages"),
                self.link("Page")
            )
        })
    }

    fn files(&self) -> Option<String> {
        let is_file = |place: Place<'_>| place.operation.response == ResponseType::Stream;
        places(self.krate).any(is_file).then(|| {
            format!(
                "- **Files**: a call brings a {}, to be read as it arrives, within the call's timeout.",
                self.link("ByteStream")
            )
        })
    }

    fn formats(&self) -> Option<String> {
        let is_format = |place: Place<'_>| {
            let mut params = place.operation.params.iter();
            params.any(|param| param.role == Role::ResponseFormat)
        };
        places(self.krate).any(is_format).then(|| {
            "- **Response formats**: `send_as`, `send_raw` and `send_stream` of a builder, in place of `.await`. What comes \
             back in another format is decoded whole, whatever the operation wraps its own in."
                .to_owned()
        })
    }
}

/// ```text
/// - [`desk`](mod@desk): Help desks.
///   - [`people`](mod@desk::people): [`create`](desk::people::PeopleResource::create)
/// ```
fn map(api: &Api) -> Doc {
    let module = bare(&api.module);
    let about = field_docs::short(&api.docs).unwrap_or_default();
    let mut doc = Doc::new(
        format!("- [`{module}`](mod@{module}): {about}")
            .trim_end_matches(": ")
            .to_owned(),
    );
    doc.lines_of(api.resources.iter().map(|resource| {
        let of = format!("{module}::{}", bare(&resource.module));
        let methods: Vec<&str> = resource
            .operations
            .iter()
            .map(|operation| bare(&operation.method))
            .collect();
        let methods = docs::methods(&format!("{of}::{}", resource.handle), &methods);
        format!("  - [`{}`](mod@{of}): {methods}", bare(&resource.module))
    }));
    doc
}

/// A call of the first operation that needs no more than a few texts.
fn example<'a>(context: &Context<'a>) -> Option<(&'a Api, Doc)> {
    let (api, call) = places(context.krate).find_map(|place| {
        let api = context.krate.apis.get(place.api)?;
        Some((api, call(context, api, place)?))
    })?;
    let mut code = vec![
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("let client = {};", make_client(context.krate)),
    ];
    code.extend(call);
    code.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    let mut doc = Doc::default();
    doc.example("no_run", "Client", &code);
    Some((api, doc))
}

/// `Client::from_env()?`, or what else it takes.
pub(crate) fn make_client(krate: &Crate) -> String {
    let connection = &krate.connection;
    let mut arguments: Vec<&str> = Vec::new();
    if connection.base_url.is_none() {
        arguments.push("\"https://api.example.com\"");
    }
    let maker = if connection.token_env.is_some() {
        "from_env"
    } else {
        arguments.push("\"<token>\"");
        "new"
    };
    format!("Client::{maker}({})?", arguments.join(", "))
}

/// ```text
/// let account = client.account("<id>");
/// let answer = account.desk().people().create().first_name("…").await?;
/// println!("{answer:?}");
/// ```
fn call(context: &Context<'_>, api: &Api, place: Place<'_>) -> Option<Vec<String>> {
    let resource = api.resources.get(place.resource)?;
    let operation = place.operation;
    let builder = Builder::new(context, place, &resource.handle);
    if operation.docs.deprecated || matches!(builder.shape, BodyShape::Argument(..)) {
        return None;
    }
    let mut arguments = Vec::new();
    for param in builder.arguments() {
        if param.ty != TypeRef::Primitive(Primitive::String) {
            return None;
        }
        arguments.push(format!("\"<{}>\"", bare(&param.name)));
    }
    let scope = api.scope.as_ref().filter(|_| resource.is_scoped());
    let (handle, mut code) = match scope {
        Some(scope) => {
            let line = format!("let account = client.{}(\"<id>\");", scope.method);
            ("account", vec![line])
        }
        None => ("client", Vec::new()),
    };
    let mut call = format!(
        "{handle}.{}().{}().{}({})",
        api.module,
        resource.module,
        operation.method,
        arguments.join(", ")
    );
    if let Some(field) = telling(builder.shape.fields()) {
        call.push_str(&format!(".{}(\"…\")", field.name));
    }
    if operation.response == ResponseType::Nothing {
        code.push(format!("{call}.await?;"));
    } else {
        code.push(format!("let answer = {call}.await?;"));
        code.push("println!(\"{answer:?}\");".to_owned());
    }
    Some(code)
}

/// A text that can be set: a name, if there is one.
fn telling(fields: &[Field]) -> Option<&Field> {
    let is_text = |field: &&Field| {
        field.ty == TypeRef::Primitive(Primitive::String)
            && field.presence != Presence::Plain
            && !field.read_only
            && !field.docs.deprecated
    };
    let mut texts = fields.iter().filter(is_text);
    let first = texts.clone().next();
    texts.find(|field| field.wire.ends_with("name")).or(first)
}
