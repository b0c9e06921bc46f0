//! Updates the documents with what the API itself says: `cargo xtask refresh`.
//!
//! A [snapshot](Snapshot) has the answers of the API about each integration: which operations it supports, and the JSON Schema of
//! each. [`refresh`] compares it with the intermediate representation, and plans edits of the text of the documents. An edit replaces
//! or inserts text at the location of a value, so that comments, order and line breaks stay as they are. What the documents say and
//! the API denies is kept and reported, unless the maintainers have decided: see [`Denial`]. The result is validated as a whole, and
//! nothing is written here.
//!
//! | module | content |
//! |---|---|
//! | `snapshot`, `answers`, `schema` | reading the answers, of which broken ones are reported and have no effect |
//! | `sites`, `text`, `entries`, `lists`, `render` | finding the values in the documents, and editing their text |
//! | `extensions` | the registry of integrations, and the support matrix |
//! | `fields` | parameters, fields and values of enums that are not in the documents |
//! | `decisions`, `report` | the decisions of the maintainers, and the printed report |

mod answers;
mod decisions;
mod draft;
mod entries;
mod extensions;
mod fields;
mod known;
mod lists;
mod live;
mod matrix;
mod place;
mod render;
mod report;
mod run;
mod schema;
mod sites;
mod snapshot;
mod state;
mod text;

#[cfg(test)]
mod tests;

pub use decisions::Denial;
pub use report::{Change, Report};
pub use run::{FileEdit, Refreshed, Request, refresh};
pub use snapshot::{Fault, Snapshot};
