//! Prints comparisons.

mod changelog;
mod entries;
mod json;
mod markdown;
mod text;
mod words;

pub use changelog::changelog;
pub use entries::entries;
pub use json::json;
pub use markdown::markdown;
pub use text::text;
