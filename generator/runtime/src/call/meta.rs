//! Metadata of a response.

use std::time::Duration;

use http::{HeaderMap, HeaderName};

use super::{Call, CallFuture, Response};
use crate::{Error, policy};

/// The decoded response of a call, and its metadata. Returned by `send_with_meta` of a builder.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithMeta<T> {
    /// The decoded response, as returned by `.await`.
    pub data: T,
    /// Status, headers, the [rate limit](Response::rate_limit), the idempotency key, the number of attempts, and the undecoded
    /// body.
    pub meta: Response,
}

/// The rate limit reported by a response's headers.
///
/// A header that is missing or not a number is `None`. A service behind the API can report its own limits in the same
/// headers, so the limit may be that of either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests per window, from the header `ratelimit-limit`.
    pub limit: Option<u64>,
    /// The number of requests left in the window, from `ratelimit-remaining`.
    pub remaining: Option<u64>,
    /// The time until the window resets, from `ratelimit-reset` in seconds.
    pub reset: Option<Duration>,
}

impl RateLimit {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let number = |name| {
            let text = headers.get(HeaderName::from_static(name))?.to_str().ok()?;
            text.trim().parse().ok()
        };
        Self {
            limit: number("ratelimit-limit"),
            remaining: number("ratelimit-remaining"),
            reset: policy::rate_limit_reset(headers),
        }
    }
}

impl Call {
    /// Sends the call, decodes its response as [`send`](Self::send) does, and returns the decoded response with its metadata.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_with_meta<T: 'static>(
        self,
        decode: fn(&Response) -> Result<T, Error>,
    ) -> CallFuture<WithMeta<T>> {
        let response = self.send_raw();
        CallFuture::new(Box::pin(async move {
            let mut meta = response.await?;
            meta.is_typed = true;
            let data = decode(&meta)?;
            meta.is_typed = false;
            Ok(WithMeta { data, meta })
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::RateLimit;

    #[test]
    fn rate_limit_headers_are_numbers_or_none() {
        let read = |value: &str| {
            let names = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"];
            let headers: HeaderMap = names
                .map(|name| {
                    (
                        HeaderName::from_static(name),
                        HeaderValue::from_str(value).unwrap(),
                    )
                })
                .into_iter()
                .collect();
            RateLimit::of(&headers)
        };
        let seven = read(" 7 ");
        assert_eq!((seven.limit, seven.remaining), (Some(7), Some(7)));
        assert_eq!(seven.reset, Some(Duration::from_secs(7)));
        for value in ["", "-1", "many", "1.", ".5"] {
            assert_eq!(read(value), RateLimit::default(), "{value}");
        }
        let decimal = read("1.5");
        assert_eq!((decimal.limit, decimal.remaining), (None, None));
        assert_eq!(decimal.reset, Some(Duration::from_secs(2)));
        assert_eq!(RateLimit::of(&HeaderMap::new()), RateLimit::default());
    }
}
