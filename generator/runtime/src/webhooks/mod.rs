//! Verification of webhooks.
//!
//! A webhook is a `POST` request that Truto sends to a URL of yours. Anyone can send such a request, so check its signature with a
//! [`Verifier`] before you trust it:
//!
//! ```
//! # use std::time::{Duration, SystemTime};
//! # use truto_runtime::{http::{HeaderMap, StatusCode}, webhooks::Verifier};
//! # struct Request { headers: HeaderMap, body: Vec<u8> }
//! # fn handle(verifier: &Verifier, request: &Request) -> StatusCode {
//! // The body as it arrived: JSON that was parsed and written again has another signature.
//! match verifier.verify_request(&request.headers, &request.body, SystemTime::now()) {
//!     Ok(event) => {
//!         println!("{}", event["event"]);
//!         StatusCode::OK
//!     }
//!     Err(error) => error.status(),
//! }
//! # }
//! ```
//!
//! Truto repeats a delivery that was not answered with 200, so the same event can arrive several times, and events can arrive in another order
//! than they happened.

mod error;
mod signature;
#[cfg(all(test, feature = "testing"))]
mod tests;
mod verifier;

pub use error::{VerifyError, VerifyErrorKind};
#[cfg(feature = "testing")]
pub use signature::sign;
pub use verifier::{SIGNATURE_HEADER, Verifier};
