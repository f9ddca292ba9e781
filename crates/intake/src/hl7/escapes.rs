//! Escape sequences in fields. Source: HL7 v2.5.1, section 2.7.

use encoding_rs::WINDOWS_1252;

use super::segments::Delimiters;

/// The text as it was meant, and whether a sequence was not known, which then stays as it was written.
pub(crate) fn unescaped(text: &str, delimiters: &Delimiters) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut unknown = false;
    let mut rest = text;
    let Some(escape) = delimiters.escape else { return (text.to_owned(), false) };
    while let Some((before, behind)) = rest.split_once(escape) {
        out.push_str(before);
        // What is no sequence was a stroke of the sender's own, as in a path of Windows.
        match behind.split_once(escape).filter(|(name, _)| is_name(name)) {
            Some((name, after)) => {
                if !meant(name, delimiters, &mut out) {
                    unknown = true;
                    out.extend([escape]);
                    out.push_str(name);
                    out.extend([escape]);
                }
                rest = after;
            }
            None => {
                out.push(escape);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    (out, unknown)
}

fn is_name(name: &str) -> bool {
    let formats = name.strip_prefix('.').is_some_and(|rest| {
        let (command, number) = rest.split_at_checked(2).unwrap_or((rest, ""));
        command.bytes().all(|c| c.is_ascii_lowercase())
            && number.trim().bytes().all(|c| c.is_ascii_digit() || matches!(c, b'+' | b'-'))
    });
    let hexadecimal = |rest: &str| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_hexdigit());
    let named = match name.split_at_checked(1) {
        Some(("X" | "C" | "M", rest)) => hexadecimal(rest),
        Some(("Z", rest)) => rest.len() <= 16 && rest.bytes().all(|c| c.is_ascii_alphanumeric()),
        Some((letter, "")) => letter.bytes().all(|c| c.is_ascii_uppercase()),
        _ => false,
    };
    formats || named
}

/// Appends what a sequence means; `false` where that is not known.
fn meant(name: &str, delimiters: &Delimiters, out: &mut String) -> bool {
    match name {
        "F" => out.push(delimiters.field),
        "S" => out.push(delimiters.component),
        "T" => out.push(delimiters.subcomponent),
        "R" => out.push(delimiters.repetition),
        "E" => out.extend(delimiters.escape),
        "P" => out.push('#'),
        // Highlighting begins and ends.
        "H" | "N" => {}
        _ => match (name.get(..1), name.get(1..)) {
            (Some("X"), Some(digits)) => out.push_str(&bytes(digits)),
            (Some("."), Some(command)) => format(command, out),
            // Another character set, which is that of a few East Asian systems, or a local meaning.
            _ => return false,
        },
    }
    true
}

/// Formatting commands of FT (section 2.7.6).
fn format(command: &str, out: &mut String) {
    let (command, number) = command.split_at_checked(2).unwrap_or((command, ""));
    let number: usize = number.trim().trim_start_matches(['+', '-']).parse().unwrap_or(1);
    match command {
        "br" | "ce" => out.push('\n'),
        "sp" => out.extend(std::iter::repeat_n('\n', number.clamp(1, 20))),
        "sk" => out.extend(std::iter::repeat_n(' ', number.min(80))),
        "in" | "ti" if out.is_empty() || out.ends_with('\n') => {
            out.extend(std::iter::repeat_n(' ', number.min(40)));
        }
        // Filling of lines, which is the window's own.
        _ => {}
    }
}

fn bytes(digits: &str) -> String {
    let pairs = digits.as_bytes().chunks(2);
    let bytes: Vec<u8> = pairs
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap_or_default(), 16).ok())
        .collect();
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(other) => WINDOWS_1252.decode_without_bom_handling(other.as_bytes()).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_mean_what_they_mean() {
        for (sent, meant, unknown) in [
            ("A\\T\\E", "A&E", false),
            ("a\\F\\b\\S\\c\\R\\d\\E\\e", "a|b^c~d\\e", false),
            ("one\\.br\\two", "one\ntwo", false),
            ("one\\.sp2\\two\\.sp\\three", "one\n\ntwo\nthree", false),
            ("\\.in+4\\set in", "    set in", false),
            ("\\H\\high\\N\\ low", "high low", false),
            ("a\\X0D0A\\b\\XE9\\", "a\r\nb\u{e9}", false),
            ("a\\XC3A9\\b", "a\u{e9}b", false),
            ("C:\\notes\\today", "C:\\notes\\today", false),
            ("\\Zab\\", "\\Zab\\", true),
            ("\\C2842\\x", "\\C2842\\x", true),
            ("end\\", "end\\", false),
            ("\\\\", "\\\\", false),
        ] {
            assert_eq!(unescaped(sent, &Delimiters::USUAL), (meant.to_owned(), unknown), "{sent}");
        }
    }
}
