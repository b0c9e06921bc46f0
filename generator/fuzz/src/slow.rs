//! A limit on the time that one input may take.

use std::{
    fs,
    time::{Duration, Instant},
};

/// Far more than any input of a target should take.
const LIMIT: Duration = Duration::from_secs(2);

/// Runs `body`, and panics if it takes too long three times. Other programs can make one run slow, but hardly three.
pub(crate) fn within_limit<T>(body: impl Fn() -> T) -> T {
    let mut runs = (0..3).map(|_| {
        let (start, used_before) = (Instant::now(), used());
        let result = body();
        (spent(used_before, used(), start.elapsed()) <= LIMIT).then_some(result)
    });
    let in_time = runs.find_map(|result| result);
    in_time.unwrap_or_else(|| panic!("takes more than {LIMIT:?}, three times"))
}

/// Returns the CPU time between two readings or, if the system does not count it, the time that has passed.
fn spent(before: Duration, after: Duration, passed: Duration) -> Duration {
    match after {
        Duration::ZERO => passed,
        _ => after.saturating_sub(before),
    }
}

/// Returns the CPU time of this thread, which does not depend on the load of the machine. It is zero if the system does not count it: on
/// systems other than Linux, and if the kernel's accounting is switched off.
fn used() -> Duration {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = counted.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanos.map_or(Duration::ZERO, Duration::from_nanos)
}
