//! Which credentials the client has, and which of them each operation requires.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::ir::{
    Api, Credentials, Operation, OperationId, Package, RequiredScheme, Security, SecurityScheme,
};
use crate::plan::analysis::Analysis;
use crate::plan::modules::Layout;
use crate::plan::names::{Names, bare};
use crate::plan::operation_ref::operations;
use crate::plan::options::Options;

/// Alternatives, each of which is a list of schemes, by their index in [`Auth::schemes`].
pub(crate) type Requirement = Vec<Vec<usize>>;

/// The authentication of the client.
#[derive(Debug, Default)]
pub(crate) struct Auth<'a> {
    pub(crate) constructor: Constructor,
    /// The schemes that operations require, in document order.
    pub(crate) schemes: Vec<Scheme<'a>>,
    /// The requirement of most operations, which is that of the client.
    pub(crate) default: Arc<Requirement>,
    /// The requirements. Operations share that of the document, which can be long.
    requirements: HashMap<OperationId, Arc<Requirement>>,
    /// The indexes of the schemes, by setter.
    indexes: HashMap<&'a str, usize>,
}

/// What the constructor of the client takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Constructor {
    /// Nothing: the documents have no security schemes.
    #[default]
    Nothing,
    /// The token of the only scheme, which the runtime knows as [`SecurityScheme::TOKEN`](SecurityScheme).
    Token,
    /// The credentials of the only scheme: a key, or a user name and a password.
    Only,
    /// Credentials of any of several schemes.
    Several,
}

/// A security scheme of the client.
#[derive(Debug)]
pub(crate) struct Scheme<'a> {
    pub(crate) scheme: &'a SecurityScheme,
    /// The setter, and its name in errors: `api_key`.
    pub(crate) setter: &'a str,
    /// The constant that describes it: `API_KEY`.
    pub(crate) constant: String,
    /// The environment variables: one, or those of user name and password.
    pub(crate) env: Vec<String>,
}

impl<'a> Auth<'a> {
    pub(crate) fn of(analysis: &'a Analysis, options: &Options) -> Self {
        let Analysis { package, names, .. } = analysis;
        let mut auth = Self {
            schemes: schemes(package, names),
            ..Self::default()
        };
        auth.constructor = match auth.schemes.as_slice() {
            [] => Constructor::Nothing,
            [only] if only.scheme.credentials.are_token() => Constructor::Token,
            [_] => Constructor::Only,
            _ => Constructor::Several,
        };
        let prefix = prefix(package, names, options);
        let is_only = auth.constructor != Constructor::Several;
        for (index, scheme) in auth.schemes.iter_mut().enumerate() {
            scheme.env = scheme.variables(&prefix, is_only);
            auth.indexes.insert(scheme.setter, index);
        }
        for api in &package.apis {
            // Without a requirement of its own, an operation has the one that the document says nothing about.
            let other = Arc::new(auth.undocumented(api, names));
            let mut known: HashMap<*const Security, Arc<Requirement>> = HashMap::new();
            for operation in api.operations() {
                let requirement = match &operation.security {
                    Some(security) => known
                        .entry(Arc::as_ptr(security))
                        .or_insert_with(|| Arc::new(auth.requirement(api, security, names))),
                    None => &other,
                };
                let requirement = Arc::clone(requirement);
                auth.requirements.insert(operation.id, requirement);
            }
        }
        auth.default = auth.most_frequent(package);
        auth
    }

    fn requirement(&self, api: &Api, security: &Security, names: &Names) -> Requirement {
        let alternatives = security.alternatives.iter();
        let alternatives = alternatives.map(|all: &Vec<RequiredScheme>| {
            let indexes = all.iter();
            let indexes = indexes.filter_map(|scheme| self.index(api, &scheme.name, names));
            indexes.collect()
        });
        alternatives.flat_map(|all| self.split(all)).collect()
    }

    /// The requirement of the operations for which the document says none.
    fn undocumented(&self, api: &Api, names: &Names) -> Requirement {
        if is_documented(api) {
            return Vec::new();
        }
        // The document does not say when credentials are required, so they are sent if there are any.
        let schemes = api.security_schemes.iter();
        let each = schemes.filter_map(|scheme| Some(vec![self.index(api, &scheme.name, names)?]));
        each.chain([Vec::new()]).collect()
    }

    fn index(&self, api: &Api, name: &str, names: &Names) -> Option<usize> {
        let setter = names.scheme(api, name)?;
        self.indexes.get(setter).copied()
    }

    /// Splits an alternative, so that no two of its schemes are sent as the header `Authorization`.
    fn split(&self, all: Vec<usize>) -> Requirement {
        let is_sender = |index: usize| {
            let scheme = &self.schemes[index].scheme;
            scheme.credentials.are_authorization()
        };
        let senders = all.iter().copied().filter(|index| is_sender(*index));
        let senders: Vec<usize> = senders.collect();
        if senders.len() < 2 {
            return vec![all];
        }
        let with = |sender: &usize| {
            let kept = all
                .iter()
                .filter(|index| *index == sender || !is_sender(**index));
            kept.copied().collect()
        };
        senders.iter().map(with).collect()
    }

    fn most_frequent(&self, package: &Package) -> Arc<Requirement> {
        // What operations share is compared with others once.
        let mut shared: IndexMap<*const Requirement, (&Arc<Requirement>, usize)> = IndexMap::new();
        for place in operations(package) {
            let requirement = self.of_operation(place.operation);
            let known = shared.entry(Arc::as_ptr(requirement));
            known.or_insert((requirement, 0)).1 += 1;
        }
        let mut counts: IndexMap<&Arc<Requirement>, usize> = IndexMap::new();
        for (requirement, count) in shared.into_values() {
            *counts.entry(requirement).or_default() += count;
        }
        // Of equally frequent ones, the first.
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map_or_else(
            || Arc::new((0..self.schemes.len()).map(|index| vec![index]).collect()),
            |(requirement, _)| Arc::clone(requirement),
        )
    }

    /// The credentials that the operation requires.
    pub(crate) fn of_operation(&self, operation: &Operation) -> &Arc<Requirement> {
        self.requirements
            .get(&operation.id)
            .unwrap_or(&self.default)
    }

    /// The credentials that the endpoint of the operation requires, if they are not those of the client.
    pub(crate) fn own(&self, operation: &Operation) -> Option<&Arc<Requirement>> {
        let own = self.of_operation(operation);
        // Without schemes, the client sends a token that is set by hand, but not to operations that document that they require none.
        let is_public = self.constructor == Constructor::Nothing && operation.security.is_some();
        (*own != self.default || is_public).then_some(own)
    }

    /// Whether each operation requires the token, which is the default of the runtime.
    pub(crate) fn is_of_runtime(&self) -> bool {
        let token = vec![vec![0]];
        let mut all = self.requirements.values();
        self.constructor == Constructor::Token
            && *self.default == token
            && all.all(|requirement| **requirement == token)
    }

    /// The schemes that a sample of the operation sends.
    pub(crate) fn of_sample(&self, operation: &Operation) -> Vec<&Scheme<'a>> {
        let mut alternatives = self.of_operation(operation).iter();
        let first = alternatives.find(|all| !all.is_empty());
        let schemes = first.into_iter().flatten();
        schemes.map(|index| &self.schemes[*index]).collect()
    }
}

impl Scheme<'_> {
    fn variables(&self, prefix: &str, is_only: bool) -> Vec<String> {
        let credentials = &self.scheme.credentials;
        let is_basic = *credentials == Credentials::Basic;
        let stem = match (&self.scheme.env, is_only, credentials) {
            (Some(name), _, _) => name.clone(),
            (None, false, _) => format!("{prefix}_{}", self.constant),
            (None, true, _) if credentials.are_token() => format!("{prefix}_TOKEN"),
            (None, true, Credentials::Basic) => prefix.to_owned(),
            (None, true, Credentials::Key { .. }) => format!("{prefix}_API_KEY"),
            (None, true, _) => format!("{prefix}_AUTHORIZATION"),
        };
        match is_basic {
            true => vec![format!("{stem}_USER"), format!("{stem}_PASSWORD")],
            false => vec![stem],
        }
    }

    /// Whether the credentials are a user name and a password.
    pub(crate) fn is_basic(&self) -> bool {
        self.scheme.credentials == Credentials::Basic
    }

    /// The names of the arguments of its setter.
    pub(crate) fn arguments(&self) -> &'static [&'static str] {
        match &self.scheme.credentials {
            Credentials::Basic => &["user", "password"],
            Credentials::Key { .. } => &["key"],
            Credentials::Http(_) | Credentials::Certificate => &["authorization"],
            Credentials::Bearer | Credentials::OAuth2(_) | Credentials::OpenIdConnect { .. } => {
                &["token"]
            }
        }
    }
}

/// Whether the document says what any of the operations requires.
pub(crate) fn is_documented(api: &Api) -> bool {
    let mut operations = api.resources.iter().flat_map(|of| &of.operations);
    operations.any(|operation| operation.security.is_some())
}

/// The schemes that are required, or all of them if no document says what is required. Certificates belong to the transport.
fn schemes<'a>(package: &'a Package, names: &'a Names) -> Vec<Scheme<'a>> {
    let mut found: Vec<Scheme<'a>> = Vec::new();
    let mut known = HashSet::new();
    for api in &package.apis {
        let is_documented = is_documented(api);
        let used = api.required_schemes();
        for scheme in &api.security_schemes {
            let is_used = !is_documented || used.contains(scheme.name.as_str());
            let Some(setter) = names.scheme(api, &scheme.name) else {
                continue;
            };
            let is_sent = is_used && scheme.credentials != Credentials::Certificate;
            if is_sent && known.insert(setter) {
                found.push(Scheme {
                    scheme,
                    setter,
                    constant: bare(setter).to_uppercase(),
                    env: Vec::new(),
                });
            }
        }
    }
    found
}

/// The beginning of the names of environment variables: the API, or the crate if there are several or the API has no module. It must
/// not be the same in two crates, since the token of one would be sent to the other.
fn prefix(package: &Package, names: &Names, options: &Options) -> String {
    match package.apis.as_slice() {
        [api] if options.layout(package) == Layout::Nested => bare(&names.api(api).module)
            .trim_end_matches('_')
            .to_uppercase(),
        _ => options.package.to_uppercase(),
    }
}
