//! Reads the definitions in `spec/` without the generator, for comparison with its output.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

/// A node of the definitions, and the file to which its references are relative.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    file: PathBuf,
    pub(crate) value: Value,
}

/// The files, by path.
pub(crate) struct Spec {
    files: BTreeMap<PathBuf, Value>,
}

/// One operation of one document.
pub(crate) struct Operation {
    /// `ticketing.contacts.create`
    pub(crate) id: String,
    pub(crate) method: String,
    /// The path, with placeholders.
    pub(crate) path: String,
    pub(crate) node: Node,
}

impl Spec {
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let mut files = BTreeMap::new();
        for folder in ["", "ticketing", "crm", "discovery"] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|is| is == "yaml") {
                    let name = Path::new(folder).join(path.file_name().unwrap());
                    let text = fs::read_to_string(&path).unwrap();
                    files.insert(name, serde_yaml::from_str(&text).unwrap());
                }
            }
        }
        Self { files }
    }

    /// Every operation of a document.
    pub(crate) fn operations(&self, api: &str) -> Vec<Operation> {
        let file = PathBuf::from(format!("{api}.yaml"));
        let mut found = Vec::new();
        for (path, item) in self.files[&file]["paths"].as_object().unwrap() {
            let item = self.resolve(&Node {
                file: file.clone(),
                value: item.clone(),
            });
            for (method, operation) in item.value.as_object().unwrap() {
                let tag = operation["tags"][0].as_str().unwrap();
                let id = operation["operationId"].as_str().unwrap();
                let name = id.strip_prefix(tag).unwrap().trim_start_matches('_');
                found.push(Operation {
                    id: format!("{api}.{tag}.{name}"),
                    method: method.to_uppercase(),
                    path: path.clone(),
                    node: Node {
                        file: item.file.clone(),
                        value: operation.clone(),
                    },
                });
            }
        }
        found
    }

    /// Resolves references.
    pub(crate) fn resolve(&self, node: &Node) -> Node {
        let Some(reference) = node.value.get("$ref").and_then(Value::as_str) else {
            return node.clone();
        };
        let (file, pointer) = reference.split_once('#').unwrap();
        let file = if file.is_empty() {
            node.file.clone()
        } else {
            let folder = node.file.parent().unwrap();
            match file.strip_prefix("../") {
                Some(above) => folder.parent().unwrap().join(above),
                None => folder.join(file),
            }
        };
        let value = self.files[&file].pointer(pointer).unwrap().clone();
        self.resolve(&Node { file, value })
    }

    /// A child of a node.
    pub(crate) fn get(&self, node: &Node, pointer: &str) -> Option<Node> {
        let value = node.value.pointer(pointer)?.clone();
        let file = node.file.clone();
        Some(self.resolve(&Node { file, value }))
    }

    pub(crate) fn items(&self, node: &Node, key: &str) -> Vec<Node> {
        let items = node.value.get(key).and_then(Value::as_array);
        let nodes = items.into_iter().flatten().map(|value| {
            self.resolve(&Node {
                file: node.file.clone(),
                value: value.clone(),
            })
        });
        nodes.collect()
    }

    /// The schema. An `allOf` with one element is replaced by that element.
    pub(crate) fn schema(&self, node: &Node) -> Node {
        let node = self.resolve(node);
        let parts = self.items(&node, "allOf");
        match parts.as_slice() {
            [only] if node.value.get("properties").is_none() => self.schema(only),
            _ => node,
        }
    }

    /// The properties of an object, including those of its `allOf` elements.
    pub(crate) fn properties(&self, node: &Node) -> Vec<(String, Node)> {
        let node = self.schema(node);
        let mut found = Vec::new();
        for part in self.items(&node, "allOf") {
            found.extend(self.properties(&part));
        }
        let own = node.value.get("properties").and_then(Value::as_object);
        found.extend(own.into_iter().flatten().map(|(name, value)| {
            let node = Node {
                file: node.file.clone(),
                value: value.clone(),
            };
            (name.clone(), self.schema(&node))
        }));
        found
    }

    /// The number of required properties of an object, including those of its `allOf` elements.
    pub(crate) fn required(&self, node: &Node) -> usize {
        let node = self.schema(node);
        let own = node.value["required"].as_array().map_or(0, Vec::len);
        let parts = self.items(&node, "allOf");
        own + parts.iter().map(|part| self.required(part)).sum::<usize>()
    }

    /// A valid value with every property.
    pub(crate) fn sample(&self, node: &Node) -> Value {
        let node = self.schema(node);
        if let Some(first) = node.value.pointer("/enum/0") {
            return first.clone();
        }
        let properties = self.properties(&node);
        if !properties.is_empty() {
            let entries = properties
                .into_iter()
                .map(|(name, schema)| (name, self.sample(&schema)));
            return Value::Object(entries.collect::<Map<_, _>>());
        }
        match (text(&node, "type"), text(&node, "format")) {
            ("string", "date-time") => json!("2024-02-29T23:59:59Z"),
            ("string", _) => json!("Ünï \"text\""),
            ("integer", _) => json!(42),
            ("number", _) => json!(0.25),
            ("boolean", _) => json!(true),
            ("array", _) => {
                let items = self.get(&node, "/items").unwrap();
                json!([self.sample(&items), self.sample(&items)])
            }
            ("object", _) => json!({"free": {"form": [1, null]}}),
            ("", _) => json!({"any": "thing"}),
            other => panic!("no sample for {other:?}"),
        }
    }

    /// The reasons why a value with every property does not match a schema; empty if it does.
    pub(crate) fn misfits(&self, node: &Node, value: &Value, at: &str) -> Vec<String> {
        let node = self.schema(node);
        let wrong = |what: &str| vec![format!("{at}: {value} is {what}")];
        if let Some(values) = node.value.get("enum").and_then(Value::as_array) {
            return if values.contains(value) {
                Vec::new()
            } else {
                wrong("not listed")
            };
        }
        let properties = self.properties(&node);
        match (text(&node, "type"), value) {
            ("array", Value::Array(items)) if !items.is_empty() => {
                let of = self.get(&node, "/items").unwrap();
                let check = |item| self.misfits(&of, item, &format!("{at}[]"));
                items.iter().flat_map(check).collect()
            }
            (_, Value::Object(fields)) if !properties.is_empty() => {
                let mut all = Vec::new();
                for name in fields.keys() {
                    if !properties.iter().any(|(known, _)| known == name) {
                        all.push(format!("{at}.{name} is not described"));
                    }
                }
                for (name, schema) in properties {
                    match fields.get(&name) {
                        Some(value) => {
                            all.extend(self.misfits(&schema, value, &format!("{at}.{name}")));
                        }
                        None => all.push(format!("{at}.{name} is missing")),
                    }
                }
                all
            }
            ("string", Value::String(written)) => match text(&node, "format") {
                "date-time" if written.find('T') != Some(10) => wrong("no date-time"),
                _ => Vec::new(),
            },
            ("object", Value::Object(_))
            | ("integer" | "number", Value::Number(_))
            | ("boolean", Value::Bool(_))
            | ("", _) => Vec::new(),
            (ty, _) => wrong(&format!("no {ty}")),
        }
    }

    /// The query keys that a parameter is encoded as, each with the schema of its text. Lists have two items.
    pub(crate) fn pairs(&self, key: &str, node: &Node) -> Vec<(String, Node)> {
        let node = self.schema(node);
        let properties = self.properties(&node);
        if !properties.is_empty() {
            let pairs = properties
                .iter()
                .flat_map(|(name, schema)| self.pairs(&format!("{key}[{name}]"), schema));
            return pairs.collect();
        }
        match text(&node, "type") {
            "array" => {
                let items = self.get(&node, "/items").unwrap();
                let key = key.strip_suffix("[]").unwrap_or(key);
                let is_scalar = !["array", "object"].contains(&text(&self.schema(&items), "type"));
                let of_item = |index: usize| match is_scalar {
                    true => self.pairs(&format!("{key}[]"), &items),
                    false => self.pairs(&format!("{key}[{index}]"), &items),
                };
                (0..2).flat_map(of_item).collect()
            }
            "object" => {
                let free = Node {
                    value: json!({}),
                    ..node
                };
                vec![(format!("{key}[key]"), free)]
            }
            _ => vec![(key.to_owned(), node)],
        }
    }

    /// The reasons why a decoded parameter does not match: its values are texts, every property must be present, and every list
    /// has two items.
    pub(crate) fn misreadings(&self, node: &Node, value: &Value, at: &str) -> Vec<String> {
        let node = self.schema(node);
        let properties = self.properties(&node);
        match (text(&node, "type"), value) {
            ("array", Value::Array(items)) if items.len() == 2 => {
                let of = self.get(&node, "/items").unwrap();
                let check = |item| self.misreadings(&of, item, &format!("{at}[]"));
                items.iter().flat_map(check).collect()
            }
            ("array", value) => vec![format!("{at}: {value} is no list of two")],
            (_, Value::Object(fields)) if properties.len() == fields.len() => {
                let check = |(name, schema): (String, Node)| match fields.get(&name) {
                    Some(value) => self.misreadings(&schema, value, &format!("{at}.{name}")),
                    None => vec![format!("{at}.{name} is missing")],
                };
                properties.into_iter().flat_map(check).collect()
            }
            ("object", Value::Object(fields)) if properties.is_empty() => {
                match fields.get("key") == Some(&json!("text")) {
                    true => Vec::new(),
                    false => vec![format!("{at}: {value}")],
                }
            }
            (_, Value::String(written)) => self.text_misfits(&node, written, at),
            (_, value) => vec![format!("{at}: {value} does not fit")],
        }
    }

    /// The reasons why the text of a parameter does not match.
    pub(crate) fn text_misfits(&self, node: &Node, written: &str, at: &str) -> Vec<String> {
        let value = match text(node, "type") {
            "integer" | "number" | "boolean" => serde_json::from_str(written).unwrap_or_default(),
            _ => Value::from(written),
        };
        self.misfits(node, &value, at)
    }
}

pub(crate) fn text<'n>(node: &'n Node, key: &str) -> &'n str {
    node.value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
}
