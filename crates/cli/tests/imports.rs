//! What is read of files by the built `carrel`, without a vault and into one. Of worklists a script saves what is guessed of
//! the columns, corrects it, and imports by it.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use workstation::{Clock, Desk, NewUser, Places};

const PASSPHRASE: &str = "correct horse battery";

fn dictionary() -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db");
    assert!(file.is_file(), "no dictionary: cargo xtask dictionary builds it");
    file
}

fn carrel(passphrase: Option<&str>, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carrel"));
    command.args(arguments).env("CARREL_DICTIONARY", dictionary()).env("CARREL_DATA", "no such folder");
    command.env_remove("CARREL_LOGIN").env_remove("CARREL_PASSPHRASE");
    if let Some(passphrase) = passphrase {
        command.env("CARREL_PASSPHRASE", passphrase);
    }
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap())
}

#[test]
fn a_script_saves_the_guess_corrects_it_and_imports_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("vault");
    let places = Places {
        vault: vault.clone(),
        sample: folder.path().join("sample"),
        dictionary: dictionary(),
        publications: folder.path().join("publications.db"),
    };
    let user = NewUser {
        login: "kim".into(),
        name: "Kim".into(),
        credential: String::new(),
        passphrase: PASSPHRASE.into(),
    };
    let desk = Desk::new(places, Clock::wall());
    desk.create_vault(&user).unwrap();
    desk.lock().unwrap();
    drop(desk);

    let list = folder.path().join("day.csv");
    std::fs::write(&list, "MRN;Patient;DOB;DOS;Site\nM1;Ink, Ada;04/05/1958;05/06/2026;North\n").unwrap();
    let list = list.to_str().unwrap();
    let (code, read) = carrel(None, &["import", "--dry-run", list]);
    assert!(read.contains("DOB: birth date\n") && read.contains("still to be said: date format"), "{read}");
    assert_eq!(code, Some(1), "of dates that can be taken either way nothing is read");

    let (_, printed) = carrel(None, &["import", "--dry-run", "--json", list]);
    let mut view: Value = serde_json::from_str(printed.lines().next().unwrap()).unwrap();
    assert_eq!((&view["columnsFrom"], &view["look"]["eitherWay"]), (&json!("guess"), &json!([2, 3])));
    let mapping = view["look"]["mapping"].take();
    let saved = folder.path().join("columns.json");
    let by = ["--mapping", saved.to_str().unwrap()];
    let key = ["--vault", vault.to_str().unwrap()];
    std::fs::write(&saved, mapping.to_string()).unwrap();
    let (code, refused) = carrel(Some(PASSPHRASE), &[&["import", list], &by[..], &key[..]].concat());
    assert!(code == Some(1) && refused.contains("refused: needs mapping"), "{refused}");

    let mut corrected = mapping;
    for column in [2, 3] {
        corrected["columns"][column]["dates"] = json!("day_first");
    }
    std::fs::write(&saved, corrected.to_string()).unwrap();
    let (_, read) = carrel(None, &[&["import", "--dry-run", "--json", list], &by[..]].concat());
    let draft: Value = serde_json::from_str(read.lines().nth(1).unwrap()).unwrap();
    assert_eq!(draft["patient"]["birthDate"], json!({ "value": "1958-05-04", "origin": "C2 \"DOB\"" }));
    let (code, done) = carrel(Some(PASSPHRASE), &[&["import", "--json", list], &by[..], &key[..]].concat());
    let report: Value = serde_json::from_str(done.lines().next().unwrap()).unwrap();
    assert_eq!((code, &report["counts"]["new"]), (Some(0), &json!(1)), "{done}");

    std::fs::write(&saved, r#"{"columns":[{"heading":"MRN","feild":null}]}"#).unwrap();
    let (code, wrong) = carrel(None, &[&["import", "--dry-run", list], &by[..]].concat());
    assert!(code == Some(5) && wrong.contains("columns.json:1:36: a field that is not known"), "{wrong}");
}

#[test]
fn what_holds_no_messages_is_said_beside_what_does() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let message = put("a.hl7", "MSH|^~\\&|A\rPID|1||M1||INK^ADA||19580228\r");
    let claims = put("b.837", "ISA*00*");
    let (code, read) = carrel(None, &["import", "--dry-run", "--json", &message, &claims]);
    assert_eq!(code, Some(0), "{read}");
    assert!(read.contains("\"value\":\"INK\"") && read.contains("b.837: no messages"), "{read}");
    let (code, read) = carrel(None, &["import", "--dry-run", "--json", &claims]);
    assert_ne!(code, Some(0));
    assert!(read.contains("carrel import 837 FILE"), "{read}");
}
