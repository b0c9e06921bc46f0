//! The data of events, which a stream describes by the schema of the JSON that it contains: `contentSchema`.

use std::collections::{HashMap, HashSet};

use super::rewriter::Rewriter;
use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::load::{Loaded, Moves, NodeContent, Tree};
use crate::source::FileId;

/// The keywords of the schemas that an event can be.
const CASES: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The keyword with the schema of the JSON in a text.
const CONTENT: &str = "contentSchema";

/// The schemas of the events of all streams.
#[derive(Default)]
pub(super) struct Events {
    /// The values of `itemSchema`.
    pub(super) items: Vec<SourceLocation>,
    /// How many references have each target.
    pub(super) references: HashMap<SourceLocation, usize>,
}

/// What the events of all streams refer to.
#[derive(Default)]
struct Reached {
    /// The schemas of events, in the order in which they were found.
    all: Vec<SourceLocation>,
    /// How many references of events have each target.
    counts: HashMap<SourceLocation, usize>,
    /// The targets of the references in each schema.
    targets: HashMap<SourceLocation, Vec<SourceLocation>>,
}

impl Events {
    /// Describes the data of all events by the schema of its JSON, wherever the event is described. A schema that describes other
    /// values too is not changed.
    pub(super) fn rewrite(
        self,
        loaded: &Loaded,
        trees: &mut HashMap<FileId, Tree>,
        cx: &mut Rewriter<'_>,
    ) {
        let reached = self.reach(loaded, trees, &cx.moves);
        let shared = self.shared(&reached);
        for at in &reached.all {
            let mut texts = Vec::new();
            if let Some(node) = find(trees, &cx.moves, at) {
                data_references(node, &mut texts);
            }
            texts.retain(|text| {
                let target = loaded.target(at.file, text).ok();
                let target = target.map(|of| SourceLocation::new(of.file, of.pointer));
                let schema = target.and_then(|target| find(trees, &cx.moves, &target));
                schema.is_some_and(|schema| schema.part_mut(CONTENT).is_some())
            });
            let Some(node) = find(trees, &cx.moves, at) else {
                continue;
            };
            match shared.contains(at) {
                true => report(cx, node),
                false => rewrite(cx, node, at, &texts),
            }
        }
    }

    fn reach(
        &self,
        loaded: &Loaded,
        trees: &mut HashMap<FileId, Tree>,
        moves: &HashMap<FileId, Moves>,
    ) -> Reached {
        let mut reached = Reached::default();
        let mut seen: HashSet<SourceLocation> = HashSet::new();
        let mut open = self.items.clone();
        while let Some(at) = open.pop() {
            if !seen.insert(at.clone()) {
                continue;
            }
            let mut texts = Vec::new();
            if let Some(node) = find(trees, moves, &at) {
                references(node, &mut texts);
            }
            let targets = texts
                .iter()
                .filter_map(|text| loaded.target(at.file, text).ok());
            let targets = targets.map(|target| SourceLocation::new(target.file, target.pointer));
            let targets: Vec<SourceLocation> = targets.collect();
            for target in &targets {
                *reached.counts.entry(target.clone()).or_default() += 1;
                open.push(target.clone());
            }
            reached.targets.insert(at.clone(), targets);
            reached.all.push(at);
        }
        reached
    }

    /// Returns the schemas that describe other values than events, too, or that are parts of such schemas.
    fn shared(&self, reached: &Reached) -> HashSet<SourceLocation> {
        let is_shared = |(at, count): &(&SourceLocation, &usize)| {
            self.references.get(at).is_some_and(|all| all > count)
        };
        let shared = reached.counts.iter().filter(is_shared);
        let mut open: Vec<&SourceLocation> = shared.map(|(at, _)| at).collect();
        let mut found = HashSet::new();
        while let Some(at) = open.pop() {
            if found.insert(at.clone()) {
                open.extend(reached.targets.get(at).into_iter().flatten());
            }
        }
        found
    }
}

/// Returns the value at a location, which may have been moved.
fn find<'t>(
    trees: &'t mut HashMap<FileId, Tree>,
    moves: &HashMap<FileId, Moves>,
    at: &SourceLocation,
) -> Option<&'t mut Tree> {
    let target = moves.get(&at.file).map(|moves| moves.target(&at.pointer));
    let target = target.unwrap_or(at.pointer.as_str().into());
    let tree = trees.get_mut(&at.file)?;
    pointer::tokens(&target).try_fold(tree, |tree, token| tree.part_mut(&token))
}

/// Adds the references of a schema to those of other schemas for the same value.
fn references(schema: &mut Tree, texts: &mut Vec<String>) {
    if let Some(text) = schema.part_mut("$ref").and_then(|text| text.as_str()) {
        texts.push(text.to_owned());
    }
    for name in CASES {
        let cases = schema.part_mut(name).and_then(Tree::as_list_mut);
        for case in cases.into_iter().flatten() {
            references(case, texts);
        }
    }
}

/// Returns the schema of the data of an event.
fn data(schema: &mut Tree) -> Option<&mut Tree> {
    schema.part_mut("properties")?.part_mut("data")
}

/// Returns the reference that describes the data of an event.
fn data_reference(schema: &mut Tree) -> Option<&mut Tree> {
    let data = data(schema)?;
    let is_sole = data.as_map().is_some_and(|entries| entries.len() == 1);
    data.part_mut("$ref").filter(|_| is_sole)
}

/// Returns the reference to the schema of the JSON in the text that `reference` describes.
fn target_of(reference: &str) -> String {
    match reference.contains('#') {
        true => format!("{reference}/{CONTENT}"),
        false => format!("{reference}#/{CONTENT}"),
    }
}

/// Adds the references that describe the data of an event.
fn data_references(schema: &mut Tree, texts: &mut Vec<String>) {
    let text = data_reference(schema).and_then(|text| text.as_str());
    texts.extend(text.map(str::to_owned));
    for name in CASES {
        let cases = schema.part_mut(name).and_then(Tree::as_list_mut);
        for case in cases.into_iter().flatten() {
            data_references(case, texts);
        }
    }
}

/// Describes the data of an event by the schema of its JSON. `texts` are the references whose targets have such a schema.
fn rewrite(cx: &mut Rewriter<'_>, schema: &mut Tree, at: &SourceLocation, texts: &[String]) {
    let content = data(schema).and_then(|data| data.as_map_mut()?.shift_remove(CONTENT));
    if let (Some(content), Some(data)) = (content, data(schema)) {
        *data = content.value;
        let at = at.child("properties").child("data");
        cx.moved(&at, "/contentSchema", "");
    } else if let Some(reference) = data_reference(schema)
        && let Some(text) = reference.as_str().map(str::to_owned)
        && texts.contains(&text)
    {
        *reference = Tree::scalar(reference.origin, target_of(&text));
    }
    for name in CASES {
        let cases = schema.part_mut(name).and_then(Tree::as_list_mut);
        for (index, case) in cases.into_iter().flatten().enumerate() {
            rewrite(cx, case, &at.child(name).child(&index.to_string()), texts);
        }
    }
}

fn report(cx: &mut Rewriter<'_>, schema: &mut Tree) {
    let content = data(schema).and_then(|data| match &data.content {
        NodeContent::Map(entries) => Some(entries.get(CONTENT)?.key),
        NodeContent::Scalar(_) | NodeContent::List(_) => None,
    });
    if let Some(origin) = content {
        cx.note(
            origin,
            "`contentSchema` has no effect: the schema around it describes other values than events, too",
            "write a schema of its own for the event",
        );
    }
    for name in CASES {
        let cases = schema.part_mut(name).and_then(Tree::as_list_mut);
        for case in cases.into_iter().flatten() {
            report(cx, case);
        }
    }
}
