//! One API and its resources.

use std::collections::HashSet;
use std::sync::Arc;

use super::docs::Docs;
use super::extensions::sample_values::SampleValues;
use super::extensions::scope::Scope;
use super::extensions::sync::SyncNames;
use super::ids::{ResourceId, TypeId};
use super::info::Info;
use super::operation::Operation;
use super::security::{Security, SecurityScheme};
use super::server::Server;
use super::webhook::Webhook;
use crate::source::Origin;

/// An API: a root document.
#[derive(Clone, Debug)]
pub struct Api {
    /// The index.
    pub index: usize,
    /// The name of the root document: `ticketing`.
    pub name: String,
    /// Operations that were named with the plural of their resource before still have that name, too:
    /// `x-truto-former-builders`.
    pub has_former_names: bool,
    /// The server executes requests with the same `Idempotency-Key` once: `x-truto-idempotency`.
    pub is_idempotent: bool,
    /// The names with which lists can be copied.
    pub sync: Option<SyncNames>,
    /// The values in samples.
    pub sample_values: Option<SampleValues>,
    /// The location of the key that says that the server signs its requests as the runtime verifies them: `x-truto-signed-webhooks`.
    pub signed_webhooks: Option<Origin>,
    /// `info.title` and `info.description`.
    pub docs: Docs,
    /// What the document says about itself.
    pub info: Info,
    /// The scope of the operations, if a parameter has the role `scope`.
    pub scope: Option<Scope>,
    /// The resources, in document order of their first operation.
    pub resources: Vec<Resource>,
    /// The named schemas that no operation uses. They are types, too, for code that calls the client.
    pub models: Vec<TypeId>,
    /// The servers. The first one is the default.
    pub servers: Vec<Server>,
    /// The ways to authenticate.
    pub security_schemes: Vec<SecurityScheme>,
    /// Whether the operations have a support matrix if there is a registry: see [`Package::has_matrix`](super::Package::has_matrix).
    /// It is `false` for `x-truto-matrix: false`.
    pub has_matrix: bool,
    /// The requests that the server sends, in document order.
    pub webhooks: Vec<Webhook>,
    /// The location of the root document.
    pub origin: Origin,
}

impl Api {
    /// Returns the operations of all resources.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources.iter().flat_map(|of| &of.operations)
    }

    /// Returns the resources with the scope, or those without it.
    pub fn resources_on(&self, is_scoped: bool) -> impl Iterator<Item = &Resource> {
        let resources = self.resources.iter();
        resources.filter(move |resource| resource.is_scoped() == is_scoped)
    }

    /// Whether the server only sends requests, and receives none.
    #[must_use]
    pub fn is_only_webhooks(&self) -> bool {
        self.resources.is_empty() && !self.webhooks.is_empty()
    }

    /// Returns the type of the bodies that the server signs, which is that of the only webhook.
    #[must_use]
    pub fn signed_payload(&self) -> Option<TypeId> {
        match self.webhooks.as_slice() {
            [only] if self.signed_webhooks.is_some() => only.payload.as_ref()?.ty.named(),
            _ => None,
        }
    }

    /// Returns the types of the payloads that the server sends.
    pub fn payloads(&self) -> impl Iterator<Item = TypeId> {
        let payloads = self.webhooks.iter().filter_map(|of| of.payload.as_ref());
        payloads.filter_map(|payload| payload.ty.named())
    }

    /// Returns the authentication that operations require. What several operations share is returned once.
    pub fn requirements(&self) -> impl Iterator<Item = &Security> {
        let security = self.operations().filter_map(|of| of.security.as_ref());
        let mut seen = HashSet::new();
        let new = security.filter(move |security| seen.insert(Arc::as_ptr(security)));
        new.map(AsRef::as_ref)
    }

    /// Returns the names of the security schemes that operations require.
    #[must_use]
    pub fn required_schemes(&self) -> HashSet<&str> {
        let security = self.requirements();
        let schemes = security.flat_map(|security| security.alternatives.iter().flatten());
        schemes.map(|scheme| scheme.name.as_str()).collect()
    }
}

/// A group of operations that share a tag.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The ID.
    pub id: ResourceId,
    /// The tag: `contacts`.
    pub tag: String,
    /// The singular that the document chooses with `x-truto-singular`.
    pub singular: Option<String>,
    /// The description of the tag.
    pub docs: Docs,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The location of the tag, or else of the first operation.
    pub origin: Origin,
}

impl Resource {
    /// Whether its operations have the scope of the API: either all of them have it, or none.
    #[must_use]
    pub fn is_scoped(&self) -> bool {
        self.operations
            .iter()
            .any(|operation| operation.scope.is_some())
    }
}
