//! Calls the API from WebAssembly, in node or a browser: a transport on `fetch`, a timer on `setTimeout`, and a program that uses them.
//!
//! `cargo xtask ci --nightly --step "wasm in node"` compiles it and runs it in node, against the fake server. On other targets, this
//! library is empty.
#![cfg(target_arch = "wasm32")]

mod fetch;
mod timer;

use truto_unified::{Client, Patch};
use wasm_bindgen::prelude::*;

/// Creates, lists, updates and gets contacts on the server at `base_url`, and returns what it saw, one line per call.
///
/// # Errors
///
/// Returns the message of the first call that fails.
#[wasm_bindgen]
pub async fn run(base_url: String, token: String) -> Result<String, JsError> {
    let client = Client::builder()
        .token(token)
        .base_url(base_url)
        .transport(fetch::Fetch)
        .timer(timer::JsTimer)
        .build()?;
    let account = client.integrated_account("node");
    let contacts = account.crm().contacts();
    let mut seen = Vec::new();
    for name in ["Ada", "Grace", "Mary"] {
        let contact = contacts.create().first_name(name).await?;
        seen.push(format!(
            "created {}",
            contact.first_name.unwrap_or_default()
        ));
    }
    let mut items = contacts.list().limit(2).items();
    let mut ids = Vec::new();
    while let Some(contact) = items.next().await {
        ids.push(contact?.id);
    }
    seen.push(format!("listed {}", ids.len()));
    let updated = contacts
        .update(&ids[0])
        .title("Countess")
        .last_name(Patch::Null)
        .await?;
    seen.push(format!(
        "updated {:?} {:?}",
        updated.title, updated.last_name
    ));
    let missing = contacts.get("nobody").await.unwrap_err();
    seen.push(format!(
        "missing {:?}",
        missing.status().map(|status| status.as_u16())
    ));
    Ok(seen.join("\n"))
}
