//! The former names of builders.

/// ```text
/// /// The former name of [`CreateContact`].
/// #[deprecated(note = "renamed to `CreateContact`")]
/// pub type CreateContacts = CreateContact;
/// ```
pub(crate) fn alias(former: &str, name: &str) -> String {
    format!(
        "/// The former name of [`{name}`].\n#[deprecated(note = \"renamed to `{name}`\")]\n\
         pub type {former} = {name};"
    )
}
