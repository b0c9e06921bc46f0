//! The location of each value of a document: a tree parallel to the values.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::source::Origin;

/// The locations of all keys and values of one document.
///
/// An alias has the location of its anchor. An empty value has the location of its key.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    nodes: Vec<Node>,
    root: Option<NodeId>,
}

/// An index into [`Spans::nodes`].
pub(super) type NodeId = usize;

/// The location of a value, and its parts.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) origin: Origin,
    pub(super) kind: NodeKind,
}

#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    Scalar,
    Sequence(Vec<NodeId>),
    Mapping(IndexMap<String, Entry>),
}

impl NodeKind {
    /// Returns the elements or values.
    pub(super) fn parts(&self) -> impl Iterator<Item = NodeId> {
        let (items, entries) = match self {
            Self::Scalar => (None, None),
            Self::Sequence(items) => (Some(items), None),
            Self::Mapping(entries) => (None, Some(entries)),
        };
        let items = items.into_iter().flatten().copied();
        items.chain(
            entries
                .into_iter()
                .flat_map(|entries| entries.values().map(|entry| entry.value)),
        )
    }
}

/// One key of a mapping, and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: Origin,
    pub(super) value: NodeId,
}

impl Spans {
    pub(super) fn new(nodes: Vec<Node>, root: NodeId) -> Self {
        Self {
            nodes,
            root: Some(root),
        }
    }

    pub(super) fn root(&self) -> Option<&Node> {
        self.node(self.root?)
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// Returns the location of the value at an RFC 6901 pointer; `""` is the whole document.
    #[must_use]
    pub fn value(&self, pointer: &str) -> Option<Origin> {
        Some(self.find(pointer)?.origin)
    }

    /// Returns the locations of the elements of the list at an RFC 6901 pointer.
    pub(crate) fn elements(&self, pointer: &str) -> impl Iterator<Item = Origin> + use<'_> {
        let kind = self.find(pointer).map(|node| &node.kind);
        let items = match kind {
            Some(NodeKind::Sequence(items)) => items.as_slice(),
            _ => &[],
        };
        items
            .iter()
            .filter_map(|item| Some(self.node(*item)?.origin))
    }

    /// Returns the location of the key of the value at an RFC 6901 pointer, or `None` for elements of lists.
    #[must_use]
    pub fn key(&self, pointer: &str) -> Option<Origin> {
        let (parent, last) = pointer.rsplit_once('/')?;
        match &self.find(parent)?.kind {
            NodeKind::Mapping(entries) => {
                let entry = entries.get(unescaped(last).as_ref())?;
                Some(entry.key)
            }
            NodeKind::Scalar | NodeKind::Sequence(_) => None,
        }
    }

    fn find(&self, pointer: &str) -> Option<&Node> {
        let mut node = self.root()?;
        if pointer.is_empty() {
            return Some(node);
        }
        for step in pointer.strip_prefix('/')?.split('/') {
            let next = match &node.kind {
                NodeKind::Scalar => return None,
                NodeKind::Sequence(items) => *items.get(step.parse::<usize>().ok()?)?,
                NodeKind::Mapping(entries) => entries.get(unescaped(step).as_ref())?.value,
            };
            node = self.node(next)?;
        }
        Some(node)
    }
}

/// Decodes the pointer token `a~1b~0c` to the key `a/b~c`.
#[must_use]
pub fn unescaped(step: &str) -> Cow<'_, str> {
    if step.contains('~') {
        Cow::Owned(step.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(step)
    }
}

/// Encodes the key `a/b~c` as the pointer token `a~1b~0c`.
#[must_use]
pub fn escaped(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) {
        Cow::Owned(key.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(key)
    }
}
