//! What the reference says of integrations: their pages, matrices of fields, cells in other tables, the chooser.

pub(crate) mod cells;
pub(crate) mod chooser;
pub(crate) mod integration;
pub(crate) mod matrix;
pub(crate) mod supporters;
