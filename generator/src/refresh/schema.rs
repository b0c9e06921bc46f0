//! The JSON Schemas of the answers.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// The maximum depth of objects. Deeper ones are not compared.
const MAX_DEPTH: usize = 8;

/// The maximum number of properties of an answer: references can multiply them.
const MAX_PROPERTIES: usize = 10_000;

/// A schema, as far as it is compared with the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Schema {
    /// The value is always required.
    pub(super) required: bool,
    /// `type`, if it is one of JSON.
    pub(super) ty: Option<String>,
    pub(super) format: Option<String>,
    /// The values of `enum` that are strings.
    pub(super) values: Vec<String>,
    pub(super) properties: IndexMap<String, Schema>,
    pub(super) items: Option<Box<Schema>>,
}

impl Schema {
    /// Reads the schema of an object. Returns `None` if it does not say which properties the object has.
    ///
    /// # Errors
    ///
    /// Returns a message if it is no schema, or if a reference has no target.
    pub(super) fn read(value: &Value) -> Result<Option<Self>, String> {
        if value.is_null() {
            return Ok(None);
        }
        let mut reader = Reader {
            root: value,
            open: HashSet::new(),
            left: MAX_PROPERTIES,
        };
        let object = reader.resolved(value)?;
        if !object.contains_key("properties") {
            return Ok(None);
        }
        reader.schema(value, 0).map(Some)
    }

    /// Returns the schema of an element, if the schema is that of a list.
    pub(super) fn element(&self) -> &Self {
        match &self.items {
            Some(items) => items.element(),
            None => self,
        }
    }
}

struct Reader<'v> {
    root: &'v Value,
    /// The references that are being followed.
    open: HashSet<&'v str>,
    left: usize,
}

impl<'v> Reader<'v> {
    /// Returns the target of a reference, or the schema itself.
    fn resolved(&self, value: &'v Value) -> Result<&'v Map<String, Value>, String> {
        let object = value.as_object().ok_or("a schema is no object")?;
        let Some(reference) = object.get("$ref") else {
            return Ok(object);
        };
        let text = reference.as_str().ok_or("`$ref` is no string")?;
        let target = text.strip_prefix('#').and_then(|at| self.root.pointer(at));
        let target = target.and_then(Value::as_object);
        target.ok_or_else(|| format!("`$ref: {text}` has no target in the schema"))
    }

    fn schema(&mut self, value: &'v Value, depth: usize) -> Result<Schema, String> {
        let outer = value.as_object().ok_or("a schema is no object")?;
        let object = self.resolved(value)?;
        let reference = outer.get("$ref").and_then(Value::as_str);
        let is_new = reference.is_none_or(|reference| self.open.insert(reference));
        let is_deep = depth == MAX_DEPTH || !is_new;
        let mut schema = Schema {
            required: outer.get("required").or(object.get("required")) == Some(&Value::Bool(true)),
            ty: json_type(outer.get("type").or(object.get("type"))),
            format: text(object.get("format")),
            values: values(object.get("enum"))?,
            ..Schema::default()
        };
        if let Some(properties) = object.get("properties").filter(|_| !is_deep) {
            schema.properties = self.properties(properties, object.get("required"), depth)?;
        }
        if let Some(items) = object.get("items").filter(|_| !is_deep) {
            schema.items = Some(Box::new(self.schema(items, depth + 1)?));
        }
        if let Some(reference) = reference.filter(|_| is_new) {
            self.open.remove(reference);
        }
        Ok(schema)
    }

    /// Whether a property is required is said at the property or, as usual in JSON Schema, in a list of names next to them.
    fn properties(
        &mut self,
        value: &'v Value,
        required: Option<&Value>,
        depth: usize,
    ) -> Result<IndexMap<String, Schema>, String> {
        let object = value.as_object().ok_or("`properties` is no object")?;
        let mut properties = IndexMap::with_capacity(object.len());
        for (name, value) in object {
            self.left = self
                .left
                .checked_sub(1)
                .ok_or("a schema has too many properties")?;
            let mut schema = self.schema(value, depth + 1)?;
            let listed = required.and_then(Value::as_array);
            schema.required |= listed.is_some_and(|names| names.iter().any(|one| one == name));
            properties.insert(name.clone(), schema);
        }
        Ok(properties)
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

/// Returns the only type besides `null`.
fn json_type(value: Option<&Value>) -> Option<String> {
    let known = ["string", "integer", "number", "boolean", "array", "object"];
    let names: Vec<&str> = match value? {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    let mut names = names.into_iter().filter(|name| *name != "null");
    let (first, second) = (names.next()?, names.next());
    (second.is_none() && known.contains(&first)).then(|| first.to_owned())
}

fn values(value: Option<&Value>) -> Result<Vec<String>, String> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let values = value.as_array().ok_or("`enum` is no list")?;
    let mut seen = HashSet::new();
    let texts = values.iter().filter_map(Value::as_str);
    let texts = texts.filter(|text| seen.insert(*text));
    Ok(texts.map(str::to_owned).collect())
}
