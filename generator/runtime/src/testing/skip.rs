//! A timer that skips waits.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{policy::Timer, transport::BoxFuture};

/// A timer for tests that skips waits: a wait ends at once, and the timer's time advances by its length. Set it on the client's
/// builder, and retries take no time.
///
/// ```
/// # use truto_runtime::{ClientBuilder, testing::FakeTimer};
/// # fn client(builder: ClientBuilder) -> Result<(), truto_runtime::Error> {
/// let timer = FakeTimer::default();
/// let client = builder.timer(timer.clone()).build()?;
/// // … calls …
/// println!("would have waited {:?}", timer.waits());
/// # Ok(())
/// # }
/// ```
///
/// A test on tokio does not need `start_paused`, and must not use it: with paused time, every request over the network times out.
/// The timeout of an attempt does not depend on this timer: the transport measures it in real time.
#[derive(Clone, Debug, Default)]
pub struct FakeTimer(Arc<Mutex<Past>>);

/// The former name of [`FakeTimer`].
#[deprecated(since = "0.1.0", note = "renamed to `FakeTimer`")]
pub type SkipWaits = FakeTimer;

#[derive(Debug, Default)]
struct Past {
    now: Duration,
    waits: Vec<Duration>,
}

impl FakeTimer {
    /// Returns the skipped waits in order, and clears them.
    pub fn waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.past().waits)
    }

    /// Advances the time without a wait, to test what depends on the time, such as the retry budget.
    pub fn advance(&self, time: Duration) {
        let mut past = self.past();
        past.now = past.now.saturating_add(time);
    }

    /// The state, even if a thread panicked while it held the lock.
    fn past(&self) -> MutexGuard<'_, Past> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for FakeTimer {
    fn now(&self) -> Duration {
        self.past().now
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.advance(time);
        self.past().waits.push(time);
        Box::pin(std::future::ready(()))
    }

    #[cfg(feature = "blocking")]
    fn sleep_blocking(&self, time: Duration) {
        drop(self.sleep(time));
    }
}
