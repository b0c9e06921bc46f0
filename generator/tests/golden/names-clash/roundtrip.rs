use golden_names_clash::{
    Client,
    types::{CreateUser, FindUserResponse, Found, Sort, User, UserLower, UserResource, UserTag, UserTagProperty},
};

use crate::support::{Recorder, json, round_trip};

#[test]
fn parameters_and_fields_of_one_name_are_sent_where_they_belong() {
    let server = Recorder::new(200, "{}");
    let client: Client = server.client();
    let call = client.user().create("1").name("in body").name_in_query("in query");
    let call = call.trace("q").trace_in_header("h").page_size(1).page_open_bracket_size_close_bracket(2);
    Recorder::send(call.links("l").underscore_links("_l").external_ids(["a"])).unwrap();
    assert_eq!(
        server.line(),
        "POST /users/1?name=in%20query&trace=q&page_size=1&page[size]=2"
    );
    assert_eq!(server.header("trace").as_deref(), Some("h"));
    Recorder::send(client.user().find("1", "2")).unwrap();
    assert_eq!(server.header("id").as_deref(), Some("2"));
}

#[test]
fn operations_and_resources_of_one_name_are_distinct() {
    let server = Recorder::new(200, "{}");
    let client: Client = server.client();
    let _: UserLower = Recorder::send(client.user().get_users_find()).unwrap();
    assert_eq!(server.line(), "GET /users/find");
    let _: UserResource = Recorder::send(client.user_capitalized().create("1")).unwrap();
    assert_eq!(server.line(), "DELETE /Users/1");
    let _: Found = Recorder::send(client.users().find("1")).unwrap();
    assert_eq!(server.line(), "GET /all/1");
}

#[test]
fn schemas_and_fields_of_one_name_are_distinct() {
    round_trip::<CreateUser>(r#"{"name":"n","_links":"a","links":"b","firstName":"c","first_name":"d","externalIDs":[]}"#);
    round_trip::<User>(r#"{"sort":"in_progress","tag":{"a":"x"}}"#);
    let _ = (UserTagProperty::new().a("x"), FindUserResponse::new().d(UserTag::new().b("x")));
}

#[test]
fn values_of_one_name_are_distinct() {
    let values = [
        Sort::MinusName,
        Sort::Name,
        Sort::NameCapitalized,
        Sort::NameUpper,
        Sort::InProgress,
        Sort::InUnderscoreProgress,
        Sort::InMinusProgress,
        Sort::ReactionsPlus1,
        Sort::ReactionsMinus1,
        Sort::Star,
        Sort::StarSign,
    ];
    let expected = r#"["-name","name","Name","NAME","in progress","in_progress","in-progress","reactions-+1","reactions--1","star","*"]"#;
    assert_eq!(json(&values), expected);
}

#[test]
fn names_of_the_document_come_before_those_of_the_runtime() {
    use golden_names_clash::{
        Error, RuntimeEvent, RuntimeWebhook,
        maps::MapCall,
        policy::ListPolicy,
        request_resource::{ListRequest, RequestResource},
        runtime_blocking, runtime_from_json, runtime_http, runtime_policy,
        types::{ErrorCode, ErrorModel, EventData, EventStream, Integration, Items, Page, Preflight, ResultModel, Webhook},
        webhook_payloads::{Event, RateLimit, SENT},
    };

    let server = Recorder::new(200, "{}");
    let client: Client = server.client();
    let _: &RequestResource = &client.request_resource();
    let list: ListRequest = client.request_resource().list();
    let _: ErrorModel = Recorder::send(list).unwrap();
    assert_eq!(server.line(), "GET /requests");
    let _: ListPolicy = client.policy().list();
    let _: MapCall = client.maps().map();
    Recorder::send(client.support().list()).unwrap();
    Recorder::send(client.webhooks().new_webhook()).unwrap();
    assert_eq!(server.line(), "POST /webhooks");
    let _: RuntimeWebhook<Event> = SENT;
    let _ = (runtime_policy::RequestOptions::new(), runtime_http::Method::GET);
    let page: Result<Page, Error> = runtime_from_json(serde_json::json!({"items": {}}));
    assert!(page.is_ok());
    let _: Option<(runtime_blocking::Blocking<ListPolicy>, RuntimeEvent<Event>)> = None;
    round_trip::<ErrorModel>(r#"{"code":"lost","cause":{"id":"a"}}"#);
    let _ = (ErrorCode::Lost, ResultModel::new(), EventStream::new().data(EventData::new()), Event::new().limit(RateLimit::new()));
    let _ = (Page::new().items(Items::new()), Webhook::new(), Integration::new().preflight(Preflight::new()));
}
