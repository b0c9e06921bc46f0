//! How an operation is called: samples in Rust, for plain HTTP, and for clients of which the documents have templates.

mod http;
mod query;
mod rust;
mod template;

use serde_json::Value;

use super::{
    builder::Builder,
    context::{Context, Place},
    sample::{self, Hint, Maker, Sample, Telling},
};
use crate::ir::{
    Api, Body, Field, Location, Operation, Param, Primitive, Role, Scope, ScopePlace, Struct,
    TypeKind, TypeRef,
};

/// Fields of a body that a sample has, beside those that it must have.
const MOST_FIELDS: usize = 4;

/// A call with sample values.
pub(crate) struct Call<'a> {
    builder: Builder<'a>,
    api: &'a Api,
    resource: &'a str,
    operation: &'a Operation,
    params: Vec<Set<'a>>,
    body: Option<(&'a Body, Sample)>,
}

/// A parameter with its value.
struct Set<'a> {
    param: &'a Param,
    sample: Sample,
    json: Value,
}

/// One sample.
pub(crate) struct Code {
    /// The heading over it.
    pub(crate) title: String,
    /// What the client needs, in a sentence.
    pub(crate) about: Option<String>,
    /// What a block of code is marked with, and the code; without it, `about` says why there is none.
    pub(crate) code: Option<(String, String)>,
}

impl<'a> Call<'a> {
    /// `None`: the place is none of the crate.
    pub(crate) fn new(context: &'a Context<'a>, place: Place<'a>) -> Option<Self> {
        let api = context.krate.apis.get(place.api)?;
        let resource = api.resources.get(place.resource)?;
        let operation = place.operation;
        let choice = Telling::default();
        let maker = Maker { context, choice };
        let is_set = |param: &&Param| {
            let is_shown = param.required || is_page_size(param) || is_exemplary(operation, param);
            param.role.has_setter() && is_shown
        };
        let params = operation.params.iter().filter(is_set).map(|param| {
            let sample = maker.make(&param.ty, Hint::of_param(param));
            let json = sample::json(context.krate, &param.ty, &sample);
            Set {
                param,
                sample,
                json,
            }
        });
        let body = operation.body.as_ref();
        Some(Self {
            builder: Builder::new(context, place, &resource.handle),
            api,
            resource: &resource.module,
            operation,
            params: params.collect(),
            body: body.map(|body| (body, self::body(&maker, operation, body))),
        })
    }

    /// Every sample, that in Rust first.
    pub(crate) fn samples(&self, krate: &str) -> Vec<Code> {
        let own = Code {
            title: "Rust".to_owned(),
            about: None,
            code: Some(("rust".to_owned(), self.rust(krate))),
        };
        let templates = &self.builder.context.krate.samples;
        let of_templates = templates
            .iter()
            .filter_map(|template| self.template(template));
        let own = std::iter::once(own).chain(self.plain_http());
        own.chain(of_templates).collect()
    }

    /// What the operation is scoped to.
    fn scope(&self) -> Option<&'a Scope> {
        self.api
            .scope
            .as_ref()
            .filter(|_| self.operation.scope.is_some())
    }

    /// The scope, where it is sent in the query.
    fn scope_in_query(&self) -> Option<&'a Scope> {
        let is_in_query = self.operation.scope == Some(ScopePlace::Query);
        self.scope().filter(|_| is_in_query)
    }

    /// The query that is sent: name and value of what the API is scoped to, then of the parameters.
    fn query_values(&self) -> Vec<(&str, Value)> {
        let scope = self.scope_in_query();
        let scope = scope.map(|scope| (scope.wire.as_str(), scope_value(scope)));
        let params = self.params.iter().filter_map(|set| {
            let is_query = matches!(set.param.location, Location::Query(_));
            is_query.then(|| (set.param.wire.as_str(), set.json.clone()))
        });
        scope.into_iter().chain(params).collect()
    }

    /// The body as it is sent, if it is JSON or a form.
    fn json_body(&self) -> Option<Value> {
        let (body, sample) = self.body.as_ref()?;
        Some(sample::json(self.builder.context.krate, &body.ty, sample))
    }
}

/// What stands for the id that an API is scoped to.
fn scope_value(scope: &Scope) -> Value {
    let example = scope.example.clone();
    example.unwrap_or_else(|| Value::from("<id>"))
}

/// How long a page is, which a reader of the sample wants to see.
fn is_page_size(param: &Param) -> bool {
    let is_number = matches!(
        param.ty,
        TypeRef::Primitive(Primitive::I32 | Primitive::I64)
    );
    param.role == Role::Paging && is_number && param.example.is_some()
}

/// A call with a body is not understood without it: the document gives an example of what may be left out.
fn is_exemplary(operation: &Operation, param: &Param) -> bool {
    let is_query = matches!(param.location, Location::Query(_));
    operation.body.is_some() && is_query && param.role == Role::Plain && param.example.is_some()
}

fn body(maker: &Maker<'_, Telling>, operation: &Operation, body: &Body) -> Sample {
    let hint = Hint {
        example: body.example.as_ref(),
        ..Hint::default()
    };
    let TypeRef::Named(id) = body.ty else {
        return maker.make(&body.ty, hint);
    };
    match &maker.context.krate.ty(id).kind {
        TypeKind::Struct(_) if body.example.as_ref().is_some_and(Value::is_object) => {
            maker.make(&body.ty, hint)
        }
        TypeKind::Struct(of) => maker.object(id, of, &telling(operation, of)),
        TypeKind::Enum(_) | TypeKind::Union(_) => maker.make(&body.ty, Hint::default()),
    }
}

/// The fields that a request shows: those that it must have, and the ones that most integrations take.
fn telling(operation: &Operation, of: &Struct) -> Vec<usize> {
    let fields: Vec<(usize, &Field)> = of.fields.iter().enumerate().collect();
    let writable = fields.iter().filter(|(_, field)| !field.read_only);
    let (must, can): (Vec<_>, Vec<_>) = writable.partition(|(_, field)| field.required);
    let can = can.into_iter();
    let mut can: Vec<_> = can
        .filter(|(_, field)| is_typed(&field.ty) && !field.docs.has_inferred_type)
        .filter(|(_, field)| !field.docs.deprecated)
        .collect();
    can.sort_by_key(|(index, field)| (std::cmp::Reverse(takers(operation, field)), *index));
    can.truncate(MOST_FIELDS);
    let chosen = must.into_iter().chain(can).map(|(index, _)| index);
    let mut chosen: Vec<usize> = chosen.collect();
    if chosen.is_empty() {
        // Of a body that only has what is not typed, there is nothing better to show.
        let writable = fields.iter().filter(|(_, field)| !field.read_only);
        chosen.extend(writable.map(|(index, _)| *index).take(1));
    }
    chosen.sort_unstable();
    chosen
}

fn is_typed(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Primitive(ty) => {
            !matches!(ty, Primitive::Any | Primitive::Object | Primitive::Raw)
        }
        TypeRef::List(of) | TypeRef::Map(of) | TypeRef::Nullable(of) | TypeRef::Boxed(of) => {
            is_typed(of)
        }
        TypeRef::Named(_) => true,
    }
}

/// How many integrations are known to take the field.
fn takers(operation: &Operation, field: &Field) -> u32 {
    let mut rows = operation.matrix.request.iter();
    let Some(row) = rows.find(|row| row.path == field.wire) else {
        return 0;
    };
    let named = row.support.names.as_ref().map(crate::ir::Names::counts);
    let counts = row.support.counts.or(named);
    counts.map_or(0, |counts| counts.supported)
}
