//! A resource: handle, builders, models, matrix.

use truto_runtime::{
    Extra, Patch, QueryStyle, RawJson, Response, Timestamp,
    support::{Endpoint, Field, Report},
};

use crate::{Operation, ResponseFormat, integration::Integration};

/// The integrations that support creating contacts.
pub const CREATE: Operation = Operation::new(Endpoint::new(
    "ticketing.contacts.create",
    "POST",
    "/unified/ticketing/contacts",
))
.with_integrations(
    &[Integration::Dixa, Integration::Front],
    &[Integration::Front],
)
.with_query(&[Field::named("workspace[id]", &[], &[Integration::Front])])
.with_request(&[
    Field::named("name", &[Integration::Dixa], &[Integration::Front]),
    Field::named("emails", &[Integration::Dixa], &[]),
    Field::named("emails.type", &[Integration::Dixa], &[Integration::Front]),
    Field::counted("title", 1, 20),
])
.with_response(&[Field::named("id", &[], &[Integration::Dixa])]);

/// The integrations that support updating contacts: not documented. Those that require a title are from an older page.
pub const UPDATE: Operation = Operation::new(Endpoint::new(
    "ticketing.contacts.update",
    "PATCH",
    "/unified/ticketing/contacts/{id}",
))
.with_request(&[Field::named("title", &[Integration::Dixa], &[]).older()]);

/// The integrations that support importing contacts.
pub const IMPORT: Operation = Operation::new(
    Endpoint::new(
        "ticketing.contacts.import",
        "POST",
        "/unified/ticketing/contacts/import",
    )
    .with_envelope("result"),
);

/// The resource's handle.
#[derive(Clone, Debug)]
pub struct Contacts {
    pub(crate) scope: truto_runtime::AccountScope,
}

impl Contacts {
    /// Creates a contact.
    pub fn create(&self) -> CreateContact {
        CreateContact {
            call: truto_runtime::Call::new(&self.scope, &CREATE),
            body: ContactCreate::default(),
        }
    }

    /// Updates a contact.
    pub fn update(&self, id: impl Into<String>) -> UpdateContact {
        let mut call = truto_runtime::Call::new(&self.scope, &UPDATE);
        call.set_path("id", &id.into());
        UpdateContact {
            call,
            body: ContactUpdate::default(),
        }
    }

    /// Imports a contact.
    pub fn import(&self, body: ContactCreate) -> ImportContact {
        ImportContact {
            call: truto_runtime::Call::new(&self.scope, &IMPORT),
            body,
        }
    }
}

/// Creates a contact.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct CreateContact {
    call: truto_runtime::Call,
    body: ContactCreate,
}

impl CreateContact {
    /// The name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.body = self.body.name(name);
        self
    }

    /// The addresses.
    pub fn emails(mut self, emails: impl IntoIterator<Item = impl Into<ContactEmail>>) -> Self {
        self.body = self.body.emails(emails);
        self
    }

    /// Sets the whole body, replacing fields that were set before.
    pub fn with_body(mut self, body: impl Into<ContactCreate>) -> Self {
        self.body = body.into();
        self.call.clear_fields();
        self
    }

    /// The workspace of the contact.
    pub fn workspace_id(mut self, workspace_id: impl Into<String>) -> Self {
        self.call
            .set_query("workspace[id]", QueryStyle::Form, &workspace_id.into());
        self
    }

    /// Fields to omit from the response.
    pub fn with_excluded_fields(
        mut self,
        fields: impl IntoIterator<Item = impl Into<ContactField>>,
    ) -> Self {
        let fields: Vec<ContactField> = fields.into_iter().map(Into::into).collect();
        self.call
            .set_option("truto_exclude_fields[]", QueryStyle::Form, &fields);
        self
    }

    /// Checks the request against the support matrix.
    pub fn check(&self, integration: Integration) -> Report {
        self.call.check(&CREATE, integration, &self.body)
    }
}

truto_runtime::request! {
    CreateContact -> Contact = Response::json,
    field: with_field,
    format: ResponseFormat = "truto_response_format",
    |request| request.call.json("application/json", &request.body)
}

/// Updates a contact.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct UpdateContact {
    call: truto_runtime::Call,
    body: ContactUpdate,
}

impl UpdateContact {
    /// The name.
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.body = self.body.name(name);
        self
    }

    /// The title.
    pub fn title(mut self, title: impl Into<Patch<String>>) -> Self {
        self.body = self.body.title(title);
        self
    }
}

truto_runtime::request! {
    UpdateContact -> UpdateContactResponse = UpdateContactResponse::read,
    |request| request.call.json("application/json", &request.body)
}

/// The response to an update, by status.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum UpdateContactResponse {
    /// 200
    Updated(Box<Contact>),
    /// 202
    Accepted,
}

impl UpdateContactResponse {
    fn read(response: &Response) -> Result<Self, truto_runtime::Error> {
        match response.status().as_u16() {
            200 => response.json().map(Self::Updated),
            202 => Ok(Self::Accepted),
            _ => Err(response.unexpected()),
        }
    }
}

/// Imports a contact.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct ImportContact {
    call: truto_runtime::Call,
    body: ContactCreate,
}

truto_runtime::request! {
    ImportContact -> Vec<Contact> = Response::json,
    format: ResponseFormat = "truto_response_format",
    |request| request.call.json("application/json", &request.body)
}

truto_runtime::open_enum! {
    /// The type of an email address.
    pub enum EmailType {
        /// `work`
        Work = "work",
        /// `other`
        Other = "other",
    }
}

truto_runtime::closed_enum! {
    /// Fields that can be omitted from a response.
    pub enum ContactField {
        /// `emails`
        Emails = "emails",
        /// `created_at`
        CreatedAt = "created_at",
    }
}

/// A new contact.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContactCreate {
    /// The name.
    pub name: Option<String>,
    /// The addresses.
    pub emails: Option<Vec<ContactEmail>>,
    /// The title.
    pub title: Option<String>,
    /// Unknown fields.
    pub extra: Extra,
}

impl ContactCreate {
    /// Creates a contact without fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets [`name`](field@Self::name).
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets [`emails`](field@Self::emails).
    #[must_use]
    pub fn emails(mut self, emails: impl IntoIterator<Item = impl Into<ContactEmail>>) -> Self {
        self.emails = Some(truto_runtime::list(emails));
        self
    }

    /// Checks the contact against the support matrix.
    pub fn check(&self, integration: Integration) -> Report {
        CREATE.check(integration, self)
    }
}

truto_runtime::model! {
    ContactCreate {
        0 "name" => name: optional,
        1 "emails" => emails: optional,
        2 "title" => title: optional,
    }
}

/// An address of a new contact.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ContactEmail {
    /// The address.
    pub email: String,
    /// The type.
    pub r#type: EmailType,
    /// Unknown fields.
    pub extra: Extra,
}

impl ContactEmail {
    /// Creates an address with its required fields.
    pub fn new(email: impl Into<String>, r#type: impl Into<EmailType>) -> Self {
        Self {
            email: email.into(),
            r#type: r#type.into(),
            extra: Extra::new(),
        }
    }
}

truto_runtime::model! {
    ContactEmail {
        0 "email" => email: required,
        1 "type" => r#type: required,
    }
}

/// A change of a contact.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContactUpdate {
    /// The name.
    pub name: Patch<String>,
    /// The title.
    pub title: Patch<String>,
    /// Unknown fields.
    pub extra: Extra,
}

impl ContactUpdate {
    /// Sets [`name`](field@Self::name).
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets [`title`](field@Self::title).
    #[must_use]
    pub fn title(mut self, title: impl Into<Patch<String>>) -> Self {
        self.title = title.into();
        self
    }
}

truto_runtime::model! {
    ContactUpdate {
        0 "name" => name: patch,
        1 "title" => title: patch,
    }
}

/// A contact.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Contact {
    /// Its id.
    pub id: String,
    /// The addresses.
    pub emails: Option<Vec<ContactEmail>>,
    /// When the contact was created.
    pub created_at: Option<Timestamp>,
    /// The integration's own data.
    pub remote_data: Option<RawJson>,
    /// Unknown fields.
    pub extra: Extra,
}

truto_runtime::model! {
    Contact {
        0 "id" => id: required,
        1 "emails" => emails: optional,
        2 "created_at" => created_at: optional,
        3 "remote_data" => remote_data: optional,
    }
}
