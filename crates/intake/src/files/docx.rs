//! Word documents (Office Open XML) to text, by page as Word last broke them. Source: ECMA-376, part 1, chapter 17.

use std::io::{Cursor, Read as _};

use roxmltree::Node;
use zip::ZipArchive;

use crate::draft::ProblemKind;
use crate::narrative::parsed;

/// The most that one part of a document is, unpacked: a small file may hold a large one.
const MOST_PART_BYTES: u64 = 67_108_864;
/// The most elements inside each other that are read.
const MOST_LEVELS: usize = 64;

/// The text of each page; of only one where the document was never broken into pages.
pub(crate) fn pages(bytes: &[u8]) -> Result<Vec<String>, ProblemKind> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ProblemKind::NotUnderstood)?;
    let mut pages = vec![String::new()];
    part(&mut archive, "word/document.xml", &mut pages)?.ok_or(ProblemKind::NotUnderstood)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        part(&mut archive, notes, &mut pages)?;
    }
    Ok(pages)
}

/// Reads a part by its name, where there is one; no other file of the archive is ever opened.
fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    pages: &mut Vec<String>,
) -> Result<Option<()>, ProblemKind> {
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(MOST_PART_BYTES + 1).read_to_end(&mut bytes).map_err(|_| ProblemKind::NotUnderstood)?;
    if bytes.len() as u64 > MOST_PART_BYTES {
        return Err(ProblemKind::TooLarge { limit: MOST_PART_BYTES as u32 });
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| ProblemKind::NotUnderstood)?;
    let text = text.trim_start_matches('\u{feff}');
    let document = parsed(text).map_err(|error| ProblemKind::Xml { line: error.pos().row })?;
    blocks(document.root_element(), 0, pages)?;
    Ok(Some(()))
}

fn put(pages: &mut [String], text: &str) {
    if let Some(page) = pages.last_mut() {
        page.push_str(text);
    }
}

/// Paragraphs and tables.
fn blocks(around: Node<'_, '_>, level: usize, pages: &mut Vec<String>) -> Result<(), ProblemKind> {
    if level > MOST_LEVELS {
        return Err(ProblemKind::TooDeep { limit: MOST_LEVELS as u32 });
    }
    for child in around.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "p" => {
                let is_item = child.descendants().take(40).any(|one| one.tag_name().name() == "numPr");
                put(pages, if is_item { "- " } else { "" });
                inline(child, level + 1, pages)?;
                put(pages, "\n");
            }
            "tr" => {
                for (number, cell) in
                    child.children().filter(|cell| cell.tag_name().name() == "tc").enumerate()
                {
                    put(pages, if number > 0 { " | " } else { "" });
                    // Lines of a cell are one line of the row.
                    let mut within = vec![String::new()];
                    blocks(cell, level + 1, &mut within)?;
                    let lines: Vec<&str> =
                        within.iter().flat_map(|page| page.lines()).map(str::trim).collect();
                    let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
                    put(pages, &lines.join("; "));
                }
                put(pages, "\n");
            }
            // What older programs are given instead.
            "Fallback" | "sectPr" => {}
            _ => blocks(child, level + 1, pages)?,
        }
    }
    Ok(())
}

fn inline(around: Node<'_, '_>, level: usize, pages: &mut Vec<String>) -> Result<(), ProblemKind> {
    if level > MOST_LEVELS {
        return Err(ProblemKind::TooDeep { limit: MOST_LEVELS as u32 });
    }
    for child in around.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "t" => put(pages, child.text().unwrap_or_default()),
            "tab" | "ptab" => put(pages, "\t"),
            "noBreakHyphen" => put(pages, "-"),
            "br" if child.attributes().any(|one| one.name() == "type" && one.value() == "page") => {}
            "br" | "cr" => put(pages, "\n"),
            "lastRenderedPageBreak" if pages.iter().any(|page| !page.trim().is_empty()) => {
                pages.push(String::new())
            }
            // Deleted text, fields' codes, and what older programs are given instead.
            "delText" | "instrText" | "Fallback" | "pPr" | "rPr" => {}
            // A box of text inside of a line.
            "txbxContent" => {
                put(pages, "\n");
                blocks(child, level + 1, pages)?;
            }
            _ => inline(child, level + 1, pages)?,
        }
    }
    Ok(())
}
