//! A document as one tree of values and their locations, which can be rewritten.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::spans::{self, NodeId, NodeKind, Nodes, Spans};
use crate::source::Origin;

/// A value, and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub(crate) origin: Origin,
    pub(crate) content: NodeContent,
    /// Whether the value has its final form.
    pub(crate) is_done: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum NodeContent {
    Scalar(Value),
    List(Vec<Tree>),
    Map(Entries),
}

/// The entries of a mapping, in document order.
pub(crate) type Entries = IndexMap<String, Entry>;

/// One value of a mapping, and where its key is written.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Origin,
    pub(crate) value: Tree,
}

impl Tree {
    pub(crate) fn new(origin: Origin, content: NodeContent) -> Self {
        Self {
            origin,
            content,
            is_done: false,
        }
    }

    /// Creates a value that is no list and no mapping.
    pub(crate) fn scalar(origin: Origin, value: impl Into<Value>) -> Self {
        Self::new(origin, NodeContent::Scalar(value.into()))
    }

    /// Creates a list.
    pub(crate) fn list(origin: Origin, items: Vec<Self>) -> Self {
        Self::new(origin, NodeContent::List(items))
    }

    /// Creates a mapping without entries.
    pub(crate) fn empty(origin: Origin) -> Self {
        Self::new(origin, NodeContent::Map(Entries::new()))
    }

    pub(crate) fn as_scalar(&self) -> Option<&Value> {
        match &self.content {
            NodeContent::Scalar(value) => Some(value),
            NodeContent::List(_) | NodeContent::Map(_) => None,
        }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        self.as_scalar()?.as_str()
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        self.as_scalar()?.as_bool()
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        match &self.content {
            NodeContent::List(items) => Some(items),
            NodeContent::Scalar(_) | NodeContent::Map(_) => None,
        }
    }

    pub(crate) fn as_list_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.content {
            NodeContent::List(items) => Some(items),
            NodeContent::Scalar(_) | NodeContent::Map(_) => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&Entries> {
        match &self.content {
            NodeContent::Map(entries) => Some(entries),
            NodeContent::Scalar(_) | NodeContent::List(_) => None,
        }
    }

    pub(crate) fn as_map_mut(&mut self) -> Option<&mut Entries> {
        match &mut self.content {
            NodeContent::Map(entries) => Some(entries),
            NodeContent::Scalar(_) | NodeContent::List(_) => None,
        }
    }

    /// Returns the entries if this is a mapping.
    pub(super) fn into_map(self) -> Option<Entries> {
        match self.content {
            NodeContent::Map(entries) => Some(entries),
            NodeContent::Scalar(_) | NodeContent::List(_) => None,
        }
    }

    /// Returns the value without its location.
    pub(super) fn to_value(&self) -> Value {
        match &self.content {
            NodeContent::Scalar(value) => value.clone(),
            NodeContent::List(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            NodeContent::Map(entries) => {
                let entries = entries.iter();
                let entry =
                    |(name, entry): (&String, &Entry)| (name.clone(), entry.value.to_value());
                Value::Object(entries.map(entry).collect())
            }
        }
    }

    /// Returns the value that a token of a pointer selects.
    pub(crate) fn part_mut(&mut self, token: &str) -> Option<&mut Self> {
        match &mut self.content {
            NodeContent::Scalar(_) => None,
            NodeContent::List(items) => items.get_mut(token.parse::<usize>().ok()?),
            NodeContent::Map(entries) => Some(&mut entries.get_mut(token)?.value),
        }
    }

    /// Combines a value with its locations, which have the same structure.
    pub(super) fn join(value: Value, spans: &Spans) -> Self {
        match spans.root() {
            Some(node) => join(value, node, spans),
            None => Self::scalar(Origin::default(), value),
        }
    }

    /// Separates the values from their locations.
    pub(super) fn split(self) -> (Value, Spans) {
        let mut nodes = Nodes::default();
        let (value, root) = self.split_into(&mut nodes);
        (value, nodes.finish(root))
    }

    fn split_into(self, nodes: &mut Nodes) -> (Value, NodeId) {
        let (value, kind) = match self.content {
            NodeContent::Scalar(value) => (value, NodeKind::Scalar),
            NodeContent::List(items) => {
                let parts = items.into_iter().map(|item| item.split_into(nodes));
                let (values, ids): (_, Vec<NodeId>) = parts.unzip();
                (Value::Array(values), NodeKind::Sequence(ids.into()))
            }
            NodeContent::Map(entries) => split_entries(entries, nodes),
        };
        (value, nodes.push(self.origin, kind))
    }
}

fn join(value: Value, node: &spans::Node, spans: &Spans) -> Tree {
    let content = match (value, &node.kind) {
        (Value::Array(values), NodeKind::Sequence(ids)) => {
            let nodes = ids.iter().filter_map(|id| spans.node(*id));
            let items = values.into_iter().zip(nodes);
            NodeContent::List(
                items
                    .map(|(value, node)| join(value, node, spans))
                    .collect(),
            )
        }
        (Value::Object(values), kind @ NodeKind::Mapping(_)) => {
            let entries = values.into_iter().filter_map(|(name, value)| {
                let entry = kind.entry(&name)?;
                let value = join(value, spans.node(entry.value)?, spans);
                let key = entry.key;
                Some((name, Entry { key, value }))
            });
            NodeContent::Map(entries.collect())
        }
        (value, _) => NodeContent::Scalar(value),
    };
    Tree::new(node.origin, content)
}

fn split_entries(entries: Entries, nodes: &mut Nodes) -> (Value, NodeKind) {
    let mut values = Map::with_capacity(entries.len());
    let mut ids = Vec::with_capacity(entries.len());
    for (name, entry) in entries {
        let (value, id) = entry.value.split_into(nodes);
        values.insert(name.clone(), value);
        ids.push((name, (entry.key, id)));
    }
    (Value::Object(values), nodes.mapping(ids))
}
