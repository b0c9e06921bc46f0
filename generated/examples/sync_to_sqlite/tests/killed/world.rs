//! Three accounts whose data others change, behind an API that fails.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    thread::{scope, sleep},
    time::{Duration, SystemTime},
};

use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;
use truto_unified::{
    Client,
    testing::{Account, FakeTruto, Fault, ReceivedRequest},
};

use crate::dice::Dice;

pub(crate) const ACCOUNTS: [&str; 3] = ["acme", "globex", "initech"];
const RESOURCES: [&str; 3] = ["contacts", "accounts", "opportunities"];

#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Of each resource of each account.
    pub(crate) objects: usize,
    page: usize,
    /// How many runs are killed or fail.
    pub(crate) rounds: usize,
    /// In milliseconds.
    pub(crate) kill_within: u64,
    /// One in this many requests fails.
    faults: u64,
    /// The time that each request takes by the clock of the API, in milliseconds. All requests of a run together take longer than the overlap of runs.
    tick: u64,
    pub(crate) at_a_time: usize,
}

impl Size {
    pub(crate) const SMALL: Self = Self {
        objects: 60,
        page: 10,
        rounds: 6,
        kill_within: 400,
        faults: 12,
        tick: 60_000,
        at_a_time: 4,
    };
    pub(crate) const FULL: Self = Self {
        objects: 5_000,
        page: 100,
        rounds: 8,
        kill_within: 3_000,
        faults: 40,
        tick: 10_000,
        at_a_time: 4,
    };
}

/// What the fake does with requests.
struct Api {
    size: Size,
    /// In milliseconds since 1970, years ahead of this computer.
    clock: AtomicU64,
    dice: Mutex<Dice>,
    is_wild: AtomicBool,
    may_stall: AtomicBool,
    faults: AtomicUsize,
}

impl Api {
    fn fault(&self, request: &ReceivedRequest) -> Option<Fault> {
        self.clock.fetch_add(self.size.tick, Relaxed);
        let operation = request.operation()?;
        let is_of_program = operation.ends_with(".list") || operation.ends_with(".get");
        let mut dice = self.dice.lock().unwrap();
        if !is_of_program || !self.is_wild.load(Relaxed) || !dice.one_in(self.size.faults) {
            return None;
        }
        let fault = match dice.below(10) {
            0 => Fault::status(429).with_header("Retry-After", "0"),
            1 => Fault::status(500),
            2 => Fault::status(504),
            3 => Fault::status(408),
            4 => Fault::reset(),
            5 => Fault::close(),
            6 => Fault::truncate(dice.below(300) as usize),
            7 => Fault::delay(Duration::from_millis(dice.below(100))),
            8 if self.may_stall.load(Relaxed) => Fault::stall(),
            // An expired cursor.
            _ if request.query_value("next_cursor").is_some() => Fault::status(400),
            _ => Fault::status(503),
        };
        self.faults.fetch_add(1, Relaxed);
        Some(fault)
    }
}

pub(crate) struct World {
    pub(crate) fake: FakeTruto,
    api: Arc<Api>,
    dir: TempDir,
    seed: u64,
    changes: AtomicUsize,
}

impl World {
    pub(crate) fn new(seed: u64, size: Size) -> Self {
        let api = Arc::new(Api {
            size,
            clock: AtomicU64::new(1_900_000_000_000),
            dice: Mutex::new(Dice::new(seed)),
            is_wild: AtomicBool::new(false),
            may_stall: AtomicBool::new(false),
            faults: AtomicUsize::new(0),
        });
        let clock = Arc::clone(&api);
        let now = move || SystemTime::UNIX_EPOCH + Duration::from_millis(clock.clock.load(Relaxed));
        let fake = FakeTruto::builder().clock(now).page_size(size.page);
        let fake = fake.keep_requests(0).start().unwrap();
        for account in ACCOUNTS {
            for resource in RESOURCES {
                let old = |id| json!({"id": format!("{id}"), "updated_at": "2020-01-01T00:00:00Z"});
                let objects = (0..size.objects).map(old);
                fake.seed(account, &format!("crm.{resource}"), objects)
                    .unwrap();
            }
        }
        let script = Arc::clone(&api);
        fake.script(move |request| script.fault(request));
        Self {
            fake,
            api,
            dir: tempfile::tempdir().unwrap(),
            seed,
            changes: AtomicUsize::new(0),
        }
    }

    pub(crate) fn database(&self) -> String {
        let path = self.dir.path().join("mirror.db");
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn may_stall(&self, may: bool) {
        self.api.may_stall.store(may, Relaxed);
    }

    /// How many requests failed, and how many changes others made.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.api.faults.load(Relaxed), self.changes.load(Relaxed))
    }

    /// Does `work` while others change data, and requests fail.
    pub(crate) fn while_others_change(&self, work: impl FnOnce()) {
        self.api.is_wild.store(true, Relaxed);
        scope(|scope| {
            scope.spawn(|| {
                let client = self.fake.client().unwrap();
                let mut dice = Dice::new(self.seed + 1_000_000);
                while self.api.is_wild.load(Relaxed) {
                    self.change(&client, &mut dice);
                    sleep(Duration::from_millis(1));
                }
            });
            // Also if it panics, so that the thread ends.
            let _calm = Calm(&self.api);
            work();
        });
    }

    fn change(&self, client: &Client, dice: &mut Dice) {
        let account = ACCOUNTS[dice.below(3) as usize];
        let resource = RESOURCES[dice.below(3) as usize];
        // Some of these do not exist yet, or no longer.
        let id = dice
            .below(self.api.size.objects as u64 * 11 / 10)
            .to_string();
        let number = self.changes.fetch_add(1, Relaxed);
        if dice.one_in(8) {
            let crm = client.integrated_account(account).crm();
            // It may be deleted already.
            let _ = match resource {
                "contacts" => crm.contacts().delete(id).blocking().send().is_ok(),
                "accounts" => crm.accounts().delete(id).blocking().send().is_ok(),
                _ => crm.opportunities().delete(id).blocking().send().is_ok(),
            };
        } else {
            let object = [json!({"id": id, "description": format!("change {number}")})];
            self.fake
                .seed(account, &format!("crm.{resource}"), object)
                .unwrap();
        }
        // At times, the lists of an account return only a part of each object.
        if dice.one_in(300) {
            self.fake.set_account("initech", Account::new().partial());
        } else if dice.one_in(30) {
            self.fake.set_account("initech", Account::new());
        }
    }

    /// The rows that are missing or outdated in the mirror, and the rows that it should not have.
    pub(crate) fn differences(&self) -> (Vec<String>, Vec<String>) {
        let mut mirror = self.mirror();
        let mut lost = Vec::new();
        for account in ACCOUNTS {
            for resource in RESOURCES {
                let objects = self.fake.objects(account, &format!("crm.{resource}"));
                for object in objects.unwrap() {
                    let id = object["id"].as_str().unwrap();
                    let key = format!("{account} {resource} {id}");
                    if mirror.remove(&key).as_ref() != Some(&object) {
                        lost.push(key);
                    }
                }
            }
        }
        (lost, mirror.into_keys().collect())
    }

    fn mirror(&self) -> BTreeMap<String, Value> {
        let db = Connection::open(self.database()).unwrap();
        let select = "SELECT account || ' ' || resource || ' ' || id, json FROM objects";
        let mut select = db.prepare(select).unwrap();
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
        let rows = rows.unwrap().map(|row| {
            let (key, json) = row.unwrap();
            (key, serde_json::from_str(&json).unwrap())
        });
        rows.collect()
    }
}

/// Ends all changes and faults when it is dropped.
struct Calm<'a>(&'a Api);

impl Drop for Calm<'_> {
    fn drop(&mut self) {
        self.0.is_wild.store(false, Relaxed);
    }
}
