//! Compares the fields of objects.

use super::constraints;
use super::walker::{Item, Walker, Why, additive, breaking, docs, fix};
use crate::compare::change::{Aspect, Effect, Subject};
use crate::compare::pairs::{Pair, fields};
use crate::compare::side::Side;
use crate::compare::signatures::fields::FieldForm;
use crate::compare::signatures::types;
use crate::ir::{Field, Struct, TypeDef, Value};
use crate::plan::names::bare;
use crate::source::Origin;

/// Compares all fields.
pub(super) fn compare(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old_of): (&TypeDef, &Struct),
    (new_def, new_of): (&TypeDef, &Struct),
) {
    let before = walker.breaking();
    let is_used_alike = directions(old_def) == directions(new_def);
    let mut by_use = Vec::new();
    let pairs = fields::fields((&walker.old, &walker.new), (old_of, new_of));
    for pair in &pairs {
        let (Pair::Both(_, field) | Pair::New(field) | Pair::Old(field)) = pair;
        let part = item.part(Subject::Field, field.wire.as_str(), &origins(pair));
        match pair {
            Pair::Both(old, new) => {
                let by_form = both(walker, &part, (old_def, old), (new_def, new));
                match by_form {
                    Some(why) if is_used_alike => rust(walker, &part, (old, new), why),
                    Some((effect, _)) => by_use.push((new.wire.as_str(), effect)),
                    None => {}
                }
            }
            Pair::New(new) => added(walker, &part, new_def, new),
            Pair::Old(old) => removed(walker, &part, old),
        }
    }
    if walker.breaking() == before {
        order(walker, item, (old_def, old_of), (new_def, new_of));
    }
    used(walker, item, (old_def, new_def), &by_use);
}

/// The messages that contain a type: `requests and responses`.
fn directions(def: &TypeDef) -> &'static str {
    match (def.in_request, def.in_response, def.in_patch) {
        (true, false, false) => "requests",
        (true, false, true) => "updates",
        (true, true, false) => "requests and responses",
        (true, true, true) => "updates and responses",
        (false, true, _) => "responses",
        (false, false, _) => "nothing",
    }
}

/// How many fields a change of use names.
const MOST: usize = 5;

/// Reports that other messages contain the type, if some of its fields are others in Rust for that reason alone.
fn used(
    walker: &mut Walker<'_>,
    item: &Item,
    (old, new): (&TypeDef, &TypeDef),
    fields: &[(&str, Effect)],
) {
    let Some(effect) = fields.iter().map(|(_, effect)| *effect).min() else {
        return;
    };
    let worst = fields.iter().filter(|(_, of)| *of == effect);
    let mut names: Vec<String> = worst.map(|(name, _)| format!("`{name}`")).collect();
    if names.len() > MOST {
        let others = names.len() - MOST;
        names.truncate(MOST);
        names.push(format!("{others} more"));
    }
    let names = names.join(", ");
    let reason = match effect {
        Effect::Breaking => format!("fields have another type or lose their setters: {names}"),
        _ => format!("fields get setters: {names}"),
    };
    let values = (directions(old), directions(new));
    walker.differ(item, Aspect::UsedIn, values, || (effect, reason));
}

/// Reports that a field is another one in Rust, though its schema is the same.
fn rust(walker: &mut Walker<'_>, item: &Item, (old, new): (&Field, &Field), why: Why) {
    let values = (
        Some(types::field(&walker.old, old)),
        Some(types::field(&walker.new, new)),
    );
    walker.report(item, Aspect::Rust, values, why);
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

/// Compares two fields. Returns what it means if the field is another one in Rust, though its schema is the same: other messages
/// contain the type, or it contains itself now.
fn both(
    walker: &mut Walker<'_>,
    item: &Item,
    (old_def, old): (&TypeDef, &Field),
    (new_def, new): (&TypeDef, &Field),
) -> Option<Why> {
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
    let is_unreported = walker.breaking() == before && forms.0 != forms.1;
    let by_form = is_unreported.then(|| form(forms, &constructor));
    described(walker, item, old, new);
    by_form.filter(|(effect, _)| *effect != Effect::Fix)
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
    let mut lost = Vec::new();
    match (old.is_argument, new.is_argument) {
        (false, true) => lost.push(format!("`{constructor}` takes it as an argument")),
        (true, false) => lost.push(format!("`{constructor}` does not take it any more")),
        _ => {}
    }
    if old.presence != new.presence {
        let (old, new) = (presence(old), presence(new));
        lost.push(format!("the field was {old} and is {new} now"));
    }
    if lost.is_empty() && old.has_setter && !new.has_setter {
        lost.push("the setter is gone".to_owned());
    }
    match lost.as_slice() {
        [] if !old.has_setter && new.has_setter => additive("there is a setter for it"),
        [] => fix("it is the same in Rust"),
        lost => breaking(lost.join("; ")),
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

/// What it means that a field is another one in Rust, though its schema is the same.
fn form((old, new): (FieldForm, FieldForm), constructor: &str) -> Why {
    if old.is_boxed != new.is_boxed {
        return breaking("the value is boxed if the type contains itself");
    }
    if (old.presence, old.is_argument) != (new.presence, new.is_argument) {
        return effect((old, new), constructor);
    }
    let has_setter = |form: FieldForm| form.has_setter && !form.is_for_tests;
    match (has_setter(old), has_setter(new)) {
        (true, false) => breaking("the setter is gone, or is only for tests"),
        (false, true) => additive("there is a setter for it"),
        _ => fix("it is the same in Rust"),
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
    let names = |side: &Side<'_>, def: &TypeDef, of: &Struct| -> Vec<String> {
        let fields = of.fields.iter();
        let needed = fields.filter(|field| FieldForm::of(side, def, field).is_argument);
        let names = needed.map(|field| side.plan.names.field(field));
        names.map(|name| bare(name).to_owned()).collect()
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
