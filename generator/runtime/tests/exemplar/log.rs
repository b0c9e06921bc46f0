//! Capturing of `tracing` events and spans, and of `log` records.

use std::{
    fmt::Write,
    sync::{Arc, Mutex, Once},
};

use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::DefaultGuard,
};

use crate::wire::{ACCOUNT, TOKEN};

/// Captures the events and spans of the runtime on the current thread, as text.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Said>>);

#[derive(Default)]
struct Said {
    /// Captures those of other crates too.
    is_of_everything: bool,
    events: Vec<String>,
    /// The recorded fields of spans, each after the name of its span.
    spans: Vec<String>,
    /// The names of spans, by their ids from 1.
    names: Vec<&'static str>,
}

impl Log {
    pub fn start() -> (Self, DefaultGuard) {
        let log = Self::default();
        let guard = tracing::subscriber::set_default(log.clone());
        (log, guard)
    }

    /// Captures all crates, at every level.
    pub fn of_everything() -> (Self, DefaultGuard) {
        let (log, guard) = Self::start();
        log.0.lock().unwrap().is_of_everything = true;
        tracing::callsite::rebuild_interest_cache();
        (log, guard)
    }

    /// Captures all crates on all threads, until the process ends.
    pub fn of_all_threads() -> Self {
        let log = Self::default();
        log.0.lock().unwrap().is_of_everything = true;
        tracing::subscriber::set_global_default(log.clone()).unwrap();
        log
    }

    /// The captured events.
    pub fn texts(&self) -> Vec<String> {
        self.0.lock().unwrap().events.clone()
    }

    pub fn spans(&self) -> Vec<String> {
        self.0.lock().unwrap().spans.clone()
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, "{field}={value:?} ").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let is_ours = metadata.target().starts_with("truto_runtime");
        is_ours || self.0.lock().unwrap().is_of_everything
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        self.0.lock().unwrap().events.push(text.0);
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        let name = span.metadata().name();
        let mut text = Text(format!("{name}: "));
        span.record(&mut text);
        let mut said = self.0.lock().unwrap();
        said.spans.push(text.0);
        said.names.push(name);
        span::Id::from_u64(said.names.len() as u64)
    }

    fn record(&self, span: &span::Id, values: &span::Record<'_>) {
        let mut said = self.0.lock().unwrap();
        let name = said.names[span.into_u64() as usize - 1];
        let mut text = Text(format!("{name}: "));
        values.record(&mut text);
        said.spans.push(text.0);
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Returns whether the text contains a secret or a part of one: some crates dump sent bytes in short rows.
pub fn shows_secret(text: &str) -> bool {
    let parts = TOKEN.split('-').chain(ACCOUNT.split('-').take(1));
    parts.chain([ACCOUNT]).any(|part| text.contains(part))
}

/// Captures records of the `log` crate that contain a secret of these tests, from all threads and at all levels.
pub struct Leaks(Mutex<Vec<String>>);

impl Leaks {
    /// Starts capturing, if that has not been started yet.
    pub fn watch() -> &'static Self {
        static LEAKS: Leaks = Leaks(Mutex::new(Vec::new()));
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            log::set_logger(&LEAKS).unwrap();
            log::set_max_level(log::LevelFilter::Trace);
        });
        &LEAKS
    }

    pub fn seen(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl log::Log for Leaks {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let text = format!("{}: {}", record.target(), record.args());
        if shows_secret(&text) {
            self.0.lock().unwrap().push(text);
        }
    }

    fn flush(&self) {}
}
