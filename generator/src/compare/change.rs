//! One difference between two states.

use std::fmt;

pub use crate::history::Effect;

/// A difference between two states of definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The place in the definitions, for people.
    pub place: Place,
    /// The kind of the item that differs.
    pub subject: Subject,
    /// What differs in it.
    pub aspect: Aspect,
    /// The old value; `None` if there was none.
    pub old: Option<String>,
    /// The new value; `None` if there is none.
    pub new: Option<String>,
    /// What it means for programs that use the generated crate.
    pub effect: Effect,
    /// A sentence that says why.
    pub reason: String,
    /// The location in the old documents.
    pub old_at: Option<At>,
    /// The location in the new documents.
    pub new_at: Option<At>,
}

impl Change {
    /// Whether the item itself is new.
    #[must_use]
    pub fn is_addition(&self) -> bool {
        self.aspect == Aspect::Existence && self.old.is_none()
    }

    /// Whether the item itself is gone.
    #[must_use]
    pub fn is_removal(&self) -> bool {
        self.aspect == Aspect::Existence && self.new.is_none()
    }

    /// Returns what happened: `added`, `removed`, or the aspect that differs.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match (self.is_addition(), self.is_removal()) {
            (true, _) => "added",
            (_, true) => "removed",
            _ => self.aspect.as_str(),
        }
    }
}

/// A place in the definitions: `crm · contacts.create · body · first_name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The API, if there are several: `crm`.
    pub api: Option<String>,
    /// The operation, the schema or another part of the API: `contacts.create`. Empty for the API itself.
    pub item: String,
    /// The parts within the item: `body`, `first_name`.
    pub parts: Vec<String>,
}

impl Place {
    /// Returns the place of a part.
    #[must_use]
    pub fn and(&self, part: impl Into<String>) -> Self {
        let mut place = self.clone();
        place.parts.push(part.into());
        place
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = Some(self.item.as_str()).filter(|item| !item.is_empty());
        let all = self.api.as_deref().into_iter().chain(item);
        let all = all.chain(self.parts.iter().map(String::as_str));
        out.write_str(&all.collect::<Vec<_>>().join(" · "))
    }
}

/// A line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The path of the file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for At {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.path, self.line)
    }
}

/// The kinds of items that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Subject {
    Api,
    Feature,
    Client,
    Server,
    SecurityScheme,
    Integration,
    Resource,
    Operation,
    Parameter,
    Body,
    Response,
    Webhook,
    Schema,
    Field,
    Value,
    Case,
    Support,
}

impl Subject {
    /// Returns the name: `field`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "API",
            Self::Feature => "feature",
            Self::Client => "client",
            Self::Server => "server",
            Self::SecurityScheme => "security scheme",
            Self::Integration => "integration",
            Self::Resource => "resource",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Body => "body",
            Self::Response => "response",
            Self::Webhook => "webhook",
            Self::Schema => "schema",
            Self::Field => "field",
            Self::Value => "value",
            Self::Case => "case",
            Self::Support => "support",
        }
    }
}

/// What differs in an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Aspect {
    /// Whether it exists.
    Existence,
    /// A Rust name, or the type or arguments of a Rust item, which differ though the item in the document does not.
    Rust,
    AdditionalProperties,
    Arguments,
    Constant,
    Constraints,
    Credentials,
    Default,
    Deprecated,
    Description,
    Environment,
    Features,
    Format,
    Headers,
    Idempotency,
    Implements,
    Integrations,
    JsonName,
    Kind,
    Label,
    MediaType,
    Method,
    Name,
    Nullable,
    OperationId,
    Pagination,
    Path,
    Provenance,
    ReadOnly,
    Reference,
    Required,
    RequiredTogether,
    Role,
    Security,
    Selection,
    Server,
    Slug,
    Statuses,
    Style,
    Tag,
    Type,
    UsedIn,
    Values,
    Version,
    WriteOnly,
}

impl Aspect {
    /// Returns the name: `read only`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Existence => "existence",
            Self::Rust => "Rust",
            Self::AdditionalProperties => "additional properties",
            Self::Arguments => "arguments",
            Self::Constant => "constant",
            Self::Constraints => "constraints",
            Self::Credentials => "credentials",
            Self::Default => "default",
            Self::Deprecated => "deprecated",
            Self::Description => "description",
            Self::Environment => "environment variables",
            Self::Features => "features",
            Self::Format => "format",
            Self::Headers => "headers",
            Self::Idempotency => "idempotency",
            Self::Implements => "implements",
            Self::Integrations => "integrations",
            Self::JsonName => "name in JSON",
            Self::Kind => "kind",
            Self::Label => "label",
            Self::MediaType => "media type",
            Self::Method => "method",
            Self::Name => "name",
            Self::Nullable => "nullable",
            Self::OperationId => "operationId",
            Self::Pagination => "pagination",
            Self::Path => "path",
            Self::Provenance => "provenance",
            Self::ReadOnly => "read only",
            Self::Reference => "reference",
            Self::Required => "required",
            Self::RequiredTogether => "required together",
            Self::Role => "role",
            Self::Security => "security",
            Self::Selection => "selection",
            Self::Server => "server",
            Self::Slug => "slug",
            Self::Statuses => "statuses",
            Self::Style => "style",
            Self::Tag => "tag",
            Self::Type => "type",
            Self::UsedIn => "used in",
            Self::Values => "values",
            Self::Version => "version",
            Self::WriteOnly => "write only",
        }
    }
}
