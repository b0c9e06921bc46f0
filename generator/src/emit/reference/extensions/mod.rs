//! What the reference says of integrations: their pages, matrices of fields, cells in other tables, the chooser, the
//! comparison, the picture of all.

pub(crate) mod cells;
pub(crate) mod chooser;
pub(crate) mod compare;
pub(crate) mod coverage;
pub(crate) mod front;
pub(crate) mod integration;
pub(crate) mod interactive;
pub(crate) mod matrix;
pub(crate) mod options;
pub(crate) mod overview;
pub(crate) mod supporters;
