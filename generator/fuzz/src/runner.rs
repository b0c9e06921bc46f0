//! Runs a target with pseudorandom inputs.

use std::{
    panic::{self, AssertUnwindSafe},
    process,
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::Target;

/// An input that takes longer counts as endless.
const ENDLESS: Duration = Duration::from_secs(60);

/// The number of inputs that share a thread. If the stack overflows, the name of the thread is printed, with its first input.
const BATCH: u64 = 100;

/// The size of the stack in bytes: that of the main thread on most systems.
const STACK: usize = 8 << 20;

/// When a run ends.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// After this number of inputs.
    Count(u64),
    /// After this time.
    For(Duration),
}

/// The result of a run.
#[derive(Debug)]
pub struct Totals {
    /// The number of inputs.
    pub executions: u64,
    /// The time that they took.
    pub time: Duration,
    /// The first input for which the property does not hold. It ends the run.
    pub finding: Option<Finding>,
}

/// An input for which the property does not hold.
#[derive(Debug)]
pub struct Finding {
    /// The number of the input.
    pub number: u64,
    /// The input.
    pub input: Vec<u8>,
}

/// Runs a target with the inputs from `first` on. The panic of a finding is printed. If an input takes longer than a minute, the
/// process is aborted.
///
/// `before` is called with each input before it runs, since an input that has no end or overflows the stack ends the process.
#[must_use]
pub fn run(target: &Target, first: u64, run: Run, before: &(dyn Fn(&[u8]) + Sync)) -> Totals {
    let start = Instant::now();
    let seeds = (target.seeds)();
    let current = AtomicU64::new(first);
    let is_over = |executions: u64| match run {
        Run::Count(count) => executions >= count,
        Run::For(time) => start.elapsed() >= time,
    };
    let mut finding = None;
    while finding.is_none() && !is_over(current.load(Ordering::Relaxed) - first) {
        finding = thread::scope(|scope| {
            let from = current.load(Ordering::Relaxed);
            let name = format!("{} from input {from}", target.name);
            let builder = thread::Builder::new().name(name).stack_size(STACK);
            let (current, is_over, seeds) = (&current, &is_over, &seeds);
            let batch = move || {
                (from..from + BATCH).find_map(|number| {
                    current.store(number, Ordering::Relaxed);
                    if is_over(number - first) {
                        return None;
                    }
                    let input = target.input(seeds, number);
                    before(&input);
                    let result = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
                    current.store(number + 1, Ordering::Relaxed);
                    result.err().map(|_| Finding { number, input })
                })
            };
            let worker = builder.spawn_scoped(scope, batch).expect("a thread");
            watch(target, seeds, current, || worker.is_finished());
            worker.join().expect("panics are caught")
        });
    }
    Totals {
        executions: current.load(Ordering::Relaxed) - first,
        time: start.elapsed(),
        finding,
    }
}

/// Returns when the batch is finished. Aborts the process if one of its inputs takes longer than [`ENDLESS`].
fn watch(target: &Target, seeds: &[Vec<u8>], current: &AtomicU64, is_finished: impl Fn() -> bool) {
    let mut last = (current.load(Ordering::Relaxed), Instant::now());
    while !is_finished() {
        thread::sleep(Duration::from_micros(200));
        let number = current.load(Ordering::Relaxed);
        if number != last.0 {
            last = (number, Instant::now());
        } else if last.1.elapsed() > ENDLESS {
            let shown = (target.show)(&target.input(seeds, number));
            eprintln!("input {number} of {} has no end:\n{shown}", target.name);
            process::abort();
        }
    }
}
