//! Names of the parts that the bundle moves into `components`.

use super::pointer;

/// Returns `ticketing` for `spec/ticketing.yaml`.
pub(super) fn stem(path: &str) -> String {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.split_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_owned()
}

/// The name of a part as a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// The name from the document; a clash must be resolved there.
    Own(String),
    /// A name derived from the location. The second, longer one is used if the first is taken.
    Derived(String, String),
}

/// Returns the component name of the part at `at` in `path`: its own name, or one derived from its location.
pub(super) fn component(path: &str, at: &str) -> Name {
    let tokens: Vec<_> = pointer::tokens(at).collect();
    match tokens.iter().map(AsRef::as_ref).collect::<Vec<_>>()[..] {
        [] => return Name::Own(sanitize(&stem(path))),
        ["components", _, name] => return Name::Own(sanitize(name)),
        [map, name] if is_map(map) => return Name::Own(sanitize(name)),
        [name] if !is_map(name) => return Name::Own(sanitize(name)),
        _ => {}
    }
    let mut named = Vec::new();
    let mut after_map = false;
    for (index, token) in tokens.iter().map(AsRef::as_ref).enumerate() {
        let is_name = std::mem::take(&mut after_map);
        if !is_name && is_map(token) {
            after_map = true;
        } else if is_name || !is_structure(token, index) {
            named.push(token);
        }
    }
    let long = sanitize(&tokens.join("_"));
    if named.is_empty() {
        Name::Derived(sanitize(&stem(path)), long)
    } else {
        Name::Derived(sanitize(&named.join("_")), long)
    }
}

/// Returns names for a component whose own name is taken: with the file in front, and with its folders as well.
///
/// `parameters_id` and `droplets_parameters_id` for `id` in `droplets/parameters.yml`.
pub(super) fn qualified(path: &str, name: &str) -> (String, String) {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let short = format!("{}_{name}", stem(path));
    let long = sanitize(&format!("{folders}_{short}"));
    (sanitize(&short), long)
}

/// Whether the keys under a keyword are names.
fn is_map(token: &str) -> bool {
    const MAPS: &[&str] = &[
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "links",
        "securitySchemes",
        "definitions",
        "$defs",
        "properties",
        "paths",
        "content",
    ];
    MAPS.contains(&token)
}

/// Whether a keyword adds no information to a name.
fn is_structure(token: &str, index: usize) -> bool {
    token == "components" && index == 0 || token == "schema" || token == "requestBody"
}

/// Replaces characters that OpenAPI does not allow in component names: all but letters, digits, `.`, `-` and `_`.
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
    use super::{Name, component};

    #[test]
    fn what_has_a_name_keeps_it() {
        let cases = [
            ("a/contacts.yaml", "/components/schemas/Contact", "Contact"),
            ("a/contacts.yaml", "/definitions/Contact", "Contact"),
            ("a/contacts.yaml", "/Contact", "Contact"),
            ("a/contacts.yaml", "/schemas/items", "items"),
            ("a/pet.yaml", "", "pet"),
        ];
        for (path, at, expected) in cases {
            assert_eq!(
                component(path, at),
                Name::Own(expected.to_owned()),
                "{path}#{at}"
            );
        }
    }

    #[test]
    fn parts_are_named_from_where_they_stand() {
        let cases = [
            ("/components/schemas/Pet/properties/tag", "Pet_tag"),
            ("/components/schemas/Pet/properties/content", "Pet_content"),
            ("/components/schemas/Pets/items", "Pets_items"),
            ("/definitions/Pet/items", "Pet_items"),
            (
                "/components/schemas/Pet/additionalProperties",
                "Pet_additionalProperties",
            ),
            (
                "/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema",
                "pets__id__get_200_application_json",
            ),
            ("/paths/~1pets/get/parameters/0/schema", "pets_get_0"),
        ];
        for (at, expected) in cases {
            match component("a/pet.yaml", at) {
                Name::Derived(name, _) => assert_eq!(name, expected, "{at}"),
                Name::Own(name) => panic!("{at} has no name of its own, such as {name}"),
            }
        }
    }
}
