//! What a coder feels, in the real window of a release build: the start, the memory, the keystroke.
//!
//! Run by `cargo xtask bench`, which builds the app and names it in `CARREL_APP`. Nothing is asserted but that it works:
//! a number depends on the machine, and is read by a person.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use encounter::{
    Coverage, Diagnosis, DiagnosisId, Document, Encounter, FindingCounts, Header, LineId, Patient, Provider,
    ServiceLine, Status,
};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use tempfile::TempDir;
use vault::{NewUser, Vault, VaultError};

use super::window::{Fault, Step, Theme, Window};

const ENCOUNTERS: u32 = 100_000;
const STARTS: usize = 10;
const LOGIN: &str = "ruth";
const PASSPHRASE: &str = "a quiet desk under a lamp";
const QUERIES: [&str; 6] =
    ["type 2 diabetes", "fracture of femur", "e11.22", "chest pain", "hypertensive heart", "laceration hand"];

const FIRST_ANSWER: &str = r#"
const done = arguments[arguments.length - 1];
const filters = { chapter: null, billableOnly: false, laterality: null, patient: null };
const request = { query: 'e11', on: '2026-04-15', systems: ['icd10cm'], limit: 10, filters };
const ask = () => window.__TAURI_INTERNALS__
    .invoke('search', { sequence: 1, request })
    .then((reply) => done({ at: Date.now(), hits: reply.answer.hits.length }), (error) => {
        // What cannot be asked or read now cannot be later: the dictionary of another version, a question of another.
        const code = error?.code ?? String(error);
        if (!error?.code || code.startsWith('dictionary')) done({ error: code });
        else setTimeout(ask, 5);
    });
ask();
"#;

/// From the key to the frame that shows what came of it: the first change of the results after the key, and the end of
/// the frame in which it is painted.
const WATCH_KEYS: &str = r#"
window.keyToPaint = [];
window.keyToResults = [];
let pressed = 0;
addEventListener('keydown', (event) => { pressed = event.key.length === 1 ? event.timeStamp : 0; }, true);
const list = document.querySelector('[role=listbox]');
new MutationObserver((changes) => {
    const at = pressed;
    // Rows that are drawn later below those in sight are not the answer to this key.
    const later = ({ target, addedNodes, removedNodes }) =>
        target === list && removedNodes.length === 0 && [...addedNodes].every((row) => row.dataset?.row > 8);
    if (!at || changes.every(later)) return;
    pressed = 0;
    window.keyToResults.push(performance.now() - at);
    requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => window.keyToPaint.push(performance.now() - at);
        painted.port2.postMessage(0);
    });
}).observe(list, { childList: true, subtree: true, characterData: true });
return true;
"#;

#[test]
#[ignore = "measures the real window of a release build: run `cargo xtask bench`"]
fn the_start_the_memory_and_the_keystroke() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let result: Step = runtime.block_on(async {
        let home = TempDir::new()?;
        println!("filling a vault with {ENCOUNTERS} encounters ...");
        fill(&home.path().join(".local/share/carrel/vault"));
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            starts.push(start(home.path()).await?);
        }
        let window = Window::open(home.path(), Theme::Light).await?;
        window.wait_for("Unlock your desk").await?;
        window.type_text(PASSPHRASE).await?;
        window.press("Enter").await?;
        window.wait_for_focus("grid", "Queue").await?;
        let keys = keystrokes(&window).await?;
        let memory = resident_mib(window.process()?)?;
        window.close().await?;
        println!("\n{:<62}{:>10}{:>12}{:>10}", "in the real window", "target", "measured", "reached");
        row("cold start to a search that answers, median of 10", "1000 ms", median(&starts), 1000.0, "ms");
        row("memory of the app's own process, 100,000 encounters open", "260 MiB", memory, 260.0, "MiB");
        row(
            &format!("key press to painted results, p95 of {}", keys.painted.len()),
            "50 ms",
            p95(&keys.painted),
            50.0,
            "ms",
        );
        remark("  the same, median", median(&keys.painted));
        remark("  of it, until the results stand in the page, p95", p95(&keys.answered));
        remark("  the same, median", median(&keys.answered));
        Ok(())
    });
    if let Err(fault) = result {
        panic!("{fault:?}");
    }
}

/// From the moment when the process began, as the kernel tells it, to the first answer in the page. The driver's own
/// work on the way is in it.
#[allow(clippy::disallowed_methods, reason = "the window's clock is the wall clock")]
async fn start(home: &Path) -> Step<f64> {
    let window = Window::open_bare(home, Theme::Light).await?;
    let answer = window.client.execute_async(FIRST_ANSWER, vec![]).await?;
    let at = answer["at"].as_f64().ok_or_else(|| Fault::new(format!("no answer: {answer}")))?;
    let age = age_of(window.process()?)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1000.0;
    window.close().await?;
    Ok(age - (now - at))
}

async fn keystrokes(window: &Window) -> Step<Keystrokes> {
    window.press("Ctrl+2").await?;
    window.wait_for_focus("combobox", "Search").await?;
    window.type_text("e").await?;
    window.wait_for_role("option", "").await?;
    window.run(WATCH_KEYS, vec![]).await?;
    for query in QUERIES {
        window.press("Ctrl+a").await?;
        window.type_slowly(query, Duration::from_millis(120)).await?;
    }
    let painted = times(window, "return window.keyToPaint").await?;
    let answered = times(window, "return window.keyToResults").await?;
    Ok(Keystrokes { answered, painted })
}

struct Keystrokes {
    /// Until the results stand in the page.
    answered: Vec<f64>,
    /// Until the frame that shows them is done. Under Xvfb a processor paints it, not a graphics card.
    painted: Vec<f64>,
}

async fn times(window: &Window, script: &str) -> Step<Vec<f64>> {
    let times = window.run(script, vec![]).await?;
    let times: Vec<f64> =
        times.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    match times.is_empty() {
        true => Err(Fault::new("no keystroke was followed by results")),
        false => Ok(times),
    }
}

/// Milliseconds since the process began.
fn age_of(process: u32) -> Step<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    // Field 22 of proc(5), counted after the name; in hundredths of a second, as every Linux on a desk has it.
    let began =
        stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(19)?.parse::<f64>().ok());
    let up = uptime.split_whitespace().next().and_then(|seconds| seconds.parse::<f64>().ok());
    match (began, up) {
        (Some(began), Some(up)) => Ok(up * 1000.0 - began * 10.0),
        _ => Err(Fault::new("/proc does not tell when the process began")),
    }
}

fn resident_mib(process: u32) -> Step<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<f64>().ok())
        .map(|kib| kib / 1024.0)
        .ok_or_else(|| Fault::new("/proc does not tell the memory of the process"))
}

fn row(name: &str, target: &str, measured: f64, most: f64, unit: &str) {
    let reached = if measured <= most { "yes" } else { "NO" };
    println!("{name:<62}{target:>10}{measured:>9.1} {unit:<3}{reached:>9}");
}

fn remark(name: &str, measured: f64) {
    println!("{name:<62}{:>10}{measured:>9.1} ms", "");
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn median(values: &[f64]) -> f64 {
    sorted(values)[values.len() / 2]
}

fn p95(values: &[f64]) -> f64 {
    sorted(values)[(values.len() * 95).div_ceil(100) - 1]
}

fn fill(folder: &Path) {
    let now = Timestamp::from_second(1_776_000_000).unwrap();
    let user = NewUser {
        login: LOGIN.into(),
        name: "Ruth Lang".into(),
        credential: "CPC".into(),
        passphrase: PASSPHRASE.into(),
    };
    let (mut vault, _) = Vault::create(folder, &user, now).unwrap();
    for thousand in 0..ENCOUNTERS / 1000 {
        vault
            .transact(|tx| -> Result<(), VaultError> {
                for number in 0..1000 {
                    tx.insert_encounter(&visit(thousand * 1000 + number), FindingCounts::default(), now)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

fn visit(number: u32) -> Encounter {
    let pick = |list: &[&str], by: u32| list[(number / by) as usize % list.len()].to_owned();
    let day = date(2025, 1, 1).saturating_add((i64::from(number) % 680).days());
    let diagnoses = (1..).zip(["E11.22", "N18.32", "I10", "Z79.4"]);
    let mut encounter = Encounter {
        status: if number.is_multiple_of(4) { Status::InProgress } else { Status::NotStarted },
        header: Header {
            account: format!("26-{number:06}"),
            patient: Patient {
                record_number: format!("{:06}", number / 3),
                last_name: pick(
                    &["Okafor", "Lindqvist", "Abernathy", "Castillo", "Nakamura", "Holloway", "Vasquez"],
                    1,
                ),
                first_name: pick(&["Ruth", "Maya", "Ian", "Rosa", "Kenji"], 7),
                birth_date: Some(date(1958, 11, 3)),
                ..Patient::default()
            },
            primary_payer: Some(Coverage {
                payer: pick(&["Medicare B", "Aetna", "Medicaid"], 1),
                ..Coverage::default()
            }),
            rendering_provider: Some(Provider {
                name: pick(&["Petrov, Lena", "Silva, Omar", "Haddad, Priya", "Nguyen, Tomas"], 3),
                ..Provider::default()
            }),
            place_of_service: "11".into(),
            service_from: Some(day),
            service_to: Some(day),
            ..Header::default()
        },
        diagnoses: diagnoses
            .map(|(id, code)| Diagnosis { id: DiagnosisId(id), code: code.into(), ..Diagnosis::default() })
            .collect(),
        lines: vec![ServiceLine {
            id: LineId(9),
            pointers: vec![DiagnosisId(1), DiagnosisId(2)],
            charge: "165.00".parse().unwrap(),
            ..ServiceLine::new("99214".into())
        }],
        ..Encounter::default()
    };
    encounter.add_document(Document {
        title: "Progress note".into(),
        text: "Poorly controlled type 2 diabetes with stage 3b chronic kidney disease. ".repeat(50),
        ..Document::default()
    });
    encounter
}
