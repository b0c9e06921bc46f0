//! Why a webhook is refused.

use std::{error, fmt};

use http::StatusCode;

use crate::Error;

/// Why a webhook is refused. Contains neither the secret nor the signature nor a value of the body.
///
/// If the body [cannot be decoded](VerifyErrorKind::Undecodable), `source` is an [`Error`] with the path of the field that does not match.
#[derive(Debug)]
pub struct VerifyError {
    kind: VerifyErrorKind,
    source: Option<Error>,
}

/// The kind of a [`VerifyError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VerifyErrorKind {
    /// The request has no signature, or several.
    NoSignature,
    /// The signature does not have the form `format=sha256,v=…`.
    MalformedSignature,
    /// The signature belongs to another body or another secret.
    WrongSignature,
    /// The signature is right, but the body is not the expected JSON.
    Undecodable,
    /// The signature is right, but the body does not say when the event was created.
    NoTime,
    /// The event was created too long ago, or in the future: see [`Verifier::with_tolerance`](super::Verifier::with_tolerance).
    OutOfTime,
    /// The event has arrived before: see [`Verifier::with_known`](super::Verifier::with_known).
    Known,
}

impl VerifyError {
    pub(super) fn new(kind: VerifyErrorKind) -> Self {
        Self { kind, source: None }
    }

    pub(super) fn undecodable(source: Error) -> Self {
        Self {
            kind: VerifyErrorKind::Undecodable,
            source: Some(source.without_values()),
        }
    }

    /// The kind of the error.
    #[must_use]
    pub fn kind(&self) -> VerifyErrorKind {
        self.kind
    }

    /// The status to respond with: 401 if the signature is missing or wrong, 400 for a body that cannot be used, and 200 for an event that
    /// has arrived before, since any other status would make Truto send it again.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self.kind {
            VerifyErrorKind::NoSignature
            | VerifyErrorKind::MalformedSignature
            | VerifyErrorKind::WrongSignature => StatusCode::UNAUTHORIZED,
            VerifyErrorKind::Undecodable | VerifyErrorKind::NoTime | VerifyErrorKind::OutOfTime => {
                StatusCode::BAD_REQUEST
            }
            VerifyErrorKind::Known => StatusCode::OK,
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            VerifyErrorKind::NoSignature => {
                "the webhook does not have exactly one header `X-Truto-Signature`"
            }
            VerifyErrorKind::MalformedSignature => {
                "the signature of the webhook is not like `format=sha256,v=…`"
            }
            VerifyErrorKind::WrongSignature => {
                "the signature of the webhook is wrong: it was not sent by Truto, or the secret is that of another webhook, or the body was \
                 changed on its way"
            }
            VerifyErrorKind::Undecodable => "the body of the webhook cannot be decoded",
            VerifyErrorKind::NoTime => {
                "the webhook has no `created_at` that is a time, so its age cannot be checked; `without_tolerance()` of the verifier accepts \
                 it"
            }
            VerifyErrorKind::OutOfTime => {
                "the webhook was created too long ago or in the future: it may be a replay, or the clock is wrong"
            }
            VerifyErrorKind::Known => "the event of the webhook has arrived before",
        })
    }
}

impl error::Error for VerifyError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
