use api::{ClientBuilder, Error, webhooks::{PET_ADDED, PET_GONE}};

pub async fn program(_: ClientBuilder) -> Result<String, Error> {
    let pet = PET_ADDED.decode(br#"{"name": "Rex", "age": 7}"#).unwrap();
    Ok(format!("{} {:?}", pet.name, pet.age) + PET_GONE.name())
}
