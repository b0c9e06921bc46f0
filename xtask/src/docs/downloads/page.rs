//! The page about the downloads.

use std::fmt::Write as _;

/// The folder of the files and of the page.
pub(super) const FOLDER: &str = "downloads";

/// The page.
pub(super) const PAGE: &str = "downloads/index.md";

/// What the files are, by the ends of their names.
const CONTENT: [(&str, &[&str]); 4] = [
    (
        "OpenAPI 3.0: all that the reference says",
        &[".openapi.yaml", ".openapi.json"],
    ),
    (
        "Postman collection 2.1: a request per operation, with sample values",
        &[".postman_collection.json"],
    ),
    (
        "Support matrix: which integration supports which operation and field",
        &["support.json", "support.csv"],
    ),
    (
        "Texts for language models: a list of all pages, and the pages themselves",
        &["llms.txt", "llms-full.txt"],
    ),
];

/// Writes the page. `files` are the paths and sizes of the files.
pub(super) fn page(files: &[(String, usize)]) -> String {
    let mut out = "# Downloads\n\nThe reference as files, for tools and programs. All of them are generated from the same definitions as these pages.\n\n\
                   | content | files |\n| --- | --- |\n"
        .to_owned();
    for (content, ends) in CONTENT {
        let is_meant = |path: &str| ends.iter().any(|end| path.ends_with(end));
        let links = files.iter().filter(|(path, _)| is_meant(path));
        let links = links.map(|(path, size)| link(path, *size));
        let links: Vec<String> = links.collect();
        let _ = writeln!(out, "| {content} | {} |", links.join("<br>"));
    }
    out.push_str(USE);
    out
}

/// `[llms.txt](../llms.txt) (45 KB)`
fn link(path: &str, size: usize) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let target = match path.strip_prefix(FOLDER) {
        Some(below) => below.trim_start_matches('/').to_owned(),
        None => format!("../{path}"),
    };
    format!("[{name}]({target}) ({})", readable(size))
}

/// `9 KB`, `1.5 MB`
fn readable(bytes: usize) -> String {
    match bytes.div_ceil(1000) {
        kilobytes @ 0..1000 => format!("{kilobytes} KB"),
        kilobytes => format!("{}.{} MB", kilobytes / 1000, kilobytes % 1000 / 100),
    }
}

/// How to use the files. The commands are run in the folder into which a file was downloaded.
const USE: &str = r#"
## OpenAPI

Each document is complete: it has no references to other files. Load it into Postman, Swagger UI, Insomnia or a code generator, or show it
in a browser:

```console
$ npx @redocly/cli build-docs truto-unified-crm.openapi.yaml
```

The documents also have what OpenAPI cannot say, in keys that other tools ignore. `x-truto-integrations` lists the integrations that support
an operation, `x-truto-support` those that support or require a field, and `x-truto-provenance` says how well something is documented. The
webhooks are in `x-webhooks`, since OpenAPI 3.0 has no place for them.

## Postman

Import the collection and set two of its variables: `truto_api_token`, and `integrated_account_id`, the id of a connected account. Path
parameters have sample values; replace them before you send a request. Optional query parameters are listed, but disabled.

The collection also runs in a terminal. These commands run it on the bundled fake server, from a checkout, without an account:

```console
$ cargo xtask serve --port 8080
$ npx newman run truto-unified.postman_collection.json --env-var base_url=http://127.0.0.1:8080 --env-var truto_api_token=fake-token
```

Do not run the whole collection on a real account: it also deletes and merges.

## Support matrix

`support.json` has an object `integrations`, with the label of each slug, and a list `operations`. Each operation has `id`, `method`, `path`,
`title`, its integrations as slugs in `supported_by`, `partial_response_by` (those of them that return only part of each object) and
`not_supported_by`, and its fields in `query`, `body` and `response`. Each field has:

| member | meaning |
| --- | --- |
| `path` | names from the root of the body, such as `emails.type` |
| `type`, `description` | as in the reference |
| `required` | whether the API itself requires the field, or always returns it |
| `required_by` | integrations that require the field |
| `supported_by` | the other integrations that support it |
| `not_supported_by` | integrations that support the operation, but not the field |
| `supported_count`, `required_count` | how many integrations support and require it, where the vendor's documentation has numbers |
| `provenance` | source of the names: `documented` (a current page, or the API itself), `older` (an older page) or `inferred` |

Lists that are empty are left out. If an integration is in no list, its support is not documented. That is not the same as unsupported.

```console
$ jq -r '.operations[] | select(.id == "crm.contacts.create") | .body[] | select(.path == "phone_numbers") | .supported_by[]' support.json
```

`support.csv` has a row for each integration, operation and field of a request. Fields of responses have a row if it is documented whether
the integration returns them. The columns are:

| column | meaning |
| --- | --- |
| `operation`, `integration` | id of the operation, slug of the integration |
| `operation_support` | `yes`, `no` or `not_documented`. An operation that is not supported has one row, without a field |
| `place` | `query`, `body` (of the request) or `response` |
| `field` | path of the field |
| `level` | `required`, `supported`, `unsupported` or `not_documented`. Of a response, `supported` means that the field is returned |
| `required` | whether the integration or the API itself requires the field, or always returns it |
| `may_be_required` | whether the documentation counts more integrations that require the field than it names |
| `provenance` | source of the names, as above |
| `type`, `values`, `description` | as in the reference; values are separated by `;` |

```python
import csv

with open("support.csv", encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        if row["integration"] == "pipedrive" and row["place"] == "body" and row["required"] == "yes":
            print(row["operation"], row["field"])
```

In Rust, the crate has the same matrix: see [Support matrix and preflight](../guides/support.md).

## Language models

`llms.txt` is in the format of [llmstxt.org](https://llmstxt.org): a list of all pages, each with one sentence. The links go to Markdown
files: every page of this site is also there as Markdown, with `.md` instead of `.html` in its address. `llms-full.txt` has all guides and
all pages of operations in one text, with samples in Rust and curl. It leaves out the pages per integration and the large matrices, whose
content is in the tables of the operations; `support.json` has it in a form that programs can read.

## From a checkout

The files are written when the site is built. These commands print them, too:

```console
$ cargo xtask bundle --format json --out .
$ cargo xtask postman > truto-unified.postman_collection.json
$ cargo xtask support --format matrix > support.json
$ cargo xtask support --format csv > support.csv
```

With `--spec FILE`, the first two accept any OpenAPI document.
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_link_and_a_size() {
        let files = [
            (
                "downloads/truto-unified-crm.openapi.yaml".to_owned(),
                284_466,
            ),
            ("llms-full.txt".to_owned(), 1_549_000),
        ];
        let page = page(&files);
        for expected in [
            "| OpenAPI 3.0: all that the reference says | [truto-unified-crm.openapi.yaml](truto-unified-crm.openapi.yaml) (285 KB) |\n",
            "| [llms-full.txt](../llms-full.txt) (1.5 MB) |\n",
        ] {
            assert!(page.contains(expected), "{page}");
        }
    }
}
