//! Half a gigabyte of FHIR resources on lines, made as they are read; and the text of a PDF of 300 pages.
//! `cargo bench -p intake --bench formats`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where something is not as expected, and prints"
)]

use std::io::{self, BufReader, Read};

use intake::{Arrivals, Format, read_file};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};

const BYTES: usize = 500_000_000;
const PAGES: usize = 300;
const LINES_A_PAGE: i64 = 60;

fn main() {
    divan::main();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM not known");
    println!("whole process: {peak}");
}

#[divan::bench(sample_count = 1)]
fn half_a_gigabyte_of_lines(bencher: divan::Bencher<'_, '_>) {
    bencher.bench_local(|| {
        let source = BufReader::with_capacity(65_536, Resources::default());
        let mut arrivals = Arrivals::new(Format::FhirLines, source).unwrap();
        let (mut visits, mut named) = (0_u32, 0_u32);
        while let Some(arrival) = arrivals.next_arrival().unwrap() {
            for draft in arrival.drafts {
                visits += u32::from(!draft.visit.numbers.is_empty());
                named += u32::from(draft.patient.last_name.is_some());
            }
        }
        assert!(visits > 400_000 && named > visits / 20, "{visits} {named}");
    });
}

#[divan::bench(sample_count = 5)]
fn three_hundred_pages(bencher: divan::Bencher<'_, '_>) {
    let bytes = pdf();
    bencher.bench_local(|| {
        let text = read_file(Format::Pdf, &bytes, &|| true).unwrap();
        assert_eq!(text.pages.len(), PAGES);
    });
}

/// Patients, each with ten visits and a note for each.
#[derive(Default)]
struct Resources {
    given: usize,
    number: usize,
    line: Vec<u8>,
    at: usize,
}

impl Read for Resources {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.line.len() {
            if self.given >= BYTES {
                return Ok(0);
            }
            self.line = resource(self.number).into_bytes();
            self.number += 1;
            self.at = 0;
        }
        let rest = self.line.get(self.at..).unwrap_or_default();
        let count = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count;
        self.given += count;
        Ok(count)
    }
}

fn resource(number: usize) -> String {
    let (patient, visit) = (number / 21, number / 2);
    if number.is_multiple_of(21) {
        return format!(
            "{{\"resourceType\":\"Patient\",\"id\":\"p{patient}\",\"name\":[{{\"family\":\"Ink{patient}\",\"given\":[\"Ada\"]}}],\
             \"gender\":\"female\",\"birthDate\":\"1958-02-28\",\"address\":[{{\"line\":[\"1 QUAY ST\"],\"city\":\"HARBOR\",\"state\":\"ME\"}}]}}\n"
        );
    }
    if number.is_multiple_of(2) {
        return format!(
            "{{\"resourceType\":\"Encounter\",\"id\":\"e{visit}\",\"status\":\"finished\",\"class\":{{\"code\":\"AMB\"}},\
             \"subject\":{{\"reference\":\"Patient/p{patient}\"}},\"period\":{{\"start\":\"2026-04-15T09:00:00Z\",\"end\":\"2026-04-15T09:30:00Z\"}},\
             \"reasonCode\":[{{\"text\":\"Cough of three days\"}}]}}\n"
        );
    }
    let note =
        "Seen for a cough of three days. Lungs clear. Hypertension, controlled on lisinopril. ".repeat(6);
    format!(
        "{{\"resourceType\":\"DiagnosticReport\",\"id\":\"r{number}\",\"status\":\"final\",\"subject\":{{\"reference\":\"Patient/p{patient}\"}},\
         \"encounter\":{{\"reference\":\"Encounter/e{visit}\"}},\"conclusion\":\"{note}\"}}\n"
    )
}

fn pdf() -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let parent = document.new_object_id();
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding" },
    );
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let line = |number: i64| {
        vec![
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec!["F1".into(), 10.into()]),
            Operation::new("Td", vec![50.into(), (760 - 12 * number).into()]),
            Operation::new(
                "Tj",
                vec![Object::string_literal(
                    "Hypertension, controlled on lisinopril. Lungs are clear to both sides.",
                )],
            ),
            Operation::new("ET", vec![]),
        ]
    };
    let kids: Vec<Object> = (0..PAGES)
        .map(|_| {
            let content = Content { operations: (0..LINES_A_PAGE).flat_map(line).collect::<Vec<_>>() };
            let content = document.add_object(Stream::new(dictionary! {}, content.encode().unwrap()));
            let page = dictionary! { "Type" => "Page", "Parent" => parent, "Contents" => content, "Resources" => resources };
            document.add_object(page).into()
        })
        .collect();
    let count = kids.len() as i64;
    let pages = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(parent, Object::Dictionary(pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => parent });
    document.trailer.set("Root", catalog);
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
