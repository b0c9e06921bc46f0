//! answer: {"data": [{"name": "Rex"}]}

use api::{ClientBuilder, Error};

pub async fn program(client: ClientBuilder) -> Result<usize, Error> {
    let page = client.build()?.pets().list().await?;
    Ok(page.data.unwrap_or_default().len()) // breaks: a page
}
