//! A limit on the time that one input may take.

use std::{
    fs,
    sync::LazyLock,
    time::{Duration, Instant},
};

/// Far more than any input of a target should take.
const LIMIT: Duration = Duration::from_secs(2);

/// Runs `body`, and panics if it takes too long three times. Other programs can make one run slow, but hardly three.
pub(crate) fn within_limit<T>(body: impl Fn() -> T) -> T {
    let mut runs = (0..3).map(|_| {
        let start = now();
        let result = body();
        (now().saturating_sub(start) <= LIMIT).then_some(result)
    });
    let in_time = runs.find_map(|result| result);
    in_time.unwrap_or_else(|| panic!("takes more than {LIMIT:?}, three times"))
}

/// Returns the CPU time of this thread, which does not depend on the load of the machine; on systems other than Linux, the time since
/// the first call.
fn now() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let start = *START;
    let used = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = used.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanos.map_or_else(|| start.elapsed(), Duration::from_nanos)
}
