//! Reads the body of a request, with limits on size and time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use tokio::time::timeout;

use super::reply::{Refusal, Reply};

/// How much of a body beyond the limit is read and discarded: 64 MiB. Most clients read the response only after they have sent
/// the whole body, and would not get it if the connection were closed earlier.
const MOST_DISCARDED: usize = 64 << 20;

/// The limits of a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The maximum number of bytes of a body.
    pub(super) body: usize,
    /// The maximum time without a byte.
    pub(super) idle: Duration,
}

/// Why a body could not be read.
pub(super) enum ReadError {
    /// The client has disconnected.
    Broken,
    /// The request is refused, after `length` bytes.
    Refused { reply: Refusal, length: usize },
}

/// Reads a body.
pub(super) async fn read(
    mut body: Incoming,
    headers: &HeaderMap,
    limits: Limits,
) -> Result<Bytes, ReadError> {
    let announced = body.size_hint().exact().unwrap_or_default();
    let announced = usize::try_from(announced).unwrap_or(usize::MAX);
    let waits = headers.contains_key(header::EXPECT);
    let most = limits.body.saturating_add(MOST_DISCARDED);
    if announced > most || (waits && announced > limits.body) {
        return Err(too_large(limits, announced));
    }
    let (mut kept, mut length) = (BytesMut::new(), 0_usize);
    loop {
        let frame = match timeout(limits.idle, body.frame()).await {
            Err(_) => return Err(late(limits, length)),
            Ok(None) => break,
            Ok(Some(frame)) => frame.map_err(|_| ReadError::Broken)?,
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= limits.body {
            kept.extend_from_slice(&data);
        } else if length <= most {
            kept = BytesMut::new();
        } else {
            break;
        }
    }
    match length > limits.body {
        true => Err(too_large(limits, length)),
        false => Ok(kept.freeze()),
    }
}

fn too_large(limits: Limits, length: usize) -> ReadError {
    let why = format!("the body exceeds the fake's limit of {} bytes", limits.body);
    refused(StatusCode::PAYLOAD_TOO_LARGE, &why, length)
}

fn late(limits: Limits, length: usize) -> ReadError {
    let why = format!(
        "the body is incomplete, and no byte arrived for {:?}",
        limits.idle
    );
    refused(StatusCode::REQUEST_TIMEOUT, &why, length)
}

fn refused(status: StatusCode, why: &str, length: usize) -> ReadError {
    let close = HeaderValue::from_static("close");
    let reply = Reply::error(status, why).with_header(header::CONNECTION, close);
    ReadError::Refused {
        reply: reply.into(),
        length,
    }
}
