//! Checks `x-truto-signed-webhooks`: the verifier decodes one type.

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::Api;

pub(super) fn check(api: &Api, diags: &mut Diagnostics) {
    if let Some(origin) = api.signed_webhooks
        && api.signed_payload().is_none()
    {
        let message = "`x-truto-signed-webhooks` requires exactly one webhook whose body is JSON with a named schema";
        let help = "describe all events with one webhook whose body is a schema with `anyOf`, or remove the key";
        diags.push(Diagnostic::error(origin, message).help(help));
    }
}
