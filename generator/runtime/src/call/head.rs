//! The head of a response: everything but its body.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::attempts::Origin;
use crate::{Error, transport::has_length};

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
            .with_secrets(&self.origin.secrets)
    }

    /// Adds a hint to the error for a successful response: a write has taken effect.
    pub(super) fn after_effect(&self, error: Error) -> Error {
        match self.origin.is_read() {
            true => error,
            false => {
                error.hint("the call has taken effect: sending it again would repeat the effect")
            }
        }
    }

    /// The media type without parameters; empty if there is none.
    pub(super) fn media(&self) -> &str {
        let media = self.headers.get(header::CONTENT_TYPE);
        let media = media.and_then(|media| media.to_str().ok());
        let essence = media.unwrap_or_default().split(';').next();
        essence.unwrap_or_default().trim()
    }

    /// The response is a stream of events.
    pub(super) fn is_events(&self) -> bool {
        self.media().eq_ignore_ascii_case("text/event-stream")
    }

    /// The response says where its body ends, so that any transport notices if it breaks off.
    pub(super) fn has_length(&self) -> bool {
        has_length(&self.headers)
    }
}

/// The methods of a response that need only its head: the field `head`, unless the macro is called with another.
macro_rules! head_methods {
    () => {
        head_methods!(head);
    };
    ($($head:ident).+) => {
        /// The response's status.
        #[must_use]
        pub fn status(&self) -> ::http::StatusCode {
            self.$($head).+.status
        }

        /// The response's headers.
        #[must_use]
        pub fn headers(&self) -> &::http::HeaderMap {
            &self.$($head).+.headers
        }

        /// The rate limit reported by the response's headers.
        #[must_use]
        pub fn rate_limit(&self) -> $crate::RateLimit {
            $crate::RateLimit::of(&self.$($head).+.headers)
        }

        /// The number of attempts, including this one.
        #[must_use]
        pub fn attempts(&self) -> u32 {
            self.$($head).+.origin.attempt
        }

        /// The request's idempotency key, if it had one.
        #[must_use]
        pub fn idempotency_key(&self) -> Option<&str> {
            self.$($head).+.origin.idempotency_key()
        }
    };
}

pub(super) use head_methods;
