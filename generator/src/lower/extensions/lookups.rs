//! Methods that search open objects: `x-truto-lookups`.

use serde_json::Value;

use super::reader::Reader;
use crate::bundle::At;
use crate::diag::{Diagnostics, described};
use crate::ir::{FieldName, Lookup};

/// Reads `x-truto-lookups`: by property, the methods and the keys that they look up.
pub(crate) fn lookups(diags: &mut Diagnostics, value: &Value, at: &At<'_>) -> Vec<Lookup> {
    let help = "write `{property: {method: [key, …]}}`";
    let Value::Object(properties) = value else {
        let message = format!(
            "`x-truto-lookups` must be a mapping; found {}",
            described(value)
        );
        diags.push(at.error(message, help));
        return Vec::new();
    };
    let mut found = Vec::new();
    for (property, methods) in properties {
        let at = at.key(property);
        let Value::Object(methods) = methods else {
            let message = format!(
                "`{property}` must be a mapping; found {}",
                described(methods)
            );
            diags.push(at.error(message, help));
            continue;
        };
        for method in methods.keys() {
            let keys = Reader::over(diags, methods, &at).field_names(method);
            found.extend(keys.map(|keys| Lookup {
                property: FieldName {
                    wire: property.clone(),
                    origin: at.key_origin(),
                },
                method: method.clone(),
                keys: keys.into_iter().map(|key| key.wire).collect(),
                origin: at.key(method).key_origin(),
            }));
        }
    }
    found
}
