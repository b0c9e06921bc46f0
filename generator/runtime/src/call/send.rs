//! Sending a call: preflight, one attempt, what the response means.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Request, header};

use super::{Call, Response};
use crate::{
    Error, Preflight, QueryStyle,
    client::Settings,
    error, path,
    secrets::Secrets,
    support::{Endpoint, Report},
    transport::Body,
};

impl Call {
    /// Sends the call and decodes its response as the operation's definition has it: for `decode`,
    /// [`Response::json`] is what stands in the operation's envelope.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send<T>(self, decode: fn(&Response) -> Result<T, Error>) -> Result<T, Error> {
        let mut response = self.send_raw().await?;
        response.is_typed = true;
        decode(&response)
    }

    /// Sends the call and gives back its response undecoded: for whoever has it, [`Response::json`] is the whole body.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    pub async fn send_raw(self) -> Result<Response, Error> {
        let endpoint = *self.operation.endpoint();
        let result = self.execute(&endpoint).await;
        result.map_err(|error| error.at(&endpoint))
    }

    async fn execute(mut self, endpoint: &Endpoint) -> Result<Response, Error> {
        self.add_account();
        if let Some(message) = self.invalid.take() {
            return Err(Error::invalid(message));
        }
        if let Some(report) = self.preflight() {
            return Err(Error::preflight(&report));
        }
        let request = self.request(endpoint)?;
        let settings = &self.scope.client.settings;
        let timeout = self.timeout.unwrap_or(settings.timeout);
        let secrets = Secrets::of(&self.scope);
        attempt(settings, request, timeout, endpoint, secrets).await
    }

    fn add_account(&mut self) {
        let Some((parameter, id)) = self.scope.account.clone() else {
            return;
        };
        if id.trim().is_empty() {
            self.note(Error::invalid(format!("`{parameter}` is empty")));
        }
        if self.query.sends(parameter) {
            self.note(Error::invalid(format!(
                "the query parameter `{parameter}` is set by the handle: for another account, ask the client for its handle"
            )));
        }
        self.set_query(parameter, QueryStyle::Form, &*id);
    }

    /// The report that forbids sending the call. What it only warns of is logged.
    fn preflight(&self) -> Option<Report> {
        let slug = self.scope.integration?;
        if self.scope.preflight == Preflight::Off {
            return None;
        }
        // The account is the client's own business: it is in no matrix, and no news to the user.
        let account = self.scope.account.as_ref().map(|(parameter, _)| *parameter);
        let mut query = self.query.names();
        query.retain(|name| Some(*name) != account);
        let body = self.body.as_ref().and_then(|payload| payload.json());
        let report = self.operation.check_request(slug, &query, body.as_ref())?;
        if report.is_ok() {
            return None;
        }
        if self.scope.preflight == Preflight::Deny {
            return Some(report);
        }
        tracing::warn!(
            operation = report.operation(),
            integration = slug,
            "the support matrix speaks against this request: {report}"
        );
        None
    }

    fn request(&self, endpoint: &Endpoint) -> Result<Request<Bytes>, Error> {
        let settings = &self.scope.client.settings;
        let mut uri = settings.base_url.clone();
        uri.push_str(&path::expand(endpoint.path(), &self.path)?);
        self.query.append_to(&mut uri);
        let body = self.body.as_ref().map(|payload| payload.bytes.clone());
        let mut request = Request::builder()
            .method(endpoint.method())
            .uri(uri)
            .body(body.unwrap_or_default())
            .map_err(|error| Error::invalid("the request's address is not valid").because(error))?;
        if self.body.is_some() && self.headers.contains_key(header::CONTENT_TYPE) {
            return Err(Error::invalid(
                "the header `content-type` is set by the body",
            ));
        }
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::USER_AGENT, settings.user_agent.clone());
        if let Some(payload) = &self.body {
            headers.insert(header::CONTENT_TYPE, payload.media.clone());
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        headers.insert(header::AUTHORIZATION, settings.token.header().clone());
        Ok(request)
    }
}

/// Sends a request once. A policy for repeating attempts goes around this function and nowhere else.
async fn attempt(
    settings: &Settings,
    request: Request<Bytes>,
    timeout: Duration,
    endpoint: &Endpoint,
    secrets: Secrets,
) -> Result<Response, Error> {
    let response = settings
        .transport
        .send(request, timeout)
        .await
        .map_err(Error::transport)?;
    let (head, mut body) = response.into_parts();
    let body = match collect(&mut *body, settings.max_body).await {
        Ok(body) => body,
        Err(error) => return Err(error.with_response(head.status, &head.headers, &Bytes::new())),
    };
    if !head.status.is_success() {
        return Err(error::from_response(
            head.status,
            &head.headers,
            &body,
            &secrets,
        ));
    }
    Ok(Response {
        endpoint: *endpoint,
        is_typed: false,
        secrets,
        status: head.status,
        headers: head.headers,
        body,
    })
}

async fn collect(body: &mut dyn Body, limit: usize) -> Result<Bytes, Error> {
    let Some(first) = body.chunk().await.map_err(Error::transport)? else {
        return Ok(Bytes::new());
    };
    let mut whole = BytesMut::from(first);
    loop {
        if whole.len() > limit {
            return Err(Error::too_large(limit));
        }
        match body.chunk().await.map_err(Error::transport)? {
            Some(chunk) => whole.extend_from_slice(&chunk),
            None => return Ok(whole.freeze()),
        }
    }
}
