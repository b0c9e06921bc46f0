//! The default transport of blocking calls.

use std::{
    cell::Cell,
    io::{self, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, Response};
use mio::{Events, Interest, Token};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    task::coop::unconstrained,
};

use super::{
    BlockingBody, BlockingTransport, RequestBody, TransportError,
    content::{self, Decoded},
    http1::{Http1, Http1Body, MAX_TIMEOUT, Network, Setup, Socket, constructors},
};

/// The default transport of blocking calls: HTTP/1.1 on the calling thread, with pooled connections, gzip, the
/// [proxies](crate::transport#proxies) of the environment, and the certificates of the operating system. It has no runtime. Only
/// host names are resolved on a separate thread, so that `connect_timeout` applies to that as well.
#[derive(Clone)]
pub struct ThreadTransport {
    http: Http1<Threads>,
}

impl ThreadTransport {
    constructors!();

    pub(crate) fn with(setup: Setup) -> Self {
        Self {
            http: Http1::new(Threads, setup),
        }
    }
}

impl BlockingTransport for ThreadTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
        self.send_body(request.map(RequestBody::from), timeout)
    }

    fn send_body(
        &self,
        request: Request<RequestBody>,
        timeout: Duration,
    ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
        let response = content::decoded(wait_for(self.http.send(request, timeout))?);
        Ok(response.map(|body| Box::new(body) as Box<dyn BlockingBody>))
    }
}

impl BlockingBody for Decoded<Http1Body<Threads>> {
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        wait_for(self.next())
    }

    fn restart_timeout(&mut self, timeout: Duration) {
        self.extend(timeout);
    }

    fn reports_early_end(&self) -> bool {
        self.reports_early_end()
    }
}

/// The timeout of an address if there is another one, so that an unresponsive address does not use up the whole timeout.
const ADDRESS_TIMEOUT: Duration = Duration::from_secs(1);

/// Futures block the thread that polls them.
#[derive(Clone, Copy)]
struct Threads;

impl Network for Threads {
    type Instant = Instant;
    type Runtime = ();

    fn runtime(&self) {}

    fn after(&self, time: Duration) -> Instant {
        now() + time
    }

    /// Does nothing: without a runtime, there are no events to process first. The socket itself shows whether an idle connection
    /// was closed.
    async fn process_events(&self) {}

    /// Does nothing: a thread has no other tasks.
    async fn yield_now(&self) {}

    async fn within<F: Future + Send>(&self, until: Instant, future: F) -> Option<F::Output> {
        block_on(future, until)
    }

    async fn connect(&self, host: &str, port: u16, until: Instant) -> io::Result<Box<dyn Socket>> {
        let addresses = lookup(host, port, until)?;
        let mut last = io::Error::from(ErrorKind::NotFound);
        for (tried, address) in addresses.iter().enumerate() {
            let left = until.saturating_duration_since(now());
            let time = match addresses.len() - tried {
                1 => left,
                others => (left / others as u32).min(ADDRESS_TIMEOUT),
            };
            if time.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            match TcpStream::connect_timeout(address, time) {
                Ok(stream) => return Ok(Box::new(ThreadSocket::new(stream)?)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "it measures how long a thread is blocked"
)]
fn now() -> Instant {
    Instant::now()
}

/// The standard library's lookup cannot be interrupted. One that takes too long is abandoned.
fn lookup(host: &str, port: u16, until: Instant) -> io::Result<Vec<SocketAddr>> {
    if let Ok(address) = host.parse() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let (sender, found) = mpsc::channel();
    let host = host.to_owned();
    thread::Builder::new()
        .name("dns-lookup".to_owned())
        .spawn(move || {
            let addresses = (host.as_str(), port).to_socket_addrs();
            // The receiver may be gone.
            let _ = sender.send(addresses.map(Vec::from_iter));
        })?;
    let left = until.saturating_duration_since(now());
    found
        .recv_timeout(left)
        .unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
}

thread_local! {
    /// The socket on which a future of this thread waits.
    static WAITING: Cell<Option<Arc<Readiness>>> = const { Cell::new(None) };

    /// When the innermost [`block_on`] of this thread gives up.
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Restores the previous value of [`UNTIL`] when dropped, even if a reader of the application panics.
struct Restore(Option<Instant>);

impl Drop for Restore {
    fn drop(&mut self) {
        UNTIL.set(self.0);
    }
}

/// Returns the output of `future`, however long it takes. Its waits are bounded by [`within`](Network::within).
///
/// `unconstrained`, since the thread may be in a task of tokio: after some calls, tokio's channels, which `hyper` uses, would wait
/// for the next poll of that task, which cannot come before this returns.
pub(crate) fn wait_for<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(unconstrained(future));
    loop {
        if let Some(output) = block_on(future.as_mut(), now() + MAX_TIMEOUT) {
            return output;
        }
    }
}

/// Polls `future` until it is ready, or returns `None` once `until` has passed. In between, the thread waits for the socket on
/// which the future waits, or to be woken.
fn block_on<T>(future: impl Future<Output = T>, until: Instant) -> Option<T> {
    let _restore = Restore(UNTIL.replace(Some(until)));
    let mut future = pin!(future);
    let woken = Arc::new(Woken {
        thread: thread::current(),
        is_woken: AtomicBool::new(false),
    });
    let waker = Waker::from(Arc::clone(&woken));
    let mut cx = Context::from_waker(&waker);
    loop {
        WAITING.take();
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return Some(output);
        }
        let left = until.saturating_duration_since(now());
        if left.is_zero() {
            return None;
        }
        if woken.is_woken.swap(false, Ordering::Acquire) {
            continue;
        }
        match WAITING.take() {
            Some(readiness) => readiness.wait(left),
            None => thread::park_timeout(left),
        }
    }
}

struct Woken {
    thread: Thread,
    is_woken: AtomicBool,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Waits until a socket can be read or written again.
struct Readiness(Mutex<(mio::Poll, Events)>);

impl Readiness {
    /// Waits until a retry may succeed, or for `time`.
    fn wait(&self, time: Duration) {
        let mut poll = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (poll, events) = &mut *poll;
        // In any case, the socket is tried again, and returns the error if there is one.
        let _ = poll.poll(events, Some(time));
    }
}

/// A socket that never blocks when it is read or written: its thread waits in [`block_on`], for both at once.
///
/// Once the time of [`block_on`] is up, it is never ready. While the server sends without a pause, a single poll of a future that
/// needs more bytes would otherwise not return: `hyper` skips any number of 1xx responses, for example.
struct ThreadSocket {
    stream: mio::net::TcpStream,
    readiness: Arc<Readiness>,
}

impl ThreadSocket {
    fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = mio::net::TcpStream::from_std(stream);
        let poll = mio::Poll::new()?;
        let both = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut stream, Token(0), both)?;
        let readiness = Readiness(Mutex::new((poll, Events::with_capacity(4))));
        Ok(Self {
            stream,
            readiness: Arc::new(readiness),
        })
    }

    fn attempt<T>(
        &mut self,
        cx: &Context<'_>,
        mut what: impl FnMut(&mut mio::net::TcpStream) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        loop {
            if UNTIL.get().is_some_and(|until| now() >= until) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            match what(&mut self.stream) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    WAITING.set(Some(Arc::clone(&self.readiness)));
                    return Poll::Pending;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                done => return Poll::Ready(done),
            }
        }
    }
}

impl AsyncRead for ThreadSocket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.attempt(cx, |stream| stream.read(into.initialize_unfilled()));
        read.map_ok(|length| into.advance(length))
    }
}

impl AsyncWrite for ThreadSocket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.attempt(cx, |stream| stream.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.attempt(cx, |stream| stream.flush())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.attempt(cx, |stream| stream.shutdown(std::net::Shutdown::Write))
    }
}
