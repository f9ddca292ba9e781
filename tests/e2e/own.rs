//! What is the coder's own beside the book, by keys alone: notes, favourites, pick lists, abbreviations.

use super::journeys::open_sample;
use super::window::{Step, Theme, Window, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_book_is_made_ones_own_in_the_light() {
    play("own-light", Theme::Light, story);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_book_is_made_ones_own_in_the_dark() {
    play("own-dark", Theme::Dark, story);
}

async fn story(desk: &Window) -> Step {
    open_sample(desk).await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;

    // A note stands beside its code at once.
    find(desk, "e11.22").await?;
    write_note(desk, "E11.22", "The stage goes with it: N18").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.wait_for("Your note").await?;
    desk.visit("own-note").await?;
    desk.press("Ctrl+Shift+k").await?;

    // A list of favourites, beside the chart: the code is attached by its digit.
    find(desk, "i10").await?;
    desk.press("Ctrl+Shift+k").await?;
    desk.press("Ctrl+Shift+b").await?;
    desk.wait_for_role("dialog", "Add I10 to a pick list").await?;
    desk.fill("textbox", "Name of the list", "Every day").await?;
    desk.press("Enter").await?;
    desk.wait_until_role_is_gone("dialog", "Add I10").await?;
    desk.wait_for("I10 is in Every day now.").await?;
    desk.press("Ctrl+b").await?;
    desk.wait_for_focus("listbox", "Codes of Every day").await?;
    desk.press("h").await?;
    desk.wait_for_role("dialog", "New section heading").await?;
    desk.type_text("Heart").await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("listbox", "Codes of Every day").await?;
    desk.wait_for_role("option", "Heart").await?;
    desk.visit("pick-list").await?;
    let before = desk.diagnoses().await?.len();
    desk.press("1").await?;
    for _ in 0..20 {
        desk.settle().await?;
        if desk.diagnoses().await?.len() > before {
            break;
        }
    }
    super::window::check(desk.diagnoses().await?.iter().any(|row| row.contains("I10")), || {
        "I10 is not attached".into()
    })?;
    desk.wait_for_focus("listbox", "Codes of Every day").await?;
    desk.press("Ctrl+z").await?;
    desk.wait_until_role_is_gone("option", "Heart").await?;
    desk.press("Escape").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;

    // What was typed becomes an abbreviation.
    desk.press("Ctrl+a").await?;
    desk.type_text("bpx").await?;
    desk.command("What I typed means").await?;
    desk.wait_for_focus("textbox", "Words, or a code").await?;
    desk.type_text("essential hypertension").await?;
    desk.press("Enter").await?;
    desk.wait_for("bpx means essential hypertension now.").await?;
    desk.wait_for("Essential (primary) hypertension").await?;
    desk.visit("abbreviations").await?;
    desk.command("Settings: Notes on codes").await?;
    desk.wait_for("1 note").await?;
    desk.visit("notes").await?;
    desk.command("Settings: Pick lists").await?;
    desk.wait_for_role("listbox", "Codes of Every day").await?;
    desk.visit("pick-lists").await
}

async fn find(desk: &Window, query: &str) -> Step {
    desk.press("Ctrl+/").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.retype(query).await?;
    desk.wait_for_role("option", query).await
}

async fn write_note(desk: &Window, code: &str, text: &str) -> Step {
    let title = format!("Note on {code}");
    desk.press("Ctrl+j").await?;
    desk.wait_for_role("dialog", &title).await?;
    desk.wait_for_focus("textbox", "Note").await?;
    desk.type_text(text).await?;
    desk.press("Ctrl+Enter").await?;
    desk.wait_until_role_is_gone("dialog", &title).await
}
