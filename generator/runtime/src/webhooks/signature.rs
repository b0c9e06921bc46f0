//! Signatures: HMAC-SHA256 over the body.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A secret, ready to sign. It cannot be read back.
#[derive(Clone)]
pub(super) struct Key(Hmac<Sha256>);

impl Key {
    /// The key is the text of the secret, without white space around it.
    pub(super) fn new(secret: &str) -> Option<Self> {
        Hmac::new_from_slice(secret.trim().as_bytes())
            .ok()
            .map(Self)
    }

    /// Whether `signature` is that of `body`. Takes the same time for all signatures.
    pub(super) fn has_signed(&self, body: &[u8], signature: &[u8; 32]) -> bool {
        self.0
            .clone()
            .chain_update(body)
            .verify_slice(signature)
            .is_ok()
    }
}

/// Reads the value of a header like `format=sha256,v=…`. The documentation does not say how the signature is written: it is read in hexadecimal
/// digits and in Base64, which differ in length.
pub(super) fn parse(header: &[u8]) -> Option<[u8; 32]> {
    // The longest has 60 characters; a longer one is not even searched.
    let header = std::str::from_utf8(header)
        .ok()
        .filter(|text| text.len() <= 256)?;
    let mut format = None;
    let mut value = None;
    for part in header.split(',') {
        let (name, text) = part.split_once('=')?;
        let known = match name.trim() {
            "format" => &mut format,
            "v" => &mut value,
            _ => continue,
        };
        if known.replace(text.trim()).is_some() {
            return None;
        }
    }
    if format != Some("sha256") {
        return None;
    }
    let value = value?;
    let bytes = match value.len() {
        64 => hex::decode(value).ok()?,
        _ => BASE64_STANDARD.decode(value).ok()?,
    };
    bytes.try_into().ok()
}

/// Returns the header `X-Truto-Signature` of a webhook with this body. Only for tests.
#[cfg(feature = "testing")]
#[must_use]
pub fn sign(secret: &str, body: &[u8]) -> String {
    // HMAC accepts keys of any length.
    let mac = Key::new(secret).map(|key| key.0.chain_update(body).finalize().into_bytes());
    format!(
        "format=sha256,v={}",
        mac.map(hex::encode).unwrap_or_default()
    )
}
