//! Names that generated code cannot give to items of the documents.

use super::space::Space;

impl Space {
    /// Whether the generated code uses the name itself in the same scope.
    pub(super) fn is_reserved(self, name: &str) -> bool {
        match self {
            Self::Type => TYPES.contains(&name),
            Self::Variant => matches!(name, "Self" | "Unrecognized"),
            Self::Field => {
                SETTERS.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
            }
            Self::Method => METHODS.contains(&name) || is_device(name),
            Self::Module => {
                MODULES.contains(&name)
                    || METHODS.contains(&name)
                    || KEYWORDS.contains(&name)
                    || is_device(name)
            }
            Self::Api => FEATURES.contains(&name) || Self::Module.is_reserved(name),
            // The page of a webhook is named after its constant.
            Self::Constant => is_device(name),
        }
    }
}

/// Types that generated modules define, import, or use from the prelude.
const TYPES: &[&str] = &[
    "Box",
    "BTreeMap",
    "Base64",
    "Base64Url",
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

/// How the methods of builders begin that are not setters of fields and parameters, or that call these.
const PREFIXES: [&str; 3] = ["maybe_", "with_", "without_"];

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
    "send_events",
    "send_keyed_by",
    "send_lines",
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
    "builder_from_env",
    "clone",
    "clone_from",
    "fmt",
    "from",
    "from_env",
    "into",
    "new",
    "preflight",
    "request",
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

/// Modules and files of the crate root that are not resources, and crates that its code uses.
const MODULES: &[&str] = &[
    "client",
    "core",
    "guides",
    "lib",
    "main",
    "mod",
    "serde",
    "std",
    "testing",
    "truto_runtime",
    "types",
];

/// The cargo features that crates have besides those of their APIs.
pub(crate) const FEATURES: [&str; 9] = [
    "blocking", "chrono", "default", "forms", "jiff", "sync", "testing", "time", "tokio",
];

/// Types and modules of crates that have a registry of integrations.
pub(super) const OF_REGISTRY: [&str; 5] = [
    "Integration",
    "Preflight",
    "integration",
    "preflight",
    "support",
];

/// The keywords of Rust 2024, including reserved ones.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that do not allow `r#…`.
pub(super) const NEVER_RAW: &[&str] = &["crate", "self", "Self", "super"];

/// Whether this is the name of a Windows device, with or without an extension: `aux`, `con.rs`. Windows cannot have a file of this name.
/// Public for the test of the repository's own file names.
#[doc(hidden)]
#[must_use]
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end_matches(' ').to_ascii_lowercase();
    let is_numbered = |device: &str| {
        let number = stem.strip_prefix(device);
        let mut number = number.unwrap_or_default().chars();
        // Windows reads superscript digits of Latin-1 as digits.
        matches!(number.next(), Some('1'..='9' | '¹' | '²' | '³')) && number.next().is_none()
    };
    matches!(stem.as_str(), "aux" | "con" | "nul" | "prn")
        || is_numbered("com")
        || is_numbered("lpt")
}
