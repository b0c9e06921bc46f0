//! What the emitters must agree on, decided once and kept as data: modules, names, imports, paths of pages, how fields represent absence
//! and null, boxes, defaults, conversions, sum types, builders, setters, decoders, sample values, and which parts of the runtime are used.
//!
//! Emitters look it up, and decide nothing but the text.

mod analysis;
pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod boxes;
pub(crate) mod builder_parts;
pub(crate) mod builders;
pub(crate) mod constructors;
pub(crate) mod conversion;
mod defaults;
pub(crate) mod direction;
pub(crate) mod extensions;
pub(crate) mod features;
mod graph;
pub(crate) mod imports;
pub(crate) mod manifest;
pub mod modules;
pub(crate) mod names;
pub(crate) mod operation_ref;
pub(crate) mod options;
pub(crate) mod pages;
pub(crate) mod parameters;
pub(crate) mod presence;
pub(crate) mod requests;
pub(crate) mod root;
pub(crate) mod sample_choice;
pub(crate) mod sample_json;
pub(crate) mod sample_response;
pub(crate) mod samples;
pub(crate) mod servers;
pub(crate) mod shared_failures;
pub(crate) mod types;
pub(crate) mod unions;
pub(crate) mod usage;

pub use analysis::Analysis;
pub use features::Feature;
pub use manifest::Manifest;
pub use modules::{ModuleId, Modules};
pub use names::{Names, is_device};
pub use options::{Guide, Options};
