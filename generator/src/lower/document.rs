//! All documents of a package.

use super::context::{Context, Shared};
use super::extensions::{root, scope};
use super::operations::files;
use super::typed::Document;
use super::{api, conversions, fixed, usage};
use crate::bundle::Bundle;
use crate::diag::Diagnostics;
use crate::ir::{Api, Package};

/// Whether the schemas of error responses become types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failures {
    /// They do, like those of all other responses.
    Typed,
    /// Their bodies are any JSON. So what is wrong with schemas that only they use has no effect.
    Json,
}

/// Lowers all APIs into one package. Unsupported definitions are reported and skipped; the result must only be emitted if there are
/// no errors.
pub fn lower(bundles: &[Bundle<'_>], failures: Failures, diags: &mut Diagnostics) -> Package {
    let mut package = Package::default();
    let mut shared = Shared::default();
    shared.has_failures = failures == Failures::Typed;
    let documents = bundles.iter();
    let documents: Vec<Document<'_>> = documents
        .filter_map(|bundle| Document::of(bundle, diags))
        .collect();
    for (index, document) in documents.iter().enumerate() {
        files::mark(&mut Context::new(index, document, &mut shared, diags));
    }
    for document in &documents {
        let index = package.apis.len();
        let cx = &mut Context::new(index, document, &mut shared, diags);
        let api = api::api(cx, &mut package.connection);
        if package.registry.is_none() {
            package.registry = root::registry(cx);
        }
        if package.samples.is_empty() {
            package.samples = root::samples(cx);
        }
        debug_assert!(cx.unfilled.is_empty(), "a type has no content");
        package.apis.push(api);
    }
    let used = shared.types.len();
    add_rest(&documents, &mut package.apis, &mut shared);
    usage::finish(&mut shared.types, &package.apis);
    fixed::finish(&mut shared.types);
    package.types_outside_client = shared.types.split_off(used);
    conversions::derive(&mut shared.types, &package.apis);
    scope::check_scopes(&package.apis, diags);
    package.types = shared.types;
    package
}

/// Adds what the client does not use. Nothing is generated from it, so what is wrong with its schemas is not reported.
fn add_rest<'b>(documents: &'b [Document<'b>], apis: &mut [Api], shared: &mut Shared) {
    let diags = &mut Diagnostics::default();
    let each = documents.iter().zip(apis).enumerate();
    for (index, (document, api)) in each {
        let cx = &mut Context::new(index, document, shared, diags);
        api::add_rest(cx, api);
        debug_assert!(cx.unfilled.is_empty(), "a type has no content");
    }
}
