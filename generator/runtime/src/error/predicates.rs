//! Questions about an error that several kinds answer, or only a part of one.

use super::{Error, ErrorKind};

impl Error {
    /// The server could not be reached, in time or at all: the last attempt sent nothing. Whether that is true of all
    /// attempts, says [`is_never_sent`](Self::is_never_sent).
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Nothing was sent, by any of the attempts: the call had no effect.
    #[must_use]
    pub fn is_never_sent(&self) -> bool {
        let is_unsent = matches!(
            self.0.kind,
            ErrorKind::Invalid | ErrorKind::Preflight | ErrorKind::Connect
        );
        (is_unsent || self.0.wait.is_some()) && !self.0.may_have_arrived
    }

    /// Time was up: of the kind [`Connect`](ErrorKind::Connect) if that was before the request was sent, or else
    /// [`Interrupted`](ErrorKind::Interrupted). A 408 or 504 from the server is not meant.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.is_timeout
    }

    /// The call was a write and the server returned a success, but its response could not be read. Sending it again would repeat
    /// the effect. (With 202, the server has accepted the write and may still be working on it.)
    ///
    /// `false` does not mean that there was no effect: see [`is_never_sent`](Self::is_never_sent).
    #[must_use]
    pub fn has_taken_effect(&self) -> bool {
        let is_write = self.0.endpoint.is_some_and(|endpoint| !endpoint.is_read());
        is_write && self.status().is_some_and(|status| status.is_success())
    }

    /// The response is not what the operation's definition says.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// 404: there is no such object, or no such account.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// 409: the integration has such an object already.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.0.kind == ErrorKind::Conflict
    }

    /// Too many requests: a 429, or, without a [status](Self::status), the client's own [rate limits](crate::RateLimits).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// 401 from the API itself: the token is not valid. The other 401 is [`is_reconnect_needed`](Self::is_reconnect_needed);
    /// both have the kind [`Unauthorized`](ErrorKind::Unauthorized).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.0.kind == ErrorKind::Unauthorized && !self.0.is_remote
    }

    /// 401 from the integration: the account has to be connected again. The other 401 is
    /// [`is_unauthorized`](Self::is_unauthorized).
    #[must_use]
    pub fn is_reconnect_needed(&self) -> bool {
        self.0.kind == ErrorKind::Unauthorized && self.0.is_remote
    }

    /// The integration failed, not the API in front of it.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        self.0.is_remote
    }
}
