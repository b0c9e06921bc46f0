//! A fake of the API, for tests without an account: a real HTTP server on loopback that behaves as documented for the API.
//!
//! See [`FakeServer`]. A generated crate has an alias of it for its own operations.

mod accounts;
mod auth;
mod builder;
mod data;
mod fault;
mod format;
mod incoming;
mod limits;
mod methods;
mod misfit;
mod multipart;
mod one_of;
mod payload;
mod qs;
mod query;
mod received;
mod records;
mod reply;
mod router;
mod rules;
mod select;
mod server;
mod service;
mod shape;
mod skip;
mod slice;
mod store;
mod table;
mod template;
mod time;
mod values;
#[cfg(feature = "webhooks")]
mod webhooks;
mod wire;

pub use crate::support::mapping::SchemaPart;
pub use accounts::{Account, Accounts, CapabilitiesShape, FakeTruto, MetadataChange, Tenancy};
pub use builder::FakeBuilder;
pub use fault::Fault;
pub use multipart::ReceivedPart;
pub use one_of::{Case, OneOf, case, tagged};
pub use received::ReceivedRequest;
pub use records::Records;
pub use shape::{Field, Object, Shape, optional, required};
pub use skip::FakeTimer;
pub use table::{Api, Faked, ParameterRole, Payload, ResponseKind, Route};
#[cfg(feature = "webhooks")]
pub use webhooks::{Delivery, FakeWebhook};
// The former names.
#[allow(deprecated)]
pub use {
    received::Received,
    shape::{may, must},
    skip::SkipWaits,
    table::{Brings, Meaning},
};

use std::{collections::VecDeque, fmt, io, marker::PhantomData, sync::Arc};

use serde::Serialize;

use crate::{ClientBuilder, Error};
pub(crate) use query::Query;
use server::Server;
use service::Service;

/// A fake of the API for clients of type `C`: a real HTTP server on loopback that behaves as documented for the API.
///
/// [`start`](Self::start) starts one on its own thread, so that blocking programs can use it too. Dropping it stops it.
///
/// - **Objects**: created objects are stored; `PATCH` changes the fields it contains, and null clears a field. A response has all
///   required fields of its model, so it can be decoded. `import` creates, `merge` keeps the master record, `batch-delete`
///   removes, and all other methods return the values of the request. `seed` stores objects, `objects` returns all stored ones.
/// - **Lists**: filters by fields and nested fields (`workspace[id]=7`, `created_at[gt]=…`), sorting, and pagination by a
///   cursor that stays correct while objects are added and removed. Only parameters documented for the operation have an
///   effect. Any other one is ignored, as by the API, so the list contains everything.
/// - **Bodies** must be as documented: another media type gets 415, and JSON that is invalid or not an object gets 400.
/// - **Undocumented responses**: in some cases, the documentation does not say how the API responds. The fake then returns 501
///   and the reason. These cases are a field of another type than documented, and a body of type `multipart/form-data`.
/// - **Refusals**: 400 if a required value is missing, 401 without the credentials that the operation requires, 404, 405, and 429 if
///   [`RateLimits`](crate::RateLimits) are set. The body is an object with `statusCode`, `error` and `message`.
/// - **Idempotency keys**: a write with a key that was already used is not executed again, and gets the first response. The
///   last 65,536 responses are kept, up to 64 MiB in total.
/// - **Faults**: the [next](Self::next) calls fail as described by a [`Fault`].
/// - **Recorded requests**: [`requests`](Self::requests) returns the last 1,000, with at most 1 MiB of each body and 64
///   MiB in total.
/// - **Sizes and timeouts**: a body of more than [16 MiB](crate::testing::FakeBuilder::max_body) gets 413, and a client that sends nothing for
///   [30 seconds](crate::testing::FakeBuilder::idle_timeout) is disconnected. Requests are handled concurrently, so a large or slow one does
///   not delay others.
///
/// If the requests of the API belong to accounts, `A` is [`Accounts`], with more behavior.
pub struct FakeServer<C, A = ()> {
    server: Server,
    service: Arc<Service>,
    url: String,
    client: PhantomData<fn(A) -> C>,
}

impl<C: Faked, A: Tenancy> FakeServer<C, A> {
    /// Starts a fake on a free port.
    ///
    /// # Errors
    /// The system has no free port, or cannot start a thread.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Configures a fake.
    pub fn builder() -> FakeBuilder<C, A> {
        FakeBuilder::new()
    }

    /// The base URL of the fake: `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The token that the fake accepts. If the API has other security schemes, it is also the key, the user name and the password.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.service.settings().token
    }

    /// Creates a client of the fake.
    ///
    /// # Errors
    /// The client has no transport: without the features `tokio` and `blocking`, use [`client_builder`](Self::client_builder)
    /// and set a transport.
    pub fn client(&self) -> Result<C, Error> {
        self.client_builder().build()
    }

    /// Configures a client of the fake.
    pub fn client_builder(&self) -> ClientBuilder<C> {
        C::builder(&self.url).credentials(auth::credentials(C::SCHEMES, self.token()))
    }

    /// Sets the response of an operation, such as `shop.orders.get`, in place of its usual one, for all requests. Refusals and
    /// faults take precedence.
    ///
    /// If a request is for a stream of events or lines, the items of a list are its events or lines.
    ///
    /// # Errors
    /// There is no such operation, or the value cannot be written as JSON.
    pub fn set_response(&self, operation: &str, value: impl Serialize) -> Result<(), Error> {
        self.known(operation)?;
        let value = serde_json::to_value(value).map_err(|error| {
            Error::invalid(format!(
                "the response of `{operation}` cannot be written as JSON"
            ))
            .with_source(error)
        })?;
        let mut state = self.service.state();
        state.answers.insert(operation.to_owned(), value);
        Ok(())
    }

    /// Queues faults for the next calls of any operation, one fault per call.
    pub fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.service.state().faults.extend(faults);
    }

    /// Queues faults for the next calls of an operation, such as `ticketing.contacts.create`. They take precedence over those
    /// of [`next`](Self::next).
    ///
    /// # Errors
    /// There is no such operation.
    pub fn next_of(
        &self,
        operation: &str,
        faults: impl IntoIterator<Item = Fault>,
    ) -> Result<(), Error> {
        self.known(operation)?;
        let mut state = self.service.state();
        let of_operation = state.faults_of.entry(operation.to_owned()).or_default();
        of_operation.extend(faults);
        Ok(())
    }

    /// The number of faults queued by [`next`](Self::next) and [`next_of`](Self::next_of) that have not been used yet.
    #[must_use]
    pub fn faults_left(&self) -> usize {
        let state = self.service.state();
        let of_operations = state.faults_of.values().map(VecDeque::len);
        state.faults.len() + of_operations.sum::<usize>()
    }

    fn known(&self, operation: &str) -> Result<(), Error> {
        let mut ids: Vec<&str> = self
            .service
            .router()
            .operations()
            .map(|known| known.endpoint().id())
            .collect();
        if ids.contains(&operation) {
            return Ok(());
        }
        let resource = operation
            .rsplit_once('.')
            .map_or(operation, |(resource, _)| resource);
        let is_near = |id: &&str| id.rsplit_once('.').is_some_and(|(of, _)| of == resource);
        if ids.iter().any(is_near) {
            ids.retain(is_near);
        }
        let message = format!(
            "unknown operation `{operation}`; expected one of `{}`",
            ids.join("`, `")
        );
        Err(Error::invalid(message))
    }

    /// Sets a function that returns the fault of each request, if any. It takes precedence over the faults of
    /// [`next`](Self::next).
    pub fn script(
        &self,
        script: impl Fn(&ReceivedRequest) -> Option<Fault> + Send + Sync + 'static,
    ) {
        self.service.set_script(Arc::new(script));
    }

    /// The recorded requests, up to the last [1,000](crate::testing::FakeBuilder::keep_requests). Large bodies are truncated: see
    /// [`ReceivedRequest::body`].
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.service.state().log.all()
    }

    /// Returns the recorded requests and clears them.
    pub fn take_requests(&self) -> Vec<ReceivedRequest> {
        self.service.state().log.take()
    }

    /// Runs until the program is terminated.
    pub fn wait(self) {
        self.server.wait();
    }
}

impl<C, A> fmt::Debug for FakeServer<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeServer")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
