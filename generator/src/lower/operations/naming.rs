//! The words of an operation's name.

use super::source::OperationSource;
use crate::ir::nouns::require_noun;
use crate::ir::oauth::snake_case;

/// Returns the words of the name of an operation in its resource: `create`.
pub(super) fn words(source: &OperationSource<'_, '_>) -> String {
    match &source.operation.operation_id {
        Some(id) => without_tag(id, source.tag),
        None => words_of(&source.http.as_str().to_lowercase(), source.path),
    }
}

/// Removes the tag from an operation ID: `contacts_create` of the tag `contacts` becomes `create`. It stays in `create_a_contact` of
/// the tag `contact`, since without its article the name could be that of another operation, which the plan finds out.
fn without_tag(id: &str, tag: &str) -> String {
    let (id_words, tag_words) = (snake_case(id), snake_case(tag));
    let before_tag = id_words.strip_suffix(&format!("_{tag_words}"));
    let rest = id_words
        .strip_prefix(&format!("{tag_words}_"))
        .or_else(|| before_tag.filter(|words| !require_noun(words)));
    rest.map_or_else(|| id.to_owned(), str::to_owned)
}

/// Turns `get /a/{id}` into `get a by id`.
fn words_of(http: &str, path: &str) -> String {
    let mut words = http.to_owned();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let segment = segment.replace('{', " by ").replace('}', " ");
        words.push(' ');
        words.push_str(&segment);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_from_their_id_or_from_where_they_stand() {
        assert_eq!(without_tag("contacts_create", "contacts"), "create");
        assert_eq!(without_tag("createContacts", "contacts"), "create");
        assert_eq!(without_tag("createContact", "contacts"), "createContact");
        assert_eq!(
            without_tag("share_on_contacts", "contacts"),
            "share_on_contacts"
        );
        assert_eq!(words_of("get", "/a/{id}"), "get a  by id ");
    }
}
