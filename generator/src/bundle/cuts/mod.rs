//! Leaves out the parts of documents that have errors, so that a run can go on with the rest.
//!
//! A [`Unit`](units::Unit) is a part whose absence does not change the meaning of the rest: a schema, which then allows any value; a
//! property, an operation, a path, a component, a description. Of the units around an error, the innermost is left out. If the
//! error remains, the run is repeated without the next one. What refers to a unit that no longer exists is left out too.
//!
//! Units are found by their location in the files, so this works for the errors of all phases.

mod apply;
mod choose;
mod omissions;
mod parts;
mod referrers;
mod units;

pub(crate) use omissions::LeftOut;
pub(crate) use parts::{Cuts, Reach};
pub(crate) use units::What;
