//! The faults that the validation reports.

use serde_json::{Map, Value};

use super::Walk;
use crate::bundle::grammar::{Idle, Kind, When, styles};
use crate::bundle::place::{Place, key_origin, value_origin};
use crate::bundle::pointer;
use crate::diag::{Diagnostic, described, one_of};
use crate::spelling;

impl Walk<'_, '_> {
    /// Checks the rules that a table of keywords cannot express.
    pub(super) fn check_combination(
        &mut self,
        kind: Kind,
        object: &Map<String, Value>,
        place: &Place,
    ) {
        let has = |name: &str| object.contains_key(name);
        match kind {
            Kind::Parameter | Kind::Header => {
                if has("schema") == has("content") {
                    let message = format!(
                        "{} requires either `schema` or `content`, and not both",
                        kind.label()
                    );
                    self.error(place, message, "write exactly one of them");
                }
                if let Some(Value::String(location)) = object.get("in") {
                    self.check_location(location, object, place);
                }
            }
            Kind::Link if has("operationRef") == has("operationId") => {
                let message =
                    "a link requires either `operationRef` or `operationId`, and not both"
                        .to_owned();
                self.error(place, message, "write exactly one of them");
            }
            Kind::SecurityScheme => {
                let needed: &[&str] = match object.get("type").and_then(Value::as_str) {
                    Some("apiKey") => &["name", "in"],
                    Some("http") => &["scheme"],
                    Some("oauth2") => &["flows"],
                    Some("openIdConnect") => &["openIdConnectUrl"],
                    _ => &[],
                };
                for name in needed.iter().filter(|name| !has(name)) {
                    let message = format!("a security scheme of this type requires `{name}`");
                    self.error(place, message, &format!("add `{name}:`"));
                }
            }
            _ => {}
        }
    }

    /// Checks the rules that depend on where a parameter is sent.
    fn check_location(&mut self, location: &str, object: &Map<String, Value>, place: &Place) {
        let styles = styles(location);
        match object.get("style") {
            Some(value @ Value::String(style))
                if !styles.is_empty() && !styles.contains(&style.as_str()) =>
            {
                let expected = format!(
                    "`style` of a {location} parameter must be {}",
                    one_of(styles)
                );
                self.mismatch(&place.child("style"), &expected, value);
            }
            _ => {}
        }
        let role = object.get("x-truto-role").and_then(Value::as_str);
        let unasked = role.filter(|role| *role != "sort");
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
            if location != "query" {
                let message = format!("`{name}` is not allowed on a {location} parameter");
                self.error(&place.child(name), message, help);
            } else if let Some(role) = unasked {
                let message =
                    format!("`{name}` is not allowed on a parameter with the role `{role}`");
                let help = "remove it, or remove the role: of all roles, only `sort` allows a support matrix";
                self.error(&place.child(name), message, help);
            }
        }
    }

    /// Reports a keyword without effect, unless it is inside another one.
    pub(super) fn idle(&mut self, idle: &Idle, value: &Value, place: &Place) {
        let origin = match (idle.when, value) {
            (When::Filled, Value::Object(object)) if !object.is_empty() => {
                key_origin(self.loaded, place)
            }
            (When::Filled, Value::Array(list)) if !list.is_empty() => {
                key_origin(self.loaded, place)
            }
            (When::True, Value::Bool(true)) => key_origin(self.loaded, place),
            (When::Further, Value::Array(list)) if list.len() > 1 => {
                value_origin(self.loaded, &place.child("1"))
            }
            _ => return,
        };
        if !self.quiet {
            let diagnostic = Diagnostic::warning(origin, idle.message).help(idle.help);
            self.diags.push(diagnostic);
        }
        self.quiet |= idle.when == When::Filled;
    }

    pub(super) fn unknown_extension(&mut self, kind: Kind, name: &str, place: &Place) {
        let origin = key_origin(self.loaded, place);
        let diagnostic = Diagnostic::error(
            origin,
            format!("`{name}` is not allowed on {}", kind.label()),
        );
        let known: Vec<_> = kind.extensions().iter().map(|key| key.name).collect();
        let help = match spelling::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => {
                format!(
                    "remove it: {} cannot have an `x-truto-*` extension",
                    kind.label()
                )
            }
            None => format!("remove it, or write another extension: {}", one_of(&known)),
        };
        self.diags.push(diagnostic.help(help));
    }

    /// Reports an extension on a callback: the document model has none there.
    pub(super) fn extension_of_callback(&mut self, name: &str, place: &Place) {
        let origin = key_origin(self.loaded, place);
        let message = format!("`{name}` has no effect on a callback");
        self.diags
            .push(Diagnostic::warning(origin, message).help("remove it"));
    }

    pub(super) fn unknown_keyword(&mut self, kind: Kind, name: &str, place: &Place) {
        let origin = key_origin(self.loaded, place);
        if self.reported.contains(&origin) {
            return;
        }
        match kind {
            Kind::Paths => {
                let message = format!("the path `{name}` does not begin with `/`");
                return self.error(place, message, &format!("write `/{name}`"));
            }
            Kind::Responses => {
                let help =
                    "write a status code such as `'200'`, a class such as `'2XX'`, or `default`";
                return self.error(place, format!("`{name}` is not a status code"), help);
            }
            _ => {}
        }
        let diagnostic = Diagnostic::warning(
            origin,
            format!("unknown keyword `{name}` in {}", kind.label()),
        );
        let help = match spelling::nearest(name, kind.keys().iter().map(|key| key.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it, or add the prefix `x-` if another tool reads it".to_owned(),
        };
        self.diags.push(diagnostic.help(help));
    }

    pub(super) fn mismatch(&mut self, place: &Place, expected: &str, found: &Value) {
        let found = described(found);
        let origin = value_origin(self.loaded, place);
        if self.reported.contains(&origin) {
            return;
        }
        let diagnostic = Diagnostic::error(origin, format!("{expected}; found {found}"));
        let key = pointer::parent(&place.pointer).map(|(_, key)| key);
        let document = self.loaded.document(place.file);
        let has_key = document.is_some_and(|document| document.spans.key(&place.pointer).is_some());
        let help = match (key.as_deref(), found.as_str()) {
            (Some("type"), "a list") => {
                "write one type and, if null is allowed, `nullable: true`; only OpenAPI 3.1 has lists of types"
            }
            (Some("x-truto-provenance"), "the string `object`") => {
                "correct the value, or remove the key: `object` is only allowed on a body field"
            }
            _ if has_key => "correct the value, or remove the key",
            _ => "correct the value, or remove it",
        };
        self.diags.push(diagnostic.help(help));
    }

    pub(super) fn error(&mut self, place: &Place, message: String, help: &str) {
        let origin = key_origin(self.loaded, place);
        self.diags
            .push(Diagnostic::error(origin, message).help(help));
    }
}
