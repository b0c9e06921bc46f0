//! Runs each target with some pseudorandom inputs, which are the same in every run.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use truto_fuzz::{Run, TARGETS, Target, run};

/// As many targets at a time as there are processors.
#[test]
fn properties_hold() {
    let (next, findings) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(target) = TARGETS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let finding = check(target).err();
                    findings.lock().expect("no panic").extend(finding);
                }
            });
        }
    });
    let findings = findings.into_inner().expect("no panic");
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

fn check(target: &Target) -> Result<(), String> {
    let totals = run(target, 0, Run::Count(target.count), &|_| ());
    eprintln!(
        "{}: {} inputs in {:.1?}",
        target.name, totals.executions, totals.time
    );
    match totals.finding {
        None => Ok(()),
        Some(finding) => {
            let shown = (target.show)(&finding.input);
            let (name, number) = (target.name, finding.number);
            Err(format!(
                "{shown}\nrepeat: cargo run --package truto-fuzz -- {name} --number {number}"
            ))
        }
    }
}
