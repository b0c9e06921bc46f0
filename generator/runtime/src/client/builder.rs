//! Settings of a client.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use super::route::blocking_stack;
use super::{
    Client, Preflight, Settings, Stack,
    base_url::check_base_url,
    route::{Route, default_timer, default_transport},
};
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use crate::transport::BlockingTransport;
use crate::{
    Credentials, Error, Security, SecurityScheme,
    model::Decoding,
    observe::Observer,
    policy::{Budget, Limiter, RateLimits, Rules, Timer, WindowLimiter},
    token::header_value,
    transport::Transport,
};

/// Configures and builds a client of type `C`. [`policy`](crate::policy) describes retries, timeouts and rate limits.
#[must_use]
pub struct ClientBuilder<C = Client> {
    credentials: Credentials,
    /// The default of operations; `None` if all of them require the API token.
    security: Option<Security>,
    base_url: String,
    has_own_base_url: bool,
    /// Servers of single operations, and the base URLs that replace them.
    servers: Vec<(String, String)>,
    allow_http: bool,
    user_agent: String,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    blocking_transport: Option<Box<dyn BlockingTransport>>,
    timer: Option<Arc<dyn Timer>>,
    connect_timeout: Duration,
    uses_proxy: bool,
    rules: Rules,
    retry_budget: u32,
    limits: RateLimits,
    limiter: Option<Arc<dyn Limiter>>,
    observer: Option<Arc<dyn Observer>>,
    pub(super) preflight: Preflight,
    decoding: Decoding,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Starts to configure a client for the API at `base_url`. A [`token`](Self::token) is required.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            credentials: Credentials::new(),
            security: None,
            base_url: base_url.into(),
            has_own_base_url: false,
            servers: Vec::new(),
            allow_http: false,
            user_agent: concat!("truto-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
            transport: None,
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            blocking_transport: None,
            timer: None,
            connect_timeout: Duration::from_secs(10),
            uses_proxy: true,
            rules: Rules::default(),
            retry_budget: 100,
            limits: RateLimits::NONE,
            limiter: None,
            observer: None,
            preflight: Preflight::default(),
            decoding: Decoding::Lenient,
            client: PhantomData,
        }
    }

    /// Sets the API token, without the prefix `Bearer`. Surrounding white space is removed. [`build`](Self::build) returns an
    /// error if the token is invalid. An API with other security schemes has [credentials](Self::credentials) instead.
    pub fn token(mut self, token: impl AsRef<str>) -> Self {
        self.credentials = self.credentials.with(SecurityScheme::TOKEN, token);
        self
    }

    /// Reads the [API token](Self::token) from the environment variable `name`.
    pub fn token_from_env(mut self, name: &str) -> Self {
        let found = Credentials::from_env(&[(SecurityScheme::TOKEN, &[name])]);
        self.credentials = self.credentials.and(found);
        self
    }

    /// Adds credentials, which replace earlier ones of the same scheme.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = self.credentials.and(credentials.into());
        self
    }

    /// Sets the credentials that requests require whose operation does not say [otherwise](crate::Endpoint::with_security).
    /// Default: the [token](Self::token).
    pub fn security(mut self, security: Security) -> Self {
        self.security = Some(security);
        self
    }

    /// Sets the base URL of the API, which may have a path, but no user, password, query or fragment. It must be `https`, except
    /// for loopback addresses, and what follows the host must be a port from 1 to 65535 or nothing. The path can contain neither
    /// dot segments (`.` and `..`) nor placeholders. Requests of operations with a [server of their
    /// own](crate::Endpoint::with_server) go to this URL too, unless that server has a [replacement](Self::replace_server).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self.has_own_base_url = true;
        self
    }

    /// Replaces a server that single operations have [of their own](crate::Endpoint::with_server): their requests go to `url`, which
    /// is subject to the rules of [`base_url`](Self::base_url). `server` is the URL in the documentation of these operations; one
    /// that no operation has is ignored.
    pub fn replace_server(mut self, server: impl Into<String>, url: impl Into<String>) -> Self {
        let mut server = server.into();
        server.truncate(server.trim_end_matches('/').len());
        self.servers.retain(|(known, _)| *known != server);
        self.servers.push((server, url.into()));
        self
    }

    /// Reads the [base URL](Self::base_url) from the environment variable `name`, if it is set and not empty.
    pub fn base_url_from_env(self, name: &str) -> Self {
        if let Some(url) = std::env::var(name).ok().filter(|url| !url.is_empty()) {
            return self.base_url(url);
        }
        self
    }

    /// Allows a base URL with `http` on any host. The token is then sent unencrypted.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// Sets the `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Sets the transport that sends the requests, in place of the default.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the transport of [blocking](crate::blocking) calls, in place of the default.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport + 'static) -> Self {
        self.blocking_transport = Some(Box::new(transport));
        self
    }

    /// Sets the timer, in place of the default. Required with a transport that does not run on tokio.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Connects directly to the API, ignoring any [proxy](crate::transport#proxies) in the environment. By default, the default
    /// transports use that proxy, except for `http` to a loopback address.
    pub fn no_proxy(mut self) -> Self {
        self.uses_proxy = false;
        self
    }

    /// Sets the timeout for connecting with the default transport. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the timeout of an attempt, from connecting to the last byte of the response. Default: 30 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.rules.timeout = timeout;
        self
    }

    /// Sets the deadline of a call, including the waits between attempts. Default: 90 s, or the timeout of an attempt if that is
    /// longer.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.rules.deadline = Some(deadline);
        self
    }

    /// Sets the maximum number of attempts. Default: 3. With 1, nothing is retried.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.rules.attempts = attempts;
        self
    }

    /// Sets how long to wait between attempts. The first wait is a random time up to `first`, the next one up to twice as long,
    /// and so on, up to `longest`. If the API requests a wait, that applies instead. Default: 0.5 s and 8 s.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.rules.backoff = first;
        self.rules.longest_backoff = longest;
        self
    }

    /// Sets whether writes are retried if that is safe. Default: yes. Writes are all requests but `GET` and `HEAD`.
    pub fn retry_writes(mut self, yes: bool) -> Self {
        self.rules.retries_writes = yes;
        self
    }

    /// Sets whether requests are retried after a response with this error status, in place of the
    /// [rules](crate::policy#what-is-retried). Call it once for each status. A number that is not from 400 to 599 has no effect.
    pub fn retry_status(mut self, status: u16, yes: bool) -> Self {
        self.rules.statuses = self.rules.statuses.with(status, yes);
        self
    }

    /// Sets whether each `POST` and `PATCH` request has an `Idempotency-Key` even if writes are not retried. Default: yes. If
    /// [writes are retried](Self::retry_writes), they always have one, and so do requests with a key of their own
    /// (`with_idempotency_key`).
    pub fn idempotency_keys(mut self, yes: bool) -> Self {
        self.rules.has_keys = yes;
        self
    }

    /// Sets the retry budget that all calls share. Default: 100 retries. See [`policy`](crate::policy#the-retry-budget).
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Sets the maximum size of a response body, in bytes after decompression. Default: 32 MiB. Of the body of an unsuccessful
    /// response, only the beginning is read, up to this size and at most 1 MiB; a longer one is no error of its own.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.rules.max_body = bytes;
        self
    }

    /// Sets the rate limits of the client, in place of a [`limiter`](Self::limiter). Default: [`RateLimits::NONE`], because a
    /// client does not know what others send with its token.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = limits;
        self.limiter = None;
        self
    }

    /// Sets the limiter that decides when attempts may be sent, in place of [`rate_limits`](Self::rate_limits). To share limits
    /// among clients, pass each a clone of one `Arc<WindowLimiter>`; to share them among processes, implement [`Limiter`].
    pub fn limiter(mut self, limiter: impl Limiter + 'static) -> Self {
        self.limiter = Some(Arc::new(limiter));
        self
    }

    /// Sets an observer of calls and attempts. `tracing` spans are always emitted: one per call, `api_call`, and within it one
    /// per attempt, `api_attempt`, with operation, method, path template, attempts and status.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets whether a field of another type than documented is an error, even if it could be converted. Default: no; see
    /// [Decoding](crate::Model#decoding). Intended for tests that compare an account with the documentation.
    ///
    /// In a list, the error is reported for the item, in [`undecodable`](crate::PageOf::undecodable).
    pub fn strict_decoding(mut self, yes: bool) -> Self {
        self.decoding = match yes {
            true => Decoding::Strict,
            false => Decoding::Lenient,
        };
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// Credentials are missing or invalid; the base URL is not accepted; there is no transport or timer; the address of a proxy in
    /// the environment is invalid.
    pub fn build(mut self) -> Result<C, Error> {
        self.credentials.check()?;
        if self.security.is_none() && self.credentials.get(SecurityScheme::TOKEN).is_none() {
            return Err(no_token());
        }
        let base_url = check_base_url(&self.base_url, self.allow_http)?;
        let servers = self.servers.into_iter();
        let servers =
            servers.map(|(server, url)| Ok((server, check_base_url(&url, self.allow_http)?)));
        let route = Route::to(&base_url, self.connect_timeout, self.uses_proxy);
        let transport = self.transport.take();
        let timer = match self.timer.take() {
            Some(timer) => timer,
            None => default_timer(transport.is_some())?,
        };
        let limits = (self.limits != RateLimits::NONE).then_some(self.limits);
        let window = |limits| WindowLimiter::with(limits, Arc::clone(&timer));
        let window = limits.map(|limits| Arc::new(window(limits)) as Arc<dyn Limiter>);
        let settings = Settings {
            secrets: self.credentials.hidden().into(),
            credentials: self.credentials,
            security: self.security.unwrap_or(&[&[SecurityScheme::TOKEN]]),
            base_url,
            has_own_base_url: self.has_own_base_url,
            servers: servers.collect::<Result<_, Error>>()?,
            allow_http: self.allow_http,
            user_agent: header_value("User-Agent", &self.user_agent)?,
            budget: Budget::new(self.retry_budget, timer.now()),
            #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
            blocking: blocking_stack(self.blocking_transport, &route, &timer)?,
            stack: Stack {
                transport: match transport {
                    Some(transport) => Some(transport),
                    None => default_transport(&route)?,
                },
                timer,
                #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
                is_blocking: false,
            },
            rules: self.rules,
            limiter: self.limiter.or(window),
            observer: self.observer,
            preflight: self.preflight,
            decoding: self.decoding,
        };
        Ok(Client {
            settings: Arc::new(settings),
        }
        .into())
    }
}

/// The client lacks the API token.
pub(crate) fn no_token() -> Error {
    Error::invalid("the client has no API token: set it with `ClientBuilder::token`")
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientBuilder")
    }
}

#[cfg(test)]
mod tests {
    use super::ClientBuilder;
    use crate::Client;

    /// The variable that this test sets in a process of its own: a process with threads cannot change its environment safely.
    const BASE_URL: &str = "TRUTO_RUNTIME_TEST_BASE_URL";

    #[test]
    fn a_base_url_of_the_environment_is_checked() {
        if std::env::var(BASE_URL).is_ok() {
            let builder = ClientBuilder::<Client>::new("https://a.example").token("t");
            let error = builder.base_url_from_env(BASE_URL).build().err().unwrap();
            assert_eq!(error.to_string(), "the base URL has an invalid port");
            return;
        }
        let name = "client::builder::tests::a_base_url_of_the_environment_is_checked";
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(BASE_URL, "https://evil.example:.example.com")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && text.contains("1 passed"),
            "{text}"
        );
    }

    /// Uses a variable that cargo sets for every test. It contains a path, which is not a valid base URL.
    #[test]
    fn the_base_url_comes_from_the_environment_if_it_is_there() {
        let build = |name: &str| {
            let builder = ClientBuilder::<Client>::new("https://a.example").token("t");
            builder.base_url_from_env(name).build()
        };
        let refused = build("CARGO_MANIFEST_DIR")
            .err()
            .map(|error| error.to_string());
        assert!(refused.is_some_and(|why| why.contains("base URL")));
        assert!(build("NO_VARIABLE_IS_CALLED_SO").is_ok());
    }
}
