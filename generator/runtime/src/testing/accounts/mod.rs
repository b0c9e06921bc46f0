//! Accounts of the fake, for APIs whose requests belong to one, and the rules of their integrations.

pub(super) mod format;
mod live;
mod metadata;
pub(super) mod rules;

use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::{FakeBuilder, FakeServer, Faked};
use crate::{
    Error,
    support::{HasMatrix, IntegrationKey},
};
pub(super) use live::Live;
pub use metadata::{CapabilitiesShape, MetadataChange};
pub(super) use metadata::{Changes, Described, Source, Style};

/// The fake of an API whose requests belong to accounts: a [`FakeServer`] with [`Accounts`].
pub type FakeTruto<C> = FakeServer<C, Accounts>;

/// Marks a [`FakeServer`] whose requests belong to accounts.
///
/// - **Objects** are stored by account.
/// - **Formats**: all values of the parameter that sets the format of the response are accepted. `raw` returns the provider's
///   own data, which is a field of each object, and `normalized` is the same as `unified`.
/// - **Rules**: an account [of](Account::of) an integration refuses what the integration refuses according to current pages of
///   the documentation. An account that was not configured accepts everything, unless
///   [`default_account`](FakeBuilder::default_account) is set.
/// - **Refusals**: if values are missing, the body names them, as the error envelope of the API does.
/// - **Metadata**: capabilities and the schemas of operations are those of the support matrix, unless they are
///   [changed](FakeServer::change_metadata). If the documentation has only the number of integrations that support a field, the
///   first ones support it.
/// - **Undocumented responses**: a request for the metadata of an account without an integration gets 501.
#[derive(Debug)]
pub enum Accounts {}

/// Whether the requests of an API belong to accounts.
#[doc(hidden)]
pub trait Tenancy {
    /// They do.
    const HAS_ACCOUNTS: bool;
}

impl Tenancy for () {
    const HAS_ACCOUNTS: bool = false;
}

impl Tenancy for Accounts {
    const HAS_ACCOUNTS: bool = true;
}

/// An account of the fake, and what it refuses.
///
/// An account without an integration supports everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub(in crate::testing) integration: Option<&'static str>,
    pub(in crate::testing) is_read_only: bool,
    pub(in crate::testing) is_partial: bool,
}

impl Account {
    /// Creates an account without an integration.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an account of this integration. It refuses what the integration refuses according to a current page of the
    /// documentation: an operation that it does not support gets 405, and a request that lacks something that it requires
    /// gets 400.
    #[must_use]
    pub fn of(integration: impl IntegrationKey) -> Self {
        Self {
            integration: Some(integration.slug()),
            ..Self::new()
        }
    }

    /// Refuses all methods but `GET` with 405, as a sandbox does.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.is_read_only = true;
        self
    }

    /// Marks its pages as incomplete: the provider returned only a part of the data.
    #[must_use]
    pub fn partial(mut self) -> Self {
        self.is_partial = true;
        self
    }
}

impl<C: Faked + HasMatrix> FakeServer<C, Accounts> {
    /// Adds an account of this integration, and returns its id. The account refuses operations that the integration does not
    /// support, and requests without what it requires: see [`Account::of`].
    pub fn account(&self, integration: C::Integration) -> String {
        self.add(Account::of(integration))
    }
}

impl<C: Faked> FakeServer<C, Accounts> {
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
        self.store(account, resource, objects)
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
        self.store_file(account, resource, id.into(), file.into())
    }

    /// The stored objects of a resource of an account, such as `ticketing.contacts`, in the order in which they were added.
    ///
    /// # Errors
    /// There is no such resource, or it is nested in another one.
    pub fn objects(&self, account: &str, resource: &str) -> Result<Vec<Value>, Error> {
        self.stored(account, resource)
    }

    /// Makes the metadata differ from the documentation, for programs that compare the two: capabilities, and the schemas of
    /// operations. Changes are added to earlier ones, in order.
    ///
    /// The fake does not refuse other requests because of these changes.
    ///
    /// # Errors
    /// There is no such operation, integration, field or value. Then none of the changes has an effect.
    pub fn change_metadata(
        &self,
        changes: impl IntoIterator<Item = MetadataChange>,
    ) -> Result<(), Error> {
        let changes: Vec<_> = changes.into_iter().collect();
        for operation in changes.iter().filter_map(MetadataChange::operation) {
            self.known(operation)?;
        }
        let mut all = Arc::clone(&self.service.state().changes);
        let options = self.service.settings().options;
        Arc::make_mut(&mut all).add(changes, self.service.router(), options)?;
        self.service.state().changes = all;
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
}

impl<C: Faked> FakeBuilder<C, Accounts> {
    /// Sets the account with this id.
    pub fn account(mut self, id: impl Into<String>, account: Account) -> Self {
        self.accounts.insert(id.into(), account);
        self
    }

    /// Sets the account for all ids that are not configured. Default: [`Account::new`].
    pub fn default_account(mut self, account: Account) -> Self {
        self.account = account;
        self
    }

    /// Sets the shape of capabilities. Default: [`CapabilitiesShape::List`].
    pub fn capabilities_shape(mut self, shape: CapabilitiesShape) -> Self {
        self.style.shape = shape;
        self
    }

    /// Sets whether the objects in the schemas of metadata are `definitions`, to which `$ref` refers. Default: they are inline.
    pub fn schema_references(mut self, has_references: bool) -> Self {
        self.style.has_references = has_references;
        self
    }
}
