//! Paths and titles of the pages, and what several pages say.

use std::sync::OnceLock;

use crate::ir::{Api, Field, Resource};
use crate::plan::extensions::options::SharedOptions;
use crate::plan::names::bare;
use crate::plan::operation_ref::{OperationRef, operations};
use crate::plan::options::Guide;
use crate::plan::root::Plan;
use crate::plan::shared_failures::SharedFailures;

/// All pages of a crate.
pub(crate) struct Book<'a> {
    pub(crate) plan: &'a Plan<'a>,
    /// The rows of the fields of each type: many pages have the same ones.
    rows: Vec<OnceLock<Vec<FieldRow>>>,
    /// The options that a page of their own explains.
    pub(crate) options: SharedOptions<'a>,
    /// The error responses that a page of their own explains.
    pub(crate) failures: SharedFailures<'a>,
}

/// What the row of a field says on all pages, as cells of a table in Markdown.
pub(crate) struct FieldRow {
    /// Its type, and whether it is required.
    pub(crate) ty: String,
    /// What is said about it first, and last.
    pub(crate) about: String,
    pub(crate) notes: String,
}

impl<'a> Book<'a> {
    pub(crate) fn new(plan: &'a Plan<'a>) -> Self {
        let package = plan.package;
        let types = package.types.iter().chain(&package.types_outside_client);
        Self {
            plan,
            rows: types.map(|_| OnceLock::new()).collect(),
            options: SharedOptions::of(package),
            failures: SharedFailures::of(package),
        }
    }

    /// The row of a field, which `make` makes once.
    pub(crate) fn row(&self, field: &Field, make: impl Fn(&Field) -> FieldRow) -> &FieldRow {
        let owner = field.id.owner;
        let fields = || {
            self.plan
                .package
                .structure(owner)
                .map_or(&[][..], |of| &of.fields)
        };
        let rows = &self.rows[owner.index()];
        &rows.get_or_init(|| fields().iter().map(make).collect())[field.id.index]
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = OperationRef<'a>> + use<'a> {
        operations(self.plan.package)
    }

    pub(crate) fn api(&self, place: OperationRef<'_>) -> Option<&'a Api> {
        self.plan.package.apis.get(place.api)
    }

    pub(crate) fn resource(&self, place: OperationRef<'_>) -> Option<&'a Resource> {
        self.api(place)?.resources.get(place.resource)
    }

    /// `docs/ticketing.md`; the front page for the only API.
    pub(crate) fn api_page(&self, api: &Api) -> String {
        match self.plan.is_flat() {
            true => HOME.to_owned(),
            false => top_page(bare(&self.plan.names.api(api).module)),
        }
    }

    /// `docs/ticketing/contacts.md`, or `docs/contacts.md` for the only API.
    pub(crate) fn resource_page(&self, api: &Api, resource: &Resource) -> String {
        let name = bare(&self.plan.names.resource(resource).module);
        match self.plan.is_flat() {
            true => top_page(name),
            false => format!("{}/{name}.md", self.api_folder(api)),
        }
    }

    /// `docs/ticketing/api-changes.md`, or `docs/api-changes.md` for the only API; `None` if the crate does not record changes.
    pub(crate) fn changes_page(&self, api: &Api) -> Option<String> {
        self.plan.options.history.as_ref()?;
        Some(format!("{}/{CHANGES}.md", self.api_folder(api)))
    }

    /// `docs/ticketing/webhooks.md`, or `docs/webhooks.md` for the only API; `None` if the server sends no requests.
    pub(crate) fn webhooks_page(&self, api: &Api) -> Option<String> {
        let names = self.plan.names.api(api).webhooks.as_ref()?;
        Some(match &names.module {
            Some(module) => format!("{}/{module}.md", self.api_folder(api)),
            None => self.api_page(api),
        })
    }

    /// `docs/ticketing/webhooks/contact_created.md`
    pub(crate) fn webhook_page(&self, api: &Api, index: usize) -> String {
        let names = self.plan.names.api(api).webhooks.as_ref();
        let constant = names.and_then(|names| names.constants.get(index));
        let constant = constant.map_or_else(String::new, |name| name.to_lowercase());
        let folder = self.api_folder(api);
        match names.and_then(|names| names.module.as_ref()) {
            Some(module) => format!("{folder}/{module}/{constant}.md"),
            None => format!("{folder}/{constant}.md"),
        }
    }

    fn api_folder(&self, api: &Api) -> String {
        match self.plan.is_flat() {
            true => "docs".to_owned(),
            false => format!("docs/{}", bare(&self.plan.names.api(api).module)),
        }
    }

    /// `docs/ticketing/contacts/create.md`
    pub(crate) fn operation_page(&self, place: OperationRef<'_>) -> String {
        format!("{}.md", self.folder(place))
    }

    pub(super) fn folder(&self, place: OperationRef<'_>) -> String {
        let method = bare(&self.plan.names.operation(place.operation).method);
        match (self.api(place), self.resource(place)) {
            (Some(api), Some(resource)) => {
                format!(
                    "{}/{}/{method}",
                    self.api_folder(api),
                    bare(&self.plan.names.resource(resource).module)
                )
            }
            _ => format!("docs/{method}"),
        }
    }

    /// The guides that link to a page; with an anchor, to this place of it.
    pub(crate) fn guides_to(&self, page: &str) -> impl Iterator<Item = &'a Guide> {
        let is_it = move |target: &String| match page.contains('#') {
            true => target == page,
            false => target.split('#').next() == Some(page),
        };
        let guides = self.plan.options.guides.iter();
        guides.filter(move |guide| guide.targets.iter().any(is_it))
    }

    pub(crate) fn guide_page(&self, stem: &str) -> String {
        format!("guides/{stem}.md")
    }
}

/// The stem of the page of recorded changes. With the hyphen, it is not that of a resource.
const CHANGES: &str = "api-changes";

/// The page that explains error responses. No resource has a name with a hyphen.
pub(crate) const FAILURES: &str = "docs/error-responses.md";

/// The front page.
pub(crate) const HOME: &str = "docs/README.md";

/// A page beside the front page, whose file name it does not have.
fn top_page(name: &str) -> String {
    let apart = if name == "readme" { "_" } else { "" };
    format!("docs/{name}{apart}.md")
}
