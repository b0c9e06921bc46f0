//! Sends a call: preflight, the request, and decoding of the response.

use std::sync::Arc;

use http::{HeaderName, Request, header};
use serde::de::DeserializeOwned;

use super::{
    BodyKind, ByteStream, Call, CallFuture, Payload, Response,
    attempts::{self, CallContext, Origin, PreparedRequest},
    auth, server,
};
use crate::{
    Endpoint, Error, QueryStyle, body::Content, client::Stack, page::ListId, path,
    secrets::Secrets, styles::PathValue, token::header_value, transport::BoxFuture,
};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

impl Call {
    /// Sends the call and decodes its response as the operation's own type, with `decode`. Inside of `decode`,
    /// [`Response::json`] decodes only the content of the operation's envelope, if it has one.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send<T>(self, decode: fn(&Response) -> Result<T, Error>) -> CallFuture<T> {
        CallFuture::decoding(self.boxed_response(), decode, true)
    }

    /// Sends the call and decodes its whole response as a `T`.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_as<T: DeserializeOwned>(self) -> CallFuture<T> {
        CallFuture::decoding(self.boxed_response(), Response::json, false)
    }

    /// Sends the call and returns its response undecoded. [`Response::json`] then decodes the whole body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_raw(self) -> CallFuture<Response> {
        CallFuture::new(self.boxed_response())
    }

    fn boxed_response(self) -> BoxFuture<'static, Result<Response, Error>> {
        Box::pin(self.response())
    }

    async fn response(self) -> Result<Response, Error> {
        let endpoint = self.endpoint();
        let (cursor, list) = (self.cursor(), self.list());
        let result = match self.prepare(list) {
            Ok(request) => request.send(attempts::send_whole).await,
            Err(error) => Err(error),
        };
        match result {
            Ok(response) => Ok(Response {
                cursor,
                list,
                ..response
            }),
            Err(error) => Err(error.at(endpoint).with_cursor(cursor)),
        }
    }

    /// Sends the call and returns its response once its head has arrived; the body is read as a stream. The timeout includes
    /// reading the whole body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub fn send_stream(self) -> CallFuture<ByteStream> {
        CallFuture::new(Box::pin(self.byte_stream()))
    }

    async fn byte_stream(self) -> Result<ByteStream, Error> {
        let (endpoint, list) = (self.endpoint(), self.list());
        let result = match self.prepare(list) {
            Ok(request) => request.send(attempts::send_streaming).await,
            Err(error) => Err(error),
        };
        result.map_err(|error| error.at(endpoint))
    }

    /// Checks the call and builds its request.
    fn prepare(mut self, list: Option<ListId>) -> Result<Box<PreparedRequest>, Error> {
        let endpoint = self.endpoint();
        let stack = self.stack();
        stack.transport()?;
        self.check_cursor(list);
        self.add_account();
        if let Some(invalid) = self.invalid.take() {
            return Err(Error::invalid(invalid.message).with_field(invalid.field));
        }
        if let Some(report) = self.refusal() {
            return Err(Error::preflight(&report));
        }
        let rules = self.scope.client.settings.rules.for_request(&self.options);
        let mut request = self.request(&endpoint)?;
        check_content(request.body(), self.is_blocking())?;
        if matches!(endpoint.method(), "POST" | "PATCH")
            && rules.generates_keys()
            && !self.headers.contains_key(IDEMPOTENCY_KEY)
        {
            request
                .headers_mut()
                .insert(IDEMPOTENCY_KEY, attempts::new_key()?);
        }
        let origin = Origin::new(CallContext {
            endpoint,
            secrets: Secrets::of(&self.scope),
            decoding: self.scope.client.settings.decoding,
            key: request.headers().get(IDEMPOTENCY_KEY).cloned(),
        });
        Ok(Box::new(PreparedRequest {
            request,
            rules,
            origin,
            account: self.scope.account.as_ref().map(|(_, id)| Arc::clone(id)),
            integration: self.scope.integration,
            stack,
            settings: Arc::clone(&self.scope.client.settings),
        }))
    }

    fn is_blocking(&self) -> bool {
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        return self.is_blocking;
        #[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
        return false;
    }

    /// The time of the client's timer.
    #[cfg(feature = "sync")]
    pub(crate) fn now(&self) -> std::time::Duration {
        self.stack().timer.now()
    }

    /// The date and time of the client's timer.
    #[cfg(feature = "sync")]
    pub(crate) fn date(&self) -> Option<std::time::SystemTime> {
        self.stack().timer.date()
    }

    fn stack(&self) -> Stack {
        let settings = &self.scope.client.settings;
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        if self.is_blocking {
            return settings.blocking.clone();
        }
        settings.stack.clone()
    }

    fn add_account(&mut self) {
        let Some((parameter, id)) = self.scope.account.clone() else {
            return;
        };
        if id.trim().is_empty() {
            self.note(Error::invalid(format!(
                "the account id `{parameter}` is empty"
            )));
        }
        let is_in_path = self.path.iter().any(|(name, _)| *name == parameter);
        if is_in_path || self.query.sends(parameter) {
            self.note(Error::invalid(format!(
                "the parameter `{parameter}` is set by the account handle: to use another account, create a handle with its id"
            )));
        }
        if self.endpoint().has_scope_in_path() {
            self.path.push((parameter, PathValue::text(&id)));
        } else {
            self.set_option(parameter, QueryStyle::Form, &*id);
        }
    }

    fn request(&self, endpoint: &Endpoint) -> Result<Request<Content>, Error> {
        let settings = &self.scope.client.settings;
        let mut uri = server::base_url(settings, endpoint)?;
        uri.push_str(&path::expand(endpoint.path(), &self.path)?);
        self.query.append_to(&mut uri)?;
        let secrets = self.secrets_to_send(endpoint)?;
        auth::append_to(&secrets, &mut uri);
        let body = self.body.as_ref().map(|payload| payload.content.clone());
        let mut request = Request::builder()
            .method(endpoint.method())
            .uri(uri)
            .body(body.unwrap_or_default())
            .map_err(|error| {
                Error::invalid("the URL of the request is invalid").with_source(error)
            })?;
        let is_typed = |payload: &Payload| payload.kind != BodyKind::Raw;
        if self.body.as_ref().is_some_and(is_typed)
            && self.headers.contains_key(header::CONTENT_TYPE)
        {
            return Err(Error::invalid(
                "the header `content-type` is set by the client from the body: do not set it",
            ));
        }
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, header_value("Accept", endpoint.accept())?);
        headers.insert(header::USER_AGENT, settings.user_agent.clone());
        if let Some(payload) = &self.body {
            headers.insert(header::CONTENT_TYPE, payload.media.clone());
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        let cookies = self.cookies.iter().flat_map(|(_, pairs)| pairs);
        auth::add_cookies(headers, cookies.map(String::as_str))?;
        auth::insert_into(&secrets, headers)?;
        Ok(request)
    }
}

/// Checks that the body can be sent, before anything is.
fn check_content(content: &Content, is_blocking: bool) -> Result<(), Error> {
    if !content.is_unread() {
        return Err(Error::invalid(
            "a file of the body was sent before, and its reader or stream can be read only once",
        ));
    }
    if is_blocking && content.has_stream() {
        return Err(Error::invalid(
            "a file of the body is a stream, which only an async call can send: use `FilePart::from_reader`",
        ));
    }
    Ok(())
}
