//! What is left out, for the reader of the generated crate.

use super::parts::Cuts;
use super::units::{Action, What};
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::source::Origin;

/// A part that is left out.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    pub(crate) what: What,
    /// What the part is called: `GET /pets/{id}`, `Pet.owner`.
    pub(crate) name: String,
    /// The error.
    pub(crate) message: String,
    /// The location of the error.
    pub(crate) origin: Origin,
}

impl Cuts {
    /// Returns the parts, the operations first, without those inside of others.
    pub(crate) fn left_out(&self) -> Vec<LeftOut> {
        let mut found = Vec::new();
        for ((location, action), cut) in &self.all {
            let is_removed_too = *action == Action::Loosen
                && self.all.contains_key(&(location.clone(), Action::Remove));
            let is_inside = location.parent().is_some_and(|parent| self.covers(&parent));
            if !is_removed_too && !is_inside {
                found.push(LeftOut {
                    what: cut.what,
                    name: name(location),
                    message: cut.message.clone(),
                    origin: cut.origin,
                });
            }
        }
        found.sort_by_key(|part| part.what);
        found
    }
}

fn name(location: &SourceLocation) -> String {
    let tokens: Vec<_> = pointer::tokens(&location.pointer).collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    match &tokens[..] {
        ["components", _, name, rest @ ..] => below(name, rest),
        ["paths", path, rest @ ..] => match rest.split_first() {
            Some((method, [])) => format!("{} {path}", method.to_uppercase()),
            Some((method, rest)) => {
                format!("{} {path} {}", method.to_uppercase(), rest.join("."))
            }
            None => (*path).to_owned(),
        },
        all => all.join("."),
    }
}

/// `Pet.owner` for the property `owner` of `Pet`.
fn below(name: &str, tokens: &[&str]) -> String {
    let mut found = name.to_owned();
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        let property = match *token {
            "properties" => tokens.next(),
            _ => None,
        };
        found.push('.');
        found.push_str(property.unwrap_or(token));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn parts_have_the_names_that_a_reader_knows() {
        for (pointer, expected) in [
            ("/paths/~1pets~1{id}/get", "GET /pets/{id}"),
            (
                "/paths/~1pets/get/parameters/0/schema",
                "GET /pets parameters.0.schema",
            ),
            ("/paths/~1pets", "/pets"),
            ("/components/schemas/Pet/properties/owner", "Pet.owner"),
            ("/components/schemas/Pet/properties/a/items", "Pet.a.items"),
            ("/components/parameters/limit", "limit"),
            ("/get", "get"),
        ] {
            let location = SourceLocation::new(FileId::default(), pointer);
            assert_eq!(name(&location), expected);
        }
    }
}
