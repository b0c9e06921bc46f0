//! Example responses, for pages of the reference and Postman collections.

use serde_json::{Map, Value};

use crate::ir::{
    Case, Media, Operation, PageProperty, Pagination, RecordForm, Records, ResponseType,
    StatusRange, TypeRef,
};
use crate::plan::extensions::sample_values::Values;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;
use crate::plan::sample_choice::Telling;
use crate::plan::sample_json::json;
use crate::plan::sample_response::Returned;
use crate::plan::samples::{Hint, Maker, SampleChoice};

/// An example with more lines has only a few fields of each object.
const MOST_LINES: usize = 150;

/// The cursors of the previous and the next page. The example is the second page, so they are `{"offset":0}` and `{"offset":2}` in Base64.
const PREVIOUS: &str = "eyJvZmZzZXQiOjB9";
const NEXT: &str = "eyJvZmZzZXQiOjJ9";

/// Makes examples of response bodies.
pub(crate) struct Example<'a> {
    pub(crate) plan: &'a Plan<'a>,
    pub(crate) values: Values<'a>,
}

impl<'a> Example<'a> {
    /// Returns `None` if the crate has no such API or resource.
    pub(crate) fn new(plan: &'a Plan<'a>, place: OperationRef<'a>) -> Option<Self> {
        let api = plan.package.apis.get(place.api)?;
        let resource = api.resources.get(place.resource)?;
        let values = Values::new(api, resource, place.operation);
        Some(Self { plan, values })
    }

    /// Returns the body of a successful response or, for a stream of records, one record. `None` if it is not JSON.
    pub(crate) fn success(&self, operation: &Operation) -> Option<Value> {
        let value = match &operation.response {
            ResponseType::Nothing | ResponseType::Stream => return None,
            ResponseType::Records(records) if !is_json(records) => return None,
            ResponseType::Records(records) => self.sample(&records.ty, None),
            ResponseType::Value(_) | ResponseType::Page(_) => {
                self.of_type(operation, json_cases(operation).next()?.ty.as_ref()?)
            }
        };
        (!value.is_null()).then_some(value)
    }

    /// Returns the body of a successful response whose type is `ty`.
    fn of_type(&self, operation: &Operation, ty: &TypeRef) -> Value {
        match &operation.response {
            ResponseType::Page(item) => self.paged(operation, item),
            _ => self.whole(operation, ty),
        }
    }

    /// Returns the documented responses that have one status, not a range, and a JSON body, each with an example of the body.
    pub(crate) fn all<'o>(&self, operation: &'o Operation) -> Vec<(u16, &'o Case, Value)> {
        let is_whole = matches!(
            operation.response,
            ResponseType::Value(_) | ResponseType::Page(_)
        );
        let successes = json_cases(operation).filter(|_| is_whole);
        let successes = successes.map(|case| (case, true));
        let failures = operation.failures.iter().filter(|case| has_json(case));
        let failures = failures.map(|case| (case, false));
        let examples = successes.chain(failures).filter_map(|(case, is_success)| {
            let (StatusRange::Code(status), Some(ty)) = (case.status, &case.ty) else {
                return None;
            };
            let value = match is_success {
                true => self.of_type(operation, ty),
                false => Self::failure(self.plan, ty),
            };
            (!value.is_null()).then_some((status, case, value))
        });
        examples.collect()
    }

    /// Returns the body of an error response. It has no values of `x-truto-sample-values`, which are about objects, not errors.
    pub(crate) fn failure(plan: &'a Plan<'a>, ty: &TypeRef) -> Value {
        let values = Values::default();
        Example { plan, values }.sample(ty, None)
    }

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

    /// The other properties of a page, with their values.
    fn properties<'p>(&self, pages: &'p Pagination) -> Vec<(&'p PageProperty, Value)> {
        let optional = [
            (&pages.previous, None),
            (&pages.count, Some(Value::from(1))),
            (&pages.partial, Some(Value::from(false))),
        ];
        let optional = optional.into_iter().filter_map(|(property, value)| {
            let property = property.as_ref()?;
            let value = value.unwrap_or_else(|| self.cursor(property, PREVIOUS));
            Some((property, value))
        });
        let next = self.cursor(&pages.cursor, NEXT);
        std::iter::once((&pages.cursor, next))
            .chain(optional)
            .collect()
    }

    /// Returns `text`, or a sample if the type of the cursor is not a string.
    fn cursor(&self, property: &PageProperty, text: &str) -> Value {
        let sample = property.ty.as_ref().map(|ty| self.sample(ty, None));
        sample
            .filter(|sample| !sample.is_string())
            .unwrap_or_else(|| text.into())
    }

    /// Returns a value of the type: with all typical fields, or with a few if that would be too long.
    pub(crate) fn sample(&self, ty: &TypeRef, example: Option<&Value>) -> Value {
        let all = self.made(Returned::new(self.values), ty, example);
        match format!("{all:#}").lines().count() {
            0..=MOST_LINES => all,
            _ => self.made(Telling::received(self.values), ty, example),
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

/// The successful responses whose body is JSON.
pub(crate) fn json_cases(operation: &Operation) -> impl Iterator<Item = &Case> {
    operation.cases.iter().filter(|case| has_json(case))
}

fn has_json(case: &Case) -> bool {
    case.media.as_ref().is_some_and(Media::is_json)
}

fn is_json(records: &Records) -> bool {
    !records.media.is_events() || matches!(records.form, RecordForm::Json)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use crate::load::Memory;
    use crate::{Options, Warnings, generate};

    /// The pages of a document with these schemas, whose only operation returns the schema `S0`.
    fn pages(schemas: &Map<String, Value>) -> String {
        let schema = json!({"$ref": "#/components/schemas/S0"});
        let content = json!({"application/json": {"schema": schema}});
        let responses = json!({"200": {"description": "Done.", "content": content}});
        let spec = json!({
            "openapi": "3.0.3",
            "info": {"title": "Shop", "version": "1"},
            "servers": [{"url": "https://shop.example.com"}],
            "paths": {"/things": {"get": {
                "operationId": "get_things", "tags": ["things"], "summary": "Get.", "responses": responses,
            }}},
            "components": {"schemas": schemas},
        });
        let files: Memory = [("shop.json", spec.to_string())].into_iter().collect();
        let roots = ["shop.json".to_owned()];
        let outcome = generate(&roots, &files, Warnings::Allow, &Options::default());
        let pages = outcome.files.iter();
        let pages = pages.filter(|(path, _)| path.starts_with("docs/"));
        let pages = pages.map(|(_, page)| String::from_utf8_lossy(page).into_owned());
        pages.collect()
    }

    /// The schemas `S0`, `S1` and so on, each made by `of` for the reference to the next one. The last one is an empty object.
    fn chain(length: usize, of: impl Fn(Value) -> Value) -> Map<String, Value> {
        let schemas = (0..length).map(|index| {
            let next = json!({"$ref": format!("#/components/schemas/S{}", index + 1)});
            (format!("S{index}"), of(next))
        });
        let last = (format!("S{length}"), json!({"type": "object"}));
        schemas.chain([last]).collect()
    }

    #[test]
    fn the_example_of_a_response_ends_however_many_objects_are_required() {
        let twice = |next: Value| json!({"type": "object", "required": ["a", "b"], "properties": {"a": next, "b": next}});
        let once =
            |next: Value| json!({"type": "object", "required": ["a"], "properties": {"a": next}});
        let choice = |next: Value| {
            let object = json!({"type": "object", "required": ["a"], "properties": {"a": next}});
            json!({"oneOf": [object, {"type": "object", "required": ["b"], "properties": {"b": next}}]})
        };
        // With each level of the first, the examples became twice as long. The others overflowed the stack.
        for schemas in [chain(40, twice), chain(1_000, once), chain(1_000, choice)] {
            let pages = pages(&schemas);
            let example = pages.matches("\"a\": {").count();
            assert!((50..=200).contains(&example), "{example}");
        }
        let mut cycle = chain(1_000, once);
        let last = json!({"$ref": "#/components/schemas/S0"});
        cycle.insert("S1000".to_owned(), once(last));
        assert!(pages(&cycle).contains("\"a\": {"));
    }

    #[test]
    fn a_short_example_has_what_the_server_sends() {
        let names = (0..200).map(|index| (format!("p{index}"), json!({"type": "string"})));
        let mut properties: Map<String, Value> = names.collect();
        properties.insert(
            "created".to_owned(),
            json!({"type": "string", "readOnly": true}),
        );
        properties.insert(
            "password".to_owned(),
            json!({"type": "string", "writeOnly": true}),
        );
        let required = ["created", "password"];
        let schema = json!({"type": "object", "required": required, "properties": properties});
        let pages = pages(&[("S0".to_owned(), schema)].into_iter().collect());
        assert!(pages.contains("{\n  \"created\": \"text\"\n}"), "{pages}");
    }
}
