//! Styles of parameters.

use truto_codegen::ir::{
    CookieStyle, HeaderStyle, Location, PathStyle, Primitive, QueryStyle, Serialization, Style,
    TypeRef,
};
use truto_codegen::load::Memory;
use truto_codegen::{Analysis, Warnings, analyze};

use super::{HEAD, analyze_files, operation};

/// The IR of an operation with these parameters, and the diagnostics.
fn lowered(parameters: &str) -> (Analysis, String) {
    let text = format!(
        "paths:
  /pets/{{id}}:
    parameters: [{{name: id, in: path, required: true, style: label, explode: true, schema: {{type: string}}}}]
    get:
      operationId: pets_get
      tags: [pets]
      parameters:
{parameters}      responses: {{'200': {{description: Done}}}}
"
    );
    analyze_files(&[("api.yaml", &text)])
}

fn styles(package: &Analysis) -> Vec<(&str, Style, bool)> {
    let styled = operation(package)
        .params
        .iter()
        .map(|param| match &param.serialization {
            Serialization::Style { style, explode, .. } => (param.wire.as_str(), *style, *explode),
            other => panic!("{other:?}"),
        });
    styled.collect()
}

#[test]
fn styles_and_their_defaults_are_kept() {
    let (package, report) = lowered(
        "        - {name: X-Ids, in: header, schema: {type: array, items: {type: string}}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: kinds, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}
        - {name: url, in: query, explode: false, allowReserved: true, schema: {type: string}}
",
    );
    let expected = [
        ("id", Style::Label, true),
        ("X-Ids", Style::Simple, false),
        ("tags", Style::Form, true),
        ("kinds", Style::PipeDelimited, false),
        ("url", Style::Form, false),
    ];
    assert_eq!(styles(&package), expected);
    let locations = operation(&package)
        .params
        .iter()
        .map(|param| param.location);
    let expected = [
        Location::Path(PathStyle::LabelExploded),
        Location::Header(HeaderStyle::Simple),
        Location::Query(QueryStyle::Form),
        Location::Query(QueryStyle::PipeDelimited),
        Location::Query(QueryStyle::FormJoined),
    ];
    assert_eq!(locations.collect::<Vec<_>>(), expected);
    let mut params = operation(&package).params.iter();
    assert!(params.any(|param| param.wire == "url" && param.allows_reserved()));
    assert_eq!(report.matches("= help").count(), 0, "{report}");
}

#[test]
fn cookies_and_media_types_are_kept() {
    let (package, report) = lowered(
        "        - {name: theme, in: cookie, schema: {type: integer}}
        - {name: ids, in: cookie, schema: {oneOf: [{type: integer}, {type: array, items: {type: integer}}]}}
        - {name: filter, in: query, content: {application/xml: {schema: {type: object}}}}
",
    );
    let operation = operation(&package);
    let cookie = &operation.params[1];
    let integer = TypeRef::Primitive(Primitive::I64);
    assert_eq!((cookie.wire.as_str(), &cookie.ty), ("theme", &integer));
    assert_eq!(cookie.location, Location::Cookie(CookieStyle::Form));
    let several = &operation.params[2];
    assert_eq!(
        several.location,
        Location::Cookie(CookieStyle::FormExploded)
    );
    let filter = &operation.params[3];
    assert_eq!(filter.ty, TypeRef::Primitive(Primitive::String));
    assert_eq!(filter.location, Location::Query(QueryStyle::Form));
    let Serialization::Content {
        media_type,
        is_json,
        ..
    } = &filter.serialization
    else {
        panic!("{filter:?}");
    };
    assert_eq!((media_type.as_str(), *is_json), ("application/xml", false));
    assert!(report.contains("a string that callers write as `application/xml`"));
}

#[test]
fn nested_values_of_objects_are_noticed() {
    let (package, report) = lowered(
        "        - {name: X-At, in: header, schema: {type: object, properties: {of: {type: object, properties: {id: {type: string}}}}}}
        - {name: at, in: query, explode: false, schema: {type: object, properties: {of: {type: array, items: {type: string}}}}}
",
    );
    let locations = [1, 2].map(|index: usize| operation(&package).params[index].location);
    let expected = [
        Location::Header(HeaderStyle::Json),
        Location::Query(QueryStyle::DeepObject),
    ];
    assert_eq!(locations, expected);
    for name in ["X-At", "at"] {
        let message = format!("the style of the parameter `{name}` does not support nested values");
        assert!(report.contains(&message), "{report}");
    }
}

/// A document with one operation, which has this path and these parameters.
fn document(path: &str, parameters: &str) -> String {
    format!(
        "paths:
  ? '{path}'
  : get:
      operationId: pets_get
      tags: [pets]
      parameters: [{parameters}]
      responses: {{'200': {{description: Done}}}}
"
    )
}

#[test]
fn messages_show_the_beginning_of_long_paths() {
    let items = |each: &dyn Fn(usize) -> String| (0..200).map(each).collect::<String>();
    let query = items(&|n| format!("&q{n}=1"));
    let parameters = items(&|n| format!("{{name: q{n}, in: query, schema: {{type: string}}}}, "));
    let text = document(&format!("/pets?all=1{query}"), &parameters);
    let (package, report) = analyze_files(&[("api.yaml", &text)]);
    assert_eq!(operation(&package).params.len(), 0);
    assert!(operation(&package).path.ends_with("&q198=1&q199=1"));
    let message = "the query parameter `q199` is not sent: the path `/pets?all=1&q0=1&q1=1&q2=1";
    assert!(report.contains(message), "{report}");
    assert!(report.contains("…` contains its value"), "{report}");
}

#[test]
fn many_placeholders_are_resolved_quickly() {
    // If each placeholder was searched among all parameters and replaced in the whole path, this would take ten times as long.
    let items = |each: &dyn Fn(usize) -> String| (0..4_000).map(each).collect::<String>();
    let path = items(&|n| format!("/{{a{n}+}}/{{b{n}}}/{{c{n}}}"));
    let parameters = items(&|n| {
        format!(
            "{{name: a{n}, in: path, required: true, schema: {{type: string}}}}, {{name: b{n}, in: query, schema: {{type: string}}}}, "
        )
    });
    let text = format!("{HEAD}{}", document(&path, &parameters));
    let memory = Memory::from_iter([("api.yaml", text)]);
    let (package, _) = analyze(&["api.yaml".to_owned()], &memory, Warnings::Allow);
    let operation = operation(&package);
    assert!(operation.path.starts_with("/{a0}/{b0}/{c0}/{a1}"));
    assert_eq!(operation.params.len(), 12_000);
    let mut params = operation.params.iter();
    assert!(params.all(|param| matches!(param.location, Location::Path(_))));
}
