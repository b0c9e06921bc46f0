//! Samples for clients that the generator does not know, out of templates: `x-truto-samples`.

use super::HttpMethod;
use crate::source::Origin;

/// How to call the APIs with one client.
#[derive(Clone, Debug)]
pub struct SampleTemplate {
    /// The heading: `TypeScript SDK`.
    pub title: String,
    /// How values are written.
    pub syntax: Syntax,
    /// What the block of code is marked with: `typescript`.
    pub language: String,
    /// A sentence about the client.
    pub description: Option<String>,
    /// What stands around each call; has `{{call}}`.
    pub frame: String,
    /// The calls; the first that matches an operation is that of the operation.
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

/// A template for the operations that a pattern matches.
#[derive(Clone, Debug)]
pub struct SampleCall {
    /// Which operations it is for.
    pub pattern: Pattern,
    /// The code, with placeholders; `Err` says in a sentence why the client has no such call.
    pub code: Result<String, String>,
    /// Where it stands.
    pub origin: Origin,
}

/// `GET /unified/{model}/{resource}/{id}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The method.
    pub http: HttpMethod,
    /// The path.
    pub segments: Vec<Segment>,
}

/// What stands between two slashes of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Just this.
    Fixed(String),
    /// The path parameter of that name, or anything that is no path parameter.
    Named(String),
}

impl Pattern {
    /// The segments of the path that the names of the pattern stand for, each as it is in the path (`contacts`, `{id}`);
    /// `None` if the pattern is not for the operation.
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

    /// The names in the path.
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
