//! Pseudorandom inputs, by number.

use fastrand::Rng;

/// Texts with a special meaning in some format.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ": ",
    ",",
    "\n",
    "\n  ",
    "\n- ",
    "#",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "|\n ",
    ">-\n ",
    "'",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "-0",
    "1e400",
    "0.1",
    "18446744073709551616",
    "~",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{1f642}",
    "\0",
    "\t",
    "\r\n",
    "%",
    "%2F",
    "..",
    "---\n",
    "...\n",
    "? ",
    "$..*",
    "@",
    "=",
    " ",
];

/// The input with this number: a seed unchanged, a seed with changes, or random bytes.
pub(crate) fn input(seeds: &[Vec<u8>], longest: usize, number: u64) -> Vec<u8> {
    let unchanged = usize::try_from(number)
        .ok()
        .and_then(|index| seeds.get(index));
    if let Some(seed) = unchanged {
        return seed.clone();
    }
    let mut rng = Rng::with_seed(number);
    let mut bytes = match rng.choice(seeds) {
        Some(seed) if rng.u8(..8) > 0 => seed.clone(),
        _ => {
            let most = 1 << rng.u8(3..13);
            let length = rng.usize(..=longest.min(most));
            return std::iter::repeat_with(|| rng.u8(..)).take(length).collect();
        }
    };
    for _ in 0..rng.usize(1..=6) {
        change(&mut bytes, seeds, &mut rng);
    }
    bytes.truncate(longest);
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], rng: &mut Rng) {
    let (from, to) = (rng.usize(..=bytes.len()), rng.usize(..=bytes.len()));
    let (from, to) = (
        from.min(to),
        to.max(from).min(from.min(to) + (1 << rng.u8(0..8))),
    );
    let to = to.min(bytes.len());
    match rng.u8(..6) {
        0 => drop(bytes.drain(from..to)),
        1 => {
            let copied = bytes[from..to].to_vec();
            let at = rng.usize(..=bytes.len());
            bytes.splice(at..at, copied);
        }
        2 => {
            let piece = PIECES[rng.usize(..PIECES.len())].bytes();
            bytes.splice(from..from, piece);
        }
        3 => {
            let piece = PIECES[rng.usize(..PIECES.len())].bytes();
            bytes.splice(from..to, piece);
        }
        4 => {
            if let Some(byte) = bytes.get_mut(from) {
                *byte = match rng.bool() {
                    true => rng.u8(..),
                    false => *byte ^ (1 << rng.u8(..8)),
                };
            }
        }
        _ => {
            let other = &seeds[rng.usize(..seeds.len())];
            let at = rng.usize(..=other.len());
            let end = other.len().min(at + (1 << rng.u8(0..8)));
            bytes.splice(from..to, other[at..end].iter().copied());
        }
    }
}
