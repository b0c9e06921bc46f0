//! What must be true of the style sheets of the site.

use std::collections::BTreeMap;
use std::fs;

use crate::project::root;

/// What text may stand on.
const GROUNDS: [&str; 2] = ["--paper", "--paper-raised"];

/// Text that may stand on any ground, and on a ground of its own colour.
const TEXTS: [&str; 8] = [
    "--ink",
    "--ink-soft",
    "--accent",
    "--good",
    "--part",
    "--bad",
    "--unknown",
    "--violet",
];

#[test]
fn text_has_contrast_in_both_themes() {
    let css = fs::read_to_string(root().join("xtask/book/base.css")).unwrap();
    for (theme, at) in [("light", 0), ("dark", 1)] {
        let colours = colours(&css, at);
        let check = |text: &str, ground: &str| {
            let ratio = contrast(colours[text], colours[ground]);
            assert!(
                ratio >= 4.5,
                "{theme}: {text} on {ground} has a contrast of {ratio:.2}"
            );
        };
        for text in TEXTS {
            for ground in GROUNDS {
                check(text, ground);
            }
            let own = format!("{text}-soft");
            if !text.starts_with("--ink") {
                check(text, &own);
                check("--ink", &own);
            }
        }
        check("--accent-ink", "--accent");
        check("--ink", "--mark");
    }
}

#[test]
fn interactive_pages_have_the_colours_of_the_site() {
    let [site, page] = [
        "xtask/book/base.css",
        "generated/docs/support-chooser/page.css",
    ]
    .map(|path| fs::read_to_string(root().join(path)).unwrap());
    for at in [0, 1] {
        let (site, page) = (colours(&site, at), colours(&page, at));
        assert!(page.len() > TEXTS.len(), "{page:?}");
        for (name, colour) in page {
            assert_eq!(site.get(name), Some(&colour), "{name}");
        }
    }
}

/// The colours of a theme, by name: one of each `light-dark(#rrggbb, #rrggbb)`.
fn colours(css: &str, at: usize) -> BTreeMap<&str, [f64; 3]> {
    let declarations = css.split(['{', ';']).filter_map(|part| {
        let (name, pair) = part.trim().split_once(": light-dark(")?;
        let colour = pair.trim_end_matches(')').split(", ").nth(at)?;
        let channel = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok();
        let [red, green, blue] = [channel(1)?, channel(3)?, channel(5)?];
        Some((name, [red, green, blue].map(f64::from)))
    });
    declarations.collect()
}

/// The contrast ratio of WCAG.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let share = channel / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
