//! The parts of the request that a sample for plain HTTP sends: its address, headers and cookies.

use serde_json::Value;

use crate::emit::samples::call::{Call, Set, scope_value};
use crate::emit::samples::literal::text;
use crate::emit::samples::query::{Pair, Pairs, encoded, percent};
use crate::emit::samples::secrets::Secret;
use crate::emit::samples::shell::is_variable;
use crate::emit::samples::{query, styles};
use crate::ir::{Location, PathStyle, QueryStyle, Syntax};
use crate::plan::{requests, servers};

/// The base URL if the documents have none.
const NOWHERE: &str = "https://api.example.com";

/// The characters that stay unescaped in the fixed parts of a path: all that are valid there and have no meaning in a shell or a
/// language.
const FIXED: &str = "/:@!&+,;=()*%";

/// A header of the request.
pub(super) struct Header(pub(super) String, pub(super) String);

impl Call<'_> {
    /// The server of the operation, or else that of the API.
    pub(super) fn base_url(&self) -> String {
        let package = self.builder.plan.package;
        let shared = package.connection.base_url.as_deref().unwrap_or(NOWHERE);
        match servers::own(package, self.operation) {
            Some(path) if path.starts_with('/') => match shared.split_once("://") {
                Some((scheme, rest)) => {
                    let host = rest.split('/').next().unwrap_or_default();
                    format!("{scheme}://{host}{path}")
                }
                None => shared.to_owned(),
            },
            Some(url) => url,
            None => shared.to_owned(),
        }
    }

    /// The environment variable with another base URL.
    pub(super) fn url_variable(&self) -> Option<&str> {
        let package = self.builder.plan.package;
        if servers::own(package, self.operation).is_some() {
            return None;
        }
        package
            .connection
            .base_url_env
            .as_deref()
            .filter(|name| is_variable(name))
    }

    pub(super) fn headers(&self) -> Vec<Header> {
        let mut headers = Vec::new();
        // With a multipart body, every one of the clients sets the header, since it has the boundary.
        if let Some(media) = self.media().filter(|_| !self.is_multipart()) {
            let media = media.name().to_owned();
            headers.push(Header("Content-Type".to_owned(), media));
        }
        // Without the header, any media type is accepted.
        let accept = match self.stream {
            Some(stream) => Some(stream.media.name().to_owned()),
            None => requests::accept(self.operation),
        };
        if let Some(media) = accept.filter(|media| media != "*/*") {
            headers.push(Header("Accept".to_owned(), media));
        }
        headers.extend(self.params.iter().filter_map(|set| {
            let Location::Header(style) = set.param.location else {
                return None;
            };
            let value = styles::header(style, &set.json).replace(char::is_control, " ");
            Some(Header(set.param.wire.clone(), value))
        }));
        headers
    }

    /// The cookies without credentials: `name=value`.
    pub(super) fn cookies(&self) -> Vec<String> {
        let cookies = self.params.iter().map(|set| match set.param.location {
            Location::Cookie(style) => styles::cookies(&set.param.wire, style, &set.json),
            _ => Vec::new(),
        });
        cookies.flatten().collect()
    }

    /// The headers without credentials, as entries of an object or a dictionary.
    pub(super) fn fixed_headers(&self, syntax: Syntax) -> impl Iterator<Item = String> {
        let headers = self.headers().into_iter();
        headers.map(move |Header(name, value)| {
            format!("{}: {}", text(syntax, &name), text(syntax, &value))
        })
    }

    /// The path with the values of its parameters, and a query that is no list of parameters, safe inside quotes in any of the languages.
    pub(super) fn url_path(&self) -> String {
        let mut path = self.filled(self.operation.path_and_query().0);
        let is_whole = |set: &&Set<'_>| set.param.location == Location::Query(QueryStyle::Whole);
        if let Some(whole) = self.params.iter().find(is_whole) {
            path.push('?');
            path.push_str(&percent(&whole.json.to_string(), ""));
        }
        path
    }

    /// A path, or a part of one, with the values of its placeholders.
    pub(super) fn filled(&self, template: &str) -> String {
        let mut path = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            path.push_str(&percent(before, FIXED));
            path.push_str(&styles::path(
                name,
                self.path_style(name),
                &self.path_value(name),
            ));
            rest = after;
        }
        path.push_str(&percent(rest, FIXED));
        path
    }

    fn in_path(&self, name: &str) -> Option<(PathStyle, &Set<'_>)> {
        let mut sets = self.params.iter().filter(|set| set.param.wire == name);
        sets.find_map(|set| match set.param.location {
            Location::Path(style) => Some((style, set)),
            _ => None,
        })
    }

    fn path_style(&self, name: &str) -> PathStyle {
        self.in_path(name)
            .map_or(PathStyle::Simple, |(style, _)| style)
    }

    /// The value of a path parameter.
    pub(crate) fn path_value(&self, name: &str) -> Value {
        if let Some((_, set)) = self.in_path(name) {
            return set.json.clone();
        }
        // A placeholder that is no parameter is the scope.
        let scope = self.scope().filter(|scope| scope.wire == name);
        scope.map_or_else(|| Value::from("<id>"), scope_value)
    }

    /// The query in the path, with the values of its placeholders.
    pub(super) fn fixed_pairs(&self) -> impl Iterator<Item = Pair> {
        let parts = self.operation.path_and_query().1.split('&');
        parts.filter(|part| !part.is_empty()).map(|part| {
            let (key, mut rest) = part.split_once('=').unwrap_or((part, ""));
            let mut value = String::new();
            while let Some((before, (name, after))) = rest
                .split_once('{')
                .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
            {
                value.push_str(before);
                value.push_str(&query::text(&self.path_value(name)));
                rest = after;
            }
            Pair::new(key, value + rest)
        })
    }

    /// The query string, safe inside double quotes of a shell.
    pub(super) fn curl_query(&self) -> String {
        let pairs = Some(encoded(&self.query_pairs())).filter(|pairs| !pairs.is_empty());
        let secrets = self.secrets();
        let secrets = secrets.iter().filter_map(Secret::curl_query);
        let all: Vec<String> = pairs.into_iter().chain(secrets).collect();
        match all.is_empty() {
            true => String::new(),
            false => format!("?{}", all.join("&")),
        }
    }

    /// The query parameters, in the order in which they are sent.
    pub(super) fn query_pairs(&self) -> Pairs {
        let scope = self.scope_in_query().map(|scope| {
            let id = query::text(&scope_value(scope));
            Pair::new(&scope.wire, id)
        });
        let mut pairs: Pairs = self.fixed_pairs().collect();
        pairs.extend(scope);
        for set in &self.params {
            if let Location::Query(style) = set.param.location {
                let known = pairs.len();
                query::write(&set.param.wire, style, &set.json, &mut pairs);
                if set.param.allows_reserved() {
                    pairs.iter_mut().skip(known).for_each(Pair::allow_reserved);
                }
            }
        }
        pairs
    }
}
