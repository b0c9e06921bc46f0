//! Settings of a fake.

use std::{
    collections::HashMap,
    fmt, io,
    marker::PhantomData,
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    Account, FakeServer, Faked, ReceivedRequest,
    accounts::{Style, Tenancy},
    incoming::Limits,
    server::Server,
    service::{Clock, OnRequest, Service, Settings},
    time,
};
use crate::RateLimits;

/// Configures a [`FakeServer`].
#[must_use]
pub struct FakeBuilder<C, A = ()> {
    port: u16,
    token: String,
    page_size: usize,
    kept: usize,
    max_body: usize,
    idle: Duration,
    pub(super) account: Account,
    limits: Option<RateLimits>,
    pub(super) style: Style,
    pub(super) accounts: HashMap<String, Account>,
    observer: Option<Arc<OnRequest>>,
    clock: Arc<Clock>,
    client: PhantomData<fn(A) -> C>,
}

impl<C: Faked, A: Tenancy> FakeBuilder<C, A> {
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
            style: Style::default(),
            accounts: HashMap::new(),
            observer: None,
            clock: Arc::new(time::system),
            client: PhantomData,
        }
    }

    /// Sets the port, on 127.0.0.1. Default: any free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Sets the [token](FakeServer::token) that the fake accepts. Default: `fake-token`.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = token.into();
        self
    }

    /// Sets the number of items per page if a request sets none. Default: 100. At least 1.
    pub fn page_size(mut self, items: usize) -> Self {
        self.page_size = items.max(1);
        self
    }

    /// Enables rate limits, with their headers.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Sets the maximum size of a request's body, in bytes. Default: 16 MiB. A larger body gets 413.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets how long the fake waits for a client. Default: 30 seconds. A connection is closed if the head of its first or next
    /// request is not complete after this time. If no byte of a body arrives for this time, the request gets 408 and the
    /// connection is closed.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle = timeout;
        self
    }

    /// Sets how many [requests](FakeServer::requests) are recorded. Default: the last 1,000.
    pub fn keep_requests(mut self, requests: usize) -> Self {
        self.kept = requests;
        self
    }

    /// Calls `observer` with each request, as soon as its response is known.
    pub fn on_request(
        mut self,
        observer: impl Fn(&ReceivedRequest) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets the clock of the API, which is that of the system by default: for `created_at` and `updated_at` of objects, and the header `Date`. So
    /// a test can let hours pass at once. The function must not call the fake.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Starts the fake.
    ///
    /// # Errors
    /// The port is in use, or the system has no free port or cannot start a thread.
    pub fn start(self) -> io::Result<FakeServer<C, A>> {
        let settings = Settings {
            apis: C::APIS,
            options: C::OPTIONS,
            schemes: C::SCHEMES,
            security: C::SECURITY,
            token: self.token,
            page_size: self.page_size,
            account: self.account,
            has_hints: A::HAS_ACCOUNTS,
            limits: self.limits,
            style: self.style,
            observer: self.observer,
            clock: self.clock,
        };
        let service = Arc::new(Service::new(settings, self.kept, self.accounts));
        let limits = Limits {
            body: self.max_body,
            idle: self.idle,
        };
        let server = Server::start(self.port, limits, Arc::clone(&service))?;
        Ok(FakeServer {
            url: format!("http://{}", server.address),
            server,
            service,
            client: PhantomData,
        })
    }
}

impl<C, A> fmt::Debug for FakeBuilder<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeBuilder")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
