//! The header parameters that the client sends.

use openapiv3::ParameterData;

use super::styles;
use crate::bundle::At;
use crate::ir::{Location, Serialization};
use crate::lower::context::Context;

/// The headers that OpenAPI describes elsewhere: the media types of bodies, and security schemes.
const RESERVED: [&str; 3] = ["accept", "authorization", "content-type"];

/// The headers that frame the message, select its host or belong to the connection. The runtime refuses them in `call/headers.rs`,
/// so a call that set one could never be sent.
const OF_THE_TRANSPORT: [&str; 10] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Returns how a header parameter is sent, in a style for any type, or `None` for one that the client does not send.
pub(super) fn location(
    cx: &mut Context<'_, '_>,
    data: &ParameterData,
    at: &At<'_>,
    serialization: &Serialization,
) -> Option<Location> {
    let Some(reason) = without_effect(&data.name) else {
        return Some(Location::Header(styles::header_style(serialization)));
    };
    let message = format!(
        "the header parameter `{}` has no effect: {reason}",
        data.name
    );
    cx.diags.push(at.key_warning(message, "remove it"));
    None
}

/// Returns why the client has no setter for a header.
fn without_effect(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    if RESERVED.contains(&name.as_str()) {
        return Some("OpenAPI reserves the name");
    }
    let is_of_transport = OF_THE_TRANSPORT.contains(&name.as_str()) || name.starts_with("proxy-");
    is_of_transport.then_some("the transport of the client decides this header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_refuses_the_same_headers() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/src/call/headers.rs");
        let runtime = std::fs::read_to_string(path).unwrap();
        let list = runtime.split_once("OF_THE_TRANSPORT: [&str; 10] = [");
        let (list, _) = list.unwrap().1.split_once(']').unwrap();
        let refused: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
        assert_eq!(refused, OF_THE_TRANSPORT);
    }
}
