//! The future of a call.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use super::Response;
use crate::{Error, transport::BoxFuture};

/// The future of a call. Its output is the decoded response, or an error.
///
/// The code that sends the request is the same for all calls and compiled once; only decoding depends on the type.
#[must_use = "a request is not sent until its future is awaited"]
pub struct CallFuture<T>(State<T>);

enum State<T> {
    Whole(BoxFuture<'static, Result<T, Error>>),
    Decoding {
        response: BoxFuture<'static, Result<Response, Error>>,
        decode: fn(&Response) -> Result<T, Error>,
        /// Whether the response is decoded as the operation's own type.
        is_typed: bool,
    },
}

impl<T> CallFuture<T> {
    pub(super) fn new(whole: BoxFuture<'static, Result<T, Error>>) -> Self {
        Self(State::Whole(whole))
    }

    /// Decodes a response. With `is_typed`, as the operation's own type.
    pub(super) fn decoding(
        response: BoxFuture<'static, Result<Response, Error>>,
        decode: fn(&Response) -> Result<T, Error>,
        is_typed: bool,
    ) -> Self {
        Self(State::Decoding {
            response,
            decode,
            is_typed,
        })
    }
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Whole(whole) => whole.as_mut().poll(cx),
            State::Decoding {
                response,
                decode,
                is_typed,
            } => {
                let mut response = ready!(response.as_mut().poll(cx))?;
                response.is_typed = *is_typed;
                Poll::Ready(decode(&response))
            }
        }
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallFuture")
    }
}
