//! Copies of a list that changes while it is read, from a server that fails now and then, with crashes.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, SystemTime},
};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use truto_runtime::{
    Call, Client, ClientBuilder, Endpoint, Error, PageNames, Timestamp,
    policy::Timer,
    sync::{Checkpoint, Extent, Reconcile, SyncList, SyncRun},
    transport::BoxFuture,
};

use crate::{
    server::{Server, response},
    timer::FakeTimer,
};

const PAGES: PageNames =
    PageNames::new("result", "next_cursor").with_partial("is_partial_response");
static LIST: Endpoint = Endpoint::new("things.list", "GET", "/things").with_pages(&PAGES);
static GET: Endpoint = Endpoint::new("things.get", "GET", "/things/{id}");

/// A builder as the generator emits it.
#[derive(Clone)]
pub(crate) struct ListThings {
    pub(crate) call: Call,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Thing {
    pub(crate) id: String,
    pub(crate) version: i64,
    updated_at: Option<Timestamp>,
    extra: truto_runtime::Extra,
}

truto_runtime::model! {
    Thing {
        0 "id" => id: required,
        1 "version" => version: required,
        2 "updated_at" => updated_at: optional,
    }
}

impl SyncList for ListThings {
    type Item = Thing;

    const ID: &'static str = "id";

    const SINCE: Option<&'static str> = Some("updated_at[gt]");

    fn id(item: &Thing) -> &str {
        &item.id
    }

    fn updated_at(item: &Thing) -> Option<&Timestamp> {
        item.updated_at.as_ref()
    }

    fn into_call(self) -> Call {
        self.call
    }

    fn get_call(&self, id: &str) -> Option<Call> {
        let mut call = self.call.of_same_account(&GET);
        call.set_path("id", id);
        Some(call)
    }
}

pub(crate) fn list(url: &str, account: &str) -> ListThings {
    let client: Client = ClientBuilder::new(url)
        .token("t")
        .timer(FakeTimer::default())
        .build()
        .unwrap();
    let scope = client.scope("account", account);
    ListThings {
        call: Call::new(&scope, &LIST),
    }
}

/// Pseudo-random numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_in(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }
}

/// The order of a list, and so where a changed item goes: it stays, moves to the end, or to the begin, which has been read.
#[derive(Clone, Copy, Debug)]
enum Order {
    Id,
    OldestFirst,
    NewestFirst,
}

/// The API. Its clock is years away from that of this computer, and advances with each request.
pub(crate) struct World {
    dice: Dice,
    /// Seconds since 1970.
    now: u64,
    order: Order,
    /// The version and the time of the last change, by id.
    things: BTreeMap<String, (i64, u64)>,
    /// Whether others change things, requests fail and cursors expire.
    pub(crate) is_wild: bool,
    requests: usize,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice(seed * 0x9e37_79b9 + 1);
        let order = [Order::Id, Order::OldestFirst, Order::NewestFirst][dice.below(3) as usize];
        let things = (0..40).map(|id| (format!("t{id}"), (1, 1_000_000)));
        Self {
            dice,
            now: 2_000_000,
            order,
            things: things.collect(),
            is_wild: true,
            requests: 0,
        }
    }

    /// What other clients do.
    fn change(&mut self) {
        let id = format!("t{}", self.dice.below(60));
        let version = self.things.get(&id).map_or(1, |(version, _)| version + 1);
        self.things.insert(id, (version, self.now));
    }

    pub(crate) fn answer(&mut self, line: &str) -> String {
        self.requests += 1;
        self.now += self.dice.below(200);
        if self.is_wild {
            (0..self.dice.below(4)).for_each(|_| self.change());
            if self.dice.one_in(12) {
                return self.respond("503 Service Unavailable", &json!({}));
            }
            if self.dice.one_in(25) {
                return self.respond("400 Bad Request", &json!({"message": "expired"}));
            }
        }
        let url = line.split(' ').nth(1).unwrap();
        let (path, query) = url.split_once('?').unwrap();
        if let Some(id) = path.strip_prefix("/things/") {
            return match self.things.get(id) {
                Some(_) => self.respond("200 OK", &self.json(id)),
                None => self.respond("404 Not Found", &json!({})),
            };
        }
        let value = |name: &str| {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(name));
            value.map(|text| percent_decode_str(text).decode_utf8().unwrap().into_owned())
        };
        let page = self.page(value("updated_at[gt]="), value("next_cursor="));
        self.respond("200 OK", &page)
    }

    fn page(&mut self, since: Option<String>, cursor: Option<String>) -> Value {
        let since = since.map(|text| seconds(&Timestamp::from(text)));
        let key = |id: &str, changed: u64| match self.order {
            Order::Id => format!("{id:>4}"),
            Order::OldestFirst => format!("{changed:012} {id}"),
            Order::NewestFirst => format!("{:012} {id}", 999_999_999_999 - changed),
        };
        let rows = self
            .things
            .iter()
            .filter(|(_, row)| since.is_none_or(|since| row.1 > since));
        let mut rows: Vec<_> = rows.map(|(id, row)| (key(id, row.1), id)).collect();
        rows.sort();
        rows.retain(|(key, _)| cursor.as_ref().is_none_or(|cursor| key > cursor));
        let has_more = rows.len() > 7;
        rows.truncate(7);
        let next = rows.last().filter(|_| has_more).map(|(key, _)| key);
        let items: Vec<Value> = rows.iter().map(|(_, id)| self.json(id)).collect();
        json!({"result": items, "next_cursor": next})
    }

    fn json(&self, id: &str) -> Value {
        let (version, changed) = self.things[id];
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(changed);
        json!({"id": id, "version": version, "updated_at": Timestamp::from(changed).as_str()})
    }

    fn respond(&self, status: &str, body: &Value) -> String {
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(self.now);
        let head = format!(
            "Content-Type: application/json\r\nDate: {}",
            httpdate::fmt_http_date(date)
        );
        response(status, &head, &body.to_string())
    }

    fn versions(&self) -> BTreeMap<String, i64> {
        let things = self.things.iter();
        things
            .map(|(id, (version, _))| (id.clone(), *version))
            .collect()
    }
}

fn seconds(time: &Timestamp) -> u64 {
    let time = SystemTime::try_from(time).unwrap();
    time.duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

fn serve(world: &Arc<Mutex<World>>) -> Server {
    let world = Arc::clone(world);
    Server::by(move |request| world.lock().unwrap().answer(&request.line).into())
}

/// What a program stores: its copy, and the checkpoint.
#[derive(Default)]
struct Store {
    versions: BTreeMap<String, i64>,
    checkpoint: Option<String>,
}

impl Store {
    /// One run of the program. It can end at any point, before or after it has stored a batch.
    async fn run(
        &mut self,
        list: ListThings,
        dice: &mut Dice,
        crashes: bool,
    ) -> Result<bool, Error> {
        let checkpoint: Option<Checkpoint> =
            self.checkpoint.as_ref().map(|text| text.parse().unwrap());
        let mut run = SyncRun::new(list).resume(checkpoint);
        while let Some(batch) = run.next().await {
            let batch = batch?;
            if crashes && dice.one_in(6) {
                return Ok(false);
            }
            for item in batch.items {
                self.versions.insert(item.id, item.version);
            }
            // Without a transaction: the items, but not the checkpoint.
            if crashes && dice.one_in(12) {
                return Ok(false);
            }
            self.checkpoint = Some(batch.checkpoint.to_string());
        }
        Ok(true)
    }
}

#[tokio::test]
async fn nothing_is_lost_over_200_seeds() {
    for seed in 0..200 {
        let world = Arc::new(Mutex::new(World::new(seed)));
        let server = serve(&world);
        let mut dice = Dice(seed + 77);
        let mut store = Store::default();
        for _ in 0..12 {
            let _ = store.run(list(&server.url, "a"), &mut dice, true).await;
            (0..dice.below(5)).for_each(|_| world.lock().unwrap().change());
        }
        world.lock().unwrap().is_wild = false;
        // The first one may resume a run that began before the last changes.
        for _ in 0..2 {
            assert!(
                store
                    .run(list(&server.url, "a"), &mut dice, false)
                    .await
                    .unwrap()
            );
        }
        let world = world.lock().unwrap();
        assert_eq!(
            store.versions,
            world.versions(),
            "seed {seed}, {:?}",
            world.order
        );
    }
}

/// A timer that knows the date, or does not, as in a browser.
struct Dated(Option<u64>);

impl Timer for Dated {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn date(&self) -> Option<SystemTime> {
        self.0
            .map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn without_the_header_date_the_timer_knows_it() {
    let server = Server::json(r#"{"result":[{"id":"1","version":1}]}"#);
    let run = |date: Option<u64>| {
        let client = ClientBuilder::<Client>::new(&server.url)
            .token("t")
            .timer(Dated(date));
        let scope = client.build().unwrap().scope("account", "a");
        let call = Call::new(&scope, &LIST);
        SyncRun::new(ListThings { call })
    };
    let batch = run(Some(1_000)).next().await.unwrap().unwrap();
    assert_eq!(batch.checkpoint.since().map(seconds), Some(700));
    let batch = run(Some(1_000)).blocking().next().unwrap().unwrap();
    assert_eq!(batch.checkpoint.since().map(seconds), Some(700));
    let error = run(None).next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("Timer::date"), "{error}");
}

#[tokio::test]
async fn a_run_after_a_complete_one_reads_only_changes() {
    let world = Arc::new(Mutex::new(World::new(1)));
    world.lock().unwrap().is_wild = false;
    let server = serve(&world);
    let mut first = SyncRun::new(list(&server.url, "a"));
    assert_eq!(first.extent(), Extent::All);
    let mut last = None;
    while let Some(batch) = first.next().await {
        last = Some(batch.unwrap().checkpoint);
    }
    let last = last.unwrap();
    assert!(last.is_complete());
    {
        let mut world = world.lock().unwrap();
        world.now += 1_000;
        world.change();
    }
    let mut next = SyncRun::new(list(&server.url, "a")).resume(last.clone());
    assert_eq!(next.extent(), Extent::Changes);
    let batch = next.next().await.unwrap().unwrap();
    assert_eq!(batch.items.len(), 1);
    assert!(next.next().await.is_none() && next.next().await.is_none());

    let mut other = SyncRun::new(list(&server.url, "b")).resume(last.clone());
    let error = other.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("belongs to another list"),
        "{error}"
    );
    assert!(other.next().await.is_none());

    let blocking = SyncRun::new(list(&server.url, "a")).resume(last).blocking();
    let items = blocking.map(|batch| batch.unwrap().items.len());
    assert_eq!(items.sum::<usize>(), 1);
}

#[tokio::test]
async fn deleted_items_are_found_and_checked() {
    let world = Arc::new(Mutex::new(World::new(3)));
    world.lock().unwrap().is_wild = false;
    let server = serve(&world);
    let unfinished = Reconcile::new(list(&server.url, "a"));
    assert!(unfinished.missing([]).await.is_err());
    let known = ["t1", "t2", "gone"].map(str::to_owned);
    world.lock().unwrap().things.remove("t2");
    let mut walk = Reconcile::new(list(&server.url, "a"));
    while let Some(batch) = walk.next().await {
        batch.unwrap();
    }
    // Created after its place in the list was read.
    world
        .lock()
        .unwrap()
        .things
        .insert("new".to_owned(), (1, 1));
    let known = known.into_iter().chain(["new".to_owned()]);
    let missing = walk.missing(known).await.unwrap();
    assert_eq!(missing.deleted, ["t2", "gone"]);
    assert_eq!(missing.present[0].id, "new");
    assert!(missing.unknown.is_empty());
}

#[test]
fn deleted_items_are_found_without_async() {
    let world = Arc::new(Mutex::new(World::new(3)));
    world.lock().unwrap().is_wild = false;
    let server = serve(&world);
    let mut walk = Reconcile::new(list(&server.url, "a")).blocking();
    let items = walk.by_ref().map(|batch| batch.unwrap().items.len());
    assert_eq!(items.sum::<usize>(), 40);
    world
        .lock()
        .unwrap()
        .things
        .insert("new".to_owned(), (1, 1));
    let known = ["t1", "gone", "new", "lost"].map(str::to_owned);
    let missing = walk.missing(known).unwrap();
    assert_eq!(missing.deleted, ["gone", "lost"]);
    assert_eq!(missing.present[0].id, "new");
    assert!(missing.unknown.is_empty());
}

/// A list without a filter for changes.
#[derive(Clone)]
struct Unfiltered(ListThings);

impl SyncList for Unfiltered {
    type Item = Thing;

    const ID: &'static str = ListThings::ID;

    const SINCE: Option<&'static str> = None;

    fn id(item: &Thing) -> &str {
        ListThings::id(item)
    }

    fn updated_at(item: &Thing) -> Option<&Timestamp> {
        ListThings::updated_at(item)
    }

    fn into_call(self) -> Call {
        self.0.into_call()
    }

    fn get_call(&self, id: &str) -> Option<Call> {
        self.0.get_call(id)
    }
}

/// A program may clear its copy before the first run, but not in the middle of a later one.
#[tokio::test]
async fn a_run_that_is_resumed_has_the_same_extent() {
    let world = Arc::new(Mutex::new(World::new(1)));
    world.lock().unwrap().is_wild = false;
    let server = serve(&world);
    let new = || SyncRun::new(Unfiltered(list(&server.url, "a")));
    let later = || new().since("2024-03-01T09:30:00Z");
    for (mut run, extent) in [(new(), Extent::All), (later(), Extent::AllUnfiltered)] {
        assert_eq!(run.extent(), extent);
        let mut last: Option<Checkpoint> = None;
        while let Some(batch) = run.next().await {
            let checkpoint = batch.unwrap().checkpoint;
            assert_eq!(run.extent(), extent);
            last = Some(checkpoint.to_string().parse().unwrap());
            if !checkpoint.is_complete() {
                // Each page in a run of its own.
                run = new().resume(last.clone());
                assert_eq!(run.extent(), extent);
            }
        }
        assert_eq!(new().resume(last).extent(), Extent::AllUnfiltered);
    }
}

/// An id for which the list has no call.
const WITHOUT_CALL: &str = "without call";

/// A list that counts how many calls for single items are made before they are sent.
#[derive(Clone)]
struct Counting {
    list: ListThings,
    made: Arc<AtomicUsize>,
    sent: Arc<AtomicUsize>,
    most_ahead: Arc<AtomicUsize>,
}

impl SyncList for Counting {
    type Item = Thing;

    const ID: &'static str = ListThings::ID;

    const SINCE: Option<&'static str> = ListThings::SINCE;

    fn id(item: &Thing) -> &str {
        ListThings::id(item)
    }

    fn updated_at(item: &Thing) -> Option<&Timestamp> {
        ListThings::updated_at(item)
    }

    fn into_call(self) -> Call {
        self.list.into_call()
    }

    fn get_call(&self, id: &str) -> Option<Call> {
        let ahead = self.made.fetch_add(1, Relaxed) + 1 - self.sent.load(Relaxed);
        self.most_ahead.fetch_max(ahead, Relaxed);
        self.list.get_call(id).filter(|_| id != WITHOUT_CALL)
    }
}

/// Of all missing items, only the ids may be kept, not the calls.
#[tokio::test]
async fn calls_for_missing_items_are_made_when_they_are_sent() {
    let world = Arc::new(Mutex::new(World::new(3)));
    world.lock().unwrap().is_wild = false;
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    let server = Server::by(move |request| {
        count.fetch_add(request.line.contains("/things/").into(), Relaxed);
        world.lock().unwrap().answer(&request.line).into()
    });
    let counting = Counting {
        list: list(&server.url, "a"),
        made: Arc::default(),
        sent,
        most_ahead: Arc::default(),
    };
    let mut walk = Reconcile::new(counting.clone()).with_concurrency(2);
    while let Some(batch) = walk.next().await {
        batch.unwrap();
    }
    let known = (0..100).map(|number| format!("gone{number}"));
    // In a task, since the future must be `Send`.
    let known = known.chain([WITHOUT_CALL.to_owned()]);
    let missing = tokio::spawn(async move { walk.missing(known).await });
    let missing = missing.await.unwrap().unwrap();
    assert_eq!(missing.deleted.len(), 100);
    assert_eq!(missing.unknown[0].0, WITHOUT_CALL);
    assert!(counting.made.load(Relaxed) >= 100);
    // Two at a time, one that shows whether there is an operation, and one that is made while the answer before it is on its way.
    let ahead = counting.most_ahead.load(Relaxed);
    assert!(ahead <= 4, "{ahead} calls were made ahead");
}
