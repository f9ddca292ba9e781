//! From an incomplete code to the billable one: from the search box, and from a diagnosis that is not billable.

use super::journeys::{filter, find, open_sample};
use super::window::{Step, Theme, Window, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn an_incomplete_code_becomes_billable_in_three_keys() {
    play("complete-a-code", Theme::Light, async |desk| {
        open_sample(desk).await?;
        filter(desk, "In progress").await?;
        desk.press("Enter").await?;
        desk.wait_for_focus("textbox", "Record").await?;
        desk.press("/").await?;
        desk.wait_for_focus("combobox", "Search the book").await?;
        desk.type_text("s7200").await?;
        desk.wait_for_role("option", "S72.00").await?;
        // Without waiting for what each key brings: hands do not.
        desk.press_each(&["Enter", "l", "a"]).await?;
        desk.wait_for_diagnosis("", "S72.002A").await?;
        desk.wait_for_focus("combobox", "Search the book").await?;

        desk.retype("n18.3").await?;
        desk.wait_for_role("option", "N18.3").await?;
        desk.press("Enter").await?;
        desk.wait_for_focus("listbox", "Which kind?").await?;
        desk.press_each(&["Down", "Enter"]).await?;
        desk.wait_for_diagnosis("", "N18.31").await
    });
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn a_diagnosis_that_is_not_billable_is_completed_in_the_light() {
    play("complete-a-diagnosis", Theme::Light, complete_a_diagnosis);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn a_diagnosis_that_is_not_billable_is_completed_in_the_dark() {
    play("complete-a-diagnosis", Theme::Dark, complete_a_diagnosis);
}

/// B of this encounter is N18.3, which has codes below it.
async fn complete_a_diagnosis(desk: &Window) -> Step {
    open_sample(desk).await?;
    find(desk, "castellanos").await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;
    desk.press("F8").await?;
    desk.wait_for_focus("button", "N18.3").await?;
    desk.press("c").await?;
    desk.wait_for_focus("listbox", "Complete N18.3").await?;
    desk.wait_for("Replacing B N18.3").await?;
    desk.visit("picker-of-a-diagnosis").await?;
    // The hand that gives up is where it came from, and nothing is replaced by what it looks up next.
    desk.press("Escape").await?;
    desk.wait_for_focus("button", "N18.3").await?;
    desk.wait_until_gone("Replacing B N18.3").await?;

    // The cure of the finding is the same picker.
    desk.choose("button", "Complete the code").await?;
    desk.wait_for_focus("listbox", "Complete N18.3").await?;
    desk.press("1").await?;
    desk.wait_for_diagnosis("B", "N18.31").await?;
    desk.wait_for_focus("button", "N18.31").await
}
