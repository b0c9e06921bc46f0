//! The names of operations.

use super::{HEAD, analyze_files};

/// The methods and builders of operations with these IDs, each POST on a path of its own, and the diagnostics.
fn named(tag: &str, ids: &[&str]) -> (Vec<(String, String)>, String) {
    let mut text = format!("{HEAD}paths:\n");
    for (index, id) in ids.iter().enumerate() {
        text += &format!(
            "  /p{index}: {{post: {{operationId: {id}, tags: [{tag}], responses: {{'204': {{description: Done}}}}}}}}\n"
        );
    }
    let (analysis, report) = analyze_files(&[("api.yaml", &text)]);
    let resources = analysis.package.apis[0].resources.iter();
    let operations = resources.flat_map(|resource| &resource.operations);
    let names = operations.map(|operation| analysis.names.operation(operation));
    let names = names.map(|of| (of.method.clone(), of.builder.clone()));
    (names.collect(), report)
}

/// Checks the names of operations with these IDs.
fn check(tag: &str, expected: &[(&str, &str, &str)]) {
    let ids: Vec<&str> = expected.iter().map(|(id, _, _)| *id).collect();
    let (names, report) = named(tag, &ids);
    let names: Vec<(&str, &str)> = names
        .iter()
        .map(|(m, b)| (m.as_str(), b.as_str()))
        .collect();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(_, m, b)| (*m, *b)).collect();
    assert_eq!((names, report.as_str()), (expected, ""));
}

#[test]
fn the_noun_of_the_resource_is_removed_with_its_article_but_not_after_a_preposition() {
    check(
        "Albums",
        &[
            ("get-an-album", "get", "GetAlbum"),
            ("cancelTheAlbum", "cancel", "CancelAlbum"),
            (
                "list_tracks_of_an_album",
                "list_tracks_of_an_album",
                "ListTracksOfAnAlbum",
            ),
            ("add_to_albums", "add_to_albums", "AddToAlbums"),
        ],
    );
    // Where two operations would have one name, the second one keeps its words.
    check(
        "list",
        &[
            ("create_list", "create", "CreateList"),
            ("create_a_list", "create_a_list", "CreateAList"),
            ("delete_a_list", "delete", "DeleteList"),
        ],
    );
}

#[test]
fn oauth_is_one_word_of_methods_and_types_spell_it_as_the_document_does() {
    check(
        "OAuthApps",
        &[
            ("getOAuthToken", "get_oauth_token", "GetOAuthTokenOAuthApp"),
            ("revoke_oauth", "revoke_oauth", "RevokeOauthOAuthApp"),
            ("create_oAuth_app", "create", "CreateOAuthApp"),
            ("noAuth", "no_auth", "NoAuthOAuthApp"),
        ],
    );
}
