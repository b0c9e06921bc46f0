//! Steps of `cargo xtask ci --nightly` that check programs, toolchains, systems and dependencies other than those of the tests.

pub(crate) mod checkout;
pub(crate) mod dependencies;
pub(crate) mod features;
pub(crate) mod minimal;
pub(crate) mod msrv;
pub(crate) mod node;
pub(crate) mod semver;

use serde_json::Value;

/// The published packages in the output of `cargo metadata`.
fn published(metadata: &Value) -> impl Iterator<Item = &Value> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    // A member of the workspace has no source; `publish = false` is an empty list of registries.
    packages.filter(|of| of["source"].is_null() && of["publish"].is_null())
}
