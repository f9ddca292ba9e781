//! Compression by the fax standards T.4 and T.6, in which scanners and fax servers write TIFF. Source: TIFF 6.0, sections 10
//! and 11; the codes themselves are read by `hayro-ccitt`.

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode, decode};

/// How the strips of a page are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fax {
    /// TIFF compression 2: runs alone, rows on byte boundaries.
    Runs,
    /// 3, one-dimensional.
    Group3,
    /// 3, two-dimensional.
    Group3Mixed,
    /// 4.
    Group4,
}

impl Fax {
    /// By the tags Compression and T4Options.
    pub(super) const fn of(compression: u32, options: u32) -> Option<Self> {
        match (compression, options & 1) {
            (2, _) => Some(Self::Runs),
            (3, 0) => Some(Self::Group3),
            (3, _) => Some(Self::Group3Mixed),
            (4, _) => Some(Self::Group4),
            _ => None,
        }
    }

    /// Adds the rows of a strip to grey ones, 255 where the paper is white. What is damaged or missing stays white.
    pub(super) fn read(self, strip: &[u8], columns: u32, rows: u32, into: &mut Vec<u8>) {
        let settings = DecodeSettings {
            columns,
            rows,
            end_of_block: self != Self::Runs,
            end_of_line: false,
            rows_are_byte_aligned: self == Self::Runs,
            encoding: match self {
                Self::Runs | Self::Group3 => EncodingMode::Group3_1D,
                Self::Group3Mixed => EncodingMode::Group3_2D,
                Self::Group4 => EncodingMode::Group4,
            },
            strict: false,
        };
        let begin = into.len();
        let end = begin + columns as usize * rows as usize;
        let mut grey = Grey { into, columns: columns as usize, end };
        // Rows before the damage are there.
        let _ = decode(strip, &mut grey, &mut DecoderContext::new(settings));
        into.resize(end, 255);
    }
}

struct Grey<'a> {
    into: &'a mut Vec<u8>,
    columns: usize,
    end: usize,
}

impl Decoder for Grey<'_> {
    fn push_row(&mut self, changes: &[u32]) {
        let begin = self.into.len();
        let end = begin + self.columns;
        if end > self.end {
            return;
        }
        self.into.resize(end, 255);
        for run in changes.chunks(2) {
            let [from, to] = match *run {
                [from, to] => [from, to],
                [from] => [from, u32::MAX],
                _ => return,
            };
            let to = (begin + to as usize).min(end);
            if let Some(black) = self.into.get_mut(begin + from as usize..to) {
                black.fill(0);
            }
        }
    }
}
