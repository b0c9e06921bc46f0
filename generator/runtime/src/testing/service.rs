//! Handles requests: authentication, checks, the operation, and the format of the response.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use super::{
    accounts::{Account, Changes, Source, Style},
    auth,
    fault::{End, Fault},
    format::{Options, Shown},
    limits::Windows,
    methods::{Job, Outcome, Wanted},
    payload,
    query::Query,
    received::{Log, ReceivedRequest},
    reply::{Refusal, Reply},
    router::{Act, Found, Missing, Router},
    rules,
    select::Selection,
    store::Collection,
    table::{Api, ParameterRole},
    time,
};
use crate::{RateLimits, Security, SecurityScheme};

/// Returns the fault of a request, if any.
pub(super) type Script = dyn Fn(&ReceivedRequest) -> Option<Fault> + Send + Sync;

/// Called with each request once its response is known.
pub(super) type OnRequest = dyn Fn(&ReceivedRequest) + Send + Sync;

/// Returns the current time.
pub(super) type Clock = dyn Fn() -> SystemTime + Send + Sync;

/// The maximum number of responses kept for idempotency keys. At a few thousand calls a second, this covers the time that a
/// client waits before a retry.
const MOST_KEYS: usize = 65_536;

/// The maximum memory for these responses: 64 MiB.
const MOST_KEPT: usize = 64 << 20;

/// The settings, constant while the fake runs.
pub(super) struct Settings {
    pub(super) apis: &'static [&'static Api],
    pub(super) options: &'static [(&'static str, ParameterRole)],
    pub(super) schemes: &'static [SecurityScheme],
    /// The credentials that requests require by default.
    pub(super) security: Security,
    pub(super) token: String,
    pub(super) page_size: usize,
    /// The account for all ids that are not configured.
    pub(super) account: Account,
    /// Whether errors have hints.
    pub(super) has_hints: bool,
    pub(super) limits: Option<RateLimits>,
    /// How metadata is written.
    pub(super) style: Style,
    pub(super) observer: Option<Arc<OnRequest>>,
    pub(super) clock: Arc<Clock>,
}

impl Settings {
    pub(super) fn now(&self) -> SystemTime {
        (self.clock)()
    }
}

pub(super) struct Service {
    settings: Settings,
    router: Router,
    state: Mutex<State>,
    script: Mutex<Option<Arc<Script>>>,
}

/// The mutable state.
pub(super) struct State {
    pub(super) accounts: HashMap<String, Account>,
    pub(super) log: Log,
    pub(super) faults: VecDeque<Fault>,
    pub(super) faults_of: HashMap<String, VecDeque<Fault>>,
    /// Fixed responses of operations.
    pub(super) answers: HashMap<String, Value>,
    /// The planned changes of metadata.
    pub(super) changes: Arc<Changes>,
    #[cfg(feature = "webhooks")]
    pub(super) webhooks: super::webhooks::Webhooks,
    collections: HashMap<(String, String), Collection>,
    windows: Windows,
    replies: Replies,
}

/// Responses to writes with an idempotency key; the oldest are dropped.
#[derive(Default)]
struct Replies {
    known: HashMap<String, StoredReply>,
    order: VecDeque<String>,
    bytes: usize,
}

/// The response for a key; `None` until it is known. It is locked while the call is executed, so that a second call waits for
/// the response of the first.
type Slot = Arc<Mutex<Option<Reply>>>;

#[derive(Default)]
struct StoredReply {
    slot: Slot,
    bytes: usize,
}

/// The response to a request, and its fault.
pub(super) struct Answer {
    pub(super) reply: Reply,
    pub(super) fault: Option<Fault>,
}

impl Service {
    pub(super) fn new(settings: Settings, log: usize, accounts: HashMap<String, Account>) -> Self {
        let state = State {
            accounts,
            log: Log::new(log),
            faults: VecDeque::new(),
            faults_of: HashMap::new(),
            answers: HashMap::new(),
            changes: Arc::default(),
            #[cfg(feature = "webhooks")]
            webhooks: super::webhooks::Webhooks::default(),
            collections: HashMap::new(),
            windows: Windows::default(),
            replies: Replies::default(),
        };
        Self {
            router: Router::new(settings.apis),
            settings,
            state: Mutex::new(state),
            script: Mutex::new(None),
        }
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn router(&self) -> &Router {
        &self.router
    }

    /// Locks the state. No slow code, script or observer runs while it is locked.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    pub(super) fn set_script(&self, script: Arc<Script>) {
        *locked(&self.script) = Some(script);
    }

    fn script(&self) -> Option<Arc<Script>> {
        locked(&self.script).clone()
    }

    /// Handles a request and records it.
    pub(super) fn answer(&self, mut received: ReceivedRequest) -> Answer {
        let now = self.settings.now();
        let found = self.identify(&mut received);
        let scripted = self.script().and_then(|script| script(&received));
        let fault = scripted.or_else(|| self.state().next_fault(received.operation));
        let mut reply = match &fault {
            Some(Fault {
                end: End::Reply(reply),
                ..
            }) => reply.clone().unwrap_or_else(broken),
            Some(Fault {
                is_undone: true, ..
            }) => broken("the call was not executed"),
            _ => self.reply(&received, found),
        };
        date(&mut reply, now);
        received.status = match fault.as_ref().map(|fault| &fault.end) {
            Some(End::Reset | End::Close | End::Stalled(None)) => None,
            _ => Some(reply.status),
        };
        self.remember(received);
        Answer { reply, fault }
    }

    /// Records a request whose body could not be read.
    pub(super) fn refuse(&self, mut received: ReceivedRequest, mut reply: Reply) -> Answer {
        date(&mut reply, self.settings.now());
        let _ = self.identify(&mut received);
        received.status = Some(reply.status);
        self.remember(received);
        Answer { reply, fault: None }
    }

    fn identify(&self, received: &mut ReceivedRequest) -> Result<Found<'_>, Missing> {
        let found = self.router.find(
            received.method(),
            received.path(),
            (received.query(), &received.media()),
        )?;
        received.schemes = self.settings.schemes;
        received.operation = Some(found.target.route.operation.endpoint().id());
        received.scope = found.target.scope();
        received.account = found.account.clone();
        Ok(found)
    }

    fn remember(&self, received: ReceivedRequest) {
        if let Some(observer) = &self.settings.observer {
            observer(&received);
        }
        self.state().log.push(received);
    }

    fn reply(&self, received: &ReceivedRequest, found: Result<Found<'_>, Missing>) -> Reply {
        let query = Query::parse(received.query());
        let account = received.account(&query);
        let limits = self.settings.limits.as_ref();
        let standing = limits.and_then(|limits| {
            let mut state = self.state();
            state.windows.count(limits, &account, time::instant())
        });
        let over = standing.and_then(|standing| standing.refusal());
        let mut reply = match self.unauthorized(received, found.as_ref().ok()).or(over) {
            Some(refusal) => refusal,
            None => found
                .map_err(|missing| not_found(&missing, received).into())
                .and_then(|found| {
                    self.once(received, &account, || {
                        self.execute(received, &found, &query, &account)
                    })
                })
                .unwrap_or_else(|refusal| *refusal),
        };
        if let Some(standing) = standing {
            standing.add_to(&mut reply.headers);
        }
        match self.settings.has_hints {
            true => reply.with_hints(),
            false => reply,
        }
    }

    /// The refusal of a request without the credentials that its operation requires.
    fn unauthorized(&self, received: &ReceivedRequest, found: Option<&Found<'_>>) -> Option<Reply> {
        let own = found.and_then(|found| found.target.route.operation.endpoint().security());
        let security = own.unwrap_or(self.settings.security);
        let why = auth::refusal(received, security, &self.settings.token)?;
        Some(Reply::error(StatusCode::UNAUTHORIZED, &why))
    }

    /// Returns the response of an earlier write with the same idempotency key, or executes the request.
    fn once(
        &self,
        received: &ReceivedRequest,
        account: &str,
        execute: impl FnOnce() -> Result<Reply, Refusal>,
    ) -> Result<Reply, Refusal> {
        let key = received
            .header("idempotency-key")
            .filter(|_| !matches!(received.method(), "GET" | "HEAD"));
        let Some(key) = key else {
            return execute();
        };
        let key = format!("{} {} {account} {key}", received.method(), received.path());
        let slot = self.state().replies.slot(&key);
        let mut answer = locked(&slot);
        if let Some(reply) = &*answer {
            return Ok(reply.clone());
        }
        let reply = execute()?;
        *answer = Some(reply.clone());
        self.state().replies.weigh(&key, reply.body.len());
        Ok(reply)
    }

    fn execute(
        &self,
        received: &ReceivedRequest,
        found: &Found<'_>,
        query: &Query,
        account: &str,
    ) -> Result<Reply, Refusal> {
        let known = self.state().accounts.get(account).copied();
        let rules = known.unwrap_or(self.settings.account);
        let body = payload::read(received, found.target)?;
        rules::check(found, query, &body, &rules)?;
        let options = Options::of(query, self.settings.options);
        let now = time::text(self.settings.now());
        let job = Job::new(found, query, body, now)?;
        let id = found.target.route.operation.endpoint().id();
        let answer = self.state().answers.get(id).cloned();
        let stream = found.target.route.stream(received.header("accept"));
        if let Some(stream) = stream {
            if answer.is_none() {
                self.run(job, found, query, &options, account, &rules)?;
            }
            let status = StatusCode::from_u16(found.target.route.status);
            let (status, now) = (status.unwrap_or(StatusCode::OK), self.settings.now());
            return Ok(stream.reply(status, answer, &time::text(now)));
        }
        let result = match answer {
            Some(answer) => Outcome::One(answer),
            None => self.run(job, found, query, &options, account, &rules)?,
        };
        let shown = Shown {
            method: received.method(),
            path: received.path(),
            target: found.target,
            is_partial: rules.is_partial,
        };
        Ok(options.reply(result, &shown))
    }

    fn run(
        &self,
        mut job: Job<'_>,
        found: &Found<'_>,
        query: &Query,
        options: &Options,
        account: &str,
        rules: &Account,
    ) -> Result<Outcome, Refusal> {
        let wanted = match found.target.act {
            Act::List => Some(self.wanted(found, query, options)?),
            _ => None,
        };
        let done = {
            let mut state = self.state();
            let collection = state.collection(account, &found.collection);
            // While it is locked, so that an earlier list cannot miss a change with an earlier time.
            job.now = time::text(self.settings.now());
            let done = match &wanted {
                Some(wanted) => job.list(collection, wanted),
                None => job.run(collection),
            };
            #[cfg(feature = "webhooks")]
            state.announce(account, found);
            done?
        };
        let mut result = job.result(done);
        if let Outcome::One(Value::Object(answer)) = &mut result {
            let changes = Arc::clone(&self.state().changes);
            let source = Source {
                found,
                account: rules,
                router: &self.router,
                options: self.settings.options,
                changes: &changes,
                style: self.settings.style,
            };
            source.fill(answer)?;
        }
        Ok(result)
    }

    fn wanted<'q>(
        &self,
        found: &Found<'_>,
        query: &'q Query,
        options: &Options,
    ) -> Result<Wanted<'q>, Refusal> {
        let cursor = found
            .target
            .route
            .operation
            .endpoint()
            .pages()
            .map(|names| names.cursor());
        let scope = found.target.scope();
        let documented = found.target.route.query;
        let selection = Selection::of(query, documented, Some(found.target.object), |name| {
            let is_known = Some(name) == cursor || Some(name) == scope;
            let mut options = self.settings.options.iter();
            let option = options
                .find(|(known, _)| *known == name)
                .map(|(_, meaning)| *meaning);
            option.or(is_known.then_some(ParameterRole::Other))
        });
        let most = match &options.limit {
            None => self.settings.page_size,
            Some(limit) => limit
                .parse()
                .ok()
                .filter(|limit| *limit > 0)
                .ok_or_else(|| {
                    let why = format!("invalid number of items per page: `{limit}`");
                    Refusal::new(Reply::error(StatusCode::BAD_REQUEST, &why))
                })?,
        };
        Ok(Wanted {
            selection,
            cursor: cursor.and_then(|name| query.get(name)),
            most,
        })
    }
}

impl State {
    pub(super) fn collection(&mut self, account: &str, path: &str) -> &mut Collection {
        let key = (account.to_owned(), path.to_owned());
        self.collections.entry(key).or_default()
    }

    /// Sends events about the changes of a collection. While it is locked, so that they are in the order of the changes.
    #[cfg(feature = "webhooks")]
    fn announce(&mut self, account: &str, found: &Found<'_>) {
        let key = (account.to_owned(), found.collection.clone());
        let Some(collection) = self.collections.get_mut(&key) else {
            return;
        };
        let changes = collection.take_changes();
        let id = found.target.route.operation.endpoint().id();
        let resource = id.rsplit_once('.').map_or(id, |(resource, _)| resource);
        self.webhooks.announce(resource, changes, collection);
    }

    fn next_fault(&mut self, operation: Option<&str>) -> Option<Fault> {
        let of_operation = operation.and_then(|id| self.faults_of.get_mut(id)?.pop_front());
        of_operation.or_else(|| self.faults.pop_front())
    }
}

impl Replies {
    fn slot(&mut self, key: &str) -> Slot {
        if let Some(stored) = self.known.get(key) {
            return Arc::clone(&stored.slot);
        }
        let stored = StoredReply::default();
        let slot = Arc::clone(&stored.slot);
        self.order.push_back(key.to_owned());
        self.known.insert(key.to_owned(), stored);
        self.forget();
        slot
    }

    /// Counts the memory of the response for a key.
    fn weigh(&mut self, key: &str, bytes: usize) {
        if let Some(stored) = self.known.get_mut(key) {
            stored.bytes = bytes;
            self.bytes += bytes;
            self.forget();
        }
    }

    fn forget(&mut self) {
        while self.order.len() > MOST_KEYS || self.bytes > MOST_KEPT {
            let oldest = self.order.pop_front();
            let oldest = oldest.and_then(|oldest| self.known.remove(&oldest));
            self.bytes -= oldest.map_or(0, |stored| stored.bytes);
        }
    }
}

fn date(reply: &mut Reply, time: SystemTime) {
    if let Some(date) = time::header(time) {
        reply.headers.entry(header::DATE).or_insert(date);
    }
}

/// Locks a mutex, even if a thread panicked while it held the lock.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn broken(why: &'static str) -> Reply {
    Reply::error(StatusCode::INTERNAL_SERVER_ERROR, why)
}

fn not_found(missing: &Missing, received: &ReceivedRequest) -> Reply {
    let what = format!("{} {}", received.method(), received.path());
    match missing {
        Missing::Path => {
            let why = format!("no operation has the path of {what}");
            Reply::error(StatusCode::NOT_FOUND, &why)
        }
        Missing::Method(allowed) => {
            let allowed = HeaderValue::try_from(allowed.join(", "));
            let why = format!("{what} is not supported: the path supports only other methods");
            let reply = Reply::error(StatusCode::METHOD_NOT_ALLOWED, &why);
            match allowed {
                Ok(allowed) => reply.with_header(header::ALLOW, allowed),
                Err(_) => reply,
            }
        }
    }
}
