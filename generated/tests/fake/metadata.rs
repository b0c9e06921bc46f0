//! The metadata that the fake returns, compared with the support matrix.

use truto_unified::{
    Client, Integration,
    crm::contacts,
    discovery::{JsonSchema, MethodMeta},
    support::{Level, Operation, operations},
    testing::{FakeTruto, MetadataChange, SchemaPart},
};

use crate::support::fake;

async fn meta(
    client: &Client,
    integration: Integration,
    operation: &Operation,
) -> Result<MethodMeta, truto_unified::Error> {
    let parts: Vec<&str> = operation.id().split('.').collect();
    let integrations = client.discovery().integrations();
    let meta = integrations.meta(integration.slug(), parts[0], parts[1], parts[2]);
    meta.await
}

/// The names of the properties, and whether they are required.
fn properties(schema: Option<&JsonSchema>) -> Vec<(String, bool)> {
    let properties = schema
        .and_then(|schema| schema.properties.as_ref())
        .unwrap();
    let required = |schema: &serde_json::Value| schema["required"].as_bool().unwrap();
    let properties = properties.iter();
    let properties = properties.map(|(name, schema)| (name.clone(), required(schema)));
    properties.collect()
}

#[tokio::test]
async fn a_supported_operation_is_described_as_the_matrix_says() {
    let (fake, _) = fake();
    let client = fake.client().unwrap();
    for operation in operations() {
        let integrations = operation.integrations().unwrap_or_default();
        for integration in integrations.iter().take(2).copied() {
            let meta = meta(&client, integration, operation).await.unwrap();
            let label = format!("{} of {integration:?}", operation.id());
            assert!(meta.mismatches().is_empty(), "{label}");
            let body = properties(meta.request_body_schema.as_ref());
            for (field, level) in operation.fields_for(integration) {
                let found = body.iter().find(|(name, _)| name == field.path());
                let is_required = found.map(|(_, is_required)| *is_required);
                match level {
                    Level::Unsupported => assert_eq!(is_required, None, "{label}: {field:?}"),
                    Level::Required => assert_eq!(is_required, Some(true), "{label}: {field:?}"),
                    Level::Supported => assert!(is_required.is_some(), "{label}: {field:?}"),
                    _ => {}
                }
            }
            let whole = properties(meta.schema.as_ref());
            for (name, _) in properties(meta.response_schema.as_ref()) {
                assert!(
                    whole.iter().any(|(known, _)| *known == name),
                    "{label}: {name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn as_many_integrations_have_a_field_as_were_counted() {
    let (fake, _) = fake();
    let client = fake.client().unwrap();
    let list = &contacts::LIST;
    let mut having = Vec::new();
    for integration in list.integrations().unwrap() {
        let meta = meta(&client, *integration, list).await.unwrap();
        having.extend(properties(meta.query_schema.as_ref()));
    }
    for field in list.query_parameters() {
        let support = list.query_parameter(field.path());
        let having = having.iter().filter(|(name, _)| name == field.path());
        assert_eq!(Some(having.count()), support.supported_count(), "{field:?}");
    }
}

#[tokio::test]
async fn an_account_has_the_metadata_of_its_integration() {
    let (fake, account) = fake();
    let client = fake.client().unwrap();
    let of = async |account: String| {
        let account = client.integrated_account(account).discovery();
        account
            .integrated_account()
            .meta("crm", "contacts", "create")
            .await
    };
    let by_account = of(fake.account(Integration::HubSpot)).await.unwrap();
    let by_name = meta(&client, Integration::HubSpot, &contacts::CREATE).await;
    assert_eq!(by_account, by_name.unwrap());
    let unknown = of(account).await.unwrap_err();
    assert_eq!(unknown.status().unwrap(), 501, "{unknown}");
    let unsupported = of(fake.account(Integration::Zendesk)).await.unwrap_err();
    assert!(unsupported.is_not_found(), "{unsupported}");
}

#[tokio::test]
async fn a_nested_list_of_capabilities_is_the_same_support() {
    use truto_unified::testing::CapabilitiesShape;

    let fake = FakeTruto::builder().capabilities_shape(CapabilitiesShape::Nested);
    let fake = fake.start().unwrap();
    let changes = [MetadataChange::remove_field(
        "crm.contacts.create",
        SchemaPart::Body,
        "title",
    )];
    fake.change_metadata(changes).unwrap();
    let integrations = fake.client().unwrap().discovery().integrations();
    let live = integrations.capabilities("hubspot").await.unwrap();
    let diff = Integration::HubSpot.support().diff(&live);
    assert!(diff.is_empty(), "{diff}");
    let about = live.integration.unwrap();
    assert_eq!(
        (about.slug.as_deref(), about.name.as_deref()),
        (Some("hubspot"), Some("HubSpot"))
    );
}
