//! Steps of `cargo xtask ci --nightly` that check programs, toolchains, systems and dependencies other than those of the tests.

pub(crate) mod checkout;
pub(crate) mod dependencies;
pub(crate) mod features;
pub(crate) mod minimal;
pub(crate) mod msrv;
pub(crate) mod node;
pub(crate) mod semver;
