use std::collections::BTreeSet;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageBuffer, RgbImage, RgbaImage};
use tiff::ColorType;
use tiff::decoder::ifd::Value;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::{IfdPointer, Tag};

use super::fax::Fax;
use super::{MOST_BYTES, MOST_PAGES, fits};
use crate::draft::ProblemKind;

type Tiff<'a> = Decoder<Cursor<&'a [u8]>>;

const DAMAGED: ProblemKind = ProblemKind::NotUnderstood;

fn open(bytes: &[u8]) -> Result<Tiff<'_>, ProblemKind> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = MOST_BYTES as usize;
    limits.intermediate_buffer_size = MOST_BYTES as usize;
    Decoder::new(Cursor::new(bytes)).map(|tiff| tiff.with_limits(limits)).map_err(|_| DAMAGED)
}

pub(super) fn page_count(bytes: &[u8]) -> Result<u32, ProblemKind> {
    let pages = pages(&mut open(bytes)?);
    match pages.is_empty() {
        true => Err(DAMAGED),
        false => Ok(u32::try_from(pages.len()).unwrap_or(u32::MAX)),
    }
}

/// Where the pages stand: the place of each in the file, and which picture it is. Smaller copies of a page are none.
fn pages(tiff: &mut Tiff<'_>) -> Vec<(IfdPointer, usize)> {
    const SMALLER_COPY: u32 = 1;
    let mut seen = BTreeSet::new();
    let mut pages = Vec::new();
    let mut next = tiff.ifd_pointer();
    while let Some(at) = next
        && pages.len() < MOST_PAGES
        && seen.insert(at.0)
        && let Ok(directory) = tiff.read_directory(at)
    {
        let kind = tiff.read_directory_tags(&directory).find_tag_unsigned::<u32>(Tag::NewSubfileType);
        if kind.ok().flatten().unwrap_or(0) & SMALLER_COPY == 0 {
            pages.push((at, seen.len() - 1));
        }
        next = directory.next();
    }
    pages
}

/// What of a page its decoder does not tell.
struct Sheet {
    width: u32,
    height: u32,
    compression: u32,
    fax_options: u32,
    /// 0: the lowest value is white; 1: it is black.
    photometric: u32,
    bits_turned: bool,
    rows_per_strip: u32,
    strips: Vec<(u64, u64)>,
    orientation: u32,
    /// Dots that stand closer across than down, as a fax of normal resolution has them, are drawn as high as they are.
    stretch: f32,
}

fn sheet(tiff: &mut Tiff<'_>, at: IfdPointer) -> Result<Sheet, ProblemKind> {
    let directory = tiff.read_directory(at).map_err(|_| DAMAGED)?;
    let mut tags = tiff.read_directory_tags(&directory);
    let mut number = |tag| tags.find_tag_unsigned::<u32>(tag).ok().flatten();
    let (width, height) = (number(Tag::ImageWidth).ok_or(DAMAGED)?, number(Tag::ImageLength).ok_or(DAMAGED)?);
    fits(width, height)?;
    let (compression, photometric) = (number(Tag::Compression), number(Tag::PhotometricInterpretation));
    let (fax_options, orientation) = (number(Tag::Unknown(292)), number(Tag::Orientation));
    let (bits_turned, rows_per_strip) = (number(Tag::FillOrder), number(Tag::RowsPerStrip));
    let mut numbers = |tag| tags.find_tag_unsigned_vec::<u64>(tag).ok().flatten().unwrap_or_default();
    let (offsets, lengths) = (numbers(Tag::StripOffsets), numbers(Tag::StripByteCounts));
    let mut dots = |tag| match tags.get_tag(tag).ok()? {
        Value::Rational(dots, of) if of > 0 => Some(dots as f32 / of as f32),
        other => other.into_f32().ok(),
    };
    let stretch = match (dots(Tag::XResolution), dots(Tag::YResolution)) {
        (Some(across), Some(down)) if across > 0.0 && down > 0.0 => across / down,
        _ => 1.0,
    };
    Ok(Sheet {
        width,
        height,
        compression: compression.unwrap_or(1),
        fax_options: fax_options.unwrap_or(0),
        photometric: photometric.unwrap_or(0),
        bits_turned: bits_turned == Some(2),
        rows_per_strip: rows_per_strip.unwrap_or(height).clamp(1, height),
        strips: offsets.into_iter().zip(lengths).collect(),
        orientation: orientation.unwrap_or(1),
        stretch,
    })
}

/// A page, counted from 0.
pub(super) fn picture(bytes: &[u8], page: usize) -> Result<DynamicImage, ProblemKind> {
    let mut tiff = open(bytes)?;
    let (at, number) = *pages(&mut tiff).get(page).ok_or(DAMAGED)?;
    let sheet = sheet(&mut tiff, at)?;
    let mut picture = match Fax::of(sheet.compression, sheet.fax_options) {
        Some(fax) => faxed(bytes, &sheet, fax)?,
        None => {
            tiff.seek_to_image(number).map_err(|_| DAMAGED)?;
            decoded(&mut tiff)?
        }
    };
    let held = u8::try_from(sheet.orientation).ok().and_then(Orientation::from_exif);
    let (width, height) = (picture.width(), picture.height());
    // A little is the scanner's imprecision; very much is a slip of whoever wrote the file.
    if (1.2..=4.0).contains(&sheet.stretch) {
        let high = (height as f32 * sheet.stretch) as u32;
        fits(width, high)?;
        picture = picture.resize_exact(width, high, image::imageops::FilterType::Nearest);
    } else if (0.25..0.83).contains(&sheet.stretch) {
        let wide = (width as f32 / sheet.stretch) as u32;
        fits(wide, height)?;
        picture = picture.resize_exact(wide, height, image::imageops::FilterType::Nearest);
    }
    if let Some(held) = held {
        picture.apply_orientation(held);
    }
    Ok(picture)
}

fn faxed(bytes: &[u8], sheet: &Sheet, fax: Fax) -> Result<DynamicImage, ProblemKind> {
    let mut grey = Vec::with_capacity(sheet.width as usize * sheet.height as usize);
    let mut left = sheet.height;
    for (offset, length) in &sheet.strips {
        if left == 0 {
            break;
        }
        let from = usize::try_from(*offset).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::try_from(*length).unwrap_or(usize::MAX)).min(bytes.len());
        let strip = bytes.get(from..to).unwrap_or_default();
        let rows = sheet.rows_per_strip.min(left);
        match sheet.bits_turned {
            true => {
                let turned: Vec<u8> = strip.iter().map(|byte| byte.reverse_bits()).collect();
                fax.read(&turned, sheet.width, rows, &mut grey);
            }
            false => fax.read(strip, sheet.width, rows, &mut grey),
        }
        left -= rows;
    }
    if sheet.strips.is_empty() {
        return Err(DAMAGED);
    }
    grey.resize(sheet.width as usize * sheet.height as usize, 255);
    if sheet.photometric == 1 {
        grey.iter_mut().for_each(|dot| *dot = 255 - *dot);
    }
    GrayImage::from_raw(sheet.width, sheet.height, grey).map(DynamicImage::from).ok_or(DAMAGED)
}

fn decoded(tiff: &mut Tiff<'_>) -> Result<DynamicImage, ProblemKind> {
    let (width, height) = tiff.dimensions().map_err(|_| DAMAGED)?;
    fits(width, height)?;
    let colour = tiff.colortype().map_err(|_| DAMAGED)?;
    let samples = match tiff.read_image().map_err(|_| DAMAGED)? {
        DecodingResult::U8(samples) => samples,
        DecodingResult::U16(samples) => samples.into_iter().map(|sample| (sample >> 8) as u8).collect(),
        _ => return Err(DAMAGED),
    };
    let grey = |samples: Vec<u8>| GrayImage::from_raw(width, height, samples).map(DynamicImage::from);
    let picture = match colour {
        ColorType::Gray(bits @ (1 | 2 | 4)) => grey(spread(&samples, width, height, u32::from(bits))),
        ColorType::Gray(_) => grey(samples),
        ColorType::RGB(_) => RgbImage::from_raw(width, height, samples).map(DynamicImage::from),
        ColorType::RGBA(_) => RgbaImage::from_raw(width, height, samples).map(DynamicImage::from),
        ColorType::YCbCr(8) => {
            ImageBuffer::from_raw(width, height, coloured(&samples)).map(DynamicImage::ImageRgb8)
        }
        ColorType::CMYK(_) => {
            ImageBuffer::from_raw(width, height, printed(&samples)).map(DynamicImage::ImageRgb8)
        }
        ColorType::Palette(bits) => palette(tiff, &samples, (width, height), u32::from(bits)),
        _ => None,
    };
    picture.ok_or(DAMAGED)
}

/// Dots of less than a byte, each row on a byte boundary, to a byte each.
fn spread(packed: &[u8], width: u32, height: u32, bits: u32) -> Vec<u8> {
    let highest = (1_u32 << bits) - 1;
    unpacked(packed, width, height, bits)
        .into_iter()
        .map(|dot| (u32::from(dot) * 255 / highest) as u8)
        .collect()
}

fn unpacked(packed: &[u8], width: u32, height: u32, bits: u32) -> Vec<u8> {
    let row = (width as usize * bits as usize).div_ceil(8);
    let mask = ((1_u32 << bits) - 1) as u8;
    let rows = packed.chunks(row.max(1)).take(height as usize);
    let dots = rows.flat_map(|row| {
        (0..width as usize).map(move |dot| {
            let bit = dot * bits as usize;
            let byte = row.get(bit / 8).copied().unwrap_or(0);
            byte >> (8 - bits as usize - bit % 8) & mask
        })
    });
    let mut dots: Vec<u8> = dots.collect();
    dots.resize(width as usize * height as usize, 0);
    dots
}

/// JFIF, full range.
fn coloured(samples: &[u8]) -> Vec<u8> {
    let dots = samples.as_chunks::<3>().0.iter();
    dots.flat_map(|[y, blue, red]| {
        let (y, blue, red) = (f32::from(*y), f32::from(*blue) - 128.0, f32::from(*red) - 128.0);
        [y + 1.402 * red, y - 0.344_136 * blue - 0.714_136 * red, y + 1.772 * blue].map(|dot| dot as u8)
    })
    .collect()
}

fn printed(samples: &[u8]) -> Vec<u8> {
    let dots = samples.as_chunks::<4>().0.iter();
    dots.flat_map(|[cyan, magenta, yellow, black]| {
        let light = 255 - u32::from(*black);
        [cyan, magenta, yellow].map(|ink| ((255 - u32::from(*ink)) * light / 255) as u8)
    })
    .collect()
}

fn palette(
    tiff: &mut Tiff<'_>,
    samples: &[u8],
    (width, height): (u32, u32),
    bits: u32,
) -> Option<DynamicImage> {
    let map = tiff.get_tag_u16_vec(Tag::ColorMap).ok()?;
    let colours = map.len() / 3;
    let dots = if bits < 8 { unpacked(samples, width, height, bits) } else { samples.to_vec() };
    let colour = |dot: u8, part: usize| {
        map.get(part * colours + usize::from(dot)).map_or(0, |value| (value >> 8) as u8)
    };
    let rgb = dots.iter().flat_map(|dot| [0, 1, 2].map(|part| colour(*dot, part))).collect();
    ImageBuffer::from_raw(width, height, rgb).map(DynamicImage::ImageRgb8)
}
