//! Compares what the workers and the API have recorded.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    path::Path,
    time::Duration,
};

use crate::{
    Outcome, journal,
    supervisor::{Kills, Length, STEADY, WORKERS},
    vitals::{Part, Sample},
    worker::Report,
    writes::{Arrival, Entry, Objects, Operation, Write},
};

/// The shortest run whose memory is compared. In a shorter one, memory grows because buffers and pools fill.
const LONG: Duration = Duration::from_secs(50);

/// The resident memory may grow by a tenth plus this many KiB, from the second fifth of the time to the last.
const MORE_MEMORY: u64 = 4 * 1024;

/// The number of sockets may grow by this many, since the fake keeps the connection of a call that timed out for a while. A leak would
/// add one for each of hundreds of faults.
const MORE_SOCKETS: u64 = 30;

/// Prints counts and the first 20 findings.
///
/// # Errors
/// If something was lost, or repeated with another key, if a call failed for another reason than an injected fault, if memory or the
/// number of sockets grows, or if what the test is about never happened.
pub(crate) fn judge(dir: &Path, length: &Length, kills: Kills) -> Outcome {
    let arrivals: Vec<Arrival> = parsed(&dir.join("arrivals"))?;
    let mut findings = Vec::new();
    for worker in WORKERS {
        let ledger: Vec<Entry> = parsed(&dir.join(format!("{worker}.ledger")))?;
        let read = |what| fs::read(dir.join(format!("{worker}.{what}")));
        let truth: Objects = serde_json::from_slice(&read("truth")?)?;
        let report: Report = serde_json::from_slice(&read("report")?)?;
        let own = arrivals.iter().filter(|one| one.account == worker);
        let own: Vec<&Arrival> = own.collect();
        print(worker, &own, &report);
        let mut found = lost_writes(&ledger, &own, &truth);
        found.extend(repeated_writes(&own));
        found.extend(differences("the copy", &report.copy, &truth));
        found.extend(journal::lines(&dir.join(format!("{worker}.wrong")))?);
        if worker == STEADY {
            found.extend(webhooks(
                report.events,
                report.invalid_events,
                report.missing_events,
            ));
            found.extend(growth(&report.samples, length.load));
            found.extend(uneventful(kills, report.syncs, length));
        }
        findings.extend(found.into_iter().map(|what| format!("{worker}: {what}")));
    }
    for finding in findings.iter().take(20) {
        println!("FOUND {finding}");
    }
    match findings.len() {
        0 => Ok(()),
        many => Err(format!("{many} findings").into()),
    }
}

fn parsed<T: std::str::FromStr<Err = Box<dyn std::error::Error + Send + Sync>>>(
    path: &Path,
) -> Outcome<Vec<T>> {
    journal::lines(path)?
        .iter()
        .map(|line| line.parse())
        .collect()
}

fn print(worker: &str, arrivals: &[&Arrival], report: &Report) {
    let writes: HashSet<&Write> = arrivals.iter().map(|arrival| &arrival.write).collect();
    println!(
        "{worker}: {} calls in its last life, {} writes arrived {} times, {} syncs, failed calls {:?}",
        report.calls,
        writes.len(),
        arrivals.len(),
        report.syncs,
        report.failures
    );
}

/// Writes that were not finished, or that succeeded but had no effect.
fn lost_writes(ledger: &[Entry], arrivals: &[&Arrival], truth: &Objects) -> Vec<String> {
    let (mut open, mut expected) = (BTreeSet::new(), Objects::new());
    let executed = arrivals.iter().filter(|arrival| arrival.is_executed);
    let executed: HashSet<&Write> = executed.map(|arrival| &arrival.write).collect();
    let mut found = Vec::new();
    for entry in ledger {
        match entry {
            Entry::Intent { write, .. } => drop(open.insert(write.to_string())),
            Entry::Done(write) => {
                open.remove(&write.to_string());
                write.apply(&mut expected);
                if !executed.contains(write) {
                    found.push(format!("{write} succeeded, but was never executed"));
                }
            }
        }
    }
    found.extend(
        open.into_iter()
            .map(|write| format!("{write} was never finished")),
    );
    let changed = truth.iter().filter(|(id, _)| !is_old(id));
    let changed = changed.map(|(id, title)| (id.clone(), title.clone()));
    found.extend(differences("the API", &changed.collect(), &expected));
    found
}

/// Whether the object was there from the beginning.
fn is_old(id: &str) -> bool {
    id.strip_prefix('c')
        .is_some_and(|rest| rest.parse::<u32>().is_ok())
}

/// Creates and updates that arrived with several keys or without one. Deletions have no key.
fn repeated_writes(arrivals: &[&Arrival]) -> Vec<String> {
    let mut keys: HashMap<&Write, BTreeSet<&str>> = HashMap::new();
    let keyed = arrivals
        .iter()
        .filter(|arrival| arrival.write.operation != Operation::Delete);
    for arrival in keyed {
        keys.entry(&arrival.write).or_default().insert(&arrival.key);
    }
    let wrong = keys
        .into_iter()
        .filter(|(_, keys)| keys.len() > 1 || keys.contains("-"));
    wrong
        .map(|(write, keys)| format!("{write} came with the keys {keys:?}"))
        .collect()
}

fn differences(what: &str, found: &Objects, expected: &Objects) -> Vec<String> {
    let mut pairs: BTreeMap<&String, [Option<&String>; 2]> = BTreeMap::new();
    for (id, title) in found {
        pairs.entry(id).or_default()[0] = Some(title);
    }
    for (id, title) in expected {
        pairs.entry(id).or_default()[1] = Some(title);
    }
    let different = pairs
        .into_iter()
        .filter(|(_, [found, expected])| found != expected);
    different
        .map(|(id, [found, expected])| {
            format!("{what} has {found:?} as the title of {id}, expected {expected:?}")
        })
        .collect()
}

fn webhooks(received: usize, invalid: usize, missing: usize) -> Vec<String> {
    println!("webhooks: {received} received, {invalid} invalid, {missing} missing at the end");
    let mut found = Vec::new();
    if received == 0 || invalid > 0 || missing > 0 {
        found.push("webhooks were lost or invalid".to_owned());
    }
    found
}

/// What the test is about, but never happened. A test without kills would prove nothing.
fn uneventful(kills: Kills, syncs: usize, length: &Length) -> Vec<String> {
    // Until both sides were killed, it takes about two pauses. On a busy machine, a sync can take several seconds.
    let kills_take = 4 * length.kill_within;
    let events = [
        (kills.api, kills_take, "the API was never killed"),
        (kills.client, kills_take, "no client was killed"),
        (syncs, LONG, "no sync succeeded"),
    ];
    let missing = events
        .into_iter()
        .filter(|(count, takes, _)| *count == 0 && length.load >= *takes);
    missing.map(|(.., what)| what.to_owned()).collect()
}

/// Compares the second fifth of the time with the last.
fn growth(samples: &[Sample], length: Duration) -> Vec<String> {
    if length < LONG {
        println!("memory and sockets: too short to judge");
        return Vec::new();
    }
    let (Some(early), Some(late)) = (Part::of(samples, 20, 40), Part::of(samples, 80, 100)) else {
        if cfg!(target_os = "linux") {
            return vec!["memory and sockets were not recorded".to_owned()];
        }
        println!("memory and sockets: not judged, since this system has no /proc");
        return Vec::new();
    };
    println!(
        "memory: {} KiB, at the end {} KiB; sockets: at most {}, at the end at most {}",
        early.memory, late.memory, early.most_sockets, late.most_sockets
    );
    let mut found = Vec::new();
    if late.memory > early.memory + early.memory / 10 + MORE_MEMORY {
        found.push("the memory grows".to_owned());
    }
    if late.most_sockets > early.most_sockets + MORE_SOCKETS {
        found.push("the number of sockets grows".to_owned());
    }
    found
}

#[test]
fn a_lost_write_is_found() {
    let write = Write::new(Operation::Create, "a", "new");
    let ledger = [
        Entry::Intent {
            key: Some("k".to_owned()),
            write: write.clone(),
        },
        Entry::Done(write.clone()),
    ];
    let arrival = Arrival {
        time: 1,
        is_executed: true,
        key: "k".to_owned(),
        account: "steady".to_owned(),
        write: write.clone(),
    };
    let truth = Objects::from([("a".to_owned(), "new".to_owned())]);
    assert!(lost_writes(&ledger, &[&arrival], &truth).is_empty());
    assert_eq!(lost_writes(&ledger, &[&arrival], &Objects::new()).len(), 1);
    assert_eq!(lost_writes(&ledger, &[], &truth).len(), 1);
    assert_eq!(lost_writes(&ledger[..1], &[&arrival], &truth).len(), 2);
    let twice = Objects::from([
        ("a".to_owned(), "new".to_owned()),
        ("contacts_7".to_owned(), "new".to_owned()),
    ]);
    assert_eq!(lost_writes(&ledger, &[&arrival], &twice).len(), 1);
    assert_eq!(arrival.to_string().parse::<Arrival>().unwrap(), arrival);
    assert_eq!(ledger[0].to_string().parse::<Entry>().unwrap(), ledger[0]);
}

#[test]
fn a_second_key_is_found() {
    let arrival = |key: &str| Arrival {
        time: 1,
        is_executed: true,
        key: key.to_owned(),
        account: "steady".to_owned(),
        write: Write::new(Operation::Create, "a", "new"),
    };
    let (one, other, none) = (arrival("1"), arrival("2"), arrival("-"));
    assert!(repeated_writes(&[&one, &one]).is_empty());
    assert_eq!(repeated_writes(&[&one, &other]).len(), 1);
    assert_eq!(repeated_writes(&[&none]).len(), 1);
}

#[test]
fn an_uneventful_test_is_found() {
    let kills = |api, client| Kills { api, client };
    let length = |load| Length {
        load,
        kill_within: LONG / 10,
    };
    let long = length(LONG);
    assert!(uneventful(kills(1, 1), 1, &long).is_empty());
    let found = uneventful(kills(0, 9), 1, &long);
    assert_eq!(found, ["the API was never killed"]);
    assert_eq!(uneventful(kills(9, 0), 0, &long).len(), 2);
    assert_eq!(uneventful(kills(9, 0), 0, &length(LONG / 2)).len(), 1);
    assert!(uneventful(kills(0, 0), 0, &length(LONG / 5)).is_empty());
}

#[test]
fn growth_is_found() {
    let samples = |more: u64| -> Vec<Sample> {
        let sample = |number| Sample {
            memory: 20_000 + more * number,
            sockets: 10 + more * number / 10,
        };
        (0..100).map(sample).collect()
    };
    assert!(growth(&samples(0), LONG).is_empty());
    assert_eq!(growth(&samples(200), LONG).len(), 2);
}
