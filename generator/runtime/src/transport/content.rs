//! Content codings: compressed bodies are decompressed as they arrive.
//!
//! `gzip` and `x-gzip` are decoded, in upper or lower case, even if they were applied several times; `identity` is ignored. Several
//! members are concatenated. Trailing bytes that do not begin another member are ignored, as gzip itself does. A body with a
//! truncated member or a wrong checksum is a broken response. A body with any other coding is passed on unchanged, with its header.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, header};

#[cfg(feature = "blocking")]
use super::BlockingBody;
#[cfg(feature = "tokio")]
use super::{Body, BoxFuture};
use super::{
    TransportError,
    gunzip::{Gunzip, Step},
};

/// The maximum number of decoded layers. A body with more layers is passed on with the remaining codings.
const MOST_LAYERS: usize = 4;

/// Requests gzip, unless the caller requests a coding or a range, whose offsets count encoded bytes.
pub(super) fn ask(headers: &mut HeaderMap) {
    let coding = match headers.contains_key(header::RANGE) {
        true => "identity",
        false => "gzip",
    };
    headers
        .entry(header::ACCEPT_ENCODING)
        .or_insert(HeaderValue::from_static(coding));
}

/// Decodes the body of a response, and removes the headers that no longer apply.
#[cfg(feature = "tokio")]
pub(super) fn decoded(mut response: Response<Box<dyn Body>>) -> Response<Box<dyn Body>> {
    let layers = take_layers(response.headers_mut());
    response.map(|body| (0..layers).fold(body, |body, _| Box::new(Decoded::new(body)) as _))
}

/// The same for a blocking body.
#[cfg(feature = "blocking")]
pub(super) fn decoded_blocking(
    mut response: Response<Box<dyn BlockingBody>>,
) -> Response<Box<dyn BlockingBody>> {
    let layers = take_layers(response.headers_mut());
    response.map(|body| (0..layers).fold(body, |body, _| Box::new(Decoded::new(body)) as _))
}

/// The number of layers to decode: the codings are listed in the order in which they were applied.
fn take_layers(headers: &mut HeaderMap) -> usize {
    let values = headers.get_all(header::CONTENT_ENCODING).iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    let mut codings: Vec<String> = texts
        .flat_map(|text| text.split(','))
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !matches!(coding.as_str(), "" | "identity"))
        .collect();
    let is_gzip = |coding: &String| matches!(coding.as_str(), "gzip" | "x-gzip");
    let layers = codings.iter().rev().take(MOST_LAYERS);
    let layers = layers.take_while(|coding| is_gzip(coding)).count();
    if layers > 0 {
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::CONTENT_ENCODING);
        codings.truncate(codings.len() - layers);
    }
    if layers > 0 && !codings.is_empty() {
        // A part of a header value is a valid header value.
        let left = HeaderValue::try_from(codings.join(", ")).ok();
        left.map(|left| headers.insert(header::CONTENT_ENCODING, left));
    }
    layers
}

/// A body from which one layer of gzip is removed while it is read.
struct Decoded<B> {
    body: B,
    gunzip: Gunzip,
}

impl<B> Decoded<B> {
    fn new(body: B) -> Self {
        let gunzip = Gunzip::new();
        Self { body, gunzip }
    }
}

#[cfg(feature = "tokio")]
impl Body for Decoded<Box<dyn Body>> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            loop {
                match self.gunzip.step()? {
                    Step::Piece(piece) => return Ok(Some(piece)),
                    Step::End => return Ok(None),
                    Step::Feed => self.gunzip.feed(self.body.chunk().await?),
                }
            }
        })
    }

    fn restart_timeout(&mut self, timeout: Duration) {
        self.body.restart_timeout(timeout);
    }
}

#[cfg(feature = "blocking")]
impl BlockingBody for Decoded<Box<dyn BlockingBody>> {
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            match self.gunzip.step()? {
                Step::Piece(piece) => return Ok(Some(piece)),
                Step::End => return Ok(None),
                Step::Feed => self.gunzip.feed(self.body.chunk()?),
            }
        }
    }

    fn restart_timeout(&mut self, timeout: Duration) {
        self.body.restart_timeout(timeout);
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::take_layers;

    #[test]
    fn content_codings_are_removed_in_reverse_order() {
        let table: [(&[&str], usize, Option<&str>); 12] = [
            (&[], 0, None),
            (&["gzip"], 1, None),
            (&["GZIP"], 1, None),
            (&["x-gzip"], 1, None),
            (&["X-GZip "], 1, None),
            (&["identity"], 0, Some("identity")),
            (&["gzip, identity"], 1, None),
            (&["gzip,gzip"], 2, None),
            (&["gzip", "x-gzip"], 2, None),
            (&["br, gzip"], 1, Some("br")),
            (&["gzip, br"], 0, Some("gzip, br")),
            (&["gzip, gzip, gzip, gzip, gzip"], 4, Some("gzip")),
        ];
        for (values, layers, left) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(7));
            for value in values {
                headers.append(header::CONTENT_ENCODING, HeaderValue::from_static(value));
            }
            assert_eq!(take_layers(&mut headers), layers, "{values:?}");
            let coding = headers.get(header::CONTENT_ENCODING);
            assert_eq!(coding.map(|value| value.to_str().unwrap()), left);
            assert_eq!(headers.contains_key(header::CONTENT_LENGTH), layers == 0);
        }
    }
}
