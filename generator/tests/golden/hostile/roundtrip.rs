use golden_hostile::{Client, spec::{CrateXOutcome, Type, TypeX, x}};

use crate::support::{Recorder, round_trip};

#[test]
#[allow(deprecated)]
fn names_are_sent_as_they_stand() {
    let json = r#"{"type":"t","crate":"c","self":1,"gen":true,"fields":"f","index":"i","extra":"e","map":"m","value":"v",
        "🙂":"s","":"n","1":"o","a\"b":"q","../../x":"\\","new":0}"#;
    let value: Type = round_trip(json);
    assert_eq!(value.x, Some(TypeX::from("\\")));
    assert_eq!((value.field_empty.as_deref(), value.extra_.as_deref()), (Some("n"), Some("e")));
    assert_eq!(TypeX::ALL.len(), 5);
    let server = Recorder::new(202, "");
    let client: Client = server.client();
    let call = client.spec().x().crate_x("../..", value).r#async("`*/").c_d(["1"]);
    assert_eq!(Recorder::send(call.clone()).unwrap(), CrateXOutcome::Accepted);
    assert_eq!(server.line(), "POST /type/..%2F..?async=%60%2A%2F&c%22d[]=1");
    assert_eq!(x::CRATE_X.endpoint().path(), "/type/{self}");
    assert!(Recorder::send(client.spec().x().crate_x("..", Type::new("t", "c", "f"))).is_err());
}
