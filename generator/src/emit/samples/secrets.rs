//! Credentials in samples for plain HTTP. They come from environment variables.

use crate::emit::samples::call::Call;
use crate::emit::samples::literal::text;
use crate::emit::samples::query::{Pair, Pairs, encoded};
use crate::emit::samples::shell::{is_variable, shell};
use crate::ir::{Credentials, KeyPlace, Syntax};
use crate::plan::auth::Scheme;

/// What a sample shows if there is no valid environment variable.
const PLACEHOLDER: &str = "<token>";

/// Credentials as a part of a request.
pub(crate) enum Secret<'a> {
    /// A header: its name, the text before the secret, and the environment variable.
    Header(&'a str, &'static str, &'a str),
    /// The environment variables of user name and password.
    Basic(&'a str, &'a str),
    /// The name of a query parameter, and the environment variable.
    Query(&'a str, &'a str),
    /// The name of a cookie, and the environment variable.
    Cookie(&'a str, &'a str),
}

impl Call<'_> {
    /// The credentials that the operation requires.
    pub(crate) fn secrets(&self) -> Vec<Secret<'_>> {
        let schemes = self.builder.plan.auth.of_sample(self.operation);
        schemes.into_iter().filter_map(Secret::of).collect()
    }

    /// The header `Cookie` as an entry of an object or a dictionary, with the cookies of parameters and those of credentials.
    pub(crate) fn cookie_header(&self, syntax: Syntax) -> Option<String> {
        let mut before = self.cookies().join("; ");
        let mut sum = Vec::new();
        for secret in self.secrets() {
            if let Secret::Cookie(name, variable) = secret {
                if !before.is_empty() || !sum.is_empty() {
                    before.push_str("; ");
                }
                sum.push(text(syntax, &format!("{before}{name}=")));
                sum.push(match syntax {
                    Syntax::JavaScript => in_js(variable),
                    Syntax::Python => in_python(variable),
                });
                before.clear();
            }
        }
        if !before.is_empty() {
            sum.push(text(syntax, &before));
        }
        let name = match syntax {
            Syntax::JavaScript => "Cookie",
            Syntax::Python => "\"Cookie\"",
        };
        (!sum.is_empty()).then(|| format!("{name}: {}", sum.join(" + ")))
    }
}

impl<'a> Secret<'a> {
    fn of(scheme: &'a Scheme<'_>) -> Option<Self> {
        let (first, rest) = scheme.env.split_first()?;
        Some(match &scheme.scheme.credentials {
            Credentials::Bearer | Credentials::OAuth2(_) | Credentials::OpenIdConnect { .. } => {
                Self::Header("Authorization", "Bearer ", first)
            }
            Credentials::Basic => Self::Basic(first, rest.first()?),
            Credentials::Http(_) | Credentials::Certificate => {
                Self::Header("Authorization", "", first)
            }
            Credentials::Key { place, wire } => match place {
                KeyPlace::Header => Self::Header(wire, "", first),
                KeyPlace::Query => Self::Query(wire, first),
                KeyPlace::Cookie => Self::Cookie(wire, first),
            },
        })
    }

    /// The option of curl; `None` for a query parameter.
    pub(crate) fn curl(&self) -> Option<String> {
        Some(match self {
            Self::Header(name, before, variable) => {
                format!(
                    "--header \"{}: {before}{}\"",
                    shell(name),
                    in_shell(variable)
                )
            }
            Self::Basic(user, password) => {
                format!("--user \"{}:{}\"", in_shell(user), in_shell(password))
            }
            Self::Cookie(name, variable) => {
                format!("--cookie \"{}={}\"", shell(name), in_shell(variable))
            }
            Self::Query(..) => return None,
        })
    }

    /// The query parameter as curl sends it.
    pub(crate) fn curl_query(&self) -> Option<String> {
        let Self::Query(name, variable) = self else {
            return None;
        };
        let pairs: Pairs = [Pair::new(name, String::new())].into_iter().collect();
        Some(format!("{}{}", encoded(&pairs), in_shell(variable)))
    }

    /// The header as an entry of a JavaScript object; `None` for a query parameter and for a cookie.
    pub(crate) fn fetch(&self) -> Option<String> {
        let js = Syntax::JavaScript;
        Some(match self {
            Self::Header(name, "", variable) => {
                format!("{}: {}", key(js, name), in_js(variable))
            }
            Self::Header(name, before, variable) if is_variable(variable) => {
                format!("{}: `{before}${{process.env.{variable}}}`", key(js, name))
            }
            Self::Header(name, before, _) => {
                format!("{}: '{before}{PLACEHOLDER}'", key(js, name))
            }
            Self::Basic(user, password) => format!(
                "Authorization: 'Basic ' + btoa({} + ':' + {})",
                in_js(user),
                in_js(password)
            ),
            Self::Cookie(..) | Self::Query(..) => return None,
        })
    }

    /// The query parameter in JavaScript.
    pub(crate) fn fetch_query(&self) -> Option<String> {
        let Self::Query(name, variable) = self else {
            return None;
        };
        Some(format!(
            "[{}, {}]",
            text(Syntax::JavaScript, name),
            in_js(variable)
        ))
    }

    /// The header as an entry of a Python dictionary; `None` for a query parameter, for a cookie, and for user name and password.
    pub(crate) fn requests(&self) -> Option<String> {
        let py = Syntax::Python;
        Some(match self {
            Self::Header(name, "", variable) => {
                format!("{}: {}", text(py, name), in_python(variable))
            }
            Self::Header(name, before, variable) if is_variable(variable) => {
                format!(
                    "{}: {} + {}",
                    text(py, name),
                    text(py, before),
                    in_python(variable)
                )
            }
            Self::Header(name, before, _) => {
                format!(
                    "{}: {}",
                    text(py, name),
                    text(py, &format!("{before}{PLACEHOLDER}"))
                )
            }
            Self::Basic(..) | Self::Query(..) | Self::Cookie(..) => return None,
        })
    }

    /// The argument `auth` in Python.
    pub(crate) fn requests_auth(&self) -> Option<String> {
        let Self::Basic(user, password) = self else {
            return None;
        };
        Some(format!(
            "auth=({}, {})",
            in_python(user),
            in_python(password)
        ))
    }

    /// The query parameter in Python.
    pub(crate) fn requests_query(&self) -> Option<String> {
        let Self::Query(name, variable) = self else {
            return None;
        };
        Some(format!(
            "({}, {})",
            text(Syntax::Python, name),
            in_python(variable)
        ))
    }

    /// Whether the sample reads an environment variable.
    pub(crate) fn is_from_env(&self) -> bool {
        let (Self::Header(_, _, name)
        | Self::Basic(name, _)
        | Self::Query(_, name)
        | Self::Cookie(_, name)) = self;
        is_variable(name)
    }
}

/// The name of a header: without quotes, if it is a word.
fn key(syntax: Syntax, name: &str) -> String {
    match name == "Authorization" {
        true => name.to_owned(),
        false => text(syntax, name),
    }
}

fn in_shell(variable: &str) -> String {
    match is_variable(variable) {
        true => format!("${variable}"),
        false => PLACEHOLDER.to_owned(),
    }
}

fn in_js(variable: &str) -> String {
    match is_variable(variable) {
        true => format!("process.env.{variable}"),
        false => format!("'{PLACEHOLDER}'"),
    }
}

fn in_python(variable: &str) -> String {
    match is_variable(variable) {
        true => format!("os.environ[{}]", text(Syntax::Python, variable)),
        false => format!("\"{PLACEHOLDER}\""),
    }
}
