//! Predicates that cover several kinds of error, or a part of one.

use http::StatusCode;

use super::{Error, ErrorKind};

impl Error {
    /// The kind is transient: see [`ErrorKind`].
    pub(crate) fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect
            | ErrorKind::Interrupted
            | ErrorKind::RateLimited
            | ErrorKind::Server => true,
            _ => self.status() == Some(StatusCode::REQUEST_TIMEOUT),
        }
    }

    /// The connection failed or timed out, so the last attempt sent nothing. [`is_never_sent`](Self::is_never_sent) covers all
    /// attempts.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// No attempt sent anything, so the call had no effect.
    #[must_use]
    pub fn is_never_sent(&self) -> bool {
        let is_unsent = matches!(
            self.0.kind,
            ErrorKind::Invalid | ErrorKind::Preflight | ErrorKind::Connect
        );
        // Without a response, it is the client that limits the rate.
        let is_held = self.0.kind == ErrorKind::RateLimited && self.status().is_none();
        (is_unsent || is_held) && !self.0.may_have_arrived
    }

    /// The client's timeout or deadline expired. The kind is [`Connect`](ErrorKind::Connect) if that was before the request was
    /// sent, otherwise [`Interrupted`](ErrorKind::Interrupted). A 408 or 504 from the server does not count.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.is_timeout
    }

    /// The call was a write and the server returned a success, but its response could not be read. Sending it again would
    /// repeat the effect. (With 202, the server has accepted the write and may still be working on it.)
    ///
    /// `false` does not mean that there was no effect: see [`is_never_sent`](Self::is_never_sent).
    #[must_use]
    pub fn has_taken_effect(&self) -> bool {
        let is_write = self.0.endpoint.is_some_and(|endpoint| !endpoint.is_read());
        is_write && self.status().is_some_and(|status| status.is_success())
    }

    /// The response does not match the operation's definition.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// 404: the object or the account does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// 409: the request conflicts with the state of the object; often it already exists.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.0.kind == ErrorKind::Conflict
    }

    /// Too many requests: a 429, or, without a [status](Self::status), the client's own [rate limits](crate::RateLimits).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// 401 from the API itself: the token is invalid. A 401 from the service behind it is
    /// [`is_reconnect_needed`](Self::is_reconnect_needed); both have the kind [`Unauthorized`](ErrorKind::Unauthorized). If the body
    /// is a JSON object that is longer than what is read, it is not known which of both failed, and both are false.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.0.kind == ErrorKind::Unauthorized && !self.may_be_remote()
    }

    /// 401 from the service behind the API: the account has to be reconnected. A 401 from the API itself is
    /// [`is_unauthorized`](Self::is_unauthorized).
    #[must_use]
    pub fn is_reconnect_needed(&self) -> bool {
        self.0.kind == ErrorKind::Unauthorized && self.0.is_remote
    }

    /// The service behind the API failed, not the API itself, as the body of the response says.
    ///
    /// A body that is longer than what is read (1 MiB, or the client's [limit](crate::ClientBuilder::max_body)) is not parsed, so the
    /// result is `false`. If it begins like a JSON object, a write is retried only as if the result were `true`.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        self.0.is_remote
    }

    /// The service behind the API failed, or it is not known which of both failed.
    pub(crate) fn may_be_remote(&self) -> bool {
        self.0.is_remote || self.0.is_origin_unknown
    }
}
