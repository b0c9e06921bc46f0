//! The pool of idle connections.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{Uri, uri::Scheme};

use super::{Network, connection::Connection};
use crate::transport::authority::port_of;

/// The maximum number of idle connections. More can be in use.
const MOST: usize = 100;

/// A server, by scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    is_secure: bool,
    /// In brackets if it is an IPv6 address.
    host: String,
    port: u16,
}

impl Origin {
    pub(super) fn of(uri: &Uri) -> Result<Self, String> {
        let host = uri.host().ok_or("the URL has no host")?;
        let is_secure = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err("the scheme of the URL is neither `https` nor `http`".to_owned()),
        };
        Ok(Self {
            is_secure,
            host: host.to_ascii_lowercase(),
            port: port_of(uri).map_err(|why| format!("the URL {why}"))?,
        })
    }

    pub(super) fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// Without brackets.
    pub(super) fn host(&self) -> &str {
        self.host.trim_matches(['[', ']'])
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// `host:port`
    pub(super) fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The value of `Host`: with the port, unless it is the scheme's own.
    pub(super) fn host_header(&self) -> String {
        match (self.is_secure, self.port) {
            (true, 443) | (false, 80) => self.host.clone(),
            _ => self.authority(),
        }
    }
}

pub(super) struct Pool<N: Network> {
    idle: Mutex<Vec<IdleConnection<N>>>,
}

struct IdleConnection<N: Network> {
    origin: Origin,
    runtime: N::Runtime,
    connection: Connection,
    until: N::Instant,
}

impl<N: Network> Default for Pool<N> {
    fn default() -> Self {
        Self {
            idle: Mutex::default(),
        }
    }
}

impl<N: Network> Pool<N> {
    /// Returns the connection that was used last in this runtime, if there is one, and until when it is kept. The server may have
    /// closed it.
    pub(super) fn take(
        &self,
        origin: &Origin,
        runtime: &N::Runtime,
        now: N::Instant,
    ) -> Option<(Connection, N::Instant)> {
        let mut idle = self.idle();
        idle.retain(|kept| kept.until > now);
        let index = idle
            .iter()
            .rposition(|kept| kept.runtime == *runtime && kept.origin == *origin)?;
        let kept = idle.remove(index);
        Some((kept.connection, kept.until))
    }

    pub(super) fn keep(
        &self,
        origin: Origin,
        runtime: N::Runtime,
        connection: Connection,
        until: N::Instant,
    ) {
        let mut idle = self.idle();
        if idle.len() >= MOST {
            idle.remove(0);
        }
        idle.push(IdleConnection {
            origin,
            runtime,
            connection,
            until,
        });
    }

    /// The list is consistent even if a thread panicked while holding the lock.
    fn idle(&self) -> MutexGuard<'_, Vec<IdleConnection<N>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn an_origin_has_the_port_of_its_url_or_scheme() {
        let table = [
            ("https://a.example/x", Some("a.example:443")),
            ("http://A.example", Some("a.example:80")),
            ("https://[::1]:8443", Some("[::1]:8443")),
            ("https://evil.example:.example.com/x", None),
            ("https://a.example:99999", None),
            ("https://a.example:", None),
            ("http://127.0.0.1:x", None),
        ];
        for (url, expected) in table {
            let origin = Origin::of(&url.parse().unwrap()).ok();
            let authority = origin.map(|origin| origin.authority());
            assert_eq!(authority.as_deref(), expected, "{url}");
        }
    }
}
