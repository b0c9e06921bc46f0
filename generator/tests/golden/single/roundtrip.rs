use golden_single::{
    Client, Error, runtime_policy,
    pet::UpdatePet,
    types::{ErrorModel, Owner, Pet, Policy},
};

use crate::support::{Recorder, round_trip};

#[test]
fn resources_are_on_the_client() {
    let server = Recorder::new(200, r#"{"name": "Rex"}"#);
    let client: Client = server.client();
    let update: UpdatePet = client.pet().update("7").with_body(Pet::new("Rex").owner(Owner::default().name("Ada")));
    let pet: Result<Pet, Error> = Recorder::send(update);
    assert_eq!(pet.unwrap().name, "Rex");
    assert_eq!(server.line(), "PUT /pets/7");
    let _: Policy = Recorder::send(client.policy().get("a")).unwrap();
    let _: &golden_single::policy::GetPolicy = &client.policy().get("a");
    // The module of the runtime, whose name the document uses.
    let _ = runtime_policy::RequestOptions::new();
    Recorder::send(client.shop_id("4").client_resource().list_clients()).unwrap_err();
    assert_eq!(server.line(), "GET /clients?shop_id=4");
    round_trip::<ErrorModel>(r#"{"text":"a"}"#);
}
