//! All conversions of a crate: the docs and helper methods of the types that take part in them.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use super::{
    context::Context,
    convert::{Plan, Step, is_known, known},
    docs::Doc,
    text,
};
use crate::ir::{Additional, Home, Presence, Struct, TypeDef, TypeId};

/// The conversions of a crate.
#[derive(Default)]
pub(crate) struct Conversions {
    /// By source type: the target types in the order of their definition, and whether each conversion can fail.
    into: HashMap<TypeId, Vec<(TypeId, bool)>>,
    /// Types of objects that conversions copy unchanged.
    copied: HashSet<TypeId>,
}

impl Conversions {
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let mut all = Self::default();
        let mut open = Vec::new();
        for def in &context.krate.types {
            let Some(of) = context.structure(def.id) else {
                continue;
            };
            for source in &of.converts_from {
                if let Some(plan) = Plan::new(context, def, of, *source) {
                    let known = |step: &Step<'_>| step.how.is_known().then(|| step.to.ty.named());
                    open.extend(plan.steps.iter().filter_map(known).flatten());
                    let into = all.into.entry(*source).or_default();
                    into.push((def.id, plan.is_fallible()));
                }
            }
        }
        while let Some(id) = open.pop() {
            if all.copied.insert(id) {
                let fields = context.structure(id).map_or(&[][..], |of| &of.fields);
                let held = fields.iter().filter(|field| is_known(context, &field.ty));
                open.extend(held.filter_map(|field| field.ty.named()));
            }
        }
        all
    }
}

/// Documents the conversions from and to a type. No label equals its link target, since rustdoc warns about redundant targets.
pub(crate) fn docs(context: &Context<'_>, def: &TypeDef, of: &Struct, doc: &mut Doc) {
    let ty = |id: TypeId| {
        let of = context.krate.ty(id);
        (&of.name, context.path(def.home, of.home, &of.name))
    };
    for source in &of.converts_from {
        if let Some(plan) = Plan::new(context, def, of, *source) {
            let (name, path) = ty(*source);
            let from = if plan.is_fallible() {
                "TryFrom"
            } else {
                "From"
            };
            doc.block(format!("Implements [`{from}<{name}>`]({path})."));
        }
    }
    let into = context.conversions.into.get(&def.id);
    let targets: Vec<String> = into
        .into_iter()
        .flatten()
        .map(|(id, is_fallible)| {
            let (name, path) = ty(*id);
            let from = if *is_fallible { "try_from" } else { "from" };
            format!("[`{name}::{from}`]({path})")
        })
        .collect();
    if !targets.is_empty() {
        doc.block(format!("Convert it with {}.", targets.join(" or ")));
    }
}

/// ```text
/// /// Drops unknown fields.
/// pub(crate) fn without_extra(mut self) -> Self {
///     self.extra = truto_runtime::Extra::new();
///     self.owner = self.owner.map(OwnerReference::without_extra);
///     self
/// }
/// ```
pub(crate) fn without_extra(context: &Context<'_>, def: &TypeDef, of: &Struct, out: &mut String) {
    if !context.conversions.copied.contains(&def.id) {
        return;
    }
    text::apart(out);
    out.push_str("    /// Drops unknown fields.\n");
    if def.home == Home::Crate {
        out.push_str("    #[allow(dead_code)] // Used only with the feature of an API.\n");
    }
    out.push_str("    pub(crate) fn without_extra(mut self) -> Self {\n");
    if of.additional == Additional::Raw {
        out.push_str("        self.extra = truto_runtime::Extra::new();\n");
    }
    for field in of
        .fields
        .iter()
        .filter(|field| is_known(context, &field.ty))
    {
        let (how, name) = (known(context, def.home, &field.ty), &field.name);
        let value = match field.presence {
            Presence::Plain => how.value(&format!("self.{name}")),
            Presence::Optional | Presence::Patch => how.option(&format!("self.{name}")),
        };
        let _ = writeln!(out, "        self.{name} = {value};");
    }
    out.push_str("        self\n    }\n");
}

/// The fields that are left out when a body is created from the JSON of a received object.
pub(crate) fn withheld<'a>(context: &Context<'a>, def: &TypeDef, of: &'a Struct) -> Vec<&'a str> {
    let plans = of
        .converts_from
        .iter()
        .filter_map(|source| Plan::any(context, def, of, *source));
    let mut names: Vec<&str> = plans
        .flat_map(|plan| plan.left_out.into_iter().chain(plan.read_only))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
