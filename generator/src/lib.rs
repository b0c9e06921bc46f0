//! Under construction.
pub mod diag;
pub mod ir;
pub mod source;
