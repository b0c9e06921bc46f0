//! The values that a document chooses for samples, as an operation looks them up.

use serde_json::Value;

use crate::ir::{Api, Field, FieldName, Operation, OperationSample, Param, Resource, SampleValues};

/// The values for the samples of an operation. Without a table in the document, there are none.
#[derive(Clone, Copy, Default)]
pub(crate) struct Values<'a> {
    table: Option<&'a SampleValues>,
    /// The object of the resource.
    object: Option<&'a Value>,
    operation: Option<&'a OperationSample>,
}

/// A field that needs a value.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) field: &'a Field,
    /// It is a field of the whole body or response, and not of an object in it.
    pub(crate) is_of_whole: bool,
    /// Its values are objects with fields, or lists of these.
    pub(crate) is_object: bool,
}

/// A value from the table.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) value: &'a Value,
    /// If it is an object of another resource: the field with which a request refers to it.
    pub(crate) key: Option<&'a str>,
}

impl<'a> Values<'a> {
    pub(crate) fn new(api: &'a Api, resource: &'a Resource, operation: &'a Operation) -> Self {
        let Some(table) = &api.sample_values else {
            return Self::default();
        };
        let id = operation.operation_id.as_ref();
        Self {
            table: Some(table),
            object: table.resources.get(&resource.tag).map(|of| &of.value),
            operation: id.and_then(|id| table.operations.get(id)),
        }
    }

    /// The values for the requests that the server sends.
    pub(crate) fn of_api(api: &'a Api) -> Self {
        Self {
            table: api.sample_values.as_ref(),
            ..Self::default()
        }
    }

    /// Whether the document chooses values.
    pub(crate) fn are_chosen(&self) -> bool {
        self.table.is_some()
    }

    /// The value of a field: if it is one of the whole body or response, that of the operation or of the resource; else that of the
    /// object to which it refers, or one that does not depend on the place.
    pub(crate) fn at(&self, site: Site<'a>) -> Option<Known<'a>> {
        let name = &site.field.wire;
        let own = site.is_of_whole.then(|| self.own(name)).flatten();
        own.map(Known::plain)
            .or_else(|| self.referenced(site))
            .or_else(|| self.named(name).map(Known::plain))
    }

    /// The value of a parameter.
    pub(crate) fn param(&self, param: &Param) -> Option<&'a Value> {
        self.own(&param.wire).or_else(|| self.named(&param.wire))
    }

    fn own(&self, name: &str) -> Option<&'a Value> {
        let own = self.operation.and_then(|of| of.values.value.get(name));
        own.or_else(|| self.object?.get(name))
    }

    fn named(&self, name: &str) -> Option<&'a Value> {
        self.table?.fields.value.get(name)
    }

    /// The object that the field refers to or, if the field is no object, the value that it refers to.
    fn referenced(&self, site: Site<'a>) -> Option<Known<'a>> {
        let (tag, key) = site.field.reference.as_deref()?.split_once('.')?;
        let value = &self.table?.resources.get(tag)?.value;
        match site.is_object {
            true => Some(Known {
                value,
                key: Some(key),
            }),
            false => value.get(key).map(Known::plain),
        }
    }

    /// Whether the sample of the operation sets the optional parameter.
    pub(crate) fn sets(&self, param: &Param) -> bool {
        let names = self.operation.map(|of| &of.parameters);
        names.is_some_and(|names| names.iter().any(|name| name.wire == param.wire))
    }

    /// The optional fields of the body that the sample of the operation sets, if the document says so.
    pub(crate) fn body(&self) -> Option<&'a [FieldName]> {
        self.operation?.body.as_deref()
    }

    /// Whether the field is only set by the samples of operations that name it.
    pub(crate) fn is_omitted(&self, field: &Field) -> bool {
        let mut omitted = self.table.into_iter().flat_map(|table| &table.omitted);
        omitted.any(|name| name.wire == field.wire)
    }
}

impl<'a> Known<'a> {
    fn plain(value: &'a Value) -> Self {
        Self { value, key: None }
    }
}
