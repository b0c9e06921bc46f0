//! The macro that makes a list one that can be copied. Generates nothing without the feature `sync`.

/// Implements `SyncList` for the builder of a list.
///
/// ```text
/// sync_list! {
///     ListContacts -> Contact,        // the builder, and the type of the items
///     id: id = "id",                  // the field with the id, and its name in JSON
///     updated: updated_at,            // the field with the time of the last change, if there is one
///     since: "updated_at[gt]",        // the filter for changes, if there is one
///     get: GET = "id",                // the operation that returns one item, and its placeholder, if there is one
///     with: ["fields[]"],             // the query parameters that both operations have, if there are any
/// }
/// ```
#[cfg(feature = "sync")]
#[macro_export]
macro_rules! sync_list {
    (
        $builder:ident -> $item:ty,
        id: $id:ident = $wire:literal,
        $(updated: $updated:ident,)?
        $(since: $since:literal,)?
        $(
            get: $get:ident = $placeholder:literal,
            $(with: [$($shared:literal),* $(,)?],)?
        )?
    ) => {
        impl $crate::sync::SyncList for $builder {
            type Item = $item;

            const ID: &'static str = $wire;

            const SINCE: ::core::option::Option<&'static str> = $crate::__first!($($since)?);

            fn id(item: &$item) -> &str {
                &item.$id
            }

            fn updated_at(item: &$item) -> ::core::option::Option<&$crate::Timestamp> {
                let _ = item;
                $crate::__first!($(item.$updated.as_ref())? => flat)
            }

            fn into_call(self) -> $crate::Call {
                Self::into_call(self)
            }

            fn get_call(&self, id: &str) -> ::core::option::Option<$crate::Call> {
                let _ = id;
                $crate::__first!($({
                    let call = self.call.of_same_account(&$get);
                    let mut call = call.with_query_of(&self.call, &[$($($shared),*)?]);
                    call.set_path($placeholder, id);
                    call
                })?)
            }
        }
    };
}

/// Generates nothing: the list is one that can be copied only with the feature `sync`.
#[cfg(not(feature = "sync"))]
#[macro_export]
macro_rules! sync_list {
    ($($list:tt)*) => {};
}

/// `Some` of an expression, or `None` without one; with `=> flat`, the expression is the option.
#[doc(hidden)]
#[macro_export]
macro_rules! __first {
    () => {
        ::core::option::Option::None
    };
    (=> flat) => {
        ::core::option::Option::None
    };
    ($value:expr) => {
        ::core::option::Option::Some($value)
    };
    ($value:expr => flat) => {
        $value
    };
}
