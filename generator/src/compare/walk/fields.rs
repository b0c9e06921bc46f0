//! Compares the fields of objects.

use super::constraints;
use super::walker::{Item, Walker, Why, additive, breaking, docs, fix};
use crate::compare::change::{Aspect, Effect, Subject};
use crate::compare::pairs::{Pair, fields};
use crate::compare::signatures::fields::FieldForm;
use crate::compare::signatures::types;
use crate::ir::{Field, Struct, TypeDef, Value};
use crate::source::Origin;

/// Compares all fields.
pub(super) fn compare(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old_of): (&TypeDef, &Struct),
    (new_def, new_of): (&TypeDef, &Struct),
) {
    let before = walker.breaking();
    let pairs = fields::fields((&walker.old, &walker.new), (old_of, new_of));
    for pair in &pairs {
        let (Pair::Both(_, field) | Pair::New(field) | Pair::Old(field)) = pair;
        let part = item.part(Subject::Field, field.wire.as_str(), &origins(pair));
        match pair {
            Pair::Both(old, new) => both(walker, &part, (old_def, old), (new_def, new)),
            Pair::New(new) => added(walker, &part, new_def, new),
            Pair::Old(old) => removed(walker, &part, old),
        }
    }
    if walker.breaking() == before {
        order(walker, item, (old_def, old_of), (new_def, new_of));
    }
}

fn origins<'a>(pair: &Pair<'a, Field>) -> Pair<'a, Origin> {
    match pair {
        Pair::Both(old, new) => Pair::Both(&old.origin, &new.origin),
        Pair::Old(old) => Pair::Old(&old.origin),
        Pair::New(new) => Pair::New(&new.origin),
    }
}

/// `Contact::new`
fn constructor(walker: &Walker<'_>, def: &TypeDef) -> String {
    format!("{}::new", walker.new.plan.names.ty(def.id))
}

fn added(walker: &mut Walker<'_>, item: &Item, def: &TypeDef, field: &Field) {
    let form = FieldForm::of(&walker.new, def, field);
    let why = match form.is_argument {
        true => breaking(format!(
            "`{}` takes another argument",
            constructor(walker, def)
        )),
        false => additive("the type has another field"),
    };
    let what = types::field(&walker.new, field);
    walker.added(item, what, why);
}

fn removed(walker: &mut Walker<'_>, item: &Item, field: &Field) {
    let what = types::field(&walker.old, field);
    let name = walker.old.plan.names.field(field);
    let why = breaking(format!("the type has no field `{name}` any more"));
    walker.removed(item, what, why);
}

fn both(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old): (&TypeDef, &Field),
    (new_def, new): (&TypeDef, &Field),
) {
    let forms = (
        FieldForm::of(&walker.old, old_def, old),
        FieldForm::of(&walker.new, new_def, new),
    );
    let before = walker.breaking();
    named(walker, item, old, new);
    if !walker.pairs.types.are_same(&old.ty, &new.ty) {
        let values = (
            Some(types::rust(&walker.old, &old.ty)),
            Some(types::rust(&walker.new, &new.ty)),
        );
        walker.report(
            item,
            Aspect::Type,
            values,
            breaking("the field has another type"),
        );
    }
    let constructor = constructor(walker, new_def);
    let effect = || effect(forms, &constructor);
    let flags = [
        (Aspect::Required, old.required, new.required),
        (Aspect::Nullable, old.nullable, new.nullable),
        (Aspect::ReadOnly, old.read_only, new.read_only),
        (Aspect::WriteOnly, old.write_only, new.write_only),
    ];
    for (aspect, old, new) in flags {
        walker.flag(item, aspect, (old, new), effect);
    }
    let value = |value: &Option<Value>| value.as_ref().map(ToString::to_string);
    walker.differ_in(
        item,
        Aspect::Constant,
        (value(&old.fixed), value(&new.fixed)),
        || match forms.0.is_argument == forms.1.is_argument {
            true => fix("the crate sets the value"),
            false => effect(),
        },
    );
    if walker.breaking() == before && forms.0 != forms.1 {
        form(walker, item, (old, new), forms, &constructor);
    }
    described(walker, item, old, new);
}

/// Compares the names in Rust and in JSON.
fn named(walker: &mut Walker<'_>, item: &Item, old: &Field, new: &Field) {
    walker.differ(item, Aspect::JsonName, (&old.wire, &new.wire), || {
        fix("the field has the same name in Rust")
    });
    let (old, new) = (
        walker.old.plan.names.field(old).to_owned(),
        walker.new.plan.names.field(new).to_owned(),
    );
    walker.differ(item, Aspect::Rust, (&old, &new), || {
        breaking(format!("the field `{old}` is now `{new}`"))
    });
}

/// What it means that a field is required or nullable now, or not any more.
fn effect((old, new): (FieldForm, FieldForm), constructor: &str) -> Why {
    match (old.is_argument, new.is_argument) {
        (false, true) => return breaking(format!("`{constructor}` takes it as an argument")),
        (true, false) => {
            return breaking(format!(
                "`{constructor}` does not take it as an argument any more"
            ));
        }
        _ => {}
    }
    if old.presence != new.presence {
        return breaking(format!(
            "the field was {} and is {} now",
            presence(old),
            presence(new)
        ));
    }
    match (old.has_setter, new.has_setter) {
        (true, false) => breaking("the setter is gone"),
        (false, true) => additive("there is a setter for it"),
        _ => fix("it is the same in Rust"),
    }
}

fn presence(form: FieldForm) -> &'static str {
    use crate::plan::presence::Presence;
    match form.presence {
        Presence::Plain => "a plain value",
        Presence::Optional => "an `Option`",
        Presence::Patch => "a `Patch`",
    }
}

/// Reports that the field is another one in Rust, though its schema is the same: the type is used in another direction, or contains
/// itself now.
fn form(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_field, new_field): (&Field, &Field),
    (old, new): (FieldForm, FieldForm),
    constructor: &str,
) {
    let why = if old.is_boxed != new.is_boxed {
        breaking("the value is boxed if the type contains itself")
    } else if old.is_for_tests != new.is_for_tests
        && (old.presence, old.is_argument) == (new.presence, new.is_argument)
    {
        match (
            old.has_setter && !old.is_for_tests,
            new.has_setter && !new.is_for_tests,
        ) {
            (true, false) => {
                breaking("only tests have a setter for it, since no request contains the type")
            }
            (false, true) => additive("there is a setter for it, since requests contain the type"),
            _ => return,
        }
    } else {
        effect((old, new), constructor)
    };
    let values = (
        Some(types::field(&walker.old, old_field)),
        Some(types::field(&walker.new, new_field)),
    );
    let is_reported = why.0 == Effect::Fix;
    if !is_reported {
        walker.report(item, Aspect::Rust, values, why);
    }
}

/// Compares what only the documentation says.
fn described(walker: &mut Walker<'_>, item: &Item, old: &Field, new: &Field) {
    let value = |value: &Option<Value>| value.as_ref().map(ToString::to_string);
    walker.differ_in(
        item,
        Aspect::Default,
        (value(&old.default), value(&new.default)),
        || docs("the server applies the default"),
    );
    walker.differ_in(
        item,
        Aspect::Format,
        (old.format.as_ref(), new.format.as_ref()),
        || docs("the Rust type is that of `type` and `format`"),
    );
    walker.differ_in(
        item,
        Aspect::Reference,
        (old.reference.as_ref(), new.reference.as_ref()),
        || docs("only the documentation links it"),
    );
    constraints::compare(walker, item, &old.constraints, &new.constraints);
    walker.docs(item, &old.docs, &new.docs);
}

/// Compares the order of the arguments of the constructor.
fn order(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old): (&TypeDef, &Struct),
    (new_def, new): (&TypeDef, &Struct),
) {
    let names = |side, def: &TypeDef, of: &Struct| -> Vec<String> {
        let fields = of.fields.iter();
        let needed = fields.filter(|field| FieldForm::of(side, def, field).is_argument);
        needed.map(|field| field.wire.clone()).collect()
    };
    let old = names(&walker.old, old_def, old);
    let new = names(&walker.new, new_def, new);
    let constructor = constructor(walker, new_def);
    walker.differ(
        item,
        Aspect::Arguments,
        (old.join(", "), new.join(", ")),
        || {
            breaking(format!(
                "`{constructor}` takes its arguments in another order"
            ))
        },
    );
}
