//! Attachments: pages of them, and their bytes.

use serde_json::Map;
use truto_runtime::{
    Cursor, PageNames, QueryStyle, Value,
    support::{Endpoint, Field},
};

use crate::{Operation, integration::Integration};

/// The integrations that support listing attachments.
pub const LIST: Operation = {
    const PAGES: PageNames = PageNames::new("result", "next_cursor")
        .with_previous("prev_cursor")
        .with_count("result_count")
        .with_partial("is_partial_response");
    Operation::new(
        Endpoint::new(
            "ticketing.attachments.list",
            "GET",
            "/unified/ticketing/attachments",
        )
        .with_pages(&PAGES),
    )
    .with_integrations(&[Integration::Front, Integration::HelpScout], &[])
};

/// The integrations that support downloading attachments: not documented.
pub const DOWNLOAD: Operation = Operation::new(
    Endpoint::new(
        "ticketing.attachments.download",
        "POST",
        "/unified/ticketing/attachments/download",
    )
    .with_accept("*/*"),
)
.with_integrations(&[Integration::Dixa], &[])
.with_request(&[Field::named("id", &[Integration::Dixa], &[])]);

/// The resource's handle.
#[derive(Clone, Debug)]
pub struct Attachments {
    pub(crate) scope: truto_runtime::AccountScope,
}

impl Attachments {
    /// Lists attachments.
    pub fn list(&self) -> ListAttachments {
        ListAttachments {
            call: truto_runtime::Call::new(&self.scope, &LIST),
        }
    }

    /// Downloads an attachment.
    pub fn download(&self) -> DownloadAttachment {
        DownloadAttachment {
            call: truto_runtime::Call::new(&self.scope, &DOWNLOAD),
            body: None,
        }
    }
}

/// Lists attachments.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct ListAttachments {
    call: truto_runtime::Call,
}

impl ListAttachments {
    /// The maximum number of items per page.
    pub fn limit(mut self, limit: i64) -> Self {
        self.call.set_option("limit", QueryStyle::Form, &limit);
        self
    }

    /// The cursor of the requested page.
    pub fn next_cursor(mut self, next_cursor: impl Into<Cursor>) -> Self {
        let next_cursor: Cursor = next_cursor.into();
        self.call
            .set_cursor("next_cursor", QueryStyle::Form, &next_cursor);
        self
    }

    /// Sets the order of the list.
    pub fn sort_by(mut self, field: AttachmentSort, direction: &str) -> Self {
        self.call.add_query("sort_by", field.as_str(), direction);
        self
    }
}

truto_runtime::request! {
    ListAttachments -> pages of Attachment,
    keyed: Attachment = "truto_key_by",
    |request| request.call
}

/// A map, because these tests need no model.
pub type Attachment = std::collections::BTreeMap<String, String>;

truto_runtime::closed_enum! {
    /// A field to sort by.
    pub enum AttachmentSort {
        /// `created_at`
        CreatedAt = "created_at",
        /// `name`
        Name = "name",
    }
}

/// Downloads an attachment.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct DownloadAttachment {
    call: truto_runtime::Call,
    body: Option<Map<String, Value>>,
}

truto_runtime::request! {
    DownloadAttachment -> stream,
    field: with_field,
    |request| request.call.json_if_set("application/json", request.body.as_ref())
}
