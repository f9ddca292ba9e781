//! Messages of another system, by keys alone: shown, imported, their codes taken in the chart, and the import looked at again.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use super::journeys::{find, open_sample};
use super::sources::ANSWER_FILE_DIALOG;
use super::window::{Step, Theme, Window, check, play};

/// A visit with its note and its charges; and one about a patient without a number or a name.
const MESSAGES: &str = "MSH|^~\\&|HIS|NORTH|CARREL|DESK|20260701090000||ADT^A04|1|P|2.5.1\rEVN||20260701090000\r\
    PID|1||M77^^^NORTH^MR||INKWELL^ADA^B||19580228|F|||1 QUAY ST^^HARBOR^ME^04101\r\
    PV1|1|O|CLINIC^^^HARBOR LANE||||1234567893^LINDQVIST^MAYA^^^^^^NPI||||||||||||V900^^^NORTH^VN|||||||||||||||||||||||||20260701090000\r\
    DG1|1||E11^Diabetes^I10|||F\rDG1|2||N18.32^CKD stage 3b^I10|||F\r\
    MSH|^~\\&|HIS|NORTH|CARREL|DESK|20260701102000||MDM^T02|2|P|2.5.1\rEVN||20260701102000\r\
    PID|1||M77^^^NORTH^MR||INKWELL^ADA^B||19580228|F\rPV1|1|O|||||||||||||||||V900^^^NORTH^VN\r\
    TXA|1|PN|TX|20260701101500||||||||D55||||||AU\r\
    OBX|1|TX|||Type 2 diabetes with stage 3b chronic kidney disease.||||||F\r\
    MSH|^~\\&|HIS|NORTH|CARREL|DESK|20260701120000||ADT^A04|3|P|2.5.1\rPV1|1|O\r";

/// Day and month are told by the third row.
const WORKLIST: &str = "Patient Name;MRN;DOB;Appt Date;Rend Prov NPI;Dx 1;CPT;Charge\n\
    Quill, Jonas;M501;03/04/1961;06/05/2026;1234567893;E11.9;99213;120,00\n\
    Vellum, Greta;M502;12/11/1949;07/05/2026;1234567890;I10;99214;165,00\n\
    Foolscap, Ines;M503;05/06/1980;31/05/2026;1234567893;J20.9;99213;120,00\n";

/// Eight white dots by eight.
const SCAN: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x08\x00\x00\x00\x08\x08\x00\x00\x00\x00\xe1d\xe1W\x00\x00\x00\x0eIDATx\xdac\xf8\x0f\x05\x0c\x941\x00\xf7\xc0?\xc1\xaf\x5c\x0f\xcd\x00\x00\x00\x00IEND\xaeB`\x82";

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn a_worklist_and_a_scan_come_in_the_light() {
    play("worklist-light", Theme::Light, worklist_and_scan);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn a_worklist_and_a_scan_come_in_the_dark() {
    play("worklist-dark", Theme::Dark, worklist_and_scan);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn messages_come_in_the_light() {
    play("arrivals-light", Theme::Light, story);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn messages_come_in_the_dark() {
    play("arrivals-dark", Theme::Dark, story);
}

/// Opens the in-tray and leaves what the file would do in sight.
async fn look_at(desk: &Window, file: &Path) -> Step {
    desk.press_each(&["g", "i"]).await?;
    desk.wait_for_role("dialog", "In-tray").await?;
    desk.wait_for_focus("button", "Choose files").await?;
    desk.run(ANSWER_FILE_DIALOG, vec![json!([file])]).await?;
    desk.press("Enter").await
}

async fn story(desk: &Window) -> Step {
    let folder = TempDir::new()?;
    let file = folder.path().join("day.hl7");
    std::fs::write(&file, MESSAGES)?;
    open_sample(desk).await?;
    desk.press_each(&["g", "i"]).await?;
    desk.wait_for("Nothing has been imported yet.").await?;
    desk.visit("arrivals-empty").await?;
    desk.leave("In-tray").await?;

    look_at(desk, &file).await?;
    desk.wait_for("3 messages: 1 new, 1 update").await?;
    desk.wait_for("1 that cannot be imported").await?;
    desk.wait_for("INKWELL, ADA").await?;
    desk.visit("arrivals-preview").await?;
    desk.wait_for_focus("button", "Import").await?;
    desk.press("Enter").await?;
    desk.wait_for("Imported: 1 new, 1 updated.").await?;

    desk.wait_until_role_is_gone("dialog", "In-tray").await?;
    desk.wait_for_focus("grid", "Queue").await?;
    find(desk, "inkwell").await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;
    desk.wait_for("Type 2 diabetes with stage 3b chronic kidney disease.").await?;
    desk.wait_for("Once taken:").await?;
    check(desk.diagnoses().await?.is_empty(), || "a code was set by itself".into())?;
    desk.press("p").await?;
    desk.settle().await?;
    desk.visit("arrivals-proposed").await?;
    desk.press("Delete").await?;
    desk.wait_until_gone("E11 ").await?;
    desk.press("Enter").await?;
    desk.wait_for_diagnosis("A", "N18.32").await?;
    desk.press("Ctrl+Z").await?;
    desk.wait_for("Proposed").await?;
    desk.command("Where the face sheet comes from").await?;
    desk.wait_for_role("dialog", "Where the face sheet comes from").await?;
    desk.wait_for("PID-5.1").await?;
    desk.choose("button", "The messages as they came").await?;
    desk.wait_for("MDM^T02").await?;
    desk.visit("arrivals-origins").await?;
    desk.leave("Where the face sheet comes from").await?;

    // The same file again changes nothing.
    desk.press("Ctrl+1").await?;
    desk.wait_for_focus("grid", "Queue").await?;
    look_at(desk, &file).await?;
    desk.wait_for("2 that came before").await?;
    desk.wait_for_role("button", "Nothing to import").await?;
    desk.leave("In-tray").await
}

async fn worklist_and_scan(desk: &Window) -> Step {
    let folder = TempDir::new()?;
    let list = folder.path().join("schedule.csv");
    std::fs::write(&list, WORKLIST)?;
    open_sample(desk).await?;
    look_at(desk, &list).await?;
    desk.wait_for_role("dialog", "Columns of schedule.csv").await?;
    desk.wait_for("no NPI by its check digit").await?;
    desk.wait_for("1961-04-03").await?;
    desk.visit("worklist-columns").await?;
    desk.choose("button", "Go on").await?;
    desk.wait_for("3 visits: 3 new").await?;
    desk.wait_for_focus("button", "Import").await?;
    desk.visit("worklist-preview").await?;
    desk.press("Enter").await?;
    desk.wait_for("Imported: 3 new").await?;

    // The next file of these headings asks nothing.
    std::fs::write(&list, WORKLIST.replace("31/05/2026", "30/05/2026"))?;
    look_at(desk, &list).await?;
    desk.wait_for("2 that came before").await?;
    desk.leave("In-tray").await?;

    // A scan goes where its name says.
    let scan = folder.path().join("M501 2026-05-06 op note.png");
    std::fs::write(&scan, SCAN)?;
    look_at(desk, &scan).await?;
    desk.wait_for("Operative report").await?;
    desk.wait_for_focus("button", "Import").await?;
    desk.press("Enter").await?;
    desk.wait_for("Imported: 0 new, 1 updated.").await?;
    // One whose name tells nothing is asked about.
    let scan = folder.path().join("scan0017.png");
    std::fs::write(&scan, [SCAN, b" "].concat())?;
    look_at(desk, &scan).await?;
    desk.wait_for("Say where it belongs.").await?;
    desk.wait_for_focus("textbox", "Find the encounter").await?;
    desk.type_text("vellum").await?;
    desk.wait_for("Vellum, Greta · M502").await?;
    desk.press_each(&["Tab", "Space"]).await?;
    desk.wait_for_role("button", "Import").await?;
    desk.visit("document-filed").await?;
    desk.choose("button", "Import").await?;
    desk.wait_for("Imported: 0 new, 1 updated.").await?;

    desk.wait_until_role_is_gone("dialog", "In-tray").await?;
    desk.wait_for_focus("grid", "Queue").await?;
    find(desk, "quill").await?;
    desk.press("Enter").await?;
    desk.wait_for("No text on this page").await?;
    desk.wait_for("E11.9").await?;
    desk.visit("scanned-page").await
}
