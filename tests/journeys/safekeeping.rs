use std::fs;

use encounter::Document;
use workstation::{EncounterDraft, ErrorCode, VaultState};

use super::desk::{PASSPHRASE, TestDesk, code_of, header};

#[test]
fn a_backup_is_restored_with_everything_that_it_held() {
    let t = TestDesk::set_up();
    let kept = t.completed();
    let file = t.folder.path().join("monday.carrel-backup");
    t.desk.backup(&file, &mut |_| ()).unwrap();
    let mut later = t.encounter("written after the backup");
    t.attach(&mut later, "I10");

    let state = t.desk.restore(&file).unwrap();
    assert_eq!(state.vault, VaultState::Locked);
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    let chart = t.desk.open_encounter(kept.id).unwrap().value;
    assert_eq!(chart.encounter, kept.encounter);
    assert_eq!(code_of(t.desk.open_encounter(later.id)), ErrorCode::NoSuchEncounter);
    assert!(t.desk.verify_audit().unwrap().intact);
}

#[test]
fn a_backup_tells_how_far_it_is_and_can_be_stopped() {
    let t = TestDesk::set_up();
    t.completed();
    let file = t.folder.path().join("monday.carrel-backup");
    let mut told = Vec::new();
    let mut busy = None;
    t.desk
        .backup(&file, &mut |progress| {
            told.push(progress.done);
            busy = Some(code_of(t.desk.backup(&file, &mut |_| ())));
        })
        .unwrap();
    assert!(told.is_sorted() && told.last() == Some(&200), "{told:?}");
    assert_eq!(busy, Some(ErrorCode::Busy), "one at a time");

    fs::write(&file, "the backup of yesterday").unwrap();
    let stopped = t.desk.backup(&file, &mut |_| t.desk.stop_work());
    assert_eq!(code_of(stopped), ErrorCode::Stopped);
    assert_eq!(fs::read(&file).unwrap(), b"the backup of yesterday");
    t.desk.backup(&file, &mut |_| ()).unwrap();
}

#[test]
fn a_damaged_backup_changes_nothing() {
    let t = TestDesk::set_up();
    let kept = t.completed();
    let file = t.folder.path().join("monday.carrel-backup");
    t.desk.backup(&file, &mut |_| ()).unwrap();
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for damaged in [&[][..], &whole[..whole.len() / 2], &flipped, b"not a backup at all"] {
        fs::write(&file, damaged).unwrap();
        assert_eq!(code_of(t.desk.restore(&file)), ErrorCode::BackupDamaged);
    }
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    assert_eq!(t.desk.open_encounter(kept.id).unwrap().value.encounter, kept.encounter);
}

#[test]
fn nothing_of_a_patient_is_readable_on_the_disk() {
    let t = TestDesk::set_up();
    t.encounter("Zanzibarism of the left elbow");
    t.desk.backup(&t.folder.path().join("b.carrel-backup"), &mut |_| ()).unwrap();
    t.desk.lock().unwrap();
    let mut files = vec![t.folder.path().to_owned()];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for word in ["Zanzibarism", "Okafor", "104482", "Lindqvist"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} stands in {}", path.display());
        }
        read += 1;
    }
    assert!(read >= 3, "vault, key ring and backup were read");
}

#[test]
fn the_desk_in_another_process_is_refused() {
    let t = TestDesk::set_up();
    // A second desk on the same folder stands for a second process: the lock is the file system's.
    let second = workstation::Desk::new(
        workstation::Places {
            vault: t.vault(),
            sample: t.folder.path().join("sample"),
            dictionary: workstation::Places::find_dictionary(None),
            publications: t.folder.path().join("publications.db"),
        },
        workstation::Clock::wall(),
    );
    assert_eq!(code_of(second.unlock("ruth", PASSPHRASE)), ErrorCode::VaultInUse);
}

#[test]
fn what_is_being_entered_outlives_the_lock_and_a_restart() {
    let t = TestDesk::set_up();
    let mut draft = EncounterDraft { header: header(), document: Document::default(), files: Vec::new() };
    draft.document.text = "Zanzibarism of the left elbow".into();
    assert_eq!(t.desk.draft().unwrap(), None);
    t.desk.keep_draft(Some(&draft)).unwrap();
    t.wait(16 * 60);
    assert_eq!(code_of(t.desk.keep_draft(None)), ErrorCode::DeskLocked, "locked by itself meanwhile");
    let t = t.started_again();
    assert_eq!(code_of(t.desk.draft()), ErrorCode::DeskLocked);
    t.desk.unlock("ruth", PASSPHRASE).unwrap();
    assert_eq!(t.desk.draft().unwrap(), Some(draft));
    t.encounter("it is in the queue now");
    assert_eq!(t.desk.draft().unwrap(), None);
}
