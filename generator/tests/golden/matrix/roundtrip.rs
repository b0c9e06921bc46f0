use golden_matrix::{
    Client, Integration, Preflight,
    spec::{
        Direction, Email, EmailCreate, Format, GetFirmsOrder, GetFirmsSortBy, Kind, Person, PersonCreate, PersonField, PersonUpdate,
        PersonUpdateKind, firms, people,
    },
    support::{self as matrix, Answer, Form, FormKind, FormType, IssueKind, Level, OpenIntegration, Operation, Provenance, Report},
};

use crate::support::{Recorder, json, round_trip};

#[test]
fn the_matrix_answers_in_both_directions() {
    let create = people::CREATE;
    assert_eq!(create.supports(Integration::Alpha), Answer::Yes);
    assert_eq!(create.supports(Integration::Gamma), Answer::No);
    assert_eq!(people::UPDATE.supports(Integration::Alpha), Answer::Yes);
    assert_eq!(create.partial_response(), [Integration::BetaDesk]);
    assert_eq!(create.field("name").required_in(), Some(&[Integration::BetaDesk][..]));
    assert_eq!(create.field("firm_id").required_in(), None);
    assert_eq!(create.field("firm_id").supported_count(), Some(20));
    assert_eq!(create.field("emails").level(Integration::Alpha), Level::Unsupported);
    assert_eq!(create.response_field("id").level(Integration::Alpha), Level::Supported);
    assert_eq!("betadesk".parse::<Integration>().unwrap(), Integration::BetaDesk);
    assert_eq!("Beta [Desk]".parse::<Integration>().unwrap(), Integration::BetaDesk);
    let error = "beta-desk".parse::<Integration>().unwrap_err();
    assert!(error.to_string().ends_with("did you mean `betadesk`?"), "{error}");
    assert!("epsilon".parse::<Integration>().is_err());
    assert_eq!(Integration::BetaDesk.to_string(), "Beta [Desk]");
    assert!(!Integration::BetaDesk.slug_is_documented());
}

#[test]
fn a_body_is_checked_before_it_is_sent() {
    let body = PersonCreate::new().emails([EmailCreate::new("a@b", "work")]);
    let kinds = |integration| -> Vec<IssueKind> { body.check(integration).issues().iter().map(|issue| issue.kind()).collect() };
    assert_eq!(kinds(Integration::Alpha), [IssueKind::Unsupported]);
    assert_eq!(kinds(Integration::BetaDesk), [IssueKind::MissingRequired]);
    assert_eq!(kinds(Integration::Gamma), [IssueKind::OperationNotSupported]);
    let client: Client = Recorder::new(200, "").client();
    let call = client.account("x").spec().people().create().name("Ada").workspace_id("w");
    assert!(call.check(Integration::Alpha).is_ok());
    assert!(!call.check(Integration::BetaDesk).is_ok());
    let account = client.account("x").integration(Integration::Gamma).preflight(Preflight::Deny);
    assert!(Recorder::send(account.spec().people().create()).is_err());
}

#[test]
fn what_is_not_documented_is_not_no() {
    let update = people::UPDATE;
    assert_eq!(update.supports(Integration::Delta), Answer::NotDocumented);
    assert_eq!((update.is_complete(), update.provenance()), (false, Some(Provenance::Older)));
    let rows = [
        ("name", Level::Required, Level::NotDocumented, Some((2, 12))),
        ("kind", Level::Required, Level::NotDocumented, Some((1, 2))),
        ("note", Level::NotDocumented, Level::NotDocumented, None),
        ("team", Level::NotDocumented, Level::NotDocumented, None),
    ];
    for (path, of_alpha, of_delta, counts) in rows {
        let field = update.field(path);
        assert_eq!(field.level(Integration::Alpha), of_alpha, "{path}");
        assert_eq!(field.level(Integration::Delta), of_delta, "{path}");
        assert_eq!(field.required_count().zip(field.supported_count()), counts, "{path}");
        assert!(!field.is_complete(), "{path}");
    }
    assert_eq!(update.field("note").provenance(), Some(Provenance::Inferred));
    let report = PersonUpdate::new().kind("robot").note("x").check(Integration::Delta);
    assert!(report.is_ok(), "{report}");
    assert_eq!(report.undocumented(), ["kind", "note"]);
}

/// Kinds, fields and values of the issues.
fn issues(report: &Report) -> Vec<(IssueKind, &str, Option<&str>)> {
    let issues = report.issues().iter();
    issues.map(|issue| (issue.kind(), issue.field().unwrap_or_default(), issue.value())).collect()
}

#[test]
fn values_are_checked_wherever_they_stand() {
    use IssueKind::{MissingRequired, Unsupported, UnsupportedValue};
    let kind = people::UPDATE.field("kind");
    assert_eq!(kind.accepts("contact", Integration::Gamma), Answer::NotDocumented);
    assert_eq!(kind.values_for(Integration::Alpha).collect::<Vec<_>>(), ["contact", "user"]);
    let update = PersonUpdate::new().name("x").kind(PersonUpdateKind::Contact);
    assert!(update.check(Integration::Gamma).is_ok(), "an older page says no to nothing");
    assert!(update.check(Integration::Alpha).is_ok());
    let update = update.rank("other").part("complete");
    assert_eq!(issues(&update.check(Integration::Alpha)), [(UnsupportedValue, "part", Some("complete"))]);
    let rank = people::UPDATE.field("rank");
    assert_eq!(rank.accepts("complete", Integration::Gamma), Answer::Yes);
    assert_eq!(rank.accepts("values", Integration::Gamma), Answer::NotDocumented);
    let create = PersonCreate::new().name("x").emails([EmailCreate::new("a@b", "home")]);
    assert_eq!(issues(&create.check(Integration::BetaDesk)), [(UnsupportedValue, "emails.type", Some("home"))]);

    let client: Client = Recorder::new(200, "").client();
    let list = client.account("x").spec().firms().get("north");
    let sorted = list.clone().kinds([Kind::Client, Kind::InReview]).sort_by(GetFirmsSortBy::new().name(Direction::Desc));
    let expected = [
        (UnsupportedValue, "kinds", Some("in review")),
        (UnsupportedValue, "sort_by.name", Some("desc")),
    ];
    assert_eq!(issues(&sorted.check(Integration::Alpha)), expected);
    let by_size = list.clone().sort_by(GetFirmsSortBy::new().name("asc")).created_after("2026-01-02T03:04:05Z");
    // The name of `region` is inferred, and so is its support: an integration that is not named may support it.
    let expected = [
        (Unsupported, "sort_by.name", None),
        (MissingRequired, "sort_by.size", None),
    ];
    assert_eq!(issues(&by_size.check(Integration::BetaDesk)), expected);
    // `created_at[gt]` is only on an older page.
    let on_gamma = by_size.check(Integration::Gamma);
    assert_eq!(issues(&on_gamma)[0], (Unsupported, "sort_by.name", None));
    assert!(on_gamma.undocumented().contains(&"created_at.gt".to_owned()), "{on_gamma}");
    let ordered = list.clone().limit(5).order(GetFirmsOrder::Size, "desc").order(GetFirmsOrder::Name, "desc");
    let expected = [
        // The list of integrations for `order.name` is incomplete.
        (UnsupportedValue, "order", Some("size")),
    ];
    assert_eq!(issues(&ordered.check(Integration::Alpha)), expected);
    assert!(ordered.check(Integration::Gamma).is_ok());
    // The page size is not passed to the integration.
    assert_eq!(list.clone().limit(5).check(Integration::Alpha).undocumented(), [""; 0]);
    let by_hand = list.with_query("created_at", std::collections::BTreeMap::from([("gt", "x"), ("lt", "y")]));
    assert_eq!(by_hand.check(Integration::Alpha).undocumented(), ["created_at.lt"]);
}

#[test]
fn options_and_the_scope_are_in_no_matrix() {
    let client: Client = Recorder::new(200, "").client();
    let call = client.account("x").spec().people().create().name("x");
    let report = call.without_raw().with_excluded_fields([PersonField::Emails]).check(Integration::Alpha);
    assert_eq!(report.undocumented(), [""; 0]);
}

#[test]
fn the_whole_matrix_is_asked_both_ways() {
    assert_eq!("dlt".parse::<Integration>().unwrap(), Integration::Delta);
    assert_eq!((Integration::from_slug("dlt"), Integration::Delta.slug()), (Some(Integration::Delta), "delta"));
    let ids: Vec<_> = matrix::operations().map(|operation| operation.id()).collect();
    assert_eq!(ids, ["spec.people.create", "spec.people.update", "spec.firms.get", "spec.firms.create"]);
    assert_eq!(matrix::operation("spec.firms.get").unwrap().endpoint(), firms::GET.endpoint());
    assert!(matrix::operation("spec.firms.list").is_none());
    let answers = |integration: Integration| -> Vec<_> { integration.operations().map(|(_, answer)| answer).collect() };
    assert_eq!(answers(Integration::Alpha), [Answer::Yes; 4]);
    assert_eq!((Integration::Alpha.supported_operations().count(), Integration::Delta.supported_operations().count()), (4, 0));
    assert_eq!(answers(Integration::Delta), [Answer::No, Answer::NotDocumented, Answer::NotDocumented, Answer::No]);
    let levels: Vec<_> = people::CREATE.fields_for(Integration::Alpha).map(|(field, level)| (field.path(), level)).collect();
    let expected = [
        ("name", Level::Supported),
        ("firm_id", Level::NotDocumented),
        ("emails", Level::Unsupported),
        ("emails.type", Level::NotDocumented),
    ];
    assert_eq!(levels, expected);
    assert_eq!(firms::GET.query_for(Integration::Gamma).filter(|(_, level)| *level == Level::Supported).count(), 2);
}

#[test]
fn of_a_body_that_no_page_shows_nothing_is_refused() {
    let body = firms::FirmCreate::new().kind("x").name("Example Ltd").labels([("any", "x")]);
    let report = body.check(Integration::Alpha);
    assert!(report.is_ok() && report.notes().is_empty(), "{report}");
    assert_eq!(firms::CREATE.body_fields(), ["kind", "name", "founded_at", "labels", "owner", "owner.*", "owner.id"]);
    let read: firms::FirmCreate = golden_matrix::from_json(serde_json::json!({"nmae": "x", "owner": {"any": 1}})).unwrap();
    let report = read.check(Integration::Alpha);
    let notes: Vec<_> = report.notes().iter().map(|note| note.suggestion()).collect();
    assert_eq!(notes, [Some("name")]);
    assert!(report.is_ok(), "{report}");
}

#[test]
fn options_scope_and_envelope() {
    let server = Recorder::new(200, r#"{"result":{"id":"1","remote_data":{"a": 1}}}"#);
    let client: Client = server.client();
    let create = client.account("x y").spec().people().create().without_raw().with_excluded_fields([PersonField::Emails]);
    let person = Recorder::send(create.clone().name("Ada")).unwrap();
    assert_eq!(server.line(), "POST /people?no_raw=true&leave_out[]=emails&account_id=x%20y");
    assert_eq!(server.body(), r#"{"name":"Ada"}"#);
    assert_eq!(person.remote_data.unwrap().get(), r#"{"a": 1}"#);
    let raw: serde_json::Value = Recorder::send(async { create.send_as(Format::Raw).await }).unwrap();
    assert_eq!(raw["result"]["id"], "1");
    assert!(server.line().ends_with("leave_out[]=emails&format=raw&account_id=x%20y"));
}

#[test]
fn what_was_received_becomes_what_is_sent() {
    let mut person: Person = round_trip(r#"{"id":"1","name":"Ada","emails":[{"email":"a@b","type":"work"}],"new":[1]}"#);
    let update = PersonUpdate::from(person.clone());
    assert_eq!(json(&update), r#"{"name":"Ada"}"#);
    let create = PersonCreate::try_from(person.clone()).unwrap();
    assert_eq!(json(&create), r#"{"name":"Ada","emails":[{"email":"a@b","type":"work"}]}"#);
    let list = person.emails.take().unwrap();
    let emails = list.clone().into_iter().map(EmailCreate::try_from).collect::<Result<Vec<_>, _>>();
    assert_eq!(json(&emails.unwrap()), r#"[{"email":"a@b","type":"work"}]"#);
    person.emails = Some(vec![Email::default()]);
    let error = PersonCreate::try_from(person).unwrap_err().to_string();
    assert!(error.contains("`type`"), "{error}");
}

#[test]
fn a_form_has_the_fields_in_order_with_their_support() {
    let form = people::CREATE.form(Integration::BetaDesk);
    let fields: Vec<_> = form.all_fields().iter().map(|field| (field.path(), field.level(), field.is_required())).collect();
    let expected = [
        ("name", Level::Required, true),
        ("note", Level::NotDocumented, false),
        // Only numbers are documented.
        ("firm_id", Level::NotDocumented, false),
        ("emails", Level::Supported, false),
        ("emails.email", Level::NotDocumented, true),
        ("emails.type", Level::NotDocumented, true),
        ("emails.checked", Level::NotDocumented, false),
    ];
    assert_eq!(fields, expected);
    let name = form.field("name").unwrap();
    assert_eq!(name.description(), Some("Full name."));
    assert_eq!(name.constraints().map(|(keyword, value)| format!("{keyword}={value}")).collect::<Vec<_>>(), ["maxLength=50"]);
    assert!(form.field("firm_id").unwrap().may_be_required());
    // The choice contains itself.
    let schema: serde_json::Value = serde_json::from_str(&form.json_schema().unwrap()).unwrap();
    assert_eq!(schema["properties"]["note"]["anyOf"][1]["items"], serde_json::json!({}));
    let types = form.field("emails.type").unwrap().field_type().scalar().unwrap();
    let answers: Vec<_> = types.values().iter().map(|one| (one.value().as_str().unwrap(), one.answer())).collect();
    assert_eq!(answers, [("work", Answer::Yes), ("home", Answer::No)]);
    assert!(!types.is_open());
    assert_eq!((form.query()[0].path(), form.query()[0].level()), ("workspace[id]", Level::Unsupported));

    let list = firms::GET.form(Integration::Alpha);
    let query: Vec<_> = list.query().iter().map(|field| (field.path(), field.level(), field.is_required())).collect();
    let expected = [
        ("created_at[gt]", Level::NotDocumented, false),
        ("updated_at", Level::Supported, false),
        ("updated_at[gt]", Level::Supported, false),
        ("kinds", Level::NotDocumented, false),
        ("region", Level::Required, true),
        ("order", Level::NotDocumented, false),
        ("sort_by", Level::Supported, false),
    ];
    assert_eq!(query.iter().map(|(path, ..)| *path).collect::<Vec<_>>(), expected.map(|(path, ..)| path));
    assert_eq!(query[4], expected[4]);
    let order = &list.query()[5];
    assert_eq!(order.fields()[0].path(), "order.name");
    assert!(matches!(list.query()[3].field_type(), FormType::List(of) if of.scalar().unwrap().kind() == FormKind::Text));
}

#[test]
fn a_form_of_an_unsupported_or_unknown_integration_promises_nothing() {
    let refused = people::CREATE.form(Integration::Gamma);
    assert_eq!(refused.operation_support(), Answer::No);
    assert!(refused.all_fields().iter().all(|field| field.level() == Level::Unsupported && !field.is_required()));
    let unknown = people::CREATE.form("epsilon".parse::<OpenIntegration>().unwrap());
    assert_eq!((unknown.integration(), unknown.operation_support()), ("epsilon", Answer::NotDocumented));
    assert!(unknown.all_fields().iter().all(|field| field.level() == Level::NotDocumented));
    assert!(unknown.field("emails.email").unwrap().is_required(), "the API requires it of every integration");
}

#[test]
fn forms_operations_and_integrations_are_json() {
    for integration in Integration::ALL {
        let form = people::CREATE.form(*integration);
        let json = serde_json::to_string(&form).unwrap();
        assert_eq!(serde_json::from_str::<Form>(&json).unwrap(), form);
    }
    assert_eq!(serde_json::to_string(&Integration::BetaDesk).unwrap(), "\"betadesk\"");
    let former: Integration = serde_json::from_str("\"dlt\"").unwrap();
    assert_eq!(former, Integration::Delta);
    let error = serde_json::from_str::<Integration>("\"Beta-Desk\"").unwrap_err();
    assert_eq!(error.to_string(), "unknown integration \"Beta-Desk\"; did you mean `betadesk`?");
    let open: OpenIntegration = serde_json::from_str("\"epsilon\"").unwrap();
    assert_eq!((open.known(), open.slug()), (None, "epsilon"));
    let operation: Operation = serde_json::from_str("\"spec.people.create\"").unwrap();
    assert_eq!(operation.id(), people::CREATE.id());
    let report = PersonCreate::new().check(Integration::BetaDesk);
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
}
