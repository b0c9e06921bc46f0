//! The API: a fake that fails at random. It keeps its objects and its idempotency keys when it is killed.
//!
//! Each write is recorded before it is executed. After a restart, the API restores its objects from these records. If a write that was
//! executed before the restart arrives again, the API recognizes its idempotency key and repeats the response.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::sleep,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use truto_unified::{
    Timestamp,
    testing::{FakeTruto, Fault, ReceivedRequest},
};

use crate::{
    Outcome,
    dice::Dice,
    journal::{self, Journal},
    supervisor::{ApiRole, Signal, WORKERS},
    writes::{Arrival, Objects, Operation, Write},
};

/// The number of objects in each account that no worker changes.
const OLD: usize = 1_000;

/// One in this many requests fails.
const FAULTS: u64 = 25;

/// How long a key is remembered. No worker waits longer for its next attempt.
const REMEMBERED: Duration = Duration::from_secs(300);

pub(crate) fn run(of: &ApiRole) -> Outcome {
    let path = of.dir.join("arrivals");
    let past = Past::read(&path)?;
    let is_open = Arc::new(AtomicBool::new(false));
    let gate = Arc::clone(&is_open);
    // The fake reads the time before it handles a request. Waiting here keeps requests back until the script, which records them, is set.
    let clock = move || {
        while !gate.load(Relaxed) {
            sleep(Duration::from_millis(1));
        }
        SystemTime::now()
    };
    let builder = FakeTruto::builder().port(of.port).clock(clock);
    let fake = builder.keep_requests(0).start()?;
    let api = Arc::new(Api {
        journal: Journal::open(&path)?,
        keys: past.keys,
        dice: Mutex::new(Dice::new(of.seed)),
        is_seeded: AtomicBool::new(false),
        is_calm: AtomicBool::new(false),
    });
    let script = Arc::clone(&api);
    fake.script(move |request| script.fault(request));
    is_open.store(true, Relaxed);
    for account in WORKERS {
        let old = (0..OLD).map(|number| object(&format!("c{number}"), "old", 0));
        let new = past.objects.get(account).into_iter().flatten();
        let new = new.map(|(id, (title, time))| object(id, title, *time));
        fake.seed(account, "crm.contacts", old.chain(new))?;
    }
    fake.add_webhook(&format!("http://127.0.0.1:{}/hook", of.hook))?;
    api.is_seeded.store(true, Relaxed);
    Signal::Calm.wait(&of.dir);
    api.is_calm.store(true, Relaxed);
    Signal::End.wait(&of.dir);
    for account in WORKERS {
        let objects = fake.objects(account, "crm.contacts")?;
        let titles: Objects = objects.iter().filter_map(title_by_id).collect();
        let path = of.dir.join(format!("{account}.truth"));
        journal::replace(&path, &serde_json::to_string(&titles)?)?;
    }
    Ok(())
}

fn object(id: &str, title: &str, time: u64) -> Value {
    let time = Timestamp::from(UNIX_EPOCH + Duration::from_millis(time));
    json!({"id": id, "title": title, "updated_at": time.as_str()})
}

fn title_by_id(object: &Value) -> Option<(String, String)> {
    let text = |name: &str| object.get(name)?.as_str().map(str::to_owned);
    Some((text("id")?, text("title")?))
}

/// The records from before the restart.
#[derive(Default)]
struct Past {
    /// For each account, titles and times by id.
    objects: HashMap<String, BTreeMap<String, (String, u64)>>,
    /// Writes by key.
    keys: HashMap<String, Write>,
}

impl Past {
    fn read(path: &Path) -> Outcome<Self> {
        let (mut past, mut executed) = (Self::default(), HashSet::new());
        let remembered = now().saturating_sub(u64::try_from(REMEMBERED.as_millis())?);
        for line in journal::lines(path)? {
            let Arrival {
                time,
                is_executed,
                key,
                account,
                write,
            } = line.parse()?;
            // A second request with a key is not executed.
            if !is_executed || (key != "-" && !executed.insert(key.clone())) {
                continue;
            }
            let objects = past.objects.entry(account).or_default();
            match write.operation {
                Operation::Create | Operation::Update => {
                    objects.insert(write.id.clone(), (write.title.clone(), time));
                }
                Operation::Delete => {
                    objects.remove(&write.id);
                }
            }
            if time >= remembered && key != "-" {
                past.keys.insert(key, write);
            }
        }
        Ok(past)
    }
}

struct Api {
    journal: Journal,
    /// The writes from before the restart, by key.
    keys: HashMap<String, Write>,
    dice: Mutex<Dice>,
    is_seeded: AtomicBool,
    is_calm: AtomicBool,
}

impl Api {
    /// Decides whether and how a request fails. Records it if it is a write.
    fn fault(&self, request: &ReceivedRequest) -> Option<Fault> {
        if !self.is_seeded.load(Relaxed) {
            return Some(Fault::status(503));
        }
        let fault = self.next_fault();
        let Some(write) = write_of(request) else {
            return fault.map(|(fault, _)| fault);
        };
        let key = request.header("idempotency-key").unwrap_or("-");
        let known = self.keys.get(key);
        let has_effect = fault.as_ref().is_none_or(|(_, has_effect)| *has_effect);
        let arrival = Arrival {
            time: now(),
            is_executed: known.is_none() && has_effect,
            key: key.to_owned(),
            account: request
                .query_value("integrated_account_id")
                .unwrap_or_default(),
            write,
        };
        if let Err(error) = self.journal.append(&arrival) {
            eprintln!("the API cannot write its journal: {error}");
            return Some(Fault::status(500));
        }
        match (known, fault) {
            (Some(write), fault) if fault.as_ref().is_none_or(|(_, has_effect)| *has_effect) => {
                Some(Fault::status(200).with_json(&object(&write.id, &write.title, arrival.time)))
            }
            (_, fault) => fault.map(|(fault, _)| fault),
        }
    }

    /// Returns a fault, or `None` for most requests, and whether the request is executed nevertheless.
    fn next_fault(&self) -> Option<(Fault, bool)> {
        let mut dice = self.dice.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_calm.load(Relaxed) || !dice.one_in(FAULTS) {
            return None;
        }
        let bytes = usize::try_from(dice.below(200)).unwrap_or_default();
        Some(match dice.below(14) {
            0 => (Fault::status(429).with_header("Retry-After", "0"), false),
            1 => (Fault::status(500), false),
            2 => (Fault::status(502), false),
            3 => (Fault::status(503), false),
            4 => (Fault::status(504), false),
            5 => (Fault::status(408), false),
            6 => (Fault::reset().without_effect(), false),
            7 => (Fault::reset(), true),
            8 => (Fault::close(), true),
            9 => (Fault::truncate(bytes), true),
            10 => (Fault::stall(), true),
            11 => (Fault::stall_after(bytes), true),
            12 => (Fault::drip(Duration::from_millis(1)), true),
            _ => (Fault::delay(Duration::from_millis(dice.below(300))), true),
        })
    }
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    u64::try_from(now.unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
}

fn write_of(request: &ReceivedRequest) -> Option<Write> {
    let operation = match request.operation()? {
        "crm.contacts.create" => Operation::Create,
        "crm.contacts.update" => Operation::Update,
        "crm.contacts.delete" => Operation::Delete,
        _ => return None,
    };
    let body = request.json().unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let last = request.path().rsplit('/').next();
    let id = if operation == Operation::Create {
        text("id")
    } else {
        last
    };
    Some(Write::new(
        operation,
        id.unwrap_or("?"),
        text("title").unwrap_or("-"),
    ))
}
