//! The practice is set up and its claims leave, by keys alone. The system's own file dialog lies outside of the page, so
//! the file is written by the command that follows it.

use serde_json::json;

use super::journeys::{open_sample, set_up};
use super::window::{Step, Theme, Window, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn claims_leave_in_the_light() {
    play("claims-light", Theme::Light, story);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn claims_leave_in_the_dark() {
    play("claims-dark", Theme::Dark, story);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn a_new_practice_is_led_through_its_set_up() {
    play("practice-first-run", Theme::Light, first_run);
}

async fn first_run(desk: &Window) -> Step {
    set_up(desk, false).await?;
    desk.press("Ctrl+5").await?;
    desk.wait_for("Nothing is ready to be sent.").await?;
    desk.wait_for("The practice’s set-up lacks something for claims.").await?;
    desk.visit("claims-empty").await?;
    desk.choose("button", "Put it right").await?;
    desk.wait_for("missing or wrong for claims").await?;
    desk.visit("practice-first-run").await?;

    // Each thing that is missing leads to its field.
    desk.choose("button", "Billing provider: NPI").await?;
    desk.wait_for_focus("textbox", "NPI").await?;
    desk.type_text("1234567890").await?;
    desk.press("Tab").await?;
    desk.wait_for("is no National Provider Identifier, by its check digit").await?;
    desk.fill("textbox", "NPI", "1234567893").await?;
    desk.press("Tab").await?;
    desk.wait_until_gone("is no National Provider Identifier, by its check digit").await?;

    // A payer, by keys.
    desk.tab_to("tab", "Billing").await?;
    for _ in 0..3 {
        desk.press("Right").await?;
    }
    desk.wait_for("Here stand the payers that claims go to.").await?;
    desk.visit("practice-payers-empty").await?;
    desk.choose("button", "Add a payer").await?;
    desk.wait_for_role("dialog", "Payer").await?;
    desk.fill("combobox", "Payer", "Harbor Health").await?;
    desk.fill("textbox", "Payer id", "X").await?;
    desk.press("Tab").await?;
    desk.wait_for("is shorter than 2 characters").await?;
    desk.visit("practice-payer").await?;
    desk.fill("textbox", "Payer id", "HH001").await?;
    desk.press("Enter").await?;
    desk.wait_until_role_is_gone("dialog", "Payer").await?;
    desk.wait_for("Harbor Health kept.").await?;
    desk.wait_for_role("row", "Harbor Health").await
}

async fn story(desk: &Window) -> Step {
    open_sample(desk).await?;

    // The set-up of the sample practice, list by list.
    desk.command("Settings: Practice").await?;
    desk.wait_for("Nothing is missing for claims.").await?;
    desk.visit("practice-billing").await?;
    desk.tab_to("tab", "Billing").await?;
    for (tab, row) in [
        ("Providers", "Maya Lindqvist"),
        ("Facilities", "Tidewell"),
        ("Payers", "Medicare B"),
        ("Fees", "99214"),
    ] {
        desk.press("Right").await?;
        desk.wait_for_role("row", row).await?;
        desk.visit(&format!("practice-{}", tab.to_lowercase())).await?;
    }
    desk.tab_to("grid", "Fees").await?;
    desk.press("n").await?;
    desk.wait_for_role("dialog", "Fee").await?;
    desk.visit("practice-fee").await?;
    desk.fill("textbox", "Code", "99215").await?;
    desk.fill("textbox", "Charge for one unit", "251.00").await?;
    desk.press("Enter").await?;
    desk.wait_for("99215 kept.").await?;
    desk.wait_until_role_is_gone("dialog", "Fee").await?;

    // What is ready, and what would go.
    desk.press("Ctrl+5").await?;
    desk.wait_for_role("grid", "Claims").await?;
    desk.visit("claims").await?;
    desk.press("Space").await?;
    desk.wait_for("1 marked.").await?;
    desk.press("e").await?;
    desk.wait_for_role("dialog", "Export claims").await?;
    desk.wait_for("go to file 1").await?;
    desk.visit("claims-export").await?;

    // As a form, as a copy, and as an 837P file again.
    desk.tab_to("radio", "837P").await?;
    desk.press("Right").await?;
    desk.wait_for("1 page.").await?;
    desk.visit("claims-export-paper").await?;
    desk.press("Right").await?;
    desk.wait_for("nothing is marked as exported").await?;
    desk.visit("claims-export-copy").await?;
    desk.press("Left").await?;
    desk.press("Left").await?;
    desk.wait_for("go to file 1").await?;
    desk.leave("Export claims").await?;
    export(desk).await?;

    // It is gone from here, stands with its file, and is not sent a second time unasked.
    desk.press("Alt+2").await?;
    desk.wait_for_role("row", "Exported").await?;
    desk.press("Alt+0").await?;
    desk.press("Ctrl+a").await?;
    desk.press("e").await?;
    desk.wait_for("Send again").await?;
    desk.visit("claims-again").await?;
    desk.leave("Export claims").await?;
    desk.press("b").await?;
    desk.wait_for_role("dialog", "Files").await?;
    desk.wait_for("claims.837").await?;
    desk.visit("claims-files").await?;
    desk.leave("Files").await?;

    // A claim is marked as rejected, with what was said.
    desk.press("Alt+2").await?;
    desk.wait_for_role("row", "Exported").await?;
    // The first one was marked as exported by hand; no receiver answers to it.
    desk.press("Down").await?;
    desk.press("r").await?;
    desk.wait_for_role("dialog", "Mark 1 claim as rejected").await?;
    desk.type_text("Subscriber not found").await?;
    desk.visit("claims-reject").await?;
    desk.press("Enter").await?;
    desk.wait_for("1 claim marked as rejected.").await?;
    desk.press("Alt+4").await?;
    desk.wait_for_role("row", "Subscriber not found").await?;
    desk.visit("claims-rejected").await?;

    // The chart says so too.
    desk.press("Enter").await?;
    desk.wait_for("Rejected in file 1.").await?;
    desk.visit("claims-chart").await?;

    // What the claim says of a line, to be read where the chart is locked.
    desk.tab_to("textbox", "Code, line 1").await?;
    desk.press("Ctrl+Shift+l").await?;
    desk.wait_for_role("dialog", "Claim: line 1").await?;
    desk.visit("claims-line").await?;
    desk.leave("Claim: line 1").await
}

/// What the window does behind the file dialog, for all that is ready.
async fn export(desk: &Window) -> Step {
    let script = r#"
        const [path] = arguments;
        const filter = { state: "ready", payer: null, batch: null, text: "" };
        const choice = { format: "professional", redForm: false, right: 0, down: 0 };
        window.__TAURI_INTERNALS__.invoke('export_claims', { pick: { kind: "all", filter }, choice, again: false, words: {}, path })
            .then(() => { window.exported = true; }, (error) => { window.exported = JSON.stringify(error); });
        return true;
    "#;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("claims.837");
    desk.run(script, vec![json!(path)]).await?;
    desk.until("the export", "return window.exported ?? false", vec![]).await?;
    super::window::check(path.exists(), || "no claim file".into())
}
