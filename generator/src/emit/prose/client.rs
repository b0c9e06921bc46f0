//! How examples create a client, and which part of the API it has.

use crate::emit::prose::{escape, phrases};
use crate::plan::auth::Constructor;
use crate::plan::root::Plan;

/// `Client::from_env()?`, or the constructor with its arguments.
pub(crate) fn make_client(plan: &Plan<'_>) -> String {
    let url = match plan.package.connection.base_url {
        Some(_) => "",
        None => "\"https://api.example.com\"",
    };
    let maker = match plan.auth.constructor {
        Constructor::Nothing => "new",
        Constructor::Token | Constructor::Only | Constructor::Several => "from_env",
    };
    format!("Client::{maker}({url})?")
}

/// The part of the API that the crate has, if it is restricted to one: ``This crate contains only a part of the API: `pets`.``
pub(crate) fn selection(plan: &Plan<'_>) -> Option<String> {
    let only: Vec<String> = plan
        .options
        .only
        .iter()
        .map(|only| escape::code(only))
        .collect();
    let list = phrases::enumeration(&only);
    (!only.is_empty()).then(|| format!("This crate contains only a part of the API: {list}."))
}
