//! Recorded requests.

use std::{collections::VecDeque, fmt};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{
    multipart::{self, ReceivedPart},
    query::{Query, decode},
};
use crate::{SecurityScheme, auth::Place};

/// The maximum number of bytes of a body that `Debug` shows.
const SHOWN: usize = 1024;

/// The maximum size of a recorded body: 1 MiB.
const KEPT_OF_BODY: usize = 1 << 20;

/// The maximum size of the log: 64 MiB of bodies, headers and addresses.
const KEPT: usize = 64 << 20;

/// A request that the fake received, with the status of its response.
///
/// `Debug` shows neither credentials nor the account.
#[derive(Clone)]
pub struct ReceivedRequest {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// The length of the body as received, including what was not kept.
    pub(super) body_length: usize,
    pub(super) operation: Option<&'static str>,
    pub(super) scope: Option<&'static str>,
    /// The account, if the path contains it.
    pub(super) account: Option<String>,
    /// The schemes whose credentials must not be shown.
    pub(super) schemes: &'static [SecurityScheme],
    pub(super) status: Option<StatusCode>,
}

/// The former name of [`ReceivedRequest`].
#[deprecated(since = "0.1.0", note = "renamed to `ReceivedRequest`")]
pub type Received = ReceivedRequest;

impl ReceivedRequest {
    pub(super) fn new(method: Method, target: String, headers: HeaderMap) -> Self {
        Self {
            method,
            target,
            headers,
            body: Bytes::new(),
            body_length: 0,
            operation: None,
            scope: None,
            account: None,
            schemes: &[],
            status: None,
        }
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// The path, undecoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&*self.target, |(path, _)| path)
    }

    /// The path, undecoded and without the account, for display.
    #[must_use]
    pub fn redacted_path(&self) -> String {
        let part = |part| match &self.account {
            Some(account) if *account == decode(part) => "…",
            _ => part,
        };
        self.path()
            .split('/')
            .map(part)
            .collect::<Vec<_>>()
            .join("/")
    }

    /// The former name of [`redacted_path`](Self::redacted_path).
    #[deprecated(since = "0.1.0", note = "renamed to `redacted_path`")]
    #[must_use]
    pub fn shown_path(&self) -> String {
        self.redacted_path()
    }

    /// The query string, undecoded and without `?`.
    #[must_use]
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The value of the query parameter with exactly this name, such as `created_at[gt]`.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        Query::parse(self.query()).get(name).map(str::to_owned)
    }

    /// The query as the API parses it, by the rules of npm's `qs`: `phones[0][number]=1` is a list of one object. All values
    /// are strings.
    #[must_use]
    pub fn query_json(&self) -> Value {
        Query::parse(self.query()).as_read()
    }

    /// The headers, including credentials.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The value of a cookie, percent-decoded.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        let text = |sent| percent_decode_str(sent).decode_utf8().ok();
        let mut cookies = self.cookies();
        let (_, value) = cookies
            .find(|(known, _)| *known == name || text(known).is_some_and(|known| known == name))?;
        Some(text(value)?.into_owned())
    }

    /// The names and values of the cookies, as they were sent.
    pub(super) fn cookies(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.headers.get_all(header::COOKIE).iter();
        let texts = headers.filter_map(|value| value.to_str().ok());
        let pairs = texts.flat_map(|text| text.split(';'));
        pairs.filter_map(|pair| pair.trim().split_once('='))
    }

    /// The body, possibly truncated: the fake keeps 1 MiB of each body and 64 MiB in total, and drops the oldest bodies.
    /// [`is_truncated`](Self::is_truncated) reports whether some of it is missing.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The length of the body as received, including what was not kept.
    #[must_use]
    pub fn body_length(&self) -> usize {
        self.body_length
    }

    /// Returns whether the body was truncated or dropped.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.body.len() < self.body_length
    }

    /// The former name of [`is_truncated`](Self::is_truncated).
    #[deprecated(since = "0.1.0", note = "renamed to `is_truncated`")]
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.is_truncated()
    }

    /// The media type of the body, in lower case and without parameters.
    pub(super) fn media(&self) -> String {
        let media = self.header("content-type").unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        media.to_ascii_lowercase()
    }

    /// The parts of a multipart body, in order; empty for another body, and for one that was truncated.
    #[must_use]
    pub fn parts(&self) -> Vec<ReceivedPart> {
        let content_type = self.header("content-type").unwrap_or_default();
        multipart::parts(content_type, &self.body).unwrap_or_default()
    }

    /// The body, if it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The id of the operation, such as `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }

    /// The status of the response; `None` if none was sent.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status.map(|status| status.as_u16())
    }

    /// Whether the query parameter names the account, or has credentials.
    fn is_secret(&self, name: &str) -> bool {
        let mut places = self.schemes.iter().map(SecurityScheme::place);
        self.scope == Some(name)
            || places.any(|place| matches!(place, Place::Query(known) if known == name))
    }

    /// The approximate size in memory.
    fn weight(&self) -> usize {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| name.as_str().len() + value.len());
        self.body.len() + self.target.len() + headers.sum::<usize>()
    }

    /// Drops the body from this byte on.
    fn cut(&mut self, at: usize) {
        if let Some(kept) = self.body.get(..at) {
            // A slice would keep the whole body in memory.
            self.body = Bytes::copy_from_slice(kept);
        }
    }

    /// The account, if the operation has a parameter for it.
    pub(super) fn account(&self, query: &Query) -> String {
        let in_query = self.scope.and_then(|scope| query.get(scope));
        let account = in_query.or(self.account.as_deref());
        account.unwrap_or_default().to_owned()
    }
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.query().split('&').map(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            // Only an operation determines which parameters are secret.
            if self.operation.is_none() || self.is_secret(&decode(name)) {
                format!("{name}=…")
            } else {
                pair.to_owned()
            }
        });
        let names: Vec<&str> = self.headers.keys().map(|name| name.as_str()).collect();
        let shown = self.body.get(..SHOWN).unwrap_or(&self.body);
        f.debug_struct("ReceivedRequest")
            .field("method", &self.method)
            .field("path", &self.redacted_path())
            .field("query", &query.collect::<Vec<_>>().join("&"))
            .field("headers", &names)
            .field("body", &String::from_utf8_lossy(shown))
            .field("status", &self.status)
            .finish()
    }
}

/// The last requests, limited in number and in memory.
#[derive(Debug)]
pub(super) struct Log {
    most: usize,
    most_bytes: usize,
    bytes: usize,
    /// The bodies of this many requests, the oldest ones, were dropped.
    without_body: usize,
    kept: VecDeque<ReceivedRequest>,
}

impl Log {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            most_bytes: KEPT,
            bytes: 0,
            without_body: 0,
            kept: VecDeque::new(),
        }
    }

    pub(super) fn push(&mut self, mut received: ReceivedRequest) {
        received.cut(KEPT_OF_BODY);
        self.bytes += received.weight();
        self.kept.push_back(received);
        while self.kept.len() > self.most {
            self.forget_oldest();
        }
        while self.bytes > self.most_bytes && !self.kept.is_empty() {
            match self.kept.get_mut(self.without_body) {
                Some(oldest) => {
                    self.bytes -= oldest.body.len();
                    oldest.cut(0);
                    self.without_body += 1;
                }
                None => self.forget_oldest(),
            }
        }
    }

    fn forget_oldest(&mut self) {
        if let Some(oldest) = self.kept.pop_front() {
            self.bytes -= oldest.weight();
            self.without_body = self.without_body.saturating_sub(1);
        }
    }

    pub(super) fn all(&self) -> Vec<ReceivedRequest> {
        self.kept.iter().cloned().collect()
    }

    pub(super) fn take(&mut self) -> Vec<ReceivedRequest> {
        (self.bytes, self.without_body) = (0, 0);
        self.kept.drain(..).collect()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, Method, header};

    use super::{Log, ReceivedRequest};
    use crate::SecurityScheme;

    fn received(target: &str) -> ReceivedRequest {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, "Bearer hunter2".parse().unwrap());
        ReceivedRequest {
            method: Method::GET,
            target: target.to_owned(),
            headers,
            body: Bytes::from_static(b"{}"),
            body_length: 2,
            operation: Some("a.b"),
            scope: Some("account_id"),
            account: Some("secret".to_owned()),
            schemes: const { &[SecurityScheme::query("key", "api key")] },
            status: None,
        }
    }

    #[test]
    fn debug_shows_neither_token_nor_account() {
        let shown = format!(
            "{:?}",
            received("/a/secret/b?account_id=secret&b%5Bc%5D=d&api%20key=secret")
        );
        assert!(
            !shown.contains("secret") && !shown.contains("hunter2"),
            "{shown}"
        );
        assert!(
            shown.contains("b%5Bc%5D=d") && shown.contains("authorization"),
            "{shown}"
        );
        let mut unknown = received("/nowhere?account_id=secret&b=d");
        (unknown.operation, unknown.scope) = (None, None);
        let shown = format!("{unknown:?}");
        assert!(!shown.contains("secret"), "{shown}");
    }

    #[test]
    fn the_log_forgets_what_is_oldest() {
        let mut log = Log::new(2);
        for target in ["/1", "/2", "/3"] {
            log.push(received(target));
        }
        let paths = |all: Vec<ReceivedRequest>| {
            all.iter()
                .map(|one| one.path().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(paths(log.all()), ["/2", "/3"]);
        assert_eq!(paths(log.take()).len(), 2);
        assert!(log.all().is_empty());
    }
    #[test]
    fn the_log_keeps_the_beginning_of_large_bodies_within_a_bound() {
        let mut log = Log::new(1000);
        let large = Bytes::from(vec![b'a'; 3 << 20]);
        for number in 0..100 {
            let mut one = received(&format!("/{number}"));
            (one.body, one.body_length) = (large.clone(), large.len());
            log.push(one);
        }
        let all = log.all();
        assert_eq!(all.len(), 100, "all are counted");
        assert!(
            all.iter()
                .all(|one| one.body_length() == large.len() && one.is_truncated())
        );
        let kept: usize = all.iter().map(|one| one.body().len()).sum();
        assert!((60 << 20..=64 << 20).contains(&kept), "{kept}");
        assert_eq!(all[99].body().len(), 1 << 20, "the newest keeps its body");

        let mut log = Log::new(1000);
        log.most_bytes = 1000;
        for number in 0..100 {
            log.push(received(&format!("/{number}")));
        }
        let weight: usize = log.kept.iter().map(ReceivedRequest::weight).sum();
        assert_eq!(log.bytes, weight);
        assert!(weight <= 1000 && log.kept.len() > 10, "{weight}");
    }
}
