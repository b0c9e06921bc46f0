//! The support matrix of a selection as data: each operation and each field once, with the integrations by level.

use serde_json::{Map, Value, json};
use truto_support_matrix::forms::{Form, FormField, FormType};
use truto_support_matrix::{Answer, Counts, Level, OperationLevel, Provenance, outer_parameter};

use super::form::Selection;
use crate::ir::{FieldSupport, Operation};

impl Selection<'_> {
    /// Returns the support matrix as an object:
    ///
    /// - `integrations`: the labels of the integrations, by slug.
    /// - `operations`: a list. Each operation has `id`, `method`, `path`, `title`, `provenance` (the source of its list of integrations;
    ///   `null` if support is not documented), `supported_by`, `partial_response_by` (those of them that return only part of each object),
    ///   `not_supported_by`, and three lists of fields: `query`, `body`, and `response`, of one object if the response is a list.
    /// - Each field has `path`, `type`, `description`, `required` (by the API itself), `supported_count` and `required_count` (the numbers in
    ///   the documentation), `provenance` (the source of the names), `required_by`, `supported_by` (the others that support it) and
    ///   `not_supported_by` (those that support the operation, but not the field). Members that are empty or not documented are left out.
    ///
    /// Integrations are slugs. For one that is in no list, support is not documented.
    #[must_use]
    pub fn table(&self) -> Value {
        let labels = self.integrations.iter();
        let labels: Map<String, Value> = labels
            .map(|of| (of.slug.clone(), of.label.as_str().into()))
            .collect();
        let operations = self.operations.iter();
        let operations: Value = operations.map(|operation| self.row(operation)).collect();
        json!({"integrations": labels, "operations": operations})
    }

    fn row(&self, operation: &Operation) -> Value {
        let matrix = &operation.matrix;
        let listed = |levels: &[OperationLevel]| {
            let slugs = self.integrations.iter().map(|of| &of.slug);
            slugs
                .filter(|slug| levels.contains(&matrix.level(slug)))
                .collect::<Vec<_>>()
        };
        let integrations = self.integrations.iter();
        let requests = integrations.clone().map(|of| self.form(operation, of));
        let requests: Vec<Form> = requests.collect();
        let responses: Vec<Form> = integrations
            .map(|of| self.response(operation, of))
            .collect();
        let provenance = matrix.integrations.as_ref();
        let provenance = provenance.map(|of| Provenance::from(of.provenance).as_str());
        json!({
            "id": self.names.operation(operation).id,
            "method": operation.http.as_str(),
            "path": operation.path,
            "title": operation.docs.summary,
            "provenance": provenance,
            "supported_by": listed(&[OperationLevel::Full, OperationLevel::Partial]),
            "partial_response_by": listed(&[OperationLevel::Partial]),
            "not_supported_by": listed(&[OperationLevel::Unsupported]),
            "query": fields(&requests, query, &matrix.query),
            "body": fields(&requests, Form::all_fields, &matrix.request),
            "response": fields(&responses, Form::all_fields, &matrix.response),
        })
    }
}

/// The query parameters, each followed by what it contains.
fn query(form: &Form) -> Vec<&FormField> {
    let all = form.query().iter();
    all.flat_map(|field| std::iter::once(field).chain(field.all_fields()))
        .collect()
}

/// The fields of the forms of one operation, which have the same fields in the same order.
fn fields(forms: &[Form], of: fn(&Form) -> Vec<&FormField>, rows: &[FieldSupport]) -> Value {
    let row = |path: &str| rows.iter().find(|row| row.path == path);
    let first = forms.first().map(of).unwrap_or_default();
    let mut fields: Vec<Field> = first
        .into_iter()
        .map(|field| {
            let row = row(field.path()).or_else(|| row(outer_parameter(field.path())?));
            Field::new(field, row.and_then(|row| row.support.counts))
        })
        .collect();
    for form in forms {
        for (known, field) in fields.iter_mut().zip(of(form)) {
            known.add(form, field);
        }
    }
    fields.iter().map(Field::json).collect()
}

/// A field, and the integrations by level.
struct Field<'f> {
    field: &'f FormField,
    counts: Option<Counts>,
    is_required: bool,
    required_by: Vec<&'f str>,
    supported_by: Vec<&'f str>,
    not_supported_by: Vec<&'f str>,
}

impl<'f> Field<'f> {
    fn new(field: &'f FormField, counts: Option<Counts>) -> Self {
        Self {
            field,
            counts,
            is_required: false,
            required_by: Vec::new(),
            supported_by: Vec::new(),
            not_supported_by: Vec::new(),
        }
    }

    /// Adds what the form of an integration says.
    fn add(&mut self, form: &'f Form, field: &FormField) {
        let level = field.level();
        // What only the integration requires is in the list.
        self.is_required |= field.is_required() && level != Level::Required;
        let list = match level {
            Level::Required => &mut self.required_by,
            Level::Supported => &mut self.supported_by,
            Level::Unsupported if form.operation_support() != Answer::No => {
                &mut self.not_supported_by
            }
            Level::Unsupported | Level::NotDocumented => return,
        };
        list.push(form.integration());
    }

    fn json(&self) -> Value {
        let field = self.field;
        let mut object = json!({"path": field.path(), "type": type_name(field.field_type())});
        if let Some(description) = field.description() {
            object["description"] = description.into();
        }
        object["required"] = self.is_required.into();
        if let Some(counts) = self.counts {
            object["supported_count"] = counts.supported.into();
            object["required_count"] = counts.required.into();
        }
        if let Some(provenance) = field.provenance() {
            object["provenance"] = provenance.as_str().into();
        }
        for (name, list) in [
            ("required_by", &self.required_by),
            ("supported_by", &self.supported_by),
            ("not_supported_by", &self.not_supported_by),
        ] {
            if !list.is_empty() {
                object[name] = json!(list);
            }
        }
        object
    }
}

/// Returns the name of a type: `array of string (date-time)`.
#[must_use]
pub fn type_name(ty: &FormType) -> String {
    match ty {
        FormType::Scalar(scalar) => match scalar.format() {
            Some(format) => format!("{} ({format})", scalar.kind().as_str()),
            None => scalar.kind().as_str().to_owned(),
        },
        FormType::List(of) => format!("array of {}", type_name(of)),
        FormType::Map(of) => format!("map of {}", type_name(of)),
        FormType::Nullable(of) => format!("{} or null", type_name(of)),
        FormType::OneOf(cases) => {
            let cases: Vec<String> = cases.iter().map(type_name).collect();
            cases.join(" or ")
        }
        _ => "object".to_owned(),
    }
}
