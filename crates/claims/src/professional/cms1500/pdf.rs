use std::fmt;

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

use super::form::{Entry, Form, Page};
use super::slots::{CHECKS, FRAMES, Frame, LINES, Slot};

/// US Letter, in points of 1/72 inch.
const WIDTH: f32 = 612.0;
const HEIGHT: f32 = 792.0;
/// Ten characters and six lines an inch.
const COLUMN: f32 = 7.2;
const LINE: f32 = 12.0;
/// The left edge of column 1: 79 columns in the middle of the page.
const LEFT: f32 = 21.6;
/// From the lower edge of a line to the foot of its letters.
const FOOT: f32 = 3.0;

const DATA: Name<'static> = Name(b"D");
const LABEL: Name<'static> = Name(b"L");

/// How far values are moved on the paper, in points to the right and down: printers differ.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Offset {
    pub right: f32,
    pub down: f32,
}

/// What lies in the printer.
#[derive(Clone, Copy)]
pub enum Paper<'a> {
    /// Plain paper: the boxes are drawn, each with its word. `box.1a` is asked for box 1a, `check.yes` for what is ticked.
    Plain(&'a dyn Fn(&str) -> String),
    /// The red form: values alone.
    Printed(Offset),
}

impl fmt::Debug for Paper<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("Plain"),
            Self::Printed(offset) => f.debug_tuple("Printed").field(offset).finish(),
        }
    }
}

/// The pages of all the forms.
pub fn pdf<'a>(forms: impl IntoIterator<Item = &'a Form>, paper: Paper<'_>) -> Vec<u8> {
    let mut contents = Vec::new();
    for form in forms {
        for page in &form.pages {
            contents.push(content(page, paper));
        }
    }
    document(contents)
}

/// Every place of the form filled, to be laid over a red form against the light.
pub fn test_print(offset: Offset) -> Vec<u8> {
    let mut page = Page::new();
    for &slot in Slot::ALL {
        let lines = if slot.is_of_line() { LINES } else { 1 };
        let text = "X".repeat(slot.place().width.into());
        page.extend((0..).take(lines).map(|line| Entry { slot, line, text: text.clone() }));
    }
    document(vec![content(&page, Paper::Printed(offset))])
}

fn document(contents: Vec<Content>) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut next = Ref::new(1);
    let (catalog, tree, data, label) = (next.bump(), next.bump(), next.bump(), next.bump());
    pdf.catalog(catalog).pages(tree);
    let ids: Vec<(Ref, Ref)> = contents.iter().map(|_| (next.bump(), next.bump())).collect();
    let count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(ids.iter().map(|(page, _)| *page)).count(count);
    for ((page_id, content_id), content) in ids.into_iter().zip(contents) {
        let mut page = pdf.page(page_id);
        page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT));
        page.parent(tree);
        page.contents(content_id);
        page.resources().fonts().pair(DATA, data).pair(LABEL, label);
        page.finish();
        pdf.stream(content_id, &content.finish());
    }
    // Both are among the fourteen fonts that every reader has.
    for (id, font) in [(data, Name(b"Courier")), (label, Name(b"Helvetica"))] {
        pdf.type1_font(id).base_font(font).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    pdf.finish()
}

fn content(page: &Page, paper: Paper<'_>) -> Content {
    let mut content = Content::new();
    let offset = match paper {
        Paper::Plain(word) => {
            drawing(&mut content, word);
            Offset::default()
        }
        Paper::Printed(offset) => offset,
    };
    content.set_fill_gray(0.0);
    for entry in page {
        let place = entry.slot.place_of_line(entry.line);
        let (x, y) = (left_of(place.column) + offset.right, foot_of(place.line) - offset.down);
        // Ten points high, and set apart to ten characters an inch.
        content.begin_text().set_font(DATA, 10.0).set_char_spacing(COLUMN - 6.0);
        content.next_line(x + 0.6, y).show(Str(entry.text.as_bytes())).end_text();
    }
    content
}

fn drawing(content: &mut Content, word: &dyn Fn(&str) -> String) {
    content.set_line_width(0.4);
    for row in 0..LINES {
        let top = 43 + 2 * row as u8;
        shade(content, top);
        frame(content, (top, top + 1), (1, 79));
        let columns = FRAMES.iter().filter(|frame| frame.lines == (41, 42));
        columns.for_each(|column| frame(content, (top + 1, top + 1), column.columns));
    }
    for box_ in FRAMES {
        frame(content, box_.lines, box_.columns);
        label(content, box_, &word(&format!("box.{}", box_.number)));
    }
    for (slot, name) in CHECKS {
        let place = slot.place();
        let (x, y) = (left_of(place.column), foot_of(place.line));
        content.rect(x - 0.4, y - 1.8, COLUMN + 0.8, 9.6).stroke();
        text(content, (x + COLUMN + 1.4, y), 4.6, &word(&format!("check.{name}")));
    }
    text(content, (left_of(1), foot_of(64)), 6.0, &word("form"));
}

/// The upper half of a service line.
fn shade(content: &mut Content, line: u8) {
    content.set_fill_gray(0.92);
    content.rect(left_of(1) - 1.5, foot_of(line) - FOOT, 79.0 * COLUMN, LINE).fill_nonzero();
    content.set_fill_gray(0.0);
}

fn frame(content: &mut Content, lines: (u8, u8), columns: (u8, u8)) {
    let (left, right) = (left_of(columns.0) - 1.5, left_of(columns.1 + 1) - 1.5);
    let (top, foot) = (foot_of(lines.0) - FOOT + LINE, foot_of(lines.1) - FOOT);
    content.rect(left, foot, right - left, top - foot).stroke();
}

fn label(content: &mut Content, frame: &Frame, word: &str) {
    let top = foot_of(frame.lines.0) - FOOT + LINE;
    let one_line = frame.lines.0 == frame.lines.1;
    let (size, below) = if one_line { (3.6, 3.2) } else { (4.8, 5.0) };
    text(content, (left_of(frame.columns.0), top - below), size, word);
}

fn text(content: &mut Content, (x, y): (f32, f32), size: f32, words: &str) {
    // Words of the drawing are ours, and of Latin letters.
    let bytes: Vec<u8> = words.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
    content.begin_text().set_font(LABEL, size).set_char_spacing(0.0).next_line(x, y);
    content.show(Str(&bytes)).end_text();
}

fn left_of(column: u8) -> f32 {
    LEFT + (f32::from(column) - 1.0) * COLUMN
}

fn foot_of(line: u8) -> f32 {
    HEIGHT - f32::from(line) * LINE + FOOT
}
