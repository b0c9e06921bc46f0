//! Samples for plain HTTP: curl, JavaScript's `fetch` and Python's `requests`.
//!
//! Token and base URL come from environment variables if the document names them, so that a sample runs as printed.

use std::fmt::Write as _;

use serde_json::Value;

use crate::emit::prose::escape;
use crate::emit::samples::call::{Call, Code, Set, scope_value};
use crate::emit::samples::literal::{literal, text};
use crate::emit::samples::parts::{self, Part};
use crate::emit::samples::query;
use crate::emit::samples::query::{Pair, Pairs, encoded, percent};
use crate::emit::samples::secrets::Secret;
use crate::emit::samples::shell::{is_variable, quoted, shell};
use crate::ir::{HttpMethod, Location, Media, ResponseType, Syntax, TypeKind, TypeRef};
use crate::plan::{requests, servers};

/// The base URL if the documents have none.
const NOWHERE: &str = "https://api.example.com";

/// The characters that stay unescaped in the fixed parts of a path: all that are valid there and have no meaning in a shell or a
/// language.
const FIXED: &str = "/:@!&+,;=()*%";

/// A header of the request.
struct Header(String, String);

impl Call<'_> {
    /// The samples for plain HTTP. A sample without code says why there is none.
    pub(crate) fn plain_http(&self) -> [Code; 3] {
        use HttpMethod::{Get, Head, Trace};
        let http = self.operation.http;
        let has_body = self.body.is_some();
        let no_curl =
            (http == Head && has_body).then_some("curl does not send a body with this method.");
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
        for Header(name, value) in self.headers() {
            let header = quoted(&format!("{name}: {value}"));
            let _ = write!(out, " \\\n  --header {header}");
        }
        for part in &self.parts() {
            let _ = write!(out, " \\\n  --form {}", quoted(&parts::curl(part)));
        }
        if let Some(body) = self.curl_body() {
            let _ = write!(out, " \\\n  --data {}", quoted(&body));
        }
        match self.operation.response {
            ResponseType::Stream => out.push_str(" \\\n  --output file"),
            ResponseType::Records(_) => out.push_str(" \\\n  --no-buffer"),
            _ => {}
        }
        out.push('\n');
        out
    }

    fn curl_body(&self) -> Option<String> {
        let body = self.json_body()?;
        Some(match self.media()? {
            Media::Json(_) => serde_json::to_string_pretty(&body).unwrap_or_default(),
            Media::Form => encoded(&self.form(&body)),
            Media::Multipart(_) => return None,
            _ => plain(&body),
        })
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
                _ => text(js, &plain(&body)),
            };
            let _ = writeln!(out, "  body: {body},");
        }
        out.push_str("})\nif (!response.ok) {\n  throw new Error(`${response.status}: ${await response.text()}`)\n}\n");
        out.push_str(match self.operation.response {
            ResponseType::Nothing => "console.log(response.status)\n",
            ResponseType::Stream => "console.log((await response.arrayBuffer()).byteLength)\n",
            ResponseType::Value(_) if self.can_be_empty() => "console.log(await response.text())\n",
            ResponseType::Value(_) | ResponseType::Page(_) => {
                "console.log(await response.json())\n"
            }
            ResponseType::Records(_) => {
                "for await (const text of response.body.pipeThrough(new TextDecoderStream())) {\n  process.stdout.write(text)\n}\n"
            }
        });
        out
    }

    /// The statements that define what the call uses: the base URL, and the parts of a multipart body.
    fn fetch_values(&self) -> String {
        let base = text(Syntax::JavaScript, &self.base_url());
        let form = self.parts();
        let mut out = match parts::has_file(&form) {
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
        if let (Some(body), Some(media)) = (self.json_body(), self.media()) {
            let _ = match media {
                Media::Json(_) => writeln!(out, "    json={},", literal(py, &body, 4)),
                Media::Multipart(_) => {
                    out.push_str(&parts::requests(&self.parts()));
                    Ok(())
                }
                Media::Form => {
                    let form = encoded(&self.form(&body));
                    writeln!(out, "    data={},", text(py, &form))
                }
                _ => {
                    writeln!(out, "    data={}.encode(),", text(py, &plain(&body)))
                }
            };
        }
        if matches!(self.operation.response, ResponseType::Records(_)) {
            out.push_str("    stream=True,\n");
        }
        out.push_str("    timeout=30,\n)\nif not response.ok:\n    raise SystemExit(f\"{response.status_code}: {response.text}\")\n");
        out.push_str(self.printed());
        out
    }

    /// The Python statement that prints the response.
    fn printed(&self) -> &'static str {
        match self.operation.response {
            ResponseType::Nothing => "print(response.status_code)\n",
            ResponseType::Stream => "print(len(response.content))\n",
            ResponseType::Value(_) if self.can_be_empty() => "print(response.text)\n",
            ResponseType::Value(_) | ResponseType::Page(_) => "print(response.json())\n",
            ResponseType::Records(_) => {
                "for line in response.iter_lines(decode_unicode=True):\n    print(line)\n"
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

    /// The server of the operation, or else that of the API.
    fn base_url(&self) -> String {
        let package = self.builder.plan.package;
        let shared = package.connection.base_url.as_deref().unwrap_or(NOWHERE);
        match servers::own(package, self.operation) {
            Some(path) if path.starts_with('/') => match shared.split_once("://") {
                Some((scheme, rest)) => {
                    let host = rest.split('/').next().unwrap_or_default();
                    format!("{scheme}://{host}{path}")
                }
                None => shared.to_owned(),
            },
            Some(url) => url,
            None => shared.to_owned(),
        }
    }

    /// The environment variable with another base URL.
    fn url_variable(&self) -> Option<&str> {
        let package = self.builder.plan.package;
        if servers::own(package, self.operation).is_some() {
            return None;
        }
        package
            .connection
            .base_url_env
            .as_deref()
            .filter(|name| is_variable(name))
    }

    fn media(&self) -> Option<&Media> {
        self.body.as_ref().map(|(body, _)| &body.media)
    }

    /// The pairs of a form.
    fn form(&self, body: &Value) -> Pairs {
        let encodings = self.body.as_ref().map(|(body, _)| body.encodings());
        query::form(body, encodings.unwrap_or_default())
    }

    fn is_multipart(&self) -> bool {
        self.media().is_some_and(Media::is_multipart)
    }

    /// The parts of a multipart body.
    fn parts(&self) -> Vec<Part> {
        match &self.body {
            Some((body, sample)) if self.is_multipart() => {
                parts::parts(self.builder.plan.package, body, sample)
            }
            _ => Vec::new(),
        }
    }

    fn headers(&self) -> Vec<Header> {
        let mut headers = Vec::new();
        // With a multipart body, every one of the clients sets the header, since it has the boundary.
        if let Some(media) = self.media().filter(|_| !self.is_multipart()) {
            let media = media.name().to_owned();
            headers.push(Header("Content-Type".to_owned(), media));
        }
        // Without the header, any media type is accepted.
        if let Some(media) = requests::accept(self.operation).filter(|media| media != "*/*") {
            headers.push(Header("Accept".to_owned(), media));
        }
        let sent = self
            .params
            .iter()
            .filter(|set| set.param.location == Location::Header);
        headers.extend(sent.map(|set| {
            let value = query::simple(&set.json).replace(char::is_control, " ");
            Header(set.param.wire.clone(), value)
        }));
        headers
    }

    /// The headers without credentials, as entries of an object or a dictionary.
    fn fixed_headers(&self, syntax: Syntax) -> impl Iterator<Item = String> {
        let headers = self.headers().into_iter();
        headers.map(move |Header(name, value)| {
            format!("{}: {}", text(syntax, &name), text(syntax, &value))
        })
    }

    /// The path with the values of its parameters, safe inside quotes in any of the languages.
    fn url_path(&self) -> String {
        let mut path = String::new();
        let mut rest = self.operation.path_and_query().0;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            path.push_str(&percent(before, FIXED));
            path.push_str(&query::path(&self.path_value(name)));
            rest = after;
        }
        path.push_str(&percent(rest, FIXED));
        path
    }

    /// The value of a path parameter.
    pub(crate) fn path_value(&self, name: &str) -> Value {
        let mut sets = self.params.iter();
        let is_named =
            |set: &&Set<'_>| set.param.location == Location::Path && set.param.wire == name;
        if let Some(set) = sets.find(is_named) {
            return set.json.clone();
        }
        // A placeholder that is no parameter is the scope.
        let scope = self.scope().filter(|scope| scope.wire == name);
        scope.map_or_else(|| Value::from("<id>"), scope_value)
    }

    /// The query in the path, with the values of its placeholders.
    fn fixed_pairs(&self) -> impl Iterator<Item = Pair> {
        let parts = self.operation.path_and_query().1.split('&');
        parts.filter(|part| !part.is_empty()).map(|part| {
            let (key, mut rest) = part.split_once('=').unwrap_or((part, ""));
            let mut value = String::new();
            while let Some((before, (name, after))) = rest
                .split_once('{')
                .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
            {
                value.push_str(before);
                value.push_str(&query::simple(&self.path_value(name)));
                rest = after;
            }
            Pair::new(key, value + rest)
        })
    }

    /// The query string, safe inside double quotes of a shell.
    fn curl_query(&self) -> String {
        let pairs = Some(encoded(&self.query_pairs())).filter(|pairs| !pairs.is_empty());
        let secrets = self.secrets();
        let secrets = secrets.iter().filter_map(Secret::curl_query);
        let all: Vec<String> = pairs.into_iter().chain(secrets).collect();
        match all.is_empty() {
            true => String::new(),
            false => format!("?{}", all.join("&")),
        }
    }

    /// The query parameters, in the order in which they are sent.
    fn query_pairs(&self) -> Pairs {
        let scope = self.scope_in_query().map(|scope| {
            let id = query::simple(&scope_value(scope));
            Pair::new(&scope.wire, id)
        });
        let mut pairs: Pairs = self.fixed_pairs().collect();
        pairs.extend(scope);
        for set in &self.params {
            if let Location::Query(style) = set.param.location {
                query::write(&set.param.wire, style, &set.json, &mut pairs);
            }
        }
        pairs
    }
}

/// The value as text; a string without quotes.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
