//! Times functions against each other within one run: on a machine whose speed drifts, only ratios mean something.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// A function with a name.
pub(crate) type Contestant<'a> = (&'a str, Box<dyn FnMut() + 'a>);

/// Runs all in turn, `rounds` times, and prints each one's median and its ratio to the sum of the medians of `floor`.
pub(crate) fn compare(
    title: &str,
    rounds: usize,
    mut contestants: Vec<Contestant<'_>>,
    floor: &[&str],
) {
    let mut times: Vec<Vec<Duration>> = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..=rounds {
        for (index, (_, run)) in contestants.iter_mut().enumerate() {
            let start = Instant::now();
            run();
            // The first round warms the caches up.
            if round > 0 {
                times[index].push(start.elapsed());
            }
        }
    }
    let medians: Vec<Duration> = times
        .iter_mut()
        .map(|times| {
            times.sort();
            times[times.len() / 2]
        })
        .collect();
    let base: Duration = contestants
        .iter()
        .zip(&medians)
        .filter(|((name, _), _)| floor.contains(name))
        .map(|(_, median)| *median)
        .sum();
    println!(
        "{title} ({rounds} rounds; the floor is {})",
        floor.join(" + ")
    );
    for ((name, _), median) in contestants.iter().zip(&medians) {
        let ratio = median.as_secs_f64() / base.as_secs_f64();
        println!("  {name:<44} {median:>10.2?}  {ratio:>6.2}x the floor");
        if !floor.contains(name) {
            record(title, name, Some((&floor.join(" + "), base)), *median);
        }
    }
}

/// Adds a row to the table of `cargo xtask bench`, if that runs this program. It names the file of rows in `BENCH_ROWS`.
pub(crate) fn record(title: &str, name: &str, floor: Option<(&str, Duration)>, took: Duration) {
    let Some(path) = std::env::var_os("BENCH_ROWS") else {
        return;
    };
    let (floor, least) = floor.unwrap_or(("", Duration::ZERO));
    let row = format!(
        "{title}\t{name}\t{floor}\t{}\t{}\n",
        least.as_nanos(),
        took.as_nanos()
    );
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .expect("the file of rows");
    file.write_all(row.as_bytes()).expect("the file of rows");
}
