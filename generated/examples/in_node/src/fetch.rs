//! A transport on `fetch`.

use std::time::Duration;

use js_sys::{Array, Promise, Uint8Array};
use truto_unified::{
    Bytes,
    http::{Request, Response, StatusCode, header, response},
    transport::{Body, BoxFuture, Phase, Transport, TransportError},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortSignal, Headers, RequestInit};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;

    #[wasm_bindgen(extends = web_sys::Response, js_name = Response)]
    type Received;
    #[wasm_bindgen(method, getter, js_name = "type")]
    fn kind(this: &Received) -> String;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Received) -> Option<Stream>;

    #[wasm_bindgen(js_name = ReadableStream)]
    type Stream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Stream) -> Result<Reader, JsValue>;

    #[wasm_bindgen(js_name = ReadableStreamDefaultReader)]
    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
    #[wasm_bindgen(method)]
    fn cancel(this: &Reader) -> Promise;

    /// What a reader has read.
    #[wasm_bindgen(js_name = Object)]
    type Piece;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Piece) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Piece) -> Uint8Array;
}

pub(crate) struct Fetch;

impl Transport for Fetch {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        Box::pin(exchange(request, timeout))
    }
}

async fn exchange(
    request: Request<Bytes>,
    timeout: Duration,
) -> Result<Response<Box<dyn Body>>, TransportError> {
    let init = init(&request, timeout).map_err(failed(Phase::NeverSent))?;
    let sent = fetch(&request.uri().to_string(), &init).map_err(failed(Phase::NeverSent))?;
    let received = JsFuture::from(sent).await;
    // `fetch` does not say whether it has sent anything.
    let received = received.map_err(failed(Phase::NoResponse))?;
    let received: Received = received.unchecked_into();
    let reader = received.body().map(|stream| stream.reader()).transpose();
    let reader = reader.map_err(failed(Phase::BrokenResponse))?;
    let body: Box<dyn Body> = Box::new(Chunks(reader));
    let response = head(&received).body(body);
    response.map_err(|error| TransportError::new(Phase::BrokenResponse, error))
}

fn init(request: &Request<Bytes>, timeout: Duration) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in request.headers() {
        let value = value.to_str().map_err(|error| error.to_string())?;
        headers.append(name.as_str(), value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method().as_str());
    init.set_headers(&headers);
    if !request.body().is_empty() {
        init.set_body(&Uint8Array::from(&request.body()[..]));
    }
    // Redirects are for the client to judge.
    init.set_redirect(web_sys::RequestRedirect::Manual);
    let timeout = u32::try_from(timeout.as_millis()).unwrap_or(u32::MAX);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(timeout)));
    Ok(init)
}

/// The body as it arrives, so that the client can stop reading when it exceeds `max_body`. A response without a body has no reader.
struct Chunks(Option<Reader>);

impl Body for Chunks {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async {
            let Some(reader) = &self.0 else {
                return Ok(None);
            };
            let read = JsFuture::from(reader.read()).await;
            let read = read.map_err(failed(Phase::BrokenResponse))?;
            let piece: Piece = read.unchecked_into();
            Ok((!piece.done()).then(|| Bytes::from(piece.value().to_vec())))
        })
    }
}

/// Ends the transfer of a body that the client does not read to its end.
impl Drop for Chunks {
    fn drop(&mut self) {
        if let Some(reader) = self.0.take() {
            let cancelled = JsFuture::from(reader.cancel());
            // It is rejected if the transfer has failed; without a handler, node would end the process.
            spawn_local(async { drop(cancelled.await) });
        }
    }
}

/// The status and the headers, without those about an encoding that `fetch` has removed.
///
/// Browsers hide redirects: the response has the status 0 and no headers. It becomes a 302 without `Location`, so that the client returns
/// its error for redirects. Node shows the real response.
fn head(received: &Received) -> response::Builder {
    let status = match received.kind().as_str() {
        "opaqueredirect" => StatusCode::FOUND.as_u16(),
        _ => received.status(),
    };
    let mut builder = Response::builder().status(status);
    for entry in received.headers().entries().into_iter().flatten() {
        let pair: Array = entry.unchecked_into();
        let text = |at| pair.get(at).as_string().unwrap_or_default();
        let name = text(0);
        if name != header::CONTENT_ENCODING.as_str() && name != header::CONTENT_LENGTH.as_str() {
            builder = builder.header(name, text(1));
        }
    }
    builder
}

fn failed(phase: Phase) -> impl Fn(JsValue) -> TransportError {
    move |error| {
        let name = js_sys::Reflect::get(&error, &"name".into());
        let name = name.ok().and_then(|name| name.as_string());
        let is_timeout = name.as_deref() == Some("TimeoutError");
        let failed = TransportError::new(phase, name.unwrap_or_else(|| format!("{error:?}")));
        match is_timeout {
            true => failed.timed_out(),
            false => failed,
        }
    }
}
