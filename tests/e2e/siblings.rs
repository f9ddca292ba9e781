//! The codes beside one, and the header of a hit, by keys alone.

use super::journeys::{filter, open_sample};
use super::window::{Step, Theme, Window, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_codes_beside_one_in_light() {
    play("siblings", Theme::Light, beside);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_codes_beside_one_in_dark() {
    play("siblings", Theme::Dark, beside);
}

async fn beside(desk: &Window) -> Step {
    open_sample(desk).await?;
    filter(desk, "In progress").await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;
    desk.press("/").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.type_text("e1122").await?;
    desk.wait_for_role("option", "E11.22").await?;

    desk.press("Alt+d").await?;
    desk.wait_for_role("region", "Codes beside E11.22").await?;
    desk.wait_for_focus("button", "E11.22").await?;
    desk.visit("siblings").await?;
    desk.press("Up").await?;
    desk.wait_for_focus("button", "E11.21").await?;
    desk.press("Escape").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;

    desk.press("Alt+h").await?;
    desk.wait_for("Codes of E11.2").await?;
    desk.wait_for_role("option", "E11.29").await?;
    desk.visit("header-of-a-hit").await?;
    desk.press("Escape").await?;
    desk.wait_until_gone("Codes of E11.2").await?;

    // Enter on a sibling attaches it.
    desk.press("Alt+d").await?;
    desk.wait_for_focus("button", "E11.22").await?;
    desk.press_each(&["Down", "Enter"]).await?;
    desk.wait_for_diagnosis("", "E11.29").await?;
    desk.wait_for_focus("combobox", "Search the book").await
}
