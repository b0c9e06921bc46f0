//! Operations: parameters, bodies and responses, and the checks that combine them.

mod body;
mod cells;
mod encodings;
mod excluded;
mod joined;
mod media;
mod naming;
mod number;
pub(super) mod operation;
pub(super) mod operation_ref;
mod pages;
mod parameters;
mod path;
mod responses;
pub(super) mod rest;
mod scope;
mod sort;
mod styles;
