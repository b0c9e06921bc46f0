//! A builder, sent by waiting.

use std::{
    io::{self, Read},
    pin::pin,
    task::{Context, Poll, Waker},
};

use serde::{Serialize, de::DeserializeOwned};

use super::lists::{BlockingItems, BlockingPages};
use crate::{ByteStream, Call, CallFuture, Error, KeyedPage, QueryStyle, Response, WithMeta};

/// A builder, to be sent by waiting: what `blocking()` of a builder gives.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Blocking<R>(R);

/// A request whose response comes in a format that was asked for, and so undecoded.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct InFormat(Call);

/// A builder of a call. Generated code implements this and the other traits here, nobody else should: they grow without a
/// further major version.
pub trait Request: Sized {
    /// What the call brings.
    type Output;

    #[doc(hidden)]
    fn into_call(self) -> Call;

    #[doc(hidden)]
    fn send_call(call: Call) -> CallFuture<Self::Output>;
}

/// One whose response is decoded as a whole.
pub trait Decoded: Request {
    #[doc(hidden)]
    fn decode(response: &Response) -> Result<Self::Output, Error>;
}

/// One whose response can have several formats.
pub trait Formatted: Request {
    /// The formats.
    type Format: Serialize;

    #[doc(hidden)]
    const PARAMETER: &'static str;
}

/// One that brings a page of a list.
pub trait Paged: Request {
    /// What the list has.
    type Item: DeserializeOwned + 'static;
}

/// One that can bring a page of a list by keys.
pub trait Keyed: Request {
    /// What the list has.
    type Item: DeserializeOwned;

    #[doc(hidden)]
    const PARAMETER: &'static str;
}

impl<R: Request> Blocking<R> {
    #[doc(hidden)]
    pub fn new(request: R) -> Self {
        Self(request)
    }

    /// Sends the request, and waits for what it brings.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send(self) -> Result<R::Output, Error> {
        complete(R::send_call(self.call()))
    }

    /// Sends the request and gives back the response undecoded: see [`Response`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_raw(self) -> Result<Response, Error> {
        complete(self.call().send_raw())
    }

    /// Sends the request and decodes the whole response as a `T`. If it has the operation's envelope, `T` is the envelope.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_as<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.send_raw()?.json()
    }

    /// Sends the request and gives back the response as it arrives, to be [read](Read), undecoded and of any length. The
    /// timeout spans the whole body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_stream(self) -> Result<ByteStream, Error> {
        complete(self.call().send_stream())
    }

    fn call(self) -> Call {
        let mut call = self.0.into_call();
        call.set_blocking();
        call
    }
}

impl<R: Decoded> Blocking<R> {
    /// Sends the request, and gives back what comes with the response too.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_with_meta(self) -> Result<WithMeta<R::Output>, Error> {
        complete(self.call().send_with_meta(R::decode))
    }
}

impl<R: Formatted> Blocking<R> {
    /// Asks for the response in `format`, which is then for you to read.
    pub fn in_format(self, format: impl Into<R::Format>) -> InFormat {
        InFormat(self.call().in_format::<R::Format>(R::PARAMETER, format))
    }
}

impl InFormat {
    /// Sends the request and gives back the response undecoded: see [`Response`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_raw(self) -> Result<Response, Error> {
        complete(self.0.send_raw())
    }

    /// Sends the request and decodes the whole response as a `T`. If the format has the operation's envelope, `T` is the
    /// envelope.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_as<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.send_raw()?.json()
    }

    /// Sends the request and gives back the response as it arrives, to be [read](Read). The timeout spans the whole body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_stream(self) -> Result<ByteStream, Error> {
        complete(self.0.send_stream())
    }
}

impl<R: Paged> Blocking<R> {
    /// Walks through all items of the list: see [`Items`](crate::Items).
    pub fn items(self) -> BlockingItems<<R as Paged>::Item> {
        BlockingItems::new(self.call().items())
    }

    /// Walks through all pages of the list: see [`Pages`](crate::Pages).
    pub fn pages(self) -> BlockingPages<<R as Paged>::Item> {
        BlockingPages::new(self.call().pages())
    }
}

impl<R: Keyed> Blocking<R> {
    /// Sends the request for a page whose items are keyed by the value of `field`.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_keyed_by(self, field: &str) -> Result<KeyedPage<<R as Keyed>::Item>, Error> {
        let mut call = self.call();
        call.set_option(<R as Keyed>::PARAMETER, QueryStyle::Form, field);
        complete(call.send(Response::keyed_page))
    }
}

/// Waits for what comes: that of a call by [`blocking`](super). One that is awaited cannot be read so, which is an error.
impl Read for ByteStream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let piece = complete(self.some(into.len())).map_err(io::Error::other)?;
        into.iter_mut()
            .zip(&piece)
            .for_each(|(to, byte)| *to = *byte);
        Ok(piece.len())
    }
}

/// What a future brings all of whose parts wait when they are polled.
fn complete<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(not_blocking()),
    }
}

pub(super) fn not_blocking() -> Error {
    Error::invalid(
        "it is not there yet, and its transport cannot wait for it: await it, or make the call with `blocking()`",
    )
}
