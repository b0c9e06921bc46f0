//! The envelopes of responses.

use crate::source::Origin;

/// The envelope key of a response: `x-truto-envelope`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The key: `result`.
    pub key: String,
    /// The source location.
    pub origin: Origin,
}
