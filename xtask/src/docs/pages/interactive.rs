//! The interactive pages of the reference, the chooser and the comparison, in the frame of the site.
//!
//! The generator writes them as HTML that needs no site. A page of the book takes the place of each, with its heading and its first
//! paragraph, so that the site knows it like any other page. When mdBook has written the frame, the content moves into it.

use std::fs;
use std::io;
use std::path::Path;

use lol_html::errors::RewritingError;
use lol_html::html_content::{ContentType, Element};
use lol_html::{element, rewrite_str};

use super::facts::settings;
use crate::links::attributes;
use crate::project::root;

/// The folders of the pages.
const FOLDERS: [&str; 2] = ["docs/support-chooser", "docs/compare"];

/// The part of the table of contents that they are listed in.
const PART: &str = "\n# Integrations\n\n";

/// The style sheet of the frame that the site replaces.
const OWN_FRAME: &str = "page.css";

/// Replaces the pages in the sources of the book by pages of the book, and lists these in its table of contents.
pub(super) fn stage(src: &Path) -> io::Result<()> {
    let path = src.join("SUMMARY.md");
    let summary = fs::read_to_string(&path)?;
    let mut list = PART.to_owned();
    for folder in FOLDERS {
        let page = Interactive::read(folder)?;
        fs::remove_file(src.join(folder).join("index.html"))?;
        let text = format!("# {}\n\n{}\n", page.title, page.intro);
        fs::write(src.join(folder).join("index.md"), text)?;
        list.push_str(&format!("- [{}]({folder}/index.md)\n", page.title));
    }
    if !summary.contains(PART) {
        return Err(missing("SUMMARY.md", PART));
    }
    fs::write(path, summary.replacen(PART, &list, 1))
}

/// Puts the content of an interactive page into its frame. Other pages stay as they are.
pub(super) fn filled(path: &str, html: String) -> io::Result<String> {
    let folder = path.strip_suffix("/index.html");
    match folder.filter(|folder| FOLDERS.contains(folder)) {
        Some(folder) => Interactive::read(folder)?
            .in_frame(&html)
            .map_err(io::Error::other),
        None => Ok(html),
    }
}

/// A page as the generator has written it, with the links of the site.
struct Interactive {
    title: String,
    intro: String,
    /// The names of its style sheets, without that of its own frame.
    styles: Vec<String>,
    /// What is in its main element.
    content: String,
    /// The elements that load its scripts.
    scripts: String,
}

impl Interactive {
    fn read(folder: &str) -> io::Result<Self> {
        let path = format!("generated/{folder}/index.html");
        let html = fs::read_to_string(root().join(&path))?;
        Self::of(&html).map_err(|what| missing(&path, what))
    }

    /// Reads the source of a page, or returns what it lacks.
    fn of(html: &str) -> Result<Self, &'static str> {
        let (head, body) = html.split_once("</head>").ok_or("</head>")?;
        let (_, main) = body.split_once("<main").ok_or("<main")?;
        let (main, rest) = main.split_once("</main>").ok_or("</main>")?;
        let (scripts, _) = rest.split_once("</body>").ok_or("</body>")?;
        let main = main.replace("\"../README.md\"", "\"../../index.html\"");
        let main = main.replace(".md\"", ".html\"");
        let styles = attributes(head, "href").filter(|link| link.ends_with(".css"));
        let styles = styles.filter(|link| !link.ends_with(OWN_FRAME));
        Ok(Self {
            title: between(&main, "<h1>", "</h1>")?.to_owned(),
            intro: between(&main, "<p class=\"intro\">", "</p>")?.to_owned(),
            styles: styles.map(str::to_owned).collect(),
            content: format!("<div{main}</div>"),
            scripts: scripts.trim().to_owned(),
        })
    }

    fn in_frame(&self, frame: &str) -> Result<String, RewritingError> {
        let styles = self.styles.iter();
        let styles: String = styles
            .map(|link| format!("<link rel=\"stylesheet\" href=\"{link}\">\n"))
            .collect();
        let handlers = vec![
            element!("head", |element: &mut Element<'_, '_>| {
                element.append(&styles, ContentType::Html);
                Ok(())
            }),
            // The page has styles of its own for tables, headings and lists.
            element!(".content", |element: &mut Element<'_, '_>| {
                element.remove_attribute("class");
                Ok(())
            }),
            element!("main article", |element: &mut Element<'_, '_>| {
                element.set_inner_content(&self.content, ContentType::Html);
                element.after(&self.scripts, ContentType::Html);
                Ok(())
            }),
        ];
        rewrite_str(frame, settings(handlers))
    }
}

fn between<'a>(
    text: &'a str,
    start: &'static str,
    end: &'static str,
) -> Result<&'a str, &'static str> {
    let (_, rest) = text.split_once(start).ok_or(start)?;
    let (inside, _) = rest.split_once(end).ok_or(end)?;
    Ok(inside)
}

fn missing(file: &str, what: &str) -> io::Error {
    io::Error::other(format!("{file} does not contain `{}`", what.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"../a/page.css\">\
        <link rel=\"stylesheet\" href=\"b.css\"></head><body><nav><a href=\"../README.md\">Home</a></nav>\
        <main id=\"interactive\" data-pages=\".md\"><h1>Compare</h1><p class=\"intro\">Two.</p><a href=\"../README.md\">x</a>\
        <a href=\"../a.md\">a</a></main><script src=\"b.js\"></script></body></html>";

    #[test]
    fn the_content_moves_into_the_frame_of_the_site() {
        let page = Interactive::of(PAGE).unwrap();
        assert_eq!([&*page.title, &*page.intro], ["Compare", "Two."]);
        let frame = "<head><title>t</title></head><div id=\"c\" class=\"content\"><main><article><h1>Compare</h1></article></main></div>";
        assert_eq!(
            page.in_frame(frame).unwrap(),
            "<head><title>t</title><link rel=\"stylesheet\" href=\"b.css\">\n</head><div id=\"c\"><main><article>\
             <div id=\"interactive\" data-pages=\".html\"><h1>Compare</h1><p class=\"intro\">Two.</p><a href=\"../../index.html\">x</a>\
             <a href=\"../a.html\">a</a></div></article><script src=\"b.js\"></script></main></div>"
        );
        assert_eq!(
            Interactive::of("<head></head><main>").err(),
            Some("</main>")
        );
    }
}
