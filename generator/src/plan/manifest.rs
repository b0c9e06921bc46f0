//! What `Cargo.toml` says about the crate: version, description, license, web pages, features.

use semver::{BuildMetadata, Prerelease, Version};

use crate::diag::{Diagnostic, Diagnostics};
use crate::ir::{Info, Package};
use crate::plan::analysis::Analysis;
use crate::plan::features::{Feature, Features};
use crate::plan::options::Options;

/// What `Cargo.toml` says about the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The version.
    pub version: String,
    /// A sentence about the crate.
    pub description: String,
    /// The license, an SPDX expression.
    pub license: Option<String>,
    /// The web page of the API.
    pub homepage: Option<String>,
    /// The page of the API's source code.
    pub repository: Option<String>,
    /// The cargo features of the APIs and resources, which are all on by default.
    pub features: Vec<Feature>,
}

/// The version of a crate of several documents, or of a document whose version has no number.
const FIRST_VERSION: &str = "0.1.0";

/// The hosts of repositories.
const FORGES: [&str; 4] = [
    "https://github.com/",
    "https://gitlab.com/",
    "https://codeberg.org/",
    "https://bitbucket.org/",
];

impl Manifest {
    /// Says about the crate what its documents say about their APIs. A version that is mended is reported.
    pub(crate) fn of(analysis: &Analysis, options: &Options, diags: &mut Diagnostics) -> Self {
        let package = &analysis.package;
        let version = match package.apis.as_slice() {
            [only] => version(&only.info, diags),
            _ => FIRST_VERSION.to_owned(),
        };
        let pages = || package.apis.iter().flat_map(|api| &api.info.pages);
        let is_source = |page: &&String| FORGES.iter().any(|forge| page.starts_with(forge));
        let features = Features::of(analysis, options).all(package);
        Self {
            version,
            description: description(package),
            license: license(package),
            homepage: pages().find(|page| !is_source(page)).cloned(),
            repository: pages().find(is_source).cloned(),
            features,
        }
    }
}

/// `A typed client for Pets and Shops.`
fn description(package: &Package) -> String {
    let titles = package.apis.iter().filter_map(|api| {
        let title = api.docs.summary.as_deref()?;
        let words: Vec<&str> = title.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    });
    let titles: Vec<String> = titles.collect();
    match titles.split_last() {
        None => "A typed client, generated from OpenAPI definitions.".to_owned(),
        Some((only, [])) => format!("A typed client for {only}."),
        Some((last, others)) => format!("A typed client for {} and {last}.", others.join(", ")),
    }
}

/// The license on which all documents agree, if it is an SPDX expression.
fn license(package: &Package) -> Option<String> {
    let mut licenses = package.apis.iter().map(|api| api.info.license.as_deref());
    let license = licenses.next()??;
    let agreed = licenses.all(|other| other == Some(license));
    (agreed && spdx::Expression::parse(license).is_ok()).then(|| license.to_owned())
}

/// The version of the document, or the semantic version nearest to it.
fn version(info: &Info, diags: &mut Diagnostics) -> String {
    let given = info.version.trim();
    let mended = mended(given);
    if mended != given {
        let message = format!(
            "`{given}` is no semantic version, which cargo requires: the crate gets the version `{mended}`"
        );
        let help = "the version in Cargo.toml can be changed; later runs keep it";
        diags.push(Diagnostic::warning(info.version_origin, message).help(help));
    }
    mended
}

/// Returns a semantic version as it is. Of any other text, the first three numbers that only `.`, `-`, `_`, `/` or spaces separate
/// are the version, and zeros are added to fewer numbers; what follows is kept if it is a pre-release (`1.2-beta`). A text that does
/// not begin with a number, except for a `v`, is version 0.1.0.
fn mended(given: &str) -> String {
    if let Ok(version) = Version::parse(given) {
        return version.to_string();
    }
    let mut rest = given.strip_prefix(['v', 'V']).unwrap_or(given);
    let mut numbers = [0; 3];
    for (at, number) in numbers.iter_mut().enumerate() {
        let start = match at {
            0 => rest,
            _ => rest.trim_start_matches(['.', '-', '_', '/', ' ']),
        };
        let digits = start.find(|c: char| !c.is_ascii_digit());
        let (digits, after) = start.split_at(digits.unwrap_or(start.len()));
        match digits.parse() {
            Ok(parsed) => (*number, rest) = (parsed, after),
            Err(_) if at == 0 => return FIRST_VERSION.to_owned(),
            Err(_) => break,
        }
    }
    let [major, minor, patch] = numbers;
    let pre = rest.strip_prefix('-').map(Prerelease::new);
    let version = Version {
        major,
        minor,
        patch,
        pre: pre.and_then(Result::ok).unwrap_or(Prerelease::EMPTY),
        build: BuildMetadata::EMPTY,
    };
    version.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_version_becomes_a_semantic_one() {
        let cases = [
            ("1.2.3", "1.2.3"),
            ("1.2.3-rc.1+x", "1.2.3-rc.1+x"),
            ("2020-09-14_1.86", "2020.9.14"),
            ("2022-11-28", "2022.11.28"),
            ("v1", "1.0.0"),
            ("1.10", "1.10.0"),
            ("v2.1", "2.1.0"),
            ("1.0.27.4", "1.0.27"),
            ("01.02", "1.2.0"),
            ("1.2-beta", "1.2.0-beta"),
            ("1.2.3-beta 4", "1.2.3"),
            ("71", "71.0.0"),
            ("1 / 2", "1.2.0"),
            ("", "0.1.0"),
            ("latest", "0.1.0"),
            ("99999999999999999999", "0.1.0"),
            ("1.99999999999999999999", "1.0.0"),
        ];
        for (given, expected) in cases {
            assert_eq!(mended(given), expected, "{given}");
            assert!(Version::parse(&mended(given)).is_ok(), "{given}");
        }
    }
}
