//! Finds the operation and the objects of a request.

use super::{
    shape::Object,
    table::{Api, ResponseKind, Route},
    template,
};
use crate::PathStyle;
use crate::path::split_query;
use crate::support::Matrix;

/// The paths of all APIs.
#[derive(Debug)]
pub(super) struct Router {
    /// Paths that match the fewest requests come first, so that `/things/merge` is not read as the thing `merge`.
    paths: Vec<Path>,
}

#[derive(Debug)]
struct Path {
    /// The template, as in the definitions.
    template: &'static str,
    /// The styles of its placeholders, from the first operation that has any.
    styles: &'static [(&'static str, PathStyle)],
    targets: Vec<Target>,
}

/// An operation and its effect.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) api: &'static Api,
    pub(super) route: &'static Route,
    pub(super) act: Act,
    /// The model of the objects in its collection.
    pub(super) object: &'static Object,
}

impl Target {
    /// The query parameter that names the account.
    pub(super) fn scope(&self) -> Option<&'static str> {
        let is_in_path = |scope: &str| self.place_of(scope).is_some();
        let scope = self.api.scope.filter(|_| self.route.is_scoped);
        scope.filter(|scope| !is_in_path(scope))
    }

    /// The index of a placeholder in the path.
    fn place_of(&self, placeholder: &str) -> Option<usize> {
        let mut parts = path(self.route).split('/').skip(1);
        parts.position(|part| {
            let name = part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'));
            name == Some(placeholder)
        })
    }
}

/// The effect of an operation on the objects of its collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    List,
    Create,
    Get,
    /// Changes the fields in the body.
    Update,
    /// Replaces the object.
    Replace,
    Delete,
    /// A method of the collection, by name: `import`.
    Method(&'static str),
    /// Returns a response and has no effect.
    Other,
}

impl Act {
    /// Whether the body is stored as an object of the collection, or as part of one.
    pub(super) fn stores_body(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Update | Self::Replace | Self::Method("import")
        )
    }
}

/// An operation on some objects.
#[derive(Debug)]
pub(super) struct Found<'r> {
    pub(super) target: &'r Target,
    /// The path of the collection, decoded.
    pub(super) collection: String,
    /// The last part of the path, if it is an id.
    pub(super) id: Option<String>,
    /// The account, if the path contains it.
    pub(super) account: Option<String>,
    /// The parts of the path, decoded.
    parts: Vec<String>,
}

impl Found<'_> {
    /// The value of a placeholder in the path.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let place = self.target.place_of(name)?;
        self.parts.get(place).map(String::as_str)
    }

    /// The value of the first placeholder in the path.
    pub(super) fn first_parameter(&self) -> Option<&str> {
        let mut template = path(self.target.route).split('/').skip(1);
        let place = template.position(|part| part.starts_with('{'))?;
        self.parts.get(place).map(String::as_str)
    }
}

/// Why no operation matches a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The path is unknown.
    Path,
    /// The path supports only these methods.
    Method(Vec<&'static str>),
}

impl Router {
    pub(super) fn new(apis: &'static [&'static Api]) -> Self {
        let templates: Vec<&'static str> = all(apis).map(|(_, route)| path(route)).collect();
        let mut paths: Vec<Path> = Vec::new();
        for (api, route) in all(apis) {
            let act = act(route, &templates);
            let target = Target {
                api,
                route,
                act,
                object: object(apis, &templates, collection(act, path(route))),
            };
            match paths.iter_mut().find(|known| known.template == path(route)) {
                Some(known) => {
                    if known.styles.is_empty() {
                        known.styles = route.path;
                    }
                    known.targets.push(target);
                }
                None => paths.push(Path {
                    template: path(route),
                    styles: route.path,
                    targets: vec![target],
                }),
            }
        }
        paths.sort_by_key(|path| template::openness(path.template));
        Self { paths }
    }

    /// Finds the operation of a method, an undecoded path, a query and the media type of the body. Of several operations on one
    /// path, it is the one with the most fixed parts in the query, and then one with a body of this media type.
    pub(super) fn find(
        &self,
        method: &str,
        path: &str,
        (query, media): (&str, &str),
    ) -> Result<Found<'_>, Missing> {
        let mut allowed = Vec::new();
        for known in &self.paths {
            let Some(parts) = template::matches(known.template, known.styles, path) else {
                continue;
            };
            let targets = known.targets.iter().rev();
            let targets = targets.filter(|target| self::method(target.route) == method);
            let fitting = targets.filter_map(|target| {
                let payload = target.route.payload;
                let is_of = payload.is_some_and(|payload| payload.is_of(media));
                Some(((fixed(target.route, query)?, is_of), target))
            });
            if let Some((_, target)) = fitting.max_by_key(|(rank, _)| *rank) {
                return Ok(found(target, parts));
            }
            allowed.extend(
                known
                    .targets
                    .iter()
                    .map(|target| self::method(target.route)),
            );
        }
        Err(match allowed.is_empty() {
            true => Missing::Path,
            false => Missing::Method(allowed),
        })
    }

    /// The collection of a resource such as `ticketing.contacts`, by one of its operations.
    pub(super) fn collection(&self, resource: &str) -> Option<(&Target, &'static str)> {
        let mut targets = self.paths.iter().flat_map(|path| &path.targets);
        let target = targets.find(|target| {
            let id = target.route.operation.endpoint().id();
            id.rsplit_once('.')
                .is_some_and(|(outer, _)| outer == resource)
        })?;
        Some((target, collection(target.act, path(target.route))))
    }

    /// The operation with this id.
    pub(super) fn operation(&self, id: &str) -> Option<&'static Route> {
        let mut targets = self.paths.iter().flat_map(|path| &path.targets);
        let target = targets.find(|target| target.route.operation.endpoint().id() == id)?;
        Some(target.route)
    }

    /// All operations.
    pub(super) fn operations(&self) -> impl Iterator<Item = &'static dyn Matrix> {
        let targets = self.paths.iter().flat_map(|path| &path.targets);
        targets.map(|target| target.route.operation)
    }

    /// The resources.
    pub(super) fn resources(&self) -> Vec<&'static str> {
        let targets = self.paths.iter().flat_map(|path| &path.targets);
        let ids = targets.map(|target| target.route.operation.endpoint().id());
        let mut all: Vec<&str> = ids.filter_map(|id| Some(id.rsplit_once('.')?.0)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The model of the objects in a collection, from the operation that returns the most complete one.
fn object(apis: &'static [&'static Api], templates: &[&'static str], at: &str) -> &'static Object {
    static ANY: Object = Object::new(&[]);
    const BEST: [Act; 5] = [Act::List, Act::Get, Act::Create, Act::Update, Act::Replace];
    let rank = |act: Act| BEST.iter().position(|best| *best == act);
    let here = all(apis).filter_map(|(_, route)| {
        let act = act(route, templates);
        (collection(act, path(route)) == at).then_some((rank(act)?, route.object()?))
    });
    here.min_by_key(|(rank, _)| *rank)
        .map_or(&ANY, |(_, object)| object)
}

fn all(apis: &'static [&'static Api]) -> impl Iterator<Item = (&'static Api, &'static Route)> {
    let routes = |api: &&'static Api| {
        let api: &'static Api = api;
        api.routes.iter().map(move |route| (api, route))
    };
    apis.iter().flat_map(routes)
}

fn path(route: &Route) -> &'static str {
    split_query(route.operation.endpoint().path()).0
}

/// The number of fixed parts in the query of an operation, or `None` if `sent` does not contain them all.
fn fixed(route: &Route, sent: &str) -> Option<usize> {
    let (_, query) = split_query(route.operation.endpoint().path());
    let parts = query.into_iter().flat_map(|query| query.split('&'));
    let mut count = 0;
    for part in parts.filter(|part| !part.contains('{')) {
        sent.split('&').find(|one| *one == part)?;
        count += 1;
    }
    Some(count)
}

fn method(route: &Route) -> &'static str {
    route.operation.endpoint().method()
}

/// Derives the effect of an operation from its method and path, such as `PATCH /things/{id}`. `POST /things/merge` is a method of
/// the collection `/things`, unless `/things/merge` is a collection itself.
fn act(route: &Route, templates: &[&'static str]) -> Act {
    let path = path(route);
    let (outer, last) = path.rsplit_once('/').unwrap_or(("", path));
    let is_item = last.starts_with('{');
    let has_items = |path: &str| {
        let is_item = |known: &&str| {
            let rest = known
                .strip_prefix(path)
                .and_then(|rest| rest.strip_prefix("/{"));
            rest.is_some_and(|rest| !rest.contains('/'))
        };
        templates.iter().any(is_item)
    };
    let is_kept = |outer: &str| !outer.contains('{') || templates.contains(&outer);
    match (method(route), is_item) {
        // No operation stores objects there, or these objects are about an integration.
        ("GET", true) if !is_kept(outer) || is_about_integration(route) => Act::Other,
        ("GET", true) => Act::Get,
        ("PATCH" | "POST", true) => Act::Update,
        ("PUT", true) => Act::Replace,
        ("DELETE", true) => Act::Delete,
        ("GET", false) if matches!(route.response, ResponseKind::Page(_)) => Act::List,
        ("POST", false) if !has_items(path) && (templates.contains(&outer) || has_items(outer)) => {
            Act::Method(last)
        }
        ("POST", false) => Act::Create,
        _ => Act::Other,
    }
}

fn is_about_integration(route: &Route) -> bool {
    let object = route.object();
    object.is_some_and(|object| object.live.is_some() || object.described.is_some())
}

/// The part of a path that names the collection.
fn collection(act: Act, path: &str) -> &str {
    match act {
        Act::List | Act::Create | Act::Other => path,
        Act::Get | Act::Update | Act::Replace | Act::Delete | Act::Method(_) => {
            path.rsplit_once('/').map_or(path, |(outer, _)| outer)
        }
    }
}

fn found(target: &Target, parts: Vec<String>) -> Found<'_> {
    let place = target.api.scope.and_then(|scope| target.place_of(scope));
    let account = place.and_then(|place| parts.get(place).cloned());
    let (collection, id) = match (target.act, parts.split_last()) {
        (Act::List | Act::Create | Act::Other, _) | (_, None) => (parts.as_slice(), None),
        (Act::Method(_), Some((_, outer))) => (outer, None),
        (_, Some((id, outer))) => (outer, Some(id.clone())),
    };
    Found {
        target,
        collection: collection
            .iter()
            .fold(String::new(), |path, part| path + "/" + part),
        id,
        account,
        parts,
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, Missing, Router};
    use crate::{
        support::{Endpoint, NoIntegration, Operation},
        testing::{
            shape::{Object, Shape, required},
            table::{Api, ResponseKind, Route},
        },
    };

    type Plain = Operation<NoIntegration>;

    const fn at(id: &'static str, method: &'static str, path: &'static str) -> Plain {
        Operation::new(Endpoint::new(id, method, path))
    }

    static THING: Object = Object::new(&[required("id", Shape::Text)]);
    const ONE: ResponseKind = ResponseKind::One(Shape::Of(&THING));
    const LIST: Plain = at("a.things.list", "GET", "/x/things");
    const CREATE: Plain = at("a.things.create", "POST", "/x/things");
    const GET: Plain = at("a.things.get", "GET", "/x/things/{id}");
    const PUT: Plain = at("a.things.put", "PUT", "/x/things/{id}");
    const MERGE: Plain = at("a.things.merge", "POST", "/x/things/merge");
    const PARTS: Plain = at("a.parts.create", "POST", "/x/things/{id}/parts");
    const PART: Plain = at("a.parts.get", "GET", "/x/things/{id}/parts/{part}.json");
    const LONELY: Plain = at("a.links.create", "POST", "/x/links");
    const ME: Plain = at("a.me.get", "GET", "/x/me");
    const ABOUT: Plain = at("a.about.get", "GET", "/x/about/{who}/{topic}");
    const OWN: Plain = at("a.own.get", "GET", "/x/own/{account}/name");

    static APIS: &[&Api] = &[&API];
    static API: Api = Api::new(
        Some("account"),
        &[
            Route::new(&LIST, ResponseKind::Page(Shape::Of(&THING))),
            Route::new(&CREATE, ResponseKind::Nothing),
            Route::new(&GET, ONE),
            Route::new(&PUT, ONE),
            Route::new(&MERGE, ONE),
            Route::new(&PARTS, ONE),
            Route::new(&PART, ONE),
            Route::new(&LONELY, ONE),
            Route::new(&ME, ONE).unscoped(),
            Route::new(&ABOUT, ONE),
            Route::new(&OWN, ONE),
        ],
    );

    #[test]
    fn what_an_operation_does_follows_from_its_method_and_path() {
        let router = Router::new(APIS);
        let table = [
            ("GET", "/x/things", Act::List, "/x/things", None),
            ("POST", "/x/things", Act::Create, "/x/things", None),
            ("GET", "/x/things/a%2Fb", Act::Get, "/x/things", Some("a/b")),
            ("PUT", "/x/things/7", Act::Replace, "/x/things", Some("7")),
            (
                "POST",
                "/x/things/merge",
                Act::Method("merge"),
                "/x/things",
                None,
            ),
            (
                "POST",
                "/x/things/7/parts",
                Act::Create,
                "/x/things/7/parts",
                None,
            ),
            (
                "GET",
                "/x/things/7/parts/1.json",
                Act::Get,
                "/x/things/7/parts",
                Some("1"),
            ),
            ("POST", "/x/links", Act::Create, "/x/links", None),
            ("GET", "/x/me", Act::Other, "/x/me", None),
            ("GET", "/x/about/me/it", Act::Other, "/x/about/me/it", None),
        ];
        for (method, path, act, collection, id) in table {
            let found = router.find(method, path, ("", "")).unwrap();
            let seen = (found.target.act, &*found.collection, found.id.as_deref());
            assert_eq!(seen, (act, collection, id), "{method} {path}");
        }
    }

    #[test]
    fn the_account_is_in_the_query_or_in_the_path_or_nowhere() {
        let router = Router::new(APIS);
        let table = [
            ("/x/things", Some("account"), None),
            ("/x/own/me/name", None, Some("me")),
            ("/x/me", None, None),
        ];
        for (path, scope, account) in table {
            let found = router.find("GET", path, ("", "")).unwrap();
            let seen = (found.target.scope(), found.account.as_deref());
            assert_eq!(seen, (scope, account), "{path}");
        }
    }

    #[test]
    fn an_unknown_path_differs_from_an_unknown_method() {
        let router = Router::new(APIS);
        let missing = |method, path| router.find(method, path, ("", "")).unwrap_err();
        for path in [
            "/",
            "/x",
            "/x/things/7/",
            "/x/things/7/parts/1",
            "/x/things/%FF",
        ] {
            assert_eq!(missing("GET", path), Missing::Path, "{path}");
        }
        assert_eq!(
            missing("DELETE", "/x/things"),
            Missing::Method(vec!["GET", "POST"])
        );
    }

    #[test]
    fn a_collection_is_known_by_its_resource() {
        let router = Router::new(APIS);
        let (target, path) = router.collection("a.things").unwrap();
        assert!(std::ptr::eq(target.object, &THING));
        assert_eq!(path, "/x/things");
        assert!(router.collection("a").is_none());
        assert_eq!(
            router.resources(),
            ["a.about", "a.links", "a.me", "a.own", "a.parts", "a.things"]
        );
    }
}
