//! What comes with a response besides its body.

use std::time::Duration;

use http::{HeaderMap, HeaderName};

use super::{Call, Response};
use crate::{Error, policy};

/// What a call brought, and the response that it came in: `send_with_meta` of a builder.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithMeta<T> {
    /// What `.await` brings.
    pub data: T,
    /// Status, headers, the [rate limit](Response::rate_limit), the idempotency key, the number of attempts, and the body as
    /// it came.
    pub meta: Response,
}

/// How many more requests the API takes, as it says with a response.
///
/// A figure that it does not say, or not as a number, is `None`. An integration's own limits are said in the same way, so a
/// response can speak of either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests there may be in a window: the header `ratelimit-limit`.
    pub limit: Option<u64>,
    /// How many are left: `ratelimit-remaining`.
    pub remaining: Option<u64>,
    /// In what time they are all there again: `ratelimit-reset`, in seconds.
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
    /// Sends the call, decodes its response as [`send`](Self::send) does, and gives back both.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_with_meta<T>(
        self,
        decode: fn(&Response) -> Result<T, Error>,
    ) -> Result<WithMeta<T>, Error> {
        let mut meta = self.send_raw().await?;
        meta.is_typed = true;
        let data = decode(&meta)?;
        meta.is_typed = false;
        Ok(WithMeta { data, meta })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::RateLimit;

    #[test]
    fn figures_are_numbers_or_not_there() {
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
