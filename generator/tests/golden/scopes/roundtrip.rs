use golden_scopes::{Client, Shop, spec};

use crate::support::Recorder;

/// One API, two handles: operations that require a shop are only on the shop's handle.
fn unscoped(client: &Client) -> spec::SpecApi {
    client.spec()
}

fn scoped(shop: &Shop) -> spec::ShopSpecApi {
    shop.spec()
}

#[test]
fn the_scope_is_sent_where_the_operation_has_it() {
    let server = Recorder::new(200, "[]");
    let client: Client = server.client();
    let shop = client.shop("a b");
    Recorder::send(unscoped(&client).catalogue().get("nails")).unwrap();
    assert_eq!(server.line(), "GET /catalogue/nails");
    Recorder::send(scoped(&shop).stock().list()).unwrap();
    assert_eq!(server.line(), "GET /stock?shop_id=a%20b");
    Recorder::send(scoped(&shop).shop().things("nails")).unwrap();
    assert_eq!(server.line(), "GET /shops/a%20b/things/nails");
    Recorder::send(scoped(&shop).shop().close()).unwrap();
    assert_eq!(server.line(), "PUT /shop?shop_id=a%20b");
}

#[test]
fn a_scope_cannot_leave_its_place() {
    let server = Recorder::new(200, "[]");
    let client: Client = server.client();
    for id in ["", "..", "a\n"] {
        assert!(Recorder::send(client.shop(id).spec().shop().things("nails")).is_err(), "{id:?}");
    }
}

#[test]
fn the_module_of_webhooks_clashes_with_no_resource() {
    let server = Recorder::new(204, "");
    let client: Client = server.client();
    Recorder::send(unscoped(&client).webhooks().test()).unwrap();
    assert_eq!(server.line(), "GET /webhooks");
    let payload: spec::ThingChangedPayload =
        spec::webhook_payloads::THING_CHANGED.decode(br#"{"id":"1"}"#).unwrap();
    assert_eq!(payload.id.as_deref(), Some("1"));
    let body = br#"{"id":"1"}"#;
    let verifier = spec::webhook_payloads::Verifier::new("secret").unwrap().without_tolerance();
    let signature = spec::webhook_payloads::sign("secret", body);
    let thing = verifier.verify(signature, body, std::time::SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(thing.id.as_deref(), Some("1"));
    let wrong = spec::webhook_payloads::sign("other", body);
    verifier.verify(wrong, body, std::time::SystemTime::UNIX_EPOCH).unwrap_err();
}
