//! Names that HTTP allows.

/// Whether the text can be the name of a header or a cookie: a `token` of RFC 9110.
pub(super) fn is_token(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(fits)
}
