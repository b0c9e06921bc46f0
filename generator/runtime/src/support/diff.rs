//! Comparing the support matrix with live capabilities.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use super::{Answer, IntegrationKey, LiveResource, LiveSupport, Operation, Provenance};

#[cfg(test)]
mod tests;

/// The support matrix of one integration.
#[derive(Clone, Debug)]
pub struct IntegrationSupport<I: 'static> {
    integration: I,
    operations: Vec<&'static Operation<I>>,
}

impl<I: IntegrationKey> IntegrationSupport<I> {
    /// The support of `operations` by `integration`.
    pub fn new(
        integration: I,
        operations: impl IntoIterator<Item = &'static Operation<I>>,
    ) -> Self {
        Self {
            integration,
            operations: operations.into_iter().collect(),
        }
    }

    /// The integration.
    #[must_use]
    pub fn integration(&self) -> I {
        self.integration
    }

    /// The operations, and whether the integration supports each of them.
    pub fn operations(&self) -> impl Iterator<Item = (&'static Operation<I>, Answer)> {
        let integration = self.integration;
        let operations = self.operations.iter().copied();
        operations.map(move |operation| (operation, operation.supports(integration)))
    }

    /// Compares the matrix with live capabilities, such as those of an account.
    ///
    /// `live` must be about this integration, and complete: operations that it omits count as unsupported. If `live` is the
    /// response to a request, the request must not be restricted, such as to a single resource.
    ///
    /// An operation is found by the three parts of its [id](Operation::id): `crm.contacts.create` is the method `create` of the
    /// resource `contacts` of the model `crm`.
    pub fn diff(&self, live: &(impl LiveSupport + ?Sized)) -> SupportDiff<I> {
        let listed = live.resources();
        let live = LiveOperations::new(listed.as_deref());
        let operations = self.operations().map(|(operation, documented)| {
            let (resource, method) = operation.id().rsplit_once('.').unwrap_or_default();
            OperationDiff {
                operation,
                documented,
                is_live: live.answer(resource, method),
                is_overridden: live.is_overridden(resource),
            }
        });
        let known: HashSet<&str> = self.operations.iter().map(|one| one.id()).collect();
        SupportDiff {
            integration: self.integration,
            operations: operations.collect(),
            unknown: unknown(listed.as_deref().unwrap_or_default(), &known),
        }
    }
}

/// The live capabilities, by `model.resource`. The names in ids contain no dots, so two ids are equal only if all parts are.
struct LiveOperations<'a> {
    resources: Option<HashMap<String, LiveMethods<'a>>>,
}

/// All entries of one resource.
#[derive(Default)]
struct LiveMethods<'a> {
    methods: HashSet<&'a str>,
    /// At least one entry does not list its methods.
    is_silent: bool,
    is_overridden: bool,
}

impl<'a> LiveOperations<'a> {
    fn new(listed: Option<&'a [LiveResource<'a>]>) -> Self {
        let Some(listed) = listed else {
            return Self { resources: None };
        };
        let mut resources: HashMap<String, LiveMethods<'_>> = HashMap::new();
        for entry in listed {
            let (Some(model), Some(resource)) = (entry.model, entry.resource) else {
                continue;
            };
            let of = resources.entry(format!("{model}.{resource}")).or_default();
            of.is_silent |= entry.methods.is_none();
            of.is_overridden |= entry.is_overridden;
            let methods = entry.methods.unwrap_or_default();
            of.methods.extend(methods.iter().map(String::as_str));
        }
        Self {
            resources: Some(resources),
        }
    }

    fn answer(&self, resource: &str, method: &str) -> Option<bool> {
        match self.resources.as_ref()?.get(resource) {
            Some(of) if of.methods.contains(method) => Some(true),
            Some(of) if of.is_silent => None,
            _ => Some(false),
        }
    }

    fn is_overridden(&self, resource: &str) -> bool {
        let of = self.resources.as_ref().and_then(|all| all.get(resource));
        of.is_some_and(|of| of.is_overridden)
    }
}

/// The live operations that are not among `known`, each once, in the order of the live response.
fn unknown(listed: &[LiveResource<'_>], known: &HashSet<&str>) -> Vec<UnknownOperation> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for entry in listed {
        for method in entry.methods.unwrap_or_default() {
            let operation = UnknownOperation {
                model: entry.model.map(str::to_owned),
                resource: entry.resource.map(str::to_owned),
                method: method.clone(),
            };
            let is_named = entry.model.is_some() && entry.resource.is_some();
            let is_known = is_named && known.contains(operation.to_string().as_str());
            if !is_known && seen.insert(operation.clone()) {
                found.push(operation);
            }
        }
    }
    found
}

/// The differences between live capabilities and the support matrix. `Display` writes all of them as a report.
#[derive(Clone, Debug)]
#[must_use]
pub struct SupportDiff<I: 'static> {
    integration: I,
    operations: Vec<OperationDiff<I>>,
    unknown: Vec<UnknownOperation>,
}

impl<I: IntegrationKey> SupportDiff<I> {
    /// The integration.
    #[must_use]
    pub fn integration(&self) -> I {
        self.integration
    }

    /// Returns whether there are no differences: exactly the documented operations are supported live. Returns `false` if the
    /// live support of an operation [is unknown](OperationDiff::is_live).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let mut operations = self.operations.iter();
        self.unknown.is_empty()
            && operations.all(|one| one.is_live == Some(one.documented == Answer::Yes))
    }

    fn says_nothing(&self) -> bool {
        self.unknown.is_empty() && self.operations.iter().all(|one| one.is_live.is_none())
    }

    /// All operations of the support matrix, with the documented and the live support.
    pub fn operations(&self) -> impl Iterator<Item = &OperationDiff<I>> {
        self.operations.iter()
    }

    /// The operations that are supported live, but documented as unsupported or not documented.
    pub fn only_live(&self) -> impl Iterator<Item = &OperationDiff<I>> {
        self.with(|one| one.is_live == Some(true) && one.documented != Answer::Yes)
    }

    /// The operations that are documented as supported, but not supported live.
    pub fn only_documented(&self) -> impl Iterator<Item = &OperationDiff<I>> {
        self.with(|one| one.is_live == Some(false) && one.documented == Answer::Yes)
    }

    /// The operations whose live support is unknown, because the live response does not list the methods of their resource.
    pub fn not_reported(&self) -> impl Iterator<Item = &OperationDiff<I>> {
        self.with(|one| one.is_live.is_none())
    }

    /// The former name of [`not_reported`](Self::not_reported).
    #[deprecated(since = "0.1.0", note = "renamed to `not_reported`")]
    pub fn unanswered(&self) -> impl Iterator<Item = &OperationDiff<I>> {
        self.not_reported()
    }

    /// The live operations that are not in the support matrix: those of another model, or newer than this version of the crate.
    pub fn unknown(&self) -> impl Iterator<Item = &UnknownOperation> {
        self.unknown.iter()
    }

    fn with(&self, is: fn(&OperationDiff<I>) -> bool) -> impl Iterator<Item = &OperationDiff<I>> {
        self.operations.iter().filter(move |one| is(one))
    }
}

/// An operation, with its documented and its live support.
#[derive(Clone, Copy, Debug)]
pub struct OperationDiff<I: 'static> {
    operation: &'static Operation<I>,
    documented: Answer,
    is_live: Option<bool>,
    is_overridden: bool,
}

impl<I> OperationDiff<I> {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> &'static Operation<I> {
        self.operation
    }

    /// Whether the integration supports the operation according to the support matrix.
    #[must_use]
    pub fn documented(&self) -> Answer {
        self.documented
    }

    /// The source of the documented support; `None` if nothing is documented.
    #[must_use]
    pub fn provenance(&self) -> Option<Provenance> {
        self.operation.provenance()
    }

    /// Whether the operation is supported according to the live response; `None` if this is unknown.
    #[must_use]
    pub fn is_live(&self) -> Option<bool> {
        self.is_live
    }

    /// The former name of [`is_live`](Self::is_live).
    #[deprecated(since = "0.1.0", note = "renamed to `is_live`")]
    #[must_use]
    pub fn is_served(&self) -> Option<bool> {
        self.is_live
    }

    /// Whether the environment of the account overrides the resource, according to the live response.
    #[must_use]
    pub fn is_overridden(&self) -> bool {
        self.is_overridden
    }
}

/// `ticketing.tags.update: documented as unsupported`
impl<I> fmt::Display for OperationDiff<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let documented = match (self.documented, self.provenance()) {
            (Answer::Yes, Some(Provenance::Older)) => "supported according to an older page",
            (Answer::Yes, Some(Provenance::Inferred)) => "inferred as supported",
            (Answer::Yes, _) => "documented as supported",
            (Answer::No, _) => "documented as unsupported",
            (Answer::NotDocumented, _) => "not documented",
        };
        write!(f, "{}: {documented}", self.operation.id())?;
        if self.is_overridden {
            f.write_str("; overridden in the environment")?;
        }
        Ok(())
    }
}

/// A live operation that is not in the support matrix, with the names in the live response.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownOperation {
    model: Option<String>,
    resource: Option<String>,
    method: String,
}

impl UnknownOperation {
    /// The model, such as `hris`; `None` if the live response does not name it.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// The resource, such as `employees`; `None` if the live response does not name it.
    #[must_use]
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// The method, such as `list`.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }
}

/// `hris.employees.list`, with a question mark for a missing name.
impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let model = self.model().unwrap_or("?");
        let resource = self.resource().unwrap_or("?");
        write!(f, "{model}.{resource}.{}", self.method)
    }
}

/// ```text
/// Zendesk, live compared with documented: 1 more, 1 fewer, 1 unknown
/// supported live, but not documented as supported:
/// - ticketing.tags.update: documented as unsupported
/// documented as supported, but not supported live:
/// - crm.contacts.delete: supported according to an older page
/// supported live, but unknown to this version:
/// - hris.employees.list
/// ```
impl<I: IntegrationKey> fmt::Display for SupportDiff<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = self.integration.label();
        if self.is_empty() {
            return write!(f, "{label}: live support matches the documentation");
        }
        if self.says_nothing() {
            return write!(
                f,
                "{label}: the live response does not list supported operations, so there is nothing to compare"
            );
        }
        write!(
            f,
            "{label}, live compared with documented: {} more, {} fewer, {} unknown",
            self.only_live().count(),
            self.only_documented().count(),
            self.unknown.len()
        )?;
        let (more, fewer) = (self.only_live(), self.only_documented());
        section(f, "supported live, but not documented as supported", more)?;
        section(f, "documented as supported, but not supported live", fewer)?;
        let unknown = self.unknown();
        section(f, "supported live, but unknown to this version", unknown)?;
        section(f, "live support unknown", self.not_reported())
    }
}

fn section<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    lines: impl Iterator<Item = T>,
) -> fmt::Result {
    for (index, line) in lines.enumerate() {
        if index == 0 {
            write!(f, "\n{title}:")?;
        }
        write!(f, "\n- {line}")?;
    }
    Ok(())
}
