//! The sitemap: the addresses of all pages, for search engines.

use std::fs;
use std::io;
use std::path::Path;

use super::base_url::BaseUrl;

/// The name of the sitemap.
pub(super) const FILE: &str = "sitemap.xml";

/// Lists the pages of the built site. Of the rustdoc, it lists the front page of the crate, from which the others are reached.
pub(super) fn sitemap(site: &Path, base: &BaseUrl) -> io::Result<String> {
    let mut pages = Vec::new();
    collect(site, "", &mut pages)?;
    pages.sort_unstable();
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for page in &pages {
        // A front page has the address of its folder.
        let path = match page.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => page,
        };
        out.push_str(&format!(
            "<url><loc>{}</loc></url>\n",
            escaped(&base.of(path))
        ));
    }
    out.push_str("</urlset>\n");
    Ok(out)
}

fn collect(folder: &Path, path: &str, pages: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{path}{name}");
        let is_front_of_crate = path == "api/truto_unified/index.html";
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), pages)?;
        } else if is_front_of_crate || is_page(&path) {
            pages.push(path);
        }
    }
    Ok(())
}

/// Whether the file is a page that readers look for.
fn is_page(path: &str) -> bool {
    let is_of_mdbook = matches!(path, "404.html" | "print.html" | "toc.html");
    path.ends_with(".html") && !path.starts_with("api/") && !is_of_mdbook
}

fn escaped(url: &str) -> String {
    let url = url.replace('&', "&amp;").replace('<', "&lt;");
    url.replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sitemap_lists_pages_but_not_all_of_the_rustdoc() {
        let site = tempfile::tempdir().unwrap();
        for path in [
            "index.html",
            "404.html",
            "llms.txt",
            "docs/crm.html",
            "docs/index.html",
            "api/truto_unified/index.html",
            "api/truto_unified/struct.Client.html",
        ] {
            let path = site.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let base: BaseUrl = "https://x.example/a".parse().unwrap();
        let sitemap = sitemap(site.path(), &base).unwrap();
        let found: Vec<&str> = sitemap
            .lines()
            .filter_map(|line| line.strip_prefix("<url><loc>https://x.example/a/"))
            .collect();
        let pages = ["api/truto_unified/", "docs/crm.html", "docs/", ""];
        let expected = pages.map(|page| format!("{page}</loc></url>"));
        assert_eq!(found, expected);
    }
}
