//! Compares the parameters of an operation.

use super::constraints;
use super::walker::{Item, Walker, Why, additive, breaking, docs, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::Pair;
use crate::compare::pairs::fields::{location, params};
use crate::compare::signatures::calls::{ParamForm, SetterForm};
use crate::compare::signatures::types;
use crate::ir::{Operation, Param, Role, Serialization};
use crate::source::Origin;

/// Compares all parameters, and returns their pairs.
pub(super) fn compare<'a>(
    walker: &mut Walker<'a>,
    item: &Item,
    old_of: &'a Operation,
    new_of: &'a Operation,
) -> Vec<Pair<'a, Param>> {
    let pairs = params((&walker.old, &walker.new), (old_of, new_of));
    for pair in &pairs {
        let (Pair::Both(_, param) | Pair::New(param) | Pair::Old(param)) = pair;
        let part = format!("{} `{}`", location(param.location), param.wire);
        let part = item.part(Subject::Parameter, part, &origins(pair));
        match pair {
            Pair::Both(old, new) => both(walker, &part, (old_of, old), (new_of, new)),
            Pair::New(new) => added(walker, &part, new_of, new),
            Pair::Old(old) => removed(walker, &part, old_of, old),
        }
    }
    pairs
}

fn origins<'a>(pair: &Pair<'a, Param>) -> Pair<'a, Origin> {
    match pair {
        Pair::Both(old, new) => Pair::Both(&old.origin, &new.origin),
        Pair::Old(old) => Pair::Old(&old.origin),
        Pair::New(new) => Pair::New(&new.origin),
    }
}

fn added(walker: &mut Walker<'_>, item: &Item, operation: &Operation, param: &Param) {
    let form = ParamForm::of(&walker.new, operation, param);
    let why = match &form {
        ParamForm::Argument(_) => breaking("the method takes another argument"),
        ParamForm::Setter(SetterForm { name, .. }) => {
            additive(format!("the builder has the setter `{name}`"))
        }
        ParamForm::Nothing => fix("the client sets it"),
    };
    let what = types::rust(&walker.new, &param.ty);
    walker.added(item, what, why);
}

fn removed(walker: &mut Walker<'_>, item: &Item, operation: &Operation, param: &Param) {
    let form = ParamForm::of(&walker.old, operation, param);
    let why = match &form {
        ParamForm::Argument(_) => breaking("the method takes one argument less"),
        ParamForm::Setter(SetterForm { name, .. }) => {
            breaking(format!("the builder has no setter `{name}` any more"))
        }
        ParamForm::Nothing => fix("the client does not set it any more"),
    };
    let what = types::rust(&walker.old, &param.ty);
    walker.removed(item, what, why);
}

fn both(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_of, old): (&Operation, &Param),
    (new_of, new): (&Operation, &Param),
) {
    let before = walker.breaking();
    let old_form = ParamForm::of(&walker.old, old_of, old);
    let new_form = ParamForm::of(&walker.new, new_of, new);
    typed(walker, item, old, new);
    walker.flag(item, Aspect::Required, (old.required, new.required), || {
        required(&old_form, &new_form)
    });
    if walker.breaking() == before {
        let renamed = types::rust(&walker.old, &old.ty) != types::rust(&walker.new, &new.ty);
        form(walker, item, (&old_form, &new_form), renamed);
    }
    named(walker, item, old, new);
    let style = |param: &Param| style(&param.serialization);
    walker.differ(item, Aspect::Style, (style(old), style(new)), || {
        fix("the client writes the value in another way")
    });
    let value = |param: &Param| param.default.as_ref().map(ToString::to_string);
    walker.differ_in(item, Aspect::Default, (value(old), value(new)), || {
        docs("the server applies the default")
    });
    walker.differ_in(
        item,
        Aspect::Format,
        (old.format.as_ref(), new.format.as_ref()),
        || docs("the Rust type is the same"),
    );
    constraints::compare(walker, item, &old.constraints, &new.constraints);
    walker.differ(item, Aspect::Role, (role(old.role), role(new.role)), || {
        fix("the client treats it differently")
    });
    walker.docs(item, &old.docs, &new.docs);
}

fn typed(walker: &mut Walker<'_>, item: &Item, old: &Param, new: &Param) {
    if walker.pairs.types.are_same(&old.ty, &new.ty) {
        return;
    }
    let values = (
        Some(types::rust(&walker.old, &old.ty)),
        Some(types::rust(&walker.new, &new.ty)),
    );
    let why = match new.role.is_set_by_callers() {
        true => breaking("the method that sets it takes another type"),
        false => fix("the client sets it"),
    };
    walker.report(item, Aspect::Type, values, why);
}

fn required(old: &ParamForm, new: &ParamForm) -> Why {
    match (old, new) {
        (ParamForm::Setter(SetterForm { name, .. }), ParamForm::Argument(_)) => breaking(format!(
            "the method takes it as an argument, and the setter `{name}` is gone"
        )),
        (ParamForm::Argument(_), ParamForm::Setter(SetterForm { name, .. })) => breaking(format!(
            "the setter `{name}` sets it, and the method takes one argument less"
        )),
        _ => fix("the client sets it"),
    }
}

/// Compares the Rust names and signatures, of which the document says nothing directly. Those of a type that only has a new name are
/// the same.
fn form(
    walker: &mut Walker<'_>,
    item: &Item,
    (old, new): (&ParamForm, &ParamForm),
    is_renamed: bool,
) {
    let is_same = match (old, new) {
        (ParamForm::Argument(_), ParamForm::Argument(_)) if is_renamed => true,
        (ParamForm::Setter(old), ParamForm::Setter(new)) if is_renamed => {
            (&old.name, old.has_maybe) == (&new.name, new.has_maybe)
        }
        _ => old == new,
    };
    if !is_same {
        let why = match old {
            ParamForm::Nothing => additive("programs can set it"),
            _ => breaking("programs set it in another way"),
        };
        let values = (Some(old.shown()), Some(new.shown()));
        walker.report(item, Aspect::Rust, values, why);
    }
}

/// Compares the names that are sent.
fn named(walker: &mut Walker<'_>, item: &Item, old: &Param, new: &Param) {
    let name = |param: &Param| format!("{} {}", location(param.location), param.wire);
    walker.differ(item, Aspect::Name, (name(old), name(new)), || {
        fix("the client sends it under the new name")
    });
}

fn style(serialization: &Serialization) -> String {
    match serialization {
        Serialization::Style {
            style,
            explode,
            allow_reserved,
            ..
        } => {
            let exploded = if *explode { ", exploded" } else { "" };
            let reserved = match allow_reserved {
                Some(_) => ", reserved characters allowed",
                None => "",
            };
            format!(
                "{}{exploded}{reserved}",
                format!("{style:?}").to_lowercase()
            )
        }
        Serialization::Content { media_type, .. } => media_type.clone(),
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Plain => "plain",
        Role::Paging => "paging",
        Role::Option => "option",
        Role::ExcludedFields => "excluded fields",
        Role::ResponseFormat => "response format",
        Role::KeyBy => "key by",
        Role::Sort { .. } => "sort",
    }
}
