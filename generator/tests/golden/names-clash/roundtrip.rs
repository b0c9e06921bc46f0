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
