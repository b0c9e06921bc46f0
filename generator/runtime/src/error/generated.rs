//! Errors that generated code makes.

use super::Error;

impl Error {
    /// A value cannot become a `target`, which needs more: each name with whether it is missing.
    #[doc(hidden)]
    #[must_use]
    pub fn missing_fields(target: &str, fields: &[(&str, bool)]) -> Self {
        let missing: Vec<String> = fields
            .iter()
            .filter(|(_, is_missing)| *is_missing)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        Self::invalid(format!("{target} needs {}", missing.join(" and ")))
    }

    /// No integration has this slug.
    #[doc(hidden)]
    #[must_use]
    pub fn unknown_integration(slug: &str) -> Self {
        Self::invalid(format!("no integration is called {slug:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn the_missing_fields_are_named() {
        let error = Error::missing_fields(
            "ContactEmail",
            &[("email", false), ("type", true), ("x", true)],
        );
        assert_eq!(error.to_string(), "ContactEmail needs `type` and `x`");
    }
}
