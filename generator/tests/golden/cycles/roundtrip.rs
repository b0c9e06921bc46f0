use golden_cycles::types::{Leaf, Node};

use crate::support::round_trip;

#[test]
fn a_type_can_hold_itself() {
    let node: Node = round_trip(r#"{"next":{"next":{}},"leaf":{"owner":{}},"children":[{"children":[]}]}"#);
    let made = Node::new()
        .next(Node::new().next(Node::new()))
        .leaf(Leaf::new().owner(Node::new()))
        .children([Node::new().children(Vec::<Node>::new())]);
    assert_eq!(node, made);
}
