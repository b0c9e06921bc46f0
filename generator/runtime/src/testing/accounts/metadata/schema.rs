//! JSON Schemas of operations, as the API documents their form: `required` is a boolean of each property.

use std::cell::Cell;

use serde_json::{Map, Value, json};

use super::changes::Subject;
use crate::{
    support::mapping::{Mapping, SchemaPart},
    testing::{
        shape::{Field, Object, Shape},
        table::{ParameterRole, Payload, Route},
    },
};

/// The maximum number of properties of a schema. It exceeds that of any documented one, and ends the recursion of types that contain
/// each other.
const MOST_PROPERTIES: usize = 2000;

/// The maximum depth of objects in a schema.
const MOST_LEVELS: usize = 8;

/// The schemas of an operation.
pub(super) struct Schemas<'a> {
    route: &'static Route,
    /// Of the integration in the matrix: only what it maps is in the schemas. With `None`, everything is.
    slug: Option<&'a str>,
    options: &'static [(&'static str, ParameterRole)],
    left: Cell<usize>,
}

impl<'a> Schemas<'a> {
    /// With everything that any integration supports.
    pub(super) fn of(
        route: &'static Route,
        options: &'static [(&'static str, ParameterRole)],
    ) -> Self {
        Self {
            route,
            slug: None,
            options,
            left: Cell::new(MOST_PROPERTIES),
        }
    }

    /// Limits the schemas to what the integration supports. If it supports the operation only because of a change, that is everything.
    pub(super) fn mapped_by(mut self, integration: &'a Subject) -> Self {
        self.slug = integration.slug_in_matrix_of(self.route.operation);
        self
    }

    pub(super) fn part(&self, part: SchemaPart) -> Value {
        let object = match part {
            SchemaPart::Query => return self.query(),
            SchemaPart::Response => self.route.object(),
            SchemaPart::Body => match self.route.payload {
                Some(
                    Payload::Json(shape) | Payload::Form(shape) | Payload::Multipart(_, shape),
                ) => shape.object(),
                Some(Payload::Other(_)) | None => None,
            },
        };
        let properties = object.map(|object| self.properties(part, object, "", 0));
        json!({"type": "object", "properties": properties.unwrap_or_default()})
    }

    /// Parameters have the names that they have in the query. Only a sort parameter is an object, with its keys as properties.
    fn query(&self) -> Value {
        let mut properties = Map::new();
        for field in self.route.query {
            let name = field.name.trim_end_matches("[]");
            let inside = name.strip_suffix(']').and_then(|name| name.split_once('['));
            let inside =
                inside.filter(|(outer, _)| self.options.contains(&(*outer, ParameterRole::Sort)));
            let is_accepted =
                inside.is_none_or(|(outer, key)| self.may_accept(SchemaPart::Query, outer, key));
            let schema = self.property(SchemaPart::Query, field, name, 0);
            let Some(schema) = schema.filter(|_| is_accepted) else {
                continue;
            };
            match inside {
                None => drop(properties.insert(name.to_owned(), schema)),
                Some((outer, key)) => {
                    let object = json!({"type": "object", "properties": {}, "required": false});
                    let outer = properties.entry(outer).or_insert(object);
                    outer["properties"][key] = schema;
                }
            }
        }
        json!({"type": "object", "properties": properties})
    }

    fn properties(
        &self,
        part: SchemaPart,
        object: &Object,
        outer: &str,
        depth: usize,
    ) -> Map<String, Value> {
        let fields = object.fields().iter().filter_map(|field| {
            let path = match outer {
                "" => field.name.to_owned(),
                outer => format!("{outer}.{}", field.name),
            };
            let schema = self.property(part, field, &path, depth)?;
            Some((field.name.to_owned(), schema))
        });
        fields.collect()
    }

    /// The schema of a field; `None` if the integration does not map it.
    fn property(&self, part: SchemaPart, field: &Field, path: &str, depth: usize) -> Option<Value> {
        let mapping = self
            .slug
            .and_then(|slug| self.route.operation.mapping(slug, part, path))
            .unwrap_or(Mapping::Optional);
        if mapping == Mapping::Unmapped {
            return None;
        }
        self.left.set(self.left.get().checked_sub(1)?);
        let is_always_required =
            field.is_required || part == SchemaPart::Body && self.route.body.contains(&path);
        let mut schema = self.shape(part, &field.shape, path, depth);
        let is_required = is_always_required || mapping == Mapping::Required;
        schema.insert("required".to_owned(), is_required.into());
        Some(schema.into())
    }

    fn shape(
        &self,
        part: SchemaPart,
        shape: &Shape,
        path: &str,
        depth: usize,
    ) -> Map<String, Value> {
        let schema = match shape {
            Shape::Any | Shape::OneOf(_) => json!({}),
            Shape::Text | Shape::Choice(_) => json!({"type": "string"}),
            Shape::Enum(values) => {
                let values: Vec<&str> = values
                    .iter()
                    .copied()
                    .filter(|value| self.may_accept(part, path, value))
                    .collect();
                json!({"type": "string", "enum": values})
            }
            Shape::Bool => json!({"type": "boolean"}),
            Shape::Integer => json!({"type": "integer"}),
            Shape::Number => json!({"type": "number"}),
            Shape::Time => json!({"type": "string", "format": "date-time"}),
            Shape::Date => json!({"type": "string", "format": "date"}),
            Shape::Provider | Shape::Map(_) => {
                json!({"type": "object", "additionalProperties": true})
            }
            Shape::List(of) => {
                json!({"type": "array", "items": self.shape(part, of, path, depth)})
            }
            Shape::Nullable(of) => return self.shape(part, of, path, depth),
            Shape::Of(_) if depth == MOST_LEVELS => json!({"type": "object"}),
            Shape::Of(object) => {
                let properties = self.properties(part, object, path, depth + 1);
                json!({"type": "object", "properties": properties})
            }
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }

    fn may_accept(&self, part: SchemaPart, path: &str, value: &str) -> bool {
        self.slug
            .is_none_or(|slug| self.route.operation.may_accept(slug, part, path, value))
    }
}
