//! Files made here, of every kind whose text is read.

use std::io::{Cursor, Write as _};

use expect_test::{Expect, expect};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{FileText, read_file};
use crate::Format;
use crate::draft::ProblemKind;

fn read(format: Format, bytes: &[u8]) -> Result<FileText, ProblemKind> {
    read_file(format, bytes, &|| true)
}

fn starts(file: &FileText) -> Vec<u32> {
    file.pages.iter().map(|page| page.start).collect()
}

#[test]
fn rich_text() {
    for (written, expected) in [
        (
            r"{\rtf1\ansi{\fonttbl{\f0\fswiss Helvetica;}}{\colortbl;\red0;}{\*\generator X;}\f0\pard Seen {\b today}.\par Next\line line}",
            "Seen today.\nNext\nline",
        ),
        (
            r"{\rtf1\ansi\ansicpg1252 caf\'e9 \u8211? \emdash\ldblquote x\rdblquote\~\{a\}\\}",
            "café – —“x”\u{a0}{a}\\",
        ),
        (r"{\rtf1\ansi{\fonttbl{\f1\fcharset204 Arial;}}\f1 \'cf\'f0\'e8}", "При"),
        (r"{\rtf1\uc2\u-10179 ab\u-8906 cd!}", "\u{1f536}!"),
        (r"{\rtf1\trowd Name\cell Dose\cell\row A\cell 5 mg\cell\row}", "Name | Dose\nA | 5 mg"),
        (r"{\rtf1 {\pict\bin3 }}}}x{\header no}{\footnote note}}", "xnote"),
        (r"{\rtf1 open {group", "open group"),
        ("{\\rtf1 a\r\nb\\\r\nc}", "ab\nc"),
    ] {
        assert_eq!(read(Format::RichText, written.as_bytes()).unwrap().text, expected, "{written}");
    }
    assert_eq!(read(Format::RichText, b"no rtf"), Err(ProblemKind::NotUnderstood));
    assert_eq!(read(Format::RichText, b"{\\rtf1 }"), Err(ProblemKind::NoText));
}

pub(crate) fn word(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let around = "<w:document xmlns:w='w' xmlns:mc='mc'><w:body>";
    zip.write_all(format!("{around}{body}</w:body></w:document>").as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn word_documents() {
    let body = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>One</w:t><w:tab/><w:t xml:space='preserve'> item</w:t><w:delText>gone</w:delText></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Name</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><w:lastRenderedPageBreak/><w:t>Second page</w:t></w:r></w:p>\
        <mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Box</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>Box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>";
    let file = read(Format::Word, &word(body)).unwrap();
    assert_eq!(file.text, "- One\t item\nName | A; B\n— 2 —\nSecond page\nBox");
    assert_eq!(starts(&file), [0, 24]);
    let problem = |bytes: &[u8]| read(Format::Word, bytes).unwrap_err();
    assert_eq!(problem(b"PK\x03\x04"), ProblemKind::NotUnderstood);
    assert_eq!(problem(&word("<w:p/>")), ProblemKind::NoText);
    assert_eq!(problem(&word("<w:p>")), ProblemKind::Xml { line: 1 });
    let deep = format!("{}{}", "<w:sdt>".repeat(100), "</w:sdt>".repeat(100));
    assert_eq!(problem(&word(&deep)), ProblemKind::TooDeep { limit: 64 });
}

/// A page for each list of operators.
pub(crate) fn pdf(pages: Vec<Vec<Operation>>) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let parent = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 32, "Widths" => Object::Array(vec![600.into(); 224]) });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let kids: Vec<Object> = pages.into_iter().map(|operations| {
        let content = Content { operations }.encode().unwrap();
        let content = document.add_object(Stream::new(dictionary! {}, content));
        document.add_object(dictionary! { "Type" => "Page", "Parent" => parent, "Contents" => content, "Resources" => resources }).into()
    }).collect();
    let count = kids.len() as i64;
    document.objects.insert(
        parent,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => parent });
    document.trailer.set("Root", catalog);
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A line of text at a place.
pub(crate) fn line(x: i64, y: i64, text: &str) -> Vec<Operation> {
    vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 10.into()]),
        Operation::new("Td", vec![x.into(), y.into()]),
        Operation::new("Tj", vec![Object::string_literal(text)]),
        Operation::new("ET", vec![]),
    ]
}

fn check(bytes: &[u8], expected: &Expect) {
    let file = read(Format::Pdf, bytes).unwrap();
    expected.assert_eq(&format!("{:?}\n{}", starts(&file), file.text));
}

#[test]
fn paper() {
    let table = [
        line(50, 700, "Name"),
        line(200, 700, "Dose"),
        line(50, 688, "Metformin"),
        line(200, 688, "500 mg"),
        line(50, 650, "Seen today."),
    ];
    let spaced = Operation::new(
        "TJ",
        vec![Object::Array(vec![
            Object::string_literal("Sec"),
            20.into(),
            Object::string_literal("ond"),
            Object::Integer(-700),
            Object::string_literal("page"),
        ])],
    );
    let mut second = line(50, 700, "");
    second.insert(3, spaced);
    check(
        &pdf(vec![table.concat(), second]),
        &expect![[r#"
            [0, 85]
            Name                          Dose
            Metformin                     500 mg

            Seen today.
            — 2 —
            Second page"#]],
    );
    // A page that lies on its side, with a note along its edge.
    let turned = |x: i64, y: i64, text: &str| {
        let mut operations = line(0, 0, text);
        operations[2] = Operation::new("Tm", [0, 1, -1, 0, x, y].into_iter().map(Object::from).collect());
        operations
    };
    let page = [
        turned(100, 50, "First"),
        turned(112, 50, "Second"),
        turned(112, 150, "apart"),
        line(10, 10, "edge"),
    ]
    .concat();
    check(
        &pdf(vec![page]),
        &expect![[r#"
        [0]
        First
        Second              apart
        edge"#]],
    );
    assert_eq!(read(Format::Pdf, &pdf(vec![vec![], vec![]])), Err(ProblemKind::NoText));
    assert_eq!(read(Format::Pdf, b"%PDF-1.7 nothing"), Err(ProblemKind::NotUnderstood));
    let bytes = pdf(vec![line(0, 0, "x")]);
    assert_eq!(read_file(Format::Pdf, &bytes, &|| false), Err(ProblemKind::TimeOut));
}

#[test]
fn what_is_no_file_of_words() {
    assert_eq!(read(Format::Image, b"\x89PNG\r\n"), Err(ProblemKind::NotUnderstood));
}
