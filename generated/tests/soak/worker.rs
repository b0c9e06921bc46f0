//! A program that writes, reads and syncs. It records each write before it sends it. After a restart, it repeats unfinished writes with
//! the recorded keys.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::time::sleep;
use truto_unified::{
    Client, Error, ErrorKind,
    crm::{Contact, contacts::ContactsResource},
};

use crate::{
    Outcome,
    dice::Dice,
    hook::Hook,
    journal::{self, Journal},
    mirror::Mirror,
    supervisor::{STEADY, Signal, WorkerRole},
    vitals::{INTERVAL, Sample},
    writes::{Entry, Objects, Operation, Write},
};

/// The number of tasks that write, besides the thread that makes blocking calls.
const TASKS: usize = 6;

/// How many objects each task keeps. It deletes older ones.
const KEPT: usize = 20;

/// How many older objects a task deletes at a time.
const DELETED: usize = 4;

/// The upper limit of a task's pause after each object, in milliseconds. If the tasks delete objects faster than a copy finds the
/// deletions, the copy grows, and the memory with it.
const PAUSE: u64 = 300;

/// How many objects are created at the end, when nothing fails, to wait for their webhooks.
const ANNOUNCED: usize = 20;

/// The counts and observations of a worker, written when it ends.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Report {
    pub(crate) calls: usize,
    pub(crate) syncs: usize,
    /// The number of failed calls by kind. A write that failed is repeated with the same key.
    pub(crate) failures: BTreeMap<String, usize>,
    /// The copy of the list at the end.
    pub(crate) copy: Objects,
    pub(crate) samples: Vec<Sample>,
    pub(crate) events: usize,
    pub(crate) invalid_events: usize,
    pub(crate) missing_events: usize,
}

struct Worker {
    of: WorkerRole,
    contacts: ContactsResource,
    journal: Journal,
    /// Descriptions of events that must not happen. A journal, so that a kill does not hide them.
    wrong: Journal,
    calls: AtomicUsize,
    report: Mutex<Report>,
}

#[tokio::main]
pub(crate) async fn run(of: WorkerRole) -> Outcome {
    let hook = match of.hook {
        Some(port) => Some(Hook::start(port).await?),
        None => None,
    };
    let client = Client::builder()
        .base_url(format!("http://127.0.0.1:{}", of.port))
        .token("fake-token")
        .timeout(Duration::from_millis(1_500))
        .backoff(Duration::from_millis(50), Duration::from_millis(500))
        .build()?;
    let path = of.path("ledger");
    let mut past = Past::read(&journal::lines(&path)?)?;
    let worker = Arc::new(Worker {
        contacts: client.integrated_account(&of.name).crm().contacts(),
        journal: Journal::open(&path)?,
        wrong: Journal::open(&of.path("wrong"))?,
        calls: AtomicUsize::new(0),
        report: Mutex::default(),
        of,
    });
    for (write, key) in past.unfinished {
        worker.perform(&write, key).await?;
        write.apply(&mut past.objects);
    }
    worker.load(past.objects).await?;
    worker.finish(hook.as_deref()).await
}

impl WorkerRole {
    fn path(&self, what: &str) -> PathBuf {
        self.dir.join(format!("{}.{what}", self.name))
    }
}

/// The records from before the restart.
#[derive(Default)]
struct Past {
    /// The writes that were begun but not finished, with their keys.
    unfinished: HashMap<Write, Option<String>>,
    objects: Objects,
}

impl Past {
    fn read(lines: &[String]) -> Outcome<Self> {
        let mut past = Self::default();
        for line in lines {
            match line.parse()? {
                Entry::Intent { key, write } => drop(past.unfinished.insert(write, key)),
                Entry::Done(write) => {
                    past.unfinished.remove(&write);
                    write.apply(&mut past.objects);
                }
            }
        }
        Ok(past)
    }
}

impl Worker {
    /// Writes and syncs until it is stopped. `left` are objects from before the restart, which are deleted in time.
    async fn load(self: &Arc<Self>, left: Objects) -> Outcome {
        let mut tasks = tokio::task::JoinSet::new();
        let left: Vec<String> = left.into_keys().collect();
        for number in 0..TASKS {
            let (worker, mut plan) = (Arc::clone(self), Plan::new(&self.of, number));
            plan.kept
                .extend(left.iter().skip(number).step_by(TASKS).cloned());
            tasks.spawn(async move { worker.write_async(plan).await });
        }
        let worker = Arc::clone(self);
        tasks.spawn(async move { worker.sync().await });
        let worker = Arc::clone(self);
        tasks.spawn(async move {
            while !worker.is_stopped() {
                worker.sample();
                sleep(INTERVAL).await;
            }
            Ok(())
        });
        let worker = Arc::clone(self);
        let blocking = thread::spawn(move || worker.write_blocking());
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        blocking.join().map_err(|_| "the thread panicked")?
    }

    fn is_stopped(&self) -> bool {
        Signal::Stop.is_sent(&self.of.dir)
    }

    fn report(&self) -> std::sync::MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wrong(&self, what: &str) {
        if let Err(error) = self.wrong.append(&what) {
            eprintln!("a worker cannot write its journal: {error}: {what}");
        }
    }

    fn sample(&self) {
        if let Some(sample) = Sample::take() {
            self.report().samples.push(sample);
        }
    }

    async fn write_async(&self, mut plan: Plan) -> Outcome {
        while !self.is_stopped() {
            let (writes, newest) = plan.next();
            for write in writes {
                // After a kill, a key that the client has chosen is lost, so only the steady worker lets it choose.
                let key = (self.of.name != STEADY || plan.dice.one_in(2)).then(|| key(&write));
                self.perform(&write, key).await?;
            }
            self.calls.fetch_add(1, Relaxed);
            match self.contacts.get(&newest.id).await {
                Ok(found) => self.compare(&newest, &found),
                Err(error) => {
                    self.note(&error);
                }
            }
            sleep(plan.pause()).await;
        }
        Ok(())
    }

    /// The same with blocking calls.
    fn write_blocking(&self) -> Outcome {
        let mut plan = Plan::new(&self.of, TASKS);
        while !self.is_stopped() {
            for write in plan.next().0 {
                let key = key(&write);
                self.intend(&write, Some(&key))?;
                let is_done = loop {
                    match self.send_blocking(&write, &key) {
                        Ok(()) => break true,
                        Err(error) if !self.note(&error) => break false,
                        Err(_) => thread::sleep(Duration::from_millis(100)),
                    }
                };
                if is_done {
                    self.journal.append(&Entry::Done(write))?;
                }
            }
            thread::sleep(plan.pause());
        }
        Ok(())
    }

    async fn sync(&self) -> Outcome {
        let mut mirror = Mirror::open(self.of.path("mirror"), self.contacts.clone())?;
        let mut number = 0;
        while !self.is_stopped() {
            number += 1;
            let result = match number % 10 {
                0 => mirror.reconcile().await,
                _ => mirror.update().await,
            };
            match result {
                Ok(()) => self.report().syncs += 1,
                Err(error) => match error.downcast::<Error>() {
                    Ok(error) => {
                        self.note(&error);
                    }
                    Err(other) => return Err(other),
                },
            }
            sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    /// Sends a write until it succeeds, always with the same key. After an unexpected error, which would return, the write stays
    /// unfinished.
    async fn perform(&self, write: &Write, mut key: Option<String>) -> Outcome {
        self.intend(write, key.as_ref())?;
        while let Err(error) = self.send(write, key.as_deref()).await {
            if !self.note(&error) {
                return Ok(());
            }
            if key.is_none() {
                key = error.idempotency_key().map(str::to_owned);
                self.intend(write, key.as_ref())?;
            }
            sleep(Duration::from_millis(100)).await;
        }
        self.journal.append(&Entry::Done(write.clone()))
    }

    fn intend(&self, write: &Write, key: Option<&String>) -> Outcome {
        let (key, write) = (key.cloned(), write.clone());
        self.journal.append(&Entry::Intent { key, write })
    }

    /// Records a failed call, and returns whether its error is expected.
    fn note(&self, error: &Error) -> bool {
        let kind = format!("{:?}", error.kind());
        *self.report().failures.entry(kind).or_default() += 1;
        let status = error.status().map(|status| status.as_u16());
        let is_expected = is_expected(error.kind(), status);
        if !is_expected {
            self.wrong(&error.to_string());
        }
        is_expected
    }

    fn compare(&self, write: &Write, found: &Contact) {
        if found.id != write.id || found.title.as_deref() != Some(&write.title) {
            self.wrong(&format!("{write} succeeded, but there is {found:?}"));
        }
    }

    async fn send(&self, write: &Write, key: Option<&str>) -> Result<(), Error> {
        self.calls.fetch_add(1, Relaxed);
        let Write {
            operation,
            id,
            title,
        } = write;
        let found = match operation {
            Operation::Create => {
                let call = self.contacts.create().title(title).with_field("id", id);
                match key {
                    Some(key) => call.with_idempotency_key(key).await?,
                    None => call.await?,
                }
            }
            Operation::Update => {
                let call = self.contacts.update(id).title(title.as_str());
                match key {
                    Some(key) => call.with_idempotency_key(key).await?,
                    None => call.await?,
                }
            }
            Operation::Delete => return gone(self.contacts.delete(id).await.map(drop)),
        };
        self.compare(write, &found);
        Ok(())
    }

    fn send_blocking(&self, write: &Write, key: &str) -> Result<(), Error> {
        self.calls.fetch_add(1, Relaxed);
        let (id, title) = (&write.id, write.title.as_str());
        let found = match write.operation {
            Operation::Create => {
                let call = self.contacts.create().title(title).with_field("id", id);
                call.with_idempotency_key(key).blocking().send()?
            }
            Operation::Update => {
                let call = self.contacts.update(id).title(title);
                call.with_idempotency_key(key).blocking().send()?
            }
            Operation::Delete => {
                return gone(self.contacts.delete(id).blocking().send().map(drop));
            }
        };
        self.compare(write, &found);
        Ok(())
    }

    /// Updates the copy and waits for webhooks, once the faults have ended.
    async fn finish(&self, hook: Option<&Hook>) -> Outcome {
        if let Some(hook) = hook {
            for number in 0..ANNOUNCED {
                let id = format!("{}-announced-{number}", self.of.name);
                hook.expect(&id);
                let write = Write::new(Operation::Create, &id, "last");
                self.perform(&write, Some(key(&write))).await?;
            }
            for _ in 0..200 {
                if hook.missing() == 0 {
                    break;
                }
                sleep(Duration::from_millis(50)).await;
            }
        }
        let mut mirror = Mirror::open(self.of.path("mirror"), self.contacts.clone())?;
        // No request fails any more, but on a busy machine a response can be late.
        while let Err(error) = mirror.complete().await {
            let Ok(error) = error.downcast::<Error>() else {
                return Err("the copy cannot be stored".into());
            };
            if !self.note(&error) {
                break;
            }
            sleep(Duration::from_millis(200)).await;
        }
        let mut report = std::mem::take(&mut *self.report());
        report.calls = self.calls.load(Relaxed);
        report.copy = mirror.copy().clone();
        if let Some(hook) = hook {
            (report.events, report.invalid_events) = hook.counts();
            report.missing_events = hook.missing();
        }
        journal::replace(&self.of.path("report"), &serde_json::to_string(&report)?)
    }
}

/// Whether the API being down or a fault that it injects explains the error. All other errors are mistakes of the client or the fake.
fn is_expected(kind: ErrorKind, status: Option<u16>) -> bool {
    match kind {
        ErrorKind::Connect | ErrorKind::Interrupted => true,
        // Without a status, limits of the client itself, which has none.
        ErrorKind::RateLimited => status == Some(429),
        ErrorKind::Server => status.is_some(),
        ErrorKind::Status => status == Some(408),
        _ => false,
    }
}

#[test]
fn only_faults_of_the_api_explain_an_error() {
    for (kind, status) in [
        (ErrorKind::Connect, None),
        (ErrorKind::Interrupted, Some(200)),
        (ErrorKind::Server, Some(503)),
        (ErrorKind::RateLimited, Some(429)),
        (ErrorKind::Status, Some(408)),
    ] {
        assert!(is_expected(kind, status), "{kind:?}");
    }
    for (kind, status) in [
        (ErrorKind::Invalid, None),
        (ErrorKind::Preflight, None),
        (ErrorKind::Paging, None),
        (ErrorKind::RateLimited, None),
        (ErrorKind::Decode, Some(200)),
        (ErrorKind::Status, Some(410)),
        (ErrorKind::Conflict, Some(409)),
    ] {
        assert!(!is_expected(kind, status), "{kind:?}");
    }
}

/// Turns "not found" into a success: an earlier attempt has deleted the object.
fn gone(result: Result<(), Error>) -> Result<(), Error> {
    match result {
        Err(error) if error.is_not_found() => Ok(()),
        result => result,
    }
}

/// Returns the idempotency key of a write, which is the same in every attempt.
fn key(write: &Write) -> String {
    write.to_string().replace(' ', ".")
}

/// The writes of one task, one object after the other.
struct Plan {
    stem: String,
    number: usize,
    dice: Dice,
    /// The ids of the objects that exist, the oldest first.
    kept: VecDeque<String>,
}

impl Plan {
    fn new(of: &WorkerRole, task: usize) -> Self {
        let seed = of.life * 100 + task as u64;
        Self {
            stem: format!("{}-{}-{task}", of.name, of.life),
            number: 0,
            dice: Dice::new(seed),
            kept: VecDeque::new(),
        }
    }

    fn pause(&mut self) -> Duration {
        Duration::from_millis(self.dice.below(PAUSE))
    }

    /// Returns the next writes, and the last one that concerns the new object: create an object, perhaps update it, and delete some of
    /// the oldest ones.
    fn next(&mut self) -> (Vec<Write>, Write) {
        self.number += 1;
        let id = format!("{}-{}", self.stem, self.number);
        let mut newest = Write::new(Operation::Create, &id, "new");
        let mut writes = vec![newest.clone()];
        if self.dice.one_in(2) {
            newest = Write::new(Operation::Update, &id, "changed");
            writes.push(newest.clone());
        }
        self.kept.push_back(id);
        let old = self.kept.len().saturating_sub(KEPT).min(DELETED);
        let old = self.kept.drain(..old);
        writes.extend(old.map(|id| Write::new(Operation::Delete, &id, "-")));
        (writes, newest)
    }
}
