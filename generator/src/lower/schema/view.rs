//! A uniform view of a schema, independent of how the document model classifies it.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaData, SchemaKind,
    StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::references::SchemaRef;
use super::values::Values;
use crate::bundle::At;

/// A schema with direct access to each keyword.
pub(crate) struct View<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) data: &'a SchemaData,
    /// `type`
    pub(crate) ty: Option<&'a str>,
    pub(crate) format: Option<String>,
    pub(crate) values: Values<'a>,
    pub(crate) properties: Option<&'a IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub(crate) required: &'a [String],
    pub(crate) additional: Option<&'a AdditionalProperties>,
    pub(crate) items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub(crate) all_of: &'a [ReferenceOr<Schema>],
    pub(crate) one_of: &'a [ReferenceOr<Schema>],
    pub(crate) any_of: &'a [ReferenceOr<Schema>],
    pub(crate) not: bool,
}

impl<'a> View<'a> {
    pub(crate) fn of(schema: &'a Schema) -> Self {
        let mut view = Self::empty(schema);
        match &schema.schema_kind {
            SchemaKind::Type(ty) => view.take_type(ty),
            SchemaKind::OneOf { one_of } => view.one_of = one_of,
            SchemaKind::AllOf { all_of } => view.all_of = all_of,
            SchemaKind::AnyOf { any_of } => view.any_of = any_of,
            SchemaKind::Not { .. } => view.not = true,
            SchemaKind::Any(any) => {
                view.ty = any.typ.as_deref();
                view.format = any.format.clone();
                view.values = Values::Any(&any.enumeration);
                view.properties = (!any.properties.is_empty()).then_some(&any.properties);
                view.required = &any.required;
                view.additional = any.additional_properties.as_ref();
                view.items = any.items.as_ref();
                view.all_of = &any.all_of;
                view.one_of = &any.one_of;
                view.any_of = &any.any_of;
                view.not = any.not.is_some();
            }
        }
        view
    }

    fn empty(schema: &'a Schema) -> Self {
        Self {
            schema,
            data: &schema.schema_data,
            ty: None,
            format: None,
            values: Values::Any(&[]),
            properties: None,
            required: &[],
            additional: None,
            items: None,
            all_of: &[],
            one_of: &[],
            any_of: &[],
            not: false,
        }
    }

    fn take_type(&mut self, ty: &'a Type) {
        match ty {
            Type::String(string) => {
                self.ty = Some("string");
                self.format = format_name(&string.format, |format| match format {
                    StringFormat::Date => "date",
                    StringFormat::DateTime => "date-time",
                    StringFormat::Password => "password",
                    StringFormat::Byte => "byte",
                    StringFormat::Binary => "binary",
                });
                self.values = Values::Strings(&string.enumeration);
            }
            Type::Number(number) => {
                self.ty = Some("number");
                self.format = format_name(&number.format, |format| match format {
                    NumberFormat::Float => "float",
                    NumberFormat::Double => "double",
                });
                self.values = Values::Numbers(&number.enumeration);
            }
            Type::Integer(integer) => {
                self.ty = Some("integer");
                self.format = format_name(&integer.format, |format| match format {
                    IntegerFormat::Int32 => "int32",
                    IntegerFormat::Int64 => "int64",
                });
                self.values = Values::Integers(&integer.enumeration);
            }
            Type::Boolean(boolean) => {
                self.ty = Some("boolean");
                self.values = Values::Booleans(&boolean.enumeration);
            }
            Type::Object(object) => {
                self.ty = Some("object");
                self.properties = (!object.properties.is_empty()).then_some(&object.properties);
                self.required = &object.required;
                self.additional = object.additional_properties.as_ref();
            }
            Type::Array(array) => {
                self.ty = Some("array");
                self.items = array.items.as_ref();
            }
        }
    }

    /// Returns the extension `name`.
    pub(crate) fn extension(&self, name: &str) -> Option<&'a Value> {
        self.data.extensions.get(name)
    }

    /// Whether it describes bytes, which is only possible for a whole body.
    pub(crate) fn is_bytes(&self) -> bool {
        self.ty == Some("string")
            && self.format.as_deref() == Some("binary")
            && self.values.is_empty()
    }

    /// Whether it describes a string, or nothing.
    pub(crate) fn is_text(&self) -> bool {
        match self.ty {
            Some(ty) => ty == "string",
            None => self.is_bare() && self.values.is_empty(),
        }
    }

    /// Whether null is the only valid value.
    pub(crate) fn allows_only_null(&self) -> bool {
        if self.values.is_empty() {
            return self.data.nullable && self.ty.is_none() && self.is_bare();
        }
        self.values.are_all_null()
    }

    /// Whether the schema only lists required properties.
    pub(crate) fn has_only_required(&self) -> bool {
        let is_object = matches!(self.ty, None | Some("object"));
        is_object && !self.required.is_empty() && self.is_bare()
    }

    /// Whether the schema has alternatives.
    pub(crate) fn is_choice(&self) -> bool {
        !self.one_of.is_empty() || !self.any_of.is_empty()
    }

    /// Whether the schema describes nothing but a type and required properties.
    fn is_bare(&self) -> bool {
        !self.describes_values()
            && self.all_of.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
    }

    /// Whether a keyword other than `type`, `required`, `allOf`, `oneOf` and `anyOf` describes the values.
    pub(crate) fn describes_values(&self) -> bool {
        self.properties.is_some()
            || self.additional.is_some()
            || self.not
            || !self.values.is_empty()
            || self.items.is_some()
    }

    /// Whether the schema adds nothing to its elements of `allOf`, `oneOf` or `anyOf`.
    pub(crate) fn has_only_elements(&self) -> bool {
        matches!(self.ty, None | Some("object"))
            && self.required.is_empty()
            && !self.describes_values()
    }

    /// Returns the only element of `allOf`, `oneOf` or `anyOf`, if the schema adds nothing to it.
    pub(crate) fn sole_element(&self) -> Option<SoleElement<'a>> {
        let (keyword, index, element) = match (self.all_of, self.one_of, self.any_of) {
            _ if !self.has_only_elements() => return None,
            ([one], [], []) => ("allOf", 0, one),
            ([], [one], []) => ("oneOf", 0, one),
            ([], [], [one]) => ("anyOf", 0, one),
            (all_of, [], []) => {
                let mut typed = all_of
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| remark(one).is_none());
                let (index, element) = typed.next().filter(|_| typed.next().is_none())?;
                ("allOf", index, element)
            }
            _ => return None,
        };
        Some(SoleElement {
            keyword,
            index,
            element,
        })
    }

    /// Returns the elements of `allOf` that only annotate or restrict the values of the others, and their indices.
    pub(crate) fn remarks(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Schema)> + use<'a> {
        let elements = self.all_of.iter().enumerate();
        elements.filter_map(|(index, element)| Some((index, remark(element)?)))
    }

    /// Returns the elements of `oneOf` or `anyOf`, if the schema adds nothing to them.
    pub(crate) fn pure_choice(&self) -> Option<(&'static str, &'a [ReferenceOr<Schema>])> {
        match (self.all_of, self.one_of, self.any_of) {
            _ if !self.has_only_elements() => None,
            ([], [], any_of @ [_, ..]) => Some(("anyOf", any_of)),
            ([], one_of @ [_, ..], []) => Some(("oneOf", one_of)),
            _ => None,
        }
    }
}

/// The only element of `allOf`, `oneOf` or `anyOf` that has a type.
pub(crate) struct SoleElement<'a> {
    keyword: &'static str,
    index: usize,
    element: &'a ReferenceOr<Schema>,
}

impl<'a> SoleElement<'a> {
    pub(crate) fn schema(&self) -> SchemaRef<'a> {
        self.element.into()
    }

    /// Returns the location of the element of the schema at `at`.
    pub(crate) fn at(&self, at: &At<'a>) -> At<'a> {
        at.key(self.keyword).index(self.index)
    }
}

/// Returns the schema of an element that has no type.
fn remark(element: &ReferenceOr<Schema>) -> Option<&Schema> {
    let view = View::of(element.as_item()?);
    let is_remark = view.ty.is_none() && view.required.is_empty() && view.is_bare();
    is_remark.then_some(view.schema)
}

fn format_name<F>(
    format: &VariantOrUnknownOrEmpty<F>,
    name: impl Fn(&F) -> &'static str,
) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Item(format) => Some(name(format).to_owned()),
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format.clone()),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}
