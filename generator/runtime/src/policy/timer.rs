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
}

/// Tokio's time. Waiting needs a tokio runtime.
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
#[derive(Clone, Copy, Debug)]
pub struct TokioTimer {
    start: tokio::time::Instant,
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
impl Default for TokioTimer {
    fn default() -> Self {
        Self {
            start: tokio::time::Instant::now(),
        }
    }
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
impl Timer for TokioTimer {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        // Made when it is polled, and so in the runtime, wherever the future was made.
        Box::pin(async move { tokio::time::sleep(time).await })
    }
}

#[cfg(all(test, feature = "reqwest", not(target_arch = "wasm32")))]
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
}
