//! The verifier of signed webhooks: what it adds to the module of webhooks.

use crate::ir::Api;

/// The types that the module of a signed webhook has for the verifier. No other type gets their names.
pub(crate) const TYPES: [&str; 3] = ["Verifier", "VerifyError", "VerifyErrorKind"];

/// The feature of the runtime that the verifier requires.
pub(crate) fn required_feature(api: &Api) -> Option<&'static str> {
    api.signed_webhooks.map(|_| "truto-runtime/webhooks")
}
