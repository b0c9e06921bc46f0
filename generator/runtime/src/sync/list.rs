//! Lists that can be copied.

use serde::de::DeserializeOwned;

use crate::{Call, ItemError, Timestamp};

/// The call that returns one item: for each id, or for none. `None` if there is no such operation, or if it is documented that the integration
/// of the handle does not support it, requires a parameter that the list does not have, or does not support one of the parameters or values
/// that the list passes on.
pub(super) fn item_call<L: SyncList>(list: &L, id: &str, is_blocking: bool) -> Option<Call> {
    let call = list.get_call(id)?;
    (!call.is_refused()).then(|| call.made_blocking(is_blocking))
}

/// The builder of a list whose items have an id, so that a copy of them can be kept up to date.
///
/// Implemented by generated builders. With it, one function can copy contacts, accounts and opportunities. Only generated code should implement
/// it: it may grow in a minor version.
pub trait SyncList: Clone + Send + Sync + 'static {
    /// The type of the items.
    type Item: DeserializeOwned + Send + 'static;

    /// The query parameter that selects the items changed after a time, such as `updated_at[gt]`, if the list has one.
    const SINCE: Option<&'static str>;

    /// The name of the id in JSON.
    #[doc(hidden)]
    const ID: &'static str;

    /// The item's id, unique among the items of the list.
    fn id(item: &Self::Item) -> &str;

    /// The id of an item that could not be decoded; `None` if it has none. So its JSON can be stored by id, like the other items.
    fn undecodable_id(item: &ItemError) -> Option<String> {
        item.raw().id(Self::ID)
    }

    /// When the item was changed last, if that is known.
    fn updated_at(item: &Self::Item) -> Option<&Timestamp>;

    #[doc(hidden)]
    fn into_call(self) -> Call;

    /// The call that returns one item, if there is such an operation: for each id, or for none.
    #[doc(hidden)]
    fn get_call(&self, id: &str) -> Option<Call>;
}
