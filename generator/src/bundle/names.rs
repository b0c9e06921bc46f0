//! Names for parts that the bundle moves into `components`.

use super::pointer;

/// `spec/ticketing.yaml` is `ticketing`.
pub(super) fn stem(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.split_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_owned()
}

/// The name that a part of `path` at `at` gets as a component: its own where it has one, else one made from where it stands.
pub(super) fn component(path: &str, at: &str) -> String {
    const STRUCTURE: &[&str] = &[
        "components",
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "links",
        "definitions",
        "properties",
        "paths",
        "content",
        "schema",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "additionalProperties",
        "requestBody",
    ];
    let tokens: Vec<_> = pointer::tokens(at).collect();
    if let [_, name] | [_, _, name] = tokens.as_slice()
        && tokens
            .iter()
            .rev()
            .skip(1)
            .all(|token| STRUCTURE.contains(&token.as_ref()))
    {
        return sanitize(name);
    }
    let named: Vec<_> = tokens
        .iter()
        .filter(|token| !STRUCTURE.contains(&token.as_ref()))
        .map(|t| t.as_ref())
        .collect();
    if named.is_empty() {
        sanitize(&stem(path))
    } else {
        sanitize(&named.join("_"))
    }
}

/// OpenAPI allows letters, digits, `.`, `-` and `_` in the name of a component.
fn sanitize(name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || ".-_".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let trimmed = clean.trim_matches('_');
    if trimmed.is_empty() {
        clean
    } else {
        trimmed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::component;

    #[test]
    fn components_are_named_from_where_they_stand() {
        let cases = [
            ("a/contacts.yaml", "/components/schemas/Contact", "Contact"),
            ("a/contacts.yaml", "/definitions/Contact", "Contact"),
            ("a/pet.yaml", "", "pet"),
            (
                "a/pet.yaml",
                "/components/schemas/Pet/properties/tag",
                "Pet_tag",
            ),
            (
                "a/pet.yaml",
                "/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema",
                "pets__id__get_200_application_json",
            ),
        ];
        for (path, at, expected) in cases {
            assert_eq!(component(path, at), expected, "{path}#{at}");
        }
    }
}
