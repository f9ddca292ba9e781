//! Pages of a PDF, drawn by `hayro`.

use std::sync::Arc;

use flate2::{Decompress, FlushDecompress, Status};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::object::dict::keys::{HEIGHT, SUBTYPE, WIDTH};
use hayro::hayro_syntax::object::{Name, Object};
use hayro::hayro_syntax::{DecryptionError, Filter, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, GrayImage, RgbImage};

use super::{MOST_BYTES, MOST_PAGES, WIDEST_PICTURE, fits};
use crate::draft::ProblemKind;

const TOO_LARGE: ProblemKind = ProblemKind::TooLarge { limit: MOST_BYTES as u32 };
/// A page that is drawn is at most this many times as high as the widest is wide.
const MOST_HIGH: f32 = 4.0;

/// Looks at the whole file once, since `hayro` unpacks without a limit.
pub(super) fn page_count(bytes: Arc<Vec<u8>>) -> Result<u32, ProblemKind> {
    unpacks_within_bounds(&bytes)?;
    let pdf = open(bytes)?;
    pictures_within_bounds(&pdf)?;
    let pages = pdf.pages().len();
    match (1..=MOST_PAGES).contains(&pages) {
        true => Ok(u32::try_from(pages).unwrap_or(u32::MAX)),
        false if pages == 0 => Err(ProblemKind::NotUnderstood),
        false => Err(ProblemKind::TooLarge { limit: MOST_PAGES as u32 }),
    }
}

fn open(bytes: Arc<Vec<u8>>) -> Result<Pdf, ProblemKind> {
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ProblemKind::Protected,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => ProblemKind::NotUnderstood,
    })
}

/// A page, counted from 0, as wide as asked for, on white.
pub(super) fn picture(bytes: Arc<Vec<u8>>, page: usize, widest: u32) -> Result<DynamicImage, ProblemKind> {
    let pdf = open(bytes)?;
    let page = pdf.pages().get(page).ok_or(ProblemKind::NotUnderstood)?;
    let (width, height) = page.render_dimensions();
    let has_size = [width, height].into_iter().all(|side| side.is_finite() && side >= 1.0);
    if !has_size {
        return Err(ProblemKind::NotUnderstood);
    }
    let most_high = WIDEST_PICTURE as f32 * MOST_HIGH;
    // A little more than asked for, so that the whole number below it is what was.
    let scale = ((widest as f32 + 0.01) / width).min(most_high / height);
    if width * scale < 1.0 || height * scale < 1.0 {
        return Err(ProblemKind::NotUnderstood);
    }
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let (interpreter, settings) = (InterpreterSettings::default(), RenderSettings::default());
    let drawn = render(page, &RenderCache::new(), &interpreter, &settings, &pixels);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let dots = drawn.data();
    let picture = match dots.iter().all(|dot| dot.r == dot.g && dot.g == dot.b) {
        true => {
            let grey = dots.iter().map(|dot| dot.r).collect();
            GrayImage::from_raw(width, height, grey).map(DynamicImage::from)
        }
        false => {
            let colours = dots.iter().flat_map(|dot| [dot.r, dot.g, dot.b]).collect();
            RgbImage::from_raw(width, height, colours).map(DynamicImage::from)
        }
    };
    picture.ok_or(ProblemKind::NotUnderstood)
}

/// What lies behind each word `stream` is unpacked and thrown away, wherever the file says that it begins and ends.
fn unpacks_within_bounds(bytes: &[u8]) -> Result<(), ProblemKind> {
    const WORD: &[u8] = b"stream";
    let mut sink = vec![0; 1 << 18];
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| memchr::memmem::find(rest, WORD)) {
        from += at + WORD.len();
        let packed = bytes.get(from..).unwrap_or_default();
        let packed = packed.strip_prefix(b"\r\n").or_else(|| packed.strip_prefix(b"\n")).unwrap_or(packed);
        let has_header = matches!(packed, [first, second, ..]
            if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31));
        if !has_header {
            continue;
        }
        let mut unpack = Decompress::new(true);
        loop {
            let (read, written) = (unpack.total_in(), unpack.total_out());
            let rest = usize::try_from(read).ok().and_then(|read| packed.get(read..)).unwrap_or_default();
            let status = unpack.decompress(rest, &mut sink, FlushDecompress::None);
            if unpack.total_out() > MOST_BYTES {
                return Err(TOO_LARGE);
            }
            let is_stuck = unpack.total_in() == read && unpack.total_out() == written;
            if is_stuck || !matches!(status, Ok(Status::Ok | Status::BufError)) {
                break;
            }
        }
    }
    Ok(())
}

/// How large the pictures in the file say that they are.
fn pictures_within_bounds(pdf: &Pdf) -> Result<(), ProblemKind> {
    /// Bytes of which neither LZW nor runs make more than a picture may be.
    const MOST_OF_RUNS: usize = 5_000_000;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let filters = stream.filters();
        let packings =
            filters.iter().filter(|filter| matches!(filter, Filter::FlateDecode | Filter::LzwDecode));
        if packings.count() > 1 {
            return Err(TOO_LARGE);
        }
        let is_of_runs =
            filters.iter().any(|filter| matches!(filter, Filter::LzwDecode | Filter::RunLengthDecode));
        if is_of_runs && stream.raw_data().len() > MOST_OF_RUNS {
            return Err(TOO_LARGE);
        }
        let dict = stream.dict();
        if dict.get::<Name<'_>>(SUBTYPE).is_none_or(|kind| &*kind != b"Image") {
            continue;
        }
        if let (Some(width), Some(height)) = (dict.get::<u32>(WIDTH), dict.get::<u32>(HEIGHT)) {
            fits(width.max(1), height.max(1))?;
        }
        let own = match filters.last() {
            Some(Filter::DctDecode) => photograph(&stream.raw_data()),
            Some(Filter::JpxDecode) => wavelets(&stream.raw_data()),
            _ => None,
        };
        if let Some((width, height)) = own {
            fits(width.max(1), height.max(1))?;
        }
    }
    Ok(())
}

/// Width and height of a JPEG: its frame header (ITU-T T.81, B.2.2).
fn photograph(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xff, marker, after @ ..] = rest else {
            rest = rest.get(1..)?;
            continue;
        };
        let is_frame = matches!(marker, 0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc));
        match after {
            [_, _, _, h1, h2, w1, w2, ..] if is_frame => {
                let side = |high: &u8, low: &u8| u32::from(*high) << 8 | u32::from(*low);
                return Some((side(w1, w2), side(h1, h2)));
            }
            [high, low, ..] if !matches!(marker, 0x00 | 0xff | 0x01 | 0xd0..=0xd9) => {
                rest = after.get((usize::from(*high) << 8 | usize::from(*low)).max(2)..)?;
            }
            _ => rest = rest.get(1..)?,
        }
    }
}

/// Width and height of a JPEG 2000 codestream: its SIZ marker (ITU-T T.800, A.5.1).
fn wavelets(bytes: &[u8]) -> Option<(u32, u32)> {
    const BEGIN: &[u8] = &[0xff, 0x4f, 0xff, 0x51];
    let at = memchr::memmem::find(bytes, BEGIN)? + BEGIN.len() + 4;
    let side = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some((side(at)?, side(at + 4)?))
}
