//! Names of Rust items. A [`NameScope`] creates them, so that they are unique within the scope.

use std::collections::HashMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Origin;

/// The kind of item, which decides the case of the name and which names are reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Type,
    Variant,
    Field,
    Method,
    Module,
    Constant,
}

/// The definition that has a name.
struct Taken {
    origin: Origin,
    /// Its kind and source name, for messages: ``schema `Contact` ``.
    what: String,
    /// Whether the document cannot set another name.
    fixed: bool,
}

/// A set of names that must be unique.
pub(super) struct NameScope {
    space: Space,
    /// The item that contains the names, for messages: ``API `ticketing` ``.
    owner: String,
    /// How the document can set another name, for messages.
    advice: &'static str,
    taken: HashMap<String, Taken>,
}

impl NameScope {
    pub(super) fn new(space: Space, owner: impl Into<String>) -> Self {
        Self {
            space,
            owner: owner.into(),
            advice: match space {
                Space::Variant => {
                    "next to `enum`, write another Rust name for one of the values, as in `x-truto-enum-names: {red: Crimson}`"
                }
                _ => "write `x-truto-name: …` on one of them",
            },
            taken: HashMap::new(),
        }
    }

    /// Replaces the help text that says how to set another name.
    pub(super) fn advising(self, advice: &'static str) -> Self {
        Self { advice, ..self }
    }

    /// Whether the name for `raw`, or for `chosen`, is free.
    pub(super) fn is_free(&self, raw: &str, chosen: Option<&str>) -> bool {
        !self
            .taken
            .contains_key(&derive(self.space, chosen.unwrap_or(raw)))
    }

    /// Derives a unique name from `raw`, or from `chosen`, which the document sets with `x-truto-name`. A clash is reported;
    /// `what` is the kind and source name of the definition.
    pub(super) fn mint(
        &mut self,
        raw: &str,
        what: &str,
        chosen: Option<&str>,
        origin: Origin,
        diags: &mut Diagnostics,
    ) -> String {
        let name = match chosen {
            Some(chosen) => self.check_chosen(chosen, origin, diags),
            None => derive(self.space, raw),
        };
        self.claim(name, what, origin, diags)
    }

    /// Reserves the name of an item that is generated because of the key at `origin`. The document cannot set another name.
    pub(super) fn reserve(&mut self, name: &str, what: &str, origin: Origin) {
        let taken = Taken {
            origin,
            what: what.to_owned(),
            fixed: true,
        };
        self.taken.insert(name.to_owned(), taken);
    }

    /// Reserves a name that was derived in another scope.
    pub(super) fn claim(
        &mut self,
        name: String,
        what: &str,
        origin: Origin,
        diags: &mut Diagnostics,
    ) -> String {
        match self.taken.get(&name) {
            Some(first) => {
                let message = format!(
                    "the {} and the {what} would have the same Rust name, `{name}`, in {}",
                    first.what, self.owner
                );
                let (related, help) = if first.fixed {
                    (
                        format!("this key adds the {}", first.what),
                        format!("write `x-truto-name: …` on the {what}"),
                    )
                } else {
                    let related = format!("the {} is defined here", first.what);
                    (related, self.advice.to_owned())
                };
                let diagnostic = Diagnostic::error(origin, message)
                    .related(first.origin, related)
                    .help(help);
                diags.push(diagnostic);
            }
            None => {
                self.taken.insert(
                    name.clone(),
                    Taken {
                        origin,
                        what: what.to_owned(),
                        fixed: false,
                    },
                );
            }
        }
        name
    }

    fn check_chosen(&self, chosen: &str, origin: Origin, diags: &mut Diagnostics) -> String {
        let derived = derive(self.space, chosen);
        if derived != chosen && derived.trim_start_matches("r#") != chosen {
            let message = format!(
                "`{chosen}` is not a valid Rust name for {}",
                self.space.singular()
            );
            diags.push(
                Diagnostic::error(origin, message)
                    .help(format!("write a name such as `{derived}`")),
            );
        }
        derived
    }
}

impl Space {
    fn singular(self) -> &'static str {
        match self {
            Self::Type => "a type",
            Self::Variant => "an enum variant",
            Self::Field => "a field",
            Self::Method => "a method",
            Self::Module => "a module",
            Self::Constant => "a constant",
        }
    }

    /// The prefix of a name that begins with a digit.
    fn prefix(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Variant => "Value",
            Self::Field => "field_",
            Self::Method => "call_",
            Self::Module => "module_",
            Self::Constant => "CALL_",
        }
    }

    /// Whether the generated code uses the name itself in the same scope.
    fn is_reserved(self, name: &str) -> bool {
        match self {
            Self::Type => TYPES.contains(&name),
            Self::Variant => matches!(name, "Self" | "Unrecognized"),
            Self::Field => {
                SETTERS.contains(&name) || name.starts_with("with_") || name.starts_with("without_")
            }
            Self::Method => METHODS.contains(&name),
            Self::Module => MODULES.contains(&name) || KEYWORDS.contains(&name),
            Self::Constant => false,
        }
    }
}

/// Types that generated modules define, import, or use from the prelude.
const TYPES: &[&str] = &[
    "Box",
    "BTreeMap",
    "Bytes",
    "Client",
    "ClientBuilder",
    "Clone",
    "Date",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Duration",
    "Err",
    "Error",
    "ErrorKind",
    "Extra",
    "From",
    "Integration",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Map",
    "MapAccess",
    "Model",
    "None",
    "Ok",
    "Option",
    "Patch",
    "Preflight",
    "RawJson",
    "Response",
    "Result",
    "Self",
    "Serialize",
    "SerializeMap",
    "Serializer",
    "Some",
    "String",
    "Timestamp",
    "ToString",
    "TryFrom",
    "TryInto",
    "Value",
    "Vec",
];

/// Methods of structs and builders that are not setters.
const SETTERS: &[&str] = &[
    "as_ref",
    "blocking",
    "borrow",
    "check",
    "clone",
    "clone_from",
    "default",
    "eq",
    "extra",
    "fmt",
    "from",
    "into",
    "into_call",
    "into_future",
    "mismatches",
    "new",
    "preflight_report",
    "read",
    "send",
    "send_as",
    "send_keyed_by",
    "send_raw",
    "send_stream",
    "send_with_meta",
    "serialize",
    "try_from",
    "try_into",
    "type_id",
    "write",
];

/// Methods of handles that are not operations, and options of every builder.
const METHODS: &[&str] = &[
    "borrow",
    "builder",
    "clone",
    "clone_from",
    "fmt",
    "from",
    "from_env",
    "into",
    "new",
    "preflight",
    "type_id",
    "with_attempts",
    "with_body",
    "with_deadline",
    "with_field",
    "with_header",
    "with_idempotency_key",
    "with_options",
    "with_query",
    "with_timeout",
];

/// Modules of the crate root and of an API that are not resources.
const MODULES: &[&str] = &[
    "builder",
    "client",
    "core",
    "from_env",
    "integration",
    "lib",
    "main",
    "mod",
    "new",
    "preflight",
    "serde",
    "std",
    "support",
    "testing",
    "truto_runtime",
    "types",
];

/// The keywords of Rust 2024, including reserved ones.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that do not allow `r#…`.
const NEVER_RAW: &[&str] = &["crate", "self", "Self", "super"];

/// Returns the Rust name of `raw`: always a valid identifier, and deterministic.
pub(super) fn derive(space: Space, raw: &str) -> String {
    let words = spell_out(raw);
    let cased = match space {
        Space::Type | Space::Variant => words.to_upper_camel_case(),
        Space::Field | Space::Method | Space::Module => words.to_snake_case(),
        Space::Constant => words.to_shouty_snake_case(),
    };
    let cased = match cased.chars().next() {
        None => format!("{}{}", space.prefix(), "Empty".to_case(space)),
        Some(first) if first.is_ascii_digit() => format!("{}{cased}", space.prefix()),
        Some(_) => cased,
    };
    if space.is_reserved(&cased) || NEVER_RAW.contains(&cased.as_str()) {
        format!("{cased}_")
    } else if KEYWORDS.contains(&cased.as_str()) {
        format!("r#{cased}")
    } else {
        cased
    }
}

/// Removes `r#` from an identifier, for use as a part of another name.
pub(super) fn plain(name: &str) -> &str {
    name.strip_prefix("r#")
        .unwrap_or(name)
        .trim_end_matches('_')
}

trait ToCase {
    fn to_case(&self, space: Space) -> String;
}

impl ToCase for str {
    fn to_case(&self, space: Space) -> String {
        match space {
            Space::Type | Space::Variant => self.to_upper_camel_case(),
            Space::Constant => self.to_shouty_snake_case(),
            Space::Field | Space::Method | Space::Module => self.to_snake_case(),
        }
    }
}

/// Splits into words of ASCII letters and digits. Signs before a number, isolated signs and non-ASCII characters are spelled out,
/// so that `+1` and `-1`, `<` and `>` differ, and identifiers are ASCII, as lints of rustc require.
fn spell_out(raw: &str) -> String {
    let bare = !raw.chars().any(|c| c.is_ascii_alphanumeric());
    let mut words = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        let before_digit = first && chars.peek().is_some_and(char::is_ascii_digit);
        match c {
            c if c.is_ascii_alphanumeric() => words.push(c),
            c if c.is_ascii() => {
                words.push(' ');
                if bare || (before_digit && matches!(c, '+' | '-')) {
                    words.push_str(sign(c));
                    words.push(' ');
                }
            }
            c => words.push_str(&format!(" u{:x} ", u32::from(c))),
        }
        first = false;
    }
    words
}

fn sign(c: char) -> &'static str {
    match c {
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' => "open",
        ')' => "close",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' => "open bracket",
        '\\' => "backslash",
        ']' => "close bracket",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' => "open brace",
        '|' => "or",
        '}' => "close brace",
        '~' => "tilde",
        c if c.is_whitespace() => "space",
        _ => "control",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_becomes_an_identifier() {
        let cases = [
            (Space::Variant, "in progress", "InProgress"),
            (Space::Variant, "+1", "Plus1"),
            (Space::Variant, "-1", "Minus1"),
            (Space::Variant, "1", "Value1"),
            (Space::Variant, "", "ValueEmpty"),
            (Space::Variant, ">=", "GreaterEqual"),
            (Space::Variant, "🙂", "U1f642"),
            (Space::Variant, "unrecognized", "Unrecognized_"),
            (Space::Type, "self", "Self_"),
            (Space::Type, "Result", "Result_"),
            (Space::Type, "../../x", "X"),
            (Space::Field, "type", "r#type"),
            (Space::Field, "self", "self_"),
            (Space::Field, "gen", "r#gen"),
            (Space::Field, "phone_numbesr", "phone_numbesr"),
            (Space::Field, "2fa", "field_2fa"),
            (Space::Field, "extra", "extra_"),
            (Space::Field, "with_timeout", "with_timeout_"),
            (Space::Field, "send_stream", "send_stream_"),
            (Space::Field, "created_at[gt]", "created_at_gt"),
            (Space::Field, "team_ids[]", "team_ids"),
            (Space::Field, "ticket[custom][id]", "ticket_custom_id"),
            (Space::Field, "é", "ue9"),
            (Space::Module, "type", "type_"),
            (Space::Module, "../../etc/passwd", "etc_passwd"),
            (Space::Method, "import", "import"),
            (Space::Constant, "create", "CREATE"),
        ];
        for (space, raw, expected) in cases {
            assert_eq!(derive(space, raw), expected, "{raw}");
        }
    }

    #[test]
    fn a_clash_is_an_error_at_the_second_place() {
        let mut scope = NameScope::new(Space::Field, "schema `Contact`");
        let mut diags = Diagnostics::default();
        let at = |start| Origin {
            start,
            end: start + 1,
            ..Origin::default()
        };
        let what = "property";
        scope.mint("first-name", what, None, at(1), &mut diags);
        scope.mint("first_name", what, Some("given_name"), at(2), &mut diags);
        assert!(diags.is_empty());
        scope.mint("first name", what, None, at(3), &mut diags);
        scope.mint("x", what, Some("no good"), at(4), &mut diags);
        let found: Vec<_> = diags
            .iter()
            .map(|d| (d.origin.map(|o| o.start), d.related.len()))
            .collect();
        assert_eq!(found, [(Some(3), 1), (Some(4), 0)]);
    }
}
