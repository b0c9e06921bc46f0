//! The rules that a table of keywords cannot express, and the faults of keywords.

use serde_json::{Map, Value};

use super::validator::Validator;
use crate::bundle::grammar::{IgnoredKeyword, Kind, When};
use crate::bundle::location::SourceLocation;
use crate::bundle::v31;
use crate::diag::{Diagnostic, one_of};

impl Validator<'_, '_> {
    /// Checks the rules that a table of keywords cannot express. `copy` is the valid part of `object`.
    pub(super) fn check_combination(
        &mut self,
        kind: Kind,
        object: &Map<String, Value>,
        copy: &Map<String, Value>,
        location: &SourceLocation,
    ) {
        // A null has been reported and left out. What is invalid has been reported too, and must not count as missing.
        let has = |name: &str| {
            copy.contains_key(name) || object.get(name).is_some_and(|value| !value.is_null())
        };
        match kind {
            Kind::Parameter => {
                self.check_one_of(kind, ["schema", "content"], has, location);
                if let Some(Value::String(sent_in)) = copy.get("in") {
                    self.check_support(sent_in, object, location);
                }
            }
            Kind::SecurityScheme => {
                let kind = copy.get("type").and_then(Value::as_str);
                self.check_security_scheme(kind, has, location);
            }
            _ => {}
        }
    }

    fn check_one_of(
        &mut self,
        kind: Kind,
        [one, other]: [&str; 2],
        has: impl Fn(&str) -> bool,
        location: &SourceLocation,
    ) {
        if has(one) == has(other) {
            let kind = kind.label();
            let message = format!("{kind} requires either `{one}` or `{other}`, and not both");
            self.error(location, message, "write exactly one of them");
        }
    }

    fn check_security_scheme(
        &mut self,
        kind: Option<&str>,
        has: impl Fn(&str) -> bool,
        location: &SourceLocation,
    ) {
        let required: &[&str] = match kind {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            Some("oauth2") => &["flows"],
            Some("openIdConnect") => &["openIdConnectUrl"],
            _ => &[],
        };
        for name in required.iter().filter(|name| !has(name)) {
            let message = format!("a security scheme of this type requires `{name}`");
            self.error(location, message, &format!("add `{name}:`"));
        }
    }

    /// Checks that a parameter with support is in the query, and that its role has a support matrix.
    fn check_support(&mut self, sent_in: &str, object: &Map<String, Value>, at: &SourceLocation) {
        let role = object.get("x-truto-role").and_then(Value::as_str);
        let without_matrix = role.filter(|role| *role != "sort");
        for (name, help) in [
            (
                "x-truto-support",
                "remove it: it is allowed on query parameters, properties and media types",
            ),
            (
                "x-truto-enum-support",
                "remove it: it is allowed on query parameters and properties",
            ),
        ] {
            if !object.contains_key(name) {
                continue;
            }
            if sent_in != "query" {
                let message = format!("`{name}` is not allowed on a {sent_in} parameter");
                self.error(&at.child(name), message, help);
            } else if let Some(role) = without_matrix {
                let message =
                    format!("`{name}` is not allowed on a parameter with the role `{role}`");
                let help = "remove it, or remove the role: of all roles, only `sort` allows a support matrix";
                self.error(&at.child(name), message, help);
            }
        }
    }

    /// Reports a keyword without effect, unless it is inside another one.
    pub(super) fn ignored_keyword(
        &mut self,
        ignored: &IgnoredKeyword,
        value: &Value,
        location: &SourceLocation,
    ) {
        let origin = match (ignored.when, value) {
            (When::NotEmpty, Value::Object(object)) if !object.is_empty() => {
                location.key_origin(self.loaded)
            }
            (When::NotEmpty, Value::Array(list)) if !list.is_empty() => {
                location.key_origin(self.loaded)
            }
            (When::True, Value::Bool(true)) => location.key_origin(self.loaded),
            _ => return,
        };
        if !self.quiet {
            let diagnostic = Diagnostic::warning(origin, ignored.message).help(ignored.help);
            self.diags.push(diagnostic);
        }
        self.quiet |= ignored.when == When::NotEmpty;
    }

    pub(super) fn unknown_extension(&mut self, kind: Kind, name: &str, location: &SourceLocation) {
        let origin = location.key_origin(self.loaded);
        let diagnostic = Diagnostic::error(
            origin,
            format!("`{name}` is not allowed on {}", kind.label()),
        );
        let known: Vec<_> = kind.extensions().iter().map(|key| key.name).collect();
        let suggestions = self.diags.suggestions();
        let near = suggestions.did_you_mean(name, known.iter().copied());
        let help = near.unwrap_or_else(|| {
            if known.is_empty() {
                format!(
                    "remove it: {} cannot have an `x-truto-*` extension",
                    kind.label()
                )
            } else {
                format!("remove it, or write another extension: {}", one_of(&known))
            }
        });
        self.diags.push(diagnostic.help(help));
    }

    /// Reports an extension on a callback: the document model has none there.
    pub(super) fn extension_of_callback(&mut self, name: &str, location: &SourceLocation) {
        let origin = location.key_origin(self.loaded);
        let message = format!("`{name}` has no effect on a callback");
        self.diags
            .push(Diagnostic::warning(origin, message).help("remove it"));
    }

    pub(super) fn unknown_keyword(&mut self, kind: Kind, name: &str, location: &SourceLocation) {
        let origin = location.key_origin(self.loaded);
        let is_settled = v31::is_known(kind, name) && self.is_of_3_1(location);
        if is_settled || self.reported.contains(&origin) {
            return;
        }
        match kind {
            Kind::Paths => {
                let message = format!("the path `{name}` does not begin with `/`");
                return self.error(location, message, &format!("write `/{name}`"));
            }
            Kind::Responses => {
                let help =
                    "write a status code such as `'200'`, a class such as `'2XX'`, or `default`";
                return self.error(location, format!("`{name}` is not a status code"), help);
            }
            _ => {}
        }
        let diagnostic = Diagnostic::warning(
            origin,
            format!("unknown keyword `{name}` in {}", kind.label()),
        );
        if (kind, name) == (Kind::Document, "webhooks") {
            let help =
                "write `openapi: 3.1.0`, or call it `x-webhooks`: then the payloads are generated";
            self.diags.push(diagnostic.help(help));
            return;
        }
        if self.is_pointed_into(location) {
            let help = "a `$ref` points into it: move the definition to `components`, and change the `$ref`";
            self.diags.push(diagnostic.help(help));
            return;
        }
        let keywords = kind.keywords().iter().map(|key| key.name);
        let near = self.diags.suggestions().did_you_mean(name, keywords);
        let help = near.unwrap_or_else(|| {
            "remove it, or add the prefix `x-` if another tool reads it".to_owned()
        });
        self.diags.push(diagnostic.help(help));
    }
}
