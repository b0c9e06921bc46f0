//! Times functions against each other within one run: on a machine whose speed drifts, only ratios mean something.

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
    }
}
