//! Compares the registries of integrations.

use crate::compare::change::{Aspect, Place, Subject};
use crate::compare::pairs::{Pair, by_keys};
use crate::compare::walk::walker::{Item, Walker, additive, breaking, fix, matrix};
use crate::ir::{Registry, RegistryEntry, Slug};

pub(in crate::compare::walk) fn compare(walker: &mut Walker<'_>) {
    let (old, new) = (walker.old.plan.package, walker.new.plan.package);
    let entries = |registry: &'_ Option<Registry>| -> Vec<RegistryEntry> {
        registry
            .as_ref()
            .map_or_else(Vec::new, |of| of.entries.clone())
    };
    let (old, new) = (entries(&old.registry), entries(&new.registry));
    // A former slug of a new entry is the slug of the old one.
    let slug = |entry: &RegistryEntry| Some(entry.slug.clone());
    let was = |entry: &RegistryEntry| {
        let former = entry.former_slugs.first().map(|former| former.slug.clone());
        former.or_else(|| Some(entry.slug.clone()))
    };
    let label = |entry: &RegistryEntry| Some(entry.label.clone());
    for pair in by_keys(&old, &new, &[&slug, &was, &label]) {
        let (Pair::Both(_, of) | Pair::New(of) | Pair::Old(of)) = pair;
        let origins = match &pair {
            Pair::Both(old, new) => Pair::Both(&old.origin, &new.origin),
            Pair::Old(old) => Pair::Old(&old.origin),
            Pair::New(new) => Pair::New(&new.origin),
        };
        let place = Place {
            item: format!("integration {}", of.slug),
            ..Place::default()
        };
        let item = Item::new(Subject::Integration, place, &origins);
        match pair {
            Pair::Both(old, new) => both(walker, &item, old, new),
            Pair::New(new) => {
                let name = walker.new.plan.names.integration(new).to_owned();
                let why = additive("`Integration` has another variant");
                walker.added(&item, name, why);
            }
            Pair::Old(old) => {
                let name = walker.old.plan.names.integration(old).to_owned();
                let why = breaking(format!("`Integration` has no variant `{name}` any more"));
                walker.removed(&item, name, why);
            }
        }
    }
}

fn both(walker: &mut Walker<'_>, item: &Item, old: &RegistryEntry, new: &RegistryEntry) {
    let names = (
        walker.old.plan.names.integration(old).to_owned(),
        walker.new.plan.names.integration(new).to_owned(),
    );
    walker.differ(item, Aspect::Rust, (&names.0, &names.1), || {
        breaking(format!("the variant `{}` is now `{}`", names.0, names.1))
    });
    let is_accepted = new
        .former_slugs
        .iter()
        .any(|former| former.slug == old.slug);
    walker.differ(
        item,
        Aspect::Slug,
        (&old.slug, &new.slug),
        || match is_accepted {
            true => fix("the former slug is still accepted"),
            false => breaking("programs that have the old slug find no integration"),
        },
    );
    let lost = |former: &&Slug| {
        former.slug != new.slug && !new.former_slugs.iter().any(|of| of.slug == former.slug)
    };
    if let Some(lost) = old.former_slugs.iter().find(lost) {
        let why = breaking("programs that have this slug find no integration");
        walker.report(item, Aspect::Slug, (Some(lost.slug.clone()), None), why);
    }
    walker.differ(item, Aspect::Label, (&old.label, &new.label), || {
        matrix("the integration is shown under this name")
    });
    let documented = (old.slug_documented, new.slug_documented);
    walker.flag(item, Aspect::Provenance, documented, || {
        matrix("it says whether the slug is documented")
    });
}
