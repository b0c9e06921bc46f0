//! Checks of the manifests of the published crates.

use semver::Version;
use serde_json::Value;

use super::CRATES;
use crate::project;
use crate::report::Failure;

/// Checks the manifests, and returns the version, which all crates share.
pub(super) fn check(notes: &mut Vec<String>) -> Result<Version, Failure> {
    let metadata = project::metadata(&["--no-deps", "--offline"])?;
    let names = CRATES.each_ref().map(|of| of.name);
    let mut faults = Vec::new();
    let published = in_order(&project::published(&metadata)?, &names, &mut faults);
    let version = published.first().map(|package| &package["version"]);
    let version = version.and_then(|version| version.as_str()?.parse().ok());
    let version: Version = version.ok_or("no published crate has a version")?;
    for (at, package) in published.iter().enumerate() {
        let earlier = names.get(..at).unwrap_or_default();
        faults.extend(faults_of(package, &version, earlier));
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    println!("{version}: {}", names.join(", "));
    if published
        .iter()
        .any(|package| package["repository"].is_null())
    {
        notes.push(
            "there is no `repository`: set it in all manifests once the repository is public; without it, crates.io links to no \
             source, and the relative links of the README lead nowhere"
                .to_owned(),
        );
    }
    Ok(version)
}

/// Returns the published packages in the order of `names`.
fn in_order<'a>(
    published: &[&'a Value],
    names: &[&str],
    faults: &mut Vec<String>,
) -> Vec<&'a Value> {
    for package in published {
        let name = package["name"].as_str().unwrap_or_default();
        if !names.contains(&name) {
            faults.push(format!(
                "{name} would be published: set `publish = false`, or add it to the crates in xtask/src/release.rs"
            ));
        }
    }
    let of = |name: &&str| {
        let mut packages = published.iter().copied();
        packages.find(|package| package["name"] == **name)
    };
    for name in names.iter().filter(|name| of(name).is_none()) {
        faults.push(format!("{name} is not published by its manifest"));
    }
    names.iter().filter_map(of).collect()
}

/// Returns the faults in the manifest of a crate that is published after the crates `earlier`.
fn faults_of(package: &Value, version: &Version, earlier: &[&str]) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let mut faults = Vec::new();
    if package["version"] != version.to_string() {
        faults.push(format!(
            "has the version {}, not {version}",
            package["version"]
        ));
    }
    for field in ["description", "license", "readme", "rust_version"] {
        if package[field].as_str().is_none_or(str::is_empty) {
            faults.push(format!("has no `{}`", field.replace('_', "-")));
        }
    }
    for (field, most) in [("keywords", 5), ("categories", 5)] {
        let count = package[field].as_array().map_or(0, Vec::len);
        if count == 0 || count > most {
            faults.push(format!("has {count} {field}, not 1 to {most}"));
        }
    }
    let documentation = format!("https://docs.rs/{name}");
    if package["documentation"] != documentation {
        faults.push(format!("needs `documentation = \"{documentation}\"`"));
    }
    if package["metadata"]["docs"]["rs"]["all-features"] != true {
        faults.push("needs `all-features = true` in `[package.metadata.docs.rs]`".to_owned());
    }
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    faults.extend(dependencies.filter_map(|dependency| fault_of(dependency, version, earlier)));
    faults
        .iter()
        .map(|fault| format!("{name} {fault}"))
        .collect()
}

/// Returns the fault of a dependency on a crate of the workspace, if it has one.
fn fault_of(dependency: &Value, version: &Version, earlier: &[&str]) -> Option<String> {
    let name = dependency["name"].as_str().unwrap_or_default();
    let requirement = dependency["req"].as_str().unwrap_or_default();
    // Cargo leaves dependencies of tests out of the package if they have no version.
    let is_left_out = dependency["kind"] == "dev" && requirement == "*";
    if dependency["path"].is_null() || is_left_out {
        return None;
    }
    if !earlier.contains(&name) {
        return Some(format!(
            "depends on {name}, which is not published before it"
        ));
    }
    // A lower version would be accepted with crates that lack what this one uses.
    (requirement != format!("^{version}"))
        .then(|| format!("depends on {name} {requirement}, which is not the version {version}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package() -> Value {
        json!({
            "name": "two", "version": "0.2.0", "description": "D", "license": "MIT", "readme": "README.md", "rust_version": "1.85",
            "keywords": ["k"], "categories": ["c"], "documentation": "https://docs.rs/two",
            "metadata": { "docs": { "rs": { "all-features": true } } },
            "dependencies": [
                { "name": "serde", "req": "^1", "kind": null },
                { "name": "one", "req": "^0.2.0", "kind": null, "path": "/one" },
                { "name": "two", "req": "*", "kind": "dev", "path": "/two" },
            ],
        })
    }

    #[test]
    fn a_complete_manifest_has_no_fault() {
        let version = Version::new(0, 2, 0);
        assert_eq!(faults_of(&package(), &version, &["one"]), [""; 0]);
        let faults = faults_of(&package(), &version, &[]);
        assert_eq!(
            faults,
            ["two depends on one, which is not published before it"]
        );
        let mut later = package();
        later["version"] = json!("0.2.1");
        assert_eq!(
            faults_of(&later, &Version::new(0, 2, 1), &["one"]),
            ["two depends on one ^0.2.0, which is not the version 0.2.1"]
        );
    }

    #[test]
    fn each_fault_is_named() {
        let version = Version::new(0, 3, 0);
        let mut package = package();
        package["keywords"] = json!([]);
        package["readme"] = Value::Null;
        package["metadata"] = Value::Null;
        package["documentation"] = json!("https://example.com");
        let expected = [
            "two has the version \"0.2.0\", not 0.3.0",
            "two has no `readme`",
            "two has 0 keywords, not 1 to 5",
            "two needs `documentation = \"https://docs.rs/two\"`",
            "two needs `all-features = true` in `[package.metadata.docs.rs]`",
            "two depends on one ^0.2.0, which is not the version 0.3.0",
        ];
        assert_eq!(faults_of(&package, &version, &["one"]), expected);
    }

    #[test]
    fn every_published_member_is_known() {
        let (known, stray) = (package(), json!({ "name": "stray" }));
        let mut faults = Vec::new();
        let found = in_order(&[&stray, &known], &["two", "private"], &mut faults);
        assert_eq!(found, [&known]);
        assert!(
            faults[0].starts_with("stray would be published"),
            "{faults:?}"
        );
        assert_eq!(faults[1], "private is not published by its manifest");
    }
}
