//! Compares the requests that servers send.

use super::walker::{Item, Walker, additive, breaking, docs, fix};
use crate::compare::change::{Aspect, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::side::Side;
use crate::compare::signatures::types;
use crate::ir::{Api, Webhook};
use crate::plan::modules::ModuleId;
use crate::source::Origin;

/// A webhook with its constant.
struct Named<'a> {
    webhook: &'a Webhook,
    /// `pets::webhooks::PET_ADDED`
    path: String,
}

fn named<'a>(side: &Side<'a>, api: Option<&'a Api>) -> Vec<Named<'a>> {
    let Some(api) = api else { return Vec::new() };
    let names = side.plan.names.api(api).webhooks.as_ref();
    let names = names.map_or(&[][..], |of| &of.constants);
    let named = api.webhooks.iter().zip(names);
    let module = ModuleId::Webhooks(api.index);
    named
        .map(|(webhook, name)| Named {
            webhook,
            path: side.plan.path(ModuleId::Crate, module, name),
        })
        .collect()
}

pub(super) fn compare(walker: &mut Walker<'_>) {
    for apis in walker.pairs.apis.clone() {
        let (old_api, new_api) = match apis {
            Pair::Both(old, new) => (Some(old), Some(new)),
            Pair::Old(old) => (Some(old), None),
            Pair::New(new) => (None, Some(new)),
        };
        let old = named(&walker.old, old_api);
        let new = named(&walker.new, new_api);
        let key = |of: &Named<'_>| {
            let callback = of.webhook.callback.as_ref();
            let cause = callback.map_or("", |callback| &callback.operation);
            let http = of.webhook.http.as_str();
            Some(format!("{} {http} {cause}", of.webhook.name))
        };
        let path = |of: &Named<'_>| Some(of.path.clone());
        for pair in by_keys(&old, &new, &[&key, &path]) {
            one(walker, apis, &pair);
        }
    }
}

fn one(walker: &mut Walker<'_>, apis: Pair<'_, Api>, pair: &Pair<'_, Named<'_>>) {
    let (Pair::Both(_, of) | Pair::New(of) | Pair::Old(of)) = pair;
    let (Pair::Both(_, api) | Pair::New(api) | Pair::Old(api)) = apis;
    let place = walker
        .new
        .place(api, format!("webhook {}", of.webhook.name));
    let item = Item::new(Subject::Webhook, place, &origins(pair));
    match pair {
        Pair::Both(old, new) => both(walker, &item, old, new),
        Pair::New(new) => {
            let why = additive(format!("new constant `{}`", new.path));
            walker.added(&item, new.webhook.http.as_str(), why);
        }
        Pair::Old(old) => {
            let why = breaking(format!("no constant `{}` any more", old.path));
            walker.removed(&item, old.webhook.http.as_str(), why);
        }
    }
}

fn origins<'a>(pair: &Pair<'a, Named<'a>>) -> Pair<'a, Origin> {
    match pair {
        Pair::Both(old, new) => Pair::Both(&old.webhook.origin, &new.webhook.origin),
        Pair::Old(old) => Pair::Old(&old.webhook.origin),
        Pair::New(new) => Pair::New(&new.webhook.origin),
    }
}

fn both(walker: &mut Walker<'_>, item: &Item, old: &Named<'_>, new: &Named<'_>) {
    walker.differ(item, Aspect::Rust, (&old.path, &new.path), || {
        breaking(format!("`{}` is now `{}`", old.path, new.path))
    });
    let (old, new) = (old.webhook, new.webhook);
    let http = |of: &Webhook| format!("{} {}", of.http.as_str(), of.name);
    walker.differ(item, Aspect::Path, (http(old), http(new)), || {
        fix("the constant says so")
    });
    let is_same = match (&old.payload, &new.payload) {
        (Some(old), Some(new)) => walker.pairs.types.are_same(&old.ty, &new.ty),
        (old, new) => old.is_none() && new.is_none(),
    };
    if !is_same {
        let text = |side, of: &Webhook| of.payload.as_ref().map(|of| types::rust(side, &of.ty));
        let values = (text(&walker.old, old), text(&walker.new, new));
        walker.report(
            item,
            Aspect::Type,
            values,
            breaking("the body has another type"),
        );
    }
    let media = |of: &Webhook| of.payload.as_ref().map(|of| of.media_type.clone());
    walker.differ_in(item, Aspect::MediaType, (media(old), media(new)), || {
        fix("the constant says so")
    });
    let statuses = |of: &Webhook| -> String {
        let statuses: Vec<String> = of.statuses.iter().map(ToString::to_string).collect();
        statuses.join(", ")
    };
    walker.differ(
        item,
        Aspect::Statuses,
        (statuses(old), statuses(new)),
        || docs("only the documentation says it"),
    );
    walker.docs(item, &old.docs, &new.docs);
}
