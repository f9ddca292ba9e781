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
