//! Recognition of messages that name a missing value, in the wordings of common validators.
//!
//! Only whole phrases count, such as `is required`. A name is recognized:
//!
//! - in quotes: `"email" is required`
//! - without quotes, if the clause has no other word before the phrase, except `the`: `first_name is required`
//! - without quotes, next to a word such as `field`: `The email field is required`
//! - in a list after a colon: `Missing required fields: a, b`
//!
//! Other words are not taken for names: `Authentication is required` and `This field is required` name nothing.

use crate::support::IssueLocation;

#[cfg(test)]
mod tests;

/// The maximum number of names in a message, and of issues in a response.
pub(super) const MOST: usize = 100;

/// The maximum length of a name, in bytes.
pub(super) const LONGEST: usize = 200;

/// The characters that open a quoted name, with those that close it.
const QUOTES: [(char, char); 6] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('[', ']'),
    ('“', '”'),
    ('‘', '’'),
];

/// The words for a field or a parameter.
const NOUNS: [&str; 7] = [
    "field",
    "property",
    "parameter",
    "param",
    "key",
    "attribute",
    "argument",
];

/// Words allowed next to such a word before a list of names.
const AROUND: [&str; 17] = [
    "a",
    "are",
    "body",
    "following",
    "in",
    "is",
    "mandatory",
    "missing",
    "one",
    "or",
    "query",
    "request",
    "required",
    "some",
    "the",
    "these",
    "url",
];

/// Words before `is required` that are not names.
const NO_NAMES: [&str; 18] = [
    "a",
    "all",
    "an",
    "authentication",
    "authorization",
    "body",
    "each",
    "every",
    "it",
    "nothing",
    "payload",
    "query",
    "request",
    "something",
    "that",
    "the",
    "this",
    "which",
];

/// Words for other things with a quoted name: `role 'admin' is required`.
const OTHER_NOUNS: [&str; 13] = [
    "contact",
    "cookie",
    "feature",
    "file",
    "header",
    "integration",
    "license",
    "permission",
    "plan",
    "role",
    "scope",
    "subscription",
    "user",
];

/// Validators' names of the validated value as a whole, and its place in the request.
const ROOTS: [(&str, Option<IssueLocation>); 10] = [
    ("body", Some(IssueLocation::Body)),
    ("data", None),
    ("instance", None),
    ("object", None),
    ("payload", Some(IssueLocation::Body)),
    ("query", Some(IssueLocation::Query)),
    ("querystring", Some(IssueLocation::Query)),
    ("request", None),
    ("requestbody", Some(IssueLocation::Body)),
    ("root", None),
];

/// A missing field or parameter. If the message does not name its place, the method of the request determines it.
pub(super) type Missing = (Option<IssueLocation>, String);

/// The missing values that `message` names, in order. Each way of naming them is limited to [`MOST`], so that the work is linear.
pub(super) fn missing(message: &str) -> Vec<Missing> {
    // Only letters of ASCII change, so that offsets stay the same.
    let lower = message.to_ascii_lowercase();
    let text = Text {
        text: message,
        lower: &lower,
    };
    let mut found = Vec::new();
    text.properties(&mut found);
    text.required(&mut found);
    text.lists(&mut found);
    found.sort_by_key(|(at, _)| *at);
    let names = found.into_iter().map(|(_, missing)| missing);
    names.take(MOST).collect()
}

/// The path of the field `name` in `parent`: `emails[0].type`. The parent can be a JSON pointer or a path with dots.
pub(super) fn path(parent: &str, name: &str) -> Missing {
    within(&parts(parent), name)
}

/// The path of a field from its full name: a JSON pointer, or a name that may begin with that of a root.
pub(super) fn whole_path(name: &str) -> Missing {
    let parts = parts(name);
    let is_pointer = name.starts_with(['/', '#']);
    match parts.split_last() {
        Some((last, parents))
            if is_pointer || parents.first().is_some_and(|part| root(part).is_some()) =>
        {
            within(parents, last)
        }
        _ => (None, name.to_owned()),
    }
}

fn within(parents: &[String], name: &str) -> Missing {
    let roots = parents.iter().map_while(|part| root(part));
    let (count, place) = roots.fold((0, None), |(count, place), root| {
        (count + 1, root.or(place))
    });
    let mut path = String::new();
    for part in parents.iter().skip(count).map(String::as_str).chain([name]) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str(&format!("[{part}]"));
            continue;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(part);
    }
    (place, path)
}

fn root(part: &str) -> Option<Option<IssueLocation>> {
    let part = part.to_ascii_lowercase();
    let root = ROOTS.iter().find(|(name, _)| *name == part)?;
    Some(root.1)
}

fn parts(path: &str) -> Vec<String> {
    let is_pointer = path.contains('/');
    let parts = path.split(|char| match is_pointer {
        true => char == '/',
        false => matches!(char, '.' | '[' | ']'),
    });
    let parts = parts.filter(|part| !part.is_empty() && *part != "#" && *part != "$");
    parts
        .map(|part| part.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// A message, and its lower case.
struct Text<'a> {
    text: &'a str,
    lower: &'a str,
}

type Found = Vec<(usize, Missing)>;

impl<'a> Text<'a> {
    /// `data/emails/0 must have required property 'type'`, `required key [type] not found`.
    fn properties(&self, found: &mut Found) {
        const VERBS: [&str; 5] = [
            "must have ",
            "should have ",
            "is missing ",
            "missing ",
            "missing the ",
        ];
        for noun in NOUNS {
            let marker = format!("required {noun} ");
            let named = self.lower.match_indices(&marker).filter_map(|(at, _)| {
                let before = self.lower.get(..at).unwrap_or_default();
                let (name, rest) = self.text.get(at + marker.len()..).and_then(quoted)?;
                let verb = VERBS.iter().rev().find(|verb| before.ends_with(**verb));
                let is_not_found = rest.trim_start().starts_with("not found");
                let parent = match verb {
                    Some(verb) if verb.ends_with("have ") => self.word_before(at - verb.len()),
                    Some(_) => "",
                    None if is_not_found => "",
                    None => return None,
                };
                Some((at, path(parent, name)))
            });
            found.extend(named.take(MOST));
        }
    }

    /// `"email" is required`, `email is a required field`, `The email field is required`.
    fn required(&self, found: &mut Found) {
        let most = found.len() + MOST;
        for (at, marker) in self.lower.match_indices(" is ") {
            if found.len() >= most {
                break;
            }
            let rest = self.lower.get(at + marker.len()..).unwrap_or_default();
            let Some(rest) = requirement(rest) else {
                continue;
            };
            let before = self.text.get(..at).unwrap_or_default();
            let is_last = rest.trim_start().is_empty() || rest.starts_with(ENDS);
            let name = match quoted_before(before) {
                Some((before, name)) => {
                    let is_other = OTHER_NOUNS.contains(&last_word(before).as_str());
                    (!is_other && !rest.starts_with(" to ")).then_some(name)
                }
                None if is_last => self.bare_before(at),
                None => None,
            };
            found.extend(name.map(|name| (at, whole_path(name))));
        }
    }

    /// `Missing required fields: a, b and c`.
    fn lists(&self, found: &mut Found) {
        let most = found.len() + MOST;
        for (at, _) in self.lower.match_indices(':') {
            let before = self.lower.get(..at).unwrap_or_default();
            let phrase = before.rsplit(PHRASE_ENDS).next().unwrap_or_default();
            let Some(place) = announces(phrase) else {
                continue;
            };
            let mut rest = self.text.get(at + 1..).unwrap_or_default();
            // A list can contain others, each of which is read to the end.
            while let Some((name, after)) = listed(rest.trim_start()) {
                if found.len() >= most {
                    return;
                }
                let (own, name) = whole_path(name);
                found.push((at, (own.or(place), name)));
                let after = after.trim_start_matches(' ');
                let next = after.strip_prefix(',').unwrap_or(after).trim_start();
                let next = next.strip_prefix("and ").unwrap_or(next);
                if next.len() == after.len() {
                    break;
                }
                rest = next;
            }
        }
    }

    /// The word that ends at `end`, before a space.
    fn word_before(&self, end: usize) -> &'a str {
        let before = self.text.get(..end).unwrap_or_default();
        let word = before
            .strip_suffix(' ')
            .and_then(|before| before.rsplit([' ', ',', ':', ';', '\n']).next());
        word.unwrap_or_default()
    }

    /// The unquoted name that ends at `end`: alone in its clause, or next to a word such as `field`.
    fn bare_before(&self, end: usize) -> Option<&'a str> {
        let before = last(self.text.get(..end)?);
        let clause = before.rsplit(CLAUSE_ENDS).next()?;
        let clause = clause.rsplit(". ").next()?.trim_start();
        let mut words: Vec<&str> = clause.split(' ').collect();
        if words
            .first()
            .is_some_and(|word| word.eq_ignore_ascii_case("the"))
        {
            words.remove(0);
        }
        let is_noun = |word: &str| NOUNS.contains(&word.to_ascii_lowercase().as_str());
        let (name, is_named) = match words.as_slice() {
            [name] => (*name, false),
            [noun, name] if is_noun(noun) => (*name, true),
            [name, noun] if is_noun(noun) => (*name, true),
            _ => return None,
        };
        let is_name = is_bare_name(name) && !NO_NAMES.contains(&name.to_ascii_lowercase().as_str());
        // The first word of a sentence has a capital letter, and is not a name.
        let is_lower = name.starts_with(|char: char| char.is_ascii_lowercase() || char == '_');
        let is_path = name.contains(['_', '.', '[', '/']);
        (is_name && !is_noun(name) && (is_named || is_lower || is_path)).then_some(name)
    }
}

/// The characters that end a clause, besides a dot with a space: a dot alone can be part of a path.
const CLAUSE_ENDS: [char; 6] = [',', ';', ':', '\n', '(', '"'];

const PHRASE_ENDS: [char; 6] = ['.', ',', ';', ':', '\n', '"'];

/// Whether the subject of `is missing` is what is missing, given the text after it. In `is missing an email`, it is not.
fn is_subject(rest: &str) -> bool {
    !rest.starts_with(' ') || BEHIND_MISSING.iter().any(|next| rest.starts_with(next))
}

/// The texts that can follow when it is.
const BEHIND_MISSING: [&str; 5] = [" and ", " but ", " from ", " in ", " or "];

const ENDS: [char; 7] = ['.', ',', ';', '!', ')', '\n', '"'];

/// Parses `required`, `a required field` or `missing` after `is`, and returns the rest.
fn requirement(text: &str) -> Option<&str> {
    let rest = match text.strip_prefix("a required ") {
        Some(rest) => NOUNS.iter().find_map(|noun| rest.strip_prefix(noun))?,
        None => match text.strip_prefix("missing") {
            Some(rest) => is_subject(rest).then_some(rest)?,
            None => text.strip_prefix("required")?,
        },
    };
    let is_word = rest.starts_with(|char: char| char.is_alphanumeric());
    (!is_word).then_some(rest)
}

/// The place named by a phrase before a colon; `None` if the phrase is not only about what is missing.
fn announces(phrase: &str) -> Option<Option<IssueLocation>> {
    let mut has = [false; 2];
    let mut place = None;
    for word in phrase.split_whitespace() {
        let noun = word.trim_end_matches("(s)").trim_end_matches("(es)");
        let is_noun = NOUNS.iter().any(|known| {
            noun.strip_prefix(known)
                .is_some_and(|rest| matches!(rest, "" | "s"))
                || noun == "properties"
        });
        match word {
            "missing" | "required" | "mandatory" => has[0] = true,
            "query" => place = Some(IssueLocation::Query),
            "body" => place = Some(IssueLocation::Body),
            _ if is_noun => has[1] = true,
            _ if AROUND.contains(&word) => {}
            _ => return None,
        }
    }
    (has == [true; 2]).then_some(place)
}

/// The name at the beginning of a list, quoted or bare, and the rest.
fn listed(text: &str) -> Option<(&str, &str)> {
    if let Some(found) = quoted(text) {
        return Some(found);
    }
    // What is longer is no name. The search is limited, because a text can contain many lists and no such character.
    let mut start = text.char_indices().take(2 * LONGEST);
    let end = match start.find(|(_, char)| matches!(char, ' ' | ',' | ';' | '\n')) {
        Some((end, _)) => end,
        None if text.len() <= 2 * LONGEST => text.len(),
        None => return None,
    };
    let (name, rest) = text.split_at_checked(end)?;
    let name = name.trim_end_matches(['.', '!', ')']);
    let is_alone =
        rest.is_empty() || rest.starts_with([',', ';', '\n']) || rest.starts_with(" and ");
    (is_alone && is_bare_name(name)).then_some((name, rest))
}

/// The quoted name at the beginning of `text`, and the rest.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let (_, close) = QUOTES.iter().find(|(known, _)| *known == open)?;
    let text = text.get(open.len_utf8()..)?;
    // The quote may not be closed.
    let end = text
        .char_indices()
        .take(LONGEST + 1)
        .find(|(_, char)| char == close)?
        .0;
    let (name, rest) = text.split_at_checked(end)?;
    is_name(name).then_some((name, rest.get(close.len_utf8()..)?))
}

/// The last word of `text`, in lower case.
fn last_word(text: &str) -> String {
    let word = text.trim_end().rsplit(' ').next();
    word.unwrap_or_default().to_ascii_lowercase()
}

/// The text before the quoted name at the end of `text`, and the name.
fn quoted_before(text: &str) -> Option<(&str, &str)> {
    let close = text.chars().next_back()?;
    let (open, _) = QUOTES.iter().find(|(_, known)| *known == close)?;
    let text = last(text.get(..text.len() - close.len_utf8())?);
    // A bracket can belong to a path: `emails[0] is required`.
    let (before, name) = text.rsplit_once(*open)?;
    let is_path =
        close == ']' && before.ends_with(|char: char| char.is_alphanumeric() || char == '_');
    (is_name(name) && !is_path).then_some((before, name))
}

/// The end of `text` that can contain a name, so that a long text is not searched repeatedly.
fn last(text: &str) -> &str {
    let earliest = text.len().saturating_sub(2 * LONGEST);
    let start = (earliest..text.len()).find(|start| text.is_char_boundary(*start));
    start
        .and_then(|start| text.get(start..))
        .unwrap_or_default()
}

fn is_name(name: &str) -> bool {
    let is_text = name.chars().any(char::is_alphanumeric);
    is_text && name.len() <= LONGEST && name.trim() == name && !name.contains('\n')
}

/// Whether it is an identifier, or a path of identifiers.
fn is_bare_name(name: &str) -> bool {
    let fits = |char: char| char.is_alphanumeric() || "_-.[]/$".contains(char);
    is_name(name) && name.chars().all(fits)
}
