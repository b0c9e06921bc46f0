//! OAuth as a word of names.

use std::borrow::Cow;

use heck::ToSnakeCase;

/// Makes one word of `OAuth`, which capital letters would divide: `getOAuthToken` becomes `getOauthToken`.
pub(crate) fn join_oauth(text: &str) -> Cow<'_, str> {
    let mut joined = String::new();
    let mut done = 0;
    for (at, found) in text.match_indices("Auth") {
        let after = text[at + found.len()..].chars().next();
        let is_end = !after.is_some_and(|c| c.is_ascii_lowercase());
        if let Some(start) = initial(&text[..at]).filter(|_| is_end) {
            joined.push_str(&text[done..=start]);
            joined.push_str("auth");
            done = at + found.len();
        }
    }
    match done {
        0 => Cow::Borrowed(text),
        _ => Cow::Owned(joined + &text[done..]),
    }
}

/// Returns the index of the `O` at the end of `before`. A last letter of another word, as in `noAuth` and `SSOAuth`, is none.
fn initial(before: &str) -> Option<usize> {
    let (start, letter) = before.char_indices().next_back()?;
    let previous = before[..start].chars().next_back();
    let is_initial = match letter {
        'O' => {
            let capitals = before.trim_end_matches(|c: char| c.is_ascii_uppercase());
            &before[capitals.len()..] != "SSO"
        }
        'o' => !previous.is_some_and(|c| c.is_ascii_alphabetic()),
        _ => false,
    };
    is_initial.then_some(start)
}

/// Returns the words of a name in snake case: `get_oauth_token`.
pub(crate) fn snake_case(text: &str) -> String {
    join_oauth(text).to_snake_case()
}

/// Writes `oauth` in `words` as in the `document`, for the name of a type: `get_OAuth_token`.
pub(crate) fn spell_oauth<'w>(words: &'w str, document: &str) -> Cow<'w, str> {
    match join_oauth(document) {
        Cow::Owned(_) => Cow::Owned(words.replace("oauth", "OAuth")),
        Cow::Borrowed(_) => Cow::Borrowed(words),
    }
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn oauth_is_one_word_and_the_end_of_another_word_is_none() {
        for (text, expected) in [
            ("OAuth", "oauth"),
            ("oAuth2", "oauth2"),
            ("OAUTHToken", "oauth_token"),
            ("isOAuth", "is_oauth"),
            ("user-oAuth", "user_oauth"),
            ("OAuth2ServerKeys", "oauth2_server_keys"),
            ("listOAuthAppsOfOAuth", "list_oauth_apps_of_oauth"),
            ("noAuth", "no_auth"),
            ("SSOAuth", "sso_auth"),
            ("SSOOAuth", "sso_oauth"),
            ("MFAOAuth", "mfa_oauth"),
            ("TPPOAuth2Security", "tpp_oauth2_security"),
            ("OAuthorize", "o_authorize"),
        ] {
            assert_eq!(snake_case(text), expected, "{text}");
        }
    }
}
