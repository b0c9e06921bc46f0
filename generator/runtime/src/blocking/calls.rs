//! Blocking variants of a builder's methods.

use std::{
    io::{self, Read},
    pin::pin,
    task::{Context, Poll, Waker},
};

use serde::{Serialize, de::DeserializeOwned};

use super::lists::{BlockingItems, BlockingPages};
use crate::{
    ByteStream, Call, CallFuture, CustomRequest, Error, EventStream, KeyedPage, LineStream,
    QueryStyle, Response, WithMeta,
};

/// A builder whose request blocks until the response arrives. Returned by `blocking()` of a builder.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Blocking<R>(R);

/// A request for a response in a given format, which is returned undecoded.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct InFormat(Call);

/// A builder of a call. Only generated code should implement this and the other traits here: they may grow in a minor version.
pub trait Request: Sized {
    /// The type of a successful response.
    type Output: 'static;

    #[doc(hidden)]
    fn into_call(self) -> Call;

    #[doc(hidden)]
    fn send_call(call: Call) -> CallFuture<Self::Output>;
}

/// A request whose response is decoded as a whole.
pub trait Decoded: Request {
    #[doc(hidden)]
    fn decode(response: &Response) -> Result<Self::Output, Error>;
}

/// A request whose response format can be chosen.
pub trait Formatted: Request {
    /// The type of the formats.
    type Format: Serialize;

    #[doc(hidden)]
    const PARAMETER: &'static str;
}

/// A request that returns a page of a list.
pub trait Paged: Request {
    /// The type of the list's items.
    type Item: DeserializeOwned + 'static;
}

/// A request that can return a stream of events.
pub trait WithEvents: Request {
    /// The type of the events, or of their data.
    type Event: 'static;

    #[doc(hidden)]
    fn send_events(call: Call) -> CallFuture<EventStream<Self::Event>>;
}

/// A request that can return a stream of JSON lines.
pub trait WithLines: Request {
    /// The type of the lines.
    type Line: 'static;

    #[doc(hidden)]
    fn send_lines(call: Call) -> CallFuture<LineStream<Self::Line>>;
}

/// A request that can return a page of a list with its items keyed.
pub trait Keyed: Request {
    /// The type of the list's items.
    type Item: DeserializeOwned;

    #[doc(hidden)]
    const PARAMETER: &'static str;
}

impl<R: Request> Blocking<R> {
    #[doc(hidden)]
    pub fn new(request: R) -> Self {
        Self(request)
    }

    /// Sends the request and returns the decoded response.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send(self) -> Result<R::Output, Error> {
        complete(R::send_call(self.call()))
    }

    /// Sends the request and returns the response undecoded: see [`Response`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_raw(self) -> Result<Response, Error> {
        complete(self.call().send_raw())
    }

    /// Sends the request and decodes the whole response as a `T`. If the response has an envelope (see [`Response::payload`]),
    /// `T` must include it.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_as<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.send_raw()?.json()
    }

    /// Sends the request and returns the response as a reader (see [`Read`]), undecoded and of any length. The timeout includes
    /// reading the whole body.
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
    /// Sends the request, and returns the decoded response together with its status, headers and other metadata.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_with_meta(self) -> Result<WithMeta<R::Output>, Error> {
        complete(self.call().send_with_meta(R::decode))
    }
}

impl<R: Formatted> Blocking<R> {
    /// Requests the response in `format`, for the caller to decode.
    pub fn in_format(self, format: impl Into<R::Format>) -> InFormat {
        InFormat(self.call().in_format::<R::Format>(R::PARAMETER, format))
    }
}

impl InFormat {
    /// Sends the request and returns the response undecoded: see [`Response`].
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_raw(self) -> Result<Response, Error> {
        complete(self.0.send_raw())
    }

    /// Sends the request and decodes the whole response as a `T`. If the format has an envelope (see [`Response::payload`]),
    /// `T` must include it.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_as<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.send_raw()?.json()
    }

    /// Sends the request and returns the response as a reader (see [`Read`]). The timeout includes reading the whole body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_stream(self) -> Result<ByteStream, Error> {
        complete(self.0.send_stream())
    }
}

impl<R: Paged> Blocking<R> {
    /// Returns an iterator over all items of the list: see [`Items`](crate::Items).
    pub fn items(self) -> BlockingItems<<R as Paged>::Item> {
        BlockingItems::new(self.call().items())
    }

    /// Returns an iterator over all pages of the list: see [`Pages`](crate::Pages).
    pub fn pages(self) -> BlockingPages<<R as Paged>::Item> {
        BlockingPages::new(self.call().pages())
    }
}

impl<R: WithEvents> Blocking<R> {
    /// Sends the request and returns the events of its response, over which `for` iterates as they arrive: see [`EventStream`]. If
    /// the API expects a field or parameter that asks for events, set it before.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_events(self) -> Result<EventStream<R::Event>, Error> {
        complete(R::send_events(self.call()))
    }
}

impl<R: WithLines> Blocking<R> {
    /// Sends the request and returns the lines of its response, over which `for` iterates as they arrive: see [`LineStream`]. If
    /// the API expects a field or parameter that asks for lines, set it before.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_lines(self) -> Result<LineStream<R::Line>, Error> {
        complete(R::send_lines(self.call()))
    }
}

impl Blocking<CustomRequest> {
    /// Returns an iterator over all items of the list: see [`CustomRequest::items`].
    pub fn items<T: DeserializeOwned + 'static>(self) -> BlockingItems<T> {
        BlockingItems::new(self.paged().items())
    }

    /// Returns an iterator over all pages of the list: see [`CustomRequest::pages`].
    pub fn pages<T: DeserializeOwned + 'static>(self) -> BlockingPages<T> {
        BlockingPages::new(self.paged().pages())
    }

    fn paged(self) -> Call {
        let mut call = self.0.paged();
        call.set_blocking();
        call
    }
}

impl<R: Keyed> Blocking<R> {
    /// Sends the request and returns a page whose items are keyed by the value of `field`.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_keyed_by(self, field: &str) -> Result<KeyedPage<<R as Keyed>::Item>, Error> {
        let mut call = self.call();
        call.set_option(<R as Keyed>::PARAMETER, QueryStyle::Form, field);
        complete(call.send(Response::keyed_page))
    }
}

/// Reads the body of a blocking call: see [`blocking`](super). Reading the body of an async call this way is an error.
impl Read for ByteStream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let piece = complete(self.some(into.len())).map_err(io::Error::other)?;
        into.iter_mut()
            .zip(&piece)
            .for_each(|(to, byte)| *to = *byte);
        Ok(piece.len())
    }
}

/// Runs a future that never returns `Pending`, since all of its parts block when they are polled.
pub(super) fn complete<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(not_blocking()),
    }
}

pub(super) fn not_blocking() -> Error {
    Error::invalid(
        "the response of an async call cannot be read by blocking: await it, or make the call with `blocking()`",
    )
}
