use api::{ClientBuilder, Error, types::Missing};

pub async fn program(client: ClientBuilder) -> Result<String, Error> {
    match client.build()?.pets().get("1").await {
        Ok(()) => Ok(String::from("it exists")),
        Err(error) => Ok(error.decode::<Missing>()?.id),
    }
}
