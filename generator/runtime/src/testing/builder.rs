//! What is settled before a fake starts.

use std::{collections::HashMap, fmt, io, marker::PhantomData, sync::Arc, time::Duration};

use super::{
    Account, FakeTruto, Faked, Received,
    incoming::Limits,
    server::Server,
    service::{OnRequest, Service, Settings},
};
use crate::RateLimits;

/// Configures a [`FakeTruto`].
#[must_use]
pub struct FakeBuilder<C> {
    port: u16,
    token: String,
    page_size: usize,
    kept: usize,
    max_body: usize,
    idle: Duration,
    account: Account,
    limits: Option<RateLimits>,
    accounts: HashMap<String, Account>,
    observer: Option<Arc<OnRequest>>,
    client: PhantomData<fn() -> C>,
}

impl<C: Faked> FakeBuilder<C> {
    pub(super) fn new() -> Self {
        Self {
            port: 0,
            token: "fake-token".to_owned(),
            page_size: 100,
            kept: 1000,
            max_body: 16 << 20,
            idle: Duration::from_secs(30),
            account: Account::new(),
            limits: None,
            accounts: HashMap::new(),
            observer: None,
            client: PhantomData,
        }
    }

    /// The port, on 127.0.0.1: any that is free unless set.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The token that it takes: `fake-token` unless set.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = token.into();
        self
    }

    /// How many items a page has if a request does not say: 100 unless set. At least 1.
    pub fn page_size(mut self, items: usize) -> Self {
        self.page_size = items.max(1);
        self
    }

    /// Switches rate limits on, with their headers.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Says what is behind the account with this id.
    pub fn account(mut self, id: impl Into<String>, account: Account) -> Self {
        self.accounts.insert(id.into(), account);
        self
    }

    /// Says what is behind all accounts that no other call describes: by default, an [`Account::new`].
    pub fn default_account(mut self, account: Account) -> Self {
        self.account = account;
        self
    }

    /// The most bytes that the body of a request may have: 16 MiB by default. A larger one is answered with 413.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// How long the fake waits for a client: 30 seconds by default. A connection is closed when the head of a request, the first
    /// one or a later one, is not complete after this time; when no byte of a body arrives for this time, the request is answered
    /// with 408 and the connection closed.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle = timeout;
        self
    }

    /// How many [requests](FakeTruto::requests) are remembered: the last 1,000 unless set.
    pub fn keep_requests(mut self, requests: usize) -> Self {
        self.kept = requests;
        self
    }

    /// Tells `observer` of each request, as soon as it is known what becomes of it.
    pub fn on_request(mut self, observer: impl Fn(&Received) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// The port is taken, or the system gives no port or no thread.
    pub fn start(self) -> io::Result<FakeTruto<C>> {
        let settings = Settings {
            apis: C::APIS,
            options: C::OPTIONS,
            token: self.token,
            page_size: self.page_size,
            account: self.account,
            limits: self.limits,
            observer: self.observer,
        };
        let service = Arc::new(Service::new(settings, self.kept, self.accounts));
        let limits = Limits {
            body: self.max_body,
            idle: self.idle,
        };
        let server = Server::start(self.port, limits, Arc::clone(&service))?;
        Ok(FakeTruto {
            url: format!("http://{}", server.address),
            server,
            service,
            client: PhantomData,
        })
    }
}

impl<C> fmt::Debug for FakeBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeBuilder")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
