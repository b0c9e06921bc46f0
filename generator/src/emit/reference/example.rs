//! The example of a response on the page of an operation.

use serde_json::{Map, Value};

use crate::emit::prose::{escape, phrases};
use crate::emit::reference::page::Page;
use crate::ir::{
    Media, Operation, PageProperty, Pagination, RecordForm, Records, ResponseType, StatusRange,
    TypeKind, TypeRef,
};
use crate::plan::extensions::sample_values::Values;
use crate::plan::operation_ref::OperationRef;
use crate::plan::pages::Book;
use crate::plan::root::Plan;
use crate::plan::sample_choice::Telling;
use crate::plan::sample_json::json;
use crate::plan::sample_response::Returned;
use crate::plan::samples::{Hint, Maker, SampleChoice};

/// An example with more lines has only a few fields of each object.
const MOST_LINES: usize = 150;

/// Appends an example of a successful response, if it is JSON.
///
/// ````text
/// ## Example response
///
/// Status 200, `application/json`:
///
/// ```json
/// {"result": [{"id": "42"}], "next_cursor": null}
/// ```
/// ````
pub(super) fn section(book: &Book<'_>, place: OperationRef<'_>, page: &mut Page) {
    let operation = place.operation;
    let (Some(api), Some(resource)) = (book.api(place), book.resource(place)) else {
        return;
    };
    let maker = Example {
        plan: book.plan,
        values: Values::new(api, resource, operation),
    };
    let value = match &operation.response {
        ResponseType::Nothing | ResponseType::Stream => return,
        ResponseType::Value(_) | ResponseType::Page(_) if !has_json(operation) => return,
        ResponseType::Value(ty) => maker.whole(operation, first_of_status(book.plan, ty)),
        ResponseType::Page(item) => maker.paged(operation, item),
        ResponseType::Records(records) if !is_json(records) => return,
        ResponseType::Records(records) => maker.sample(&records.ty, None),
    };
    if value.is_null() {
        return;
    }
    page.heading(2, "Example response");
    page.block(&about(operation));
    page.code("json", &format!("{value:#}"));
}

fn has_json(operation: &Operation) -> bool {
    let mut cases = operation.cases.iter();
    cases.any(|case| case.media.as_ref().is_some_and(Media::is_json))
}

fn is_json(records: &Records) -> bool {
    !records.media.is_events() || matches!(records.form, RecordForm::Json)
}

/// ``Status 200, `application/json`:``
fn about(operation: &Operation) -> String {
    if let ResponseType::Records(records) = &operation.response {
        return match records.media.is_events() {
            true => "The data of an event:".to_owned(),
            false => "One of the values:".to_owned(),
        };
    }
    let cases = operation.cases.iter();
    let mut json = cases.filter(|case| case.media.as_ref().is_some_and(Media::is_json));
    let Some((first, media)) = json
        .next()
        .and_then(|case| Some((case, case.media.as_ref()?)))
    else {
        return String::new();
    };
    let same = json.filter(|case| case.ty == first.ty);
    let statuses = std::iter::once(first).chain(same).map(|case| case.status);
    let statuses: Vec<String> = statuses
        .map(|status: StatusRange| status.to_string())
        .collect();
    let statuses = phrases::alternatives(&statuses);
    format!("Status {statuses}, {}:", escape::code(media.name()))
}

/// The type, or that of the first status that has one.
fn first_of_status<'a>(plan: &Plan<'a>, ty: &'a TypeRef) -> &'a TypeRef {
    let kind = ty.named().map(|id| &plan.package.ty(id).kind);
    match kind {
        Some(TypeKind::Union(union)) if union.is_by_status() => union.types().next().unwrap_or(ty),
        _ => ty,
    }
}

/// Makes examples of what the server sends.
pub(super) struct Example<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) values: Values<'a>,
}

impl Example<'_> {
    /// The body with its envelope.
    fn whole(&self, operation: &Operation, ty: &TypeRef) -> Value {
        let value = self.sample(ty, None);
        match &operation.envelope {
            Some(envelope) if !value.is_null() => Value::from_iter([(envelope.key.clone(), value)]),
            _ => value,
        }
    }

    /// A page with one object.
    fn paged(&self, operation: &Operation, item: &TypeRef) -> Value {
        let items = Value::Array(vec![self.sample(item, None)]);
        let Some(pages) = &operation.pagination else {
            return items;
        };
        let mut body = Map::new();
        body.insert(pages.items.wire.clone(), items);
        for (property, value) in self.properties(pages) {
            body.insert(property.wire.clone(), value);
        }
        Value::Object(body)
    }

    /// The other properties of a page, with their values: there is a next page, but no previous one.
    fn properties<'p>(&self, pages: &'p Pagination) -> Vec<(&'p PageProperty, Value)> {
        let is_text = |property: &PageProperty| {
            let ty = property.ty.as_ref();
            ty.is_none_or(|ty| self.sample(ty, None).is_string())
        };
        let cursor = match is_text(&pages.cursor) {
            true => Value::from("eyJvZmZzZXQiOjF9"),
            false => pages
                .cursor
                .ty
                .as_ref()
                .map_or(Value::Null, |ty| self.sample(ty, None)),
        };
        let previous = pages.previous.as_ref().and_then(|property| {
            let is_nullable = matches!(property.ty, Some(TypeRef::Nullable(_)));
            is_nullable.then_some((property, Value::Null))
        });
        let count = pages
            .count
            .as_ref()
            .map(|property| (property, Value::from(1)));
        let partial = pages
            .partial
            .as_ref()
            .map(|property| (property, Value::from(false)));
        let cursor = std::iter::once((&pages.cursor, cursor));
        cursor.chain(previous).chain(count).chain(partial).collect()
    }

    /// A value of the type, with all typical fields unless that is too long.
    pub(super) fn sample(&self, ty: &TypeRef, example: Option<&Value>) -> Value {
        let all = self.made(Returned::new(self.values), ty, example);
        match format!("{all:#}").lines().count() {
            0..=MOST_LINES => all,
            _ => self.made(Telling::new(self.values), ty, example),
        }
    }

    fn made(&self, choice: impl SampleChoice, ty: &TypeRef, example: Option<&Value>) -> Value {
        let plan = self.plan;
        let hint = Hint {
            example,
            is_whole: true,
            ..Hint::default()
        };
        let sample = Maker { plan, choice }.make(ty, hint);
        json(plan.package, ty, &sample)
    }
}
