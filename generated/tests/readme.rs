//! The README's example is the example that runs.

#[test]
fn the_readme_prints_the_example() {
    let readme = include_str!("../../README.md");
    let example = include_str!("../examples/create_contact/main.rs");
    let printed = readme
        .split("```rust\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let (_, code) = example.split_once("\n\n").unwrap();
    assert_eq!(printed, Some(code));
}
