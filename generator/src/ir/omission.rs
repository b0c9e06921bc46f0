//! What is left out because of errors.

/// A part of a document that is left out, because it has an error or needs a part that has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission {
    /// What the part is.
    pub what: Omitted,
    /// What the part is called in the document: `GET /pets/{id}`, `Pet.owner`.
    pub name: String,
    /// The error, on one line without a period.
    pub reason: String,
    /// The name of the file with the error.
    pub file: String,
    /// The line of the error.
    pub line: usize,
}

/// What a part of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Omitted {
    /// An operation.
    Operation,
    /// All operations of a path.
    Path,
    /// The type of a value, which can now be any value.
    Type,
    /// A property.
    Property,
    /// Something else, such as a parameter that several operations share, or an example.
    Other,
}
