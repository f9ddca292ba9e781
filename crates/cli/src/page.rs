//! The printed page: plain columns and wrapped paragraphs, narrow enough for any terminal.

use std::io::{self, Write};

const WIDTH: usize = 100;

/// Rows with the columns aligned; the last column runs free.
pub(crate) fn columns<const N: usize>(rows: &[[String; N]], out: &mut impl Write) -> io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

/// Text broken at blanks, every line but the first moved in to stand under it.
pub(crate) fn paragraph(first: &str, text: &str, out: &mut impl Write) -> io::Result<()> {
    let margin = first.chars().count();
    let mut line = first.to_owned();
    let mut length = margin;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        if length > margin && length + 1 + word_length > WIDTH {
            writeln!(out, "{}", line.trim_end())?;
            line = " ".repeat(margin);
            length = margin;
        } else if length > margin {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += word_length;
    }
    writeln!(out, "{}", line.trim_end())
}
