//! The targets.

mod cursors;
mod documents;
#[path = "../../../../generated/tests/decoding/lossless.rs"]
mod lossless;
mod models;
mod overlays;
mod paths;
mod queries;
mod responses;
mod retry_after;
mod times;
mod webhooks;
mod yaml;

use crate::Target;

pub use documents::generating_document;

/// All targets.
pub static TARGETS: &[Target] = &[
    documents::TARGET,
    overlays::TARGET,
    yaml::TARGET,
    models::TARGET,
    responses::TARGET,
    cursors::TARGET,
    times::TARGET,
    queries::TARGET,
    paths::TARGET,
    retry_after::TARGET,
    webhooks::TARGET,
];

/// For targets whose bytes are decisions.
fn no_seeds() -> Vec<Vec<u8>> {
    Vec::new()
}

/// For targets whose bytes are text.
fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}
