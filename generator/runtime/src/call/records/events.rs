//! A successful response that is a stream of events (`text/event-stream`).

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use http::header;
use serde::de::{DeserializeOwned, IgnoredAny, value::StrDeserializer};

use super::{
    Records,
    event_splitter::{EventSplitter, RawEvent},
};
use crate::{
    ByteStream, Call, CallFuture, Error,
    call::head::head_methods,
    error::{decode, snippet},
    model::Decoding,
};

/// A successful response whose events (`text/event-stream`) are returned as they arrive, with their data decoded as a `T`.
///
/// It implements [`Stream`]; [`next`](Self::next) requires no stream crate. The response of a blocking call is iterated over with
/// `for`. Dropping the stream closes the connection.
///
/// The timeout of the call applies to each wait for more bytes, and the limit on the size of a body to each event, so a stream may
/// last for any time and have any length. A stream that ends or breaks off is not requested again: to resume it, send the
/// [last id](Self::last_event_id) as the API describes, often in the header `Last-Event-ID`.
///
/// Data that is no JSON, such as the `[DONE]` with which many APIs end a stream, is returned as [`EventData::Text`]. The stream
/// itself ends with the response. Data that begins like an object but is not complete is an error.
///
/// [`Stream`]: https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html
///
/// ```
/// # use truto_runtime::{Error, EventData, EventStream};
/// # async fn read(mut events: EventStream<u64>) -> Result<(), Error> {
/// while let Some(event) = events.next().await {
///     match event?.data {
///         EventData::Value(number) => println!("{number}"),
///         EventData::Text(text) => println!("not JSON: {text}"),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is read until the stream is polled"]
pub struct EventStream<T> {
    records: Records<EventSplitter>,
    decode: fn(&RawEvent, Decoding) -> Result<EventData<T>, Error>,
}

/// An event of an [`EventStream`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The data.
    pub data: EventData<T>,
    /// The type of the event, such as `ping`; `None` for the default one, `message`.
    pub event: Option<String>,
    /// The id of this event, or else of the last one that has an id.
    pub id: Option<Arc<str>>,
}

/// The data of an [`Event`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventData<T> {
    /// JSON, decoded.
    Value(T),
    /// A text that is not JSON. Many APIs mark the end of a stream with one, such as `[DONE]`.
    Text(String),
}

impl<T> EventData<T> {
    /// Returns the decoded value; `None` if the data is not JSON.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }
}

/// What the type of the events describes, as the operation's definition says.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventForm {
    /// The data, which is JSON.
    Json,
    /// The data, which is text.
    Text,
    /// An object with the properties `event`, `id`, `retry` and `data`.
    Whole,
}

impl<T: DeserializeOwned> EventStream<T> {
    /// Fails if the response is something else. Without this check, it would be a stream without events.
    async fn open(mut bytes: ByteStream, form: EventForm) -> Result<Self, Error> {
        let has_media = bytes.head.headers.contains_key(header::CONTENT_TYPE);
        if has_media && !bytes.head.is_events() {
            let body = bytes.collect().await.unwrap_or_default();
            return Err(unexpected(&bytes, &body));
        }
        Ok(Self {
            records: Records::new(bytes, EventSplitter::default()),
            decode: match form {
                EventForm::Json => json,
                EventForm::Text => text,
                EventForm::Whole => whole,
            },
        })
    }
}

impl<T> EventStream<T> {
    head_methods!(records.bytes.head);

    /// The last id that a complete event had. An event that breaks off does not count, so a stream that is resumed from here
    /// contains it.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.records.splitter.last_id.as_deref()
    }

    /// How long to wait before the stream is requested again (`retry`), if the server has sent it.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.records.splitter.retry.map(Duration::from_millis)
    }

    /// The next event; `None` at the end. Dropping the future loses no data.
    ///
    /// # Errors
    /// With [`ErrorKind::Decode`](crate::ErrorKind::Decode), the data of the event does not match `T`: [`Error::body`] has its
    /// beginning, and the stream continues with the next event. All other errors end the stream: the event is larger than the
    /// client's limit, or the response breaks off or times out.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|cx| self.poll_event(cx)).await
    }

    pub(crate) fn poll_event(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Event<T>, Error>>> {
        let Some(raw) = ready!(self.records.poll(cx)) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(raw.and_then(|raw| self.decoded(raw))))
    }

    fn decoded(&self, raw: RawEvent) -> Result<Event<T>, Error> {
        match (self.decode)(&raw, self.records.head().origin.decoding) {
            Ok(data) => Ok(Event {
                data,
                event: raw.event,
                id: raw.id,
            }),
            Err(error) => Err(self.records.undecodable(error, raw.data.into())),
        }
    }
}

/// Decodes the data as JSON. Text is kept.
fn json<T: DeserializeOwned>(raw: &RawEvent, decoding: Decoding) -> Result<EventData<T>, Error> {
    match decode(&raw.data, decoding) {
        Ok(value) => Ok(EventData::Value(value)),
        Err(_) if is_text(&raw.data) => Ok(EventData::Text(raw.data.clone())),
        Err(error) => Err(error),
    }
}

fn text<T: DeserializeOwned>(raw: &RawEvent, _: Decoding) -> Result<EventData<T>, Error> {
    let text = StrDeserializer::<serde_json::Error>::new(&raw.data);
    let value = T::deserialize(text);
    let value = value.map_err(|error| Error::undescribed(error.to_string()))?;
    Ok(EventData::Value(value))
}

/// Decodes the event as an object. Its data is JSON, or else a text. Text that the type does not allow is kept.
fn whole<T: DeserializeOwned>(raw: &RawEvent, decoding: Decoding) -> Result<EventData<T>, Error> {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let data = match is_json(&raw.data) {
        true => raw.data.clone(),
        false => quoted(&raw.data),
    };
    let mut object = format!("{{\"data\":{data}");
    // The id of another event is not a property of this one, and would be copied into each event.
    let id = raw.id.as_deref().filter(|_| raw.has_id);
    for (name, value) in [("event", raw.event.as_deref()), ("id", id)] {
        if let Some(value) = value {
            object.push_str(&format!(",\"{name}\":{}", quoted(value)));
        }
    }
    if let Some(retry) = raw.retry {
        object.push_str(&format!(",\"retry\":{retry}"));
    }
    object.push('}');
    match decode(&object, decoding) {
        Ok(value) => Ok(EventData::Value(value)),
        Err(_) if is_text(&raw.data) => Ok(EventData::Text(raw.data.clone())),
        Err(error) => Err(error),
    }
}

/// Whether data that cannot be decoded is meant as text. What begins like an object is not: it is JSON that broke off.
fn is_text(data: &str) -> bool {
    !data.trim_ascii_start().starts_with('{') && !is_json(data)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// The error for a successful response that is no stream of events.
fn unexpected(bytes: &ByteStream, body: &Bytes) -> Error {
    let head = &bytes.head;
    let found = snippet(&head.headers, body, &head.origin.secrets);
    let message = format!("the response is not a stream of events, but {found}");
    let error = head.annotate(Error::undescribed(message), body).hint(
        "many APIs send events only if the request says so, often with a field such as `stream`",
    );
    head.after_effect(error)
}

/// The events. The stream ends after an error, unless only the data of one event does not match.
impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(cx)
    }
}

/// Shows neither headers nor events, which contain data.
impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("response", &self.records.bytes)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// Sends the call, accepting only `media`, and returns the events of its response once its head has arrived.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind). A response that is no stream of events is an error of the kind
    /// [`Decode`](crate::ErrorKind::Decode).
    #[doc(hidden)]
    pub fn send_events<T: DeserializeOwned + 'static>(
        self,
        media: &'static str,
        form: EventForm,
    ) -> CallFuture<EventStream<T>> {
        let response = self.accepting(media).send_stream();
        CallFuture::new(Box::pin(async move {
            EventStream::open(response.await?, form).await
        }))
    }
}
