//! Constructors of errors, for generated code.

use super::Error;
use crate::support::IntegrationKey;

impl Error {
    /// A value lacks fields that `target` requires. `fields` has each name and whether it is missing.
    #[doc(hidden)]
    #[must_use]
    pub fn missing_fields(target: &str, fields: &[(&str, bool)]) -> Self {
        let missing: Vec<String> = fields
            .iter()
            .filter(|(_, is_missing)| *is_missing)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        Self::invalid(format!("`{target}` requires {}", missing.join(" and ")))
    }

    /// No integration has this slug or label.
    #[doc(hidden)]
    #[must_use]
    pub fn unknown_integration<I: IntegrationKey>(name: &str) -> Self {
        let mut message = format!("unknown integration {name:?}");
        let near = I::ALL
            .iter()
            .find(|known| is_alike(name, known.slug()) || is_alike(name, known.label()));
        if let Some(near) = near {
            message.push_str(&format!("; did you mean `{}`?", near.slug()));
        }
        Self::invalid(message)
    }
}

/// Whether two names have the same letters and digits, ignoring case and separators.
fn is_alike(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        let letters = name.chars().filter(|char| char.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::Error;
    use crate::support::IntegrationKey;

    #[derive(Clone, Copy, PartialEq, Eq)]
    struct HelpScout;

    impl IntegrationKey for HelpScout {
        const ALL: &'static [Self] = &[Self];

        fn slug(self) -> &'static str {
            "helpscout"
        }

        fn label(self) -> &'static str {
            "Help Scout (US)"
        }
    }

    #[test]
    fn a_misspelt_integration_gets_a_suggestion() {
        let did_you_mean = "; did you mean `helpscout`?";
        for (name, suggestion) in [
            ("Help-Scout", did_you_mean),
            ("helpscout us", did_you_mean),
            ("help", ""),
            ("", ""),
        ] {
            let error = Error::unknown_integration::<HelpScout>(name);
            let expected = format!("unknown integration {name:?}{suggestion}");
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn the_missing_fields_are_named() {
        let error = Error::missing_fields(
            "ContactEmail",
            &[("email", false), ("type", true), ("x", true)],
        );
        assert_eq!(error.to_string(), "`ContactEmail` requires `type` and `x`");
    }
}
