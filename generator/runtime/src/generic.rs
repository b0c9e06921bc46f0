//! The generic types behind the type aliases of a generated crate, with all of their methods. Use the aliases in your code.

pub use crate::client::ClientBuilder;
pub use crate::support::{
    IntegrationKey, IntegrationSupport, Operation, OperationDiff, SupportDiff,
};
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub use crate::testing::{FakeBuilder, FakeTruto};
