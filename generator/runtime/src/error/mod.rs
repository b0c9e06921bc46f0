//! The error type of the crate.

mod body;
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

pub(crate) use body::MOST_READ;
pub(crate) use decode::{decode, decode_body, decode_payload, json_text};
pub(crate) use envelope::{from_response, snippet};
pub(crate) use message::escape;
pub(crate) use place::path_at;

use message::Message;

use crate::{
    Cursor, Endpoint, ItemError, RateLimit, policy,
    secrets::Secrets,
    support::{Issue, Report},
    transport::{Phase, TransportError},
};

/// The error of a failed call.
///
/// `Display` prints one line: the HTTP method and the path template, such as `/contacts/{id}` (never the id of an
/// object); then what happened, and the API's message, if any. `{:#}` prints each of the [issues](Self::issues) on its own
/// line. Issues that the API's message already names are not repeated. `source` returns the underlying error.
///
/// `Display`, `Debug` and [`message`](Self::message) may include a part of the response's body: the API's message, or the
/// beginning of a body that could not be decoded. Control characters in it are escaped. `Display`, `Debug` and `message` do not
/// show the token or the account's id, even if the server repeats them. A token or id that is shorter than 16 characters is
/// removed only where it is a whole word. [`headers`](Self::headers), [`body`](Self::body) and [`field`](Self::field) are
/// returned unchanged, so they may contain both.
///
/// To decide what to do, use [`kind`](Self::kind) and the predicates; [`ErrorKind`] describes which errors can be retried.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    endpoint: Option<Endpoint>,
    message: Message,
    /// Advice, or why the call was not retried. Written by this crate.
    hints: Vec<String>,
    response: Option<Head>,
    /// What is removed from text that quotes the response.
    secrets: Option<Secrets>,
    /// The service behind the API failed, not the API itself.
    is_remote: bool,
    /// The body is a JSON object that is longer than what is read of it, so it is not known which of both failed.
    is_origin_unknown: bool,
    is_timeout: bool,
    /// A retry would fail in the same way, whatever the kind.
    is_final: bool,
    attempts: u32,
    /// At least one attempt, not necessarily the last one, may have reached the server.
    may_have_arrived: bool,
    /// `Idempotency-Key`
    key: Option<HeaderValue>,
    issues: Vec<Issue>,
    /// Those that the message names too.
    said: Vec<Issue>,
    /// The number of issues that are not kept.
    more_issues: usize,
    /// How long the client's own rate limits would have made the call wait.
    wait: Option<Duration>,
    /// The path in the JSON.
    field: Option<String>,
    /// The byte offset in the text.
    offset: Option<usize>,
    /// The cursor of the requested page.
    cursor: Option<Cursor>,
    /// The item of a page that could not be decoded.
    item: Option<ItemError>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The part of a response that an error keeps.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The body was longer.
    is_cut: bool,
}

/// The kinds of [`Error`].
///
/// These kinds are transient, so retry after a pause:
///
/// - [`Connect`](Self::Connect) and [`RateLimited`](Self::RateLimited): the last attempt had no effect. An earlier one may have
///   had an effect, unless [`Error::is_never_sent`] returns true.
/// - [`Interrupted`](Self::Interrupted), [`Server`](Self::Server), and a [`Status`](Self::Status) of 408: the request may have
///   taken effect.
///
/// If a write may have taken effect, retry it only with the same [idempotency key](Error::idempotency_key). All other kinds are
/// permanent. The client already retries as described in [`policy`](crate::policy), and returns the error of the last attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request, its body, or the client's configuration is invalid. Nothing was sent.
    Invalid,
    /// The request would be refused, according to what is documented about the account. Nothing was sent. [`Error::issues`] has
    /// the reasons.
    Preflight,
    /// The connection failed or timed out. The last attempt sent nothing.
    Connect,
    /// The response was incomplete, or there was none, or it timed out; or a file of the body could not be read. The request may
    /// have taken effect.
    Interrupted,
    /// The body of a successful response exceeds the client's limit. A 413, for a request whose body is too large, is
    /// [`Status`](Self::Status).
    TooLarge,
    /// The server returned 206 with a part of the body, although the request has no `Range` header. If the
    /// request was a write, it has taken effect.
    Partial,
    /// The server returned a redirect. Redirects are not followed.
    Redirect,
    /// The server returned a success, but the response does not match the operation's definition.
    ///
    /// A write has taken effect ([`Error::has_taken_effect`]); sending it again repeats the effect. [`Error::body`] has the
    /// body. If the request is safe to repeat, `send_raw` of the builder, or `send_as::<Value>` if it has that method, reads any
    /// JSON body.
    Decode,
    /// The pages of a list do not end: a cursor was returned twice, or there were too many empty pages in a row. Or ten requests for
    /// a page failed in a row; the errors before this one say why.
    Paging,
    /// 400: the request is incomplete or malformed. [`Error::issues`] lists what is missing, if the server reports it.
    BadRequest,
    /// 401, with two causes: the API rejected the token ([`Error::is_unauthorized`]), or the service behind the API rejected the
    /// account, which its owner has to reconnect ([`Error::is_reconnect_needed`]).
    Unauthorized,
    /// 403: the token or the account lacks a permission, which is often a scope.
    Forbidden,
    /// 404: the object or the account does not exist.
    NotFound,
    /// 405: the method is not allowed. A read-only sandbox account returns it for writes too.
    MethodNotAllowed,
    /// 409: the request conflicts with the state of the object; often it already exists.
    Conflict,
    /// 422: the values were rejected.
    Unprocessable,
    /// 429: too many requests. [`Error::retry_after`] returns how long to wait, if the API reports it. Without a
    /// [status](Error::status), the client's own [rate limits](crate::RateLimits) stopped the call.
    RateLimited,
    /// 5xx: the API failed, or the service behind it ([`Error::is_remote`]). A 503 can also mean that the account is
    /// blocked; then retries do not help.
    Server,
    /// Any other unsuccessful status: see [`Error::status`].
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
            secrets: None,
            is_remote: false,
            is_origin_unknown: false,
            is_timeout: false,
            is_final: false,
            attempts: 0,
            may_have_arrived: false,
            key: None,
            issues: Vec::new(),
            said: Vec::new(),
            more_issues: 0,
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

    /// A value that cannot be sent. `place` names the parameter, header or body; `field` is the path in the body.
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
        error.with_source(source)
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
            Phase::NoResponse | Phase::BrokenResponse | Phase::Unreadable => ErrorKind::Interrupted,
        };
        let mut message = source.to_string();
        // The last error of the chain is the most specific one: it is about a host name, a port, a certificate or a file.
        if let (Phase::NeverSent | Phase::Unreadable, Some(root)) = (source.phase(), source.root())
        {
            message = format!("{message}: {root}");
        }
        let mut error = Self::new(kind, message);
        error.0.is_timeout = source.is_timeout();
        error.0.is_final = matches!(source.phase(), Phase::Refused | Phase::Unreadable);
        error.0.source = Some(source.into_source());
        error
    }

    /// The limiter's wait would exceed the deadline.
    pub(crate) fn limited(wait: Duration) -> Self {
        let message = format!(
            "not sent, because the client's rate limits require a wait of {:.1} s, beyond the deadline of the call",
            wait.as_secs_f64()
        );
        let mut error = Self::new(ErrorKind::RateLimited, message);
        error.0.wait = Some(wait);
        error
    }

    pub(crate) fn limiter_failed(source: Box<dyn StdError + Send + Sync>) -> Self {
        let message = "not sent, because the client's limiter failed";
        Self::new(ErrorKind::RateLimited, message.to_owned()).with_source(source)
    }

    pub(crate) fn ended_early(length: usize) -> Self {
        let message =
            format!("the response is truncated: its JSON is incomplete after {length} bytes");
        Self::new(ErrorKind::Interrupted, message)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(
            ErrorKind::TooLarge,
            format!("the response body exceeds the limit of {limit} bytes (`max_body`)"),
        )
    }

    /// `record` is an event or line.
    pub(crate) fn too_large_record(record: &str, limit: usize) -> Self {
        Self::new(
            ErrorKind::TooLarge,
            format!("one {record} of the response exceeds the limit of {limit} bytes (`max_body`)"),
        )
    }

    pub(crate) fn ended_within(record: &str) -> Self {
        let message = format!("the response is truncated: its last {record} is incomplete");
        Self::new(ErrorKind::Interrupted, message)
    }

    pub(crate) fn partial() -> Self {
        Self::new(
            ErrorKind::Partial,
            "the server returned only a part of the body, but the request has no `Range` header",
        )
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn is_final(&self) -> bool {
        self.0.is_final
    }

    pub(crate) fn at(mut self, endpoint: Endpoint) -> Self {
        self.0.endpoint = Some(endpoint);
        self
    }

    /// Sets the number of attempts so far, and the idempotency key.
    pub(crate) fn with_attempts(mut self, attempts: u32, key: Option<&HeaderValue>) -> Self {
        self.0.attempts = attempts;
        self.0.key = key.cloned();
        self
    }

    /// Sets whether one of the attempts may have reached the server.
    pub(crate) fn may_have_arrived(mut self, may_have_arrived: bool) -> Self {
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
            body: Bytes::copy_from_slice(body.get(..body::KEPT).unwrap_or(body)),
            is_cut: body.len() > body::KEPT,
        });
        self
    }

    /// Adds the beginning of a body that was not JSON at all.
    pub(crate) fn with_snippet(mut self, snippet: &str) -> Self {
        if self.0.field.is_none() {
            let message = format!("{}; the body is: {snippet}", self.0.message.raw());
            self.0.message = Message::new(message);
        }
        self
    }

    /// Adds advice.
    pub(crate) fn hint(mut self, hint: &str) -> Self {
        self.0.hints.push(hint.to_owned());
        self
    }

    /// Removes secrets from text that quotes the server, and limits its length. A source cannot be changed, so one that shows a secret
    /// or is longer is dropped.
    pub(crate) fn redacted(mut self, secrets: &Secrets) -> Self {
        self.0.message = self.0.message.redacted(secrets);
        self.0.source = self.0.source.filter(|source| {
            let text = source.to_string();
            text.len() <= message::LONGEST && secrets.hide(&text) == text
        });
        self
    }

    /// The kind of error. If a kind has several causes, such as [`Unauthorized`](ErrorKind::Unauthorized), the predicates
    /// distinguish them.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation's id, such as `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.endpoint.map(|endpoint| endpoint.id())
    }

    /// What happened, in the API's words if it sent any. Several messages are joined by `; `. It may include a part of the
    /// response's body, without the token and the account's id. What the API sent is cut after 4 KiB. Of a body that is longer than what
    /// is read (1 MiB, or the client's [limit](crate::ClientBuilder::max_body)), the message is the beginning, unparsed.
    ///
    /// It is one line: control characters, bidirectional marks and invisible characters are escaped, as in `\n` and `\u{1b}`.
    /// [`raw_message`](Self::raw_message) returns them unescaped. Advice is only part of `Display`.
    #[must_use]
    pub fn message(&self) -> &str {
        self.0.message.shown()
    }

    /// The [`message`](Self::message) without escapes. It is not safe to print, since it can contain control characters that
    /// the server sent.
    #[must_use]
    pub fn raw_message(&self) -> &str {
        self.0.message.raw()
    }

    /// The response's status, if there was a response. It can be compared with a number: `error.status().is_some_and(|status|
    /// status == 413)`.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|head| head.status)
    }

    /// The response's headers, if there was a response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|head| &head.headers)
    }

    /// The number of attempts; 0 if the request was never sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The idempotency key of the request, if it had one, whether generated or set by the caller. Use the same key to retry a
    /// write yourself.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.key.as_ref()?.to_str().ok()
    }

    /// How long to wait before a retry: from the header `Retry-After`, or from `ratelimit-reset` if a 429 has no `Retry-After`.
    /// If `Retry-After` is a date, this is the time from the response's own `Date` to it. If the client's own
    /// [rate limits](crate::RateLimits) stopped the call, this is how long it would have had to wait.
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

    /// The rate limit reported by the response's headers.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        let headers = self.headers();
        headers.map(RateLimit::of).unwrap_or_default()
    }

    /// What is wrong with the request, according to checks before it was sent or to the server.
    ///
    /// The server's issues come from the hints in the body of the response. For a 400 or 422, they also come from lists of
    /// failures (`errors`, `error.errors`, `error.details`, `details`, `details.failures` or `detail`) and from messages such as
    /// `"email" is required`, as far as they name a missing value in the wording of a common validator. Other faults are in
    /// the [message](Self::message) and the [body](Self::body). If the service behind the API [failed](Self::is_remote), the names can be its own.
    ///
    /// A body that is longer than what is read (1 MiB, or the client's [limit](crate::ClientBuilder::max_body)) is not parsed, so there
    /// are no issues.
    ///
    /// Of the server's issues, the first 100 with names of at most 200 bytes are kept. `Display` says how many more there are, without
    /// those that only the message names, since it prints the message. The end of a message that is cut is neither printed nor counted.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.0.issues
    }

    /// The path of the JSON field that does not match its type, such as `result[3].emails`. For a value that cannot be sent,
    /// the path of the field in the body, or the name of the parameter or header.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The byte offset at which decoding of the body failed.
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
        for issue in inner
            .issues
            .iter()
            .filter(|issue| !inner.said.contains(issue))
        {
            write!(f, "{before}{issue}")?;
        }
        match inner.more_issues {
            0 => Ok(()),
            1 => write!(f, "{before}1 more issue"),
            more => write!(f, "{before}{more} more issues"),
        }
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
