//! The defaults of a client: transports, timer and proxies.

use std::{sync::Arc, time::Duration};

use http::Uri;

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use super::Stack;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use crate::transport::{BlockingTransport, Immediate, ThreadTransport};
#[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
use crate::transport::{Proxies, Setup};
use crate::{
    Error,
    policy::Timer,
    transport::{Transport, is_plain, is_private},
};

/// How the default transports connect to the API.
#[cfg_attr(any(not(feature = "_http1"), target_arch = "wasm32"), allow(dead_code))]
pub(super) struct Route {
    connect_timeout: Duration,
    uses_tls: bool,
    uses_proxy: bool,
    /// Created once, so that the async and the blocking transport share the certificates.
    #[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
    setup: std::cell::OnceCell<Setup>,
}

impl Route {
    pub(super) fn to(base_url: &str, connect_timeout: Duration, uses_proxy: bool) -> Self {
        let uri = base_url.parse::<Uri>().unwrap_or_default();
        let uses_tls = !is_plain(&uri);
        Self {
            connect_timeout,
            uses_tls,
            // An invalid address of a proxy does not matter to a fake.
            uses_proxy: uses_proxy && !is_private(&uri),
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

    /// The setup of the default transport. It is checked, so that building the client fails if the certificates cannot be read.
    #[cfg(all(feature = "_http1", not(target_arch = "wasm32")))]
    fn checked_setup(&self) -> Result<Setup, Error> {
        let setup = self.setup()?;
        if self.uses_tls {
            let unusable =
                |error| Error::invalid("cannot set up TLS for the HTTP client").with_source(error);
            setup.tls().map_err(unusable)?;
        }
        Ok(setup)
    }
}

pub(super) fn no_transport() -> Error {
    Error::invalid(
        "the client has no async transport: set one with `ClientBuilder::transport`, or enable the feature `tokio`",
    )
}

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub(super) fn default_transport(route: &Route) -> Result<Option<Arc<dyn Transport>>, Error> {
    let transport = crate::transport::TokioTransport::with(route.checked_setup()?);
    Ok(Some(Arc::new(transport)))
}

/// Without `tokio`, a client can only make blocking calls.
#[cfg(not(all(feature = "tokio", not(target_arch = "wasm32"))))]
pub(super) fn default_transport(_: &Route) -> Result<Option<Arc<dyn Transport>>, Error> {
    if cfg!(all(feature = "blocking", not(target_arch = "wasm32"))) {
        Ok(None)
    } else {
        Err(no_transport())
    }
}

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub(super) fn blocking_stack(
    transport: Option<Box<dyn BlockingTransport>>,
    route: &Route,
    timer: &Arc<dyn Timer>,
) -> Result<Stack, Error> {
    let transport = match transport {
        Some(transport) => transport,
        None if cfg!(feature = "tokio") => Box::new(ThreadTransport::with(route.setup()?)),
        None => Box::new(ThreadTransport::with(route.checked_setup()?)),
    };
    Ok(Stack {
        transport: Some(Arc::new(Immediate(transport))),
        timer: Arc::new(Immediate(Arc::clone(timer))),
        is_blocking: true,
    })
}

#[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
pub(super) fn default_timer(_: bool) -> Result<Arc<dyn Timer>, Error> {
    Ok(Arc::new(crate::policy::TokioTimer::default()))
}

#[cfg(not(all(feature = "tokio", not(target_arch = "wasm32"))))]
pub(super) fn default_timer(has_transport: bool) -> Result<Arc<dyn Timer>, Error> {
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    if !has_transport {
        return Ok(Arc::new(crate::policy::ThreadTimer::default()));
    }
    let _ = has_transport;
    Err(Error::invalid(
        "the client has no timer: set one with `ClientBuilder::timer`, or enable the feature `tokio`",
    ))
}
