//! Removal of secrets from what the server returns.

use std::{borrow::Cow, sync::Arc};

use percent_encoding::utf8_percent_encode;

use crate::{AccountScope, query::RESERVED};

/// Secrets of at least this length are not part of a word by chance, so they are removed everywhere. Shorter ones are removed
/// only as whole words, since otherwise all text would be garbled.
const UNMISTAKABLE: usize = 16;

/// The client's credentials and the account's id, which are removed from what the server returns. Our own messages never contain them.
#[derive(Clone)]
pub(crate) struct Secrets {
    credentials: Arc<[String]>,
    account: Option<Arc<str>>,
}

impl Secrets {
    pub(crate) fn of(scope: &AccountScope) -> Self {
        Self {
            credentials: Arc::clone(&scope.client.settings.secrets),
            account: scope.account.as_ref().map(|(_, id)| Arc::clone(id)),
        }
    }

    /// The secrets; the account's id also as encoded in a URL, which servers often echo.
    fn all(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let account = self.account.as_deref().unwrap_or_default();
        let encoded = utf8_percent_encode(account, RESERVED);
        let credentials = self.credentials.iter().map(|text| text.as_str().into());
        credentials.chain([encoded.into(), account.into()])
    }

    /// The length of the longest secret, in bytes.
    pub(crate) fn longest(&self) -> usize {
        let lengths = self.all().map(|secret| secret.len());
        lengths.max().unwrap_or_default()
    }

    /// `text` without the secrets.
    pub(crate) fn hide(&self, text: &str) -> String {
        self.all()
            .filter(|secret| !secret.is_empty())
            .fold(text.to_owned(), |text, secret| blank(&text, &secret))
    }
}

/// Replaces `word` with `…`, except where a short one is only part of a longer word.
fn blank(text: &str, word: &str) -> String {
    if word.chars().count() >= UNMISTAKABLE {
        return text.replace(word, "…");
    }
    let (first, last) = (word.chars().next(), word.chars().next_back());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once(word) {
        out.push_str(head);
        let before = out.chars().next_back().filter(|_| !ends_with_escape(&out));
        let is_part = is_joined(before, first) || is_joined(last, tail.chars().next());
        out.push_str(if is_part { word } else { "…" });
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Whether the text ends with an escape of JSON or of a URL, such as `\n` or `%3D`, which only looks like the beginning of a
/// word.
fn ends_with_escape(text: &str) -> bool {
    let mut last = text.bytes().rev();
    match [last.next(), last.next(), last.next()] {
        [Some(b'b' | b'f' | b'n' | b'r' | b't'), Some(b'\\'), _] => true,
        [Some(low), Some(high), Some(b'%')] => low.is_ascii_hexdigit() && high.is_ascii_hexdigit(),
        _ => false,
    }
}

fn is_joined(left: Option<char>, right: Option<char>) -> bool {
    [left, right]
        .iter()
        .all(|side| side.is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::Secrets;
    impl Secrets {
        pub(crate) fn sample(token: &str, account: &str) -> Self {
            Self {
                credentials: [token.to_owned()].into(),
                account: Some(account.into()),
            }
        }
    }

    fn hide(token: &str, account: &str, text: &str) -> String {
        Secrets::sample(token, account).hide(text)
    }

    #[test]
    fn secrets_are_removed_and_words_are_kept() {
        let table = [
            ("t0ken-s3cret", "…"),
            (
                "token=t0ken-s3cret&account=62f44730-dd91",
                "token=…&account=…",
            ),
            ("\"t0ken-s3cret\"t0ken-s3cret", "\"…\"…"),
            ("62f44730-dd91-461e", "…-461e"),
            ("at0ken-s3cret t0ken-s3crets", "at0ken-s3cret t0ken-s3crets"),
            ("ét0ken-s3cret", "ét0ken-s3cret"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(hide("t0ken-s3cret", "62f44730-dd91", text), expected);
        }
        let text = "your company has many problems, any of a kind";
        let expected = "your company has many problems, … of … kind";
        assert_eq!(hide("any", "a", text), expected);
        assert_eq!(hide("an", "", text), text);
        assert_eq!(hide("-_t0ken_-", "a", "x-_t0ken_-y"), "x…y");
    }

    #[test]
    fn an_account_is_also_removed_in_percent_encoded_form() {
        let (raw, encoded) = ("acme ltd/ü", "acme%20ltd%2F%C3%BC");
        for written in [raw, encoded] {
            let text = format!("no route /accounts/{written}/x");
            assert_eq!(hide("t0ken-s3cret", raw, &text), "no route /accounts/…/x");
        }
        let secrets = Secrets::sample("t0ken", raw);
        assert_eq!(secrets.longest(), encoded.len());
    }

    #[test]
    fn a_long_secret_is_removed_everywhere() {
        let token = "ABCdef0123456789";
        let account = "62f44730-dd91-461e-bb6a-aedd9e0ad79d";
        let table = [
            (
                format!("integrated_account_id%3D{account}%26a"),
                "integrated_account_id%3D…%26a",
            ),
            (format!(r#""bad token:\n{token}""#), r#""bad token:\n…""#),
            (format!("Bearer%20{token}"), "Bearer%20…"),
            (format!("x{token}{token}y"), "x……y"),
        ];
        for (text, expected) in table {
            assert_eq!(hide(token, account, &text), expected);
        }
        // A shorter one is also removed after an escape.
        for short in ["ABCdef012345678", "abc"] {
            for (before, after) in [("Bearer%20", "%26a"), (r"bad token:\n", r"\n")] {
                let text = format!("{before}{short}{after}");
                assert_eq!(hide(short, account, &text), format!("{before}…{after}"));
            }
            let text = format!("2%2{short} \\x{short} n{short}");
            assert_eq!(hide(short, account, &text), text);
        }
    }
}
