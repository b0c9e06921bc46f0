//! The builder of an operation, as data.

use crate::ir::{Home, Location, Operation, Param};
use crate::plan::body::BodyShape;
use crate::plan::names::OperationNames;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;

/// An operation, with everything needed to emit its builder.
pub(crate) struct Builder<'a> {
    pub(crate) plan: &'a Plan<'a>,
    /// The module that contains the builder.
    pub(crate) home: Home,
    pub(crate) place: OperationRef<'a>,
    pub(crate) operation: &'a Operation,
    pub(crate) names: &'a OperationNames,
    /// The handle whose method creates the builder: `Contacts`.
    pub(crate) handle: &'a str,
    pub(crate) shape: BodyShape<'a>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(plan: &'a Plan<'a>, place: OperationRef<'a>, handle: &'a str) -> Self {
        Self {
            plan,
            home: Home::Resource(place.api, place.resource),
            place,
            operation: place.operation,
            names: plan.names.operation(place.operation),
            handle,
            shape: BodyShape::of(plan.package, place.operation),
        }
    }

    /// How the builder's module writes a type of the runtime.
    pub(crate) fn name(&self, name: &str) -> String {
        self.plan.name(self.home, name)
    }

    /// The required parameters, path parameters first.
    pub(crate) fn arguments(&self) -> Vec<&'a Param> {
        let params = self.operation.params.iter();
        let mut required: Vec<&Param> = params
            .filter(|param| param.required && param.role.has_setter())
            .collect();
        required.sort_by_key(|param| param.location != Location::Path);
        required
    }
}
