//! The answers of the API about one integration.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::place::{OperationKey, Part};
use super::schema::Schema;
use crate::ir::{FieldName, LiveIntegration, LiveSchemas, LiveSupport, Package, Struct};

/// What an integration supports.
#[derive(Clone, Debug, Default)]
pub(super) struct Capabilities {
    pub(super) slug: Option<String>,
    pub(super) label: Option<String>,
    pub(super) operations: BTreeSet<OperationKey>,
}

/// The schemas of an operation; `None` if an answer does not have one.
#[derive(Clone, Debug, Default)]
pub(super) struct Schemas {
    parts: [Option<Schema>; 3],
}

impl Schemas {
    pub(super) fn of(&self, part: Part) -> Option<&Schema> {
        self.parts[part as usize].as_ref()
    }

    fn read(value: &Value, names: &LiveSchemas) -> Result<Self, String> {
        let object = value.as_object().ok_or("it is no object")?;
        let [_, parts @ ..] = &names.schemas;
        if !parts.iter().any(|name| object.contains_key(&name.wire)) {
            let parts = parts.iter().map(|name| format!("`{}`", name.wire));
            let parts: Vec<String> = parts.collect();
            return Err(format!(
                "it has none of the properties {}",
                parts.join(", ")
            ));
        }
        let mut schemas = Self::default();
        for (part, name) in schemas.parts.iter_mut().zip(parts) {
            if let Some(value) = object.get(&name.wire) {
                let schema = Schema::read(value);
                *part = schema.map_err(|fault| format!("`{}`: {fault}", name.wire))?;
            }
        }
        Ok(schemas)
    }
}

/// The names of the properties in the answers, from the documents.
pub(super) struct AnswerNames<'a> {
    capabilities: Option<CapabilityNames<'a>>,
    schemas: Option<&'a LiveSchemas>,
}

impl<'a> AnswerNames<'a> {
    pub(super) fn of(package: &'a Package) -> Self {
        let types = || package.types.iter().chain(&package.types_outside_client);
        let structs = || types().filter_map(|def| package.structure(def.id));
        Self {
            capabilities: structs().find_map(|of| CapabilityNames::of(package, of)),
            schemas: structs().find_map(|of| of.live_schemas.as_deref()),
        }
    }

    pub(super) fn capabilities(&self, value: &Value) -> Result<Capabilities, String> {
        let names = self.capabilities.as_ref();
        names
            .ok_or("the documents do not say how capabilities are listed")?
            .read(value)
    }

    pub(super) fn schemas(&self, value: &Value) -> Result<Schemas, String> {
        let names = self
            .schemas
            .ok_or("the documents do not say where schemas are")?;
        Schemas::read(value, names)
    }
}

/// The names in capabilities.
struct CapabilityNames<'a> {
    live: &'a LiveSupport,
    /// The list, if the property is an object.
    inner: Option<&'a str>,
}

impl<'a> CapabilityNames<'a> {
    fn of(package: &'a Package, of: &'a Struct) -> Option<Self> {
        let live = of.live_support.as_deref()?;
        let inner = inner_list(package, of, live);
        Some(Self { live, inner })
    }

    fn read(&self, value: &Value) -> Result<Capabilities, String> {
        let object = value.as_object().ok_or("it is no object")?;
        let list = &self.live.list.wire;
        let (resources, shape) = match (object.get(list), self.inner) {
            (Some(Value::Array(resources)), _) => (resources, 0),
            (Some(Value::Object(of)), Some(inner)) => {
                let resources = of.get(inner).and_then(Value::as_array);
                (
                    resources.ok_or_else(|| format!("`{list}.{inner}` is no list"))?,
                    1,
                )
            }
            _ => return Err(format!("`{list}` is no list")),
        };
        let mut operations = BTreeSet::new();
        for resource in resources {
            let resource = resource.as_object();
            self.resource(
                resource.ok_or_else(|| format!("an item of `{list}` is no object"))?,
                &mut operations,
            )?;
        }
        let about = self.live.integration.as_ref();
        let name = |names: fn(&LiveIntegration) -> &Vec<FieldName>| {
            let about = about?;
            let names = names(about);
            let own = names.get(shape).or_else(|| names.last())?;
            let name = object.get(&about.object.wire)?.get(&own.wire)?.as_str()?;
            Some(name.to_owned()).filter(|name| !name.is_empty())
        };
        Ok(Capabilities {
            slug: name(|about| &about.slug),
            label: name(|about| &about.label),
            operations,
        })
    }

    fn resource(
        &self,
        resource: &Map<String, Value>,
        operations: &mut BTreeSet<OperationKey>,
    ) -> Result<(), String> {
        let first = |names: &[FieldName]| {
            let mut present = names
                .iter()
                .filter_map(|name| resource.get(&name.wire)?.as_str());
            present
                .next()
                .map(str::to_owned)
                .ok_or_else(|| format!("`{}` is missing", names[0].wire))
        };
        let (model, name) = (first(&self.live.model)?, first(&self.live.resource)?);
        let wire = &self.live.methods.wire;
        let methods = resource.get(wire).and_then(Value::as_array);
        for method in methods.ok_or_else(|| format!("`{wire}` is no list"))? {
            let method = method
                .as_str()
                .ok_or_else(|| format!("an item of `{wire}` is no string"))?;
            operations.insert(OperationKey::new(&model, &name, method));
        }
        Ok(())
    }
}

/// Returns the property with the list, if the list is in an object.
fn inner_list<'a>(package: &'a Package, of: &'a Struct, live: &LiveSupport) -> Option<&'a str> {
    let outer = package.structure(of.field(&live.list.wire)?.ty.named()?)?;
    outer.list.as_ref().map(|list| list.wire.as_str())
}
