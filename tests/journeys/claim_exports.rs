//! Claims leave as forms and are copied for other systems; files are numbered; a file whose writing was cut off is finished
//! or forgotten when the vault opens.

use std::path::Path;

use encounter::{EncounterId, Status};
use vault::{BegunClaimBatch, NewClaim, NewClaimBatch, Vault};
use workstation::{BatchKind, ClaimsExportChoice, ClaimsFormat, ErrorCode};

use super::claims_out::{
    as_837p, billable, counts, export, no_words, practice, ready, sample_set_up, status, these,
};
use super::desk::{PASSPHRASE, TestDesk, code_of};

#[test]
fn forms_leave_as_claims_and_are_printed_again_for_another_printer() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let paper = ClaimsExportChoice { format: ClaimsFormat::Paper, ..ClaimsExportChoice::default() };
    let preview = t.desk.preview_claims(&ready(), ClaimsFormat::Paper, false).unwrap();
    assert_eq!((preview.claims, preview.pages, preview.number), (1, 1, Some(1)));
    let out = t.folder.path().join("forms.pdf");
    let sent = t.desk.export_claims(&ready(), paper, false, &no_words, &out).unwrap().value;
    assert_eq!((sent.number, sent.claims), (Some(1), 1));
    assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF-"));
    assert_eq!((status(&t, chart.id), counts(&t)), (Status::Exported, [0, 1, 0, 0, 0]));
    assert_eq!(t.desk.claim_batches().unwrap()[0].kind, BatchKind::Paper);

    // It left, on whatever way: not a second time unasked.
    let preview = t.desk.preview_claims(&these(&[chart.id]), ClaimsFormat::Professional, false).unwrap();
    assert_eq!((preview.claims, preview.held_back[0].again.as_ref().unwrap().batch), (0, Some(1)));

    let red = ClaimsExportChoice { red_form: true, right: 3.0, ..paper };
    let again = t.folder.path().join("again.pdf");
    t.desk.rebuild_claim_batch(1, paper, &no_words, &again).unwrap();
    assert_eq!(std::fs::read(&again).unwrap(), std::fs::read(&out).unwrap());
    t.desk.rebuild_claim_batch(1, red, &no_words, &again).unwrap();
    assert_ne!(std::fs::read(&again).unwrap(), std::fs::read(&out).unwrap());
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_copy_for_another_system_marks_nothing_and_is_in_the_trail() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let open = t.encounter("Not coded yet.");
    let both = these(&[chart.id, open.id]);
    let out = t.folder.path().join("copy");
    for format in [ClaimsFormat::Fhir, ClaimsFormat::Table, ClaimsFormat::Json] {
        let preview = t.desk.preview_claims(&both, format, false).unwrap();
        assert_eq!((preview.claims, preview.held_back.len(), preview.number), (1, 1, None), "{format:?}");
        let entries = t.desk.verify_audit().unwrap().entries;
        let choice = ClaimsExportChoice { format, ..ClaimsExportChoice::default() };
        let copied = t.desk.export_claims(&both, choice, false, &no_words, &out).unwrap().value;
        assert_eq!((copied.number, copied.claims, copied.held_back), (None, 1, 1), "{format:?}");
        assert!(std::fs::read_to_string(&out).unwrap().contains("26-1"), "{format:?}");
        assert_eq!(t.desk.verify_audit().unwrap().entries, entries + 1, "{format:?}");
    }
    assert_eq!((status(&t, chart.id), counts(&t)), (Status::Completed, [1, 0, 0, 0, 0]));
    let nothing = t.desk.export_claims(&these(&[open.id]), as_837p(), false, &no_words, &out);
    assert_eq!(code_of(nothing), ErrorCode::NothingToExport);
}

#[test]
fn files_are_numbered_from_where_the_practice_says() {
    let t = practice();
    let mut set_up = sample_set_up();
    set_up.first_file_number = 500;
    t.desk.keep_set_up(set_up.clone()).unwrap();
    let out = t.folder.path().join("claims.837");
    billable(&t, "26-1");
    assert_eq!(export(&t, &ready(), false, &out).unwrap().value.number, Some(500));
    set_up.first_file_number = 7;
    t.desk.keep_set_up(set_up.clone()).unwrap();
    billable(&t, "26-2");
    assert_eq!(export(&t, &ready(), false, &out).unwrap().value.number, Some(501), "none comes twice");
    set_up.first_file_number = 1_000_000_000;
    assert_eq!(t.desk.check_set_up(&set_up)[0].field, "practice/firstFileNumber");
}

/// A file that is cut off: put down as begun and perhaps written, and never remembered.
fn cut_off(t: TestDesk, encounter: EncounterId, path: &Path, written: &[u8]) -> TestDesk {
    let t = t.started_again();
    let mut vault = Vault::unlock(&t.vault(), "ruth", PASSPHRASE, t.now()).unwrap();
    let batch = NewClaimBatch {
        number: 1,
        kind: BatchKind::Professional,
        at: t.now(),
        by: "ruth".into(),
        file_name: "claims.837".into(),
        file_date: "20260415".into(),
        file_time: "0900".into(),
        digest: vault::file_digest(b"the whole file"),
        values_digest: String::new(),
        practice: serde_json::to_string(&sample_set_up()).unwrap(),
        claims: vec![NewClaim {
            encounter,
            completion: 1,
            control_number: "26-1".into(),
            charge: "120.00".parse().unwrap(),
        }],
    };
    let begun = BegunClaimBatch { batch, path: path.display().to_string() };
    vault.transact(|tx| tx.begin_claim_batch(&begun)).unwrap();
    drop(vault);
    if !written.is_empty() {
        std::fs::write(path, written).unwrap();
    }
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    t
}

#[test]
fn a_file_that_was_cut_off_is_finished_or_forgotten_when_the_vault_opens() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let out = t.folder.path().join("claims.837");
    let half = t.folder.path().join("claims.837.new");
    std::fs::write(&half, "half of a f").unwrap();
    let t = cut_off(t, chart.id, &out, b"");
    assert_eq!((counts(&t), half.exists()), ([1, 0, 0, 0, 0], false), "nothing was written");
    let t = cut_off(t, chart.id, &out, b"an older file");
    assert_eq!((counts(&t), out.exists()), ([1, 0, 0, 0, 0], true), "another file stood there");
    let t = cut_off(t, chart.id, &out, b"the whole file");
    assert_eq!((counts(&t), t.desk.claim_batches().unwrap().len()), ([0, 1, 0, 0, 0], 1));
    assert_eq!(status(&t, chart.id), Status::Exported);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_file_that_may_have_left_on_a_stick_counts_as_sent() {
    let t = practice();
    let chart = billable(&t, "26-1");
    let gone = t.folder.path().join("stick").join("claims.837");
    let t = cut_off(t, chart.id, &gone, b"");
    assert_eq!((counts(&t), status(&t, chart.id)), ([0, 1, 0, 0, 0], Status::Exported));
}
