//! Text in a shell.

use crate::emit::prose::escape;

/// Whether the text can be the name of an environment variable.
pub(crate) fn is_variable(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(fits)
}

/// Quotes text for a shell, in single quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", escape::clean(text).replace('\'', "'\\''"))
}

/// Quotes text with escapes for its control characters, as bash, zsh and ksh read them: `$'\x1e{}\n'`.
pub(crate) fn ansi_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 3);
    out.push_str("$'");
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\'' | '\\' => out.extend(['\\', c]),
            // JSON has no other control characters.
            '\u{1e}' => out.push_str("\\x1e"),
            c => out.push(c),
        }
    }
    escape::clean(&out).into_owned() + "'"
}

/// Escapes text for use inside a shell's double quotes.
pub(crate) fn shell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape::clean(text).chars() {
        if matches!(c, '"' | '\\' | '$' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
