//! Rich Text Format to text. Source: Microsoft, *Rich Text Format (RTF) Specification, version 1.9.1*. Why no crate
//! does this: `docs/decisions`, own splitter of HL7.

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// The deepest groups that are told apart; those below are passed over.
const MOST_GROUPS: usize = 10_000;

/// What holds until its group ends.
#[derive(Clone, Copy)]
struct Group {
    /// A destination that is no text of the document.
    hidden: bool,
    in_fonts: bool,
    /// How many characters stand behind `\u` for readers that know no Unicode.
    behind_unicode: usize,
    font: i32,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    group: Group,
    around: Vec<Group>,
    /// Groups opened beyond those that are told apart.
    beyond: usize,
    document: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// Bytes of the document's or the font's code page, not yet decoded.
    pending: Vec<u8>,
    /// The first half of a pair of UTF-16.
    high: Option<u16>,
    skip: usize,
    out: String,
}

/// The text of a file; `None` where it is no RTF.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    let start = bytes.windows(5).take(64).position(|five| five == b"{\\rtf")?;
    let group = Group { hidden: false, in_fonts: false, behind_unicode: 1, font: 0 };
    let mut reader = Reader {
        bytes,
        at: start,
        group,
        around: Vec::new(),
        beyond: 0,
        document: WINDOWS_1252,
        fonts: HashMap::new(),
        pending: Vec::new(),
        high: None,
        skip: 0,
        out: String::new(),
    };
    reader.read();
    Some(reader.out)
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn read(&mut self) {
        while let Some(byte) = self.next() {
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.decode();
    }

    fn open(&mut self) {
        self.decode();
        self.skip = 0;
        match self.around.len() < MOST_GROUPS {
            true => self.around.push(self.group),
            false => self.beyond += 1,
        }
    }

    fn close(&mut self) {
        self.decode();
        self.skip = 0;
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(around) = self.around.pop() {
            self.group = around;
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.group.hidden && self.beyond == 0 {
            self.pending.push(byte);
        }
    }

    fn put(&mut self, text: &str) {
        self.decode();
        if !self.group.hidden && self.beyond == 0 {
            self.out.push_str(text);
        }
    }

    fn decode(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let encoding = self.fonts.get(&self.group.font).copied().unwrap_or(self.document);
        self.out.push_str(&encoding.decode_without_bom_handling(&self.pending).0);
        self.pending.clear();
    }

    fn control(&mut self) {
        let Some(first) = self.next() else { return };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first);
        }
        let start = self.at - 1;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) && self.at - start < 32 {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        let is_negative = self.peek() == Some(b'-');
        let digits = self.at + usize::from(is_negative);
        let mut end = digits;
        while self.bytes.get(end).is_some_and(u8::is_ascii_digit) && end - digits < 10 {
            end += 1;
        }
        let number = self.bytes.get(digits..end).and_then(|digits| std::str::from_utf8(digits).ok());
        let number: Option<i32> = number.and_then(|digits| digits.parse().ok());
        let number = number.map(|number| if is_negative { -number } else { number });
        if number.is_some() {
            self.at = end;
        }
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        self.word(word, number);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digits =
                    self.bytes.get(self.at..self.at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
                self.at += 2;
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.byte(byte);
                }
            }
            // A destination that a reader may pass over: none of them is text of the document.
            b'*' => {
                self.decode();
                self.group.hidden = true;
            }
            _ if self.skip > 0 => self.skip -= 1,
            b'~' => self.put("\u{a0}"),
            b'_' => self.put("-"),
            b'\r' | b'\n' => self.put("\n"),
            b'\t' => self.put("\t"),
            b'{' | b'}' | b'\\' => self.byte(symbol),
            // An optional hyphen, and what is not known.
            _ => {}
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        match word {
            b"par" | b"sect" | b"line" | b"page" => self.put("\n"),
            b"row" | b"nestrow" => {
                // Behind the last cell of a row there is none.
                self.decode();
                self.out.truncate(self.out.trim_end_matches([' ', '|']).len());
                self.put("\n");
            }
            b"tab" => self.put("\t"),
            b"cell" | b"nestcell" => self.put(" | "),
            b"emdash" => self.put("—"),
            b"endash" => self.put("–"),
            b"bullet" => self.put("•"),
            b"lquote" => self.put("‘"),
            b"rquote" => self.put("’"),
            b"ldblquote" => self.put("“"),
            b"rdblquote" => self.put("”"),
            b"emspace" | b"enspace" | b"qmspace" => self.put(" "),
            b"u" => self.unicode(number.unwrap_or(0)),
            b"uc" => {
                self.group.behind_unicode =
                    number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(16)
            }
            b"bin" => {
                self.at =
                    self.at.saturating_add(number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
            }
            b"ansicpg" => self.document = number.map_or(WINDOWS_1252, code_page),
            b"mac" => self.document = MACINTOSH,
            b"f" => {
                self.decode();
                self.group.font = number.unwrap_or(0);
            }
            b"fcharset" if self.group.in_fonts && self.fonts.len() < 10_000 => {
                if let Some(encoding) = number.and_then(character_set) {
                    self.fonts.insert(self.group.font, encoding);
                }
            }
            b"fonttbl" => {
                self.decode();
                self.group.in_fonts = true;
                self.group.hidden = true;
            }
            b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"objdata" | b"nonshppict" | b"header"
            | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr" | b"footerf"
            | b"xe" | b"tc" | b"fldinst" | b"themedata" | b"datastore" | b"listtable" | b"filetbl"
            | b"revtbl" => {
                self.decode();
                self.group.hidden = true;
            }
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.decode();
        // Written as a number of sixteen bits with its sign.
        let unit = (number & 0xffff) as u16;
        let whole = match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                String::new()
            }
            (Some(high), _) => String::from_utf16_lossy(&[high, unit]),
            (None, _) => String::from_utf16_lossy(&[unit]),
        };
        self.put(&whole);
        self.skip = self.group.behind_unicode;
    }
}

fn code_page(number: i32) -> &'static Encoding {
    let label = match number {
        874 => "windows-874".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10_000 => "macintosh".to_owned(),
        65_001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The character set of a font, where it has one of its own.
fn character_set(number: i32) -> Option<&'static Encoding> {
    Some(code_page(match number {
        0 => 1252,
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        // The document's own, and symbols.
        _ => return None,
    }))
}
