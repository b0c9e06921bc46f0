//! The README of the crate.

use std::fmt::Write as _;

use crate::emit::output::{Language, Output};
use crate::emit::prose::client::{make_client, selection};
use crate::emit::prose::{escape, markdown, phrases};
use crate::emit::rust::example::Example;
use crate::emit::rust::extensions::fake_kind::FakeKind;
use crate::emit::rust::omissions;
use crate::plan::modules::ModuleId;
use crate::plan::names::bare;
use crate::plan::pages::HOME;
use crate::plan::root::Plan;

/// The features of every crate, and what each is for.
const FEATURES: [(&str, &str); 4] = [
    ("tokio", "sends requests that are awaited; on by default"),
    (
        "blocking",
        "calls without async: `.blocking().send()` instead of `.await`",
    ),
    ("testing", "a fake of the API for tests"),
    (
        "chrono`, `jiff`, `time",
        "conversions of timestamps to and from the types of these crates",
    ),
];

/// The end of a function in an example.
const END: [&str; 2] = ["    Ok(())", "}"];

/// Emits `README.md`. With the features `blocking` and `testing`, its examples are tests of the crate.
pub(crate) fn emit(plan: &Plan<'_>) -> Output {
    let mut out = format!("# {}\n\n{}\n", plan.options.package, lead(plan));
    if let [only] = plan.package.apis.as_slice()
        && let Some(sentence) = only
            .docs
            .description
            .as_deref()
            .and_then(markdown::sentence)
    {
        let _ = writeln!(out, "\n{}", phrases::full_stop(&sentence));
    }
    if let Some(part) = selection(plan) {
        let _ = writeln!(out, "\n{part}");
    }
    if let Some(example) = Example::of(plan) {
        out.push_str(&examples(plan, &example));
    }
    out.push_str("\n## Features\n\n");
    out.push_str(&api_features(plan));
    for (feature, about) in FEATURES {
        let _ = writeln!(out, "- `{feature}`: {about}");
    }
    out.push_str(&partly(plan));
    if let Some(missing) = omissions::list(plan) {
        let _ = writeln!(
            out,
            "\n{}\n\n{missing}",
            omissions::HEADING.replacen('#', "##", 1)
        );
    }
    let _ = writeln!(
        out,
        "\n## Reference\n\n[Every operation]({HOME}), with parameters, bodies and samples. `cargo doc --open` shows the Rust types."
    );
    out.push_str(&update(plan));
    Output::new(Language::Markdown, "README.md", out)
}

/// What a feature of webhooks has.
const WEBHOOKS: &str = "the payloads of requests that the API sends";

/// The features of APIs and resources.
fn api_features(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    for api in &plan.package.apis {
        if let Some(feature) = plan.features.api(api) {
            let about = match api.is_only_webhooks() {
                true => WEBHOOKS,
                false => "the API of this name; on by default",
            };
            let _ = writeln!(out, "- `{feature}`: {about}");
        }
        for resource in &api.resources {
            if let Some(feature) = plan.features.resource(resource) {
                let module = bare(&plan.names.resource(resource).module);
                let _ = writeln!(out, "- `{feature}`: the resource `{module}`; on by default");
            }
        }
        if let Some(feature) = plan.features.module(ModuleId::Webhooks(api.index)) {
            let _ = writeln!(out, "- `{feature}`: {WEBHOOKS}");
        }
    }
    out
}

/// How to compile a part of the API, if each resource has a feature.
fn partly(plan: &Plan<'_>) -> String {
    let mut resources = plan.package.apis.iter().flat_map(|api| &api.resources);
    let first = resources.find_map(|resource| plan.features.resource(resource));
    first.map_or_else(String::new, |feature| {
        format!(
            "\nTo compile a part of the API, depend on the crate with `default-features = false, features = [\"tokio\", \"{feature}\"]`. \
             Types that only some resources need exist with the features of these resources.\n"
        )
    })
}

/// How to generate the crate again.
fn update(plan: &Plan<'_>) -> String {
    let Some(command) = &plan.options.update else {
        return String::new();
    };
    format!(
        "\n## Update\n\nThis command, run in the directory of this file, generates the crate again:\n\n```console\n$ {command}\n```\n\n\
         With `--check`, it writes nothing, and fails if the crate is out of date.\n"
    )
}

/// `A typed Rust client for **Pets**, generated from OpenAPI definitions.`
fn lead(plan: &Plan<'_>) -> String {
    let titles = plan.package.apis.iter().filter_map(|api| {
        let title = api.docs.summary.as_deref()?.trim();
        (!title.is_empty()).then(|| format!("**{}**", escape::plain(title)))
    });
    let of = match phrases::enumeration(&titles.collect::<Vec<_>>()) {
        titles if titles.is_empty() => titles,
        titles => format!(" for {titles}"),
    };
    format!("A typed Rust client{of}, generated from OpenAPI definitions.")
}

/// A call of the API, and the same call of a fake.
fn examples(plan: &Plan<'_>, example: &Example) -> String {
    let (package, fake) = (&plan.options.package, FakeKind::of(plan).name());
    let body = |first: String, lines: Vec<String>| {
        let lines = std::iter::once(first).chain(lines);
        lines.map(|line| format!("    {line}")).collect::<Vec<_>>()
    };
    let make = format!("let client = {};", make_client(plan));
    let call = body(make, example.awaited());
    let mut faked = example.blocking();
    faked.insert(0, "let client = fake.client()?;".to_owned());
    faked.push("println!(\"{} {:?}\", outcome.is_ok(), fake.requests());".to_owned());
    let faked = body(format!("let fake = {fake}::start()?;"), faked);
    let result = "Result<(), Box<dyn std::error::Error>>";
    format!(
        "\n## Example\n\n```rust\nuse {package}::Client;\n\nasync fn example() -> {result} {{\n{call}\n{end}\n```\n\n\
         Tests need no server: with the features `testing` and `blocking`, this program calls a fake that it starts itself.\n\n\
         ```rust\nuse {package}::testing::{fake};\n\nfn main() -> {result} {{\n{faked}\n{end}\n```\n",
        call = call.join("\n"),
        faked = faked.join("\n"),
        end = END.join("\n"),
    )
}
