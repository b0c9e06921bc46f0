//! Under construction.
pub mod diag;
pub mod ir;
pub mod load;
pub mod source;
