//! The objects of the fake: stored by tests, and read by them.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::{FakeServer, Faked, Tenancy, methods, shape::Object, store::id_of, time};
use crate::Error;

impl<C: Faked> FakeServer<C> {
    /// Stores objects in a resource, such as `shop.orders`, and returns their ids. An object without an id gets one; an object with
    /// an existing id replaces the stored one. Missing fields that the model requires are added.
    ///
    /// # Errors
    /// There is no such resource, or it is nested in another one; an object is not a JSON object, or has a field that does not
    /// match the model. Then none of the objects is stored.
    pub fn seed<T: Serialize>(
        &self,
        resource: &str,
        objects: impl IntoIterator<Item = T>,
    ) -> Result<Vec<String>, Error> {
        self.store(NO_ACCOUNT, resource, objects)
    }

    /// Sets the bytes that are downloaded for the object with this id, for operations that return bytes.
    ///
    /// # Errors
    /// There is no such resource, or it is nested in another one.
    pub fn seed_file(
        &self,
        resource: &str,
        id: impl Into<String>,
        file: impl Into<Bytes>,
    ) -> Result<(), Error> {
        self.store_file(NO_ACCOUNT, resource, id.into(), file.into())
    }

    /// The stored objects of a resource, such as `shop.orders`, in the order in which they were added.
    ///
    /// # Errors
    /// There is no such resource, or it is nested in another one.
    pub fn objects(&self, resource: &str) -> Result<Vec<Value>, Error> {
        self.stored(NO_ACCOUNT, resource)
    }
}

/// The key of objects that belong to no account.
const NO_ACCOUNT: &str = "";

impl<C: Faked, A: Tenancy> FakeServer<C, A> {
    pub(super) fn store<T: Serialize>(
        &self,
        account: &str,
        resource: &str,
        objects: impl IntoIterator<Item = T>,
    ) -> Result<Vec<String>, Error> {
        let (object, path) = self.resource(resource)?;
        let stem = path.rsplit('/').next().unwrap_or_default();
        let wrong = |index: usize, why: &str| {
            Error::invalid(format!("object {index} of `{resource}` {why}"))
        };
        let values = objects.into_iter().enumerate().map(|(index, value)| {
            let value = serde_json::to_value(value)
                .map_err(|error| wrong(index, "is not a JSON object").with_source(error))?;
            match object.misfit(&value) {
                None => Ok(value),
                Some(misfit) if misfit.path.is_empty() => {
                    Err(wrong(index, &format!("is not a JSON object: {misfit}")))
                }
                Some(misfit) => Err(wrong(
                    index,
                    &format!("does not match the model at `{}`: {misfit}", misfit.path),
                )),
            }
        });
        let values: Vec<Value> = values.collect::<Result<_, _>>()?;
        let mut state = self.service.state();
        let now = time::text(self.service.settings().now());
        let collection = state.collection(account, path);
        let mut ids = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let draft = methods::Draft::of(object, value, &now)
                .map_err(|_| wrong(index, "is not a JSON object"))?;
            let entry = draft.replacing().put(collection, object, stem, &now);
            ids.push(id_of(&entry).ok_or_else(|| wrong(index, "has no id"))?);
        }
        // Webhooks are not notified of what a test stores.
        #[cfg(feature = "webhooks")]
        drop(collection.take_changes());
        Ok(ids)
    }

    pub(super) fn store_file(
        &self,
        account: &str,
        resource: &str,
        id: String,
        file: Bytes,
    ) -> Result<(), Error> {
        let (_, path) = self.resource(resource)?;
        let mut state = self.service.state();
        state.collection(account, path).put_file(id, file);
        Ok(())
    }

    pub(super) fn stored(&self, account: &str, resource: &str) -> Result<Vec<Value>, Error> {
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
}
