//! The API token, and validation of header values.

use std::fmt;

use http::HeaderValue;

use crate::Error;

/// An API token. It is never shown, neither by `Debug` nor in errors.
#[derive(Clone)]
pub struct ApiToken {
    header: HeaderValue,
}

impl ApiToken {
    /// Creates a token from text. Surrounding white space is removed, such as the line break at the end of a file.
    ///
    /// # Errors
    /// The text is empty, begins with `Bearer`, which the client adds itself, or contains white space or another invalid
    /// character. The error does not contain the token.
    pub fn new(text: impl AsRef<str>) -> Result<Self, Error> {
        let text = text.as_ref().trim();
        if text.is_empty() {
            return Err(Error::invalid("the API token is empty"));
        }
        let scheme = text.split(char::is_whitespace).next().unwrap_or_default();
        if scheme.eq_ignore_ascii_case("bearer") {
            return Err(Error::invalid(
                "the API token begins with `Bearer`: omit this prefix, because the client adds it",
            ));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(
                "the API token contains white space, a line break or another invalid character",
            ));
        }
        let mut header = header_value("Authorization", &format!("Bearer {text}"))?;
        header.set_sensitive(true);
        Ok(Self { header })
    }

    /// `Bearer …`
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// The token itself, for removing it from messages.
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

/// Returns the value of the header `name`. The error does not contain it, because it may be a secret.
pub(crate) fn header_value(name: &str, value: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(value).map_err(|_| {
        Error::invalid(format!(
            "the value of the header `{name}` contains a line break or another control character"
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
    fn white_space_around_a_token_is_removed() {
        for text in [
            "s3cret",
            " s3cret",
            "s3cret\n",
            "\ts3cret\r\n",
            "\u{a0}s3cret ",
        ] {
            assert_eq!(ApiToken::new(text).unwrap().header(), "Bearer s3cret");
        }
        // A prefix is a separate word.
        let token = ApiToken::new("bearer-s3cret").unwrap();
        assert_eq!(token.secret(), "bearer-s3cret");
    }

    #[test]
    fn invalid_tokens_are_refused_without_showing_them() {
        let (empty, prefix, character) = ("is empty", "omit this prefix", "invalid character");
        let table = [
            ("", empty),
            (" \r\n", empty),
            ("Bearer s3cret", prefix),
            ("bearer s3cret", prefix),
            (" BEARER\ts3cret\n", prefix),
            ("Bearer ", prefix),
            ("s3cret\r\nX: y", character),
            ("s3\ncret", character),
            ("Token s3cret", character),
            ("s3\0cret", character),
            ("s3\u{e9}cret", character),
        ];
        for (text, reason) in table {
            let error = ApiToken::new(text).unwrap_err();
            assert!(error.to_string().contains(reason), "{text:?}: {error}");
            assert!(!format!("{error} {error:?}").contains("s3"), "{error}");
        }
    }
}
