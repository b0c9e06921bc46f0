//! Authentication.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityRequirement};

use super::context::Context;
use super::extensions::keys::{self, Extensions};
use super::schema::references;
use crate::bundle::At;
use crate::ir::{
    Credentials, Docs, Flow, FlowKind, KeyPlace, RequiredScheme, Security, SecurityScheme,
};

/// Returns the security schemes of the API.
pub(super) fn schemes(cx: &Context<'_, '_>) -> Vec<SecurityScheme> {
    let components = cx.doc.components.iter();
    let schemes = components.flat_map(|components| &components.security_schemes);
    let at = cx.root.key("components").key("securitySchemes");
    schemes
        .filter_map(|(name, scheme)| {
            let at = at.key(name);
            let (scheme, _) = references::resolved(cx, scheme, &at, |all| &all.security_schemes)?;
            Some(self::scheme(name, scheme, &at))
        })
        .collect()
}

fn scheme(name: &str, scheme: &openapiv3::SecurityScheme, at: &At<'_>) -> SecurityScheme {
    use openapiv3::SecurityScheme as Scheme;
    let (credentials, description) = match scheme {
        Scheme::APIKey {
            location,
            name,
            description,
            ..
        } => (key(location, name), description),
        Scheme::HTTP {
            scheme,
            description,
            ..
        } => (http(scheme), description),
        Scheme::OAuth2 {
            flows, description, ..
        } => (Credentials::OAuth2(self::flows(flows)), description),
        Scheme::OpenIDConnect {
            open_id_connect_url: url,
            description,
            ..
        } => (Credentials::OpenIdConnect { url: url.clone() }, description),
    };
    let extensions = extensions(scheme);
    SecurityScheme {
        name: name.to_owned(),
        chosen: keys::name(extensions).map(str::to_owned),
        env: keys::variable(extensions).map(str::to_owned),
        credentials,
        docs: Docs {
            description: description.clone(),
            ..Docs::default()
        },
        origin: at.key_origin(),
    }
}

fn extensions(scheme: &openapiv3::SecurityScheme) -> &Extensions {
    use openapiv3::SecurityScheme as Scheme;
    match scheme {
        Scheme::APIKey { extensions, .. }
        | Scheme::HTTP { extensions, .. }
        | Scheme::OAuth2 { extensions, .. }
        | Scheme::OpenIDConnect { extensions, .. } => extensions,
    }
}

fn key(location: &APIKeyLocation, wire: &str) -> Credentials {
    Credentials::Key {
        place: match location {
            APIKeyLocation::Query => KeyPlace::Query,
            APIKeyLocation::Header => KeyPlace::Header,
            APIKeyLocation::Cookie => KeyPlace::Cookie,
        },
        wire: wire.to_owned(),
    }
}

/// The scheme that stands for the type `mutualTLS` of OpenAPI 3.1, which 3.0 does not have.
const CERTIFICATE: &str = "mutualtls";

fn http(scheme: &str) -> Credentials {
    match scheme.to_ascii_lowercase().as_str() {
        CERTIFICATE => Credentials::Certificate,
        "bearer" => Credentials::Bearer,
        "basic" => Credentials::Basic,
        _ => Credentials::Http(scheme.to_owned()),
    }
}

fn flows(flows: &OAuth2Flows) -> Vec<Flow> {
    let implicit = flows.implicit.as_ref().map(|of| Flow {
        kind: FlowKind::Implicit,
        authorization_url: Some(of.authorization_url.clone()),
        token_url: None,
        scopes: of.scopes.clone().into_iter().collect(),
    });
    let password = flows.password.as_ref().map(|of| Flow {
        kind: FlowKind::Password,
        authorization_url: None,
        token_url: Some(of.token_url.clone()),
        scopes: of.scopes.clone().into_iter().collect(),
    });
    let client = flows.client_credentials.as_ref().map(|of| Flow {
        kind: FlowKind::ClientCredentials,
        authorization_url: None,
        token_url: Some(of.token_url.clone()),
        scopes: of.scopes.clone().into_iter().collect(),
    });
    let code = flows.authorization_code.as_ref().map(|of| Flow {
        kind: FlowKind::AuthorizationCode,
        authorization_url: Some(of.authorization_url.clone()),
        token_url: Some(of.token_url.clone()),
        scopes: of.scopes.clone().into_iter().collect(),
    });
    let all = [implicit, password, client, code];
    all.into_iter().flatten().collect()
}

/// Returns the requirements of the document.
pub(super) fn of_document(cx: &Context<'_, '_>) -> Option<Security> {
    let all = cx.doc.security.as_ref()?;
    Some(security(all, &cx.root.key("security")))
}

/// Returns the requirements at `at`: of an operation or of the document.
pub(super) fn security(requirements: &[SecurityRequirement], at: &At<'_>) -> Security {
    let required = |index, requirement: &SecurityRequirement| {
        let at = at.index(index);
        let schemes = requirement.iter();
        let schemes = schemes.map(|(name, scopes)| RequiredScheme {
            name: name.clone(),
            scopes: scopes.clone(),
            origin: at.key(name.clone()).key_origin(),
        });
        schemes.collect()
    };
    let alternatives = requirements.iter().enumerate();
    Security {
        alternatives: alternatives
            .map(|(index, of)| required(index, of))
            .collect(),
    }
}
