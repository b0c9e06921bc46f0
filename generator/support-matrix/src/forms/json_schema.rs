//! Forms as JSON Schema.

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{Value, json};

use super::{Form, FormField, FormKind, FormScalar, FormType};
use crate::{Answer, Level, Provenance};

/// A schema. Its keywords and properties have the order in which they are written; objects of `serde_json` may be sorted.
#[derive(Default)]
struct Schema(Vec<(String, Node)>);

enum Node {
    Value(Value),
    Schema(Schema),
    Schemas(Vec<Schema>),
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Schema(schema) => schema.serialize(serializer),
            Self::Schemas(schemas) => schemas.serialize(serializer),
        }
    }
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (keyword, node) in &self.0 {
            map.serialize_entry(keyword, node)?;
        }
        map.end()
    }
}

impl Schema {
    fn with(mut self, keyword: &str, value: impl Into<Value>) -> Self {
        self.0.push((keyword.to_owned(), Node::Value(value.into())));
        self
    }

    fn with_schema(mut self, keyword: &str, schema: Self) -> Self {
        self.0.push((keyword.to_owned(), Node::Schema(schema)));
        self
    }

    fn with_schemas(mut self, keyword: &str, schemas: Vec<Self>) -> Self {
        self.0.push((keyword.to_owned(), Node::Schemas(schemas)));
        self
    }

    fn value_mut(&mut self, keyword: &str) -> Option<&mut Value> {
        let mut all = self.0.iter_mut();
        all.find_map(|(known, node)| match node {
            Node::Value(value) if known == keyword => Some(value),
            _ => None,
        })
    }
}

/// The text of the schema of a form.
pub(super) fn text(form: &Form) -> Option<String> {
    let body = form.body.as_ref()?;
    let start = Schema::default()
        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
        .with("title", format!("{} on {}", form.operation, form.label));
    let schema = match form.operation_support {
        Answer::No => {
            let why = format!("{} does not support the operation.", form.label);
            start.with("description", why).with("not", json!({}))
        }
        Answer::Yes | Answer::NotDocumented => {
            let rules = Rules {
                apply: form.operation_support == Answer::Yes,
            };
            let mut schema = start;
            schema.0.extend(rules.ty(body).0);
            schema
        }
    };
    serde_json::to_string_pretty(&schema).ok()
}

/// What the matrix rules out, as in the check of a request. If it is not documented whether the integration supports the operation, it
/// rules out nothing.
#[derive(Clone, Copy)]
struct Rules {
    apply: bool,
}

impl Rules {
    fn ty(self, ty: &FormType) -> Schema {
        match ty {
            FormType::Scalar(scalar) => self.scalar(scalar),
            FormType::Object(of) => self.object(&of.fields),
            FormType::List(of) => Schema::default()
                .with("type", "array")
                .with_schema("items", self.ty(of)),
            FormType::Map(of) => Schema::default()
                .with("type", "object")
                .with_schema("additionalProperties", self.ty(of)),
            FormType::Nullable(of) => nullable(self.ty(of)),
            FormType::OneOf(cases) => {
                let cases = cases.iter().map(|case| self.ty(case));
                Schema::default().with_schemas("anyOf", cases.collect())
            }
        }
    }

    fn scalar(self, scalar: &FormScalar) -> Schema {
        let mut schema = Schema::default();
        schema = match scalar.kind {
            FormKind::Any => schema,
            FormKind::File => schema
                .with("type", "string")
                .with("contentMediaType", "application/octet-stream"),
            kind => schema.with("type", kind.as_str()),
        };
        if let Some(format) = scalar.format() {
            schema = schema.with("format", format);
        }
        if scalar.values.is_empty() {
            return schema;
        }
        let is_closed = self.apply && !scalar.is_open;
        let accepted = scalar.values.iter().filter(|one| one.answer != Answer::No);
        let accepted: Vec<Value> = accepted.map(|one| one.value.clone()).collect();
        schema.with(if is_closed { "enum" } else { "examples" }, accepted)
    }

    fn object(self, fields: &[FormField]) -> Schema {
        let (unsupported, supported): (Vec<_>, Vec<_>) = fields
            .iter()
            .partition(|field| self.apply && field.level == Level::Unsupported);
        let names = |fields: Vec<&FormField>| -> Vec<Value> {
            fields.iter().map(|field| field.name().into()).collect()
        };
        let mut properties = Schema::default();
        for known in &supported {
            properties = properties.with_schema(known.name(), self.field(known));
        }
        let required = supported.into_iter().filter(|field| self.requires(field));
        let (required, unsupported) = (names(required.collect()), names(unsupported));
        let mut schema = Schema::default().with("type", "object");
        if !properties.0.is_empty() {
            schema = schema.with_schema("properties", properties);
        }
        if !required.is_empty() {
            schema = schema.with("required", required);
        }
        if !unsupported.is_empty() {
            schema = schema.with("propertyNames", json!({"not": {"enum": unsupported}}));
        }
        schema
    }

    /// An integration requires a field only if a current page says so.
    fn requires(self, field: &FormField) -> bool {
        let is_documented = self.apply && field.provenance == Some(Provenance::Documented);
        field.is_required && (field.level != Level::Required || is_documented)
    }

    fn field(self, field: &FormField) -> Schema {
        let mut schema = Schema::default();
        if let Some(description) = field.description() {
            schema = schema.with("description", description);
        }
        schema.0.extend(self.ty(&field.ty).0);
        let is_any = matches!(&field.ty, FormType::Scalar(of) if of.kind == FormKind::Any);
        if is_any && field.level == Level::Required && self.requires(field) {
            // Null does not satisfy a requirement. Other types exclude it.
            schema = schema.with("not", json!({"type": "null"}));
        }
        for (keyword, value) in &field.constraints {
            schema = schema.with(keyword, value.clone());
        }
        if let Some(default) = &field.default {
            schema = schema.with("default", default.clone());
        }
        for (keyword, is_true) in [
            ("readOnly", field.is_read_only),
            ("deprecated", field.is_deprecated),
        ] {
            if is_true {
                schema = schema.with(keyword, true);
            }
        }
        schema.with("x-level", field.level.as_str())
    }
}

/// Allows null, too.
fn nullable(schema: Schema) -> Schema {
    let mut schema = schema;
    if schema.0.is_empty() {
        return schema;
    }
    if let Some(values) = schema.value_mut("enum").and_then(Value::as_array_mut) {
        values.push(Value::Null);
    }
    match schema.value_mut("type") {
        // One name: the builder of forms makes no type nullable twice.
        Some(ty) => {
            *ty = json!([ty.take(), "null"]);
            schema
        }
        None => {
            let null = Schema::default().with("type", "null");
            Schema::default().with_schemas("anyOf", vec![schema, null])
        }
    }
}
