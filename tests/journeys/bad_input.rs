use std::fs;

use encounter::Patient;
use jiff::civil::date;
use workstation::ErrorCode;

use super::desk::{PASSPHRASE, TestDesk, code_of, header, rules};

#[test]
fn a_note_of_five_megabytes_is_taken_and_a_larger_one_refused() {
    let t = TestDesk::set_up();
    let note = "Denies fever. ".repeat(5_000_000 / 14);
    let draft = t.desk.read_note("long.txt", &note).unwrap();
    let chart = t.encounter(&draft.text);
    let again = t.desk.open_encounter(chart.id).unwrap().value;
    assert_eq!(again.encounter.documents[0].text.len(), draft.text.len());
    assert_eq!(code_of(t.desk.read_note("longer.txt", &note.repeat(2))), ErrorCode::NoteTooLarge);
}

#[test]
fn binary_and_nothing_are_no_notes() {
    let t = TestDesk::set_up();
    let file = t.folder.path().join("scan.txt");
    fs::write(&file, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    assert_eq!(code_of(t.desk.read_note_file(&file)), ErrorCode::NoteDamaged, "the head of a picture");
    fs::write(&file, b"\x1f\x8b\x08\0\0\0\0\0").unwrap();
    assert_eq!(code_of(t.desk.read_note_file(&file)), ErrorCode::NoteNotText);
    assert_eq!(code_of(t.desk.read_note("pasted", "ab\0\0\0\0cd")), ErrorCode::NoteNotText);
    assert_eq!(code_of(t.desk.read_note("pasted", " \r\n\t ")), ErrorCode::NoteEmpty);
    assert_eq!(
        code_of(t.desk.read_note_file(&t.folder.path().join("absent.txt"))),
        ErrorCode::FileUnreadable
    );
    assert_eq!(code_of(t.desk.read_note_file(t.folder.path())), ErrorCode::FileUnreadable);
}

#[test]
fn dates_from_1890_and_from_next_year_are_said() {
    let t = TestDesk::set_up();
    let mut old = header();
    old.service_from = Some(date(1890, 5, 1));
    old.service_to = Some(date(1890, 5, 1));
    let chart = t.desk.create_encounter(old, vec![]).unwrap().value;
    assert!(rules(&chart).contains(&"header.service-before-2015-10-01"), "{:?}", rules(&chart));
    assert!(chart.coverage.systems.iter().all(|each| each.in_force.is_empty()));

    let mut future = header();
    future.service_from = Some(date(2027, 11, 1));
    future.service_to = Some(date(2027, 11, 1));
    let chart = t.desk.create_encounter(future, vec![]).unwrap().value;
    assert!(rules(&chart).contains(&"header.service-in-future"), "{:?}", rules(&chart));
    assert!(chart.coverage.systems.iter().all(|each| each.in_force.is_empty()));
}

#[test]
fn a_code_of_another_system_is_kept_and_said() {
    let t = TestDesk::set_up();
    let mut chart = t.encounter("note");
    t.attach(&mut chart, "99213");
    assert!(rules(&chart).contains(&"validity.wrong-system"), "{:?}", rules(&chart));
    assert_eq!(chart.encounter.diagnoses[0].code.as_str(), "99213");
}

#[test]
fn an_emoji_is_a_name_like_any_other() {
    let t = TestDesk::set_up();
    let mut header = header();
    header.patient =
        Patient { last_name: "🩺🧑‍⚕️".into(), first_name: "Zoë".into(), ..header.patient };
    let chart = t.desk.create_encounter(header.clone(), vec![]).unwrap().value;
    assert_eq!(t.desk.open_encounter(chart.id).unwrap().value.encounter.header, header);
}

#[test]
fn a_vault_of_no_bytes_and_half_a_vault_are_said_and_left_alone() {
    for keep in [0, 3000] {
        let t = TestDesk::set_up();
        t.completed();
        let t = t.started_again();
        let file = t.vault().join("vault.db");
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &bytes[..keep]).unwrap();
        for left in ["vault.db-wal", "vault.db-shm"] {
            let _ = fs::remove_file(t.vault().join(left));
        }
        assert_eq!(code_of(t.desk.unlock("ruth", PASSPHRASE)), ErrorCode::VaultDamaged);
        assert_eq!(fs::read(&file).unwrap(), &bytes[..keep], "a damaged vault is not written to");
        fs::write(&file, &bytes).unwrap();
        t.desk.unlock("ruth", PASSPHRASE).unwrap();
    }
}
