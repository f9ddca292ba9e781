//! PDF to text, page by page, each piece where it stands on the page. lopdf reads the file; how text lies on a page is
//! read here, since what the crate makes of it loses columns and words. Source: ISO 32000-1, chapter 9.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId};

use crate::draft::ProblemKind;

/// The most that one stream of a file is, unpacked.
const MOST_STREAM_BYTES: usize = 67_108_864;
const MOST_PAGES: usize = 5_000;
/// Forms inside of forms.
const MOST_LEVELS: usize = 8;
/// The most pieces of text on one page.
const MOST_PIECES: usize = 200_000;
/// The most operators that are carried out on one page.
const MOST_OPERATORS: usize = 3_000_000;
/// How many operators are carried out before the time is asked for.
const OPERATORS_AT_ONCE: usize = 10_000;

/// The highest code of a font, and the most entries of its table of widths.
const MOST_CODE: u32 = 65_535;
const MOST_WIDTHS: usize = 3_000;

/// A run of characters on a page.
#[derive(Debug)]
struct Piece {
    /// The way in which it is read, in quarter turns to the left.
    turn: u8,
    /// In points, along the way in which it is read and upwards from it.
    x: f32,
    y: f32,
    end: f32,
    size: f32,
    text: String,
}

/// The text of each page.
pub(crate) fn pages(bytes: &[u8], goes_on: &dyn Fn() -> bool) -> Result<Vec<String>, ProblemKind> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_STREAM_BYTES), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ProblemKind::Protected,
        _ => ProblemKind::NotUnderstood,
    })?;
    if document.is_encrypted() {
        return Err(ProblemKind::Protected);
    }
    let mut pages = Vec::new();
    for page in document.page_iter().take(MOST_PAGES) {
        if !goes_on() {
            return Err(ProblemKind::TimeOut);
        }
        pages.push(page_text(&document, page, goes_on)?);
    }
    match pages.is_empty() {
        true => Err(ProblemKind::NotUnderstood),
        false => Ok(pages),
    }
}

fn page_text(document: &Document, page: ObjectId, goes_on: &dyn Fn() -> bool) -> Result<String, ProblemKind> {
    let Ok(content) = document.get_page_content_with_limit(page, MOST_STREAM_BYTES) else {
        return Ok(String::new());
    };
    let fonts = document.get_page_fonts(page).unwrap_or_default();
    let forms = forms_of_page(document, page);
    let mut run = Run { document, goes_on, pieces: Vec::new(), operators: 0 };
    run.content(&content, &fonts, &forms, Matrix::SAME, 0)?;
    // What is written upwards along an edge is read behind the rest.
    let mut turned: [Vec<Piece>; 4] = Default::default();
    for piece in run.pieces {
        if let Some(pieces) = turned.get_mut(usize::from(piece.turn)) {
            pieces.push(piece);
        }
    }
    turned.sort_by_key(|pieces| std::cmp::Reverse(pieces.len()));
    Ok(turned.into_iter().map(laid_out).collect())
}

/// Forms by their names, of a page.
fn forms_of_page(document: &Document, page: ObjectId) -> HashMap<Vec<u8>, ObjectId> {
    let Ok((own, inherited)) = document.get_page_resources(page) else { return HashMap::new() };
    let inherited = inherited.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    let mut forms = HashMap::new();
    for resources in own.into_iter().chain(inherited) {
        forms.extend(forms_of(document, resources));
    }
    forms
}

fn forms_of(document: &Document, resources: &Dictionary) -> HashMap<Vec<u8>, ObjectId> {
    let Ok(objects) = document.get_dict_in_dict(resources, b"XObject") else { return HashMap::new() };
    let forms = objects.iter().filter_map(|(name, object)| Some((name.clone(), object.as_reference().ok()?)));
    forms.collect()
}

#[derive(Clone, Copy, Debug)]
struct Matrix([f32; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    const fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn of(operands: &[Object]) -> Option<Self> {
        let numbers: Vec<f32> = operands.iter().filter_map(|operand| operand.as_float().ok()).collect();
        <[f32; 6]>::try_from(numbers).ok().map(Self)
    }
}

/// A font as far as text needs it.
struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    /// Thousandths of the size, by code.
    widths: HashMap<u32, f32>,
    usual: f32,
    /// Bytes of a code.
    bytes: usize,
}

impl<'a> Font<'a> {
    fn of(document: &'a Document, font: &'a Dictionary) -> Self {
        let encoding = font.get_font_encoding_with_limit(document, MOST_STREAM_BYTES).ok();
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let mut made = Self { encoding, widths: HashMap::new(), usual: 500.0, bytes: 1 };
        match is_composite {
            true => made.composite(document, font),
            false => made.simple(document, font),
        }
        made
    }

    fn simple(&mut self, document: &Document, font: &Dictionary) {
        let first = font.get(b"FirstChar").and_then(Object::as_i64).unwrap_or(0);
        let Some(widths) = array(document, font, b"Widths") else { return };
        let first = u32::try_from(first).unwrap_or(0).min(MOST_CODE);
        let widths = widths.iter().take(256).filter_map(|width| width.as_float().ok());
        self.widths = (first..).zip(widths).collect();
    }

    fn composite(&mut self, document: &Document, font: &Dictionary) {
        self.bytes = 2;
        self.usual = 1000.0;
        let descendants = array(document, font, b"DescendantFonts");
        let first = descendants.and_then(|fonts| fonts.first());
        let own = first
            .and_then(|object| document.dereference(object).ok())
            .and_then(|(_, object)| object.as_dict().ok());
        let Some(own) = own else { return };
        if let Ok(usual) = own.get(b"DW").and_then(Object::as_float) {
            self.usual = usual;
        }
        let mut entries = array(document, own, b"W").into_iter().flatten().take(MOST_WIDTHS);
        // Either a code and the widths from it on, or two codes and the width between them.
        while let (Some(from), Some(next)) = (entries.next(), entries.next()) {
            let code = |object: &Object| {
                object
                    .as_i64()
                    .ok()
                    .and_then(|code| u32::try_from(code).ok())
                    .filter(|code| *code <= MOST_CODE)
            };
            let Some(from) = code(from) else { return };
            let next = document.dereference(next).map_or(next, |(_, object)| object);
            match next.as_array() {
                Ok(widths) => {
                    let widths = widths.iter().filter_map(|width| width.as_float().ok());
                    self.widths.extend((from..=MOST_CODE).zip(widths));
                }
                Err(_) => {
                    let to = code(next).unwrap_or(from);
                    let Some(width) = entries.next().and_then(|width| width.as_float().ok()) else { return };
                    self.widths
                        .extend((from..=to.min(from.saturating_add(65_535))).map(|code| (code, width)));
                }
            }
        }
    }

    fn text(&self, bytes: &[u8]) -> String {
        let decoded = self.encoding.as_ref().and_then(|encoding| Document::decode_text(encoding, bytes).ok());
        // A font that does not say what its codes mean mostly has those of Latin letters.
        decoded.unwrap_or_else(|| match self.bytes {
            1 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            _ => String::new(),
        })
    }
}

fn array<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Vec<Object>> {
    let object = dictionary.get(key).ok()?;
    document.dereference(object).ok()?.1.as_array().ok()
}

struct Run<'a> {
    document: &'a Document,
    goes_on: &'a dyn Fn() -> bool,
    pieces: Vec<Piece>,
    operators: usize,
}

/// The state of text (9.3), and where the next character goes.
#[derive(Clone)]
struct State {
    around: Matrix,
    text: Matrix,
    line: Matrix,
    font: Option<Vec<u8>>,
    size: f32,
    leading: f32,
    between: f32,
    between_words: f32,
    stretch: f32,
}

impl<'a> Run<'a> {
    fn content(
        &mut self,
        content: &[u8],
        fonts: &BTreeMap<Vec<u8>, &'a Dictionary>,
        forms: &HashMap<Vec<u8>, ObjectId>,
        around: Matrix,
        level: usize,
    ) -> Result<(), ProblemKind> {
        let fonts: HashMap<&[u8], Font<'a>> =
            fonts.iter().map(|(name, font)| (name.as_slice(), Font::of(self.document, font))).collect();
        let mut state = State {
            around,
            text: Matrix::SAME,
            line: Matrix::SAME,
            font: None,
            size: 0.0,
            leading: 0.0,
            between: 0.0,
            between_words: 0.0,
            stretch: 1.0,
        };
        let mut saved: Vec<State> = Vec::new();
        // What stands behind an operator that cannot be read is not reached.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            self.operators += 1;
            if self.operators.is_multiple_of(OPERATORS_AT_ONCE) && !(self.goes_on)() {
                return Err(ProblemKind::TimeOut);
            }
            if self.pieces.len() > MOST_PIECES || self.operators > MOST_OPERATORS {
                return Ok(());
            }
            let operands = operation.operands.as_slice();
            let number =
                |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0);
            match operation.operator.as_str() {
                "q" if saved.len() < 1000 => saved.push(state.clone()),
                "Q" => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                "cm" => {
                    if let Some(matrix) = Matrix::of(operands) {
                        state.around = matrix.then(state.around);
                    }
                }
                "BT" => (state.text, state.line) = (Matrix::SAME, Matrix::SAME),
                "Tf" => {
                    state.font = operands.first().and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec);
                    state.size = number(1);
                }
                "TL" => state.leading = number(0),
                "Tc" => state.between = number(0),
                "Tw" => state.between_words = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "Td" => state.next_line(number(0), number(1)),
                "TD" => {
                    state.leading = -number(1);
                    state.next_line(number(0), number(1));
                }
                "T*" => state.next_line(0.0, -state.leading),
                "Tm" => {
                    if let Some(matrix) = Matrix::of(operands) {
                        (state.text, state.line) = (matrix, matrix);
                    }
                }
                "Tj" => self.show(operands.first(), &fonts, &mut state),
                "'" => {
                    state.next_line(0.0, -state.leading);
                    self.show(operands.first(), &fonts, &mut state);
                }
                "\"" => {
                    (state.between_words, state.between) = (number(0), number(1));
                    state.next_line(0.0, -state.leading);
                    self.show(operands.get(2), &fonts, &mut state);
                }
                "TJ" => {
                    for part in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                        match part.as_float() {
                            Ok(back) => state.advance(-back / 1000.0 * state.size * state.stretch),
                            Err(_) => self.show(Some(part), &fonts, &mut state),
                        }
                    }
                }
                "Do" if level < MOST_LEVELS => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    if let Some(id) = name.and_then(|name| forms.get(name)) {
                        self.form(*id, state.around, level + 1)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn form(&mut self, id: ObjectId, around: Matrix, level: usize) -> Result<(), ProblemKind> {
        let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) else { return Ok(()) };
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        if !is_form {
            return Ok(());
        }
        // Forms of nothing but forms come to an end too.
        self.operators += OPERATORS_AT_ONCE / 10;
        if !(self.goes_on)() {
            return Err(ProblemKind::TimeOut);
        }
        let Ok(content) = stream.get_plain_content_with_limit(MOST_STREAM_BYTES) else { return Ok(()) };
        let placed =
            stream.dict.get(b"Matrix").and_then(Object::as_array).ok().and_then(|matrix| Matrix::of(matrix));
        let around = placed.unwrap_or(Matrix::SAME).then(around);
        let resources = self.document.get_dict_in_dict(&stream.dict, b"Resources").ok();
        let forms = resources.map(|resources| forms_of(self.document, resources)).unwrap_or_default();
        let named = resources.and_then(|resources| self.document.get_dict_in_dict(resources, b"Font").ok());
        let fonts = named.into_iter().flat_map(Dictionary::iter).filter_map(|(name, object)| {
            let (_, object) = self.document.dereference(object).ok()?;
            Some((name.clone(), object.as_dict().ok()?))
        });
        let fonts: BTreeMap<Vec<u8>, &Dictionary> = fonts.collect();
        self.content(&content, &fonts, &forms, around, level)
    }

    fn show(&mut self, string: Option<&Object>, fonts: &HashMap<&[u8], Font<'a>>, state: &mut State) {
        let Some(bytes) = string.and_then(|string| string.as_str().ok()) else { return };
        let font = state.font.as_deref().and_then(|name| fonts.get(name));
        let (text, width) = match font {
            Some(font) => {
                let codes = bytes
                    .chunks(font.bytes)
                    .map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)));
                let width = codes.map(|code| {
                    let glyph = font.widths.get(&code).copied().unwrap_or(font.usual);
                    let blank = if code == 32 && font.bytes == 1 { state.between_words } else { 0.0 };
                    (glyph / 1000.0 * state.size + state.between + blank) * state.stretch
                });
                (font.text(bytes), width.sum())
            }
            None => (String::from_utf8_lossy(bytes).into_owned(), bytes.len() as f32 * state.size / 2.0),
        };
        let start = state.text.then(state.around).0;
        state.advance(width);
        let end = state.text.then(state.around).0;
        let size = (state.size * start[3].hypot(start[2])).abs();
        let turn = match (start[0], start[1]) {
            (a, b) if a.abs() >= b.abs() => {
                if a >= 0.0 {
                    0
                } else {
                    2
                }
            }
            (_, b) => {
                if b > 0.0 {
                    1
                } else {
                    3
                }
            }
        };
        let seen = |[.., x, y]: [f32; 6]| match turn {
            0 => (x, y),
            1 => (y, -x),
            2 => (-x, -y),
            _ => (-y, x),
        };
        let ((x, y), (end, _)) = (seen(start), seen(end));
        let is_placed = [x, y, end, size].iter().all(|number| number.is_finite());
        let text = without_ligatures(text);
        if !text.is_empty() && is_placed {
            self.pieces.push(Piece { turn, x, y, end, size: size.max(1.0), text });
        }
    }
}

impl State {
    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    fn advance(&mut self, width: f32) {
        self.text = Matrix::moved(width, 0.0).then(self.text);
    }
}

/// Letters that are one on paper and several in words.
fn without_ligatures(text: String) -> String {
    const LIGATURES: [(char, &str); 7] =
        [('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "st"), ('ﬆ', "st")];
    if !text.contains(|c| ('ﬀ'..='ﬆ').contains(&c)) {
        return text;
    }
    LIGATURES.iter().fold(text, |text, (one, several)| text.replace(*one, several))
}

/// Lines from above to below, the pieces of a line from left to right, with the gaps between them.
fn laid_out(mut pieces: Vec<Piece>) -> String {
    /// Characters, of which two are as wide as they are high.
    const WIDEST: f32 = 200.0;
    pieces.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line)
                if line
                    .first()
                    .is_some_and(|first| (first.y - piece.y).abs() < first.size.min(piece.size) * 0.45) =>
            {
                line.push(piece);
            }
            _ => lines.push(vec![piece]),
        }
    }
    let left = lines.iter().flatten().filter(|piece| !piece.text.trim().is_empty()).map(|piece| piece.x);
    let left = left.min_by(f32::total_cmp).unwrap_or(0.0);
    let mut out = String::new();
    let mut above: Option<(f32, f32)> = None;
    for mut line in lines {
        line.sort_by(|one, other| one.x.total_cmp(&other.x));
        let Some(first) = line.first() else { continue };
        let (y, size) = (first.y, first.size);
        if above.is_some_and(|(above, of)| above - y > 1.9 * of.max(size)) {
            out.push('\n');
        }
        above = Some((y, size));
        let mut text = String::new();
        let mut at = left;
        for piece in &line {
            let gap = (piece.x - at) / piece.size;
            let is_apart = !text.ends_with(' ') && !piece.text.starts_with(' ');
            if gap >= 1.0 {
                // What stands in one column on paper stands in one here.
                let column = ((piece.x - left) * 2.0 / piece.size).clamp(0.0, WIDEST) as usize;
                let least = if text.is_empty() { 0 } else { 2 };
                let blanks = column.saturating_sub(text.chars().count()).max(least);
                text.extend(std::iter::repeat_n(' ', blanks));
            } else if gap >= 0.15 && is_apart && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&piece.text);
            at = piece.end.max(piece.x);
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}
