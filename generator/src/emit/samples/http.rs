//! Samples for plain HTTP: curl, JavaScript's `fetch` and Python's `requests`.
//!
//! Token and base URL come from environment variables if the document names them, so that a sample runs as printed.

use std::fmt::Write as _;

use serde_json::Value;

use crate::emit::prose::escape;
use crate::emit::samples::call::{Call, Code};
use crate::emit::samples::literal::{literal, text};
use crate::emit::samples::parts::{self, Part};
use crate::emit::samples::query;
use crate::emit::samples::query::{Pairs, encoded};
use crate::emit::samples::request::Header;
use crate::emit::samples::secrets::Secret;
use crate::emit::samples::shell::{ansi_quoted, quoted, shell};
use crate::ir::{HttpMethod, Media, ResponseType, Syntax, TypeKind, TypeRef};

/// Prints a stream in JavaScript.
const PRINT_AS_IT_ARRIVES: &str = "for await (const text of response.body.pipeThrough(new TextDecoderStream())) {\n  process.stdout.write(text)\n}\n";

impl Call<'_> {
    /// The samples for plain HTTP. A sample without code says why there is none.
    pub(crate) fn plain_http(&self) -> [Code; 3] {
        use HttpMethod::{Get, Head, Trace};
        let http = self.operation.http;
        let has_body = self.body.is_some();
        let no_curl = match http {
            Head if has_body => Some("curl does not send a body with this method."),
            _ => parts::no_curl(&self.parts()),
        };
        let no_fetch = match http {
            Get | Head if has_body => Some("`fetch` does not send a body with this method."),
            Trace => Some("`fetch` does not send this method."),
            _ => None,
        };
        [
            self.unless(no_curl, "curl", "sh", Self::curl),
            self.unless(no_fetch, "JavaScript (fetch)", "js", Self::fetch),
            self.unless(None, "Python (requests)", "python", Self::requests),
        ]
    }

    fn unless(
        &self,
        why_not: Option<&str>,
        title: &str,
        language: &str,
        code: impl Fn(&Self) -> String,
    ) -> Code {
        let pages = self.operation.pagination.as_ref();
        let pages = pages.map(|pages| {
            let cursor = escape::code(&pages.cursor.wire);
            format!("Pass {cursor} to get the next page.")
        });
        Code {
            title: title.to_owned(),
            about: why_not.map(str::to_owned).or(pages),
            code: why_not.is_none().then(|| (language.to_owned(), code(self))),
        }
    }

    /// ```text
    /// curl --fail-with-body --request POST "${SHOP_URL:-https://api.example}/people?account=7" \
    ///   --header "Authorization: Bearer $SHOP_TOKEN" \
    ///   --header 'Content-Type: application/json' \
    ///   --data '{
    ///   "name": "Ada"
    /// }'
    /// ```
    fn curl(&self) -> String {
        let base = shell(&self.base_url());
        let base = match self.url_variable() {
            // A brace would end the expansion.
            Some(name) => format!("${{{name}:-{}}}", base.replace('}', "\\}")),
            None => base,
        };
        let mut out = "curl --fail-with-body".to_owned();
        match self.operation.http {
            // curl's default without a body.
            HttpMethod::Get if self.body.is_none() => {}
            // With `--request HEAD`, curl would wait for a body.
            HttpMethod::Head => out.push_str(" --head"),
            http => {
                let _ = write!(out, " --request {}", http.as_str());
            }
        }
        let _ = write!(out, " \"{base}{}{}\"", self.url_path(), self.curl_query());
        for option in self.secrets().iter().filter_map(Secret::curl) {
            let _ = write!(out, " \\\n  {option}");
        }
        let cookies = self.cookies();
        if !cookies.is_empty() {
            let _ = write!(out, " \\\n  --cookie {}", quoted(&cookies.join("; ")));
        }
        for Header(name, value) in self.headers() {
            let header = quoted(&format!("{name}: {value}"));
            let _ = write!(out, " \\\n  --header {header}");
        }
        for part in &self.parts() {
            let _ = write!(out, " \\\n  --form {}", quoted(&parts::curl(part)));
        }
        if let Some(body) = self.curl_body() {
            let _ = write!(out, " \\\n  {body}");
        }
        match self.operation.response {
            _ if self.is_stream() => out.push_str(" \\\n  --no-buffer"),
            ResponseType::Stream => out.push_str(" \\\n  --output file"),
            _ => {}
        }
        out.push('\n');
        out
    }

    fn curl_body(&self) -> Option<String> {
        let body = self.json_body()?;
        let data = match self.media()? {
            Media::Json(_) => serde_json::to_string_pretty(&body).unwrap_or_default(),
            Media::Form => encoded(&self.form(&body)),
            Media::Multipart(_) => return None,
            Media::Lines(_) => lines(&body),
            Media::Sequence(_) => {
                return Some(format!("--data-binary {}", ansi_quoted(&sequence(&body))));
            }
            Media::Binary(_) => {
                let file = quoted(&format!("@{}", plain(&body)));
                return Some(format!("--data-binary {file}"));
            }
            // `--data` would send a file in place of a text that begins with `@`. JSON and forms do not.
            Media::Text(_) | Media::Events(_) => {
                return Some(format!("--data-raw {}", quoted(&plain(&body))));
            }
        };
        Some(format!("--data {}", quoted(&data)))
    }

    /// ```text
    /// const base = process.env.SHOP_URL ?? 'https://api.example'
    /// const query = new URLSearchParams({ account: '7' })
    /// const response = await fetch(`${base}/people?${query}`, { … })
    /// ```
    fn fetch(&self) -> String {
        let js = Syntax::JavaScript;
        let mut out = self.fetch_values();
        let pairs = self.query_pairs();
        let pairs = pairs.iter().map(|pair| {
            let [name, value] = [&pair.name, &pair.value()].map(|of| text(js, of));
            format!("[{name}, {value}]")
        });
        let secrets = self.secrets();
        let pairs = pairs.chain(secrets.iter().filter_map(Secret::fetch_query));
        let pairs: String = pairs.map(|pair| format!("  {pair},\n")).collect();
        let query = if pairs.is_empty() { "" } else { "?${query}" };
        if !pairs.is_empty() {
            let _ = write!(out, "const query = new URLSearchParams([\n{pairs}])\n");
        }
        let _ = write!(
            out,
            "const response = await fetch(`${{base}}{}{query}`, {{\n  method: '{}',\n",
            self.url_path(),
            self.operation.http.as_str()
        );
        let headers = secrets.iter().filter_map(Secret::fetch);
        let headers: String = headers
            .chain(self.cookie_header(js))
            .chain(self.fixed_headers(js))
            .map(|line| format!("    {line},\n"))
            .collect();
        if !headers.is_empty() {
            let _ = write!(out, "  headers: {{\n{headers}  }},\n");
        }
        if let (Some(body), Some(media)) = (self.json_body(), self.media()) {
            let body = match media {
                Media::Json(_) => format!("JSON.stringify({})", literal(js, &body, 2)),
                Media::Form => text(js, &encoded(&self.form(&body))),
                Media::Multipart(_) => "form".to_owned(),
                Media::Lines(_) => text(js, &lines(&body)),
                Media::Sequence(_) => text(js, &sequence(&body)),
                Media::Binary(_) => format!("await openAsBlob({})", text(js, &plain(&body))),
                _ => text(js, &plain(&body)),
            };
            let _ = writeln!(out, "  body: {body},");
        }
        out.push_str("})\nif (!response.ok) {\n  throw new Error(`${response.status}: ${await response.text()}`)\n}\n");
        out.push_str(match self.operation.response {
            _ if self.is_stream() => PRINT_AS_IT_ARRIVES,
            ResponseType::Nothing => "console.log(response.status)\n",
            ResponseType::Stream => "console.log((await response.arrayBuffer()).byteLength)\n",
            ResponseType::Value(_) if self.can_be_empty() => "console.log(await response.text())\n",
            ResponseType::Value(_) | ResponseType::Page(_) | ResponseType::Records(_) => {
                "console.log(await response.json())\n"
            }
        });
        out
    }

    /// The statements that define what the call uses: the base URL, and the parts of a multipart body.
    fn fetch_values(&self) -> String {
        let base = text(Syntax::JavaScript, &self.base_url());
        let form = self.parts();
        let is_file = matches!(self.media(), Some(Media::Binary(_)));
        let mut out = match is_file || parts::has_file(&form) {
            true => "import { openAsBlob } from 'node:fs'\n\n".to_owned(),
            false => String::new(),
        };
        let _ = match self.url_variable() {
            Some(name) => writeln!(out, "const base = process.env.{name} ?? {base}"),
            None => writeln!(out, "const base = {base}"),
        };
        if self.is_multipart() {
            out.push_str(&parts::fetch(&form));
        }
        out
    }

    /// ```text
    /// import os
    ///
    /// import requests
    ///
    /// response = requests.post(…)
    /// ```
    fn requests(&self) -> String {
        let py = Syntax::Python;
        let secrets = self.secrets();
        let is_from_env = self.url_variable().is_some() || secrets.iter().any(Secret::is_from_env);
        let mut out = if is_from_env { "import os\n\n" } else { "" }.to_owned();
        out.push_str("import requests\n\n");
        let base = text(py, &self.base_url());
        let _ = match self.url_variable() {
            Some(name) => writeln!(out, "base = os.environ.get({}, {base})", text(py, name)),
            None => writeln!(out, "base = {base}"),
        };
        let _ = writeln!(
            out,
            "response = requests.{}base + {},",
            match self.operation.http {
                // `requests` has no function for this method.
                HttpMethod::Trace => "request(\n    \"TRACE\",\n    ".to_owned(),
                http => format!("{}(\n    ", http.as_str().to_lowercase()),
            },
            text(py, &self.url_path())
        );
        let headers = secrets.iter().filter_map(Secret::requests);
        let headers: String = headers
            .chain(self.cookie_header(py))
            .chain(self.fixed_headers(py))
            .map(|line| format!("        {line},\n"))
            .collect();
        if !headers.is_empty() {
            let _ = write!(out, "    headers={{\n{headers}    }},\n");
        }
        for argument in secrets.iter().filter_map(Secret::requests_auth) {
            let _ = writeln!(out, "    {argument},");
        }
        let pairs = self.query_pairs();
        let pairs = pairs.iter().map(|pair| {
            let [name, value] = [&pair.name, &pair.value()].map(|of| text(py, of));
            format!("({name}, {value})")
        });
        let pairs = pairs.chain(secrets.iter().filter_map(Secret::requests_query));
        let pairs: String = pairs.map(|pair| format!("        {pair},\n")).collect();
        if !pairs.is_empty() {
            let _ = write!(out, "    params=[\n{pairs}    ],\n");
        }
        out.push_str(&self.requests_body());
        if self.is_stream() {
            out.push_str("    stream=True,\n");
        }
        out.push_str("    timeout=30,\n)\nif not response.ok:\n    raise SystemExit(f\"{response.status_code}: {response.text}\")\n");
        out.push_str(self.printed());
        out
    }

    /// The argument of `requests` with the body.
    fn requests_body(&self) -> String {
        let py = Syntax::Python;
        let (Some(body), Some(media)) = (self.json_body(), self.media()) else {
            return String::new();
        };
        match media {
            Media::Json(_) => format!("    json={},\n", literal(py, &body, 4)),
            Media::Multipart(_) => parts::requests(&self.parts()),
            Media::Form => format!("    data={},\n", text(py, &encoded(&self.form(&body)))),
            Media::Lines(_) => format!("    data={}.encode(),\n", text(py, &lines(&body))),
            Media::Sequence(_) => format!("    data={}.encode(),\n", text(py, &sequence(&body))),
            Media::Binary(_) => format!("    data=open({}, \"rb\"),\n", text(py, &plain(&body))),
            _ => format!("    data={}.encode(),\n", text(py, &plain(&body))),
        }
    }

    /// The Python statement that prints the response.
    fn printed(&self) -> &'static str {
        match self.operation.response {
            _ if self.is_stream() => {
                "for line in response.iter_lines(decode_unicode=True):\n    print(line)\n"
            }
            ResponseType::Nothing => "print(response.status_code)\n",
            ResponseType::Stream => "print(len(response.content))\n",
            ResponseType::Value(_) if self.can_be_empty() => "print(response.text)\n",
            ResponseType::Value(_) | ResponseType::Page(_) | ResponseType::Records(_) => {
                "print(response.json())\n"
            }
        }
    }

    /// Whether a successful response can have no body.
    fn can_be_empty(&self) -> bool {
        let ResponseType::Value(TypeRef::Named(id)) = &self.operation.response else {
            return false;
        };
        match &self.builder.plan.package.ty(*id).kind {
            TypeKind::Union(union) => union.cases.iter().any(|case| case.ty.is_none()),
            TypeKind::Struct(_) | TypeKind::Enum(_) => false,
        }
    }

    pub(super) fn media(&self) -> Option<&Media> {
        self.body.as_ref().map(|(body, _)| &body.media)
    }

    /// The pairs of a form.
    pub(super) fn form(&self, body: &Value) -> Pairs {
        let encodings = self.body.as_ref().map(|(body, _)| body.encodings());
        query::form(body, encodings.unwrap_or_default())
    }

    pub(super) fn is_multipart(&self) -> bool {
        self.media().is_some_and(Media::is_multipart)
    }

    /// The parts of a multipart body.
    pub(super) fn parts(&self) -> Vec<Part> {
        match &self.body {
            Some((body, sample)) if self.is_multipart() => {
                parts::parts(self.builder.plan.package, body, sample)
            }
            _ => Vec::new(),
        }
    }
}

/// The items of a list, each on a line.
pub(super) fn lines(value: &Value) -> String {
    let items = value.as_array().into_iter().flatten();
    items.map(|item| format!("{item}\n")).collect()
}

/// The items of a list, each after a record separator and with a line break at the end: a JSON text sequence (RFC 7464).
pub(super) fn sequence(value: &Value) -> String {
    let items = value.as_array().into_iter().flatten();
    items.map(|item| format!("\u{1e}{item}\n")).collect()
}

/// The value as text; a string without quotes.
pub(super) fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
