//! The rules, by keys alone: the page behind a finding, a severity that is changed, a rule of the house.

use super::journeys::open_sample;
use super::window::{Step, Theme, Window, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_rules_are_read_and_changed_in_the_light() {
    play("rules-light", Theme::Light, story);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_rules_are_read_and_changed_in_the_dark() {
    play("rules-dark", Theme::Dark, story);
}

async fn attach(desk: &Window, code: &str) -> Step {
    desk.press("Ctrl+/").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.retype(code).await?;
    desk.wait_for_role("option", code).await?;
    desk.press("Enter").await
}

async fn story(desk: &Window) -> Step {
    open_sample(desk).await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;
    attach(desk, "I10").await?;
    attach(desk, "N18.32").await?;

    // Beside the code stands what is wrong with it; the count stands in the header.
    desk.wait_for("One code for both").await?;
    desk.wait_for_role("button", "Go to the next one").await?;
    for _ in 0..9 {
        desk.press("F8").await?;
        desk.settle().await?;
        if desk.focused().await?.1.contains("I10") {
            break;
        }
    }
    desk.visit("finding-beside").await?;
    desk.press("w").await?;
    desk.wait_for_role("dialog", "One code for both").await?;
    desk.wait_for("completeness.combination").await?;
    desk.visit("rule").await?;
    desk.leave("One code for both").await?;

    // Its severity is changed for all payers; the chart knows at once.
    desk.command("Settings: Rules").await?;
    desk.wait_for_role("textbox", "Find a rule").await?;
    desk.fill("textbox", "Find a rule", "completeness.combination").await?;
    desk.wait_for("1 rule").await?;
    desk.tab_to("combobox", "Severity of One code for both").await?;
    desk.press("Enter").await?;
    desk.wait_for_role("option", "Info").await?;
    desk.type_text("Info").await?;
    desk.press("Enter").await?;
    desk.wait_for("changed.").await?;
    desk.visit("rule-settings").await?;

    // A rule of the house: tried on the encounters that are here, then switched on.
    desk.command("Settings: House rules").await?;
    desk.wait_for("Here stand the rules of your practice.").await?;
    desk.visit("house-rules-empty").await?;
    desk.choose("button", "New rule").await?;
    desk.wait_for_role("dialog", "New rule").await?;
    desk.type_text("Stage of the kidney").await?;
    desk.fill("textbox", "Codes", "N18.-").await?;
    desk.fill("textbox", "What it says", "This payer asks for the eGFR.").await?;
    desk.press("Enter").await?;
    desk.wait_for("It speaks on").await?;
    desk.visit("house-rule").await?;
    desk.choose("button", "Switch on").await?;
    desk.wait_until_role_is_gone("dialog", "New rule").await?;
    desk.wait_for("Stage of the kidney is on.").await?;
    desk.visit("house-rules").await?;
    desk.press("Ctrl+4").await?;
    desk.wait_for("This payer asks for the eGFR.").await
}
