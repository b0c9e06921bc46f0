//! How examples create a client.

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
