//! The API token, and header values in general.

use std::fmt;

use http::HeaderValue;

use crate::Error;

/// A token for the API. It is never shown.
#[derive(Clone)]
pub struct ApiToken {
    header: HeaderValue,
}

impl ApiToken {
    /// Takes `text` as it stands.
    ///
    /// # Errors
    /// It is empty, or has characters that a header cannot carry, such as a line break.
    pub fn new(text: impl AsRef<str>) -> Result<Self, Error> {
        let text = text.as_ref();
        if text.is_empty() {
            return Err(Error::invalid("the API token is empty"));
        }
        let mut header = header_value("Authorization", &format!("Bearer {text}"))?;
        header.set_sensitive(true);
        Ok(Self { header })
    }

    /// `Bearer …`
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// The token itself, to keep it out of messages.
    pub(crate) fn secret(&self) -> &str {
        let text = self.header.to_str().unwrap_or_default();
        text.strip_prefix("Bearer ").unwrap_or_default()
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken(…)")
    }
}

/// The value of the header `name`. The error does not show it: it may be a secret.
pub(crate) fn header_value(name: &str, value: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(value).map_err(|_| {
        Error::invalid(format!(
            "the value of the header `{name}` has a line break or another control character"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::ApiToken;

    #[test]
    fn a_token_is_never_shown() {
        let token = ApiToken::new("s3cret").unwrap();
        assert_eq!(token.secret(), "s3cret");
        assert!(!format!("{token:?} {:?}", token.header()).contains("s3cret"));
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_refused_and_not_shown() {
        for text in ["", "s3cret\n", "s3cret\r\nX: y", "s3\0cret"] {
            let error = ApiToken::new(text).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("s3"), "{error}");
        }
    }
}
