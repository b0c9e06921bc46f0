//! The address of the site.

use std::str::FromStr;

/// The address of the site, with a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl(String);

impl FromStr for BaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let is_valid = |rest: &str| {
            let is_sign = |c: char| c.is_whitespace() || c.is_control() || "?#<>\"'&".contains(c);
            !rest.is_empty() && !rest.starts_with('/') && !rest.contains(is_sign)
        };
        match rest.filter(|rest| is_valid(rest)) {
            Some(_) => Ok(Self(format!("{}/", text.trim_end_matches('/')))),
            None => Err(
                "write an address without query and fragment, such as https://example.com/docs/"
                    .to_owned(),
            ),
        }
    }
}

impl BaseUrl {
    /// The address of a file of the site.
    pub(super) fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn an_address_ends_with_one_slash() {
        for text in ["https://example.com/docs", "https://example.com/docs/"] {
            let base: BaseUrl = text.parse().unwrap();
            assert_eq!(base.of("llms.txt"), "https://example.com/docs/llms.txt");
        }
        for text in [
            "example.com",
            "https://",
            "https:///a",
            "https://a/?b",
            "ftp://a",
        ] {
            assert!(text.parse::<BaseUrl>().is_err(), "{text}");
        }
    }
}
