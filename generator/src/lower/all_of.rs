//! The properties of an object, those of its `allOf` elements merged in.

use openapiv3::AdditionalProperties;

use super::api::Lowering;
use super::schema::View;
use super::types::SchemaRef;

/// A property before it is lowered.
pub(super) struct Property<'b> {
    pub(super) wire: &'b str,
    pub(super) schema: SchemaRef<'b>,
    pub(super) at: String,
}

/// What an object is made of, wherever it was said.
#[derive(Default)]
pub(super) struct Parts<'b> {
    pub(super) properties: Vec<Property<'b>>,
    /// Names under `required`, and where they stand.
    pub(super) required: Vec<(&'b str, String)>,
    pub(super) additional: Option<(&'b AdditionalProperties, String)>,
}

impl<'b> Lowering<'b, '_, '_> {
    /// All that the schema at `at` and its `allOf` elements say.
    pub(super) fn parts(&mut self, view: &View<'b>, at: &str) -> Parts<'b> {
        let mut parts = Parts::default();
        let mut path = vec![at.to_owned()];
        self.collect(view, at, &mut path, &mut parts);
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
            let place = format!("{at}/allOf/{index}");
            self.collect_element(element.into(), &place, path, parts);
        }
        for (wire, schema) in view.properties.into_iter().flatten() {
            let at = crate::bundle::pointer::child(&format!("{at}/properties"), wire);
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
            parts.additional = Some((additional, format!("{at}/additionalProperties")));
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
        path.push(target.clone());
        self.collect(&view, &target, path, parts);
        path.pop();
    }

    fn add(&mut self, property: Property<'b>, parts: &mut Parts<'b>) {
        match parts
            .properties
            .iter()
            .find(|known| known.wire == property.wire)
        {
            None => parts.properties.push(property),
            Some(known) if known.schema == property.schema => {}
            Some(known) => {
                let first = self.reporter.key_origin(&known.at);
                let origin = self.reporter.key_origin(&property.at);
                let message = format!("`{}` has two shapes in one `allOf`", property.wire);
                let diagnostic = crate::diag::Diagnostic::error(origin, message)
                    .related(first, "the other one")
                    .help("keep one of them: the generated struct can have only one type for the field");
                self.reporter.diags.push(diagnostic);
            }
        }
    }
}
