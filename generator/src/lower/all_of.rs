//! The properties of an object, including those of its `allOf` elements.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::AdditionalProperties;

use super::api::Lowering;
use super::schema::View;
use super::types::SchemaRef;
use crate::bundle::pointer;
use crate::diag::Diagnostic;

/// A property before lowering.
pub(super) struct Property<'b> {
    pub(super) wire: &'b str,
    pub(super) schema: SchemaRef<'b>,
    pub(super) at: String,
}

/// The parts of an object from all its schemas.
#[derive(Default)]
pub(super) struct Parts<'b> {
    pub(super) properties: IndexMap<&'b str, Property<'b>>,
    /// The names under `required`, and their locations.
    pub(super) required: Vec<(&'b str, String)>,
    pub(super) additional: Option<(&'b AdditionalProperties, String)>,
    /// The schemas that have been merged; they are skipped the second time.
    merged: HashSet<String>,
}

/// The maximum nesting of `allOf` elements.
const MOST_LEVELS: usize = 64;

impl<'b> Lowering<'b, '_, '_> {
    /// Collects the parts of the schema at `at` and of its `allOf` elements.
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
            let help = "remove the cycle: a schema cannot include itself";
            self.reporter.error(
                at,
                "recursive `allOf`: this element includes the schema that it is part of".to_owned(),
                help,
            );
            return;
        }
        if path.len() > MOST_LEVELS {
            let construct = format!("`allOf` of more than {MOST_LEVELS} levels");
            self.reporter
                .unsupported(at, &construct, "merge some of the levels into one schema");
            return;
        }
        self.reached.insert(target.clone());
        let view = View::of(schema);
        let is_object = matches!(view.ty, Some("object") | None)
            && view.values.is_empty()
            && view.items.is_none();
        if !is_object || !view.one_of.is_empty() || !view.any_of.is_empty() || view.not {
            let help = "write only objects with `properties` in `allOf`";
            self.reporter.unsupported(
                at,
                "`allOf` with an element that is not a plain object",
                help,
            );
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
                let what = format!("the property `{}`", property.wire);
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
        let diagnostic = Diagnostic::error(
            origin,
            format!("{what} has two different schemas in one `allOf`"),
        )
        .related(self.reporter.key_origin(first), "the other schema")
        .help("remove one of them: the generated struct has one type per field");
        self.reporter.diags.push(diagnostic);
    }
}
