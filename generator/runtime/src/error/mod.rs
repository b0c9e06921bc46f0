//! The one error type.

mod decode;
mod envelope;
mod generated;
mod issues;
mod message;
mod paging;
mod place;
mod predicates;
mod wording;

use std::{error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

pub(crate) use decode::{decode, decode_body, decode_payload, json_text};
pub(crate) use envelope::{from_response, snippet};
pub(crate) use message::escape;
pub(crate) use place::path_at;

use message::Message;

use crate::{
    Cursor, ItemError, RateLimit, policy,
    secrets::Secrets,
    support::{Endpoint, Issue, Report},
    transport::{Phase, TransportError},
};

/// How much of a response's body an error keeps, in bytes.
const BODY_KEPT: usize = 4096;

/// Why a call failed.
///
/// `Display` says in one line which operation failed (never an id), what happened, and what the API said about it; `{:#}` puts
/// each of the [issues](Self::issues) on a line of its own. `source` is the underlying error.
///
/// `Display`, `Debug` and [`message`](Self::message) may repeat a part of the response's body: what the API said, or the
/// beginning of what could not be decoded. Control characters in it are escaped. None of them shows the token or the account's
/// id, even if the server repeats them (those of less than 16 characters as whole words only).
/// [`headers`](Self::headers), [`body`](Self::body) and [`field`](Self::field) are as they came.
///
/// To decide what to do, use [`kind`](Self::kind) and the predicates; [`ErrorKind`] says what is worth repeating.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    endpoint: Option<&'static Endpoint>,
    message: Message,
    /// What to do, or why nothing more was done, in this crate's words.
    hints: Vec<String>,
    response: Option<Head>,
    /// The integration failed, not Truto.
    is_remote: bool,
    is_timeout: bool,
    /// Another attempt would end as this one did, whatever its kind.
    is_final: bool,
    attempts: u32,
    /// An attempt, not necessarily the last one, may have reached the server.
    may_have_arrived: bool,
    /// `Idempotency-Key`
    key: Option<HeaderValue>,
    issues: Vec<Issue>,
    /// How long the client's own rate limits would have had it wait.
    wait: Option<Duration>,
    /// Where in the JSON.
    field: Option<String>,
    /// Which byte of the text.
    offset: Option<usize>,
    /// Where the page begins that was asked for.
    cursor: Option<Cursor>,
    /// The item of a page that does not fit.
    item: Option<ItemError>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What is kept of a response.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// The kinds of [`Error`].
///
/// Transient, so retry after a pause: [`Connect`](Self::Connect) and [`RateLimited`](Self::RateLimited), which had no effect;
/// [`Interrupted`](Self::Interrupted) and [`Server`](Self::Server), which may have had one, so retry a write only with the same
/// idempotency key; and 408, which is a [`Status`](Self::Status). All others are permanent. The client retries by itself, as
/// [`policy`](crate::policy) describes, and returns the error of the last attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request, its body, or the client's configuration is not valid; nothing was sent.
    Invalid,
    /// The support matrix says that the integration would refuse the request; nothing was sent. [`Error::issues`] says why.
    Preflight,
    /// The server could not be reached, in time or at all; the last attempt sent nothing.
    Connect,
    /// No complete response came, in time or at all; the request may have had its effect.
    Interrupted,
    /// The response's body is larger than the client accepts. A 413, which refuses the request's body, is [`Status`](Self::Status).
    TooLarge,
    /// The server returned 206 and only a part of the body, although the request has no `Range` header. A write has taken effect.
    Partial,
    /// The server answered with a redirect, which is not followed.
    Redirect,
    /// The response is not what the operation's definition says.
    ///
    /// The call itself succeeded, so a write has taken effect ([`Error::has_taken_effect`]): sending it again repeats that.
    /// [`Error::body`] has what came, up to 4 KiB; where reading again does no harm, `send_raw` of a builder, and
    /// `send_as::<Value>` where there is one, read any body of JSON.
    Decode,
    /// The pages of a list come to no end: a cursor came a second time, or too many empty pages followed each other.
    Paging,
    /// 400: the request lacks something or is malformed. [`Error::issues`] names what the server misses.
    BadRequest,
    /// 401, of two sorts: the API refuses the token ([`Error::is_unauthorized`]), or the integration refuses the account,
    /// which its owner has to connect again ([`Error::is_reconnect_needed`]).
    Unauthorized,
    /// 403: token or account may not do this; often a scope is missing.
    Forbidden,
    /// 404: there is no such object, or no such account.
    NotFound,
    /// 405: the method is not allowed here; also what a read-only sandbox account answers to a write.
    MethodNotAllowed,
    /// 409: the integration has such an object already.
    Conflict,
    /// 422: the integration refused the values.
    Unprocessable,
    /// 429: too many requests. [`Error::retry_after`] says how long to wait, if the API does. Without a
    /// [status](Error::status), it is the client's own [rate limits](crate::RateLimits) that held the call back.
    RateLimited,
    /// 5xx: the API failed, or the integration behind it ([`Error::is_remote`]). A 503 can also mean that the account is
    /// blocked; then repeating does not help.
    Server,
    /// Any other status that is no success: see [`Error::status`].
    Status,
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            endpoint: None,
            message: Message::new(message.into()),
            hints: Vec::new(),
            response: None,
            is_remote: false,
            is_timeout: false,
            is_final: false,
            attempts: 0,
            may_have_arrived: false,
            key: None,
            issues: Vec::new(),
            wait: None,
            field: None,
            offset: None,
            cursor: None,
            item: None,
            source: None,
        }))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, message)
    }

    /// What the caller gave cannot be sent. `place` is what it was given for, `field` the path inside of the body.
    pub(crate) fn unsendable(place: &str, field: Option<&str>, why: impl fmt::Display) -> Self {
        Self::invalid(format!("{place}: {why}")).with_field(field.map(str::to_owned))
    }

    pub(crate) fn with_field(mut self, field: Option<String>) -> Self {
        self.0.field = field;
        self
    }

    pub(crate) fn undescribed(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Decode, message)
    }

    pub(crate) fn not_utf8(source: std::str::Utf8Error) -> Self {
        let mut error = Self::new(
            ErrorKind::Decode,
            format!("the body is not UTF-8: {source}"),
        );
        error.0.offset = Some(source.valid_up_to());
        error.because(source)
    }

    pub(crate) fn preflight(report: &Report) -> Self {
        let mut error = Self::new(
            ErrorKind::Preflight,
            format!("not sent, because {} would refuse it", report.label),
        );
        error.0.issues = report.issues.clone();
        error
    }

    pub(crate) fn transport(source: TransportError) -> Self {
        let kind = match source.phase() {
            Phase::NeverSent | Phase::Refused => ErrorKind::Connect,
            Phase::NoResponse | Phase::BrokenResponse => ErrorKind::Interrupted,
        };
        let mut message = source.to_string();
        // Of what goes wrong on the way, the end of the chain says most: a name, a port, a certificate.
        if let (Phase::NeverSent, Some(root)) = (source.phase(), source.root()) {
            message = format!("{message}: {root}");
        }
        let mut error = Self::new(kind, message);
        error.0.is_timeout = source.is_timeout();
        error.0.is_final = source.phase() == Phase::Refused;
        error.0.source = Some(source.into_source());
        error
    }

    /// It would have to wait longer than it may take.
    pub(crate) fn limited(wait: Duration) -> Self {
        let message = format!(
            "not sent, because the client's own rate limits let it go in {:.1} s, after its deadline",
            wait.as_secs_f64()
        );
        let mut error = Self::new(ErrorKind::RateLimited, message);
        error.0.wait = Some(wait);
        error
    }

    pub(crate) fn limiter_failed(source: Box<dyn StdError + Send + Sync>) -> Self {
        let message = "not sent, because the client's limiter failed";
        Self::new(ErrorKind::RateLimited, message.to_owned()).because(source)
    }

    pub(crate) fn ended_early(length: usize) -> Self {
        let message = format!("the response broke off: its JSON ends early, after {length} bytes");
        Self::new(ErrorKind::Interrupted, message)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(
            ErrorKind::TooLarge,
            format!("the body is larger than {limit} bytes, the most that this client accepts"),
        )
    }

    pub(crate) fn partial() -> Self {
        Self::new(
            ErrorKind::Partial,
            "the server returned only a part of the body, which the request did not ask for",
        )
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn is_final(&self) -> bool {
        self.0.is_final
    }

    pub(crate) fn at(mut self, endpoint: &'static Endpoint) -> Self {
        self.0.endpoint = Some(endpoint);
        self
    }

    /// Says how often the call was tried so far, and with which idempotency key.
    pub(crate) fn tried(mut self, attempts: u32, key: Option<&HeaderValue>) -> Self {
        self.0.attempts = attempts;
        self.0.key = key.cloned();
        self
    }

    /// Says whether one of the attempts may have reached the server.
    pub(crate) fn arrived(mut self, may_have_arrived: bool) -> Self {
        self.0.may_have_arrived = may_have_arrived;
        self
    }

    pub(crate) fn with_response(
        mut self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Self {
        self.0.response = Some(Head {
            status,
            headers: headers.clone(),
            // Copied, so that a small piece does not keep a large body in memory.
            body: Bytes::copy_from_slice(body.get(..BODY_KEPT).unwrap_or(body)),
        });
        self
    }

    /// Adds what was there in place of what was expected, if it was not JSON at all.
    pub(crate) fn found(mut self, snippet: &str) -> Self {
        if self.0.field.is_none() {
            let message = format!("{}; the body is: {snippet}", self.0.message.raw());
            self.0.message = Message::new(message);
        }
        self
    }

    /// Adds what to do.
    pub(crate) fn hint(mut self, hint: &str) -> Self {
        self.0.hints.push(hint.to_owned());
        self
    }

    /// Takes secrets out of what quotes the server. A source cannot be changed: one that shows a secret is left out.
    pub(crate) fn without(mut self, secrets: &Secrets) -> Self {
        self.0.message = self.0.message.without(secrets);
        self.0.source = self.0.source.filter(|source| {
            let text = source.to_string();
            secrets.hide(&text) == text
        });
        self
    }

    /// What kind of error it is. The predicates tell apart what has one kind and several causes, such as the two sorts of
    /// [`Unauthorized`](ErrorKind::Unauthorized).
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation's id: `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.endpoint.map(|endpoint| endpoint.id())
    }

    /// What happened, in the API's words if it sent any; several messages are joined by `; `. It may repeat a part of the
    /// response's body, without the token and the account's id.
    ///
    /// It is one line: control characters, marks of direction and invisible characters are escaped, as in `\n` and `\u{1b}`.
    /// [`raw_message`](Self::raw_message) has them. What to do is only in `Display`.
    #[must_use]
    pub fn message(&self) -> &str {
        self.0.message.shown()
    }

    /// [`message`](Self::message) without its escapes: not safe to print, since it can contain control characters that the server
    /// sent.
    #[must_use]
    pub fn raw_message(&self) -> &str {
        self.0.message.raw()
    }

    /// The response's status, if there was a response. It compares with a number:
    /// `error.status().is_some_and(|status| status == 413)`.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|head| head.status)
    }

    /// The response's headers, if there was a response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|head| &head.headers)
    }

    /// The first 4 KiB of the response's body as it came, if there was a response.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.response.as_ref().map(|head| &*head.body)
    }

    /// How often the call was tried; 0 if it was not sent at all.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The idempotency key of the request, if it had one, whoever made it. A write that is repeated by hand should have the
    /// same.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.key.as_ref()?.to_str().ok()
    }

    /// How long the API asks to wait, by the header `Retry-After`, or `ratelimit-reset` of a 429 without it. A date is
    /// counted from the response's own. Of a call that the client's own [rate limits](crate::RateLimits) held back, how long
    /// it would have had to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let Some(head) = &self.0.response else {
            return self.0.wait;
        };
        if head.status.is_success() {
            return None;
        }
        policy::retry_after(head.status, &head.headers)
    }

    /// How many more requests the API takes, as it says with the response.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        let headers = self.headers();
        headers.map(RateLimit::of).unwrap_or_default()
    }

    /// What is wrong with the request: according to the support matrix before it was sent, or according to the server.
    ///
    /// The server's issues come from its hints and failures, and, of a 400 or 422, from messages that name what is missing in the
    /// wording of a common validator, such as `"email" is required`. If the integration [failed](Self::is_remote), the names
    /// can be its own.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.0.issues
    }

    /// For JSON that did not fit: the path of the field, as in `result[3].emails`. For a value that cannot be sent: the path of
    /// the field in the body, or the name of the parameter or header.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// For a body that could not be decoded: the offset of the byte at which decoding stopped.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(endpoint) = inner.endpoint {
            write!(f, "{} {}: ", endpoint.method(), endpoint.path())?;
        }
        if let Some(head) = &inner.response {
            write!(f, "{}: ", head.status)?;
        }
        f.write_str(inner.message.shown())?;
        if inner.attempts > 1 {
            write!(f, " (after {} attempts)", inner.attempts)?;
        }
        for hint in &inner.hints {
            write!(f, "; {hint}")?;
        }
        let before = if f.alternate() { "\n- " } else { "; " };
        for issue in &inner.issues {
            write!(f, "{before}{issue}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &format_args!("{self}"))
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
