//! What belongs to the builder of an operation, decided once for all that print it or a call of it.

use std::collections::HashMap;

use crate::ir::{Location, Operation, OperationId, Package, Param};
use crate::plan::body::BodyShape;
use crate::plan::names::{Names, free};
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::parameters::Setter;

/// The parts of a builder.
pub(crate) struct BuilderParts<'a> {
    /// The handle whose method creates the builder: `Contacts`.
    pub(crate) handle: &'a str,
    pub(crate) shape: BodyShape<'a>,
    /// The required parameters, path parameters first: they are arguments of the method.
    pub(crate) arguments: Vec<&'a Param>,
    /// The optional parameters, in the order of the document.
    pub(crate) setters: Vec<(&'a Param, Setter)>,
    /// The variable of the method for the call. No argument has its name.
    pub(crate) call: String,
    /// The argument of the method for the body. No other argument has its name.
    pub(crate) body: String,
}

/// Decides the parts of all builders.
pub(crate) fn of_package<'a>(
    package: &'a Package,
    names: &'a Names,
) -> HashMap<OperationId, BuilderParts<'a>> {
    let parts = |place: OperationRef<'a>| {
        let resource = package.apis.get(place.api)?.resources.get(place.resource)?;
        let handle = &names.resource(resource).handle;
        let parts = BuilderParts::of(package, names, handle, place.operation);
        Some((place.operation.id, parts))
    };
    operations(package).filter_map(parts).collect()
}

impl<'a> BuilderParts<'a> {
    fn of(
        package: &'a Package,
        names: &'a Names,
        handle: &'a str,
        operation: &'a Operation,
    ) -> Self {
        let params = operation.params.iter();
        let params = params.filter(|param| param.role.is_set_by_callers());
        let (mut arguments, setters): (Vec<&Param>, Vec<&Param>) =
            params.partition(|param| param.required);
        arguments.sort_by_key(|param| !matches!(param.location, Location::Path(_)));
        let taken: Vec<&str> = arguments.iter().map(|param| names.param(param)).collect();
        let setters = setters.into_iter();
        Self {
            handle,
            shape: BodyShape::of(package, operation),
            call: free("call", &taken),
            body: free("body", &taken),
            arguments,
            setters: setters
                .map(|param| (param, Setter::of(operation, param)))
                .collect(),
        }
    }
}
