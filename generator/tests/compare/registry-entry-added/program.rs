use api::{
    ClientBuilder, Error, Integration,
    shop::{PetDraft, pets::CREATE},
};

pub async fn program(client: ClientBuilder) -> Result<bool, Error> {
    let alpha = Integration::Alpha;
    let client = client.build()?;
    client.shop().pets().create(PetDraft::new("Rex").age(7)).await?;
    let _ = CREATE.supports(alpha);
    Ok(Integration::from_slug("beta") == Some(Integration::Beta))
}
