//! Whether an operation addresses one object of its resource or several.

use heck::ToSnakeCase;

use super::responses::Responses;
use super::source::OperationSource;
use super::template::Template;
use crate::ir::oauth::snake_case;
use crate::ir::{Body, HttpMethod, TypeRef};

/// Verbs and adjectives of operations on several objects.
const OF_MANY: &[&str] = &[
    "all", "batch", "bulk", "list", "many", "merge", "multiple", "search",
];

/// Whether the operation, with a name of these `words`, addresses one object of its resource.
///
/// An operation with a list in its request or response addresses several. Another one addresses one object if its path ends in the
/// id of the object, or if it is a POST, which creates one.
pub(super) fn addresses_one(
    source: &OperationSource<'_, '_>,
    words: &str,
    body: Option<&Body>,
    responses: &Responses<'_>,
) -> bool {
    let (words, tag) = (snake_case(words), snake_case(source.tag));
    // A noun such as `list` or `batch` says nothing about the number.
    let verb = words.strip_suffix(&format!("_{tag}")).unwrap_or(&words);
    let is_named_so = verb.split('_').any(|word| OF_MANY.contains(&word));
    let received = responses.cases.iter().filter_map(|case| case.ty.as_ref());
    let mut types = received.chain(body.map(|body| &body.ty));
    let is_list = is_named_so || responses.pagination.is_some() || types.any(is_list);
    let is_one = identifies_object(Template::new(source.path).path, source.tag)
        || source.http == HttpMethod::Post;
    is_one && !is_list
}

/// Whether the path has a parameter after the name of the resource, or any if it does not have that name.
fn identifies_object(path: &str, tag: &str) -> bool {
    let tag = tag.to_snake_case();
    path.rsplit('/')
        .take_while(|segment| segment.to_snake_case() != tag)
        .any(|segment| segment.contains('{'))
}

fn is_list(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::List(_) => true,
        TypeRef::Nullable(of) => is_list(of),
        TypeRef::Primitive(_) | TypeRef::Map(_) | TypeRef::Named(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::identifies_object;

    #[test]
    fn the_id_follows_the_name_of_the_resource() {
        assert!(identifies_object("/contacts/{id}", "contacts"));
        assert!(identifies_object("/contacts/{id}/archive", "contacts"));
        assert!(identifies_object("/integration/{id}", "integrations"));
        assert!(!identifies_object("/contacts", "contacts"));
        assert!(!identifies_object("/users/{id}/taskLists", "task_lists"));
    }
}
