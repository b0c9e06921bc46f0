//! The credentials of one scheme, ready to be sent.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::{HeaderName, HeaderValue, header};

use super::scheme::{Place, SecurityScheme};
use crate::{ApiToken, Error, query::encode_text, token::header_value};

/// The credentials of one scheme.
#[derive(Clone)]
pub(crate) struct Secret {
    pub(crate) sent: Sent,
    /// The texts that must not be shown.
    pub(super) hidden: Vec<String>,
}

/// A part of a request that authenticates it.
#[derive(Clone)]
pub(crate) enum Sent {
    /// A header with its value.
    Header(HeaderName, HeaderValue),
    /// A query parameter, encoded: `name=value`
    Query(String),
    /// A cookie: `name=value`
    Cookie(String),
}

impl Secret {
    /// Returns the credentials of any scheme but basic authentication.
    pub(super) fn new(scheme: SecurityScheme, text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let of_scheme = |error: Error| named(scheme, error.message());
        if let Place::Bearer = scheme.place() {
            let token = ApiToken::new(text).map_err(of_scheme)?;
            return Ok(Self {
                sent: Sent::Header(header::AUTHORIZATION, token.header().clone()),
                hidden: vec![token.secret().to_owned()],
            });
        }
        if text.is_empty() {
            return Err(named(scheme, "the value is empty"));
        }
        let sent = match scheme.place() {
            Place::Bearer | Place::Basic | Place::Authorization => {
                sensitive(header::AUTHORIZATION, text).map_err(of_scheme)?
            }
            Place::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| named(scheme, "the name of the header is invalid"))?;
                sensitive(name, text).map_err(of_scheme)?
            }
            Place::Query(name) => {
                Sent::Query(format!("{}={}", encode_text(name), encode_text(text)))
            }
            Place::Cookie(name) if text.bytes().all(is_of_cookie) => {
                Sent::Cookie(format!("{name}={text}"))
            }
            Place::Cookie(_) => {
                let why = "the value contains a character that is invalid in a cookie";
                return Err(named(scheme, why));
            }
        };
        let mut hidden = vec![text.to_owned(), encode_text(text)];
        if let (Place::Authorization, Some((_, rest))) = (scheme.place(), text.split_once(' ')) {
            // Servers can repeat the credentials without the name of their scheme.
            hidden.push(rest.trim().to_owned());
        }
        Ok(Self { sent, hidden })
    }

    /// Returns a user name and a password.
    pub(super) fn basic(scheme: SecurityScheme, user: &str, password: &str) -> Result<Self, Error> {
        let is_broken = |text: &str| text.contains(char::is_control);
        if user.contains(':') {
            return Err(named(scheme, "the user name contains a colon"));
        }
        if is_broken(user) || is_broken(password) {
            let why = "the user name or the password contains a control character";
            return Err(named(scheme, why));
        }
        if user.is_empty() && password.is_empty() {
            return Err(named(scheme, "the user name and the password are empty"));
        }
        let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
        // Some APIs take a key as user name, without a password.
        let secret = if password.is_empty() { user } else { password };
        Ok(Self {
            sent: sensitive(header::AUTHORIZATION, &format!("Basic {encoded}"))?,
            hidden: vec![encoded, secret.to_owned(), encode_text(secret)],
        })
    }
}

fn sensitive(name: HeaderName, text: &str) -> Result<Sent, Error> {
    let mut value = header_value(name.as_str(), text)?;
    value.set_sensitive(true);
    Ok(Sent::Header(name, value))
}

/// An error that names the scheme. Messages about the API token do without.
fn named(scheme: SecurityScheme, why: &str) -> Error {
    match scheme == SecurityScheme::TOKEN {
        true => Error::invalid(why),
        false => Error::invalid(format!("the credentials `{}`: {why}", scheme.name())),
    }
}

/// Whether the value of a cookie can contain the byte.
fn is_of_cookie(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}
