//! Counts what the definitions contain: operations, fields and parameters, cells of the support matrix.

mod count;
mod table;

pub use count::{Counts, counts};
pub use table::table;
