//! References to parameters with a description of their own, which OpenAPI 3.1 allows.

use serde_json::{Map, Value};

use super::validator::Validator;
use crate::bundle::grammar::Kind;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::bundle::resolve::reference_of;

impl<'a> Validator<'a, '_> {
    /// Returns the description next to the `$ref` of a parameter.
    pub(super) fn own_description(
        &self,
        kind: Kind,
        reference: &'a Value,
        at: &SourceLocation,
    ) -> Option<&'a Value> {
        let description = reference.get("description")?;
        let is_own = kind == Kind::Parameter && self.is_of_3_1(at) && description.is_string();
        is_own.then_some(description)
    }

    /// Returns a copy of the parameter `target` with another description, for the reference at `at`. Its schema is a reference, so
    /// that the copy is small. A parameter with content instead is not copied.
    pub(super) fn described(
        &mut self,
        target: SourceLocation,
        description: &Value,
        at: &SourceLocation,
        out: &str,
    ) -> Value {
        let reference = self.component_reference(Kind::Parameter, target.clone());
        let parameter = target.value(self.loaded).and_then(Value::as_object);
        let schema = self.schema_of(&target);
        let (Some(parameter), Some(schema)) = (parameter, schema) else {
            return reference;
        };
        let is_copied = |name: &str| !matches!(name, "schema" | "examples");
        let kept = parameter.iter().filter(|(name, _)| is_copied(name));
        let kept = kept.map(|(name, value)| (name.clone(), value.clone()));
        let mut copy: Map<String, Value> = kept.collect();
        copy.insert("schema".to_owned(), schema);
        copy.insert("description".to_owned(), description.clone());
        let description_out = pointer::child(out, "description");
        self.moved.insert(description_out, at.child("description"));
        self.moved.insert(out.to_owned(), target);
        Value::Object(copy)
    }

    /// Returns a reference to the schema of a parameter.
    fn schema_of(&mut self, parameter: &SourceLocation) -> Option<Value> {
        let at = parameter.child("schema");
        let schema = at.value(self.loaded).filter(|schema| schema.is_object())?;
        let target = match reference_of(schema) {
            Some(reference) => {
                let resolved = self.resolver.resolve(&at, reference, self.diags)?;
                self.reach(resolved)
            }
            None => at,
        };
        Some(self.component_reference(Kind::Schema, target))
    }
}
