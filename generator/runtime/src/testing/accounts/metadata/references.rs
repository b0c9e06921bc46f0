//! Moves the objects in a schema to definitions.

use serde_json::{Map, Value, json};

/// The schema with each object as a definition, to which `$ref` refers.
pub(super) fn with_definitions(schema: Value) -> Value {
    let mut definitions = Map::new();
    let mut schema = moved(schema, "object", &mut definitions);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("definitions".to_owned(), definitions.into());
    }
    schema
}

/// The schema without its properties: they are in the definition with this name. Keywords about the value in this place, such as
/// `required`, stay here.
fn moved(schema: Value, name: &str, definitions: &mut Map<String, Value>) -> Value {
    let Value::Object(mut schema) = schema else {
        return schema;
    };
    if let Some(items) = schema.remove("items") {
        schema.insert("items".to_owned(), moved(items, name, definitions));
    }
    let Some(Value::Object(properties)) = schema.remove("properties") else {
        return schema.into();
    };
    let properties = properties.into_iter().map(|(property, schema)| {
        let inside = moved(schema, &format!("{name}.{property}"), definitions);
        (property, inside)
    });
    let properties: Map<String, Value> = properties.collect();
    definitions.insert(
        name.to_owned(),
        json!({"type": "object", "properties": properties}),
    );
    let pointer = name.replace('~', "~0").replace('/', "~1");
    schema.insert("$ref".to_owned(), format!("#/definitions/{pointer}").into());
    schema.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::with_definitions;

    #[test]
    fn objects_are_definitions_and_the_rest_stays() {
        let schema = json!({"type": "object", "properties": {
            "name": {"type": "string", "required": true},
            "emails": {"type": "array", "required": false, "items": {"type": "object", "properties": {"a/b": {}}}},
        }});
        let expected = json!({
            "type": "object",
            "$ref": "#/definitions/object",
            "definitions": {
                "object": {"type": "object", "properties": {
                    "name": {"type": "string", "required": true},
                    "emails": {"type": "array", "required": false, "items": {
                        "type": "object", "$ref": "#/definitions/object.emails",
                    }},
                }},
                "object.emails": {"type": "object", "properties": {"a/b": {}}},
            },
        });
        assert_eq!(with_definitions(schema), expected);
    }
}
