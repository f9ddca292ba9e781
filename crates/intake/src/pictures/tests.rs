//! Pages made here, in every way in which scanners, fax servers and printers write them.

use std::io::Write as _;

use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use tiff::encoder::{TiffEncoder, colortype};

use super::PageFile;
use crate::draft::ProblemKind;
use crate::files::tests::{line, pdf};

pub(super) fn drawn(bytes: &[u8], page: u32, widest: u32) -> Result<DynamicImage, ProblemKind> {
    let file = PageFile::open(bytes.to_vec(), &|| true)?;
    let png = file.picture(page, widest, &|| true)?;
    Ok(image::load_from_memory(&png).unwrap())
}

fn at(picture: &DynamicImage, x: u32, y: u32) -> [u8; 3] {
    picture.to_rgb8().get_pixel(x, y).0
}

const BLACK: [u8; 3] = [0; 3];
const WHITE: [u8; 3] = [255; 3];

/// White, with a black field from a quarter of the width on.
fn dots(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, _| Luma([if x >= width / 4 && x < width / 2 { 0 } else { 255 }]))
}

pub(crate) fn group4(page: &GrayImage) -> Vec<u8> {
    let mut encoder = Encoder::new(VecWriter::new());
    for row in page.rows() {
        let colours = row.map(|dot| if dot.0[0] < 128 { Color::Black } else { Color::White });
        encoder.encode_line(colours, page.width()).unwrap();
    }
    encoder.finish().unwrap().finish()
}

/// A page of a TIFF: its tags but for where the strips lie, and the strips.
pub(crate) struct Sheet {
    pub(crate) tags: Vec<(u16, u32)>,
    pub(crate) strips: Vec<Vec<u8>>,
}

pub(crate) fn faxed(page: &GrayImage, more: &[(u16, u32)]) -> Sheet {
    let (width, height) = page.dimensions();
    let usual = [(256, width), (257, height), (258, 1), (259, 4), (262, 0), (277, 1), (278, height)];
    let usual = usual.into_iter().filter(|(tag, _)| more.iter().all(|(other, _)| other != tag));
    Sheet { tags: usual.chain(more.iter().copied()).collect(), strips: vec![group4(page)] }
}

/// Classic TIFF, little-endian; resolutions (282, 283) are dots an inch.
pub(crate) fn tiff_of(sheets: &[Sheet]) -> Vec<u8> {
    const LONG: u16 = 4;
    const RATIO: u16 = 5;
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for sheet in sheets {
        let mut places = Vec::new();
        for strip in &sheet.strips {
            places.push((bytes.len() as u32, strip.len() as u32));
            bytes.extend_from_slice(strip);
        }
        let list = |bytes: &mut Vec<u8>, numbers: Vec<u32>| {
            let at = bytes.len() as u32;
            numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
            match numbers.as_slice() {
                [one] => (1, *one),
                many => (many.len() as u32, at),
            }
        };
        let offsets = list(&mut bytes, places.iter().map(|(at, _)| *at).collect());
        let lengths = list(&mut bytes, places.iter().map(|(_, length)| *length).collect());
        let mut entries: Vec<(u16, u16, u32, u32)> =
            vec![(273, LONG, offsets.0, offsets.1), (279, LONG, lengths.0, lengths.1)];
        for (tag, value) in &sheet.tags {
            if matches!(tag, 282 | 283) {
                let at = bytes.len() as u32;
                bytes.extend_from_slice(&value.to_le_bytes());
                bytes.extend_from_slice(&1_u32.to_le_bytes());
                entries.push((*tag, RATIO, 1, at));
            } else {
                entries.push((*tag, LONG, 1, *value));
            }
        }
        entries.sort_unstable();
        let directory = bytes.len() as u32;
        bytes[link..link + 4].copy_from_slice(&directory.to_le_bytes());
        bytes.extend_from_slice(&(entries.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in entries {
            bytes.extend_from_slice(&tag.to_le_bytes());
            bytes.extend_from_slice(&kind.to_le_bytes());
            bytes.extend_from_slice(&count.to_le_bytes());
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        link = bytes.len();
        bytes.extend_from_slice(&[0; 4]);
    }
    bytes
}

#[test]
fn a_fax_of_several_pages() {
    let (first, second) = (dots(200, 60), dots(120, 40));
    let smaller_copy = faxed(&dots(20, 6), &[(254, 1)]);
    let file = tiff_of(&[faxed(&first, &[]), smaller_copy, faxed(&second, &[])]);
    assert_eq!(PageFile::open(file.clone(), &|| true).unwrap().pages(), 2, "a smaller copy is no page");
    assert_eq!(drawn(&file, 1, 3000).unwrap().to_luma8(), first);
    assert_eq!(drawn(&file, 2, 3000).unwrap().to_luma8(), second);
    assert_eq!(drawn(&file, 3, 3000), Err(ProblemKind::NotUnderstood));
    assert_eq!(drawn(&file, 0, 3000), Err(ProblemKind::NotUnderstood));
    let narrow = drawn(&file, 1, 50).unwrap();
    assert_eq!((narrow.width(), narrow.height()), (50, 15));
}

#[test]
fn what_fax_servers_do_differently() {
    let page = dots(200, 60);
    let check = |sheet: Sheet| drawn(&tiff_of(&[sheet]), 1, 3000).unwrap();
    // Bits from the right to the left.
    let mut turned = faxed(&page, &[(266, 2)]);
    turned.strips[0].iter_mut().for_each(|byte| *byte = byte.reverse_bits());
    assert_eq!(check(turned).to_luma8(), page);
    // Black at the value that white has elsewhere.
    let mut inverted = page.clone();
    image::imageops::invert(&mut inverted);
    assert_eq!(check(faxed(&inverted, &[(262, 1)])).to_luma8(), page);
    // Normal resolution: half as many rows as columns an inch.
    let low = check(faxed(&page, &[(282, 204), (283, 98)]));
    assert_eq!((low.width(), low.height()), (200, 124));
    // Laid into the scanner sideways.
    let lying = check(faxed(&page, &[(274, 6)]));
    assert_eq!((lying.width(), lying.height()), (60, 200));
    // Several strips; the last is shorter.
    let rows = |from, height| image::imageops::crop_imm(&page, 0, from, 200, height).to_image();
    let sheet = Sheet {
        strips: vec![group4(&rows(0, 25)), group4(&rows(25, 25)), group4(&rows(50, 10))],
        ..faxed(&page, &[(278, 25)])
    };
    assert_eq!(check(sheet).to_luma8(), page);
    // Cut off: what came is shown, the rest is white paper.
    let mut cut =
        faxed(&GrayImage::from_fn(200, 60, |x, y| Luma([if (x / 7 + y) % 2 == 0 { 0 } else { 255 }])), &[]);
    let half = cut.strips[0].len() / 2;
    cut.strips[0].truncate(half);
    let cut = check(cut);
    assert_eq!((at(&cut, 0, 0), at(&cut, 0, 59)), (BLACK, WHITE));
}

#[test]
fn group_3() {
    // By T.4, tables 2 and 3: white 2 `0111`, black 4 `011`, white 8 `10011`, end of line `000000000001`.
    let rows = ["01110110111", "10011"];
    let eol = "000000000001";
    let bits = |text: &str| -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().map(|digit| digit - b'0').collect();
        digits
            .chunks(8)
            .map(|byte| byte.iter().enumerate().fold(0, |all, (at, bit)| all | bit << (7 - at)))
            .collect()
    };
    let lined = format!("{eol}{}{eol}{}{}", rows[0], rows[1], eol.repeat(6));
    let aligned = [bits(rows[0]), bits(rows[1])].concat();
    for (compression, strip) in [(3, bits(&lined)), (2, aligned)] {
        let sheet = Sheet { strips: vec![strip], ..faxed(&GrayImage::new(8, 2), &[(259, compression)]) };
        let page = drawn(&tiff_of(&[sheet]), 1, 3000).unwrap().to_luma8();
        let expected = [255, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255];
        assert_eq!(page.into_raw(), expected, "compression {compression}");
    }
}

#[test]
fn tiff_of_other_kinds() {
    let colours = RgbImage::from_fn(40, 30, |x, y| Rgb([x as u8 * 6, y as u8 * 8, 90]));
    let grey = dots(40, 30);
    let mut file = std::io::Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).unwrap();
    encoder.write_image::<colortype::RGB8>(40, 30, &colours).unwrap();
    encoder.write_image::<colortype::Gray8>(40, 30, &grey).unwrap();
    let wide: Vec<u16> = grey.iter().map(|dot| u16::from(*dot) * 257).collect();
    encoder.write_image::<colortype::Gray16>(40, 30, &wide).unwrap();
    let file = file.into_inner();
    assert_eq!(drawn(&file, 1, 3000).unwrap().to_rgb8(), colours);
    assert_eq!(drawn(&file, 2, 3000).unwrap().to_luma8(), grey);
    assert_eq!(drawn(&file, 3, 3000).unwrap().to_luma8(), grey);
    // One bit a dot, as it is, of both polarities.
    for (photometric, black) in [(0, 0xff_u8), (1, 0x00)] {
        let strip = [black, !black].repeat(4);
        let tags = vec![(256, 16), (257, 4), (258, 1), (259, 1), (262, photometric), (277, 1), (278, 4)];
        let page = drawn(&tiff_of(&[Sheet { tags, strips: vec![strip] }]), 1, 3000).unwrap();
        assert_eq!((at(&page, 0, 0), at(&page, 15, 3)), (BLACK, WHITE), "photometric {photometric}");
    }
}

#[test]
fn photographs() {
    let colours = RgbImage::from_fn(64, 32, |x, _| Rgb([if x < 32 { 250 } else { 10 }, 20, 30]));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 95).encode_image(&colours).unwrap();
    let page = drawn(&jpeg, 1, 3000).unwrap();
    assert_eq!((page.width(), page.height(), page.color().has_color()), (64, 32, true));
    // Held upright: Exif orientation 6, in an APP1 segment behind the first marker.
    let exif =
        [&b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"[..]]
            .concat();
    let upright = [&jpeg[..2], &exif, &jpeg[2..]].concat();
    let page = drawn(&upright, 1, 3000).unwrap();
    assert_eq!((page.width(), page.height()), (32, 64));
    let mut gif = Vec::new();
    GifEncoder::new(&mut gif).encode(&colours, 64, 32, image::ExtendedColorType::Rgb8).unwrap();
    assert_eq!(drawn(&gif, 1, 3000).unwrap().width(), 64);
    // What lets through is on white.
    let clear = RgbaImage::from_pixel(10, 10, Rgba([0, 0, 0, 0]));
    let mut png = std::io::Cursor::new(Vec::new());
    clear.write_to(&mut png, image::ImageFormat::Png).unwrap();
    assert_eq!(at(&drawn(&png.into_inner(), 1, 3000).unwrap(), 5, 5), WHITE);
}

/// A page of A4 that is nothing but a picture.
pub(crate) fn scanned(image: Dictionary, data: Vec<u8>) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let parent = document.new_object_id();
    let mut stream = Stream::new(image, data);
    stream.allows_compression = false;
    let picture = document.add_object(stream);
    let content = document.add_object(Stream::new(dictionary! {}, b"q 595 0 0 842 0 0 cm /I Do Q".to_vec()));
    let resources = dictionary! { "XObject" => dictionary! { "I" => picture } };
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => parent, "Contents" => content,
        "Resources" => resources, "MediaBox" => Object::Array(vec![0.into(), 0.into(), 595.into(), 842.into()]) });
    let pages = dictionary! { "Type" => "Pages", "Kids" => Object::Array(vec![page.into()]), "Count" => 1 };
    document.objects.insert(parent, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => parent });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(crate) fn scan(width: u32, height: u32) -> Vec<u8> {
    let dots = dots(width, height);
    let parms = dictionary! { "K" => -1, "Columns" => i64::from(width), "Rows" => i64::from(height) };
    let image = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
    "ColorSpace" => "DeviceGray", "BitsPerComponent" => 1, "Filter" => "CCITTFaxDecode", "DecodeParms" => parms };
    scanned(image, group4(&dots))
}

#[test]
fn paper() {
    let page = drawn(&scan(400, 560), 1, 400).unwrap();
    assert_eq!((page.width(), page.color().has_color()), (400, false));
    assert_eq!((at(&page, 150, 100), at(&page, 300, 100)), (BLACK, WHITE));
    // Words, in a font that is not in the file.
    let words = pdf(vec![line(50, 700, "Seen today"), line(50, 700, "again")]);
    let file = PageFile::open(words.clone(), &|| true).unwrap();
    assert_eq!(file.pages(), 2);
    let page = drawn(&words, 2, 600).unwrap().to_luma8();
    assert!(page.pixels().any(|dot| dot.0[0] < 100), "there is ink on it");
    assert!(page.pixels().filter(|dot| dot.0[0] > 200).count() > page.len() * 9 / 10, "and it is paper");
}

#[test]
fn what_would_burst() {
    let too_large = |bytes: &[u8]| matches!(drawn(bytes, 1, 3000), Err(ProblemKind::TooLarge { .. }));
    let fax = tiff_of(&[faxed(&dots(8, 8), &[(256, 60_000), (257, 60_000), (278, 60_000)])]);
    assert_eq!(drawn(&fax, 1, 3000), Err(ProblemKind::TooLarge { limit: 84_000_000 }), "a fax");
    let size = |side: i64| {
        dictionary! { "Subtype" => "Image", "Width" => side, "Height" => side,
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 }
    };
    assert!(too_large(&scanned(size(60_000), vec![0; 8])), "a picture in a PDF");
    // The frame header of a JPEG that says 60,000 by 60,000.
    let mut photograph = size(100);
    photograph.set("Filter", "DCTDecode");
    let frame = b"\xff\xd8\xff\xc0\x00\x0b\x08\xea\x60\xea\x60\x01\x01\x11\x00".to_vec();
    assert!(too_large(&scanned(photograph, frame)), "a photograph in a PDF");
    // 400 MB of nothing in 400 kB.
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let nothing = vec![0; 1 << 20];
    for _ in 0..400 {
        packed.write_all(&nothing).unwrap();
    }
    let mut burst = size(100);
    burst.set("Filter", "FlateDecode");
    assert!(too_large(&scanned(burst, packed.finish().unwrap())), "a packed stream");
    // A PNG of 60,000 by 60,000.
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\0\0\0\0";
    let sum = crc(&png[12..29]).to_be_bytes();
    let png = [&png[..], &sum, b"\0\0\0\0IDAT\x35\xaf\x06\x1e"].concat();
    assert!(drawn(&png, 1, 3000).is_err());
}

fn crc(bytes: &[u8]) -> u32 {
    let bits =
        |byte: u32| (0..8).fold(byte, |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 });
    !bytes.iter().fold(!0, |sum, byte| sum >> 8 ^ bits((sum ^ u32::from(*byte)) & 0xff))
}

#[test]
fn what_is_no_page() {
    for bytes in [
        &b""[..],
        b"seen today",
        b"II*\0\x08\0\0\0",
        b"%PDF-1.7 nothing",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
    ] {
        assert_eq!(drawn(bytes, 1, 100), Err(ProblemKind::NotUnderstood), "{bytes:?}");
    }
    // A directory that follows itself.
    let mut file = tiff_of(&[faxed(&dots(8, 8), &[])]);
    let end = file.len() - 4;
    let first: [u8; 4] = file[4..8].try_into().unwrap();
    file[end..].copy_from_slice(&first);
    assert_eq!(drawn(&file, 1, 100), Err(ProblemKind::NotUnderstood));
}

#[test]
fn what_breaks_or_does_not_end_is_given_up() {
    use std::time::Duration;

    use super::contained::contained;

    let slow = || {
        std::thread::sleep(Duration::from_millis(200));
        Ok(())
    };
    assert_eq!(contained(&|| false, slow), Err(ProblemKind::TimeOut));
    assert_eq!(contained(&|| true, slow), Ok(()));
    let broken = || -> Result<(), ProblemKind> { panic!("of a decoder") };
    for _ in 0..20 {
        assert_eq!(contained(&|| true, broken), Err(ProblemKind::NotUnderstood), "its place is free again");
    }
}
