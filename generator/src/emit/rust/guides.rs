//! The guides as modules: documentation, with code that is compiled and run as doctests.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::emit::output::{Language, Output};
use crate::emit::text;
use crate::plan::modules::ModuleId;
use crate::plan::operation_ref::operations;
use crate::plan::options::Guide;
use crate::plan::root::Plan;

/// The documentation of the whole crate, for pages that have no item of their own.
const FRONT: &str = "crate";

/// Emits `src/guides.rs`.
///
/// A guide links to other guides as `[text][stem]`, and to pages of the reference as `[text][id]`, by the id of an operation or
/// resource. It defines these links at its end, as links to files. The attributes before the included file define them first, as
/// links to items.
///
/// ```text
/// //! Guides for common tasks.
///
/// #[doc = "[paging]: paging"]
/// #[doc = "[crm.contacts.list]: crate::crm::contacts::ContactsResource::list"]
/// #[doc = ""]
/// #[doc = include_str!("../guides/getting-started.md")]
/// pub mod getting_started {}
/// ```
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let guides = &plan.options.guides;
    let items = items(plan);
    let mut out = String::from("\n//! Guides for common tasks.\n//!\n");
    for guide in guides {
        let _ = writeln!(out, "//! - [{}]({})", guide.title, guide.module());
    }
    for guide in guides {
        out.push('\n');
        for (name, target) in links(guide, guides, &items) {
            let _ = writeln!(
                out,
                "#[doc = {}]",
                text::literal(&format!("[{name}]: {target}"))
            );
        }
        let path = text::literal(&format!("../guides/{}.md", guide.stem));
        let _ = writeln!(
            out,
            "#[doc = \"\"]\n#[doc = include_str!({path})]\npub mod {} {{}}",
            guide.module()
        );
    }
    Output::new(Language::Rust, "src/guides.rs", out)
}

/// The links that a guide may use, and their targets.
fn links<'g>(
    guide: &'g Guide,
    guides: &'g [Guide],
    items: &'g HashMap<String, String>,
) -> impl Iterator<Item = (&'g str, String)> {
    let others = guides.iter().filter(|other| other.stem != guide.stem);
    let others = others.map(|other| (other.stem.as_str(), other.module()));
    let pages = guide.pages.iter().map(|name| {
        let item = items.get(name).map_or(FRONT, String::as_str);
        (name.as_str(), item.to_owned())
    });
    others.chain([("reference", FRONT.to_owned())]).chain(pages)
}

/// The methods of operations and the modules of resources, by id.
fn items(plan: &Plan<'_>) -> HashMap<String, String> {
    let mut items = HashMap::new();
    for place in operations(plan.package) {
        let names = plan.names.operation(place.operation);
        let resource = &plan.package.apis[place.api].resources[place.resource];
        let module = ModuleId::Resource(place.api, place.resource);
        let handle = &plan.names.resource(resource).handle;
        let path = plan.path(ModuleId::Crate, module, handle);
        if let (Some((id, _)), Some((module, _))) =
            (names.id.rsplit_once('.'), path.rsplit_once("::"))
        {
            items.insert(id.to_owned(), format!("mod@crate::{module}"));
        }
        items.insert(names.id.clone(), format!("crate::{path}::{}", names.method));
    }
    items
}
