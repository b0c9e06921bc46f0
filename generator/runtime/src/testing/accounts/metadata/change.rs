//! Differences between the metadata of the fake and the documentation, planned by a test.

use serde_json::{Map, Value};

use crate::support::{IntegrationKey, mapping::SchemaPart};

/// A difference between the metadata of the fake and the documentation: see
/// [`change_metadata`](crate::testing::FakeServer::change_metadata).
///
/// A change applies to all integrations that support the operation, unless it is limited [to one](Self::of). Paths are those of the
/// support matrix: `emails.type`, and `created_at[gt]` in a query.
#[derive(Clone, Debug)]
#[must_use = "a change has no effect until it is passed to a fake"]
pub struct MetadataChange {
    pub(super) kind: Kind,
    /// The slug of the only integration that changes.
    pub(super) of: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A field of an operation, by its path.
    Field {
        operation: String,
        part: SchemaPart,
        path: String,
        edit: Edit,
    },
    /// Whether the operation is supported.
    Support {
        operation: String,
        is_supported: bool,
    },
    /// An integration with the metadata of another one.
    Added {
        slug: String,
        label: String,
        like: &'static str,
    },
    Renamed {
        from: &'static str,
        to: String,
    },
}

/// A change of a field.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    Add(Value),
    Remove,
    Rename(String),
    Require(bool),
    AddValue(String),
    RemoveValue(String),
}

impl MetadataChange {
    const fn new(kind: Kind) -> Self {
        Self { kind, of: None }
    }

    fn field(operation: &str, part: SchemaPart, path: &str, edit: Edit) -> Self {
        Self::new(Kind::Field {
            operation: operation.to_owned(),
            part,
            path: path.to_owned(),
            edit,
        })
    }

    /// Adds a field with this schema, such as `{"type": "string", "required": true}`, to an operation, such as
    /// `crm.contacts.create`. It replaces a field with this path.
    pub fn add_field(operation: &str, part: SchemaPart, path: &str, schema: Value) -> Self {
        Self::field(operation, part, path, Edit::Add(schema))
    }

    /// Removes a field. In the schema of a response, the field is then missing, as if the integration did not map it. Without
    /// [`of`](Self::of), it is also missing in the schema of the whole object.
    pub fn remove_field(operation: &str, part: SchemaPart, path: &str) -> Self {
        Self::field(operation, part, path, Edit::Remove)
    }

    /// Renames a field. The new name replaces the last part of the path.
    pub fn rename_field(operation: &str, part: SchemaPart, path: &str, name: &str) -> Self {
        Self::field(operation, part, path, Edit::Rename(name.to_owned()))
    }

    /// Makes a field required or optional.
    pub fn set_required(operation: &str, part: SchemaPart, path: &str, is_required: bool) -> Self {
        Self::field(operation, part, path, Edit::Require(is_required))
    }

    /// Adds a value to the enumeration of a field, or of the items of a list.
    pub fn add_value(operation: &str, part: SchemaPart, path: &str, value: &str) -> Self {
        Self::field(operation, part, path, Edit::AddValue(value.to_owned()))
    }

    /// Removes a value from the enumeration of a field, or of the items of a list.
    pub fn remove_value(operation: &str, part: SchemaPart, path: &str, value: &str) -> Self {
        Self::field(operation, part, path, Edit::RemoveValue(value.to_owned()))
    }

    /// Makes an operation supported.
    pub fn add_operation(operation: &str) -> Self {
        Self::new(Kind::Support {
            operation: operation.to_owned(),
            is_supported: true,
        })
    }

    /// Makes an operation unsupported.
    pub fn remove_operation(operation: &str) -> Self {
        Self::new(Kind::Support {
            operation: operation.to_owned(),
            is_supported: false,
        })
    }

    /// Adds an integration. Its metadata is that of a documented one.
    pub fn add_integration(slug: &str, label: &str, like: impl IntegrationKey) -> Self {
        Self::new(Kind::Added {
            slug: slug.to_owned(),
            label: label.to_owned(),
            like: like.slug(),
        })
    }

    /// Changes the slug of an integration. Requests with the documented one get 404.
    pub fn rename_integration(integration: impl IntegrationKey, slug: &str) -> Self {
        Self::new(Kind::Renamed {
            from: integration.slug(),
            to: slug.to_owned(),
        })
    }

    /// Limits the change of an operation or field to the integration with this slug.
    pub fn of(mut self, slug: &str) -> Self {
        self.of = Some(slug.to_owned());
        self
    }

    /// The operation that changes.
    pub(in crate::testing::accounts) fn operation(&self) -> Option<&str> {
        match &self.kind {
            Kind::Field { operation, .. } | Kind::Support { operation, .. } => Some(operation),
            Kind::Added { .. } | Kind::Renamed { .. } => None,
        }
    }
}

impl Edit {
    /// Whether it adds something that a later change can refer to.
    pub(super) fn adds(&self) -> bool {
        matches!(self, Self::Add(_) | Self::Rename(_) | Self::AddValue(_))
    }

    /// Changes the field with this path. Returns `false` if there is no such field or, for a field to add, no object for it.
    pub(super) fn apply(&self, schema: &mut Value, path: &str) -> bool {
        self.try_apply(schema, path).is_some()
    }

    fn try_apply(&self, schema: &mut Value, path: &str) -> Option<()> {
        let (outer, name) = path.rsplit_once('.').unwrap_or(("", path));
        let properties = properties(schema, outer)?;
        match self {
            Self::Add(new) => {
                let mut new = new.clone();
                if let Value::Object(new) = &mut new {
                    new.entry("required").or_insert(false.into());
                }
                properties.insert(name.to_owned(), new);
            }
            Self::Remove => drop(properties.remove(name)?),
            Self::Rename(to) => {
                let field = properties.remove(name)?;
                properties.insert(to.clone(), field);
            }
            Self::Require(is_required) => {
                let field = properties.get_mut(name)?.as_object_mut()?;
                field.insert("required".to_owned(), (*is_required).into());
            }
            Self::AddValue(value) => values(properties.get_mut(name)?)?.push(value.as_str().into()),
            Self::RemoveValue(value) => {
                let values = values(properties.get_mut(name)?)?;
                let index = values.iter().position(|known| known == value)?;
                values.remove(index);
            }
        }
        Some(())
    }
}

/// The properties of the object with this path.
fn properties<'s>(schema: &'s mut Value, path: &str) -> Option<&'s mut Map<String, Value>> {
    let mut at = item(schema);
    for name in path.split('.').filter(|name| !name.is_empty()) {
        at = item(at.get_mut("properties")?.get_mut(name)?);
    }
    at.get_mut("properties")?.as_object_mut()
}

/// The values of an enumeration, also if the schema is a list of them.
fn values(schema: &mut Value) -> Option<&mut Vec<Value>> {
    item(schema).get_mut("enum")?.as_array_mut()
}

/// The schema of the items of a list; any other schema unchanged.
fn item(schema: &mut Value) -> &mut Value {
    match schema.get("items") {
        Some(_) => item(&mut schema["items"]),
        None => schema,
    }
}
