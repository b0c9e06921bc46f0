//! The registry of integrations, and the support matrix.

mod integrations;
mod names;
mod provenance;
mod registry;
mod support;

pub(super) use integrations::{Listed, plan as plan_integrations};
pub(super) use names::keys;
pub(super) use provenance::confirm;
pub(super) use registry::plan as plan_registry;
pub(super) use support::{Row, add_value, cell, plan as plan_support};
