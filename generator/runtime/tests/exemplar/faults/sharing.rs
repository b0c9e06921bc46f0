//! Rate limits that several clients share, and limiters of the caller.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use tokio::time::Instant;
use truto_runtime::{
    ClientBuilder, ErrorKind, RateLimits,
    policy::{
        Admission, Attempt, AttemptOutcome, Limiter, LimiterError, TokioTimer, Turn, WindowLimiter,
    },
    transport::BoxFuture,
};

use super::{LIST, answer, client};
use crate::{
    server::{Server, response},
    way::{Probe, Way},
    wire::{ACCOUNT, TOKEN},
};

const WINDOW: Duration = Duration::from_millis(300);
const MOST: usize = 20;

/// A server that allows at most [`MOST`] requests of an account in any window.
fn strict() -> Server {
    let mut arrived: HashMap<String, Vec<Instant>> = HashMap::new();
    Server::by(move |request| {
        let account = request
            .line
            .split_once("account=")
            .map_or("", |(_, rest)| rest);
        let times = arrived.entry(account.to_owned()).or_default();
        let now = Instant::now();
        times.retain(|time| now - *time < WINDOW);
        times.push(now);
        let status = if times.len() > MOST {
            "429 X"
        } else {
            "200 OK"
        };
        response(status, "X: y", "1").into_bytes()
    })
}

/// Two clients that share a limiter, and two accounts, in real time.
pub(super) fn limits_like_the_server_s_earn_no_429(way: Way) {
    let server = strict();
    let limits = RateLimits::NONE.per_account(MOST as u32, WINDOW);
    let shared = Arc::new(WindowLimiter::new(limits, TokioTimer::default()));
    let clients = [(); 2].map(|()| {
        let builder: ClientBuilder = ClientBuilder::new(&server.url).token(TOKEN).attempts(1);
        builder.limiter(Arc::clone(&shared)).build().unwrap()
    });
    let began = Instant::now();
    let tasks = (0..4 * MOST).map(|task| {
        let client = clients[task % 2].clone();
        thread::spawn(move || {
            // Three quarters of the requests use one account.
            let account = if task % 4 == 0 { "b" } else { "a" };
            let scope = client.scope("account", account);
            way.send(Probe::new(&scope, &LIST))
                .map(|_| (account, Instant::now()))
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let ended: Vec<_> = tasks.into_iter().map(|task| task.join().unwrap()).collect();
    let of_b = ended
        .iter()
        .map(|result| result.as_ref().unwrap())
        .filter(|(of, _)| *of == "b");
    let last_of_b = of_b.map(|(_, at)| *at).max().unwrap();
    assert!(
        last_of_b - began < WINDOW,
        "an account does not wait for the other one"
    );
    assert!(
        began.elapsed() >= WINDOW * 2,
        "the other account has to wait for two windows"
    );
}

/// The calls of a [`Ledger`], in order.
#[derive(Default)]
struct Entries(Vec<String>);

/// A limiter that admits each attempt when it asks for the second time.
#[derive(Clone, Default)]
struct Ledger {
    entries: Arc<Mutex<Entries>>,
    is_broken: bool,
}

struct LedgerTurn {
    ledger: Ledger,
    has_asked: bool,
}

impl Limiter for Ledger {
    fn join(&self, attempt: &Attempt<'_>) -> Box<dyn Turn + '_> {
        assert_eq!(attempt.account(), Some(ACCOUNT));
        assert!(!format!("{attempt:?}").contains(ACCOUNT));
        self.add(format!("{} {}", attempt.operation(), attempt.number()));
        Box::new(LedgerTurn {
            ledger: self.clone(),
            has_asked: false,
        })
    }
}

impl Ledger {
    fn add(&self, entry: String) {
        self.entries.lock().unwrap().0.push(entry);
    }
}

impl Turn for LedgerTurn {
    fn ask(&mut self) -> BoxFuture<'_, Result<Admission, LimiterError>> {
        Box::pin(async {
            // A limiter may be pending, even in a blocking call.
            tokio::task::yield_now().await;
            if self.ledger.is_broken {
                return Err("out of order".into());
            }
            Ok(match std::mem::replace(&mut self.has_asked, true) {
                false => Admission::After(Duration::from_secs(2)),
                true => Admission::Now,
            })
        })
    }

    fn ended<'a>(&'a mut self, ended: &'a AttemptOutcome<'_>) -> BoxFuture<'a, ()> {
        let status = ended.status().map(|status| status.as_u16());
        let limit = ended.rate_limit().and_then(|limit| limit.remaining);
        self.ledger
            .add(format!("{status:?} {limit:?} {:?}", ended.retry_after()));
        Box::pin(std::future::ready(()))
    }
}

pub(super) fn a_limiter_can_be_shared_and_can_fail(way: Way) {
    let refused = answer("429 X", "\r\nRetry-After: 3\r\nratelimit-remaining: 0");
    let server = Server::playing([refused, answer("200 OK", "\r\nratelimit-remaining: 7")]);
    let ledger = Ledger::default();
    let (builder, timer) = client(&server.url);
    let client = builder.limiter(ledger.clone()).build().unwrap();
    way.call(&client, &LIST).unwrap();
    assert_eq!(timer.waits(), [2, 3, 2].map(Duration::from_secs));
    let entries = std::mem::take(&mut ledger.entries.lock().unwrap().0);
    let expected = [
        "x.list 1",
        "Some(429) Some(0) Some(3s)",
        "x.list 2",
        "Some(200) Some(7) None",
    ];
    assert_eq!(entries, expected);

    let (builder, _) = self::client(&server.url);
    let broken = Ledger {
        is_broken: true,
        ..Ledger::default()
    };
    let client = builder.limiter(broken).build().unwrap();
    let error = way.call(&client, &LIST).unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 0)
    );
    assert!(error.is_never_sent());
    assert!(
        crate::wire::chain(&error).contains("out of order"),
        "{error}"
    );
}
