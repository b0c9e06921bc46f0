//! Prints comparisons.

mod changelog;
mod json;
mod markdown;
mod text;
mod words;

pub use changelog::changelog;
pub use json::json;
pub use markdown::markdown;
pub use text::text;
