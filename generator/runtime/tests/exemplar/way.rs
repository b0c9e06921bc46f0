//! The two ways to make a call: async and blocking. Tests run both, and expect the same result.

use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use tokio::runtime::Runtime;
use truto_runtime::{
    AccountScope, Call, Client, Cursor, Error, Items, Response, Value,
    blocking::{Blocking, BlockingItems, Decoded, Paged},
};

use crate::{
    Operation,
    ticketing::attachments::{Attachment, ListAttachments},
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    Awaited,
    Blocking,
}

/// A call of any operation.
pub struct Probe {
    pub call: Call,
}

truto_runtime::request! {
    Probe -> Value = Response::json,
    |request| request.call
}

impl Probe {
    pub fn new(scope: &AccountScope, operation: &'static Operation) -> Self {
        let call = Call::new(scope, operation);
        Self { call }
    }
}

impl Way {
    pub const ALL: [Self; 2] = [Self::Awaited, Self::Blocking];

    /// Sends the request of a builder.
    pub fn send<R: Decoded>(self, request: R) -> Result<R::Output, Error> {
        match self {
            Self::Awaited => runtime().block_on(R::send_call(request.into_call())),
            Self::Blocking => Blocking::new(request).send(),
        }
    }

    /// Sends a call of an operation with a small body.
    pub fn call(self, client: &Client, operation: &'static Operation) -> Result<Value, Error> {
        let scope = client.scope("integrated_account_id", crate::wire::ACCOUNT);
        let mut probe = Probe::new(&scope, operation);
        probe.call = probe.call.json("application/json", &"x");
        self.send(probe)
    }

    pub fn send_raw(self, probe: Probe) -> Result<Response, Error> {
        match self {
            Self::Awaited => runtime().block_on(probe.send_raw()),
            Self::Blocking => probe.blocking().send_raw(),
        }
    }

    /// Sends the request and reads the whole body as a stream.
    pub fn read(self, probe: Probe) -> Result<Vec<u8>, Error> {
        use std::io::Read as _;
        match self {
            Self::Awaited => runtime().block_on(async {
                let stream = probe.send_stream().await?;
                Ok(stream.bytes().await?.to_vec())
            }),
            Self::Blocking => {
                let mut stream = probe.blocking().send_stream()?;
                let mut whole = Vec::new();
                match stream.read_to_end(&mut whole) {
                    Ok(_) => Ok(whole),
                    Err(error) => Err(*error.into_inner().unwrap().downcast().unwrap()),
                }
            }
        }
    }

    pub fn items(self, list: ListAttachments) -> Walk {
        match self {
            Self::Awaited => Walk::Awaited(list.items()),
            Self::Blocking => Walk::Blocking(list.blocking().items()),
        }
    }
}

/// The runtime of all async calls. It is shared, because pooled connections belong to it.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    &RUNTIME
}

/// An iterator over the items of a list.
pub enum Walk {
    Awaited(Items<Attachment>),
    Blocking(BlockingItems<Attachment>),
}

impl Walk {
    pub fn cursor(&self) -> Option<&Cursor> {
        match self {
            Self::Awaited(items) => items.cursor(),
            Self::Blocking(items) => items.cursor(),
        }
    }

    pub fn is_partial_response(&self) -> bool {
        match self {
            Self::Awaited(items) => items.is_partial_response(),
            Self::Blocking(items) => items.is_partial_response(),
        }
    }
}

impl Iterator for Walk {
    type Item = Result<Attachment, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Awaited(items) => runtime().block_on(items.next()),
            Self::Blocking(items) => items.next(),
        }
    }
}

/// Checks at compile time that blocking iterators of lists have the same items.
const _: fn() = || {
    fn is_of<R: Paged<Item = T>, T: DeserializeOwned>() {}
    is_of::<ListAttachments, Attachment>();
};
