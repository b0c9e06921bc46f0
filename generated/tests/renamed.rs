//! The former names of renamed items still work, until they are removed.
#![allow(deprecated)]

mod calls {
    use truto_runtime::{
        AccountScope, Call, Error, QueryStyle, Response, Scope,
        policy::{AttemptOutcome, Ended},
    };

    #[test]
    fn of_calls() {
        let _: fn(&Scope) -> &AccountScope = |scope| scope;
        let _: fn(Ended<'static>) -> AttemptOutcome<'static> = |ended| ended;
        let _: fn(&Response) -> Result<(), Error> = Response::nothing;
        let _ = |call: &mut Call| call.set_filter("remote_query", QueryStyle::Form, "a");
    }
}

#[cfg(feature = "crm")]
mod support {
    use truto_unified::{
        Integration,
        crm::contacts,
        support::{Issue, IssueLocation, OperationDiff, Place, SupportDiff},
    };

    #[test]
    fn of_the_matrix() {
        let served = Integration::Zendesk.serves().count();
        let supported = Integration::Zendesk.supported_operations().count();
        assert_eq!(served, supported);
        let _: IssueLocation = Place::Body;
        let _: IssueLocation = truto_runtime::Place::Body;
        let _: fn(&Issue) -> Place = Issue::place;
        let _: fn(&OperationDiff) -> Option<bool> = OperationDiff::is_served;
        let _ = |diff: &SupportDiff| diff.unanswered().count();
        let report = contacts::CREATE.check(Integration::Zendesk, &());
        assert!(
            report
                .issues()
                .iter()
                .all(|issue| issue.place() == issue.location())
        );
    }
}

#[cfg(all(
    feature = "testing",
    feature = "tokio",
    feature = "crm",
    feature = "discovery"
))]
mod testing {
    use truto_runtime::testing::{
        Brings, Field, Meaning, Object, ParameterRole, ResponseKind, Route, Shape, may, must,
    };
    use truto_unified::{
        crm::contacts,
        testing::{FakeTimer, FakeTruto, Fault, Received, ReceivedRequest, SkipWaits},
    };

    static FIELDS: [Field; 2] = [must("id", Shape::Text), may("name", Shape::Text)];
    static OBJECT: Object =
        Object::new(&FIELDS).with_live("list", ["model", "resource", "methods"]);

    #[test]
    fn of_the_table() {
        let _: ParameterRole = Meaning::Limit;
        let response: ResponseKind = Brings::One(Shape::Of(&OBJECT));
        let _: Route = Route::new(&contacts::CREATE, response).with_body(&["id"]);
    }

    #[test]
    fn of_the_fake() {
        let _: FakeTimer = SkipWaits::default();
        let _: Fault = Fault::reset().undone();
        let fake = FakeTruto::start().unwrap();
        fake.answer("discovery.integrations.capabilities", ())
            .unwrap();
        let requests: Vec<Received> = fake.requests();
        let of = |one: &ReceivedRequest| (one.shown_path(), one.is_cut());
        assert_eq!(requests.iter().map(of).next(), None);
    }
}
