use encounter::{Amendment, Document, EncounterKind, FacilityProcedure, Header};
use workstation::ErrorCode;

use super::desk::{SERVICE, TestDesk, code_of, evidence, header};

#[test]
fn a_stay_takes_procedures_that_can_be_undone_and_are_in_its_history() {
    let t = TestDesk::set_up();
    let stay = Header { kind: EncounterKind::Facility, ..header() };
    let note = Document { text: "Laparoscopic cholecystectomy".into(), ..Document::default() };
    let mut chart = t.desk.create_encounter(stay, vec![note]).unwrap().value;
    let evidence = evidence(&chart.encounter, "cholecystectomy");
    t.amend(&mut chart, Amendment::AddProcedure { code: "0ft44zz".into(), evidence, principal: false });
    t.amend(&mut chart, Amendment::AddProcedure { code: "0DTJ4ZZ".into(), evidence: None, principal: true });
    assert!(chart.titles["0FT44ZZ"].billable, "the book answers for it on the date");
    let procedure = FacilityProcedure { date: Some(SERVICE), ..chart.encounter.procedures()[1].clone() };
    t.amend(&mut chart, Amendment::SetProcedure { procedure: procedure.clone() });
    t.amend(&mut chart, Amendment::MoveProcedure { procedure: procedure.id, to: 0 });
    let codes: Vec<&str> =
        chart.encounter.procedures().iter().map(|procedure| procedure.code.as_str()).collect();
    assert_eq!(codes, ["0FT44ZZ", "0DTJ4ZZ"]);
    assert_eq!(chart.encounter.procedures()[0], procedure);

    for action in ["move_procedure", "set_procedure", "add_procedure", "add_procedure"] {
        assert_eq!(chart.undo.as_deref(), Some(action));
        chart = t.desk.undo(chart.id, chart.revision).unwrap().value;
    }
    assert_eq!(chart.encounter.procedures(), []);
    chart = t.desk.redo(chart.id, chart.revision).unwrap().value;
    assert_eq!(chart.encounter.procedures().len(), 1);
    let history = t.desk.history(chart.id).unwrap();
    let said = |action: &str| history.iter().any(|entry| entry.action == action);
    assert!(said("add_procedure") && said("set_procedure") && said("move_procedure"));
}

#[test]
fn a_professional_encounter_takes_none_and_says_why() {
    let t = TestDesk::set_up();
    let chart = t.encounter("note");
    let add = Amendment::AddProcedure { code: "0FT44ZZ".into(), evidence: None, principal: false };
    let refused = t.desk.amend(chart.id, chart.revision, add);
    assert_eq!(code_of(refused), ErrorCode::NotAFacilityStay);
}
