//! The client: where requests go, with which token and by which rules.

use std::{env::VarError, fmt, marker::PhantomData, sync::Arc, time::Duration};

use http::{HeaderValue, Uri};

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use crate::transport::{BlockingTransport, Immediate, ThreadTransport};
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
use crate::transport::{Proxies, Setup};
use crate::{
    ApiToken, Error,
    model::Decoding,
    observe::Observer,
    policy::{Budget, Limiter, RateLimits, Rules, Timer, WindowLimiter},
    token::header_value,
    transport::Transport,
};

/// What happens to a request that, by the support matrix, the integration would refuse.
///
/// A request is checked only if its handle has an integration. The matrix is documentation, and a live account can differ from
/// it; hence the default, [`Warn`](Self::Warn), whose events are visible only to a program that collects
/// [`tracing`](https://docs.rs/tracing) events, for example with `tracing_subscriber::fmt::init()`.
///
/// | a check finds | `Warn` | `Deny` |
/// |---|---|---|
/// | an [issue](crate::Report::issues) from a current page | sent, event of level `WARN` | not sent |
/// | an issue from an older page, or inferred | sent, `WARN` | sent, `WARN` |
/// | only an issue of an operation that the integration is not documented to support | sent, `WARN` | sent, `WARN` |
/// | a [note](crate::Report::notes): a field that resembles a documented one | sent, `WARN` | sent, `WARN` |
/// | any other note: an undocumented field or operation | sent, `DEBUG` | sent, `DEBUG` |
///
/// With `Off` nothing is checked. The method `preflight_report` of a builder returns the report without sending anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Preflight {
    /// It is sent unchecked.
    Off,
    /// The default: it is sent, and a `tracing` event with the target `truto_runtime` says what is wrong with it. The event names the operation, the integration and the fields, but shows no values.
    #[default]
    Warn,
    /// It is not sent: the call fails with [`ErrorKind::Preflight`](crate::ErrorKind::Preflight) and all
    /// [issues](Error::issues).
    ///
    /// A refusal rests on what a [current page](crate::support::Provenance::Documented) prints. If all issues are those of an
    /// older page or inferred, the request is sent, with the event of [`Warn`](Self::Warn):
    /// [`Report::is_refusal`](crate::Report::is_refusal) tells which it is.
    Deny,
}

/// Sends requests. Cheap to clone: clones share their connections and their retry budget.
#[derive(Clone)]
pub struct Client {
    pub(crate) settings: Arc<Settings>,
}

pub(crate) struct Settings {
    pub(crate) stack: Stack,
    /// That of calls that wait.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) blocking: Stack,
    pub(crate) token: ApiToken,
    pub(crate) base_url: String,
    pub(crate) user_agent: HeaderValue,
    pub(crate) rules: Rules,
    pub(crate) budget: Budget,
    pub(crate) limiter: Option<Arc<dyn Limiter>>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) preflight: Preflight,
    pub(crate) decoding: Decoding,
}

/// What carries requests, and the time that they go by.
#[derive(Clone)]
pub(crate) struct Stack {
    transport: Option<Arc<dyn Transport>>,
    pub(crate) timer: Arc<dyn Timer>,
    /// Calls block instead of being awaited.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) is_blocking: bool,
}

impl Stack {
    pub(crate) fn transport(&self) -> Result<&dyn Transport, Error> {
        let transport = self.transport.as_deref().ok_or_else(no_transport)?;
        match transport.unavailable().or_else(|| self.timer.unavailable()) {
            Some(why) => Err(Error::invalid(why)),
            None => Ok(transport),
        }
    }
}

impl Client {
    /// The handle for operations that need no account.
    #[must_use]
    pub fn unscoped(&self) -> Scope {
        Scope {
            client: self.clone(),
            account: None,
            integration: None,
            preflight: self.settings.preflight,
        }
    }

    /// The handle for one account: every request carries `id`, as the query parameter `parameter` or, where the operation
    /// [has it there](crate::support::Endpoint::with_scope_in_path), as the placeholder of that name in the path.
    #[must_use]
    pub fn scope(&self, parameter: &'static str, id: impl Into<String>) -> Scope {
        Scope {
            account: Some((parameter, Arc::from(id.into()))),
            ..self.unscoped()
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.settings.base_url)
            .finish_non_exhaustive()
    }
}

/// What all requests of a handle share: the client, the account, the integration behind it. Cheap to clone.
#[derive(Clone)]
pub struct Scope {
    pub(crate) client: Client,
    pub(crate) account: Option<(&'static str, Arc<str>)>,
    pub(crate) integration: Option<&'static str>,
    pub(crate) preflight: Preflight,
}

impl Scope {
    /// Says which integration the account belongs to, by its slug. Requests are then checked against the support matrix;
    /// [`Preflight`] says what follows from that.
    #[must_use]
    pub fn with_integration(mut self, slug: &'static str) -> Self {
        self.integration = Some(slug);
        self
    }

    /// Says what happens to requests that the integration would refuse, in place of what the client was
    /// [built](ClientBuilder::preflight) with. Without [an integration](Self::with_integration) nothing is checked.
    #[must_use]
    pub fn with_preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = preflight;
        self
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope")
            .field("integration", &self.integration)
            .field("preflight", &self.preflight)
            .finish_non_exhaustive()
    }
}

/// Configures and builds a client of type `C`. [`policy`](crate::policy) says what is repeated, and how long it waits.
#[must_use]
pub struct ClientBuilder<C = Client> {
    token: Result<ApiToken, Error>,
    base_url: String,
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
    preflight: Preflight,
    decoding: Decoding,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// A client for the API at `base_url`. It still needs a [`token`](Self::token).
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            token: Err(Error::invalid("the client has no API token")),
            base_url: base_url.into(),
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

    /// The API token, without the prefix `Bearer`. White space around it is removed. [`build`](Self::build) reports a token
    /// that is not valid.
    pub fn token(mut self, token: impl AsRef<str>) -> Self {
        self.token = ApiToken::new(token);
        self
    }

    /// Reads the [API token](Self::token) from the environment variable `name`.
    pub fn token_from_env(mut self, name: &str) -> Self {
        let wrong = |what: &str| Error::invalid(format!("the environment variable {name}: {what}"));
        self.token = match std::env::var(name) {
            Ok(token) => ApiToken::new(token).map_err(|error| wrong(error.message())),
            Err(VarError::NotPresent) => Err(Error::invalid(format!(
                "the environment variable {name} is not set"
            ))),
            Err(VarError::NotUnicode(_)) => Err(wrong("the API token is not UTF-8")),
        };
        self
    }

    /// Where the API is. A path is kept; user and password, query and fragment are refused. Only `https`, except for loopback
    /// addresses.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Takes the [base URL](Self::base_url) from the environment variable `name`, if it is set and not empty.
    pub fn base_url_from_env(mut self, name: &str) -> Self {
        if let Some(url) = std::env::var(name).ok().filter(|url| !url.is_empty()) {
            self.base_url = url;
        }
        self
    }

    /// Allows a base URL with `http` on any host. The token then travels in the clear.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// The `User-Agent` header.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// What sends the requests, in place of the default.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What sends the requests of [blocking](crate::blocking) calls, in place of the default.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking_transport(mut self, transport: impl BlockingTransport + 'static) -> Self {
        self.blocking_transport = Some(Box::new(transport));
        self
    }

    /// What tells the time, in place of the default. With a transport that does not run on tokio, this is needed too.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Connects directly to the API, whatever [proxy](crate::transport#proxies) the environment names, which the default
    /// transports use otherwise. With `http` to a loopback address, they never use one.
    pub fn no_proxy(mut self) -> Self {
        self.uses_proxy = false;
        self
    }

    /// How long connecting may take with the default transport: 10 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long an attempt may take, from connecting to the last byte of the response: 30 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.rules.timeout = timeout;
        self
    }

    /// How long a call may take in all, the waits between attempts included: 90 s unless set, or as long as one attempt if
    /// that is longer.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.rules.deadline = Some(deadline);
        self
    }

    /// How often a request is sent at most: 3 times unless set. With 1, nothing is repeated.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.rules.attempts = attempts;
        self
    }

    /// How long to wait between attempts, if the API does not say: a random time up to `first`, then up to twice as long, and
    /// so on, up to `longest`; 0.5 s and 8 s unless set.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.rules.backoff = first;
        self.rules.longest_backoff = longest;
        self
    }

    /// Whether writes are repeated, where that is safe: yes, unless set. What is no `GET` or `HEAD` is a write.
    pub fn retry_writes(mut self, yes: bool) -> Self {
        self.rules.retries_writes = yes;
        self
    }

    /// How many retries all calls may make at once before the client gives up repeating: 100 unless set. See
    /// [`policy`](crate::policy#the-retry-budget).
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// The largest body that is accepted, in bytes after decompression: 32 MiB unless set.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.rules.max_body = bytes;
        self
    }

    /// How many requests are sent at most within a time; [`RateLimits::NONE`] unless set, for a client cannot know what others
    /// send with its token. [`RateLimits::DOCUMENTED`] has what the API allows. It replaces a [`limiter`](Self::limiter).
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = limits;
        self.limiter = None;
        self
    }

    /// Decides when attempts may be sent, in place of [`rate_limits`](Self::rate_limits): to share limits among clients, give
    /// each a clone of one `Arc<WindowLimiter>`; to share them among processes, implement [`Limiter`].
    pub fn limiter(mut self, limiter: impl Limiter + 'static) -> Self {
        self.limiter = Some(Arc::new(limiter));
        self
    }

    /// Who is told what becomes of calls. `tracing` spans there are in any case: one per call, `truto_call`, and in it one per
    /// attempt, `truto_attempt`, with operation, method, path template, integration, attempts and status.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// What happens to requests that an integration would refuse, once an account's integration is named:
    /// [`Preflight::Warn`] unless set, which sends them and shows only in a `tracing` subscriber. Without `.integration(…)` of
    /// the account's handle nothing is checked, whatever is set here.
    pub fn preflight(mut self, preflight: Preflight) -> Self {
        self.preflight = preflight;
        self
    }

    /// Whether a field of another type than documented is an error, even one that could be converted: no, unless set. Meant for
    /// tests that compare the documentation with an account. [Decoding](crate#decoding) says what happens otherwise.
    ///
    /// In a list, the error is that of the item, in [`undecodable`](crate::PageOf::undecodable).
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
    /// The token is missing or not valid; the base URL is not acceptable; there is no transport or no timer; the environment
    /// names a proxy whose address is not valid.
    pub fn build(mut self) -> Result<C, Error> {
        let base_url = check_base_url(&self.base_url, self.allow_http)?;
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
            token: self.token?,
            base_url,
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

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientBuilder")
    }
}

/// How the default transports get to the API.
#[cfg_attr(any(not(feature = "_http1"), target_arch = "wasm32"), allow(dead_code))]
struct Route {
    connect_timeout: Duration,
    uses_tls: bool,
    uses_proxy: bool,
    /// Made once, so that both transports share the certificates.
    #[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
    setup: std::cell::OnceCell<Setup>,
}

impl Route {
    fn to(base_url: &str, connect_timeout: Duration, uses_proxy: bool) -> Self {
        let uri = base_url.parse::<Uri>().unwrap_or_default();
        let uses_tls = !is_plain(&uri);
        // A proxy would see the token in the clear, which is to stay on this machine.
        let is_private = !uses_tls && uri.host().is_some_and(is_loopback);
        Self {
            connect_timeout,
            uses_tls,
            uses_proxy: uses_proxy && !is_private,
            #[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
            setup: std::cell::OnceCell::new(),
        }
    }

    #[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
    fn setup(&self) -> Result<Setup, Error> {
        if let Some(setup) = self.setup.get() {
            return Ok(setup.clone());
        }
        let proxies = match self.uses_proxy {
            true => Proxies::from_env().map_err(|error| Error::invalid(error.to_string()))?,
            false => Proxies::default(),
        };
        let setup = Setup::new(self.connect_timeout, proxies);
        Ok(self.setup.get_or_init(|| setup).clone())
    }

    /// For the transport that is used by default: that it has what it needs is found when the client is built.
    #[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
    fn checked_setup(&self) -> Result<Setup, Error> {
        let setup = self.setup()?;
        if self.uses_tls {
            let unusable =
                |error| Error::invalid("the HTTP client cannot be set up").because(error);
            setup.tls().map_err(unusable)?;
        }
        Ok(setup)
    }
}

fn no_transport() -> Error {
    Error::invalid(
        "the client has no transport to await: give it one, or switch the feature `reqwest` on",
    )
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
fn default_transport(route: &Route) -> Result<Option<Arc<dyn Transport>>, Error> {
    let transport = crate::transport::TokioTransport::with(route.checked_setup()?);
    Ok(Some(Arc::new(transport)))
}

/// Without `reqwest`, a client can only make blocking calls.
#[cfg(not(all(feature = "reqwest", not(target_arch = "wasm32"))))]
fn default_transport(_: &Route) -> Result<Option<Arc<dyn Transport>>, Error> {
    if cfg!(all(feature = "blocking", not(target_arch = "wasm32"))) {
        Ok(None)
    } else {
        Err(no_transport())
    }
}

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
fn blocking_stack(
    transport: Option<Box<dyn BlockingTransport>>,
    route: &Route,
    timer: &Arc<dyn Timer>,
) -> Result<Stack, Error> {
    let transport = match transport {
        Some(transport) => transport,
        None if cfg!(feature = "reqwest") => Box::new(ThreadTransport::with(route.setup()?)),
        None => Box::new(ThreadTransport::with(route.checked_setup()?)),
    };
    Ok(Stack {
        transport: Some(Arc::new(Immediate(transport))),
        timer: Arc::new(Immediate(Arc::clone(timer))),
        is_blocking: true,
    })
}

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
fn default_timer(_: bool) -> Result<Arc<dyn Timer>, Error> {
    Ok(Arc::new(crate::policy::TokioTimer::default()))
}

#[cfg(not(all(feature = "reqwest", not(target_arch = "wasm32"))))]
fn default_timer(has_transport: bool) -> Result<Arc<dyn Timer>, Error> {
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    if !has_transport {
        return Ok(Arc::new(crate::policy::ThreadTimer::default()));
    }
    let _ = has_transport;
    Err(Error::invalid(
        "the client has no timer: give it one, or switch the feature `reqwest` on",
    ))
}

/// The URL without a slash at its end. It is not repeated in errors: it may hold a password.
fn check_base_url(url: &str, allow_http: bool) -> Result<String, Error> {
    let refused = |why: &str| Error::invalid(format!("the base URL {why}"));
    if url.contains(['?', '#']) {
        return Err(refused("has a query or a fragment"));
    }
    let uri: Uri = url.parse().map_err(|_| refused("is not a URL"))?;
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(refused("has no scheme or no host"));
    };
    if authority.as_str().contains('@') {
        return Err(refused("has a user or password: give the token instead"));
    }
    match scheme {
        "https" => {}
        "http" if allow_http || is_loopback(authority.host()) => {}
        "http" => {
            return Err(refused(
                "uses http, which would show the token to everyone on the way: use https, or allow it by \
                 `allow_insecure_http` where the way is your own",
            ));
        }
        _ => return Err(refused("is neither https nor http")),
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// However the scheme is written: a URL with `HTTPS:` needs certificates too.
fn is_plain(uri: &Uri) -> bool {
    uri.scheme_str() == Some("http")
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{ClientBuilder, check_base_url};
    use crate::Client;

    /// With the address in a variable that every test has, which is a path.
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

    #[test]
    fn the_scheme_counts_however_it_is_written() {
        for url in ["https://a", "HTTPS://a", "http://a", "HTTP://a"] {
            let url = check_base_url(url, true).unwrap();
            let is_http = url.eq_ignore_ascii_case("http://a");
            assert_eq!(super::is_plain(&url.parse().unwrap()), is_http, "{url}");
        }
    }

    #[test]
    fn only_safe_base_urls_are_taken() {
        let table = [
            (
                "https://api.truto.one",
                false,
                Some("https://api.truto.one"),
            ),
            (
                "https://proxy.example/truto/",
                false,
                Some("https://proxy.example/truto"),
            ),
            ("http://localhost:1", false, Some("http://localhost:1")),
            ("http://127.9.9.9", false, Some("http://127.9.9.9")),
            ("http://[::1]:80", false, Some("http://[::1]:80")),
            ("http://api.truto.one", false, None),
            ("http://api.truto.one", true, Some("http://api.truto.one")),
            ("http://127.0.0.1.evil.example", false, None),
            ("http://localhost.evil.example", false, None),
            ("https://user:hunter2@api.truto.one", true, None),
            ("https://a?b", true, None),
            ("https://a#b", true, None),
            ("ftp://a", true, None),
            ("/a", true, None),
            ("", true, None),
        ];
        for (url, allow_http, expected) in table {
            let result = check_base_url(url, allow_http);
            if let Err(error) = &result {
                assert!(!error.to_string().contains("hunter2"));
            }
            assert_eq!(result.ok().as_deref(), expected, "{url}");
        }
    }
}
