//! The builder of an operation, with the plan that it is a part of.

use std::ops::Deref;

use crate::ir::Operation;
use crate::plan::builder_parts::BuilderParts;
use crate::plan::modules::ModuleId;
use crate::plan::names::OperationNames;
use crate::plan::operation_ref::OperationRef;
use crate::plan::root::Plan;

/// An operation, with everything needed to emit its builder.
pub(crate) struct Builder<'a> {
    pub(crate) plan: &'a Plan<'a>,
    /// The module that contains the builder.
    pub(crate) module: ModuleId,
    pub(crate) place: OperationRef<'a>,
    pub(crate) operation: &'a Operation,
    pub(crate) names: &'a OperationNames,
    parts: &'a BuilderParts<'a>,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(plan: &'a Plan<'a>, place: OperationRef<'a>) -> Self {
        Self {
            plan,
            module: ModuleId::Resource(place.api, place.resource),
            place,
            operation: place.operation,
            names: plan.names.operation(place.operation),
            parts: plan.builder_parts(place.operation),
        }
    }

    /// How the builder's module writes a type of the runtime.
    pub(crate) fn name(&self, name: &str) -> String {
        self.plan.name(self.module, name)
    }
}

impl<'a> Deref for Builder<'a> {
    type Target = BuilderParts<'a>;

    fn deref(&self) -> &Self::Target {
        self.parts
    }
}
