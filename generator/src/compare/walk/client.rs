//! Compares the client: its constructors, credentials and servers.

use super::walker::{Item, Walker, additive, breaking, fix};
use crate::compare::change::{Aspect, Place, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::side::Side;
use crate::ir::{Server, ServerVariable};
use crate::plan::auth::{Constructor, Scheme};
use crate::plan::names::bare;

pub(super) fn compare(walker: &mut Walker<'_>) {
    let item = item(Subject::Client, "client");
    constructor(walker, &item);
    let urls = |side: &Side<'_>| side.plan.package.connection.base_url.clone();
    let (old, new) = (urls(&walker.old), urls(&walker.new));
    let is_argument = (old.is_none(), new.is_none());
    walker.differ_in(&item, Aspect::Server, (old, new), || match is_argument {
        (true, false) => breaking("the constructors do not take the base URL any more"),
        (false, true) => breaking("the constructors take the base URL as an argument"),
        _ => fix("the client sends its requests there"),
    });
    schemes(walker);
    all_servers(walker);
    variables(walker);
}

fn item(subject: Subject, name: impl Into<String>) -> Item {
    let place = Place {
        item: name.into(),
        ..Place::default()
    };
    Item {
        place,
        subject,
        old: None,
        new: None,
    }
}

/// Compares what `Client::new` takes.
fn constructor(walker: &mut Walker<'_>, item: &Item) {
    let text = |side: &Side<'_>| {
        let auth = &side.plan.auth;
        match (auth.constructor, auth.schemes.first()) {
            (Constructor::Nothing, _) | (Constructor::Only, None) => String::new(),
            (Constructor::Token, _) => "token".to_owned(),
            (Constructor::Only, Some(scheme)) => scheme.arguments().join(", "),
            (Constructor::Several, _) => side.plan.names.credentials().to_owned(),
        }
    };
    let shown = |side: &Side<'_>| format!("Client::new({})", text(side));
    let values = (shown(&walker.old), shown(&walker.new));
    walker.differ(item, Aspect::Credentials, values, || {
        breaking("the constructor takes other arguments")
    });
}

/// Compares the setters of the credentials, and the environment variables with them.
fn schemes(walker: &mut Walker<'_>) {
    /// A scheme, and whether it has a setter.
    fn of<'s>(side: &'s Side<'_>) -> (&'s [Scheme<'s>], bool) {
        let auth = &side.plan.auth;
        let has_type = matches!(auth.constructor, Constructor::Only | Constructor::Several);
        (&auth.schemes, has_type)
    }
    let mut found = Vec::new();
    let ((old, had_type), (new, has_type)) = (of(&walker.old), of(&walker.new));
    let setter = |scheme: &Scheme<'_>| Some(scheme.setter.to_owned());
    for pair in by_keys(old, new, &[&setter]) {
        let (Pair::Both(_, scheme) | Pair::New(scheme) | Pair::Old(scheme)) = pair;
        let name = format!("security scheme {}", scheme.scheme.name);
        let origins = match &pair {
            Pair::Both(old, new) => Pair::Both(&old.scheme.origin, &new.scheme.origin),
            Pair::Old(old) => Pair::Old(&old.scheme.origin),
            Pair::New(new) => Pair::New(&new.scheme.origin),
        };
        let place = item(Subject::SecurityScheme, name).place;
        let item = Item::new(Subject::SecurityScheme, place, &origins);
        let values = |of: &Scheme<'_>| {
            (
                of.arguments().join(", "),
                of.env.join(", "),
                of.scheme.docs.clone(),
            )
        };
        found.push((
            item,
            bare(scheme.setter).to_owned(),
            match pair {
                Pair::Both(old, new) => (Some(values(old)), Some(values(new))),
                Pair::Old(old) => (Some(values(old)), None),
                Pair::New(new) => (None, Some(values(new))),
            },
        ));
    }
    for (item, setter, values) in found {
        match values {
            (Some((old, old_env, old_docs)), Some((new, new_env, new_docs))) => {
                if had_type && has_type {
                    walker.differ(&item, Aspect::Credentials, (old, new), || {
                        breaking(format!("the setter `{setter}` takes other arguments"))
                    });
                }
                walker.differ(&item, Aspect::Environment, (old_env, new_env), || {
                    breaking("programs that read the credentials from the environment find none")
                });
                walker.text(&item, &old_docs, &new_docs);
            }
            (None, Some((new, ..))) => {
                walker.added(
                    &item,
                    new,
                    additive("the client can send these credentials"),
                );
            }
            (Some((old, ..)), None) => {
                walker.removed(
                    &item,
                    old,
                    breaking("the client cannot send these credentials"),
                );
            }
            (None, None) => {}
        }
    }
}

/// A server with its constructor.
struct Named<'a> {
    server: &'a Server,
    name: &'a str,
}

/// Compares the constructors of servers.
fn all_servers(walker: &mut Walker<'_>) {
    let named = |side: &Side<'_>| -> Vec<(Server, String)> {
        let servers = &side.plan.servers;
        let named = servers.all.iter().filter(|_| servers.have_type());
        named
            .map(|server| ((*server).clone(), side.plan.names.server(server).to_owned()))
            .collect()
    };
    let (old, new) = (named(&walker.old), named(&walker.new));
    fn views(all: &[(Server, String)]) -> Vec<Named<'_>> {
        let views = all.iter();
        views.map(|(server, name)| Named { server, name }).collect()
    }
    let (old, new) = (views(&old), views(&new));
    let url = |of: &Named<'_>| Some(of.server.url.clone());
    let name = |of: &Named<'_>| Some(of.name.to_owned());
    for pair in by_keys(&old, &new, &[&url, &name]) {
        let (Pair::Both(_, of) | Pair::New(of) | Pair::Old(of)) = pair;
        let origins = match &pair {
            Pair::Both(old, new) => Pair::Both(&old.server.origin, &new.server.origin),
            Pair::Old(old) => Pair::Old(&old.server.origin),
            Pair::New(new) => Pair::New(&new.server.origin),
        };
        let place = item(Subject::Server, format!("server {}", of.server.url)).place;
        let item = Item::new(Subject::Server, place, &origins);
        match pair {
            Pair::Both(old, new) => {
                walker.differ(&item, Aspect::Rust, (old.name, new.name), || {
                    breaking(format!(
                        "the constructor `{}` is now `{}`",
                        old.name, new.name
                    ))
                });
                let urls = (&old.server.url, &new.server.url);
                walker.differ(&item, Aspect::Server, urls, || {
                    fix("the constructor has the same name")
                });
                walker.text(&item, &old.server.docs, &new.server.docs);
            }
            Pair::New(new) => {
                let why = additive("there is a constructor for it");
                walker.added(&item, new.name, why);
            }
            Pair::Old(old) => {
                let why = breaking(format!("the constructor `{}` is gone", old.name));
                walker.removed(&item, old.name, why);
            }
        }
    }
}

/// Compares the setters for variables of servers.
fn variables(walker: &mut Walker<'_>) {
    let (old, new) = (
        walker.old.plan.servers.variables.clone(),
        walker.new.plan.servers.variables.clone(),
    );
    let name = |of: &&ServerVariable| Some(of.wire.clone());
    for pair in by_keys(&old, &new, &[&name]) {
        let (Pair::Both(_, of) | Pair::New(of) | Pair::Old(of)) = pair;
        let item = item(Subject::Server, format!("server variable {}", of.wire));
        match pair {
            Pair::Both(old, new) => variable(walker, &item, old, new),
            Pair::New(_) => {
                walker.added(
                    &item,
                    of.default.as_str(),
                    additive("there is a setter for it"),
                );
            }
            Pair::Old(_) => {
                walker.removed(&item, of.default.as_str(), breaking("its setter is gone"));
            }
        }
    }
}

fn variable(walker: &mut Walker<'_>, item: &Item, old: &ServerVariable, new: &ServerVariable) {
    let text = |side: &Side<'_>, of: &ServerVariable| {
        let names = side.plan.names.server_variable(of);
        match side.plan.servers.is_closed(of) {
            true => (
                format!("{}({})", names.setter, names.ty),
                names.variants.clone(),
            ),
            false => (format!("{}(impl Into<String>)", names.setter), Vec::new()),
        }
    };
    let (old_text, new_text) = (text(&walker.old, old), text(&walker.new, new));
    walker.differ(item, Aspect::Rust, (&old_text.0, &new_text.0), || {
        breaking("the setter has another name or takes another type")
    });
    let has_all = old_text.1.iter().all(|one| new_text.1.contains(one));
    let values = (old.values.join(", "), new.values.join(", "));
    walker.differ(item, Aspect::Values, values, || match has_all {
        true => additive("the type of the values has more variants"),
        false => breaking("a variant of the type of the values is gone"),
    });
    walker.differ(item, Aspect::Default, (&old.default, &new.default), || {
        fix("the client sends its requests there")
    });
}
