//! A transport on `fetch`.

use std::time::Duration;

use js_sys::{Array, Promise, Uint8Array};
use truto_unified::{
    Bytes,
    http::{Request, Response, header, response},
    transport::{Body, BoxFuture, Phase, Transport, TransportError},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
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
    let received: web_sys::Response = received.unchecked_into();
    let body = received.array_buffer().map(JsFuture::from);
    let body = body.map_err(failed(Phase::BrokenResponse))?.await;
    let body = body.map_err(failed(Phase::BrokenResponse))?;
    let body = Bytes::from(Uint8Array::new(&body).to_vec());
    let body: Box<dyn Body> = Box::new(Some(body));
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

/// The status and the headers, without those about an encoding that `fetch` has removed.
fn head(received: &web_sys::Response) -> response::Builder {
    let mut builder = Response::builder().status(received.status());
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
