//! The head of a response: everything but its body.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::attempts::Origin;
use crate::Error;

/// The status and headers of a response, and the call and attempt that it answers.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) origin: Origin,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
}

impl Head {
    /// Adds the call, the attempt and the response to an error.
    pub(super) fn annotate(&self, error: Error, body: &Bytes) -> Error {
        self.origin
            .annotate(error)
            .with_response(self.status, &self.headers, body)
    }
}

/// The methods of a response that need only its field `head`.
macro_rules! head_methods {
    () => {
        /// The response's status.
        #[must_use]
        pub fn status(&self) -> ::http::StatusCode {
            self.head.status
        }

        /// The response's headers.
        #[must_use]
        pub fn headers(&self) -> &::http::HeaderMap {
            &self.head.headers
        }

        /// The rate limit reported by the response's headers.
        #[must_use]
        pub fn rate_limit(&self) -> $crate::RateLimit {
            $crate::RateLimit::of(&self.head.headers)
        }

        /// The number of attempts, including this one.
        #[must_use]
        pub fn attempts(&self) -> u32 {
            self.head.origin.attempt
        }

        /// The request's idempotency key, if it had one.
        #[must_use]
        pub fn idempotency_key(&self) -> Option<&str> {
            self.head.origin.idempotency_key()
        }
    };
}

pub(super) use head_methods;
