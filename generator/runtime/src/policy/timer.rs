//! Time, as something to be given.

use std::time::Duration;

use crate::transport::BoxFuture;

/// The time that deadlines and waits go by.
pub trait Timer: Send + Sync {
    /// How much time has passed since some moment, always the same one. It never goes back, even if the computer's clock is
    /// set.
    fn now(&self) -> Duration;

    /// Is ready once `time` has passed.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;

    /// Why time cannot be waited for here, if so: because the runtime has no timers, for instance. It is asked before each call.
    fn unavailable(&self) -> Option<&'static str> {
        None
    }

    /// Comes back once `time` has passed: the wait of a [blocking](crate::blocking) call.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    fn sleep_blocking(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// The time of a client that makes blocking calls only.
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

    /// Nobody awaits it: a client with this timer has no transport to await either.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.sleep_blocking(time);
        Box::pin(std::future::ready(()))
    }
}

/// Tokio's time. Waiting needs a tokio runtime.
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
                "there is no tokio runtime around this call, and the client waits by tokio's time: await it in one, or give the client another timer",
            );
        }
        (!has_timers()).then_some(
            "the tokio runtime around this call has no timers: build it with `enable_time` or `enable_all`",
        )
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        // Made when it is polled, and so in the runtime, wherever the future was made.
        Box::pin(async move { tokio::time::sleep(time).await })
    }
}

/// Whether the current tokio runtime has timers. Tokio has no way to ask that does not panic; its message goes to the panic hook.
#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
fn has_timers() -> bool {
    std::panic::catch_unwind(|| drop(tokio::time::sleep(Duration::ZERO))).is_ok()
}

#[cfg(all(test, feature = "tokio", not(target_arch = "wasm32")))]
mod tests {
    use std::time::Duration;

    use super::{Timer as _, TokioTimer};

    #[tokio::test]
    async fn what_is_waited_has_passed() {
        let timer = TokioTimer::default();
        let (before, wait) = (timer.now(), Duration::from_millis(20));
        timer.sleep(wait).await;
        assert!(timer.now() - before >= wait);
    }

    #[cfg(feature = "blocking")]
    #[test]
    fn so_it_has_on_a_thread() {
        let timer = super::ThreadTimer::default();
        let (before, wait) = (timer.now(), Duration::from_millis(20));
        timer.sleep_blocking(wait);
        assert!(timer.now() - before >= wait);
        drop(timer.sleep(wait));
        assert!(timer.now() - before >= 2 * wait);
    }
}
