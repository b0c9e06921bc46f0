//! What users hold can be printed, cloned and shared between threads, and futures can be spawned.
#![cfg(all(feature = "crm", feature = "tokio", feature = "ticketing"))]

use std::{error::Error as StdError, fmt::Debug};

use truto_unified::{
    ByteStream, Client, ClientBuilder, Cursor, CustomRequest, Error, ErrorKind, FilePart,
    IntegratedAccount, Integration, Items, Page, Pages, Patch, RateLimits, RawJson, RequestOptions,
    Response, Timestamp, WithMeta,
    crm::{self, Contact, ContactCreate},
    policy::WindowLimiter,
    support::{Operation, Report},
};

fn value<T: Debug + Clone + Send + Sync + 'static>() {}

fn moved<T: Debug + Send + 'static>() {}

#[test]
fn values_can_be_printed_cloned_and_shared() {
    value::<Client>();
    value::<IntegratedAccount>();
    value::<crm::contacts::ContactsResource>();
    value::<crm::contacts::ListContacts>();
    value::<crm::contacts::CreateContact>();
    value::<CustomRequest>();
    value::<RequestOptions>();
    value::<RateLimits>();
    value::<Contact>();
    value::<ContactCreate>();
    value::<Page<Contact>>();
    value::<WithMeta<Page<Contact>>>();
    value::<Response>();
    value::<Cursor>();
    value::<FilePart>();
    value::<RawJson>();
    value::<Timestamp>();
    value::<Patch<String>>();
    value::<Integration>();
    value::<ErrorKind>();
    value::<Report>();
    value::<&'static Operation>();
}

/// An error has a source, and a builder of a client a transport, which cannot be cloned. What is read once cannot either.
#[test]
fn the_others_can_be_printed_and_moved_between_threads() {
    fn error<T: StdError + Send + Sync + 'static>() {}
    error::<Error>();
    moved::<ClientBuilder>();
    moved::<Items<Contact>>();
    moved::<Pages<Contact>>();
    moved::<ByteStream>();
    fn shared<T: Send + Sync + 'static>() {}
    shared::<WindowLimiter>();
}

#[test]
fn futures_can_be_spawned() {
    fn spawned<T>(future: impl IntoFuture<Output = T, IntoFuture: Send + 'static>) {
        drop(future);
    }
    let client = Client::new("t0ken").unwrap();
    let account = client.integrated_account("any");
    let contacts = account.crm().contacts();
    spawned(contacts.list());
    spawned(contacts.get("1"));
    spawned(contacts.create().send_with_meta());
    spawned(async move { contacts.list().items().next().await });
    spawned(account.request(truto_unified::http::Method::GET, "/x"));
}
