//! Publishers' files and lists of the user's own, by keys alone: imported, walked, searched, and gone back from. Every file
//! is made up here.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use super::journeys::open_sample;
use super::window::{Step, Theme, Window, check, play};

const NEOPLASMS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2026</version>
  <indexHeading>
    <head col="1">Neoplasm</head>
    <head col="2">Malignant Primary</head>
    <head col="5">Benign</head>
  </indexHeading>
  <letter><title>N</title>
    <mainTerm><title>Neoplasm, neoplastic</title>
      <cell col="2">C80.1</cell>
      <cell col="5">D36.9</cell>
      <term level="1"><title>kidney</title>
        <cell col="2">C64.-</cell>
        <cell col="5">D30.0-</cell>
        <term level="2"><title>pelvis</title><cell col="2">C65.-</cell><cell col="5">D30.1-</cell></term>
      </term>
      <term level="1"><title>renal</title><see>Neoplasm, kidney</see></term>
    </mainTerm>
  </letter>
</ICD10CM.index>"#;

/// The numbers are nobody's.
const SERVICES: &str = "Item,Wording,In short,Price\n00001,Polishing of a brass lamp,Polish lamp,80.50\n00002,Dusting of a globe,Dust globe,20\n";

/// The file dialog is the system's and takes none of the driver's keys: what it would answer is put in its place.
pub(super) const ANSWER_FILE_DIALOG: &str = r#"
window.fileDialog ??= window.fetch;
const path = arguments[0];
window.fetch = (url, options) =>
  decodeURIComponent(String(url)).endsWith('plugin:dialog|open')
    ? Promise.resolve(new Response(JSON.stringify(path), { headers: { 'Content-Type': 'application/json', 'Tauri-Response': 'ok' } }))
    : window.fileDialog(url, options);
"#;

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn an_index_is_imported_and_walked_in_the_light() {
    play("index", Theme::Light, index);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn an_index_is_imported_and_walked_in_the_dark() {
    play("index", Theme::Dark, index);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn cpt_is_imported_column_by_column_and_searched_in_the_light() {
    play("cpt", Theme::Light, cpt);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn cpt_is_imported_column_by_column_and_searched_in_the_dark() {
    play("cpt", Theme::Dark, cpt);
}

#[test]
#[ignore = "drives the real window: run `cargo xtask test`"]
fn back_holds_over_a_range() {
    play("back", Theme::Light, back);
}

/// Opens the sources, looks at a file and leaves its preview open.
async fn look_at(desk: &Window, file: &Path, name: &str) -> Step {
    desk.press_each(&["g", "s"]).await?;
    desk.wait_for_role("dialog", "Sources of code sets").await?;
    desk.wait_for_focus("button", "Import a file").await?;
    desk.visit(&format!("sources-before-{name}")).await?;
    desk.run(ANSWER_FILE_DIALOG, vec![json!(file)]).await?;
    desk.press("Enter").await?;
    desk.wait_for("Import ").await?;
    desk.wait_for_role("button", "Cancel").await
}

async fn index(desk: &Window) -> Step {
    let folder = TempDir::new()?;
    let file = folder.path().join("icd10cm-neoplasm-April-1-2026.xml");
    std::fs::write(&file, NEOPLASMS)?;
    open_sample(desk).await?;
    look_at(desk, &file, "index").await?;
    desk.wait_for("ICD-10-CM Neoplasm Table").await?;
    desk.visit("sources-preview-index").await?;
    desk.wait_for_focus("button", "Import").await?;
    desk.press("Enter").await?;
    desk.wait_for_role("button", "Take back the import of icd10cm-neoplasm-April-1-2026.xml").await?;
    desk.visit("sources-imported-index").await?;
    desk.leave("Sources of code sets").await?;

    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;
    let before = desk.diagnoses().await?.len();
    desk.command("Open the indexes").await?;
    desk.wait_for_role("dialog", "Indexes").await?;
    desk.wait_for_focus("textbox", "Find a term").await?;
    desk.tab_to("button", "Neoplasm Table").await?;
    desk.press("Space").await?;
    desk.wait_for_focus("textbox", "Find a term").await?;
    desk.type_text("ren").await?;
    desk.wait_for("see Neoplasm, kidney").await?;
    desk.visit("index-neoplasm").await?;

    // Over the reference to the kidney, unfolded to its pelvis, and by the column into the Tabular List.
    desk.press_each(&["Down", "Down", "Enter"]).await?;
    desk.wait_for("D30.0").await?;
    desk.wait_for("C65.-").await?;
    desk.visit("index-kidney").await?;
    desk.press_each(&["Down", "Right", "Enter"]).await?;
    desk.wait_until_role_is_gone("dialog", "Indexes").await?;
    desk.wait_for_focus("region", "Page of the book").await?;
    desk.wait_for("Malignant neoplasm of renal pelvis").await?;

    // Completed, the code keeps the way that led to it.
    desk.press("c").await?;
    desk.wait_for_focus("listbox", "Which side?").await?;
    desk.press("r").await?;
    for _ in 0..40 {
        desk.settle().await?;
        if desk.diagnoses().await?.len() > before {
            break;
        }
    }
    check(desk.diagnoses().await?.iter().any(|row| row.contains("C65.1")), || {
        "C65.1 is not attached".into()
    })?;
    desk.wait_for("pelvis").await?;
    desk.wait_for("Neoplasm Table (FY2026 April)").await?;
    desk.visit("index-way-kept").await
}

async fn cpt(desk: &Window) -> Step {
    let folder = TempDir::new()?;
    let file = folder.path().join("services.csv");
    std::fs::write(&file, SERVICES)?;
    open_sample(desk).await?;
    look_at(desk, &file, "cpt").await?;
    desk.wait_for_focus("combobox", "What it is").await?;
    desk.press("Enter").await?;
    desk.wait_for_role("option", "CPT").await?;
    desk.type_text("CPT").await?;
    desk.press("Enter").await?;
    desk.wait_for("The file does not say from when it is in force").await?;
    desk.fill("textbox", "In force from", "2026-01-01").await?;
    // Nothing in the heading says which column describes the code.
    desk.tab_to("combobox", "Description").await?;
    desk.press("Enter").await?;
    desk.wait_for_role("option", "2: Wording").await?;
    desk.type_text("2").await?;
    desk.press("Enter").await?;
    desk.settle().await?;
    desk.wait_for("CPT is imported only with its licence statement.").await?;
    desk.fill("textbox", "Licence statement", "Licence 1 of somebody").await?;
    desk.visit("sources-mapping").await?;
    desk.choose("button", "Import").await?;
    desk.wait_for_role("button", "Take back the import of services.csv").await?;
    desk.wait_for("Licence 1 of somebody").await?;
    desk.visit("sources-imported-cpt").await?;
    desk.leave("Sources of code sets").await?;

    desk.press("Enter").await?;
    desk.wait_for_focus("textbox", "Record").await?;
    desk.press("Ctrl+/").await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.type_text("0000").await?;
    desk.wait_for_role("option", "00001").await?;
    desk.wait_for("Polishing of a brass lamp").await?;
    desk.press("F4").await?;
    desk.wait_for_focus("combobox", "Search services").await?;
    desk.retype("brass polish").await?;
    desk.wait_for_role("option", "00001").await?;
    desk.visit("services").await?;
    desk.press("Enter").await?;
    desk.wait_for("Polishing of a brass lamp").await?;
    desk.wait_for_role("textbox", "Units, line").await?;
    desk.settle().await?;
    desk.visit("service-added").await?;

    // Its page in the Dictionary, where F4 turns to CPT alone.
    desk.press_each(&["Escape", "Escape", "Ctrl+2"]).await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.press_each(&["F4", "F4", "F4"]).await?;
    desk.type_text("globe").await?;
    desk.wait_for_role("option", "00002").await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("region", "Page of the book").await?;
    desk.wait_for("CPT 2026").await?;
    desk.visit("service-page").await
}

/// I12.9 names the range N18.1-N18.4, N18.9.
async fn back(desk: &Window) -> Step {
    open_sample(desk).await?;
    desk.press_each(&["g", "d"]).await?;
    desk.wait_for_focus("combobox", "Search the book").await?;
    desk.type_text("i12.9").await?;
    desk.wait_for_role("option", "I12.9").await?;
    desk.press("Enter").await?;
    desk.wait_for_focus("region", "Page of the book").await?;
    desk.tab_to("link", "N18.1-N18.4").await?;
    desk.press("Enter").await?;
    desk.wait_for_role("option", "N18.1").await?;
    desk.press_each(&["Down", "Enter"]).await?;
    desk.wait_for_focus("region", "Page of the book").await?;
    desk.wait_for_role("heading", "N18.2").await?;
    desk.press("Alt+Left").await?;
    desk.wait_for_role("heading", "I12.9").await?;
    desk.press("Alt+Right").await?;
    desk.wait_for_role("heading", "N18.2").await?;
    desk.visit("page-gone-forward-to").await
}
