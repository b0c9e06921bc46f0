//! Authentication: what requests require, and the credentials that the client sends.

mod credentials;
mod scheme;
mod secret;
#[cfg(test)]
mod tests;

pub use credentials::Credentials;
pub(crate) use scheme::Place;
pub use scheme::{Security, SecurityScheme};
pub(crate) use secret::{Secret, Sent};
