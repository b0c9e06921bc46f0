//! Builds a form from a schema and the cells of the matrix.

use std::collections::HashSet;

use serde_json::Value;

use super::{Form, FormField, FormKind, FormObject, FormScalar, FormType, FormValue, Text};
use super::{Members, Property, PropertyType, Request, Source};
use crate::{Answer, FieldSupport, Level, Provenance, parameter_path};

/// The maximum nesting of objects, as in the list of the fields of a body.
const DEEPEST: usize = 4;

/// The maximum number of fields and of types in choices: objects that refer to each other have infinitely many.
const MOST: usize = 1000;

/// An object without a list of its fields: they are not documented, or the object contains itself and they are listed already.
const ANY_OBJECT: FormObject = FormObject {
    fields: Vec::new(),
    is_open: true,
};

/// What the matrix says about a field and one integration.
#[derive(Clone, Debug)]
pub struct Cell {
    /// How the integration supports the field.
    pub level: Level,
    /// The source of the names; `None` if there are none.
    pub provenance: Option<Provenance>,
    /// Whether the integration may require the field without being named.
    pub may_be_required: bool,
    /// The documented values, each with whether the integration accepts it.
    pub values: Vec<(String, Answer)>,
    /// Whether the integration accepts no other values.
    pub excludes_other_values: bool,
}

impl Cell {
    /// A field without documented support.
    pub const UNKNOWN: Self = Self {
        level: Level::NotDocumented,
        provenance: None,
        may_be_required: false,
        values: Vec::new(),
        excludes_other_values: false,
    };

    /// Returns what a row of the matrix says about `integration`. `values` are the documented values, each with the integrations
    /// that accept it.
    pub fn new<'v, K, Q: ?Sized>(
        support: &FieldSupport<'_, K>,
        values: impl Iterator<Item = (&'v str, &'v [K])> + Clone,
        integration: &Q,
    ) -> Self
    where
        K: PartialEq<Q> + 'v,
    {
        let answer = |value: &str| support.accepts(values.clone(), value, integration);
        let answers = values
            .clone()
            .map(|(value, _)| (value.to_owned(), answer(value)));
        Self {
            level: support.level(integration),
            provenance: support.provenance(),
            may_be_required: support.may_be_required(integration),
            values: answers.collect(),
            excludes_other_values: support.excludes_other_values(values.clone(), integration),
        }
    }

    fn answer(&self, value: &Value) -> Answer {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let mut documented = self.values.iter().filter(|(known, _)| *known == text);
        match documented.next() {
            Some((_, answer)) => *answer,
            None if self.is_closed() => Answer::No,
            None => Answer::NotDocumented,
        }
    }

    fn is_closed(&self) -> bool {
        self.excludes_other_values || self.level == Level::Unsupported
    }
}

/// What the matrix of an operation says about one integration.
pub trait Cells {
    /// Whether the integration supports the operation.
    fn operation(&self) -> Answer;

    /// The query parameter at a path.
    fn query(&self, path: &str) -> Cell;

    /// The field of the body at a path.
    fn body(&self, path: &str) -> Cell;
}

impl Form {
    /// Builds the form of a request. `integration` is its slug and its label.
    #[doc(hidden)]
    pub fn build<S: Source>(
        operation: impl Into<Text>,
        integration: (impl Into<Text>, impl Into<Text>),
        (source, request): (&S, Request<S::Object>),
        cells: &dyn Cells,
    ) -> Self {
        let support = cells.operation();
        let level = match support {
            Answer::No => Level::Unsupported,
            Answer::Yes | Answer::NotDocumented => Level::NotDocumented,
        };
        let root = Cell {
            level,
            ..Cell::UNKNOWN
        };
        let builder = |is_query, cell| Builder {
            source,
            is_query,
            cell,
            open: Vec::new(),
            open_choices: Vec::new(),
            number: 0,
        };
        let query = |path: &str| cells.query(path);
        let body = |path: &str| cells.body(path);
        let mut of_query = builder(true, &query as &dyn Fn(&str) -> Cell);
        Self {
            operation: operation.into(),
            integration: integration.0.into(),
            label: integration.1.into(),
            operation_support: support,
            query: of_query.fields(request.query, "", level),
            body: request
                .body
                .map(|of| builder(false, &body).ty(of, "", &root)),
        }
    }
}

struct Builder<'a, S: Source> {
    source: &'a S,
    is_query: bool,
    /// What the matrix says about a path.
    cell: &'a dyn Fn(&str) -> Cell,
    /// The objects that contain the current one.
    open: Vec<S::Object>,
    /// The choices that contain the current one.
    open_choices: Vec<S::Object>,
    /// The number of fields, and of types in choices.
    number: usize,
}

impl<S: Source> Builder<'_, S> {
    /// The type of the value at `path`, of which the matrix says `cell`.
    fn ty(&mut self, ty: PropertyType<S::Object>, path: &str, cell: &Cell) -> FormType {
        match ty {
            PropertyType::Scalar {
                kind,
                format,
                values,
            } => FormType::Scalar(scalar(kind, format, values, cell)),
            PropertyType::AnyObject => FormType::Object(ANY_OBJECT),
            PropertyType::Object(object) => self.object(object, path, cell),
            PropertyType::List(of) => FormType::List(Box::new(self.ty(*of, path, cell))),
            PropertyType::Map(of) => FormType::Map(Box::new(self.ty(*of, path, cell))),
            PropertyType::Nullable(of) => match self.ty(*of, path, cell) {
                nullable @ FormType::Nullable(_) => nullable,
                of => FormType::Nullable(Box::new(of)),
            },
            PropertyType::OneOf(choice) => self.choice(choice, path, cell),
        }
    }

    /// A choice that contains itself, or too many others, can be any value.
    fn choice(&mut self, choice: S::Object, path: &str, cell: &Cell) -> FormType {
        let any = FormType::Scalar(scalar(FormKind::Any, None, Vec::new(), cell));
        if self.open_choices.contains(&choice) || self.open_choices.len() == DEEPEST {
            return any;
        }
        let cases = self.source.cases(choice);
        if self.number + cases.len() > MOST {
            return any;
        }
        self.number += cases.len();
        self.open_choices.push(choice);
        let cases = cases.into_iter().map(|case| self.ty(case, path, cell));
        let cases = cases.collect();
        self.open_choices.pop();
        FormType::OneOf(cases)
    }

    fn object(&mut self, object: S::Object, path: &str, cell: &Cell) -> FormType {
        if self.open.contains(&object) || self.open.len() == DEEPEST {
            return FormType::Object(ANY_OBJECT);
        }
        let Members {
            properties,
            is_open,
        } = self.source.members(object);
        let documented = properties.len();
        self.open.push(object);
        let fields = self.fields(properties, path, cell.level);
        self.open.pop();
        FormType::Object(FormObject {
            is_open: is_open || fields.len() < documented,
            fields,
        })
    }

    /// The fields of the object at `outer`, which has this level.
    fn fields(
        &mut self,
        properties: Vec<Property<S::Object>>,
        outer: &str,
        level: Level,
    ) -> Vec<FormField> {
        let mut fields = Vec::new();
        for property in properties {
            if self.number == MOST {
                break;
            }
            self.number += 1;
            fields.push(self.field(property, outer, level));
        }
        fields
    }

    fn field(&mut self, property: Property<S::Object>, outer: &str, level: Level) -> FormField {
        let path = match outer {
            "" if self.is_query => parameter_path(&property.name).to_owned(),
            "" => property.name.to_string(),
            outer => format!("{outer}.{}", property.name),
        };
        let mut cell = (self.cell)(&path);
        if level == Level::Unsupported {
            // What contains the field is not supported.
            cell.level = Level::Unsupported;
            cell.may_be_required = false;
        }
        let is_current = cell.provenance == Some(Provenance::Documented);
        let ty = match property.ty {
            // Null does not satisfy the requirement, which only a current page proves.
            ty if cell.level == Level::Required && is_current => without_null(ty),
            ty => ty,
        };
        let is_supported = cell.level != Level::Unsupported && !property.is_read_only;
        FormField {
            level: cell.level,
            provenance: cell.provenance,
            is_required: is_supported && (property.is_required || cell.level == Level::Required),
            may_be_required: cell.may_be_required && is_supported,
            is_read_only: property.is_read_only,
            is_deprecated: property.is_deprecated,
            description: property.description,
            default: property.default,
            constraints: property.constraints,
            ty: self.ty(ty, &path, &cell),
            name: property.name,
            path,
        }
    }
}

fn without_null<O>(ty: PropertyType<O>) -> PropertyType<O> {
    match ty {
        PropertyType::Nullable(of) => without_null(*of),
        ty => ty,
    }
}

/// The values of the enum, then those that only the matrix has.
fn scalar(
    kind: FormKind,
    format: Option<Text>,
    values: Vec<(Value, Option<Text>)>,
    cell: &Cell,
) -> FormScalar {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    let others = cell
        .values
        .iter()
        .map(|(value, _)| (Value::from(value.as_str()), None));
    let others = others.filter(|_| kind == FormKind::Text);
    for (value, description) in values.into_iter().chain(others) {
        if seen.insert(value.to_string()) {
            all.push(FormValue {
                answer: cell.answer(&value),
                value,
                description,
            });
        }
    }
    FormScalar {
        kind,
        format,
        values: all,
        is_open: !cell.is_closed(),
    }
}
