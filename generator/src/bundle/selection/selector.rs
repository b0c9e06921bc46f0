//! What the user writes to select operations.

use std::collections::{BTreeSet, HashSet};

use super::entries::{OperationEntry, PathEntry, is_method};
use crate::bundle::location::SourceLocation;
use crate::diag::Diagnostic;
use crate::suggest::Suggestions;

/// Returns the operations that any of `only` selects, and an error for each of them that selects none.
pub(super) fn selected(
    only: &[String],
    paths: &[PathEntry<'_>],
) -> (HashSet<SourceLocation>, Vec<Diagnostic>) {
    let mut found = HashSet::new();
    let mut unknown = Vec::new();
    let suggestions = Suggestions::default();
    for text in only {
        let selector = Selector::of(text);
        let before = found.len();
        let mut is_known = false;
        for path in paths {
            let chosen = path.operations.iter();
            let chosen = chosen.filter(|operation| selector.selects(path, operation));
            for operation in chosen {
                is_known = true;
                found.insert(operation.at.clone());
            }
        }
        if !is_known && found.len() == before {
            unknown.push(selector.unknown(paths, &suggestions));
        }
    }
    (found, unknown)
}

/// A tag, the ID of an operation, the name of a webhook, or a path with or without a method.
struct Selector<'t> {
    text: &'t str,
    /// The method and the path of `GET /pets/{id}`.
    path: Option<(Option<&'t str>, &'t str)>,
}

impl<'t> Selector<'t> {
    fn of(text: &'t str) -> Self {
        let text = text.trim();
        let split = text.split_once(char::is_whitespace);
        let split = split.map(|(method, path)| (method, path.trim_start()));
        let path = match split {
            Some((method, path)) if path.starts_with('/') && is_method(&method.to_lowercase()) => {
                Some((Some(method), path))
            }
            _ => text.starts_with('/').then_some((None, text)),
        };
        Self { text, path }
    }

    fn selects(&self, path: &PathEntry<'_>, operation: &OperationEntry<'_>) -> bool {
        let is_named = operation.id == Some(self.text)
            || operation.tags.contains(&self.text)
            || (path.is_webhook && path.name == self.text);
        is_named
            || self.path.is_some_and(|(method, pattern)| {
                let has_method =
                    method.is_none_or(|method| method.eq_ignore_ascii_case(operation.method));
                !path.is_webhook && has_method && matches(pattern, path.name)
            })
    }

    fn unknown(&self, paths: &[PathEntry<'_>], suggestions: &Suggestions) -> Diagnostic {
        let text = self.text;
        let why = match self.path {
            Some((Some(_), _)) => "the documents have no such operation",
            Some((None, _)) => "the documents have no such path",
            None => "no tag, operation or webhook has this name",
        };
        let names = self.names(paths);
        let names = names.iter().map(String::as_str);
        let help = suggestions.did_you_mean_one_of(text, names);
        let help = help.unwrap_or_else(|| {
            "write a tag, an `operationId`, a path such as `/pets` or `/pets/*`, or a method and a path such as `GET /pets/{id}`"
                .to_owned()
        });
        Diagnostic::error(None, format!("`{text}` selects nothing: {why}")).help(help)
    }

    /// Returns what could be written instead.
    fn names(&self, paths: &[PathEntry<'_>]) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for path in paths {
            for operation in &path.operations {
                let name = match self.path {
                    None if path.is_webhook => path.name.to_owned(),
                    None => operation.id.unwrap_or_default().to_owned(),
                    Some(_) if path.is_webhook => continue,
                    Some((None, _)) => path.name.to_owned(),
                    Some((Some(_), _)) => {
                        format!("{} {}", operation.method.to_uppercase(), path.name)
                    }
                };
                names.insert(name);
                if self.path.is_none() {
                    names.extend(operation.tags.iter().map(|tag| (*tag).to_owned()));
                }
            }
        }
        names
    }
}

/// Whether a path fits a pattern: the path itself, or its beginning and `*`. `/pets/*` fits `/pets`, too.
fn matches(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => path.starts_with(start) || start.strip_suffix('/') == Some(path),
        None => path == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_end() {
        for (pattern, path, expected) in [
            ("/pets", "/pets", true),
            ("/pets", "/pets/{id}", false),
            ("/pets/*", "/pets/{id}", true),
            ("/pets/*", "/pets", true),
            ("/pets/*", "/petsitters", false),
            ("/pets*", "/petsitters", true),
            ("/*", "/pets", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn methods_are_words_before_a_path() {
        for (text, expected) in [
            ("get  /pets", Some((Some("get"), "/pets"))),
            ("/pets", Some((None, "/pets"))),
            ("Get pets", None),
            ("Fetch /pets", None),
            ("pets", None),
        ] {
            assert_eq!(Selector::of(text).path, expected, "{text}");
        }
    }
}
