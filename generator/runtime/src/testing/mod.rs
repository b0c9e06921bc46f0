//! A fake of the API: a real HTTP server on loopback that behaves as the API is documented to, for tests without an account.
//!
//! [`FakeTruto::start`] starts one in one line, on a thread of its own, so that it serves blocking programs too; dropping it stops
//! it. A generated crate has the alias of it that knows the crate's own operations.
//!
//! - **Objects**: what is created is there afterwards, for its account; `PATCH` changes what it names, and null clears. A response
//!   has what its model must have, so that it can be read. Of the methods besides, `import` creates, `merge` keeps the master
//!   record, `batch-delete` removes, and all others answer what they were sent. [`seed`](FakeTruto::seed) puts objects there,
//!   [`objects`](FakeTruto::objects) are all that there are.
//! - **Lists**: filters by fields and what is inside of them (`workspace[id]=7`, `created_at[gt]=…`), a sort, pages by a cursor
//!   that stays right while objects come and go. Only the parameters that are documented for the operation have an effect. Any
//!   other one is ignored, and the list has everything, as it would have at the API.
//! - **Bodies** must be as documented: JSON, in an object, or else 415 or 400. Where it is not documented how the API answers, the
//!   fake answers 501 and says why: to a field of another type than documented, to `multipart/form-data`, to the capabilities of
//!   an account whose integration it was not told.
//! - **Formats**: all that the options of a request can ask for. `raw` is what the objects have as the provider's own data,
//!   `normalized` is as `unified`.
//! - **Rules**: [`Account::of`] an integration refuses what a current page of the documentation says that it refuses. Accounts that
//!   nothing is known about take everything, unless [`default_account`](FakeBuilder::default_account) says otherwise.
//! - **Refusals**: 400 without what every request needs, 401 without the token, 404, 405, and with [`RateLimits`](crate::RateLimits) 429, in the
//!   API's error envelope, with its hints.
//! - **Idempotency keys**: a write under a key that was used is not done again, and has the answer of the first. The last 65,536
//!   answers are kept, as far as they take no more than 64 MiB.
//! - **Faults**: the [next](FakeTruto::next) calls go wrong as a [`Fault`] says.
//! - **What arrived**: [`requests`](FakeTruto::requests), the last 1,000, with at most 1 MiB of each body and 64 MiB in all.
//! - **Sizes and times**: a body of more than [16 MiB](FakeBuilder::max_body) is answered with 413, and a client that sends
//!   nothing for [30 seconds](FakeBuilder::idle_timeout) is disconnected. Requests are answered side by side, so a large or slow
//!   one delays no other.

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
pub use received::Received;
pub use shape::{Field, Object, Shape, may, must};
pub use skip::SkipWaits;
pub use table::{Api, Brings, Faked, Meaning, Payload, Route};

use std::{collections::VecDeque, fmt, io, marker::PhantomData, sync::Arc};

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::{ClientBuilder, Error};
use server::Server;
use service::Service;
use store::id_of;

/// A fake of the API that clients of type `C` talk to. See the [module](self).
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
    /// The system gives no port or no thread.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Configures a fake.
    pub fn builder() -> FakeBuilder<C> {
        FakeBuilder::new()
    }

    /// Where it is: `http://127.0.0.1:…`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The token that it takes.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.service.settings().token
    }

    /// A client of it.
    ///
    /// # Errors
    /// The client has no transport: without the features `tokio` and `blocking`, give the
    /// [`client_builder`](Self::client_builder) one.
    pub fn client(&self) -> Result<C, Error> {
        self.client_builder().build()
    }

    /// Configures a client of it.
    pub fn client_builder(&self) -> ClientBuilder<C> {
        C::builder(&self.url).token(self.token())
    }

    /// Adds an account of this integration, and gives back its id. It refuses operations that the integration does not serve,
    /// and requests that lack what it requires: see [`Account::of`].
    pub fn account(&self, integration: C::Integration) -> String {
        self.add(Account::of(integration))
    }

    /// Adds an account, and gives back its id.
    pub fn add(&self, account: Account) -> String {
        let mut state = self.service.state();
        let id = (1_u64..)
            .map(|number| format!("00000000-0000-4000-8000-{number:012}"))
            .find(|id| !state.accounts.contains_key(id))
            .unwrap_or_default();
        state.accounts.insert(id.clone(), account);
        id
    }

    /// Says what is behind the account with this id.
    pub fn set_account(&self, id: impl Into<String>, account: Account) {
        self.service.state().accounts.insert(id.into(), account);
    }

    /// Puts objects into a resource of an account, such as `ticketing.contacts`, and gives back their ids. An object without an
    /// id gets one; one whose id is there takes its place. What a model must have and an object has not, is added.
    ///
    /// # Errors
    /// There is no such resource, or one that is inside of others; an object is none, or has a field that does not fit the
    /// model. Then none of them is put there.
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
            Error::invalid(format!("object {index} for `{resource}` {why}"))
        };
        let values = objects.into_iter().enumerate().map(|(index, value)| {
            let value = serde_json::to_value(value)
                .map_err(|error| wrong(index, "is no JSON object").because(error))?;
            match object.misfit(&value) {
                None => Ok(value),
                Some(path) if path.is_empty() => Err(wrong(index, "is no JSON object")),
                Some(path) => Err(wrong(index, &format!("does not fit at `{path}`"))),
            }
        });
        let values: Vec<Value> = values.collect::<Result<_, _>>()?;
        let mut state = self.service.state();
        let collection = state.collection(account, path);
        let mut ids = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let draft = methods::Draft::of(object, value, &now)
                .map_err(|_| wrong(index, "is no JSON object"))?;
            let entry = draft.replacing().put(collection, object, stem, &now);
            ids.push(id_of(&entry).ok_or_else(|| wrong(index, "has no id"))?);
        }
        Ok(ids)
    }

    /// Says what is downloaded of the object with this id, for operations that bring bytes.
    ///
    /// # Errors
    /// There is no such resource, or one that is inside of others.
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

    /// The objects of a resource of an account, such as `ticketing.contacts`, in the order in which they came.
    ///
    /// # Errors
    /// There is no such resource, or one that is inside of others.
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
                "there is no resource `{resource}` that stands alone; there are `{known}`"
            ))
        })?;
        Ok((target.object, path))
    }

    /// Says what an operation answers, such as `discovery.integrations.capabilities`, to all accounts, in place of what it would
    /// do. Refusals and faults come before it.
    ///
    /// # Errors
    /// There is no such operation, or the value cannot be written as JSON.
    pub fn answer(&self, operation: &str, value: impl Serialize) -> Result<(), Error> {
        self.known(operation)?;
        let value = serde_json::to_value(value).map_err(|error| {
            Error::invalid(format!("the answer of `{operation}` is no JSON")).because(error)
        })?;
        let mut state = self.service.state();
        state.answers.insert(operation.to_owned(), value);
        Ok(())
    }

    /// Queues faults for the next calls, of any operation, one fault a call.
    pub fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.service.state().faults.extend(faults);
    }

    /// Has the next calls of an operation go wrong, such as `ticketing.contacts.create`. They come before those of
    /// [`next`](Self::next).
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

    /// How many faults of [`next`](Self::next) and [`next_of`](Self::next_of) no call has met yet.
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
            "there is no operation `{operation}`; there are `{}`",
            ids.join("`, `")
        );
        Err(Error::invalid(message))
    }

    /// Has calls go wrong as `script` says, which is asked of each. It comes before the faults of [`next`](Self::next).
    pub fn script(&self, script: impl Fn(&Received) -> Option<Fault> + Send + Sync + 'static) {
        self.service.set_script(Arc::new(script));
    }

    /// The requests that arrived, the last [1,000](FakeBuilder::keep_requests) of them. Of large bodies only the beginning is kept:
    /// see [`Received::body`].
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.service.state().log.all()
    }

    /// The requests that arrived, and forgets them.
    pub fn take_requests(&self) -> Vec<Received> {
        self.service.state().log.take()
    }

    /// Serves until the program is ended.
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
