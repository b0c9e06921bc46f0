//! The credentials of a client.

use std::{env::VarError, fmt};

use super::{scheme::SecurityScheme, secret::Secret};
use crate::Error;

/// The credentials of a client, by security scheme. They are never shown, neither by `Debug` nor in errors.
///
/// Invalid values are recorded; [`ClientBuilder::build`](crate::ClientBuilder::build) returns the first as an error.
#[derive(Clone, Default)]
#[must_use]
pub struct Credentials {
    all: Vec<Entry>,
    /// Why there are no credentials.
    missing: Option<String>,
}

#[derive(Clone)]
struct Entry {
    scheme: SecurityScheme,
    /// The credentials, or why they are invalid.
    secret: Result<Secret, String>,
}

impl Credentials {
    /// Creates an empty set of credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the credentials of `scheme`: a token, a key, or the whole value of the header `Authorization`. Surrounding white
    /// space is removed.
    pub fn with(self, scheme: SecurityScheme, secret: impl AsRef<str>) -> Self {
        self.put(scheme, Secret::new(scheme, secret.as_ref()))
    }

    /// Sets the user name and the password of `scheme`.
    pub fn with_basic(
        self,
        scheme: SecurityScheme,
        user: impl AsRef<str>,
        password: impl AsRef<str>,
    ) -> Self {
        let secret = Secret::basic(scheme, user.as_ref(), password.as_ref());
        self.put(scheme, secret)
    }

    /// Reads credentials from environment variables: of each scheme one variable or, of [`basic`](SecurityScheme::basic)
    /// authentication, those of user name and password. Schemes whose first variable is not set have no credentials; if that is
    /// true of all schemes, building the client fails.
    pub fn from_env(variables: &[(SecurityScheme, &[&str])]) -> Self {
        let mut found = Self::new();
        for (scheme, names) in variables {
            match from_variables(*scheme, names) {
                Ok(Some(secret)) => found = found.put(*scheme, Ok(secret)),
                Ok(None) => {}
                Err(error) => found = found.put(*scheme, Err(error)),
            }
        }
        if found.all.is_empty() {
            let names = variables.iter().filter_map(|(_, names)| names.first());
            let names: Vec<&str> = names.copied().collect();
            found.missing = Some(match names.as_slice() {
                [name] => format!("the environment variable {name} is not set"),
                all => format!(
                    "none of the environment variables {} is set",
                    all.join(", ")
                ),
            });
        }
        found
    }

    fn put(mut self, scheme: SecurityScheme, secret: Result<Secret, Error>) -> Self {
        let secret = secret.map_err(|error| error.message().to_owned());
        self.all.retain(|known| known.scheme != scheme);
        self.all.push(Entry { scheme, secret });
        self.missing = None;
        self
    }

    /// Adds the credentials of `other`, which replace those of the same scheme.
    pub(crate) fn and(mut self, other: Self) -> Self {
        for entry in other.all {
            self.all.retain(|known| known.scheme != entry.scheme);
            self.all.push(entry);
        }
        self.missing = other.missing;
        self
    }

    /// Returns an error if a value is invalid, or if none was found.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let invalid = self
            .all
            .iter()
            .find_map(|entry| entry.secret.as_ref().err());
        match invalid.or(self.missing.as_ref()) {
            Some(why) => Err(Error::invalid(why.clone())),
            None => Ok(()),
        }
    }

    pub(crate) fn get(&self, scheme: SecurityScheme) -> Option<&Secret> {
        let entry = self.all.iter().find(|entry| entry.scheme == scheme)?;
        entry.secret.as_ref().ok()
    }

    /// The texts that must not be shown: longer ones first, because one can be a part of another.
    pub(crate) fn hidden(&self) -> Vec<String> {
        let valid = self
            .all
            .iter()
            .filter_map(|entry| entry.secret.as_ref().ok());
        let mut hidden: Vec<String> = valid.flat_map(|secret| secret.hidden.clone()).collect();
        hidden.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        hidden.dedup();
        hidden
    }
}

/// Shows the names of the schemes.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.all.iter().map(|entry| entry.scheme.name());
        let names: Vec<&str> = names.collect();
        f.debug_tuple("Credentials").field(&names).finish()
    }
}

fn from_variables(scheme: SecurityScheme, names: &[&str]) -> Result<Option<Secret>, Error> {
    let Some((first, rest)) = names.split_first() else {
        return Ok(None);
    };
    let Some(text) = variable(first)? else {
        return Ok(None);
    };
    let secret = match rest.first() {
        Some(second) => Secret::basic(scheme, &text, &variable(second)?.unwrap_or_default()),
        None => Secret::new(scheme, &text),
    };
    let secret = secret.map_err(|error| of_variable(first, error.message()))?;
    Ok(Some(secret))
}

fn variable(name: &str) -> Result<Option<String>, Error> {
    match std::env::var(name) {
        Ok(text) => Ok(Some(text)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(of_variable(name, "the value is not UTF-8")),
    }
}

fn of_variable(name: &str, why: &str) -> Error {
    Error::invalid(format!("the environment variable {name}: {why}"))
}
