//! Response formats, and excluded fields.

use serde_json::{Value, json};
use truto_unified::{ResponseFormat, crm::contacts::ContactField};

use super::support::*;

#[tokio::test]
async fn each_format_has_its_shape() {
    let (fake, account) = fake();
    let data = json!({"FirstName": "Ada"});
    let ada = json!({"id": "c", "first_name": "Ada", "remote_data": data});
    fake.seed(&account, "crm.contacts", [ada]).unwrap();
    let contacts = fake
        .client()
        .unwrap()
        .integrated_account(&account)
        .crm()
        .contacts();
    let get = async |format| contacts.get("c").send_as::<Value>(format).await.unwrap();
    let unified = get(ResponseFormat::Unified).await;
    assert_eq!(
        (&unified["first_name"], &unified["remote_data"]),
        (&json!("Ada"), &data)
    );
    assert_eq!(get(ResponseFormat::Normalized).await, unified);
    assert_eq!(get(ResponseFormat::Raw).await, data);
    let debug = get(ResponseFormat::Debug).await;
    assert_eq!(
        (&debug["result"], &debug["debug"]["data"]),
        (&unified, &data)
    );
    let names = ["requestUrl", "requestOptions", "data", "responseHeaders"];
    assert!(
        names.iter().all(|name| debug["debug"].get(name).is_some()),
        "{debug}"
    );

    let list = async |format| contacts.list().send_as::<Value>(format).await.unwrap();
    assert_eq!(list(ResponseFormat::Raw).await, json!({"data": [data]}));
    let page = list(ResponseFormat::Unified).await;
    let debug = list(ResponseFormat::Debug).await;
    assert_eq!(
        (&debug["result"], &debug["debug"]["resultCount"]),
        (&page, &json!(1))
    );

    let streamed = contacts
        .get("c")
        .send_raw(ResponseFormat::Stream)
        .await
        .unwrap();
    assert_eq!(streamed.json::<Value>().unwrap(), unified);
    assert_eq!(streamed.headers().get("content-length"), None);
}

#[tokio::test]
async fn fields_are_left_out_and_items_keyed() {
    let (fake, account) = fake();
    let people = ["Ada", "Bob"].map(|name| json!({"id": name, "name": name, "title": "Dr."}));
    fake.seed(&account, "crm.contacts", people).unwrap();
    let contacts = fake
        .client()
        .unwrap()
        .integrated_account(&account)
        .crm()
        .contacts();
    let whole = contacts.get("Ada").await.unwrap();
    assert!(whole.remote_data.is_some());
    let short = contacts
        .get("Ada")
        .without_remote_data()
        .with_excluded_fields([ContactField::Title]);
    let short = short.await.unwrap();
    assert_eq!(
        (short.remote_data, short.title, short.name),
        (None, None, whole.name)
    );

    let page = contacts
        .list()
        .with_excluded_fields([ContactField::Name])
        .send_keyed_by("name")
        .await
        .unwrap();
    let names: Vec<_> = page
        .items
        .iter()
        .map(|(key, one)| (key.as_str(), one.name.clone()))
        .collect();
    assert_eq!(names, [("Ada", None), ("Bob", None)]);
    assert_eq!(page.result_count, Some(2));
}
