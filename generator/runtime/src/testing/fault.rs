//! Faults: deliberate failures of calls.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;

use super::reply::Reply;

/// A fault of one call: a status in place of its response, or a response that is lost, damaged or delayed.
///
/// With a [status](Self::status), the call is not executed. With all other faults it *is* executed, and its response is lost,
/// damaged or delayed, which is the hard case for retries of a write. [`without_effect`](Self::without_effect) prevents the execution.
///
/// ```
/// # use truto_runtime::testing::Fault;
///
/// // The next two calls: 429, then reset.
/// let script = [Fault::status(429).with_header("Retry-After", "1"), Fault::reset()];
/// # let _ = script;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault has no effect until it is queued in a fake"]
pub struct Fault {
    pub(super) end: End,
    pub(super) delay: Duration,
    pub(super) is_undone: bool,
}

/// What happens to the response.
#[derive(Clone, Debug)]
pub(super) enum End {
    /// It is sent unchanged.
    Whole,
    /// Another response is sent in its place.
    Reply(Result<Reply, &'static str>),
    /// The connection is reset before the response.
    Reset,
    /// The connection is closed before the response.
    Close,
    /// The connection is closed after this many bytes of its body.
    Truncated(usize),
    /// The connection hangs after this many bytes of its body; with `None`, before its head.
    Stalled(Option<usize>),
    /// Its body is sent byte by byte, with this interval.
    Dripped(Duration),
}

impl Fault {
    fn new(end: End) -> Self {
        Self {
            end,
            delay: Duration::ZERO,
            is_undone: false,
        }
    }

    /// Returns this status with the API's error envelope, without executing the call. A number outside 200 to 999 becomes 500.
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status)
            .ok()
            .filter(|status| status.as_u16() >= 200);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let message = format!("status {}, injected by a fault", status.as_u16());
        Self::new(End::Reply(Ok(Reply::error(status, &message))))
    }

    /// Resets the connection instead of sending a response.
    pub fn reset() -> Self {
        Self::new(End::Reset)
    }

    /// Closes the connection instead of sending a response.
    pub fn close() -> Self {
        Self::new(End::Close)
    }

    /// Closes the connection after this number of bytes of the response's body.
    pub fn truncate(bytes: usize) -> Self {
        Self::new(End::Truncated(bytes))
    }

    /// Sends no response, and keeps the connection open.
    pub fn stall() -> Self {
        Self::new(End::Stalled(None))
    }

    /// Stops after this number of bytes of the response's body, and keeps the connection open.
    pub fn stall_after(bytes: usize) -> Self {
        Self::new(End::Stalled(Some(bytes)))
    }

    /// Sends the response's body byte by byte, with this interval.
    pub fn drip(every: Duration) -> Self {
        Self::new(End::Dripped(every))
    }

    /// Delays the response, which is otherwise unchanged.
    pub fn delay(by: Duration) -> Self {
        Self::new(End::Whole).after(by)
    }

    /// Delays the fault by this time.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Prevents the execution of the call. The response is then an error with status 500, which the fault delays, damages or
    /// loses like any other response.
    pub fn without_effect(mut self) -> Self {
        self.is_undone = true;
        self
    }

    /// The former name of [`without_effect`](Self::without_effect).
    #[deprecated(since = "0.1.0", note = "renamed to `without_effect`")]
    pub fn undone(self) -> Self {
        self.without_effect()
    }

    /// Adds a header to the response of a [status](Self::status). An invalid header turns the response into a 500 that reports
    /// it.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::try_from(name);
        let header = name.ok().zip(HeaderValue::try_from(value).ok());
        self.change(|reply| {
            let (name, value) = header.ok_or("a fault has an invalid header")?;
            reply.headers.insert(name, value);
            Ok(())
        });
        self
    }

    /// Sets the body of the response of a [status](Self::status), in place of the error envelope.
    pub fn with_body(mut self, media: &str, body: impl Into<Bytes>) -> Self {
        let (media, body) = (HeaderValue::try_from(media), body.into());
        self.change(|reply| {
            let media = media.map_err(|_| "a fault has an invalid media type")?;
            reply.headers.insert(header::CONTENT_TYPE, media);
            reply.body = body;
            Ok(())
        });
        self
    }

    /// Sets a JSON body: see [`with_body`](Self::with_body).
    pub fn with_json(self, body: &Value) -> Self {
        self.with_body("application/json", body.to_string())
    }

    fn change(&mut self, change: impl FnOnce(&mut Reply) -> Result<(), &'static str>) {
        let End::Reply(reply) = &mut self.end else {
            return;
        };
        if let Err(why) = reply.as_mut().map_err(|why| *why).and_then(change) {
            *reply = Err(why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{End, Fault};

    fn reply(fault: Fault) -> Result<(u16, String), &'static str> {
        let End::Reply(reply) = fault.end else {
            return Err("none");
        };
        let reply = reply?;
        let body = String::from_utf8_lossy(&reply.body).into_owned();
        Ok((reply.status.as_u16(), body))
    }

    #[test]
    fn a_status_is_an_envelope_unless_it_is_given_a_body() {
        let (status, body) = reply(Fault::status(429)).unwrap();
        assert!(
            status == 429 && body.contains("\"statusCode\":429"),
            "{body}"
        );
        let html = Fault::status(502).with_body("text/html", "<p>");
        assert_eq!(reply(html), Ok((502, "<p>".to_owned())));
        assert_eq!(reply(Fault::status(100)).unwrap().0, 500);
        assert!(reply(Fault::status(500).with_header("a b", "c")).is_err());
    }
}
