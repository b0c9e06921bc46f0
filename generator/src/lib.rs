//! Under construction.
pub mod ir;
pub mod source;
