//! Lowers lists of values to enums.

use serde_json::Value;

use super::api::Lowering;
use super::names::{Scope, Space};
use super::schema::View;
use super::types::{Hint, schema_words};
use crate::bundle::pointer;
use crate::diag::Diagnostic;
use crate::ir::{Docs, Enum, Primitive, Repr, TypeKind, TypeRef, Variant};

impl<'b> Lowering<'b, '_, '_> {
    /// Returns the type of a schema with `enum`.
    pub(super) fn enumeration(&mut self, view: &View<'b>, at: &str, hint: Hint<'_>) -> TypeRef {
        let any = TypeRef::Primitive(Primitive::Any);
        if view.values.is_empty() {
            let at = format!("{at}/enum");
            self.reporter.key_error(
                &at,
                "`enum` has no values".to_owned(),
                "list the values, or remove `enum`",
            );
            return any;
        }
        let values: Vec<_> = view
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.is_null())
            .collect();
        let repr = match self.repr(view, at, values.first().map(|(_, value)| *value)) {
            Ok(repr) => repr,
            Err(instead) => return TypeRef::Primitive(instead),
        };
        let origin = self.reporter.key_origin(at);
        let name = self.type_names.mint(
            hint.words,
            &schema_words(at, hint),
            view.text("x-truto-name"),
            origin,
            self.reporter.diags,
        );
        let variants = self.variants(view, at, repr, &values, &name);
        let kind = TypeKind::Enum(Enum {
            repr,
            variants,
            open: true,
        });
        TypeRef::Named(self.define(name, self.docs(view), kind, at))
    }

    /// Returns the type of the values, or `Err` with the type of a schema that does not become an enum.
    fn repr(
        &mut self,
        view: &View<'b>,
        at: &str,
        first: Option<&Value>,
    ) -> Result<Repr, Primitive> {
        let at = format!("{at}/enum");
        match (view.ty, first) {
            (Some("string"), _) | (None, Some(Value::String(_))) => Ok(Repr::String),
            (Some("integer"), _) | (None, Some(Value::Number(_))) => Ok(Repr::Integer),
            (Some("boolean"), _) | (None, Some(Value::Bool(_))) => {
                let message = "`enum` of `true` and `false` has no effect".to_owned();
                self.reporter.key_warning(
                    &at,
                    message,
                    "remove it, or say in the description which value applies",
                );
                Err(Primitive::Bool)
            }
            (Some("number"), _) => {
                let help = "remove it, or write the values as strings or integers";
                self.reporter.key_warning(
                    &at,
                    "`enum` of fractional numbers has no effect".to_owned(),
                    help,
                );
                Err(Primitive::F64)
            }
            (_, None) => Err(Primitive::Any),
            _ => {
                let help = "list only strings and integers; describe other values with `properties` or `items`";
                self.reporter
                    .unsupported(&at, "`enum` of lists or mappings", help);
                Err(Primitive::Any)
            }
        }
    }

    fn variants(
        &mut self,
        view: &View<'b>,
        at: &str,
        repr: Repr,
        values: &[(usize, &Value)],
        name: &str,
    ) -> Vec<Variant> {
        let mut scope = Scope::new(Space::Variant, format!("enum `{name}`"));
        let mut variants: Vec<Variant> = Vec::with_capacity(values.len());
        for (index, value) in values {
            let origin = self.reporter.origin(&format!("{at}/enum/{index}"));
            let Some(wire) = self.wire(repr, value, &format!("{at}/enum/{index}")) else {
                continue;
            };
            if variants.iter().any(|variant| variant.wire == wire) {
                let first = values
                    .iter()
                    .find(|(_, known)| known == value)
                    .map(|(first, _)| *first);
                let first = self
                    .reporter
                    .origin(&format!("{at}/enum/{}", first.unwrap_or(*index)));
                let diagnostic =
                    Diagnostic::error(origin, format!("the value `{wire}` is listed twice"))
                        .related(first, "first listed here")
                        .help("remove one of them");
                self.reporter.diags.push(diagnostic);
                continue;
            }
            let chosen = view
                .extension("x-truto-enum-names")
                .and_then(|names| names.get(&wire))
                .and_then(Value::as_str);
            let what = format!("value `{wire}`");
            let variant = scope.mint(&wire, &what, chosen, origin, self.reporter.diags);
            variants.push(Variant {
                name: variant,
                wire,
                docs: Docs::default(),
            });
        }
        self.unknown_enum_names(view, at, &variants);
        variants
    }

    fn wire(&mut self, repr: Repr, value: &Value, at: &str) -> Option<String> {
        match (repr, value) {
            (Repr::String, Value::String(text)) => Some(text.clone()),
            (Repr::Integer, Value::Number(number)) if number.is_i64() => Some(number.to_string()),
            _ => {
                let (wanted, help) = if repr == Repr::String {
                    ("a string", "write it in quotes, or correct the `type`")
                } else {
                    ("a 64-bit integer", "correct the value or the `type`")
                };
                let message = format!(
                    "the value {value} is not {wanted}, which the `type` of the schema requires"
                );
                self.reporter.error(at, message, help);
                None
            }
        }
    }

    fn unknown_enum_names(&mut self, view: &View<'b>, at: &str, variants: &[Variant]) {
        let Some(Value::Object(names)) = view.extension("x-truto-enum-names") else {
            return;
        };
        for value in names
            .keys()
            .filter(|value| variants.iter().all(|variant| variant.wire != **value))
        {
            let at = pointer::child(&format!("{at}/x-truto-enum-names"), value);
            let message = format!("`{value}` is not a value of the enum");
            self.reporter
                .key_error(&at, message, "correct it, or remove it");
        }
    }
}
