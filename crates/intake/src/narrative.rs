//! Marked-up text, the narrative of CDA and the XHTML of FHIR, as the text that a coder reads: tables stay tables. Source:
//! CDA R2, section 4.3.5 (`StrucDoc.Text`).

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

/// The most elements inside each other that are told apart; what lies deeper is text alone.
const MOST_LEVELS: usize = 48;
/// The widest column that others are aligned to, in characters.
const WIDEST: usize = 40;
/// The most columns and rows that one cell takes.
const MOST_SPAN: usize = 64;
/// How much of a table is aligned, in bytes: beyond that a file of nothing but cells would grow.
const MOST_ALIGNED: usize = 4_194_304;
/// What stands between two cells.
const BETWEEN: &str = " | ";

/// The text of a fragment that is well-formed.
pub(crate) fn of_fragment(markup: &str) -> Option<String> {
    let whole = markup.trim();
    let whole = whole.find("<").map_or(whole, |start| whole.get(start..).unwrap_or(whole));
    let named = with_entities(whole);
    let document = parsed(&named).ok()?;
    Some(of_element(document.root_element()))
}

/// A document without document type: no entity but those of XML is ever expanded.
pub(crate) fn parsed(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 4_000_000, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
}

/// Named characters of HTML, which XML does not know; an ampersand that begins none is itself.
pub(crate) fn with_entities(text: &str) -> String {
    const NAMED: &[(&str, char)] = &[
        ("nbsp", '\u{a0}'),
        ("copy", '©'),
        ("reg", '®'),
        ("deg", '°'),
        ("plusmn", '±'),
        ("micro", 'µ'),
        ("middot", '·'),
        ("frac12", '½'),
        ("frac14", '¼'),
        ("frac34", '¾'),
        ("times", '×'),
        ("divide", '÷'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bull", '•'),
        ("hellip", '…'),
        ("trade", '™'),
        ("le", '≤'),
        ("ge", '≥'),
        ("ne", '≠'),
        ("sup2", '²'),
        ("sup3", '³'),
        ("rarr", '→'),
        ("larr", '←'),
        ("uarr", '↑'),
        ("darr", '↓'),
        ("alpha", 'α'),
        ("beta", 'β'),
        ("mu", 'μ'),
        ("eacute", 'é'),
        ("ntilde", 'ñ'),
        ("ouml", 'ö'),
        ("uuml", 'ü'),
        ("auml", 'ä'),
        ("szlig", 'ß'),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let name: String =
            behind.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '#').take(12).collect();
        let ends = behind.get(name.len()..).is_some_and(|rest| rest.starts_with(';'));
        let is_xml = name.starts_with('#') || ["amp", "lt", "gt", "quot", "apos"].contains(&name.as_str());
        match NAMED.iter().find(|(known, _)| *known == name) {
            _ if !ends => out.push_str("&amp;"),
            _ if is_xml => out.push('&'),
            Some((_, character)) => {
                out.push(*character);
                rest = behind.get(name.len() + 1..).unwrap_or_default();
                continue;
            }
            None => out.push_str("&amp;"),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What an element says. Lines end with `\n`; the last is not ended.
pub(crate) fn of_element(element: Node<'_, '_>) -> String {
    let mut text = Text::default();
    children(element, 0, &mut text);
    text.end_line();
    text.out.trim_end().to_owned()
}

/// Lines in the making: blanks between words are one.
#[derive(Default)]
struct Text {
    out: String,
    line: String,
    /// What the next line begins with.
    lead: String,
}

impl Text {
    fn words(&mut self, words: &str) {
        let begins_apart = words.starts_with(|c: char| c.is_whitespace() && c != '\u{a0}');
        if begins_apart && !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
        let mut parts = words
            .split(|c: char| c.is_whitespace() && c != '\u{a0}')
            .filter(|part| !part.is_empty())
            .peekable();
        let is_nothing = parts.peek().is_none();
        while let Some(part) = parts.next() {
            self.line.push_str(part);
            if parts.peek().is_some() {
                self.line.push(' ');
            }
        }
        let ends_apart = words.ends_with(|c: char| c.is_whitespace() && c != '\u{a0}');
        if ends_apart && !is_nothing {
            self.line.push(' ');
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.replace('\u{a0}', " ");
        if !line.trim().is_empty() {
            self.out.push_str(&self.lead);
            self.lead.clear();
            self.out.push_str(line.trim());
            self.out.push('\n');
        }
    }

    /// Lines as they are, such as those of a table.
    fn lines(&mut self, lines: &str) {
        self.end_line();
        self.out.push_str(lines);
    }
}

fn children(element: Node<'_, '_>, level: usize, text: &mut Text) {
    if level > MOST_LEVELS {
        for deep in element.descendants().filter(Node::is_text) {
            text.words(deep.text().unwrap_or_default());
        }
        return;
    }
    let mut number = 0;
    for child in element.children() {
        if let Some(words) = child.text().filter(|_| child.is_text()) {
            text.words(words);
            continue;
        }
        if !child.is_element() {
            continue;
        }
        let deeper = level + 1;
        match child.tag_name().name().to_ascii_lowercase().as_str() {
            "br" => text.end_line(),
            "table" => {
                let table = table(child, deeper);
                text.lines(&table);
            }
            "item" | "li" => {
                number += 1;
                let is_numbered =
                    element.attribute("listType") == Some("ordered") || element.tag_name().name() == "ol";
                text.end_line();
                text.lead = if is_numbered { format!("{number}. ") } else { "- ".to_owned() };
                children(child, deeper, text);
                text.end_line();
                text.lead.clear();
            }
            "pre" => {
                let lines: String =
                    child.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect();
                text.lines(&format!("{}\n", lines.trim_matches('\n')));
            }
            "paragraph" | "p" | "div" | "list" | "ul" | "ol" | "caption" | "title" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "dl" | "dt" | "dd" | "footnote" | "hr" | "blockquote" | "section" => {
                text.end_line();
                children(child, deeper, text);
                text.end_line();
            }
            // Not text.
            "style" | "script" | "head" => {}
            // Behind a mark that takes no place: superscripts apart would be other numbers.
            "sup" => {
                text.words("^");
                children(child, deeper, text);
            }
            _ => children(child, deeper, text),
        }
    }
}

/// Rows of a table, the cells of a column below each other.
fn table(table: Node<'_, '_>, level: usize) -> String {
    // Each cell with its column.
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    // The rows below that a cell reaches into, by its column.
    let mut from_above: BTreeMap<usize, usize> = BTreeMap::new();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows_of(table) {
        let mut cells: Vec<(usize, String)> = Vec::new();
        let mut reach: Vec<(usize, usize)> = Vec::new();
        let mut column = 0;
        for cell in row.children().filter(|cell| is_named(*cell, &["td", "th"])) {
            while from_above.contains_key(&column) {
                column += 1;
            }
            let span = |name: &str| {
                let written = cell.attribute(name).and_then(|text| text.trim().parse::<usize>().ok());
                written.unwrap_or(1).clamp(1, MOST_SPAN)
            };
            let mut text = Text::default();
            children(cell, level, &mut text);
            text.end_line();
            let text = text.out.trim_end().replace('\n', "; ");
            let width = text.chars().count();
            if width <= WIDEST && span("colspan") == 1 {
                let widest = widths.entry(column).or_default();
                *widest = width.max(*widest);
            }
            if span("rowspan") > 1 {
                reach.push((column, span("rowspan")));
            }
            cells.push((column, text));
            column += span("colspan");
        }
        from_above.retain(|_, rows| {
            *rows -= 1;
            *rows > 0
        });
        from_above.extend(reach.into_iter().map(|(column, rows)| (column, rows - 1)));
        rows.push(cells);
    }
    let mut out = String::new();
    for caption in table.children().filter(|child| is_named(*child, &["caption"])) {
        out.push_str(of_element(caption).trim());
        out.push('\n');
    }
    for row in rows.iter().filter(|row| row.iter().any(|(_, cell)| !cell.is_empty())) {
        let line = row_of(row, &widths, out.len() < MOST_ALIGNED);
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A row as a line, each cell at its column's place.
fn row_of(cells: &[(usize, String)], widths: &BTreeMap<usize, usize>, aligned: bool) -> String {
    let mut line = String::new();
    let mut at = 0;
    for (column, cell) in cells {
        // Columns into which a cell from above or from the left reaches.
        for skipped in (at..*column).filter(|_| aligned) {
            let width = widths.get(&skipped).copied().unwrap_or(0);
            line.extend(std::iter::repeat_n(' ', width));
            line.push_str(BETWEEN);
        }
        line.push_str(cell);
        let width = widths.get(column).copied().unwrap_or(0).saturating_sub(cell.chars().count());
        line.extend(std::iter::repeat_n(' ', if aligned { width } else { 0 }));
        line.push_str(BETWEEN);
        at = column + 1;
    }
    line.truncate(line.trim_end_matches([' ', '|']).len());
    line
}

fn is_named(node: Node<'_, '_>, names: &[&str]) -> bool {
    node.is_element() && names.iter().any(|name| node.tag_name().name().eq_ignore_ascii_case(name))
}

/// The rows of this table, not of one inside of it.
fn rows_of<'a, 'd>(table: Node<'a, 'd>) -> Vec<Node<'a, 'd>> {
    let parts = table.children().flat_map(|child| {
        let own = is_named(child, &["tr"]).then_some(child);
        let within = is_named(child, &["thead", "tbody", "tfoot"])
            .then(|| child.children().filter(|row| is_named(*row, &["tr"])));
        own.into_iter().chain(within.into_iter().flatten())
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(markup: &str, expected: &Expect) {
        expected.assert_eq(&of_fragment(markup).unwrap());
    }

    #[test]
    fn paragraphs_lists_and_lines() {
        check(
            "<text>Seen <content styleCode='Bold'>today</content>,\n   well.<br/>No fever.<paragraph><caption>Plan</caption>Rest</paragraph>\
             <list listType='ordered'><item>One</item><item>Two<list><item>Inner</item></list></item></list>\
             <list><item>Loose</item></list>10<sup>9</sup>/L &nbsp;&le;&amp; R&R</text>",
            &expect![[r#"
                Seen today, well.
                No fever.
                Plan
                Rest
                1. One
                2. Two
                - Inner
                - Loose
                10^9/L  ≤& R&R"#]],
        );
    }

    #[test]
    fn tables_stay_tables() {
        check(
            "<text><table><caption>Results</caption><thead><tr><th>Test</th><th>Value</th><th>Note</th></tr></thead><tbody>\
             <tr><td rowspan='2'>Glucose</td><td>110</td><td>fasting<br/>again</td></tr><tr><td>98</td><td/></tr>\
             <tr><td colspan='2'>Both</td><td>ok</td></tr></tbody></table>after</text>",
            &expect![[r#"
                Results
                Test    | Value | Note
                Glucose | 110   | fasting; again
                        | 98
                Both    |       | ok
                after"#]],
        );
    }

    #[test]
    fn nothing_is_expanded() {
        assert_eq!(of_fragment("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), None);
        assert_eq!(of_fragment("<a>&b;</a>").unwrap(), "&b;");
        let deep = format!("<a>{}x{}</a>", "<b>".repeat(20_000), "</b>".repeat(20_000));
        assert_eq!(of_fragment(&deep).unwrap(), "x");
    }

    proptest! {
        #[test]
        fn any_markup(pieces in prop::collection::vec("(<table>|<tr>|<td rowspan='9'>|<td colspan='99'>|</td>|</tr>|</table>|<list>|<item>|</item>|</list>|<br/>|&nbsp;|&|[a-z ]{1,5})", 0..30)) {
            let _ = of_fragment(&format!("<t>{}</t>", pieces.concat()));
        }
    }
}
