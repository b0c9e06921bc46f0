//! Forms as JSON.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Form, FormField, FormKind, FormObject, FormScalar, FormType, FormValue, Text};
use crate::members::{take, take_list};

fn take_text<E: serde::de::Error>(
    object: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Option<Text>, E> {
    Ok(take::<Option<String>, E>(object, name)?.map(Cow::Owned))
}

/// A flag that is absent is not set.
fn take_flag<E: serde::de::Error>(
    object: &mut Map<String, Value>,
    name: &'static str,
) -> Result<bool, E> {
    Ok(take::<Option<bool>, E>(object, name)?.unwrap_or_default())
}

/// An object with the members `operation`, `integration`, `label`, `operation_support`, `query` and `body`.
impl Serialize for Form {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("operation", &self.operation)?;
        object.serialize_entry("integration", &self.integration)?;
        object.serialize_entry("label", &self.label)?;
        object.serialize_entry("operation_support", &self.operation_support)?;
        object.serialize_entry("query", &self.query)?;
        object.serialize_entry("body", &self.body)?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        Ok(Self {
            operation: Cow::Owned(take(&mut object, "operation")?),
            integration: Cow::Owned(take(&mut object, "integration")?),
            label: Cow::Owned(take(&mut object, "label")?),
            operation_support: take(&mut object, "operation_support")?,
            query: take_list(&mut object, "query")?,
            body: take(&mut object, "body")?,
        })
    }
}

/// An object with the members `name`, `path`, `level`, `required`, `may_be_required`, `provenance`, `read_only`, `deprecated`,
/// `description`, `default` and `constraints`, and those of the type. Members that are false, null or empty are left out, except
/// `required`.
impl Serialize for FormField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("name", &self.name)?;
        object.serialize_entry("path", &self.path)?;
        object.serialize_entry("level", &self.level)?;
        object.serialize_entry("required", &self.is_required)?;
        for (name, is_set) in [
            ("may_be_required", self.may_be_required),
            ("read_only", self.is_read_only),
            ("deprecated", self.is_deprecated),
        ] {
            if is_set {
                object.serialize_entry(name, &true)?;
            }
        }
        if let Some(provenance) = self.provenance {
            object.serialize_entry("provenance", &provenance)?;
        }
        if let Some(description) = &self.description {
            object.serialize_entry("description", description)?;
        }
        self.ty.members(&mut object)?;
        if let Some(default) = &self.default {
            object.serialize_entry("default", default)?;
        }
        if !self.constraints.is_empty() {
            object.serialize_entry("constraints", &Constraints(&self.constraints))?;
        }
        object.end()
    }
}

struct Constraints<'a>(&'a [(Text, Value)]);

impl Serialize for Constraints<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(keyword, value)| (keyword, value)))
    }
}

impl<'de> Deserialize<'de> for FormField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        let constraints: Option<Map<String, Value>> = take(&mut object, "constraints")?;
        let constraints = constraints.unwrap_or_default().into_iter();
        let default = object.remove("default");
        Ok(Self {
            name: Cow::Owned(take(&mut object, "name")?),
            path: take(&mut object, "path")?,
            level: take(&mut object, "level")?,
            provenance: take(&mut object, "provenance")?,
            is_required: take(&mut object, "required")?,
            may_be_required: take_flag(&mut object, "may_be_required")?,
            is_read_only: take_flag(&mut object, "read_only")?,
            is_deprecated: take_flag(&mut object, "deprecated")?,
            description: take_text(&mut object, "description")?,
            default,
            constraints: constraints
                .map(|(keyword, value)| (Cow::Owned(keyword), value))
                .collect(),
            ty: FormType::take(object)?,
        })
    }
}

impl FormType {
    /// Writes the members of the type: `type`, `nullable`, and what belongs to the type.
    fn members<M: SerializeMap>(&self, object: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Scalar(scalar) => {
                object.serialize_entry("type", &scalar.kind)?;
                if let Some(format) = &scalar.format {
                    object.serialize_entry("format", format)?;
                }
                if !scalar.values.is_empty() {
                    object.serialize_entry("values", &scalar.values)?;
                }
                object.serialize_entry("open", &scalar.is_open)
            }
            Self::Object(FormObject { fields, is_open }) => {
                object.serialize_entry("type", "object")?;
                object.serialize_entry("fields", fields)?;
                object.serialize_entry("open", is_open)
            }
            Self::List(of) => {
                object.serialize_entry("type", "array")?;
                object.serialize_entry("items", of)
            }
            Self::Map(of) => {
                object.serialize_entry("type", "map")?;
                object.serialize_entry("items", of)
            }
            Self::Nullable(of) => {
                object.serialize_entry("nullable", &true)?;
                of.members(object)
            }
            Self::OneOf(cases) => {
                object.serialize_entry("type", "one_of")?;
                object.serialize_entry("cases", cases)
            }
        }
    }

    /// Reads what [`members`](Self::members) writes.
    fn take<E: serde::de::Error>(mut object: Map<String, Value>) -> Result<Self, E> {
        if take_flag(&mut object, "nullable")? {
            return Ok(Self::Nullable(Box::new(Self::take(object)?)));
        }
        let ty: String = take(&mut object, "type")?;
        Ok(match ty.as_str() {
            "object" => Self::Object(FormObject {
                fields: take(&mut object, "fields")?,
                is_open: take(&mut object, "open")?,
            }),
            "array" => Self::List(Box::new(take(&mut object, "items")?)),
            "map" => Self::Map(Box::new(take(&mut object, "items")?)),
            "one_of" => Self::OneOf(take(&mut object, "cases")?),
            _ => Self::Scalar(FormScalar {
                kind: FormKind::deserialize(Value::String(ty)).map_err(E::custom)?,
                format: take_text(&mut object, "format")?,
                values: take_list(&mut object, "values")?,
                is_open: take(&mut object, "open")?,
            }),
        })
    }
}

/// An object with the member `type`: `string`, `boolean`, `integer`, `number`, `any` or `file` (with `format`, `values` and `open`),
/// `object` (with `fields` and `open`), `array` or `map` (with `items`), or `one_of` (with `cases`). Any type can have the member `nullable`.
impl Serialize for FormType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        self.members(&mut object)?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for FormType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::take(Map::deserialize(deserializer)?)
    }
}

/// An object with the members `value`, `answer` and, if there is one, `description`.
impl Serialize for FormValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("value", &self.value)?;
        object.serialize_entry("answer", &self.answer)?;
        if let Some(description) = &self.description {
            object.serialize_entry("description", description)?;
        }
        object.end()
    }
}

impl<'de> Deserialize<'de> for FormValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        let value = object.remove("value");
        Ok(Self {
            value: value.ok_or_else(|| D::Error::missing_field("value"))?,
            answer: take(&mut object, "answer")?,
            description: take_text(&mut object, "description")?,
        })
    }
}
