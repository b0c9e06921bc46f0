//! From a request to an answer: who asks, whether it may be done, what it does, how that is shown.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use super::{
    account::Account,
    fault::{End, Fault},
    format::{Options, Shown},
    limits::Windows,
    live,
    methods::{Brought, Job, Wanted},
    query::{Query, decode},
    received::{Log, Received},
    reply::{Refusal, Reply},
    router::{Act, Found, Missing, Router},
    rules,
    select::Selection,
    store::Collection,
    table::{Api, Meaning},
    time,
};
use crate::RateLimits;

/// Makes a fault of a request, or lets it pass.
pub(super) type Script = dyn Fn(&Received) -> Option<Fault> + Send + Sync;

/// Is told of each request once its answer is known.
pub(super) type OnRequest = dyn Fn(&Received) + Send + Sync;

/// Answers for this many idempotency keys are kept: of some thousand calls a second, those of the time that a client waits before
/// it repeats one.
const MOST_KEYS: usize = 65_536;

/// What does not change while the fake runs.
pub(super) struct Settings {
    pub(super) apis: &'static [&'static Api],
    pub(super) options: &'static [(&'static str, Meaning)],
    pub(super) token: String,
    pub(super) page_size: usize,
    pub(super) limits: Option<RateLimits>,
    pub(super) observer: Option<Arc<OnRequest>>,
}

pub(super) struct Service {
    settings: Settings,
    router: Router,
    state: Mutex<State>,
    script: Mutex<Option<Arc<Script>>>,
}

/// What changes.
pub(super) struct State {
    pub(super) accounts: HashMap<String, Account>,
    pub(super) log: Log,
    pub(super) faults: VecDeque<Fault>,
    pub(super) faults_of: HashMap<String, VecDeque<Fault>>,
    /// What operations answer, whatever they would do.
    pub(super) answers: HashMap<String, Value>,
    collections: HashMap<(String, String), Collection>,
    windows: Windows,
    replies: Replies,
}

/// The answers to writes that had an idempotency key; the oldest are forgotten.
#[derive(Default)]
struct Replies {
    known: HashMap<String, Reply>,
    order: VecDeque<String>,
}

/// What becomes of a request.
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

    /// Neither a script nor an observer runs while this is locked.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_script(&self, script: Arc<Script>) {
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = Some(script);
    }

    fn script(&self) -> Option<Arc<Script>> {
        self.script
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Answers a request, and remembers it.
    pub(super) fn answer(&self, mut received: Received) -> Answer {
        let found = self.router.find(received.method(), received.path());
        if let Ok(found) = &found {
            received.operation = Some(found.target.route.operation.endpoint().id());
            received.scope = found.target.scope();
            received.account = found.account.clone();
        }
        let scripted = self.script().and_then(|script| script(&received));
        let (reply, fault) = {
            let mut state = self.state();
            let fault = scripted.or_else(|| state.next_fault(received.operation));
            let reply = match &fault {
                Some(Fault {
                    end: End::Reply(reply),
                    ..
                }) => reply.clone().unwrap_or_else(broken),
                Some(Fault {
                    is_undone: true, ..
                }) => broken("the call was not done"),
                _ => self.reply(&received, found, &mut state),
            };
            (reply, fault)
        };
        received.status = match fault.as_ref().map(|fault| &fault.end) {
            Some(End::Reset | End::Close | End::Stalled(None)) => None,
            _ => Some(reply.status),
        };
        if let Some(observer) = &self.settings.observer {
            observer(&received);
        }
        self.state().log.push(received);
        Answer { reply, fault }
    }

    fn reply(
        &self,
        received: &Received,
        found: Result<Found<'_>, Missing>,
        state: &mut State,
    ) -> Reply {
        let query = Query::parse(received.query());
        let account = received.account(&query);
        let standing = self
            .settings
            .limits
            .as_ref()
            .and_then(|limits| state.windows.count(limits, &account, time::instant()));
        let over = standing.and_then(|standing| standing.refusal());
        let mut reply = match self.unauthorized(received).or(over) {
            Some(refusal) => refusal,
            None => found
                .map_err(|missing| not_found(&missing, received).into())
                .and_then(|found| self.kept(received, &found, &query, &account, state))
                .unwrap_or_else(|refusal| *refusal),
        };
        if let Some(standing) = standing {
            standing.add_to(&mut reply.headers);
        }
        reply
    }

    fn unauthorized(&self, received: &Received) -> Option<Reply> {
        let given = received
            .header("authorization")
            .and_then(|value| value.split_once(' '));
        let is_right = given.is_some_and(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer") && token.trim() == self.settings.token
        });
        let why = match given {
            Some(_) => "the token is not valid",
            None => "the header `Authorization` with a bearer token is missing",
        };
        (!is_right).then(|| Reply::error(StatusCode::UNAUTHORIZED, why))
    }

    /// A write that was done under the same key is not done again.
    fn kept(
        &self,
        received: &Received,
        found: &Found<'_>,
        query: &Query,
        account: &str,
        state: &mut State,
    ) -> Result<Reply, Refusal> {
        let key = received
            .header("idempotency-key")
            .filter(|_| !matches!(received.method(), "GET" | "HEAD"));
        let key =
            key.map(|key| format!("{} {} {account} {key}", received.method(), received.path()));
        if let Some(reply) = key.as_ref().and_then(|key| state.replies.known.get(key)) {
            return Ok(reply.clone());
        }
        let reply = self.done(received, found, query, account, state)?;
        if let Some(key) = key {
            state.replies.keep(key, reply.clone());
        }
        Ok(reply)
    }

    fn done(
        &self,
        received: &Received,
        found: &Found<'_>,
        query: &Query,
        account: &str,
        state: &mut State,
    ) -> Result<Reply, Refusal> {
        let rules = state.accounts.get(account).copied().unwrap_or_default();
        let body = body(received)?;
        rules::check(found, query, &body, &rules)?;
        let options = Options::of(query, self.settings.options);
        let now = time::now();
        let job = Job { found, body, now };
        let answers = &state.answers;
        let answer = answers
            .get(found.target.route.operation.endpoint().id())
            .cloned();
        let is_set = answer.is_some();
        let mut brought = match (answer, found.target.act) {
            (Some(answer), _) => Brought::One(answer),
            (None, act) => {
                let collection = state.collection(account, &found.collection);
                match act {
                    Act::List => job.list(collection, &self.wanted(found, query, &options)?)?,
                    _ => job.run(collection)?,
                }
            }
        };
        if let (false, Brought::One(Value::Object(answer))) = (is_set, &mut brought) {
            live::fill(answer, found, &rules, &self.router);
        }
        let shown = Shown {
            method: received.method(),
            path: received.path(),
            target: found.target,
            is_partial: rules.is_partial,
        };
        Ok(options.reply(brought, &shown))
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
        let selection = Selection::of(query, Some(found.target.object), |name| {
            let is_known = Some(name) == cursor || Some(name) == scope;
            let mut options = self.settings.options.iter();
            let option = options
                .find(|(known, _)| *known == name)
                .map(|(_, meaning)| *meaning);
            option.or(is_known.then_some(Meaning::Other))
        });
        let most = match &options.limit {
            None => self.settings.page_size,
            Some(limit) => limit
                .parse()
                .ok()
                .filter(|limit| *limit > 0)
                .ok_or_else(|| {
                    let why = format!("`{limit}` is no number of items that a page can have");
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

    fn next_fault(&mut self, operation: Option<&str>) -> Option<Fault> {
        let of_operation = operation.and_then(|id| self.faults_of.get_mut(id)?.pop_front());
        of_operation.or_else(|| self.faults.pop_front())
    }
}

impl Replies {
    fn keep(&mut self, key: String, reply: Reply) {
        self.order.push_back(key.clone());
        self.known.insert(key, reply);
        if self.order.len() > MOST_KEYS {
            let oldest = self.order.pop_front();
            oldest.and_then(|oldest| self.known.remove(&oldest));
        }
    }
}

/// The body as JSON; null if there is none, or if it is something else.
fn body(received: &Received) -> Result<Value, Refusal> {
    let media = received.header("content-type").unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    let is_json = media.is_empty() || media.ends_with("json");
    if received.body.is_empty() {
        Ok(Value::Null)
    } else if !is_json && received.body.trim_ascii_start().starts_with(b"{") {
        // What programs send by themselves, such as curl with `--data`.
        let why = format!(
            "the body looks like JSON, but the header says `{media}`: set `Content-Type: application/json`"
        );
        Err(Reply::error(StatusCode::UNSUPPORTED_MEDIA_TYPE, &why).into())
    } else if media == "application/x-www-form-urlencoded" {
        let text = String::from_utf8_lossy(&received.body);
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        Ok(pairs
            .map(|(name, value)| (decode(name), Value::from(decode(value))))
            .collect())
    } else if is_json {
        serde_json::from_slice(&received.body).map_err(|error| {
            let why = format!("the body is not JSON: {error}");
            Refusal::new(Reply::error(StatusCode::BAD_REQUEST, &why))
        })
    } else {
        Ok(Value::Null)
    }
}

fn broken(why: &'static str) -> Reply {
    Reply::error(StatusCode::INTERNAL_SERVER_ERROR, why)
}

fn not_found(missing: &Missing, received: &Received) -> Reply {
    let what = format!("{} {}", received.method(), received.path());
    match missing {
        Missing::Path => Reply::error(StatusCode::NOT_FOUND, &format!("there is no {what}")),
        Missing::Method(allowed) => {
            let allowed = HeaderValue::try_from(allowed.join(", "));
            let why = format!("there is no {what}, but other methods of that path");
            let reply = Reply::error(StatusCode::METHOD_NOT_ALLOWED, &why);
            match allowed {
                Ok(allowed) => reply.with_header(header::ALLOW, allowed),
                Err(_) => reply,
            }
        }
    }
}
