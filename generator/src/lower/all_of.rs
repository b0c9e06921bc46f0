//! The properties of an object, those of its `allOf` elements merged in.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::AdditionalProperties;

use super::api::Lowering;
use super::schema::View;
use super::types::SchemaRef;
use crate::bundle::pointer;
use crate::diag::Diagnostic;

/// A property before it is lowered.
pub(super) struct Property<'b> {
    pub(super) wire: &'b str,
    pub(super) schema: SchemaRef<'b>,
    pub(super) at: String,
}

/// What an object is made of, wherever it was said.
#[derive(Default)]
pub(super) struct Parts<'b> {
    pub(super) properties: IndexMap<&'b str, Property<'b>>,
    /// Names under `required`, and where they stand.
    pub(super) required: Vec<(&'b str, String)>,
    pub(super) additional: Option<(&'b AdditionalProperties, String)>,
    /// Schemas already merged: a second time they say nothing new.
    merged: HashSet<String>,
}

/// Elements in elements, beyond which a document is not taken seriously.
const MOST_LEVELS: usize = 64;

impl<'b> Lowering<'b, '_, '_> {
    /// All that the schema at `at` and its `allOf` elements say.
    pub(super) fn parts(&mut self, view: &View<'b>, at: &str) -> Parts<'b> {
        let mut parts = Parts::default();
        self.collect(view, at, &mut vec![at.to_owned()], &mut parts);
        parts
    }

    fn collect(
        &mut self,
        view: &View<'b>,
        at: &str,
        path: &mut Vec<String>,
        parts: &mut Parts<'b>,
    ) {
        for (index, element) in view.all_of.iter().enumerate() {
            self.collect_element(element.into(), &format!("{at}/allOf/{index}"), path, parts);
        }
        for (wire, schema) in view.properties.into_iter().flatten() {
            let at = pointer::child(&format!("{at}/properties"), wire);
            self.add(
                Property {
                    wire,
                    schema: schema.into(),
                    at,
                },
                parts,
            );
        }
        let required = view.required.iter().enumerate();
        parts.required.extend(
            required.map(|(index, name)| (name.as_str(), format!("{at}/required/{index}"))),
        );
        if let Some(additional) = view.additional {
            self.add_additional(additional, format!("{at}/additionalProperties"), parts);
        }
    }

    fn collect_element(
        &mut self,
        element: SchemaRef<'b>,
        at: &str,
        path: &mut Vec<String>,
        parts: &mut Parts<'b>,
    ) {
        let Some((schema, target)) = self.target(element, at) else {
            return;
        };
        if path.contains(&target) {
            let help = "break the cycle: a schema cannot contain all of itself";
            self.reporter.error(
                at,
                "`allOf` leads back to the schema that it is part of".to_owned(),
                help,
            );
            return;
        }
        if path.len() > MOST_LEVELS {
            let construct = format!("`allOf` of more than {MOST_LEVELS} levels");
            self.reporter
                .unsupported(at, &construct, "say more of it in one schema");
            return;
        }
        self.reached.insert(target.clone());
        let view = View::of(schema);
        let is_object = matches!(view.ty, Some("object") | None)
            && view.values.is_empty()
            && view.items.is_none();
        if !is_object || !view.one_of.is_empty() || !view.any_of.is_empty() || view.not {
            let help = "only objects can be merged: give the parts `properties`";
            self.reporter
                .unsupported(at, "`allOf` with an element that is no plain object", help);
            return;
        }
        if !parts.merged.insert(target.clone()) {
            return;
        }
        path.push(target.clone());
        self.collect(&view, &target, path, parts);
        path.pop();
    }

    fn add(&mut self, property: Property<'b>, parts: &mut Parts<'b>) {
        match parts.properties.get(property.wire) {
            None => {
                parts.properties.insert(property.wire, property);
            }
            Some(known) if known.schema == property.schema => {}
            Some(known) => {
                let what = format!("`{}`", property.wire);
                self.two_shapes(&what, &known.at, &property.at);
            }
        }
    }

    fn add_additional(
        &mut self,
        additional: &'b AdditionalProperties,
        at: String,
        parts: &mut Parts<'b>,
    ) {
        let is_typed = matches!(additional, AdditionalProperties::Schema(_));
        match &parts.additional {
            Some((known, first))
                if is_typed
                    && matches!(known, AdditionalProperties::Schema(_))
                    && *known != additional =>
            {
                self.two_shapes("`additionalProperties`", &first.clone(), &at);
            }
            Some((AdditionalProperties::Schema(_), _)) => {}
            _ => parts.additional = Some((additional, at)),
        }
    }

    fn two_shapes(&mut self, what: &str, first: &str, second: &str) {
        let origin = self.reporter.key_origin(second);
        let diagnostic = Diagnostic::error(origin, format!("{what} has two shapes in one `allOf`"))
            .related(self.reporter.key_origin(first), "the other one")
            .help("keep one of them: the generated struct can have only one type for the field");
        self.reporter.diags.push(diagnostic);
    }
}
