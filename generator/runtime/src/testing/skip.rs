//! Time in which nobody waits.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{policy::Timer, transport::BoxFuture};

/// A timer for tests in which nobody waits: a wait is over at once, and it is that much later then. Give it to the client's
/// builder, and retries take no time.
///
/// ```
/// # use truto_runtime::{ClientBuilder, testing::SkipWaits};
/// # fn client(builder: ClientBuilder) -> Result<(), truto_runtime::Error> {
/// let timer = SkipWaits::default();
/// let client = builder.timer(timer.clone()).build()?;
/// // … calls …
/// println!("would have waited {:?}", timer.waits());
/// # Ok(())
/// # }
/// ```
///
/// How long an attempt may take is for the transport, and real. So a test on tokio needs no `start_paused`, and must not
/// have it: to paused time, an answer over the network is always late.
#[derive(Clone, Debug, Default)]
pub struct SkipWaits(Arc<Mutex<Past>>);

#[derive(Debug, Default)]
struct Past {
    now: Duration,
    waits: Vec<Duration>,
}

impl SkipWaits {
    /// The waits that were skipped, in their order, and forgets them.
    pub fn waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.past().waits)
    }

    /// Lets time pass, for what comes back by itself, such as a retry budget.
    pub fn advance(&self, time: Duration) {
        let mut past = self.past();
        past.now = past.now.saturating_add(time);
    }

    /// Times are whole even if whoever held them has panicked.
    fn past(&self) -> MutexGuard<'_, Past> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for SkipWaits {
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
