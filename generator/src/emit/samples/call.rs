//! Samples of calls: in Rust, for plain HTTP, and from the documents' templates for other clients.

use std::collections::HashSet;

use serde_json::Value;

use crate::emit::prose::phrases;
use crate::ir::{
    Api, Body, Field, Location, Operation, Param, Primitive, Records, Resource, ResponseType, Role,
    Scope, ScopePlace, Struct, TypeKind, TypeRef,
};
use crate::plan::builders::Builder;
use crate::plan::extensions::sample_values::Values;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;
use crate::plan::sample_choice::Telling;
use crate::plan::sample_json::json;
use crate::plan::samples::{Hint, Maker, Sample};

/// How many optional fields of a body a sample sets.
const MOST_FIELDS: usize = 4;

/// A call with sample values.
pub(crate) struct Call<'a> {
    pub(crate) builder: Builder<'a>,
    pub(crate) api: &'a Api,
    pub(crate) resource: &'a Resource,
    pub(crate) operation: &'a Operation,
    pub(crate) params: Vec<Set<'a>>,
    pub(crate) body: Option<(&'a Body, Sample)>,
    /// The values that the document chooses.
    pub(crate) values: Values<'a>,
    /// The stream that plain HTTP requests instead of the response, if there is one.
    pub(crate) stream: Option<&'a Records>,
}

/// A parameter with its value.
pub(crate) struct Set<'a> {
    pub(crate) param: &'a Param,
    pub(crate) sample: Sample,
    pub(crate) json: Value,
}

/// A sample.
pub(crate) struct Code {
    /// The heading of the sample.
    pub(crate) title: String,
    /// A sentence about the sample, such as what the client requires.
    pub(crate) about: Option<String>,
    /// The language of the code block, and the code. If there is none, `about` says why.
    pub(crate) code: Option<(String, String)>,
}

impl<'a> Call<'a> {
    /// Returns `None` if the crate has no such API or resource.
    pub(crate) fn new(plan: &'a Plan<'a>, place: OperationRef<'a>) -> Option<Self> {
        let api = plan.package.apis.get(place.api)?;
        let resource = api.resources.get(place.resource)?;
        let operation = place.operation;
        let values = Values::new(api, resource, operation);
        let choice = Telling::new(values);
        let maker = Maker { plan, choice };
        let is_set = |param: &&Param| {
            let is_shown = param.required
                || is_page_size(param)
                || is_exemplary(operation, param)
                || values.sets(param);
            param.role.is_set_by_callers() && is_shown
        };
        let params = operation.params.iter().filter(is_set).map(|param| {
            let hint = Hint::of_param(param).or_example(values.param(param));
            let sample = maker.make(&param.ty, hint);
            let json = json(plan.package, &param.ty, &sample);
            Set {
                param,
                sample,
                json,
            }
        });
        let body = operation.body.as_ref();
        Some(Self {
            builder: Builder::new(plan, place),
            api,
            resource,
            operation,
            params: params.collect(),
            body: body.map(|body| (body, self::body(&maker, &values, operation, body))),
            values,
            stream: None,
        })
    }

    /// All samples, Rust first.
    pub(crate) fn samples(&self, package: &str) -> Vec<Code> {
        let own = |(title, code)| Code {
            title,
            about: None,
            code: Some(("rust".to_owned(), code)),
        };
        let streams = self.rust_streams(package).into_iter().map(own);
        let own = own(("Rust".to_owned(), self.rust(package)));
        let templates = &self.builder.plan.package.samples;
        let of_templates = templates
            .iter()
            .filter_map(|template| self.template(template));
        let own = std::iter::once(own).chain(streams).chain(self.plain_http());
        let streams = self.streams_over_http();
        own.chain(streams).chain(of_templates).collect()
    }

    /// The samples for plain HTTP of the streams that can be requested instead of the response.
    fn streams_over_http(&self) -> Vec<Code> {
        let streams = self.operation.streams.iter();
        let samples = streams.filter_map(|stream| {
            let call = Call::new(self.builder.plan, self.builder.place)?;
            let call = Call {
                stream: Some(stream),
                ..call
            };
            let of = phrases::records(stream);
            Some(call.plain_http().map(|code| Code {
                title: format!("{}, with a stream of {of}", code.title),
                ..code
            }))
        });
        samples.flatten().collect()
    }

    /// Whether plain HTTP requests a stream.
    pub(super) fn is_stream(&self) -> bool {
        self.stream.is_some() || matches!(self.operation.response, ResponseType::Records(_))
    }

    /// The scope of the operation.
    pub(crate) fn scope(&self) -> Option<&'a Scope> {
        self.api
            .scope
            .as_ref()
            .filter(|_| self.operation.scope.is_some())
    }

    /// The scope, if it is sent in the query.
    pub(crate) fn scope_in_query(&self) -> Option<&'a Scope> {
        let is_in_query = self.operation.scope == Some(ScopePlace::Query);
        self.scope().filter(|_| is_in_query)
    }

    /// The query: names and values of the scope and of the parameters.
    pub(crate) fn query_values(&self) -> Vec<(&str, Value)> {
        let scope = self.scope_in_query();
        let scope = scope.map(|scope| (scope.wire.as_str(), scope_value(scope)));
        let params = self.params.iter().filter_map(|set| {
            let is_query = matches!(set.param.location, Location::Query(_));
            is_query.then(|| (set.param.wire.as_str(), set.json.clone()))
        });
        scope.into_iter().chain(params).collect()
    }

    /// The body as JSON; `None` without a body.
    pub(crate) fn json_body(&self) -> Option<Value> {
        let (body, sample) = self.body.as_ref()?;
        Some(json(self.builder.plan.package, &body.ty, sample))
    }
}

/// The example of the scope's id, or a placeholder.
pub(crate) fn scope_value(scope: &Scope) -> Value {
    let example = scope.example.clone();
    example.unwrap_or_else(|| Value::from("<id>"))
}

/// Whether the parameter sets the page size, which a sample should show.
fn is_page_size(param: &Param) -> bool {
    let is_number = matches!(
        param.ty,
        TypeRef::Primitive(Primitive::I32 | Primitive::I64 | Primitive::U64)
    );
    param.role == Role::Paging && is_number && param.example.is_some()
}

/// Whether a sample should set an optional parameter: the operation has a body, and the document gives an example.
fn is_exemplary(operation: &Operation, param: &Param) -> bool {
    let is_query = matches!(param.location, Location::Query(_));
    operation.body.is_some() && is_query && param.role == Role::Plain && param.example.is_some()
}

fn body(
    maker: &Maker<'_, Telling<'_>>,
    values: &Values<'_>,
    operation: &Operation,
    body: &Body,
) -> Sample {
    let hint = Hint {
        example: body.example.as_ref(),
        is_whole: true,
        ..Hint::default()
    };
    let TypeRef::Named(id) = body.ty else {
        return maker.make(&body.ty, hint);
    };
    match &maker.plan.package.ty(id).kind {
        TypeKind::Struct(of) if !body.example.as_ref().is_some_and(Value::is_object) => {
            maker.object(id, of, &chosen(values, operation, of))
        }
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => maker.make(&body.ty, hint),
    }
}

/// The fields that a sample of a request sets: the required ones, and those that the document chooses or, if it does not, those
/// that most integrations support.
fn chosen(values: &Values<'_>, operation: &Operation, of: &Struct) -> Vec<usize> {
    let fields: Vec<(usize, &Field)> = of.fields.iter().enumerate().collect();
    let writable = fields.iter().filter(|(_, field)| !field.read_only);
    let (must, can): (Vec<_>, Vec<_>) = writable
        .copied()
        .partition(|(_, field)| field.required || field.fixed.is_some());
    let can = match values.body() {
        Some(names) => {
            let names: HashSet<&str> = names.iter().map(|name| name.wire.as_str()).collect();
            let named = can.into_iter();
            named
                .filter(|(_, field)| names.contains(field.wire.as_str()))
                .collect()
        }
        None => most_supported(values, operation, can),
    };
    let chosen = must.into_iter().chain(can).map(|(index, _)| index);
    let mut chosen: Vec<usize> = chosen.collect();
    if chosen.is_empty() {
        // If the body has only untyped fields, show the first.
        let writable = fields.iter().filter(|(_, field)| !field.read_only);
        chosen.extend(writable.map(|(index, _)| *index).take(1));
    }
    chosen.sort_unstable();
    chosen
}

/// The optional fields that most integrations support.
fn most_supported<'f>(
    values: &Values<'_>,
    operation: &Operation,
    fields: Vec<(usize, &'f Field)>,
) -> Vec<(usize, &'f Field)> {
    let fields = fields.into_iter();
    let mut can: Vec<_> = fields
        .filter(|(_, field)| is_typed(&field.ty) && !field.docs.has_inferred_type)
        .filter(|(_, field)| !field.docs.deprecated && !values.is_omitted(field))
        .collect();
    can.sort_by_key(|(index, field)| (std::cmp::Reverse(supporters(operation, field)), *index));
    can.truncate(MOST_FIELDS);
    can
}

fn is_typed(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Primitive(ty) => {
            !matches!(ty, Primitive::Any | Primitive::Object | Primitive::Raw)
        }
        TypeRef::List(of) | TypeRef::Map(of) | TypeRef::Nullable(of) => is_typed(of),
        TypeRef::Named(_) => true,
    }
}

/// How many integrations are documented to support the field.
fn supporters(operation: &Operation, field: &Field) -> u32 {
    let mut rows = operation.matrix.request.iter();
    let Some(row) = rows.find(|row| row.path == field.wire) else {
        return 0;
    };
    let total = row.support.total();
    total.map_or(0, |total| total.counts.supported)
}
