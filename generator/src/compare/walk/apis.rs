//! Compares APIs, their cargo features and their resources.

use super::walker::{Item, Walker, additive, breaking, docs, fix};
use crate::compare::change::{Aspect, Place, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::side::Side;
use crate::ir::{Api, Resource};
use crate::plan::Feature;
use crate::plan::names::bare;
use crate::source::Origin;

pub(super) fn compare(walker: &mut Walker<'_>) {
    for pair in walker.pairs.apis.clone() {
        let (Pair::Both(_, api) | Pair::New(api) | Pair::Old(api)) = pair;
        let mut place = walker.new.place(api, "");
        if place.api.is_none() {
            place.item = "API".to_owned();
        }
        let item = Item::new(Subject::Api, place, &origins(&pair));
        match pair {
            Pair::Both(old, new) => both(walker, &item, old, new),
            Pair::New(_) => walker.added(
                &item,
                api.name.as_str(),
                additive("the crate has another API"),
            ),
            Pair::Old(_) => walker.removed(&item, api.name.as_str(), breaking("the API is gone")),
        }
    }
    features(walker);
}

fn origins<'a>(pair: &Pair<'a, Api>) -> Pair<'a, Origin> {
    match pair {
        Pair::Both(old, new) => Pair::Both(&old.origin, &new.origin),
        Pair::Old(old) => Pair::Old(&old.origin),
        Pair::New(new) => Pair::New(&new.origin),
    }
}

fn both(walker: &mut Walker<'_>, item: &Item, old: &Api, new: &Api) {
    let handles = |side: &Side<'_>, api: &Api| -> Vec<String> {
        let handles = side.plan.names.api(api).handles.iter();
        let module = &side.plan.names.api(api).module;
        handles.map(|of| format!("{module}::{}", of.name)).collect()
    };
    let handles = (handles(&walker.old, old), handles(&walker.new, new));
    if let Some(lost) = handles.0.iter().find(|of| !handles.1.contains(of)) {
        let values = (Some(handles.0.join(", ")), Some(handles.1.join(", ")));
        let why = breaking(format!("the type `{lost}` is gone or has another name"));
        walker.report(item, Aspect::Rust, values, why);
    }
    scope(walker, item, old, new);
    let is_idempotent = (old.is_idempotent, new.is_idempotent);
    walker.flag(item, Aspect::Idempotency, is_idempotent, || {
        fix("it decides whether writes are retried")
    });
    let signed = (old.signed_webhooks.is_some(), new.signed_webhooks.is_some());
    walker.flag(item, Aspect::Security, signed, || match signed.0 {
        true => breaking("the verifier of webhooks is gone"),
        false => additive("the crate verifies webhooks"),
    });
    resources(walker, old, new);
    walker.differ(
        item,
        Aspect::Version,
        (&old.info.version, &new.info.version),
        || docs("the version of the crate is its own"),
    );
    walker.docs(item, &old.docs, &new.docs);
}

/// Compares the handle of the scope.
fn scope(walker: &mut Walker<'_>, item: &Item, old: &Api, new: &Api) {
    let text = |side: &Side<'_>, api: &Api| {
        let names = side.plan.names.scope(api.scope.as_ref()?);
        Some(format!("client.{}(…): {}", names.method, names.handle))
    };
    let (old, new) = (text(&walker.old, old), text(&walker.new, new));
    let is_new = old.is_none();
    walker.differ_in(item, Aspect::Role, (old, new), || match is_new {
        true => additive("the client has a method that returns a handle"),
        false => breaking("the handle is gone or has another name"),
    });
}

fn resources(walker: &mut Walker<'_>, old: &Api, new: &Api) {
    let tag = |resource: &Resource| Some(resource.tag.clone());
    for pair in by_keys(&old.resources, &new.resources, &[&tag]) {
        let Pair::Both(of_old, of_new) = pair else {
            // Its operations are reported.
            continue;
        };
        let place = walker
            .new
            .place(new, bare(&walker.new.plan.names.resource(of_new).module));
        let origins = Pair::Both(&of_old.origin, &of_new.origin);
        let item = Item::new(Subject::Resource, place, &origins);
        let handle = |side: &Side<'_>, resource: &Resource| {
            let names = side.plan.names.resource(resource);
            format!("{}::{}", names.module, names.handle)
        };
        let handles = (handle(&walker.old, of_old), handle(&walker.new, of_new));
        walker.differ(&item, Aspect::Rust, (&handles.0, &handles.1), || {
            breaking(format!("`{}` is now `{}`", handles.0, handles.1))
        });
        walker.docs(&item, &of_old.docs, &of_new.docs);
    }
}

/// Compares the cargo features.
fn features(walker: &mut Walker<'_>) {
    let all = |side: &Side<'_>| side.plan.features.all(side.plan.package);
    let (old, new) = (all(&walker.old), all(&walker.new));
    let name = |feature: &Feature| Some(feature.name.clone());
    for pair in by_keys(&old, &new, &[&name]) {
        let (Pair::Both(_, of) | Pair::New(of) | Pair::Old(of)) = pair;
        let item = Item {
            place: Place {
                item: format!("feature {}", of.name),
                ..Place::default()
            },
            subject: Subject::Feature,
            old: None,
            new: None,
        };
        match pair {
            Pair::Both(old, new) => {
                walker.differ(&item, Aspect::Default, (on(old), on(new)), || {
                    match new.is_default {
                        true => additive("it is on by default"),
                        false => breaking("programs have to turn it on"),
                    }
                })
            }
            Pair::New(new) => {
                walker.added(&item, on(new), additive("the crate has another feature"))
            }
            Pair::Old(old) => {
                let why = breaking("programs that turn it on do not compile");
                walker.removed(&item, on(old), why);
            }
        }
    }
}

fn on(feature: &Feature) -> &'static str {
    match feature.is_default {
        true => "on by default",
        false => "off by default",
    }
}
