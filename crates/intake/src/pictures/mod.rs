//! Pages as they look: of a PDF, of the TIFF of a scanner or a fax, of a photograph.
//!
//! Everything that decodes is somebody else's crate and runs [`contained`]: what takes too long, asks for too much or breaks
//! is a problem of the page. Deliberately absent: words read off a picture.

mod contained;
mod fax;
mod pdf;
mod tiff;

#[cfg(test)]
mod mutated_tests;
#[cfg(test)]
pub(crate) mod tests;

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder as _, ImageEncoder as _, ImageReader, RgbaImage, imageops};

use crate::draft::ProblemKind;
use crate::{Format, MOST_FILE_BYTES, recognise};
use contained::contained;

/// The widest picture that is drawn of a page, in pixels: an A4 page at 387 dots per inch.
pub const WIDEST_PICTURE: u32 = 3_200;
/// The most pixels of one picture in a file: an A3 page at 600 dots per inch and a fifth more.
const MOST_PIXELS: u64 = 84_000_000;
/// The most bytes that one picture in a file may take while it is decoded.
const MOST_BYTES: u64 = 335_544_320;
const MOST_PAGES: usize = 5_000;

/// A file whose pages can be shown as pictures.
#[derive(Clone, Debug)]
pub struct PageFile {
    bytes: Arc<Vec<u8>>,
    kind: Kind,
    pages: u32,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Pdf,
    Tiff,
    /// PNG, JPEG or GIF; of the last the first picture.
    Image,
}

impl PageFile {
    /// Looks at a whole file: how many pages it has, and that it does not unpack to more than may be.
    ///
    /// # Errors
    /// `NotUnderstood` for a file that is damaged or has no pages to be shown, `Protected` where a password is asked for,
    /// `TooLarge`, `TimeOut`.
    pub fn open(bytes: Vec<u8>, goes_on: &dyn Fn() -> bool) -> Result<Self, ProblemKind> {
        if bytes.len() > MOST_FILE_BYTES {
            return Err(ProblemKind::TooLarge { limit: MOST_FILE_BYTES as u32 });
        }
        let kind = match recognise("", &bytes) {
            Format::Pdf => Kind::Pdf,
            Format::Image if is_tiff(&bytes) => Kind::Tiff,
            Format::Image => Kind::Image,
            _ => return Err(ProblemKind::NotUnderstood),
        };
        let bytes = Arc::new(bytes);
        let looked_at = Arc::clone(&bytes);
        let pages = contained(goes_on, move || match kind {
            Kind::Pdf => pdf::page_count(looked_at),
            Kind::Tiff => tiff::page_count(&looked_at),
            Kind::Image => decoder(&looked_at).map(|_| 1),
        })?;
        Ok(Self { bytes, kind, pages })
    }

    pub const fn pages(&self) -> u32 {
        self.pages
    }

    /// A page, counted from 1, as PNG of at most `widest` pixels across; a scan is never drawn larger than it is.
    ///
    /// # Errors
    /// Those of [`open`](Self::open), of the page alone; `NotUnderstood` where there is no such page.
    pub fn picture(
        &self,
        page: u32,
        widest: u32,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, ProblemKind> {
        let widest = widest.clamp(1, WIDEST_PICTURE);
        let at =
            page.checked_sub(1).filter(|_| page <= self.pages).ok_or(ProblemKind::NotUnderstood)? as usize;
        let (bytes, kind) = (Arc::clone(&self.bytes), self.kind);
        contained(goes_on, move || {
            let picture = match kind {
                Kind::Pdf => pdf::picture(bytes, at, widest)?,
                Kind::Tiff => tiff::picture(&bytes, at)?,
                Kind::Image => photograph(&bytes)?,
            };
            png(&no_wider(picture, widest))
        })
    }
}

fn is_tiff(bytes: &[u8]) -> bool {
    bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*")
}

fn fits(width: u32, height: u32) -> Result<(), ProblemKind> {
    match u64::from(width) * u64::from(height) <= MOST_PIXELS && width > 0 && height > 0 {
        true => Ok(()),
        false => Err(ProblemKind::TooLarge { limit: MOST_PIXELS as u32 }),
    }
}

fn decoder(bytes: &[u8]) -> Result<impl image::ImageDecoder, ProblemKind> {
    let damaged = |_| ProblemKind::NotUnderstood;
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|_| ProblemKind::NotUnderstood)?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    fits(width, height)?;
    Ok(decoder)
}

/// As it was held: cameras say it beside the picture.
fn photograph(bytes: &[u8]) -> Result<DynamicImage, ProblemKind> {
    let mut decoder = decoder(bytes)?;
    let held = decoder.orientation();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| ProblemKind::NotUnderstood)?;
    if let Ok(held) = held {
        picture.apply_orientation(held);
    }
    Ok(picture)
}

fn no_wider(picture: DynamicImage, widest: u32) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    if width <= widest {
        return picture;
    }
    let scaled = u64::from(height) * u64::from(widest) / u64::from(width.max(1));
    picture.thumbnail_exact(widest, u32::try_from(scaled).unwrap_or(u32::MAX).max(1))
}

/// Grey where it is grey, on white where it lets through.
fn png(picture: &DynamicImage) -> Result<Vec<u8>, ProblemKind> {
    let failed = |_| ProblemKind::NotUnderstood;
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Up);
    let (width, height) = (picture.width(), picture.height());
    if picture.color().has_alpha() {
        let mut paper = RgbaImage::from_pixel(width, height, image::Rgba([255; 4]));
        imageops::overlay(&mut paper, &picture.to_rgba8(), 0, 0);
        let paper = DynamicImage::from(paper).to_rgb8();
        encoder.write_image(&paper, width, height, image::ExtendedColorType::Rgb8).map_err(failed)?;
    } else if picture.color().has_color() {
        encoder
            .write_image(&picture.to_rgb8(), width, height, image::ExtendedColorType::Rgb8)
            .map_err(failed)?;
    } else {
        encoder
            .write_image(&picture.to_luma8(), width, height, image::ExtendedColorType::L8)
            .map_err(failed)?;
    }
    Ok(out)
}
