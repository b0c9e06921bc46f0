//! Samples in Rust.

use std::fmt::Write as _;

use crate::emit::prose::{client, phrases};
use crate::emit::samples::call::Call;
use crate::emit::samples::rust_value::{Paths, Uses, Writer};
use crate::emit::text;
use crate::ir::{Records, ResponseType};
use crate::plan::body::BodyShape;
use crate::plan::parameters;
use crate::plan::samples::Sample;

impl Call<'_> {
    /// ```text
    /// use shop::Client;
    ///
    /// #[tokio::main]
    /// async fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     let client = Client::from_env()?;
    ///     let account = client.account("7");
    ///     let response = account.shop().people().create()
    ///         .name("Ada")
    ///         .await?;
    ///     println!("{response:?}");
    ///     Ok(())
    /// }
    /// ```
    pub(crate) fn rust(&self, package: &str) -> String {
        self.rust_program(package, None)
    }

    /// The samples of the streams that can be requested instead of the response, and their titles.
    pub(crate) fn rust_streams(&self, package: &str) -> Vec<(String, String)> {
        let streams = self.operation.streams.iter();
        let sample = |stream| {
            let title = format!("Rust, with a stream of {}", phrases::records(stream));
            (title, self.rust_program(package, Some(stream)))
        };
        streams.map(sample).collect()
    }

    fn rust_program(&self, package: &str, stream: Option<&Records>) -> String {
        let paths = Paths::Used(Uses::of(package, &["Client"]));
        let writer = Writer {
            plan: self.builder.plan,
            paths: &paths,
        };
        let body = self.rust_body(&writer, stream);
        let uses = match &paths {
            Paths::Used(uses) => uses.lines(),
            Paths::Whole => String::new(),
        };
        format!(
            "{uses}\n{MAIN}\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{body}    Ok(())\n}}\n"
        )
    }

    fn rust_body(&self, writer: &Writer<'_>, stream: Option<&Records>) -> String {
        let names = self.builder.plan.names;
        let client = client::make_client(self.builder.plan);
        let mut out = format!("    let client = {client};\n");
        let handle = match self.scope() {
            Some(scope) => {
                let id = scope.example.as_ref().and_then(|id| id.as_str());
                let id = text::literal(id.unwrap_or("<id>"));
                let _ = writeln!(
                    out,
                    "    let account = client.{}({id});",
                    names.scope(scope).method
                );
                "account"
            }
            None => "client",
        };
        let call = format!(
            "{handle}.{}.{}({})",
            self.builder.plan.accessors(self.api, self.resource),
            self.builder.names.method,
            self.rust_arguments(writer).join(", ")
        );
        let links = self.rust_links(writer);
        let mut chain =
            |before: &str, end: &str| statement(&format!("{before}{call}"), &links, end, &mut out);
        if let Some(stream) = stream {
            let name = phrases::records(stream);
            chain(
                &format!("let mut {name} = "),
                &format!("send_{name}().await?"),
            );
            out.push_str(&read(stream));
            return out;
        }
        match &self.operation.response {
            ResponseType::Nothing => chain("", "await?"),
            ResponseType::Value(_) => {
                chain("let response = ", "await?");
                out.push_str("    println!(\"{response:?}\");\n");
            }
            ResponseType::Page(_) => {
                chain("let mut items = ", "items()");
                out.push_str(
                    "    while let Some(item) = items.next().await {\n        println!(\"{:?}\", item?);\n    }\n",
                );
            }
            ResponseType::Stream => {
                chain("let file = ", "await?");
                out.push_str("    println!(\"{} bytes\", file.bytes().await?.len());\n");
            }
            ResponseType::Records(stream) => {
                chain(
                    &format!("let mut {} = ", phrases::records(stream)),
                    "await?",
                );
                out.push_str(&read(stream));
            }
        }
        out
    }

    fn rust_arguments(&self, writer: &Writer<'_>) -> Vec<String> {
        let arguments = self.builder.arguments.iter();
        let values = arguments.filter_map(|argument| {
            let mut sets = self.params.iter();
            let set = sets.find(|set| std::ptr::eq(set.param, *argument))?;
            Some(writer.argument(&set.param.ty, &set.sample))
        });
        let mut values: Vec<String> = values.collect();
        if let (BodyShape::Argument(body, _), Some((_, sample))) = (&self.builder.shape, &self.body)
        {
            values.push(writer.argument(&body.ty, sample));
        }
        values
    }

    /// The setters.
    fn rust_links(&self, writer: &Writer<'_>) -> Vec<String> {
        let names = self.builder.plan.names;
        let mut links = Vec::new();
        match (&self.builder.shape, &self.body) {
            (
                BodyShape::Fields(_, fields) | BodyShape::OptionalFields(_, fields),
                Some((_, Sample::Object(set))),
            ) => {
                links.extend(set.iter().filter_map(|(index, sample)| {
                    let field = fields.get(*index)?;
                    if field.fixed.is_some() {
                        return None;
                    }
                    Some(format!(
                        "{}({})",
                        names.field(field),
                        writer.argument(&field.ty, sample)
                    ))
                }));
            }
            (BodyShape::Optional(body), Some((_, sample))) => {
                links.push(format!("with_body({})", writer.argument(&body.ty, sample)));
            }
            _ => {}
        }
        let optional = self.params.iter().filter(|set| !set.param.required);
        for set in optional {
            let name = names.param(set.param);
            links.push(if parameters::is_switch(set.param) {
                format!("{name}()")
            } else {
                format!("{name}({})", writer.argument(&set.param.ty, &set.sample))
            });
        }
        links
    }

    /// The samples as a module, to be compiled with the samples of all operations.
    pub(crate) fn rust_module(&self, package: &str, indent: &str) -> String {
        let names = self.builder.plan.names;
        let mut out = format!(
            "{indent}pub(crate) mod {} {{\n",
            names.operation(self.operation).method
        );
        let inner = format!("{indent}    ");
        indented(&self.rust(package), &inner, &mut out);
        for stream in &self.operation.streams {
            let _ = writeln!(
                out,
                "\n{inner}pub(crate) mod {} {{",
                phrases::records(stream)
            );
            let code = self.rust_program(package, Some(stream));
            indented(&code, &format!("{inner}    "), &mut out);
            let _ = writeln!(out, "{inner}}}");
        }
        let _ = writeln!(out, "{indent}}}");
        out
    }
}

/// Appends a call with its setters and its end: on one line if there are no setters and it is short enough.
fn statement(call: &str, links: &[String], end: &str, out: &mut String) {
    let line = format!("{call}.{end};");
    if links.is_empty() && 4 + line.len() <= text::WIDTH {
        let _ = writeln!(out, "    {line}");
        return;
    }
    let _ = write!(out, "    {}", text::broken_value(4, call));
    for link in links.iter().map(String::as_str).chain([end]) {
        let link = text::broken_value(8, &format!(".{link}"));
        let _ = write!(out, "\n        {link}");
    }
    out.push_str(";\n");
}

/// Appends a program, as the content of a module.
fn indented(program: &str, indent: &str, out: &mut String) {
    let code = program.replace(&format!("{MAIN}\n"), "");
    for line in code.lines() {
        match line {
            "" => out.push('\n'),
            line => {
                let line = line.replace("async fn main", "pub(crate) async fn main");
                let _ = writeln!(out, "{indent}{line}");
            }
        }
    }
}

/// The statement that prints the records of a stream.
fn read(stream: &Records) -> String {
    let (one, value) = match stream.media.is_events() {
        true => ("event", "event?.data"),
        false => ("line", "line?"),
    };
    let all = phrases::records(stream);
    format!(
        "    while let Some({one}) = {all}.next().await {{\n        println!(\"{{:?}}\", {value});\n    }}\n"
    )
}

/// The attribute that makes an async `main` the entry point of a program.
const MAIN: &str = "#[tokio::main]";
