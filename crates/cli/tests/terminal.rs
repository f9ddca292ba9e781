//! The built `carrel` as scripts use it: what it prints, and what its exit code says.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use workstation::{Clock, Desk, NewUser, Places, Preferences};

const PASSPHRASE: &str = "correct horse battery";

fn dictionary() -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dictionary/dictionary.db");
    assert!(file.is_file(), "no dictionary: cargo xtask dictionary builds it");
    file
}

fn carrel(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_carrel"))
        .args(arguments)
        .env("CARREL_DICTIONARY", dictionary())
        // No releases are imported there.
        .env("CARREL_DATA", "no such folder")
        .env_remove("CARREL_LOGIN")
        .env_remove("CARREL_PASSPHRASE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn exit_code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn json_lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_batch_answers_every_line_in_order() {
    let queries = "e11.22\n\nchest pain\r\nno such words here zzqq\n\u{1fa7a}\nlast without an end";
    let output = carrel(&["search", "--on", "2026-04-15", "--limit", "3", "--batch", "-"], queries);
    assert_eq!(exit_code(&output), 0);
    let lines = json_lines(&output);
    let asked: Vec<&str> = lines.iter().map(|line| line["query"].as_str().unwrap()).collect();
    assert_eq!(
        asked,
        ["e11.22", "", "chest pain", "no such words here zzqq", "\u{1fa7a}", "last without an end"]
    );
    assert!(lines.iter().all(|line| line["micros"].is_u64() && line["hits"].as_array().unwrap().len() <= 3));
    let first = &lines[0]["hits"][0];
    assert_eq!(
        [&first["system"], &first["code"], &first["title"], &first["billable"]],
        [
            &json!("icd10cm"),
            &json!("E11.22"),
            &json!("Type 2 diabetes mellitus with diabetic chronic kidney disease"),
            &json!(true)
        ]
    );
    assert_eq!(lines[1]["hits"], json!([]));
}

#[test]
fn a_code_tells_what_became_of_it() {
    let output = carrel(&["code", "M54.5", "--history", "--on", "2026-04-15"], "");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "2015-10-01   billable on the first day that is known\n\
         2021-10-01   became a header, billable no more\n\
         replaced by  M54.50, M54.51, M54.59\n"
    );
    let output = carrel(&["code", "m5450", "--history", "--json"], "");
    let history = &json_lines(&output)[0];
    assert_eq!(
        history["events"][0],
        json!({"on": "2021-10-01", "change": {"kind": "came", "billable": true}})
    );
    assert_eq!(history["replaces"], json!(["M54.5"]));
    assert_eq!(exit_code(&carrel(&["code", "Q99.99", "--history"], "")), 1);
}

#[test]
fn an_encounter_is_explained_and_its_errors_are_in_the_exit_code() {
    let mut encounter = json!({
        "header": {
            "serviceFrom": "2026-04-15",
            "placeOfService": "11",
            "patient": {"lastName": "Doe", "firstName": "Jo", "birthDate": "1958-11-03"},
            "primaryPayer": {"payer": "Aetna", "memberId": "W1"},
        },
        "diagnoses": [{"code": "e11.2"}],
        "lines": [{"code": "99213", "pointers": [1], "units": 1, "charge": "120.00"}],
    });
    let check = |encounter: &Value| {
        carrel(&["check", "-", "--json", "--today", "2026-11-24"], &encounter.to_string())
    };
    let output = check(&encounter);
    assert_eq!(exit_code(&output), 1);
    let finding = &json_lines(&output)[0]["findings"][0];
    assert_eq!(finding["rule"], "validity.not-billable");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["place"], "/diagnoses/0");
    assert_eq!(
        finding["message"],
        "E11.2 is a header, not a billable code on 2026-04-15. Choose one of the codes below it."
    );
    assert_eq!(finding["source"], "ICD-10-CM Official Guidelines I.B.2; ICD-10-CM FY2026, valid codes");
    assert_eq!(finding["cures"][0], json!({"kind": "replace_diagnosis", "diagnosis": 1, "code": "E11.21"}));

    encounter["diagnoses"][0]["code"] = json!("E11.21");
    let output = check(&encounter);
    assert_eq!(exit_code(&output), 0);
    let report = json_lines(&output).remove(0);
    assert_eq!([&report["errors"], &report["warnings"], &report["infos"]], [0, 0, 1]);
    assert_eq!(report["findings"][0]["rule"], "ncci.tables-missing");

    encounter["header"]["patient"] = json!({"birthDate": "Okafor"});
    let output = check(&encounter);
    assert_eq!(exit_code(&output), 5);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("/header/patient/birthDate") && !said.contains("Okafor"), "{said}");
}

#[test]
fn a_check_by_the_house_reads_it_from_the_vault() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk_in(folder.path());
    let house = json!({"rules": [{
        "name": "Ours", "codes": "E11.-", "severity": "error", "text": "This payer asks for the A1c.", "on": true
    }]});
    desk.set_house(serde_json::from_value(house).unwrap()).unwrap();
    desk.lock().unwrap();
    let file = folder.path().join("encounter.json");
    let encounter = json!({"header": {"serviceFrom": "2026-04-15"}, "diagnoses": [{"code": "E11.21"}]});
    std::fs::write(&file, encounter.to_string()).unwrap();
    let vault = folder.path().join("vault");
    let check = |more: &[&str]| {
        let file = file.to_str().unwrap();
        let arguments = [&["check", file, "--json", "--today", "2026-11-24"], more].concat();
        let output = carrel(&arguments, &format!("{PASSPHRASE}\n"));
        let findings = json_lines(&output)[0]["findings"].clone();
        findings.as_array().unwrap().iter().find(|finding| finding["rule"] == "house.1").cloned()
    };
    assert_eq!(check(&[]), None);
    let said = check(&["--house", "--vault", vault.to_str().unwrap(), "--passphrase-stdin"]).unwrap();
    assert_eq!((&said["title"], &said["severity"]), (&json!("Ours"), &json!("error")));
    assert_eq!(said["message"], "This payer asks for the A1c.");
}

#[test]
fn a_batch_of_encounters_is_answered_line_by_line() {
    let clean =
        r#"{"header": {"serviceFrom": "2026-04-15", "placeOfService": "11"}, "diagnoses": [{"code": "i10"}],
        "lines": [{"code": "99213", "pointers": [1], "units": 1, "charge": "120.00"}]}"#
            .replace('\n', " ");
    let wrong = clean.replace("i10", "e11.2");
    let batch =
        |lines: &[&str]| carrel(&["check", "--today", "2026-11-24", "--batch", "-"], &lines.join("\n"));
    assert_eq!(exit_code(&batch(&[&clean, &clean])), 0);
    let output = batch(&[&clean, &wrong, &clean]);
    let errors: Vec<Value> = json_lines(&output).iter().map(|line| line["errors"].clone()).collect();
    assert_eq!((exit_code(&output), errors), (1, vec![json!(0), json!(1), json!(0)]));

    let output = batch(&[&wrong, r#"{"header": {"account": 5, "Okafor": 1}}"#, "", &clean]);
    assert_eq!(exit_code(&output), 5);
    let lines = json_lines(&output);
    assert_eq!((&lines[0]["errors"], &lines[3]["errors"]), (&json!(1), &json!(0)));
    assert_eq!((&lines[1]["line"], &lines[2]["line"]), (&json!(2), &json!(3)));
    let said = format!("{lines:?}{}", String::from_utf8(output.stderr).unwrap());
    assert!(said.contains("2 lines are no encounters") && !said.contains("Okafor"), "{said}");
    assert_eq!(exit_code(&carrel(&["check", "--batch", "/no/such/file.jsonl"], "")), 5);
    assert_eq!(exit_code(&carrel(&["check"], "")), 2);
}

#[test]
fn the_exit_code_says_what_went_wrong() {
    let code = |arguments: &[&str]| exit_code(&carrel(arguments, ""));
    assert_eq!(code(&["search", "zzqqzzqq"]), 1);
    assert_eq!(code(&["code", "Q99.99"]), 1);
    assert_eq!(code(&["search"]), 2);
    assert_eq!(code(&["search", "pain", "--on", "2026-02-30"]), 2);
    assert_eq!(code(&["check", "/no/such/file.json"]), 5);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&["audit", "verify", "--vault", folder.path().to_str().unwrap()]), 4);
    let missing = Command::new(env!("CARGO_BIN_EXE_carrel"))
        .args(["search", "pain"])
        .env("CARREL_DICTIONARY", folder.path().join("none.db"))
        .output()
        .unwrap();
    assert_eq!(exit_code(&missing), 3);
}

/// A desk with a vault of one coder, in the folder `vault`.
fn desk_in(folder: &Path) -> Desk {
    let places = Places {
        vault: folder.join("vault"),
        sample: folder.join("sample"),
        dictionary: dictionary(),
        publications: folder.join("publications.db"),
    };
    let desk = Desk::new(places, Clock::wall());
    let user = NewUser {
        login: "rl".into(),
        name: "R. L.".into(),
        credential: "CPC".into(),
        passphrase: PASSPHRASE.into(),
    };
    desk.create_vault(&user).unwrap();
    desk
}

#[test]
fn the_vault_opens_with_its_passphrase_only() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("vault");
    let desk = desk_in(folder.path());
    let header = encounter::Header { account: "A-1".into(), ..encounter::Header::default() };
    desk.create_encounter(header, vec![]).unwrap();
    let vault = vault.to_str().unwrap();
    let queue = ["queue", "--json", "--vault", vault, "--passphrase-stdin"];
    assert_eq!(exit_code(&carrel(&queue, PASSPHRASE)), 4, "the window has it open");
    drop(desk);

    let output = carrel(&queue, PASSPHRASE);
    assert_eq!(exit_code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    let rows = json_lines(&output);
    assert_eq!((rows.len(), &rows[0]["account"]), (1, &json!("A-1")));

    let backup = folder.path().join("nightly.carrel-backup");
    let output = carrel(
        &["backup", backup.to_str().unwrap(), "--vault", vault, "--passphrase-stdin", "--login", "rl"],
        PASSPHRASE,
    );
    assert_eq!(exit_code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    assert!(backup.metadata().unwrap().len() > 0);

    let audit = ["audit", "verify", "--json", "--vault", vault, "--passphrase-stdin"];
    let output = carrel(&audit, PASSPHRASE);
    assert_eq!(exit_code(&output), 0);
    assert_eq!(json_lines(&output)[0]["intact"], json!(true));
    assert_eq!(exit_code(&carrel(&audit, "wrong")), 4);
    assert_eq!(exit_code(&carrel(&["audit", "verify", "--vault", vault], "")), 4, "no passphrase at all");
}

#[test]
fn what_a_release_changes_is_listed_and_what_it_means_for_a_vault() {
    let folder = tempfile::tempdir().unwrap();
    let (vault, file) = (folder.path().join("vault"), folder.path().join("changes.csv"));
    let desk = desk_in(folder.path());
    let of = |code: &str| encounter::CodeRef { system: encounter::CodeSystem::Icd10cm, code: code.into() };
    let preferences = Preferences { favourites: vec![of("I42.0"), of("I10")], ..Preferences::default() };
    desk.set_preferences(preferences).unwrap();
    let after = jiff::civil::date(2026, 10, 1);
    let header = encounter::Header {
        account: "A-1".into(),
        service_from: Some(after),
        service_to: Some(after),
        ..encounter::Header::default()
    };
    let chart = desk.create_encounter(header, vec![]).unwrap().value;
    let attach = encounter::Amendment::AttachDiagnosis {
        code: "I42.0".into(),
        evidence: None,
        index_path: None,
        principal: false,
    };
    desk.amend(chart.id, chart.revision, attach).unwrap();
    drop(desk);

    let public = ["dictionary", "diff", "2026-09-30", "2026-10-01"];
    let output = carrel(&public, "");
    assert_eq!(exit_code(&output), 0);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("190 added") && text.contains("now I42.00, I42.01, I42.09"), "{text}");

    let (vault, file) = (vault.to_str().unwrap(), file.to_str().unwrap());
    let key = ["--here", "--vault", vault, "--passphrase-stdin"];
    let output = carrel(&[&public[..], &key, &["--csv", file]].concat(), PASSPHRASE);
    assert_eq!(exit_code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("favourite") && text.contains("open encounter") && !text.contains("A-1"), "{text}");
    assert!(!std::fs::read_to_string(file).unwrap().contains("A-1"));
    let output = carrel(&[&public[..], &key, &["--accounts", "--json"]].concat(), PASSPHRASE);
    let here = &json_lines(&output)[0]["here"];
    assert_eq!((here.as_array().unwrap().len(), &here[1]["place"]["account"]), (2, &json!("A-1")));
    assert_eq!(exit_code(&carrel(&[&public[..], &["--csv", file]].concat(), "")), 2, "of no vault");
}

#[test]
fn a_list_is_imported_by_the_columns_that_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("charges.csv");
    std::fs::write(&file, "J0001,ignored,Ink,12.50\nJ0002,ignored,Paper,3\n").unwrap();
    let file = file.to_str().unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_carrel"))
            .args(arguments)
            .env("CARREL_DICTIONARY", dictionary())
            .env("CARREL_DATA", folder.path().join("data"))
            .output()
            .unwrap()
    };
    let printed = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    let told = ["--column", "description=3", "--column", "charge=4"];
    let own = ["dictionary", "import", file, "--set", "own_codes", "--from", "2026-01-01"];
    let guessed = printed(&run(&[&own[..], &["--preview"]].concat()));
    assert!(guessed.contains("columns code=1 description=2 short=none"), "{guessed}");
    let shown = printed(&run(&[&own[..], &told, &["--preview"]].concat()));
    assert!(shown.contains("columns code=1 description=3 short=none modifier=none charge=4"), "{shown}");
    assert_eq!(exit_code(&run(&[&own[..], &["--column", "code=0"]].concat())), 2);
    let imported = run(&[&own[..], &told].concat());
    assert_eq!(exit_code(&imported), 0, "{}", String::from_utf8_lossy(&imported.stderr));
    let code = run(&["code", "J0001", "--json", "--on", "2026-04-15"]);
    let text = printed(&code);
    assert!(text.contains("Ink") && text.contains("12.50") && !text.contains("ignored"), "{text}");
}

#[test]
fn a_publishers_file_is_shown_imported_listed_and_taken_back() {
    const TABLE: &str = r#"<ICD10CM.index><version>2031</version>
<indexHeading><head col="1">Substance</head><head col="2">Accidental</head></indexHeading>
<letter><mainTerm><title>Ink</title><cell col="2">T65.891</cell><cell col="3">T65.892</cell></mainTerm></letter></ICD10CM.index>"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.xml");
    std::fs::write(&file, TABLE).unwrap();
    let file = file.to_str().unwrap();
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_carrel"))
            .arg("dictionary")
            .args(arguments)
            .env("CARREL_DICTIONARY", dictionary())
            .env("CARREL_DATA", folder.path().join("data"))
            .output()
            .unwrap()
    };
    let printed = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    let preview = run(&["import", file, "--preview"]);
    assert_eq!(exit_code(&preview), 0);
    assert!(
        printed(&preview).contains("FY2031, 2030-10-01 to 2031-09-30, 1 entries"),
        "{}",
        printed(&preview)
    );
    assert!(printed(&preview).contains("line 3: UnknownColumn: T65.892"));
    assert_eq!(exit_code(&run(&["import", file])), 1, "what is not understood is not passed over unasked");
    let imported = run(&["import", file, "--tolerate", "--json"]);
    assert_eq!(exit_code(&imported), 0, "{}", String::from_utf8_lossy(&imported.stderr));
    let import: Value = serde_json::from_slice(&imported.stdout).unwrap();
    assert_eq!((&import["id"], &import["publications"][0]["passedOver"]), (&json!(1), &json!(1)));
    assert!(printed(&run(&["list"])).contains("icd10cm_drug_table"));
    assert_eq!(exit_code(&run(&["undo", "1"])), 0);
    assert_eq!(exit_code(&run(&["undo", "1"])), 1);
    let list: Value = serde_json::from_slice(&run(&["list", "--json"]).stdout).unwrap();
    assert_eq!(list["imports"], json!([]));
    assert_eq!(exit_code(&run(&["import", "/absent.zip"])), 5);
}

const SET_UP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/sample-practice/set-up/claims.json");

/// An encounter file that is a claim.
fn claim(account: &str) -> Value {
    json!({
        "status": "completed",
        "header": {
            "account": account,
            "patient": { "lastName": "Tester", "firstName": "Terry", "birthDate": "1970-01-02", "sex": "female" },
            "primaryPayer": { "payer": "Aetna", "memberId": "W1234" },
            "placeOfService": "11",
            "serviceFrom": "2026-04-15",
            "claim": { "patientAddress": { "line1": "1 Elm St", "city": "Baltimore", "state": "MD", "zip": "21201" } }
        },
        "diagnoses": [{ "code": "I10" }],
        "lines": [{ "code": "99213", "pointers": [1], "units": "1", "charge": "100.50" }]
    })
}

#[test]
fn completed_encounters_are_written_as_one_claim_file_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("claims.837");
    let export = |input: &str| {
        let out = out.to_str().unwrap();
        let arguments =
            ["export", "837p", "-", "--batch", "-o", out, "--practice", SET_UP, "--control-number", "12"];
        carrel(&arguments, input)
    };
    let good = format!("{}\n\n{}\n", claim("A-1"), claim("A-2"));
    let output = export(&good);
    assert_eq!(exit_code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "claims 2, charges 201.00\n");
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.starts_with("ISA*00*") && written.ends_with("IEA*1*000000012~\n"));
    assert_eq!(written.matches("CLM*A-").count(), 2);

    // What comes back of the file is encounters, which are checked before they are claims once more.
    let back = carrel(&["import", "837", out.to_str().unwrap(), "--batch"], "");
    assert_eq!(exit_code(&back), 0, "{}", String::from_utf8_lossy(&back.stderr));
    let encounters = String::from_utf8(back.stdout).unwrap();
    let accounts: Vec<Value> = encounters
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["header"]["account"].clone())
        .collect();
    assert_eq!(accounts, ["A-1", "A-2"]);
    let checked = carrel(&["check", "--batch", "-", "--json"], &encounters);
    assert_eq!(String::from_utf8_lossy(&checked.stdout).lines().count(), 2);

    std::fs::remove_file(&out).unwrap();
    let mut wrong = claim("A-3");
    wrong["lines"][0]["pointers"] = json!([]);
    let output = export(&format!("{good}{wrong}\n"));
    assert_eq!(exit_code(&output), 1);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "encounter 3: lines/0/pointers: is missing (2400 SV107-01)\nnothing was written\n"
    );
    assert!(!out.exists());

    let output = export("{\"header\": {\"account\": SMITH}}");
    assert_eq!(exit_code(&output), 5);
    assert!(!String::from_utf8_lossy(&output.stderr).contains("SMITH"));
}

#[test]
fn a_claim_goes_on_paper_to_fhir_and_to_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let export = |what: &[&str], name: &str| {
        let out = folder.path().join(name);
        let to = ["export", what[0], "-", "-o", out.to_str().unwrap()];
        let output = carrel(&[&to, &what[1..]].concat(), &claim("A-1").to_string());
        assert_eq!(exit_code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        (String::from_utf8(output.stdout).unwrap(), std::fs::read(out).unwrap())
    };
    let (said, pdf) = export(&["cms1500", "--practice", SET_UP], "plain.pdf");
    assert!(said.ends_with("claims 1, pages 1\n"), "{said}");
    assert!(pdf.starts_with(b"%PDF-"));
    let (_, red) = export(&["cms1500", "--practice", SET_UP, "--red", "--right", "-2.5"], "red.pdf");
    assert!(red.len() < pdf.len(), "values alone");
    let (_, bundle) = export(&["fhir", "--practice", SET_UP], "claims.ndjson");
    let bundle: Value = serde_json::from_slice(&bundle).unwrap();
    assert_eq!(bundle["entry"][0]["resource"]["identifier"][0]["value"], "A-1");
    let (said, table) = export(&["csv"], "table.csv");
    assert_eq!(said, "encounters 1\n");
    assert!(String::from_utf8(table).unwrap().contains("99213,1,100.50"));
    let test_print = folder.path().join("test.pdf");
    let output = carrel(&["export", "cms1500", "--test-print", "-o", test_print.to_str().unwrap()], "");
    assert_eq!(exit_code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    assert!(test_print.is_file());
}

#[test]
fn an_acknowledgement_tells_which_claim_was_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer.277");
    let isa = "ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *261129*0600*^*00501*000000018*0*P*:~";
    let text = format!(
        "{isa}GS*HN*R*S*20261129*0600*18*X*005010X214~ST*277*0001*005010X214~BHT*0085*08*R*20261129*0600*TH~\
         HL*1**20*1~HL*2*1*21*1~TRN*2*5~STC*A1:19:PR*20261129*WQ*130~HL*3*2*19*1~HL*4*3*PT~TRN*2*A-1~\
         STC*A7:164:IL*20261129*U*130~SE*11*0001~GE*1*18~IEA*1*000000018~"
    );
    std::fs::write(&file, text).unwrap();
    let output = carrel(&["import", "acknowledgement", file.to_str().unwrap()], "");
    assert_eq!(exit_code(&output), 1, "a claim was refused");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "file 5: accepted\n  A1:19:PR: accepted\naccount A-1: rejected\n  A7:164:IL: rejected\nanswers 2, faults of the file 0\n"
    );
}
