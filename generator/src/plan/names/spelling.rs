//! How names are spelled: as identifiers, with keywords escaped as `r#type`, and names that the generated code uses distinguished by
//! a word or an underscore at the end.

use heck::{ToShoutySnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::reserved::{KEYWORDS, NEVER_RAW};
use super::space::Space;
use crate::ir::oauth::{join_oauth, snake_case};

/// The length of the longest names, in bytes. Modules, pages and the documentation of types are files, whose names can have 255.
const LONGEST: usize = 150;

/// Returns the Rust name of `raw`: always a valid identifier, and deterministic.
pub(crate) fn derive(space: Space, raw: &str) -> String {
    let cased = unreserved(space, raw);
    if space.is_reserved(&cased) || NEVER_RAW.contains(&cased.as_str()) {
        distinguished(space, raw)
    } else if KEYWORDS.contains(&cased.as_str()) {
        format!("r#{cased}")
    } else {
        cased
    }
}

/// Returns the name of an item if the generated code has an item of this name itself.
pub(super) fn distinguished(space: Space, raw: &str) -> String {
    match space.suffix() {
        Some(suffix) => unreserved(space, &format!("{raw} {suffix}")),
        None => unreserved(space, raw) + "_",
    }
}

/// Returns the name as a part of other names: without `r#`, and without what distinguishes it from an item of the generated code.
pub(super) fn stem(space: Space, raw: &str, name: &str) -> String {
    let words = unreserved(space, raw);
    match name != words && name == distinguished(space, raw) {
        true => words,
        false => plain(name).to_owned(),
    }
}

/// Returns the name of `raw` as if no name were reserved.
pub(super) fn unreserved(space: Space, raw: &str) -> String {
    let cased = match space.is_snake_case() && is_snake_case(raw) {
        true => raw.to_owned(),
        false => cased(space, &join_initialisms(&spell_out(raw))),
    };
    let cased = match cased.len() > LONGEST {
        true => shortened(space, &cased, raw),
        false => cased,
    };
    match cased.chars().next() {
        None => format!("{}{}", space.prefix(), self::cased(space, "Empty")),
        Some(first) if first.is_ascii_digit() => format!("{}{cased}", space.prefix()),
        Some(_) => cased,
    }
}

/// Whether a text already is what [`unreserved`] makes of it: most names are in snake case.
fn is_snake_case(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.bytes().all(is_plain)
        && !text.is_empty()
        && !text.starts_with('_')
        && !text.ends_with('_')
        && !text.contains("__")
}

/// Removes `r#` from an identifier, for use as a part of another name.
pub(crate) fn plain(name: &str) -> &str {
    name.strip_prefix("r#")
        .unwrap_or(name)
        .trim_end_matches('_')
}

/// Cuts off the end of a long name, and appends a number that depends on the whole text.
fn shortened(space: Space, name: &str, raw: &str) -> String {
    // FNV-1a, whose result never changes.
    let hash = raw.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let start = name.get(..LONGEST - 10).unwrap_or(name);
    cased(space, &format!("{start} x{hash:08x}"))
}

fn cased(space: Space, words: &str) -> String {
    match space {
        Space::Type | Space::Variant => words.to_upper_camel_case(),
        Space::Field | Space::Method | Space::Module | Space::Api => snake_case(words),
        Space::Constant => join_oauth(words).to_shouty_snake_case(),
    }
}

/// The identifier of a name: `contacts`, `r#type`.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The tokens of a path: `Error`, `truto_runtime::Error`.
pub(crate) fn path(path: &str) -> TokenStream {
    let names = path.split("::").map(ident);
    quote!(#(#names)::*)
}

/// The name without `r#`: for rustdoc links, file names and cargo features.
pub(crate) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// Whether the end of a name is an identifier, too: no keyword, and without a digit at the beginning.
pub(crate) fn is_identifier(end: &str) -> bool {
    let is_letter = |first: char| first == '_' || first.is_ascii_alphabetic();
    end.starts_with(is_letter) && end != "_" && !KEYWORDS.contains(&end)
}

/// `name`, with underscores appended until it is not in `taken`.
pub(crate) fn free(name: &str, taken: &[&str]) -> String {
    let mut name = name.to_owned();
    while taken.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// Makes one word of the plural of an initialism, which has a small letter at the end: `externalIDs` becomes `externalIds`.
fn join_initialisms(words: &str) -> String {
    let mut joined = String::with_capacity(words.len());
    let mut initials = 0;
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let is_last = !chars.peek().is_some_and(char::is_ascii_lowercase);
        if initials > 1 && c == 's' && is_last {
            let rest = joined.split_off(joined.len() + 1 - initials);
            joined.push_str(&rest.to_ascii_lowercase());
        }
        initials = if c.is_ascii_uppercase() {
            initials + 1
        } else {
            0
        };
        joined.push(c);
    }
    joined
}

/// Splits into words of ASCII letters and digits. Signs before a number, isolated signs and non-ASCII characters are spelled out,
/// so that `+1` and `-1`, `<` and `>` differ, and identifiers are ASCII, as lints of rustc require.
fn spell_out(raw: &str) -> String {
    let bare = !raw.chars().any(|c| c.is_ascii_alphanumeric());
    let mut words = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    let mut is_start = true;
    while let Some(c) = chars.next() {
        let before_digit = is_start && chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            c if c.is_ascii_alphanumeric() => words.push(c),
            c if c.is_ascii() => {
                words.push(' ');
                if bare || (before_digit && matches!(c, '+' | '-')) {
                    words.push_str(sign(c));
                    words.push(' ');
                }
            }
            c => words.push_str(&format!(" u{:x} ", u32::from(c))),
        }
        is_start = !c.is_ascii_alphanumeric();
    }
    words
}

/// The word for a sign.
pub(super) fn sign(c: char) -> &'static str {
    match c {
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "open",
        ')' => "close",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' => "open bracket",
        '\\' => "backslash",
        ']' => "close bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open brace",
        '|' => "or",
        '}' => "close brace",
        '~' => "tilde",
        c if c.is_whitespace() => "space",
        _ => "control",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = "a long name ".repeat(30);
        for space in [Space::Type, Space::Module, Space::Method, Space::Constant] {
            let [one, other] = ["1", "2"].map(|end| derive(space, &format!("{long}{end}")));
            assert!(one.len() <= LONGEST && one != other, "{one} {other}");
            assert_eq!(derive(space, &one), one);
        }
    }

    #[test]
    fn any_text_becomes_an_identifier() {
        let cases = [
            (Space::Variant, "in progress", "InProgress"),
            (Space::Variant, "+1", "Plus1"),
            (Space::Variant, "-1", "Minus1"),
            (Space::Variant, "reactions--1", "ReactionsMinus1"),
            (Space::Variant, "2020-01-01", "Value20200101"),
            (Space::Variant, "1", "Value1"),
            (Space::Variant, "", "ValueEmpty"),
            (Space::Variant, ">=", "GreaterEqual"),
            (Space::Variant, "🙂", "U1f642"),
            (Space::Variant, "unrecognized", "Unrecognized_"),
            (Space::Type, "self", "SelfModel"),
            (Space::Type, "Result", "ResultModel"),
            (Space::Type, "../../x", "X"),
            (Space::Field, "type", "r#type"),
            (Space::Field, "self", "self_"),
            (Space::Field, "gen", "r#gen"),
            (Space::Field, "phone_numbesr", "phone_numbesr"),
            (Space::Field, "2fa", "field_2fa"),
            (Space::Field, "extra", "extra_"),
            (Space::Field, "with_timeout", "with_timeout_"),
            (Space::Field, "maybe", "maybe"),
            (Space::Field, "maybe_name", "maybe_name_"),
            (Space::Field, "send_stream", "send_stream_"),
            (Space::Field, "created_at[gt]", "created_at_gt"),
            (Space::Field, "team_ids[]", "team_ids"),
            (Space::Field, "ticket[custom][id]", "ticket_custom_id"),
            (Space::Field, "é", "ue9"),
            (Space::Field, "externalIDs", "external_ids"),
            (Space::Field, "external_IDs", "external_ids"),
            (Space::Field, "URLsByHost", "urls_by_host"),
            (Space::Field, "HTTPServer", "http_server"),
            (Space::Field, "isOAuth", "is_oauth"),
            (Space::Module, "OAuth2 Keys", "oauth2_keys"),
            (Space::Constant, "getOAuthToken", "GET_OAUTH_TOKEN"),
            (Space::Type, "OAuth2Keys", "OAuth2Keys"),
            (Space::Type, "external IDs", "ExternalIds"),
            (Space::Type, "APIs", "Apis"),
            (Space::Module, "type", "type_resource"),
            (Space::Api, "time", "time_api"),
            (Space::Module, "../../etc/passwd", "etc_passwd"),
            (Space::Module, "policy", "policy"),
            (Space::Module, "request", "request_resource"),
            (Space::Module, "aux", "aux_resource"),
            (Space::Method, "con", "con_"),
            (Space::Method, "com1", "com1_"),
            (Space::Method, "com0", "com0"),
            (Space::Constant, "nul", "NUL_"),
            (Space::Method, "import", "import"),
            (Space::Constant, "create", "CREATE"),
        ];
        for (space, raw, expected) in cases {
            assert_eq!(derive(space, raw), expected, "{raw}");
        }
    }
}
