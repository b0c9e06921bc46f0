//! Servers and authentication.

use std::sync::Arc;

use truto_codegen::ir::{Api, Credentials, FlowKind, KeyPlace, Security};

use super::analyze_files;

/// The API of a document with these keys and operations of `/pets`, and the diagnostics.
fn lowered(keys: &str, operations: &str) -> (Api, String) {
    let text = format!("paths:\n  /pets:\n{operations}{keys}");
    let (mut analysis, report) = analyze_files(&[("api.yaml", &text)]);
    (analysis.package.apis.remove(0), report)
}

const SCHEMES: &str = "components:
  securitySchemes:
    bearer: {type: http, scheme: Bearer}
    basic: {type: http, scheme: basic}
    digest: {type: http, scheme: Digest}
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {read: Read}}}}
    sso: {type: openIdConnect, openIdConnectUrl: 'https://example.com/sso'}
";

fn names(security: &Option<Arc<Security>>) -> Vec<Vec<&str>> {
    let alternatives = security.iter().flat_map(|of| &of.alternatives);
    let names = alternatives.map(|all| all.iter().map(|one| one.name.as_str()).collect());
    names.collect()
}

#[test]
fn requirements_are_alternatives_of_several_schemes() {
    let (api, report) = lowered(
        &format!("security: [{{bearer: []}}, {{key: [], login: [read]}}]\n{SCHEMES}"),
        "    get: {tags: [pets], responses: {'200': {description: Done}}}
    put: {tags: [pets], security: [], responses: {'200': {description: Done}}}
    post: {tags: [pets], security: [{basic: [], key: []}, {login: [read]}, {}], responses: {'200': {description: Done}}}
    delete: {tags: [pets], security: [{digest: []}, {sso: []}], responses: {'200': {description: Done}}}
",
    );
    assert_eq!(report, "");
    let credentials = api.security_schemes.iter().map(|of| &of.credentials);
    let credentials: Vec<_> = credentials.collect();
    let key = Credentials::Key {
        place: KeyPlace::Header,
        wire: "X-Key".to_owned(),
    };
    let digest = Credentials::Http("Digest".to_owned());
    let expected = [&Credentials::Bearer, &Credentials::Basic, &digest, &key];
    assert_eq!(credentials[..4], expected);
    let Credentials::OAuth2(flows) = credentials[4] else {
        panic!("{credentials:?}");
    };
    assert_eq!(flows[0].kind, FlowKind::ClientCredentials);
    assert!(credentials[5].are_token());
    let operations = &api.resources[0].operations;
    let [get, put, post, _] = operations.as_slice() else {
        panic!("{operations:?}");
    };
    assert_eq!(names(&get.security), [vec!["bearer"], vec!["key", "login"]]);
    assert!(put.security.as_ref().unwrap().alternatives.is_empty());
    let expected = [vec!["basic", "key"], vec!["login"], vec![]];
    assert_eq!(names(&post.security), expected);
    let login = &post.security.as_ref().unwrap().alternatives[1][0];
    assert_eq!(login.scopes, ["read"]);
}

#[test]
fn undefined_and_unused_schemes_are_reported() {
    let (_, report) = lowered(
        SCHEMES,
        "    get: {tags: [pets], security: [{bearer: [], key: []}], responses: {'200': {description: Done}}}
    put: {tags: [pets], security: [{bearer: []}, {basic: []}, {beaer: []}], responses: {'200': {description: Done}}}
",
    );
    let undefined = "`beaer` is not a security scheme";
    assert!(report.contains(undefined), "{report}");
    assert!(report.contains("did you mean `bearer`?"), "{report}");
    for unused in ["digest", "login", "sso"] {
        let unused = format!("the security scheme `{unused}` has no effect");
        assert!(report.contains(&unused), "{report}");
    }
    assert_eq!(report.matches("= help").count(), 4, "{report}");
}

#[test]
fn servers_have_variables_and_are_replaced_by_path_and_operation() {
    let server = "https://{region}.example.com/";
    let (api, report) = lowered(
        &format!(
            "servers: [{{url: '{server}', variables: {{region: {{default: eu, enum: [eu, us]}}}}}}]\n"
        ),
        "    servers: [{url: 'https://files.example.com'}]
    get: {tags: [pets], responses: {'200': {description: Done}}}
    put: {tags: [pets], servers: [{url: 'https://{region}.example.com'}], responses: {'200': {description: Done}}}
    post: {tags: [pets], servers: [{url: 'https://other.example.com'}], responses: {'200': {description: Done}}}
",
    );
    let region = &api.servers[0].variables[0];
    assert_eq!(
        (region.wire.as_str(), region.default.as_str()),
        ("region", "eu")
    );
    assert_eq!(region.values, ["eu", "us"]);
    let operations = &api.resources[0].operations;
    let own = operations.iter().map(|of| of.servers.as_ref().unwrap());
    let own: Vec<_> = own
        .map(|own| (own.are_of_path, own.all[0].url.as_str()))
        .collect();
    let expected = [
        (true, "https://files.example.com"),
        (false, "https://{region}.example.com"),
        (false, "https://other.example.com"),
    ];
    assert_eq!(own, expected);
    let missing =
        "warning: the server URL has no variable `region`: requests go to the server of the API";
    assert!(report.contains(missing), "{report}");
    assert_eq!(report.matches("= help").count(), 1, "{report}");
}

#[test]
fn a_first_server_without_its_variables_makes_the_base_url_an_argument() {
    for url in [
        "https://{region}.example.com",
        "{scheme}://example.com",
        "{base}/v1",
    ] {
        let text = format!(
            "servers: [{{url: '{url}'}}, {{url: 'https://eu.example.com'}}]
paths: {{/pets: {{get: {{tags: [pets], responses: {{'200': {{description: Done}}}}}}}}}}
"
        );
        let (analysis, report) = analyze_files(&[("api.yaml", &format!("{}{text}", super::HEAD))]);
        let package = analysis.package;
        assert_eq!(package.connection.base_url, None, "{url}");
        assert_eq!(package.servers().len(), 1, "{url}");
        let required = ": the constructors of the client require the base URL as an argument";
        assert!(report.starts_with("warning: the server URL has no variable"));
        assert!(report.contains(required), "{report}");
        assert_eq!(report.matches("= help").count(), 1, "{report}");
    }
}

#[test]
fn operations_share_the_requirement_of_the_document() {
    let (api, report) = lowered(
        &format!("security: [{{bearer: []}}, {{key: []}}]\n{SCHEMES}"),
        "    get: {tags: [pets], responses: {'200': {description: Done}}}
    put: {tags: [pets], responses: {'200': {description: Done}}}
    post: {tags: [pets], security: [{basic: []}], responses: {'200': {description: Done}}}
",
    );
    assert!(!report.contains("error"), "{report}");
    let security: Vec<_> = api
        .operations()
        .filter_map(|of| of.security.as_ref())
        .collect();
    assert!(Arc::ptr_eq(security[0], security[1]));
    assert_eq!(api.requirements().count(), 2);
}
