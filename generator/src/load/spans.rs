//! The location of each value of a document: a tree parallel to the values.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::source::Origin;

/// The locations of all keys and values of one document.
///
/// An alias has the location of its anchor. An empty value has the location of its key.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    nodes: Vec<Node>,
    root: Option<NodeId>,
    /// Whether an alias makes a node a part of several others.
    has_aliases: bool,
}

/// An index into [`Spans::nodes`]. Sources have at most 4 GiB, so there are fewer nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The location of a value, and its parts.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) origin: Origin,
    pub(super) kind: NodeKind,
}

#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    Scalar,
    Sequence(Box<[NodeId]>),
    /// The entries, by name.
    Mapping(Box<[Entry]>),
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
                .flat_map(|entries| entries.iter().map(|entry| entry.value)),
        )
    }

    /// Returns the entry of a mapping.
    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        let Self::Mapping(entries) = self else {
            return None;
        };
        let at = entries.binary_search_by(|entry| (*entry.name).cmp(name));
        entries.get(at.ok()?)
    }
}

/// One key of a mapping, and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The name; equal ones share their text.
    name: Arc<str>,
    pub(super) key: Origin,
    pub(super) value: NodeId,
}

/// The nodes of a document under construction.
#[derive(Default)]
pub(super) struct Nodes {
    nodes: Vec<Node>,
    names: FxHashSet<Arc<str>>,
    has_aliases: bool,
}

impl Nodes {
    pub(super) fn push(&mut self, origin: Origin, kind: NodeKind) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { origin, kind });
        id
    }

    /// Records that a node becomes a part of a second one.
    pub(super) fn alias(&mut self) {
        self.has_aliases = true;
    }

    /// Returns a mapping with these names, each of which occurs once, and the locations of their keys.
    pub(super) fn mapping(
        &mut self,
        entries: impl IntoIterator<Item = (String, (Origin, NodeId))>,
    ) -> NodeKind {
        let entries = entries.into_iter().map(|(name, (key, value))| Entry {
            name: self.name(&name),
            key,
            value,
        });
        let mut entries: Box<[Entry]> = entries.collect();
        entries.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        NodeKind::Mapping(entries)
    }

    /// The names of most mappings are keywords, so equal ones share their text.
    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = Arc::from(name);
        self.names.insert(Arc::clone(&name));
        name
    }

    pub(super) fn finish(mut self, root: NodeId) -> Spans {
        self.nodes.shrink_to_fit();
        Spans {
            nodes: self.nodes,
            root: Some(root),
            has_aliases: self.has_aliases,
        }
    }
}

impl Spans {
    pub(super) fn root(&self) -> Option<&Node> {
        self.node(self.root?)
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// Whether each node is a part of at most one other node, so that it stands for one pointer.
    pub(crate) fn is_tree(&self) -> bool {
        !self.has_aliases
    }

    /// Returns where a node is written.
    pub(crate) fn origin(&self, id: NodeId) -> Option<Origin> {
        Some(self.node(id)?.origin)
    }

    /// Returns the part of a node that a key or an index selects.
    pub(crate) fn part(&self, id: NodeId, step: &str) -> Option<NodeId> {
        match &self.node(id)?.kind {
            NodeKind::Sequence(items) => items.get(step.parse::<usize>().ok()?).copied(),
            kind => Some(kind.entry(step)?.value),
        }
    }

    /// Returns where the key of a part of a node is written, or `None` for elements of lists.
    pub(crate) fn key_of_part(&self, id: NodeId, name: &str) -> Option<Origin> {
        Some(self.node(id)?.kind.entry(name)?.key)
    }

    /// Returns the location of the value at an RFC 6901 pointer; `""` is the whole document.
    #[must_use]
    pub fn value(&self, pointer: &str) -> Option<Origin> {
        self.origin(self.find(pointer)?)
    }

    /// Returns the locations of the elements of the list at an RFC 6901 pointer.
    pub(crate) fn elements(&self, pointer: &str) -> impl Iterator<Item = Origin> + use<'_> {
        let kind = self.find(pointer).and_then(|id| self.node(id));
        let kind = kind.map(|node| &node.kind);
        let items = match kind {
            Some(NodeKind::Sequence(items)) => &**items,
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
        self.key_of_part(self.find(parent)?, &unescaped(last))
    }

    /// Returns the node at an RFC 6901 pointer.
    pub(crate) fn find(&self, pointer: &str) -> Option<NodeId> {
        let root = self.root?;
        if pointer.is_empty() {
            return Some(root);
        }
        let mut steps = pointer.strip_prefix('/')?.split('/');
        steps.try_fold(root, |node, step| self.part(node, &unescaped(step)))
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
