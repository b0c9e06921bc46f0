//! Calls of every operation with every setter, which a test of the crate compares with the definitions.

use std::fmt::Write as _;

use heck::ToShoutySnakeCase;

use crate::emit::output::{Language, Output};
use crate::emit::samples::rust_value::{Paths, Writer};
use crate::emit::text;
use crate::ir::{
    Api, Location, Param, Primitive, Resource, ResponseType, TypeId, TypeKind, TypeRef,
};
use crate::plan::body::BodyShape;
use crate::plan::builders::Builder;
use crate::plan::modules::ModuleId;
use crate::plan::operation_ref::operations;
use crate::plan::parameters::Setter;
use crate::plan::root::Plan;
use crate::plan::sample_choice::Everything;
use crate::plan::samples::{Hint, Maker, Sample};

/// Emits `tests/generated/calls.rs`: a table for each handle that has APIs. A test includes the file as a module next to
/// `use the_crate as api;`. It also requires `serde_json` and `truto_runtime`.
///
/// ```text
/// pub(crate) const ACCOUNT: &[Entry<api::Account>] = &[
///     ("desk.people.create", |on| {
///         let call = on.desk().people().create()
///             .name("text");
///         both!(call, |response| serde_json::to_value(response)?)
///     }),
/// ];
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let mut out = ABOUT.to_owned();
    let mut places = operations(plan.package).peekable();
    if places.peek().is_some() {
        out.push_str(HEAD);
    }
    if places.any(|place| matches!(place.operation.response, ResponseType::Records(_))) {
        out.push_str(STREAMED);
    }
    let apis = plan.package.apis.iter();
    let mut handles: Vec<&str> = apis
        .flat_map(|api| {
            api.resources
                .iter()
                .map(|resource| handle(plan, api, resource))
        })
        .collect();
    handles.sort_unstable();
    handles.dedup();
    for handle in handles {
        table(plan, handle, &mut out);
    }
    Output::new(Language::Rust, "tests/generated/calls.rs", out)
}

/// The docs of the file.
const ABOUT: &str = "//! A call of every operation, with every setter.
//!
//! The parent module imports the crate as `api`.
";

/// The beginning of the code, shared by all calls.
const HEAD: &str = r#"
use std::{error::Error, future::Future, pin::Pin};

use serde_json::Value;

use super::api;

/// The response as JSON.
pub(crate) type Outcome = Result<Value, Box<dyn Error>>;

/// An async call, and the same call as a blocking one.
pub(crate) type Call = (
    Pin<Box<dyn Future<Output = Outcome> + Send>>,
    Box<dyn FnOnce() -> Outcome + Send>,
);

/// The id of an operation, and a function that calls it.
pub(crate) type Entry<On> = (&'static str, fn(&On) -> Call);

macro_rules! both {
    ($call:ident, |$response:pat_param| $json:expr) => {{
        let same = $call.clone();
        let awaited = async move {
            let $response = $call.await?;
            Ok($json)
        };
        let blocking = move || {
            let $response = same.blocking().send()?;
            Ok($json)
        };
        (Box::pin(awaited), Box::new(blocking))
    }};
    ($call:ident, bytes) => {{
        let same = $call.clone();
        let awaited = async move {
            let bytes = $call.await?.bytes().await?;
            Ok(String::from_utf8(bytes.to_vec())?.into())
        };
        let blocking = move || {
            let mut text = String::new();
            use std::io::Read as _;
            same.blocking().send()?.read_to_string(&mut text)?;
            Ok(text.into())
        };
        (Box::pin(awaited), Box::new(blocking))
    }};
}
"#;

/// The beginning of the file, if a call returns a stream of events or lines.
const STREAMED: &str = r#"
macro_rules! streamed {
    ($call:ident, |$record:ident| $json:expr) => {{
        let same = $call.clone();
        let awaited = async move {
            let (mut stream, mut all) = ($call.await?, Vec::<Value>::new());
            while let Some($record) = stream.next().await {
                let $record = $record?;
                all.push($json);
            }
            Ok(all.into())
        };
        let blocking = move || {
            let mut all = Vec::<Value>::new();
            for $record in same.blocking().send()? {
                let $record = $record?;
                all.push($json);
            }
            Ok(all.into())
        };
        (Box::pin(awaited), Box::new(blocking))
    }};
}
"#;

/// The handle on which the resource is.
fn handle<'a>(plan: &Plan<'a>, api: &Api, resource: &Resource) -> &'a str {
    let names = plan.names;
    let scope = api.scope.as_ref().filter(|_| resource.is_scoped());
    scope.map_or("Client", |scope| names.scope(scope).handle.as_str())
}

fn table(plan: &Plan<'_>, on: &str, out: &mut String) {
    let name = on.to_shouty_snake_case();
    let _ = write!(
        out,
        "\n/// The operations on `{on}`, by id.\npub(crate) const {name}: &[Entry<api::{on}>] = &[\n"
    );
    for place in operations(plan.package) {
        if let Some(api) = plan.package.apis.get(place.api)
            && let Some(resource) = api.resources.get(place.resource)
            && handle(plan, api, resource) == on
        {
            call(&Builder::new(plan, place), api, resource, out);
        }
    }
    out.push_str("];\n");
}

fn call(builder: &Builder<'_>, api: &Api, resource: &Resource, out: &mut String) {
    let operation = builder.operation;
    let _ = write!(
        out,
        "    ({}, |on| {{\n        let call = on.{}.{}({})",
        text::literal(&builder.names.id),
        builder.plan.accessors(api, resource),
        builder.names.method,
        arguments(builder).join(", ")
    );
    for link in chain(builder) {
        let _ = write!(out, "\n            .{link}");
    }
    let response = match &operation.response {
        ResponseType::Nothing => "|()| Value::Null",
        ResponseType::Value(ty) if is_union(builder.plan, ty) => "|_| Value::Null",
        ResponseType::Value(_) => "|response| serde_json::to_value(response)?",
        ResponseType::Page(_) => "|page| serde_json::to_value(page.items)?",
        ResponseType::Stream => "bytes",
        ResponseType::Records(records) => {
            let item = match records.media.is_events() {
                true => {
                    "|event| match event.data {\n            truto_runtime::EventData::Value(data) => serde_json::to_value(data)?,\n            truto_runtime::EventData::Text(text) => text.into(),\n        }"
                }
                false => "|line| serde_json::to_value(line)?",
            };
            let _ = write!(out, ";\n        streamed!(call, {item})\n    }}),\n");
            return;
        }
    };
    let _ = write!(out, ";\n        both!(call, {response})\n    }}),\n");
}

/// Whether the type is one of several response bodies, which cannot be serialized.
fn is_union(plan: &Plan<'_>, ty: &TypeRef) -> bool {
    let TypeRef::Named(id) = ty else { return false };
    matches!(&plan.package.ty(*id).kind, TypeKind::Union(of) if of.is_by_status())
}

/// The arguments of the handle's method: required parameters, and a body with required fields.
fn arguments(builder: &Builder<'_>) -> Vec<String> {
    let samples = Samples::new(builder.plan);
    let params = builder.arguments.iter();
    let mut values: Vec<String> = params
        .map(|param| match (param.location, &param.ty) {
            (Location::Path(_), TypeRef::Primitive(Primitive::String)) => "\"a b/ü\"".to_owned(),
            _ => samples.of_param(param),
        })
        .collect();
    if let BodyShape::Argument(body, _) = &builder.shape {
        values.push(samples.value(&body.ty));
    }
    values
}

/// Makes the values of one call.
struct Samples<'a> {
    maker: Maker<'a, Everything>,
    writer: Writer<'a>,
}

impl<'a> Samples<'a> {
    fn new(plan: &'a Plan<'a>) -> Self {
        let choice = Everything::default();
        Self {
            maker: Maker { plan, choice },
            writer: Writer {
                plan,
                paths: &Paths::Whole,
            },
        }
    }

    fn value(&self, ty: &TypeRef) -> String {
        self.writer
            .argument(ty, &self.maker.make(ty, Hint::default()))
    }

    /// A list gets two items, so that a test sees how they are separated.
    fn of_param(&self, param: &Param) -> String {
        let sample = match self.maker.make(&param.ty, Hint::default()) {
            Sample::List(items) => Sample::List([items.clone(), items].concat()),
            other => other,
        };
        self.writer.argument(&param.ty, &sample)
    }
}

/// The setters: fields of the body, parameters, options.
fn chain(builder: &Builder<'_>) -> Vec<String> {
    let (names, samples) = (builder.plan.names, Samples::new(builder.plan));
    let mut links = Vec::new();
    match &builder.shape {
        BodyShape::Fields(..) | BodyShape::OptionalFields(..) => {
            links.extend(
                builder
                    .shape
                    .setters()
                    .map(|field| format!("{}({})", names.field(field), samples.value(&field.ty))),
            );
        }
        BodyShape::Optional(body) => links.push(format!("with_body({})", samples.value(&body.ty))),
        BodyShape::None | BodyShape::Argument(..) => {}
    }
    for (param, setter) in &builder.setters {
        match setter {
            Setter::Order(direction) => links.extend(sorts(builder.plan, param, *direction)),
            Setter::Switch => links.push(format!("{}()", names.param(param))),
            Setter::Cursor | Setter::Value => links.push(format!(
                "{}({})",
                names.param(param),
                samples.of_param(param)
            )),
        }
    }
    links
}

/// Sorts by the first two fields, in the first two directions, so that the order of calls is visible.
fn sorts(plan: &Plan<'_>, param: &Param, direction: TypeId) -> Vec<String> {
    let variants = |id: TypeId| {
        let def = plan.package.ty(id);
        let path = plan.path(ModuleId::Crate, plan.module(def.id), plan.names.ty(def.id));
        let variants = plan.names.variants(id).iter();
        variants.map(move |variant| format!("api::{path}::{variant}"))
    };
    let fields = param.ty.named().into_iter().flat_map(variants);
    let pairs = fields.zip(variants(direction));
    let name = plan.names.param(param);
    let calls = pairs.map(|(field, direction)| format!("{name}({field}, {direction})"));
    calls.take(2).collect()
}
