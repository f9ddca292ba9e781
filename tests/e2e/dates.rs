//! The ruler of the dictionary, what became of a code, and where the code sets come from, by keys alone.

use super::journeys::{filter, open_sample};
use super::window::{Step, Theme, Window, play};

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_book_on_another_date_in_light() {
    play("dates", Theme::Light, another_date);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn the_book_on_another_date_in_dark() {
    play("dates", Theme::Dark, another_date);
}

async fn another_date(desk: &Window) -> Step {
    open_sample(desk).await?;
    filter(desk, "In progress").await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;
    // Beside the chart the ruler turns its book alone.
    desk.press("Alt+r").await?;
    desk.wait_for_focus("slider", "Releases of ICD-10-CM").await?;
    desk.press("Home").await?;
    desk.wait_for("Looked up on 2015-10-01, not on").await?;
    desk.visit("chart-ruler").await?;
    desk.press("Alt+t").await?;
    desk.wait_until_gone("Looked up on 2015-10-01").await?;

    desk.press("Ctrl+2").await?;
    desk.wait_for_role("slider", "Releases of ICD-10-PCS").await?;
    desk.wait_for_role("slider", "Releases of ICD-10-CM").await?;

    // Low back pain was one code until October 2021.
    desk.press("Ctrl+/").await?;
    desk.type_text("m54.5").await?;
    desk.wait_for("became a header, billable no more").await?;
    desk.wait_for_role("button", "M54.59").await?;
    desk.visit("history").await?;

    desk.press("Alt+r").await?;
    desk.wait_for_focus("slider", "Releases of ICD-10-CM").await?;
    desk.press("Home").await?;
    desk.wait_for("Everything here is looked up on 2015-10-01.").await?;
    desk.visit("ruler").await?;
    desk.press("Alt+t").await?;
    desk.wait_until_gone("Everything here is looked up on").await?;
    desk.press("Alt+r").await?;
    desk.wait_for_focus("slider", "Releases of ICD-10-CM").await?;
    desk.type_text("2021-09-30").await?;
    desk.wait_for_focus("textbox", "The book on this date").await?;
    desk.press("Enter").await?;
    desk.wait_for("Everything here is looked up on 2021-09-30.").await?;

    desk.press("Ctrl+/").await?;
    desk.press_each(&["Alt+t", "F6"]).await?;
    desk.press_each(&["g", "s"]).await?;
    desk.wait_for_role("dialog", "Sources of code sets").await?;
    desk.wait_for("FY2027 is in force since 2026-10-01; you have titles and notes of FY2026 April").await?;
    desk.visit("sources").await
}
