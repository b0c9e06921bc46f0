//! Samples for clients in other languages, from templates: `x-truto-samples`.

use crate::ir::operation::HttpMethod;
use crate::source::Origin;

/// The samples for one client.
#[derive(Clone, Debug)]
pub struct SampleTemplate {
    /// The heading: `TypeScript SDK`.
    pub title: String,
    /// The syntax of values.
    pub syntax: Syntax,
    /// The language of the code block: `typescript`.
    pub language: String,
    /// A sentence about the client.
    pub description: Option<String>,
    /// The code around each call, with the placeholder `{{call}}`.
    pub frame: String,
    /// The calls. The first one that matches an operation is used.
    pub calls: Vec<SampleCall>,
}

/// How a language writes values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// `{ plan: 'pro' }`
    JavaScript,
    /// `{"plan": "pro"}`
    Python,
}

/// A template for the operations that match a pattern.
#[derive(Clone, Debug)]
pub struct SampleCall {
    /// The pattern of the operations.
    pub pattern: Pattern,
    /// The code, with placeholders, or `Err` with a sentence that says why the client has no such call.
    pub code: Result<String, String>,
    /// The source location.
    pub origin: Origin,
}

/// A pattern such as `GET /unified/{model}/{resource}/{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The method.
    pub http: HttpMethod,
    /// The path.
    pub segments: Vec<Segment>,
}

/// A part of a pattern between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A fixed segment.
    Fixed(String),
    /// The path parameter with this name, or a segment that is not a path parameter.
    Named(String),
}

impl Pattern {
    /// Returns the segments of the path for the names of the pattern, as in the path (`contacts`, `{id}`), or `None` if the
    /// pattern does not match the operation.
    #[must_use]
    pub fn captures<'a>(
        &'a self,
        http: HttpMethod,
        path: &'a str,
    ) -> Option<Vec<(&'a str, &'a str)>> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        if http != self.http || parts.len() != self.segments.len() {
            return None;
        }
        let mut captures = Vec::new();
        for (segment, part) in self.segments.iter().zip(parts) {
            match segment {
                Segment::Fixed(fixed) if fixed == part => {}
                Segment::Named(name) if !part.contains('{') || is_parameter(part, name) => {
                    captures.push((name.as_str(), part));
                }
                Segment::Fixed(_) | Segment::Named(_) => return None,
            }
        }
        Some(captures)
    }

    /// Returns the names in the path.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Named(name) => Some(name.as_str()),
            Segment::Fixed(_) => None,
        })
    }
}

fn is_parameter(part: &str, name: &str) -> bool {
    part.strip_prefix('{')
        .and_then(|part| part.strip_suffix('}'))
        == Some(name)
}
