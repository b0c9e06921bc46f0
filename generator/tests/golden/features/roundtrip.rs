use golden_features::{Client, orders::Order, types::OrderDraft};

use crate::support::{Recorder, round_trip};

#[test]
fn resources_with_features_send_requests() {
    let server = Recorder::new(200, r#"{"by":"Card","number":"1"}"#);
    let client: Client = server.client();
    let order: Order = round_trip(r#"{"id":"1","lines":[{"article":"a","price":{"currency":"EUR"}}]}"#);
    let payment = Recorder::send(client.carts().buy("7", OrderDraft::from(order))).unwrap();
    assert_eq!(server.line(), "POST /carts/7");
    assert_eq!(payment.as_card().and_then(|card| card.number.as_deref()), Some("1"));
}
