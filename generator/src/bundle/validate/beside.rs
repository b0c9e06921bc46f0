//! What stands next to a `$ref`: it belongs to the path item, but no other kind of object has it.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::validator::Validator;
use crate::bundle::grammar::Kind;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::bundle::resolve::layers;
use crate::diag::Diagnostic;

impl<'a> Validator<'a, '_> {
    /// Reports the keywords next to a `$ref`, which have no effect.
    pub(super) fn check_siblings(&mut self, kind: Kind, value: &Value, location: &SourceLocation) {
        let is_of_3_1 = self.is_of_3_1(location);
        let names = value.as_object().into_iter().flat_map(Map::keys);
        for name in names.filter(|name| *name != "$ref") {
            let origin = location.child(name).key_origin(self.loaded);
            let mut message = format!("`{name}` next to `$ref` has no effect");
            let help = match (kind, name.as_str()) {
                (Kind::Schema, _) if !is_of_3_1 => {
                    message += " in OpenAPI 3.0";
                    format!("write `allOf: [{{$ref: …}}]` with `{name}` next to it, or remove `{name}`")
                }
                (Kind::PathItem, _) => {
                    message += " in a callback";
                    "write it in the path item that `$ref` points to".to_owned()
                }
                (Kind::Parameter, "description") => {
                    message += " in OpenAPI 3.0";
                    "write it in the definition that `$ref` points to, or write `openapi: 3.1.0`".to_owned()
                }
                _ => {
                    "write it in the definition that `$ref` points to, or write a definition here instead of `$ref`".to_owned()
                }
            };
            self.diags
                .push(Diagnostic::warning(origin, message).help(help));
        }
    }

    /// Copies the path item `target` in place of the reference at `location`, with what stands next to the reference. OpenAPI does not
    /// define which of two fields counts: it is the one closest to the path.
    pub(super) fn merged_item(
        &mut self,
        location: &SourceLocation,
        target: SourceLocation,
        out: &str,
    ) -> Value {
        let layers = layers(self.loaded, location, &target);
        if !layers.iter().all(|at| is_mapping(at.value(self.loaded))) {
            return self.inline(Kind::PathItem, location, target, out);
        }
        self.moved.insert(out.to_owned(), target.clone());
        self.keys.insert(out.to_owned(), location.clone());
        let mut found: Map<String, Value> = Map::new();
        let mut places: HashMap<&'a str, SourceLocation> = HashMap::new();
        for layer in layers {
            let entries = layer.value(self.loaded).and_then(Value::as_object);
            let entries = entries.into_iter().flatten();
            for (name, value) in entries.filter(|(name, _)| *name != "$ref") {
                let at = layer.child(name);
                if let Some(first) = places.get(name.as_str()) {
                    self.report_both(name, first.clone(), &at);
                    continue;
                }
                places.insert(name, at.clone());
                if at.is_unselected(self.loaded) {
                    continue;
                }
                let out = pointer::child(out, name);
                if layer != target {
                    self.moved.insert(out.clone(), at.clone());
                }
                if let Some(kept) = self.visit_entry(Kind::PathItem, name, value, &at, &out) {
                    found.insert(name.clone(), kept);
                }
            }
        }
        Value::Object(found)
    }

    /// Reports a field that stands next to the `$ref` and in its target. A text is replaced on purpose.
    fn report_both(&mut self, name: &str, first: SourceLocation, second: &SourceLocation) {
        if matches!(name, "summary" | "description") {
            return;
        }
        let message = format!(
            "`{name}` stands next to `$ref` and in the path item that it points to; the one next to `$ref` counts"
        );
        let warning = Diagnostic::warning(first.key_origin(self.loaded), message)
            .related(
                second.key_origin(self.loaded),
                "the other one has no effect",
            )
            .help("keep one of them, with the content of both");
        self.diags.push(warning);
    }
}

fn is_mapping(value: Option<&Value>) -> bool {
    value.is_some_and(Value::is_object)
}
