//! Sum types: how their cases are distinguished, and the methods that they get.

use std::collections::{HashMap, HashSet};

use crate::ir::oauth::snake_case;
use crate::ir::{
    Case, Criterion, Package, ResponseType, Selector, TypeDef, TypeId, TypeKind, TypeRef, Union,
    UnionCase,
};
use crate::plan::boxes::Boxes;
use crate::plan::names::{Names, bare};
use crate::plan::operation_ref::operations;

/// The sum types of a crate.
pub(crate) struct Unions<'a> {
    /// Those whose cases are distinguished by their JSON.
    by_content: HashMap<TypeId, Contents<'a>>,
    /// Those of responses: the cases of the operations that return the type.
    by_status: HashMap<TypeId, Vec<&'a Case>>,
    /// Those of error responses: the cases of the operations that return the type.
    of_failures: HashMap<TypeId, Vec<&'a Case>>,
}

impl<'a> Unions<'a> {
    pub(crate) fn of(package: &'a Package, names: &'a Names, boxes: &Boxes) -> Self {
        let contents = package.types.iter().filter_map(|def| match &def.kind {
            TypeKind::Union(of) => Some((def.id, Contents::of(package, names, boxes, (def, of)))),
            TypeKind::Struct(_) | TypeKind::Enum(_) => None,
        });
        let mut by_status: HashMap<TypeId, Vec<&Case>> = HashMap::new();
        let mut of_failures: HashMap<TypeId, Vec<&Case>> = HashMap::new();
        for place in operations(package) {
            if let Some(TypeRef::Named(id)) = place.operation.failure {
                let failures = &place.operation.failures;
                of_failures.entry(id).or_default().extend(failures);
            }
            if let ResponseType::Value(TypeRef::Named(id)) = place.operation.response {
                by_status
                    .entry(id)
                    .or_default()
                    .extend(&place.operation.cases);
            }
        }
        Self {
            by_content: contents.collect(),
            by_status,
            of_failures,
        }
    }

    /// The cases of a sum type that are distinguished by their JSON.
    pub(crate) fn contents(&self, id: TypeId) -> &Contents<'a> {
        &self.by_content[&id]
    }

    /// The cases of the operations whose error responses have the type.
    pub(crate) fn failures(&self, id: TypeId) -> Option<&[&'a Case]> {
        self.of_failures.get(&id).map(Vec::as_slice)
    }

    /// The cases of the operations that return the type, which have the media types.
    pub(crate) fn responses(&self, id: TypeId) -> &[&'a Case] {
        self.by_status.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// The cases of a sum type, which are distinguished by their JSON.
pub(crate) struct Contents<'a> {
    /// In document order.
    pub(crate) cases: Vec<Content<'a>>,
    /// The indexes of the cases, in the order in which equally good ones are preferred.
    order: Vec<usize>,
}

/// A case with its value.
pub(crate) struct Content<'a> {
    pub(crate) ty: &'a TypeRef,
    /// The name of the variant: `Cat`.
    pub(crate) name: &'a str,
    /// The method that returns the value: `as_cat`. Of names that differ only in case, the first has one.
    pub(crate) accessor: Option<String>,
    /// The property that selects the case, and its values.
    pub(crate) tag: Option<(&'a str, Vec<&'a str>)>,
    /// What a value must be, besides its tag.
    pub(crate) criterion: Criterion,
    pub(crate) is_boxed: bool,
    /// The value converts into the sum type. A type that several cases have converts into the first. The sum type itself does not
    /// convert into a case of it.
    pub(crate) is_convertible: bool,
}

impl<'a> Contents<'a> {
    fn of(
        package: &'a Package,
        names: &'a Names,
        boxes: &Boxes,
        (def, of): (&'a TypeDef, &'a Union),
    ) -> Self {
        let implied = package.implied_tag(of);
        let cases = of.cases.iter().zip(names.variants(def.id));
        let cases = cases.filter_map(|(case, name)| Some((case, case.ty.as_ref()?, name)));
        let cases: Vec<_> = cases.collect();
        let indexes = cases.iter().enumerate();
        let indexes = indexes.map(|(index, (case, ..))| (std::ptr::from_ref(*case), index));
        let indexes: HashMap<*const UnionCase, usize> = indexes.collect();
        let order = package.in_order(of).into_iter();
        let order = order.filter_map(|case| indexes.get(&std::ptr::from_ref(case)).copied());
        let order = order.collect();
        let (mut accessors, mut types) = (HashSet::new(), HashSet::new());
        let contents = cases.iter().map(|&(case, ty, name)| {
            let accessor = format!("as_{}", snake_case(bare(name)));
            Content {
                ty,
                name,
                accessor: accessors.insert(accessor.clone()).then_some(accessor),
                tag: tag(package, (case, ty), implied),
                criterion: package.criterion(ty),
                is_boxed: boxes.has_case(def.id, ty),
                is_convertible: *ty != TypeRef::Named(def.id) && types.insert(ty),
            }
        });
        Self {
            cases: contents.collect(),
            order,
        }
    }

    /// The cases in the order in which equally good ones are preferred.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &Content<'a>> {
        self.order.iter().filter_map(|index| self.cases.get(*index))
    }
}

/// Returns the property that selects a case, and its values, if there are any.
fn tag<'a>(
    package: &'a Package,
    (case, ty): (&'a UnionCase, &'a TypeRef),
    implied: Option<&'a str>,
) -> Option<(&'a str, Vec<&'a str>)> {
    let (property, values) = match &case.selector {
        Selector::Tag { property, values } => {
            let values = values.iter().map(String::as_str);
            (property.as_str(), values.collect())
        }
        Selector::Status(_) | Selector::Content => {
            let property = implied?;
            (property, package.implied_values(ty, property))
        }
    };
    (!values.is_empty()).then_some((property, values))
}
