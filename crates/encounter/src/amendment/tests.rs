use crate::*;

fn stamp() -> Stamp {
    Stamp { by: "rl".into(), at: jiff::Timestamp::UNIX_EPOCH }
}

fn with_note(text: &str) -> Encounter {
    let mut encounter = Encounter::default();
    encounter.add_document(Document { text: text.into(), ..Document::default() });
    encounter
}

fn attach(encounter: &mut Encounter, code: &str, principal: bool) -> DiagnosisId {
    let attach =
        Amendment::AttachDiagnosis { code: code.into(), evidence: None, index_path: None, principal };
    encounter.amend(attach, &stamp()).unwrap();
    encounter.diagnoses.iter().map(|diagnosis| diagnosis.id).max().unwrap()
}

fn codes(encounter: &Encounter) -> Vec<&str> {
    encounter.diagnoses.iter().map(|diagnosis| diagnosis.code.as_str()).collect()
}

#[test]
fn a_pointer_follows_its_diagnosis_when_the_order_changes() {
    let mut encounter = with_note("");
    attach(&mut encounter, "E11.22", false);
    let kidney = attach(&mut encounter, "N18.32", false);
    encounter
        .amend(
            Amendment::AddLine { code: "99214".into(), evidence: None, modifiers: Vec::new(), charge: None },
            &stamp(),
        )
        .unwrap();
    let line = ServiceLine { pointers: vec![kidney], ..encounter.lines[0].clone() };
    encounter.amend(Amendment::SetLine { line }, &stamp()).unwrap();

    encounter.amend(Amendment::MoveDiagnosis { diagnosis: kidney, to: 0 }, &stamp()).unwrap();

    assert_eq!(codes(&encounter), ["N18.32", "E11.22"]);
    assert_eq!(encounter.lines[0].pointers, [kidney]);
    assert_eq!(encounter.status, Status::InProgress);
}

#[test]
fn a_line_from_a_list_has_what_the_list_says() {
    let mut encounter = with_note("");
    let line = |modifiers: &[&str]| Amendment::AddLine {
        code: "99213".into(),
        evidence: None,
        modifiers: modifiers.iter().map(|modifier| (*modifier).into()).collect(),
        charge: Some("80.50".parse().unwrap()),
    };
    encounter.amend(line(&["25"]), &stamp()).unwrap();
    let added = &encounter.lines[0];
    assert_eq!((added.charge.to_string().as_str(), added.modifiers[0].as_str()), ("80.50", "25"));
    assert!(encounter.amend(line(&["25", "59", "LT", "RT", "GA"]), &stamp()).is_err());
}

#[test]
fn a_new_line_points_to_nothing() {
    let mut encounter = with_note("");
    attach(&mut encounter, "I10", false);
    encounter
        .amend(
            Amendment::AddLine { code: "99213".into(), evidence: None, modifiers: Vec::new(), charge: None },
            &stamp(),
        )
        .unwrap();
    assert!(encounter.lines[0].pointers.is_empty());
}

#[test]
fn principal_goes_first_and_the_thirteenth_is_refused() {
    let mut encounter = with_note("");
    for number in 0..12 {
        attach(&mut encounter, &format!("I{:02}", 10 + number), number == 5);
    }
    assert_eq!(codes(&encounter)[0], "I15");
    let one_more = Amendment::AttachDiagnosis {
        code: "Z00.00".into(),
        evidence: None,
        index_path: None,
        principal: true,
    };
    assert_eq!(encounter.amend(one_more, &stamp()), Err(AmendmentError::TooManyDiagnoses(12)));
    assert_eq!(encounter.diagnoses.len(), 12);
}

#[test]
fn evidence_must_stand_in_the_record() {
    let mut encounter = with_note("CKD stage 3b, stable");
    let document = encounter.documents[0].id;
    let evidence = |start, end, quote: &str| Some(Evidence { document, start, end, quote: quote.into() });
    let mut attach = |evidence| {
        let attach = Amendment::AttachDiagnosis {
            code: "N18.32".into(),
            evidence,
            index_path: None,
            principal: false,
        };
        encounter.amend(attach, &stamp())
    };
    assert_eq!(attach(evidence(0, 12, "CKD stage 3b")), Ok(()));
    assert_eq!(attach(evidence(0, 12, "CKD stage 3a")), Err(AmendmentError::EvidenceNotInDocument));
    assert_eq!(attach(evidence(0, 99, "CKD stage 3b")), Err(AmendmentError::EvidenceNotInDocument));
}

#[test]
fn the_last_lifted_hold_gives_the_encounter_back() {
    let mut encounter = with_note("");
    let place = |note: &str| Amendment::PlaceHold {
        reason: HoldReason::UnsignedNote,
        note: note.into(),
        provider: String::new(),
    };
    encounter.amend(place("one"), &stamp()).unwrap();
    encounter.amend(place("two"), &stamp()).unwrap();
    let holds: Vec<_> = encounter.holds.iter().map(|hold| hold.id).collect();
    encounter.amend(Amendment::LiftHold { hold: holds[0] }, &stamp()).unwrap();
    assert_eq!(encounter.status, Status::OnHold);
    encounter.amend(Amendment::LiftHold { hold: holds[1] }, &stamp()).unwrap();
    assert_eq!(encounter.status, Status::InProgress);
    assert_eq!(encounter.holds.len(), 2, "lifted holds stay visible");
}

#[test]
fn completion_locks_and_reopening_needs_words() {
    let mut encounter = with_note("");
    attach(&mut encounter, "I10", false);
    let completion = |by: &str| Completion {
        stamp: Stamp { by: by.into(), ..stamp() },
        coder: by.to_uppercase(),
        credential: "CPC".into(),
        releases: vec![],
        reopened: None,
    };
    encounter.complete(&[], completion("rl")).unwrap();
    let attach =
        Amendment::AttachDiagnosis { code: "I10".into(), evidence: None, index_path: None, principal: false };
    assert_eq!(encounter.amend(attach, &stamp()), Err(AmendmentError::Locked(Status::Completed)));
    assert_eq!(encounter.move_to(Status::InProgress, "  ", &stamp()), Err(MoveError::ReasonMissing));
    encounter.move_to(Status::InProgress, "pathology came", &stamp()).unwrap();
    encounter.complete(&[], completion("mk")).unwrap();
    assert_eq!((encounter.first_coder.as_str(), encounter.last_coder.as_str()), ("rl", "mk"));
}

#[test]
fn copying_forward_keeps_everything_but_evidence_and_dates() {
    let mut earlier = with_note("");
    let diabetes = attach(&mut earlier, "E11.9", false);
    earlier
        .amend(
            Amendment::AddLine { code: "J1885".into(), evidence: None, modifiers: Vec::new(), charge: None },
            &stamp(),
        )
        .unwrap();
    let line = ServiceLine {
        pointers: vec![diabetes],
        ndc: "00409-3796-01".into(),
        modifiers: vec!["59".into(), "RT".into()],
        service_from: Some(jiff::civil::date(2026, 1, 2)),
        ..earlier.lines[0].clone()
    };
    earlier.amend(Amendment::SetLine { line }, &stamp()).unwrap();

    let mut later = with_note("");
    attach(&mut later, "I10", false);
    let held = attach(&mut later, "E11.9", false);
    let copy = Amendment::CopyForward { diagnoses: earlier.diagnoses, lines: earlier.lines };
    later.amend(copy, &stamp()).unwrap();

    assert_eq!(codes(&later), ["I10", "E11.9"], "a code that is there is not doubled");
    assert_eq!(later.lines[0].pointers, [held]);
    assert_eq!(later.lines[0].ndc, "00409-3796-01");
    assert_eq!(later.lines[0].modifiers.len(), 2);
    assert_eq!(later.lines[0].service_from, None);
}

#[test]
fn the_way_through_an_index_stays_as_long_as_it_leads_to_the_code() {
    let path = IndexPath {
        index: crate::IndexKind::Neoplasm,
        release: "FY2026 April".into(),
        steps: ["breast", "upper-outer quadrant", "Malignant Primary"].map(String::from).into(),
        code: "C50.4-".into(),
    };
    let attach = |code: &str| Amendment::AttachDiagnosis {
        code: code.into(),
        evidence: None,
        index_path: Some(path.clone()),
        principal: false,
    };
    let mut encounter = Encounter::default();
    encounter.amend(attach("C50.4"), &stamp()).unwrap();
    encounter.amend(attach("I10"), &stamp()).unwrap();
    let kept = |encounter: &Encounter| -> Vec<bool> {
        encounter.diagnoses.iter().map(|diagnosis| diagnosis.index_path.as_ref() == Some(&path)).collect()
    };
    assert_eq!(kept(&encounter), [true, false], "it does not lead to I10");
    let diagnosis = encounter.diagnoses[0].id;
    encounter.amend(Amendment::ReplaceDiagnosis { diagnosis, code: "C50.411".into() }, &stamp()).unwrap();
    assert_eq!(kept(&encounter), [true, false], "the picker completes the code");
    encounter.amend(Amendment::ReplaceDiagnosis { diagnosis, code: "C50.511".into() }, &stamp()).unwrap();
    assert_eq!(kept(&encounter), [false, false]);

    // An encounter of before there were paths opens as it was, and so does a finding's cure.
    let older = r#"{"id": 1, "code": "I10", "evidence": [], "presentOnAdmission": null}"#;
    assert_eq!(serde_json::from_str::<Diagnosis>(older).unwrap().index_path, None);
    let cure = r#"{"kind": "attach_diagnosis", "code": "I10", "evidence": null, "principal": false}"#;
    assert!(serde_json::from_str::<Amendment>(cure).is_ok());
    let written = serde_json::to_string(&encounter.diagnoses).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Diagnosis>>(&written).unwrap(), encounter.diagnoses);
}

#[test]
fn a_procedure_of_a_stay_is_added_dated_moved_and_removed() {
    let mut encounter = with_note("Laparoscopic cholecystectomy by Dr. Osei");
    let document = encounter.documents[0].id;
    let quote = "Laparoscopic cholecystectomy".to_owned();
    let evidence = Evidence { document, start: 0, end: quote.encode_utf16().count() as u32, quote };
    let add =
        |code: &str, principal, evidence| Amendment::AddProcedure { code: code.into(), evidence, principal };
    let refused = encounter.amend(add("0FT44ZZ", false, None), &stamp());
    assert_eq!(refused, Err(AmendmentError::NotAFacilityStay));
    assert_eq!(encounter.status, Status::NotStarted);

    encounter.header.kind = EncounterKind::Facility;
    assert_eq!(encounter.amend(add(" ", false, None), &stamp()), Err(AmendmentError::EmptyCode));
    encounter.amend(add("0dtj4zz", false, None), &stamp()).unwrap();
    encounter.amend(add("0FT44ZZ", true, Some(evidence.clone())), &stamp()).unwrap();
    let codes = |encounter: &Encounter| -> Vec<String> {
        encounter.procedures().iter().map(|procedure| procedure.code.to_string()).collect()
    };
    assert_eq!(codes(&encounter), ["0FT44ZZ", "0DTJ4ZZ"]);
    let first = encounter.procedures()[0].clone();
    assert_eq!(first.evidence, [evidence]);

    let date = Some(jiff::civil::date(2026, 3, 2));
    let dated = FacilityProcedure { date, evidence: Vec::new(), ..first.clone() };
    encounter.amend(Amendment::SetProcedure { procedure: dated }, &stamp()).unwrap();
    let (date_now, evidence_now) = (encounter.procedures()[0].date, &encounter.procedures()[0].evidence);
    assert_eq!((date_now, evidence_now), (date, &first.evidence), "evidence is not written over");

    encounter.amend(Amendment::MoveProcedure { procedure: first.id, to: 1 }, &stamp()).unwrap();
    assert_eq!(codes(&encounter), ["0DTJ4ZZ", "0FT44ZZ"]);
    encounter.amend(Amendment::UnlinkProcedureEvidence { procedure: first.id, index: 0 }, &stamp()).unwrap();
    encounter.amend(Amendment::RemoveProcedure { procedure: first.id }, &stamp()).unwrap();
    assert_eq!(codes(&encounter), ["0DTJ4ZZ"]);
    let gone = encounter.amend(Amendment::RemoveProcedure { procedure: first.id }, &stamp());
    assert_eq!(gone, Err(AmendmentError::NoSuchPart));

    for _ in 1..FACILITY_PROCEDURES {
        encounter.amend(add("0DTJ4ZZ", false, None), &stamp()).unwrap();
    }
    let one_more = encounter.amend(add("0DTJ4ZZ", false, None), &stamp());
    assert_eq!(one_more, Err(AmendmentError::TooManyProcedures(25)));
}
