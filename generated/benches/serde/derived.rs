//! The CRM contact with derived implementations, for comparison with the generated ones.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, value::RawValue};

macro_rules! models {
    ($($name:ident { $($field:ident: $ty:ty),* $(,)? })*) => {
        $(
            #[derive(Serialize, Deserialize)]
            #[allow(dead_code)]
            pub(crate) struct $name {
                $(
                    #[serde(skip_serializing_if = "Option::is_none")]
                    $field: Option<$ty>,
                )*
            }
        )*
    };
}

models! {
    Account { id: String, name: String }
    Address {
        city: String, country: String, id: String, postal_code: String, state: String, street_1: String, street_2: String,
        r#type: String,
    }
    EmailAddress { email: String, id: String, r#type: String }
    Owner { id: String }
    PhoneNumber { extension: String, id: String, number: String, r#type: String }
    Tag { id: String, name: String }
    Url { r#type: String, url: String }
    Contact {
        id: String, account: Account, addresses: Vec<Address>, created_at: String, custom_fields: Map<String, Value>,
        email_addresses: Vec<EmailAddress>, etag: String, first_name: String, last_activity_at: String, last_name: String,
        name: String, owner: Owner, phone_numbers: Vec<PhoneNumber>, remote_data: Box<RawValue>, tags: Vec<Tag>,
        title: String, updated_at: String, urls: Vec<Url>,
    }
}

/// A derive that keeps unknown top-level fields. `remote_data` cannot stay raw, since `flatten` buffers all values.
#[derive(Serialize, Deserialize)]
pub(crate) struct KeepingContact {
    id: Option<String>,
    account: Option<Account>,
    addresses: Option<Vec<Address>>,
    created_at: Option<String>,
    custom_fields: Option<Map<String, Value>>,
    email_addresses: Option<Vec<EmailAddress>>,
    first_name: Option<String>,
    last_name: Option<String>,
    name: Option<String>,
    owner: Option<Owner>,
    phone_numbers: Option<Vec<PhoneNumber>>,
    tags: Option<Vec<Tag>>,
    title: Option<String>,
    urls: Option<Vec<Url>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}
