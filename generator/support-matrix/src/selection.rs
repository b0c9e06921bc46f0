//! What a field means for an integration if a set of fields is sent.

use crate::{FieldSupport, Level};

/// The relation of a field to a selection of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The field is selected.
    Selected,
    /// A field nested in it is selected, so that it is sent too.
    Enclosing,
    /// It is not sent, but it could be: it is at the top level, or the object that contains it is sent.
    Absent,
    /// The object that contains it is not sent.
    Unreachable,
}

impl Relation {
    /// The relation of the field `path`, such as `emails.type`, to the selected paths.
    pub fn new<S: AsRef<str>>(path: &str, selected: &[S]) -> Self {
        let is_selected = |path: &str| selected.iter().any(|one| one.as_ref() == path);
        let encloses = |path: &str| {
            let is_inside = |rest: &str| rest.starts_with('.');
            let mut rests = selected
                .iter()
                .filter_map(|one| one.as_ref().strip_prefix(path));
            rests.any(is_inside)
        };
        if is_selected(path) {
            Self::Selected
        } else if encloses(path) {
            Self::Enclosing
        } else if enclosing(path)
            .last()
            .is_none_or(|outer| is_selected(outer) || encloses(outer))
        {
            Self::Absent
        } else {
            Self::Unreachable
        }
    }
}

/// Returns the paths of the objects that contain a field, from the outermost: `a` and `a.b` for `a.b.c`.
pub fn enclosing(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('.').filter_map(|(at, _)| path.get(..at))
}

/// What a field means for an integration and a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing: the field is not sent, and the integration does not require it.
    None,
    /// The field is sent, and the integration supports it.
    Supports,
    /// The field is sent, and the integration does not support it.
    DoesNotSupport,
    /// The field is selected, but its support is not documented.
    NotDocumented,
    /// The field is not sent, although the integration requires it.
    Requires,
    /// The field is not sent, and the integration may require it.
    MayRequire,
}

impl<K> FieldSupport<'_, K> {
    /// What the field means for `integration`, by its relation to the selection.
    pub fn finding<Q: ?Sized>(&self, relation: Relation, integration: &Q) -> Finding
    where
        K: PartialEq<Q>,
    {
        match (relation, self.level(integration)) {
            (Relation::Selected | Relation::Enclosing, Level::Required | Level::Supported) => {
                Finding::Supports
            }
            (Relation::Selected | Relation::Enclosing, Level::Unsupported) => {
                Finding::DoesNotSupport
            }
            (Relation::Selected, Level::NotDocumented) => Finding::NotDocumented,
            (Relation::Absent, Level::Required) => Finding::Requires,
            (Relation::Absent, _) if self.may_be_required(integration) => Finding::MayRequire,
            // Of an enclosing object, the selected field is reported.
            (Relation::Enclosing | Relation::Absent | Relation::Unreachable, _) => Finding::None,
        }
    }
}
