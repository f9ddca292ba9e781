//! The procedures of an inpatient stay: found in the tables of ICD-10-PCS, attached, dated, ordered, by keys alone.

use super::journeys::set_up;
use super::window::{Step, Theme, Window, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn a_stay_gets_its_procedures_in_the_light() {
    play("procedures", Theme::Light, stay);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn a_stay_gets_its_procedures_in_the_dark() {
    play("procedures", Theme::Dark, stay);
}

async fn stay(desk: &Window) -> Step {
    set_up(desk, false).await?;
    desk.press("n").await?;
    desk.wait_for_role("dialog", "New encounter").await?;
    desk.fill("textbox", "Last name", "Okafor").await?;
    desk.fill("textbox", "Date of service", "2026-04-15").await?;
    desk.tab_to("radio", "Professional services").await?;
    desk.press("Down").await?;
    desk.visit("new-stay").await?;
    desk.press("Ctrl+Enter").await?;
    desk.wait_until_role_is_gone("dialog", "New encounter").await?;
    desk.wait_for("Procedures (ICD-10-PCS)").await?;

    // Axis by axis. T is taken by Enter: it begins "Transplantation" too.
    desk.press("F7").await?;
    desk.wait_for_role("dialog", "ICD-10-PCS tables").await?;
    desk.wait_for_focus("combobox", "Choose: Section").await?;
    desk.type_text("0ft").await?;
    desk.wait_for_role("option", "Resection").await?;
    desk.press("Enter").await?;
    desk.wait_for_role("option", "Gallbladder").await?;
    desk.visit("procedure-tables").await?;
    desk.type_text("44zz").await?;
    desk.wait_for("Shift+Enter as principal").await?;
    desk.visit("procedure-complete").await?;
    desk.press("Enter").await?;
    desk.wait_for_role("button", "P1 0FT44ZZ").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;

    // From the search, as principal.
    desk.retype("0dtj4zz").await?;
    desk.wait_for_role("option", "0DTJ4ZZ").await?;
    desk.press("Shift+Enter").await?;
    desk.wait_for_role("button", "P1 0DTJ4ZZ").await?;
    desk.wait_for_role("button", "P2 0FT44ZZ").await?;
    desk.fill("textbox", "Date, procedure P1", "4/16/26").await?;
    desk.fill("textbox", "Performed by, procedure P1", "Lena Osei, MD").await?;
    desk.tab_to("button", "P1 0DTJ4ZZ").await?;
    desk.press("Alt+Down").await?;
    desk.wait_for_role("button", "P1 0FT44ZZ").await?;
    desk.visit("procedures-of-a-stay").await?;
    desk.press("Delete").await?;
    desk.wait_until_role_is_gone("button", "0DTJ4ZZ").await?;
    desk.press("Ctrl+z").await?;
    desk.wait_for_role("button", "P2 0DTJ4ZZ").await
}
