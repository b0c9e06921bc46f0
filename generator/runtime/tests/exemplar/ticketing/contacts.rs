//! A resource: handle, builders, models, matrix.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::MapAccess, ser::SerializeMap};
use truto_runtime::{
    Extra, Patch, QueryStyle, RawJson, Response, Timestamp,
    model::{self, Fields, Model},
    support::{Endpoint, Field, Report},
};

use crate::{Operation, ResponseFormat, integration::Integration};

/// Who supports creating.
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

/// Who supports updating: not documented.
pub const UPDATE: Operation = Operation::new(Endpoint::new(
    "ticketing.contacts.update",
    "PATCH",
    "/unified/ticketing/contacts/{id}",
));

/// Who supports importing.
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
    pub(crate) scope: truto_runtime::Scope,
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

    /// The whole body.
    pub fn body(mut self, body: ContactCreate) -> Self {
        self.body = body;
        self
    }

    /// Where the contact is made.
    pub fn workspace_id(mut self, workspace_id: impl Into<String>) -> Self {
        self.call
            .set_query("workspace[id]", QueryStyle::Form, &workspace_id.into());
        self
    }

    /// Fields that the response can do without.
    pub fn with_excluded_fields(
        mut self,
        fields: impl IntoIterator<Item = impl Into<ContactField>>,
    ) -> Self {
        let fields: Vec<ContactField> = fields.into_iter().map(Into::into).collect();
        self.call
            .set_option("truto_exclude_fields[]", QueryStyle::Form, &fields);
        self
    }

    /// What the matrix says of the request.
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

/// What an update brings, by status.
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
    /// What an address is for.
    pub enum EmailType {
        /// `work`
        Work = "work",
        /// `other`
        Other = "other",
    }
}

truto_runtime::closed_enum! {
    /// Fields that a response can do without.
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
    /// Fields that this version of the crate does not know.
    pub extra: Extra,
}

impl ContactCreate {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The addresses.
    #[must_use]
    pub fn emails(mut self, emails: impl IntoIterator<Item = impl Into<ContactEmail>>) -> Self {
        self.emails = Some(emails.into_iter().map(Into::into).collect());
        self
    }

    /// What the matrix says of it.
    pub fn check(&self, integration: Integration) -> Report {
        CREATE.check(integration, self)
    }
}

impl Model for ContactCreate {
    const NAME: &'static str = "ContactCreate";
    const FIELDS: &'static [&'static str] = &["name", "emails", "title"];

    #[inline]
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error> {
        let mut name = None;
        let mut emails = None;
        let mut title = None;
        let mut extra = Extra::new();
        while let Some(index) = fields.next_field()? {
            match index {
                0 => name = fields.value()?,
                1 => emails = fields.value()?,
                2 => title = fields.value()?,
                _ => fields.extra(&mut extra)?,
            }
        }
        Ok(Self {
            name,
            emails,
            title,
            extra,
        })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        model::optional(map, "name", &self.name)?;
        model::optional(map, "emails", &self.emails)?;
        model::optional(map, "title", &self.title)?;
        model::extra(map, Self::FIELDS, &self.extra)
    }
}

impl<'de> Deserialize<'de> for ContactCreate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        model::deserialize(deserializer)
    }
}

impl Serialize for ContactCreate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        model::serialize(self, serializer)
    }
}

/// An address of a new contact.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ContactEmail {
    /// The address.
    pub email: String,
    /// What it is for.
    pub r#type: EmailType,
    /// Fields that this version of the crate does not know.
    pub extra: Extra,
}

impl ContactEmail {
    /// With what is required.
    pub fn new(email: impl Into<String>, r#type: impl Into<EmailType>) -> Self {
        Self {
            email: email.into(),
            r#type: r#type.into(),
            extra: Extra::new(),
        }
    }
}

impl Model for ContactEmail {
    const NAME: &'static str = "ContactEmail";
    const FIELDS: &'static [&'static str] = &["email", "type"];

    #[inline]
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error> {
        let mut email = None;
        let mut r#type = None;
        let mut extra = Extra::new();
        while let Some(index) = fields.next_field()? {
            match index {
                0 => email = Some(fields.value()?),
                1 => r#type = Some(fields.value()?),
                _ => fields.extra(&mut extra)?,
            }
        }
        Ok(Self {
            email: fields.require(email, 0)?,
            r#type: fields.require(r#type, 1)?,
            extra,
        })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("email", &self.email)?;
        map.serialize_entry("type", &self.r#type)?;
        model::extra(map, Self::FIELDS, &self.extra)
    }
}

impl<'de> Deserialize<'de> for ContactEmail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        model::deserialize(deserializer)
    }
}

impl Serialize for ContactEmail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        model::serialize(self, serializer)
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
    /// Fields that this version of the crate does not know.
    pub extra: Extra,
}

impl ContactUpdate {
    /// The name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// The title.
    #[must_use]
    pub fn title(mut self, title: impl Into<Patch<String>>) -> Self {
        self.title = title.into();
        self
    }
}

impl Model for ContactUpdate {
    const NAME: &'static str = "ContactUpdate";
    const FIELDS: &'static [&'static str] = &["name", "title"];

    #[inline]
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error> {
        let mut name = Patch::Absent;
        let mut title = Patch::Absent;
        let mut extra = Extra::new();
        while let Some(index) = fields.next_field()? {
            match index {
                0 => name = fields.value()?,
                1 => title = fields.value()?,
                _ => fields.extra(&mut extra)?,
            }
        }
        Ok(Self { name, title, extra })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        model::patch(map, "name", &self.name)?;
        model::patch(map, "title", &self.title)?;
        model::extra(map, Self::FIELDS, &self.extra)
    }
}

impl<'de> Deserialize<'de> for ContactUpdate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        model::deserialize(deserializer)
    }
}

impl Serialize for ContactUpdate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        model::serialize(self, serializer)
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
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// What the integration sent.
    pub remote_data: Option<RawJson>,
    /// Fields that this version of the crate does not know.
    pub extra: Extra,
}

impl Model for Contact {
    const NAME: &'static str = "Contact";
    const FIELDS: &'static [&'static str] = &["id", "emails", "created_at", "remote_data"];

    #[inline]
    fn read<'de, A: MapAccess<'de>>(fields: &mut Fields<'de, A>) -> Result<Self, A::Error> {
        let mut id = None;
        let mut emails = None;
        let mut created_at = None;
        let mut remote_data = None;
        let mut extra = Extra::new();
        while let Some(index) = fields.next_field()? {
            match index {
                0 => id = Some(fields.value()?),
                1 => emails = fields.value()?,
                2 => created_at = fields.value()?,
                3 => remote_data = fields.value()?,
                _ => fields.extra(&mut extra)?,
            }
        }
        Ok(Self {
            id: fields.require(id, 0)?,
            emails,
            created_at,
            remote_data,
            extra,
        })
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("id", &self.id)?;
        model::optional(map, "emails", &self.emails)?;
        model::optional(map, "created_at", &self.created_at)?;
        model::optional(map, "remote_data", &self.remote_data)?;
        model::extra(map, Self::FIELDS, &self.extra)
    }
}

impl<'de> Deserialize<'de> for Contact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        model::deserialize(deserializer)
    }
}

impl Serialize for Contact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        model::serialize(self, serializer)
    }
}
