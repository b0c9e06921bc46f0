//! The runtime's own types, with all of their methods. Types of a generated crate, such as its `ClientBuilder`, are aliases of
//! them. Use the types of the crate in your code.

pub use crate::auth::{Credentials, SecurityScheme};
pub use crate::client::{AccountScope, Client, ClientBuilder};
#[cfg(feature = "forms")]
pub use crate::support::HasForms;
pub use crate::support::{
    IntegrationKey, IntegrationSupport, NoIntegration, OpenIntegration, Operation, OperationDiff,
    SupportDiff,
};
#[cfg(all(feature = "testing", not(target_arch = "wasm32")))]
pub use crate::testing::{Accounts, FakeBuilder, FakeServer, FakeTruto};
#[cfg(feature = "webhooks")]
pub use crate::webhooks::Verifier;
