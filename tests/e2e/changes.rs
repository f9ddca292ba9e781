//! What a release changes and what it means here, by keys alone.

use super::journeys::open_sample;
use super::window::{Step, Theme, Window, check, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn what_changed_in_light() {
    play("changes", Theme::Light, changes);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn what_changed_in_dark() {
    play("changes", Theme::Dark, changes);
}

/// Dilated cardiomyopathy, which fiscal year 2027 splits.
const SPLIT: &str = "I42.0";

async fn changes(desk: &Window) -> Step {
    open_sample(desk).await?;
    desk.press_each(&["g", "d"]).await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.type_text("i420").await?;
    desk.wait_for_role("option", "I42.0").await?;
    desk.press("Ctrl+Shift+k").await?;

    desk.command("What changed: codes added").await?;
    desk.wait_for("FY2027, 2026-10-01").await?;
    desk.wait_for_focus("grid", "Here").await?;
    desk.wait_for("Favourite").await?;
    desk.visit("changes-here").await?;

    // One key replaces, and its undo takes it back.
    desk.press("2").await?;
    desk.wait_for("I42.0 is replaced by I42.01.").await?;
    desk.settle().await?;
    check(!desk.has_words("Favourite").await?, || "the favourite is still among them".into())?;
    desk.press("Ctrl+Alt+z").await?;
    desk.wait_for("Favourite").await?;
    desk.wait_for_focus("grid", "Here").await?;

    // The lists of the book.
    desk.press("Right").await?;
    desk.wait_for_focus("grid", "Added, 190 rows").await?;
    desk.visit("changes-added").await?;
    desk.press_each(&["Right", "Right"]).await?;
    desk.wait_for_focus("grid", "Split").await?;
    desk.visit("changes-split").await?;

    // From a row to the code's page on that day, and back to where it was.
    desk.press_each(&["Down", "Enter"]).await?;
    desk.wait_for(SPLIT).await?;
    desk.wait_for_role("main", "").await?;
    desk.press_each(&["g", "w"]).await?;
    desk.wait_for_focus("grid", "Split").await?;
    desk.press("Escape").await?;
    desk.wait_for_focus("combobox", "Search the book").await
}
