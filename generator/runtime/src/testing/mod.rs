//! A fake of the API, for tests without an account: a real HTTP server on loopback that behaves as documented for the API.
//!
//! See [`FakeTruto`]. A generated crate has an alias of it for its own operations.

mod account;
mod builder;
mod fault;
mod format;
mod incoming;
mod limits;
mod live;
mod methods;
mod payload;
mod qs;
mod query;
mod received;
mod reply;
mod router;
mod rules;
mod select;
mod server;
mod service;
mod shape;
mod skip;
mod store;
mod table;
mod time;
mod values;
mod wire;

pub use account::Account;
pub use builder::FakeBuilder;
pub use fault::Fault;
pub use received::ReceivedRequest;
pub use shape::{Field, Object, Shape, optional, required};
pub use skip::FakeTimer;
pub use table::{Api, Faked, ParameterRole, Payload, ResponseKind, Route};
// The former names.
#[allow(deprecated)]
pub use {
    received::Received,
    shape::{may, must},
    skip::SkipWaits,
    table::{Brings, Meaning},
};

use std::{collections::VecDeque, fmt, io, marker::PhantomData, sync::Arc};

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::{ClientBuilder, Error};
use server::Server;
use service::Service;
use store::id_of;

/// A fake of the API for clients of type `C`: a real HTTP server on loopback that behaves as documented for the API.
///
/// [`start`](Self::start) starts one on its own thread, so that blocking programs can use it too. Dropping it stops it.
///
/// - **Objects**: created objects are stored, by account; `PATCH` changes the fields it contains, and null clears a field. A
///   response has all required fields of its model, so it can be decoded. `import` creates, `merge` keeps the master record,
///   `batch-delete` removes, and all other methods return the values of the request. [`seed`](Self::seed) stores objects,
///   [`objects`](Self::objects) returns all stored ones.
/// - **Lists**: filters by fields and nested fields (`workspace[id]=7`, `created_at[gt]=…`), sorting, and pagination by a
///   cursor that stays correct while objects are added and removed. Only parameters documented for the operation have an
///   effect. Any other one is ignored, as by the API, so the list contains everything.
/// - **Bodies** must be as documented: another media type gets 415, and JSON that is invalid or not an object gets 400.
/// - **Undocumented responses**: in some cases, the documentation does not say how the API responds. The fake then returns 501
///   and the reason. These cases are a field of another type than documented, a body of type `multipart/form-data`, and the
///   capabilities of an account whose integration is not set.
/// - **Formats**: all values of the parameter that sets the format of the response are accepted. `raw` returns the provider's
///   own data, which is a field of each object, and `normalized` is the same as `unified`.
/// - **Rules**: an account [of](crate::testing::Account::of) an integration refuses what the integration refuses according to current pages of
///   the documentation. An account that was not configured accepts everything, unless
///   [`default_account`](crate::testing::FakeBuilder::default_account) is set.
/// - **Refusals**: 400 if a value is missing that the operation requires for all integrations, 401 without the token, 404, 405,
///   and 429 if [`RateLimits`](crate::RateLimits) are set. The body is the API's error envelope. If values are missing, its property
///   `truto_error_insight` names them, as in the envelope of the API.
/// - **Idempotency keys**: a write with a key that was already used is not executed again, and gets the first response. The
///   last 65,536 responses are kept, up to 64 MiB in total.
/// - **Faults**: the [next](Self::next) calls fail as described by a [`Fault`].
/// - **Recorded requests**: [`requests`](Self::requests) returns the last 1,000, with at most 1 MiB of each body and 64
///   MiB in total.
/// - **Sizes and timeouts**: a body of more than [16 MiB](crate::testing::FakeBuilder::max_body) gets 413, and a client that sends nothing for
///   [30 seconds](crate::testing::FakeBuilder::idle_timeout) is disconnected. Requests are handled concurrently, so a large or slow one does
///   not delay others.
pub struct FakeTruto<C> {
    server: Server,
    service: Arc<Service>,
    url: String,
    client: PhantomData<fn() -> C>,
}

impl<C: Faked> FakeTruto<C> {
    /// Starts a fake on a free port.
    ///
    /// # Errors
    /// The system has no free port, or cannot start a thread.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Configures a fake.
    pub fn builder() -> FakeBuilder<C> {
        FakeBuilder::new()
    }

    /// The base URL of the fake: `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The token that the fake accepts.
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
        C::builder(&self.url).token(self.token())
    }

    /// Adds an account of this integration, and returns its id. The account refuses operations that the integration does not
    /// support, and requests without what it requires: see [`Account::of`].
    pub fn account(&self, integration: C::Integration) -> String {
        self.add(Account::of(integration))
    }

    /// Adds an account, and returns its id.
    pub fn add(&self, account: Account) -> String {
        let mut state = self.service.state();
        let id = (1_u64..)
            .map(|number| format!("00000000-0000-4000-8000-{number:012}"))
            .find(|id| !state.accounts.contains_key(id))
            .unwrap_or_default();
        state.accounts.insert(id.clone(), account);
        id
    }

    /// Adds or replaces the account with this id.
    pub fn set_account(&self, id: impl Into<String>, account: Account) {
        self.service.state().accounts.insert(id.into(), account);
    }

    /// Stores objects in a resource of an account, such as `ticketing.contacts`, and returns their ids. An object without an id
    /// gets one; an object with an existing id replaces the stored one. Missing fields that the model requires are added.
    ///
    /// # Errors
    /// There is no such resource, or it is nested in another one; an object is not a JSON object, or has a field that does not
    /// match the model. Then none of the objects is stored.
    pub fn seed<T: Serialize>(
        &self,
        account: &str,
        resource: &str,
        objects: impl IntoIterator<Item = T>,
    ) -> Result<Vec<String>, Error> {
        let (object, path) = self.resource(resource)?;
        let now = time::now();
        let stem = path.rsplit('/').next().unwrap_or_default();
        let wrong = |index: usize, why: &str| {
            Error::invalid(format!("object {index} of `{resource}` {why}"))
        };
        let values = objects.into_iter().enumerate().map(|(index, value)| {
            let value = serde_json::to_value(value)
                .map_err(|error| wrong(index, "is not a JSON object").with_source(error))?;
            match object.misfit(&value) {
                None => Ok(value),
                Some(path) if path.is_empty() => Err(wrong(index, "is not a JSON object")),
                Some(path) => Err(wrong(
                    index,
                    &format!("does not match the model at `{path}`"),
                )),
            }
        });
        let values: Vec<Value> = values.collect::<Result<_, _>>()?;
        let mut state = self.service.state();
        let collection = state.collection(account, path);
        let mut ids = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let draft = methods::Draft::of(object, value, &now)
                .map_err(|_| wrong(index, "is not a JSON object"))?;
            let entry = draft.replacing().put(collection, object, stem, &now);
            ids.push(id_of(&entry).ok_or_else(|| wrong(index, "has no id"))?);
        }
        Ok(ids)
    }

    /// Sets the bytes that are downloaded for the object with this id, for operations that return bytes.
    ///
    /// # Errors
    /// There is no such resource, or it is nested in another one.
    pub fn seed_file(
        &self,
        account: &str,
        resource: &str,
        id: impl Into<String>,
        file: impl Into<Bytes>,
    ) -> Result<(), Error> {
        let (_, path) = self.resource(resource)?;
        let mut state = self.service.state();
        state
            .collection(account, path)
            .put_file(id.into(), file.into());
        Ok(())
    }

    /// The stored objects of a resource of an account, such as `ticketing.contacts`, in the order in which they were added.
    ///
    /// # Errors
    /// There is no such resource, or it is nested in another one.
    pub fn objects(&self, account: &str, resource: &str) -> Result<Vec<Value>, Error> {
        let (_, path) = self.resource(resource)?;
        let mut state = self.service.state();
        let entries = state.collection(account, path).iter();
        Ok(entries
            .map(|(_, entry)| Value::Object(entry.as_ref().clone()))
            .collect())
    }

    fn resource(&self, resource: &str) -> Result<(&'static Object, &'static str), Error> {
        let router = self.service.router();
        let found = router
            .collection(resource)
            .filter(|(_, path)| !path.contains('{'));
        let (target, path) = found.ok_or_else(|| {
            let known = router.resources().join("`, `");
            Error::invalid(format!(
                "unknown or nested resource `{resource}`; expected one of `{known}`"
            ))
        })?;
        Ok((target.object, path))
    }

    /// Sets the response of an operation, such as `discovery.integrations.capabilities`, for all accounts, in place of its
    /// usual one. Refusals and faults take precedence.
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

    /// The former name of [`set_response`](Self::set_response).
    ///
    /// # Errors
    /// The same as for `set_response`.
    #[deprecated(since = "0.1.0", note = "renamed to `set_response`")]
    pub fn answer(&self, operation: &str, value: impl Serialize) -> Result<(), Error> {
        self.set_response(operation, value)
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

impl<C> fmt::Debug for FakeTruto<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeTruto")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
