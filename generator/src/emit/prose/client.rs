//! How examples create a client.

use crate::ir::Package;

/// `Client::from_env()?`, or the constructor with its arguments.
pub(crate) fn make_client(package: &Package) -> String {
    let connection = &package.connection;
    let mut arguments: Vec<&str> = Vec::new();
    if connection.base_url.is_none() {
        arguments.push("\"https://api.example.com\"");
    }
    let maker = if connection.token_env.is_some() {
        "from_env"
    } else {
        arguments.push("\"<token>\"");
        "new"
    };
    format!("Client::{maker}({})?", arguments.join(", "))
}
