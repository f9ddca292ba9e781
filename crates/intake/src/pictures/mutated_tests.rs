//! Files of pages, mutated: opening and drawing come to an end, and a page that is drawn is a picture.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::PageFile;
use super::tests::{faxed, scan, tiff_of};
use crate::files::tests::{line, pdf};
use crate::mutate::{Change, change, changed};

const PIECES: &[&str] = &[
    "\u{0}",
    "\u{0}\u{0}\u{0}\u{0}",
    "\u{1}\u{0}",
    "\u{4}\u{0}\u{1}\u{0}\u{0}\u{0}",
    "\u{7f}\u{7f}\u{7f}\u{7f}",
    "\u{ff}",
    "II*\u{0}\u{8}\u{0}\u{0}\u{0}",
    "IHDR",
    "IDAT",
    "IEND",
];
const PDF_PIECES: &[&str] = &[
    "obj",
    "endobj",
    "stream",
    "endstream",
    "<<",
    ">>",
    "/Kids",
    "/Length 99999",
    "1 0 R",
    "4 0 R",
    "/Width 9",
    "/Rows 99999",
    "/K 5",
    "/Filter/LZWDecode",
    "/Filter/FlateDecode",
    "/Filter/DCTDecode",
    "/ColorSpace/DeviceCMYK",
    "/SMask 3 0 R",
    "/MediaBox[0 0 1 99999]",
    "/Rotate 90",
    "startxref",
    "trailer",
    "[",
    "]",
    "(",
    "cm",
    "Do",
    "Tj",
    "sh",
    "-99999999999",
    "0",
    "\u{0}",
];

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(change(), 1..6)
}

fn look(bytes: Vec<u8>) -> Result<(), TestCaseError> {
    let Ok(file) = PageFile::open(bytes, &|| true) else { return Ok(()) };
    for page in 1..=file.pages().min(3) {
        if let Ok(png) = file.picture(page, 64, &|| true) {
            let picture = image::load_from_memory(&png);
            prop_assert!(picture.is_ok_and(|picture| picture.width() > 0 && picture.width() <= 64));
        }
    }
    Ok(())
}

fn page() -> image::GrayImage {
    image::GrayImage::from_fn(60, 40, |x, y| image::Luma([if x * y % 7 < 3 { 0 } else { 255 }]))
}

fn written(format: image::ImageFormat) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(page()).to_rgb8().write_to(&mut file, format).unwrap();
    file.into_inner()
}

proptest! {
    #[test]
    fn a_mutated_fax(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| tiff_of(&[faxed(&page(), &[]), faxed(&page(), &[(266, 2)])]));
        look(changed(FILE.clone(), PIECES, &changes))?;
    }

    #[test]
    fn a_mutated_tiff(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let mut file = std::io::Cursor::new(Vec::new());
            let mut encoder = tiff::encoder::TiffEncoder::new(&mut file).unwrap().with_compression(tiff::encoder::Compression::Lzw);
            encoder.write_image::<tiff::encoder::colortype::Gray8>(60, 40, &page()).unwrap();
            file.into_inner()
        });
        look(changed(FILE.clone(), PIECES, &changes))?;
    }

    #[test]
    fn a_mutated_png(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| written(image::ImageFormat::Png));
        look(changed(FILE.clone(), PIECES, &changes))?;
    }

    #[test]
    fn a_mutated_jpeg(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| written(image::ImageFormat::Jpeg));
        look(changed(FILE.clone(), PIECES, &changes))?;
    }

    #[test]
    fn a_mutated_gif(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| written(image::ImageFormat::Gif));
        look(changed(FILE.clone(), PIECES, &changes))?;
    }

    #[test]
    fn a_mutated_scan(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| scan(60, 40));
        look(changed(FILE.clone(), PDF_PIECES, &changes))?;
    }

    #[test]
    fn a_mutated_page_of_words(changes in changes()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| pdf(vec![line(50, 700, "Seen today"), line(50, 700, "again")]));
        look(changed(FILE.clone(), PDF_PIECES, &changes))?;
    }
}
