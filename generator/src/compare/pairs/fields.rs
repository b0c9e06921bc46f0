//! Pairs the parts of operations and types.

use super::pair::{Pair, by_keys};
use crate::compare::side::Side;
use crate::ir::{Field, Location, Operation, Param, Struct};
use crate::plan::names::bare;

/// An item with its name in Rust, which only its state knows.
struct Named<'a, T> {
    item: &'a T,
    name: &'a str,
    /// The position among the path parameters.
    position: Option<usize>,
}

impl<'a, T> Named<'a, T> {
    fn pairs(old: &[Self], new: &[Self], wire: fn(&T) -> String) -> Vec<Pair<'a, T>> {
        let by_wire = |named: &Self| Some(wire(named.item));
        let by_position = |named: &Self| named.position.map(|at| at.to_string());
        let by_name = |named: &Self| Some(bare(named.name).to_owned());
        let pairs = by_keys(old, new, &[&by_wire, &by_position, &by_name]);
        let items = pairs.into_iter().map(|pair| match pair {
            Pair::Both(old, new) => Pair::Both(old.item, new.item),
            Pair::Old(old) => Pair::Old(old.item),
            Pair::New(new) => Pair::New(new.item),
        });
        items.collect()
    }
}

/// Pairs fields by their names in JSON, then by those in Rust.
pub(in crate::compare) fn fields<'a>(
    (old, new): (&Side<'a>, &Side<'a>),
    (old_of, new_of): (&'a Struct, &'a Struct),
) -> Vec<Pair<'a, Field>> {
    let named = |side: &Side<'a>, of: &'a Struct| -> Vec<Named<'a, Field>> {
        let names = side.plan.names;
        let named = of.fields.iter().map(|item| Named {
            item,
            name: names.field(item),
            position: None,
        });
        named.collect()
    };
    let (old, new) = (named(old, old_of), named(new, new_of));
    Named::pairs(&old, &new, |field| field.wire.clone())
}

/// Pairs parameters by location and name; then those of the path by their position, and all by their names in Rust.
pub(in crate::compare) fn params<'a>(
    (old, new): (&Side<'a>, &Side<'a>),
    (old_of, new_of): (&'a Operation, &'a Operation),
) -> Vec<Pair<'a, Param>> {
    let named = |side: &Side<'a>, of: &'a Operation| -> Vec<Named<'a, Param>> {
        let names = side.plan.names;
        let named = of.params.iter().map(|item| Named {
            item,
            name: names.param(item),
            position: position(of, item),
        });
        named.collect()
    };
    let (old, new) = (named(old, old_of), named(new, new_of));
    Named::pairs(&old, &new, |param| {
        format!("{} {}", location(param.location), param.wire)
    })
}

/// The position of a parameter in the path, of those that are in it.
fn position(operation: &Operation, param: &Param) -> Option<usize> {
    let is_of_path = matches!(param.location, Location::Path(_));
    let before = operation
        .documented_path
        .find(&format!("{{{}}}", param.wire));
    let before = operation.documented_path.get(..before?)?;
    is_of_path.then(|| before.matches('{').count())
}

/// The name of a location: `query`.
pub(in crate::compare) fn location(location: Location) -> &'static str {
    match location {
        Location::Path(_) => "path",
        Location::Query(_) => "query",
        Location::Header(_) => "header",
        Location::Cookie(_) => "cookie",
    }
}
