//! Fake timers.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use truto_runtime::{policy::Timer, transport::BoxFuture};

/// A timer whose waits end immediately, and advance its clock by their duration.
#[derive(Clone, Default)]
pub(crate) struct FakeTimer(Arc<Mutex<Past>>);

#[derive(Default)]
struct Past {
    now: Duration,
    waits: Vec<Duration>,
}

impl FakeTimer {
    /// Takes the waits since the last call, in order.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.0.lock().unwrap().waits)
    }

    pub(crate) fn advance(&self, time: Duration) {
        self.0.lock().unwrap().now += time;
    }
}

impl Timer for FakeTimer {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.advance(time);
        self.0.lock().unwrap().waits.push(time);
        Box::pin(std::future::ready(()))
    }

    fn sleep_blocking(&self, time: Duration) {
        drop(self.sleep(time));
    }
}

/// A timer whose clock stands still, so that no wait ends. It counts the waits that have begun.
#[derive(Clone, Default)]
pub(crate) struct Stopped(Arc<AtomicUsize>);

impl Stopped {
    pub(crate) fn begun(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Timer for Stopped {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::pending())
    }
}
