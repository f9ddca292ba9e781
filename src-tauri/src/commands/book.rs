use encounter::CodeSystem;
use jiff::civil::Date;
use workstation::{
    BillingFacts, CodeDetail, CodeSummary, Comparison, DeskError, Period, ProcedureChoice, SearchReply,
    SearchRequest, VariantChoice,
};

use super::OnDesk;

#[tauri::command(async)]
#[specta::specta]
pub(super) fn search(
    desk: OnDesk<'_>,
    sequence: u32,
    request: SearchRequest,
) -> Result<SearchReply, DeskError> {
    desk.search(sequence, &request)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn code(
    desk: OnDesk<'_>,
    system: CodeSystem,
    code: String,
    on: Date,
) -> Result<Option<CodeDetail>, DeskError> {
    desk.code(system, &code, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn timeline(desk: OnDesk<'_>, system: CodeSystem) -> Result<Vec<Period>, DeskError> {
    desk.timeline(system)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn chapters(
    desk: OnDesk<'_>,
    system: CodeSystem,
    on: Date,
) -> Result<Vec<CodeSummary>, DeskError> {
    desk.chapters(system, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn children(
    desk: OnDesk<'_>,
    system: CodeSystem,
    code: String,
    on: Date,
) -> Result<Vec<CodeSummary>, DeskError> {
    desk.children(system, &code, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn variants(
    desk: OnDesk<'_>,
    system: CodeSystem,
    code: String,
    on: Date,
    said: String,
    further: bool,
) -> Result<Option<VariantChoice>, DeskError> {
    desk.variants(system, &code, on, &said, further)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn choose_procedure(
    desk: OnDesk<'_>,
    chosen: String,
    at: Option<u8>,
    on: Date,
) -> Result<ProcedureChoice, DeskError> {
    desk.choose_procedure(&chosen, at, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn compare_siblings(
    desk: OnDesk<'_>,
    system: CodeSystem,
    code: String,
    on: Date,
) -> Result<Option<Comparison>, DeskError> {
    desk.compare_siblings(system, &code, on)
}

#[tauri::command(async)]
#[specta::specta]
pub(super) fn billing_facts(
    desk: OnDesk<'_>,
    code: String,
    on: Date,
) -> Result<Option<BillingFacts>, DeskError> {
    desk.billing_facts(&code, on)
}
