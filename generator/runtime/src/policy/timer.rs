//! The `Timer` trait, and its implementations.

use std::time::{Duration, SystemTime};

use crate::transport::BoxFuture;

/// A clock for deadlines and waits.
pub trait Timer: Send + Sync {
    /// Returns the time since an arbitrary but fixed moment. It never goes back, even if the computer's clock is set.
    fn now(&self) -> Duration;

    /// Returns the date and time, if it is known. A sync asks for it if the API does not send the header `Date` or, in a browser, if the
    /// header is hidden from programs.
    ///
    /// By default, this is the clock of the computer; on `wasm32-unknown-unknown`, which has none, it is `None`.
    fn date(&self) -> Option<SystemTime> {
        local_date()
    }

    /// Completes once `time` has passed.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;

    /// If waiting is not possible here, returns the reason, for example that the runtime has no timers. Called before each call.
    fn unavailable(&self) -> Option<&'static str> {
        None
    }

    /// Blocks until `time` has passed. Used by [blocking](crate::blocking) calls.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    fn sleep_blocking(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
#[allow(clippy::disallowed_methods, reason = "this is a clock")]
#[allow(clippy::unnecessary_wraps, reason = "not every platform has a clock")]
fn local_date() -> Option<SystemTime> {
    Some(SystemTime::now())
}

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn local_date() -> Option<SystemTime> {
    None
}

/// The timer of a client that makes only blocking calls.
#[cfg(all(
    feature = "blocking",
    any(test, not(feature = "tokio")),
    not(target_arch = "wasm32")
))]
pub(crate) struct ThreadTimer(std::time::Instant);

#[cfg(all(
    feature = "blocking",
    any(test, not(feature = "tokio")),
    not(target_arch = "wasm32")
))]
impl Default for ThreadTimer {
    #[allow(clippy::disallowed_methods, reason = "this is a timer")]
    fn default() -> Self {
        Self(std::time::Instant::now())
    }
}

#[cfg(all(
    feature = "blocking",
    any(test, not(feature = "tokio")),
    not(target_arch = "wasm32")
))]
impl Timer for ThreadTimer {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    /// Never awaited: a client with this timer has no async transport.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.sleep_blocking(time);
        Box::pin(std::future::ready(()))
    }
}

/// Tokio's clock. Waiting requires a tokio runtime.
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer {
    start: tokio::time::Instant,
}

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
impl Default for TokioTimer {
    fn default() -> Self {
        Self {
            start: tokio::time::Instant::now(),
        }
    }
}

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
impl Timer for TokioTimer {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn unavailable(&self) -> Option<&'static str> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Some(
                "the client's timer requires a tokio runtime: await the call in one, or set another timer with `ClientBuilder::timer`",
            );
        }
        (!has_timers()).then_some(
            "the current tokio runtime has no timers: build it with `enable_time` or `enable_all`",
        )
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        // Created when first polled, and so inside the runtime, wherever this was called.
        Box::pin(async move { tokio::time::sleep(time).await })
    }
}

/// Whether the current tokio runtime has timers. Tokio has no way to check this without a panic; its message goes to the panic
/// hook.
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
fn has_timers() -> bool {
    std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
}

#[cfg(all(test, feature = "tokio", not(target_arch = "wasm32")))]
mod tests {
    use std::time::Duration;

    use super::{Timer as _, TokioTimer};

    #[tokio::test]
    async fn a_sleep_advances_the_clock() {
        let timer = TokioTimer::default();
        let (before, wait) = (timer.now(), Duration::from_millis(20));
        timer.sleep(wait).await;
        assert!(timer.now() - before >= wait);
    }

    #[cfg(feature = "blocking")]
    #[test]
    fn a_blocking_sleep_advances_the_clock() {
        let timer = super::ThreadTimer::default();
        let (before, wait) = (timer.now(), Duration::from_millis(20));
        timer.sleep_blocking(wait);
        assert!(timer.now() - before >= wait);
        drop(timer.sleep(wait));
        assert!(timer.now() - before >= 2 * wait);
    }
}
