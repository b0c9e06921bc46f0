//! The `Limiter` trait, for rate limits that are kept elsewhere.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use http::{HeaderMap, StatusCode};

use super::decide;
use crate::{RateLimit, transport::BoxFuture};

/// Decides when attempts may be sent. Set one with [`ClientBuilder::limiter`](crate::ClientBuilder::limiter).
///
/// [`WindowLimiter`](super::WindowLimiter) counts the requests of one process. To share limits among several processes, implement
/// this trait with shared storage, such as Redis.
///
/// Each attempt has three steps: it [joins](Self::join), [asks](Turn::ask) until it is [admitted](Admission::Now), and reports
/// how it [ended](Turn::ended). A limiter does not wait itself: it returns a duration, and the call waits that long with the
/// client's [`Timer`](super::Timer), up to its deadline. A limiter therefore works with any async runtime, and in blocking calls.
///
/// # Example
///
/// A counter that is shared by several processes. `Shared` is a connection to it. If the window has room, `Shared::count`
/// counts the request and returns 0. Otherwise, it returns the milliseconds until the window ends.
///
/// ```
/// use std::time::Duration;
/// # use truto_runtime::{
/// #     Client, ClientBuilder,
/// #     policy::{Admission, Attempt, AttemptOutcome, Limiter, LimiterError, Turn},
/// #     transport::BoxFuture,
/// # };
/// # #[derive(Clone)]
/// # struct Shared;
/// # impl Shared {
/// #     async fn count(&self, _: &str, _: u32, _: Duration) -> Result<u64, std::io::Error> { Ok(0) }
/// #     async fn close(&self, _: &str, _: Duration) {}
/// # }
/// struct SharedLimiter(Shared);
///
/// struct SharedTurn {
///     shared: Shared,
///     key: String,
/// }
///
/// impl Limiter for SharedLimiter {
///     fn join(&self, attempt: &Attempt<'_>) -> Box<dyn Turn + '_> {
///         Box::new(SharedTurn {
///             shared: self.0.clone(),
///             key: format!("api:{}", attempt.account().unwrap_or("token")),
///         })
///     }
/// }
///
/// impl Turn for SharedTurn {
///     fn ask(&mut self) -> BoxFuture<'_, Result<Admission, LimiterError>> {
///         Box::pin(async {
///             let wait = self.shared.count(&self.key, 50, Duration::from_secs(10)).await?;
///             Ok(match wait {
///                 0 => Admission::Now,
///                 wait => Admission::After(Duration::from_millis(wait)),
///             })
///         })
///     }
///
///     fn ended<'a>(&'a mut self, ended: &'a AttemptOutcome<'_>) -> BoxFuture<'a, ()> {
///         Box::pin(async {
///             // The other processes wait too, instead of getting a 429 each.
///             if let Some(wait) = ended.retry_after() {
///                 self.shared.close(&self.key, wait).await;
///             }
///         })
///     }
/// }
///
/// # fn main() -> Result<(), truto_runtime::Error> {
/// let client: Client = ClientBuilder::new("https://api.example.com")
///     .token("token")
///     .limiter(SharedLimiter(Shared))
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub trait Limiter: Send + Sync {
    /// Begins the turn of an attempt. The turn can be dropped at any step, which gives up its place.
    fn join(&self, attempt: &Attempt<'_>) -> Box<dyn Turn + '_>;
}

/// The turn of one attempt.
pub trait Turn: Send {
    /// Asks whether the attempt may be sent now. If not, the call waits for the returned time and asks again.
    ///
    /// The deadline of the call does not end this future: if it waits for another system, give it a timeout of its own.
    ///
    /// # Errors
    /// The limiter failed. The call then fails too. To be more lenient, a limiter can admit the attempt instead.
    fn ask(&mut self) -> BoxFuture<'_, Result<Admission, LimiterError>>;

    /// Reports how an admitted attempt ended. The call continues when this has completed, also after its deadline.
    fn ended<'a>(&'a mut self, ended: &'a AttemptOutcome<'_>) -> BoxFuture<'a, ()>;

    /// The same as [`ask`](Self::ask), for blocking calls. The default implementation blocks the current thread on the future of
    /// `ask`, which may not find an async runtime there.
    ///
    /// # Errors
    /// The same as for `ask`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    fn ask_blocking(&mut self) -> Result<Admission, LimiterError> {
        crate::transport::wait_for(self.ask())
    }

    /// The same as [`ended`](Self::ended), for blocking calls. The default implementation blocks the current thread on the future
    /// of `ended`.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    fn ended_blocking(&mut self, ended: &AttemptOutcome<'_>) {
        crate::transport::wait_for(self.ended(ended));
    }
}

/// The error of a limiter.
pub type LimiterError = Box<dyn StdError + Send + Sync>;

/// Whether an attempt may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Admission {
    /// The attempt is sent now, and counts from now on.
    Now,
    /// Not now. Ask again after this time.
    After(Duration),
}

/// An attempt that is about to be sent.
pub struct Attempt<'a> {
    pub(crate) account: Option<&'a str>,
    pub(crate) operation: &'static str,
    pub(crate) number: u32,
}

impl Attempt<'_> {
    /// The id of the connected account. It is as secret as the token, so it must not appear in logs.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account
    }

    /// The id of the operation, such as `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The number of the attempt within its call, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }
}

/// Without the account.
impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub struct AttemptOutcome<'a> {
    pub(crate) response: Option<(StatusCode, &'a HeaderMap)>,
    pub(crate) is_never_sent: bool,
}

/// The former name of [`AttemptOutcome`].
#[deprecated(since = "0.1.0", note = "renamed to `AttemptOutcome`")]
pub type Ended<'a> = AttemptOutcome<'a>;

impl AttemptOutcome<'_> {
    /// The status of the response; `None` if there was no response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.response?.0)
    }

    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(self.response?.1)
    }

    /// The rate limit headers of the response.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.headers().map(RateLimit::of)
    }

    /// How long to wait, if the API refused the attempt with 429.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let (status, headers) = self.response?;
        let is_refused = status == StatusCode::TOO_MANY_REQUESTS;
        is_refused
            .then(|| decide::retry_after(status, headers))
            .flatten()
    }

    /// Whether the attempt has certainly not reached the API.
    #[must_use]
    pub fn is_never_sent(&self) -> bool {
        self.is_never_sent
    }
}

impl<L: Limiter + ?Sized> Limiter for Arc<L> {
    fn join(&self, attempt: &Attempt<'_>) -> Box<dyn Turn + '_> {
        (**self).join(attempt)
    }
}
