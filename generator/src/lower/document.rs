//! All documents of a package.

use openapiv3::OpenAPI;
use serde::Deserialize;

use super::context::{Context, Shared};
use super::extensions::{root, scope};
use super::operations::files;
use super::{api, conversions, usage};
use crate::bundle::{At, Bundle};
use crate::diag::Diagnostics;
use crate::ir::{Api, Package};

/// Lowers all APIs into one package. Unsupported definitions are reported and skipped; the result must only be emitted if there are
/// no errors.
pub fn lower(bundles: &[Bundle<'_>], diags: &mut Diagnostics) -> Package {
    let mut package = Package::default();
    let mut shared = Shared::default();
    let documents = bundles.iter();
    let documents: Vec<_> = documents
        .filter_map(|bundle| Some((bundle, document(bundle, diags)?)))
        .collect();
    for (index, (bundle, document)) in documents.iter().enumerate() {
        files::mark(&mut Context::new(
            index,
            (bundle, document),
            &mut shared,
            diags,
        ));
    }
    for (bundle, document) in &documents {
        let index = package.apis.len();
        let cx = &mut Context::new(index, (bundle, document), &mut shared, diags);
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
    package.types_outside_client = shared.types.split_off(used);
    conversions::derive(&mut shared.types, &package.apis);
    scope::check_scopes(&package.apis, diags);
    package.types = shared.types;
    package
}

/// Adds what the client does not use. Nothing is generated from it, so what is wrong with its schemas is not reported.
fn add_rest<'b>(documents: &'b [(&'b Bundle<'b>, OpenAPI)], apis: &mut [Api], shared: &mut Shared) {
    let diags = &mut Diagnostics::default();
    let each = documents.iter().zip(apis).enumerate();
    for (index, ((bundle, document), api)) in each {
        let cx = &mut Context::new(index, (bundle, document), shared, diags);
        api::add_rest(cx, api);
        debug_assert!(cx.unfilled.is_empty(), "a type has no content");
    }
}

/// Returns the typed document. The bundle phase has validated it, so a failure is only reported if there are no other errors.
fn document(bundle: &Bundle<'_>, diags: &mut Diagnostics) -> Option<OpenAPI> {
    match OpenAPI::deserialize(&bundle.value) {
        Ok(document) => return Some(document),
        Err(_) if diags.has_errors() => {}
        Err(error) => {
            let message = format!("the document is not valid OpenAPI 3.0: {error}");
            let help = "compare the document with the OpenAPI 3.0 specification: the location of this error is unknown";
            diags.push(At::root(bundle).error(message, help));
        }
    }
    None
}
