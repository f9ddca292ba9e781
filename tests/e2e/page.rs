//! What stands on the page, as a person or a screen reader meets it: by role, by name, by words.

use std::sync::PoisonError;
use std::time::Duration;

use serde_json::{Value, json};

use super::window::{Fault, Step, Window, check, patient};

/// Roles and names are computed by axe-core, the same code that judges the page.
const FIND: &str = r#"
const [role, name] = arguments;
const tags = { button: 'button,summary,input[type=submit]', textbox: 'input,textarea', searchbox: 'input', link: 'a',
    heading: 'h1,h2,h3,h4,h5,h6', dialog: 'dialog', checkbox: 'input', radio: 'input', combobox: 'select,input',
    listbox: 'select,ul', option: 'option', table: 'table', row: 'tr', list: 'ul,ol', listitem: 'li', password: 'input[type=password]',
    navigation: 'nav', main: 'main', region: 'section', form: 'form', img: 'img,svg', status: 'output',
    complementary: 'aside', spinbutton: 'input' };
axe.teardown();
axe.setup(document.documentElement);
try {
    const wanted = name.toLowerCase();
    for (const part of document.querySelectorAll(`[role="${role}"]` + (tags[role] ? ',' + tags[role] : ''))) {
        if (!part.checkVisibility({ visibilityProperty: true })) continue;
        const node = axe.utils.getNodeFromTree(part);
        // A password field has no role of its own, and yet must be found.
        if (node && (part.type === 'password' ? 'password' : axe.commons.aria.getRole(node)) === role
            && axe.commons.text.accessibleTextVirtual(node).toLowerCase().includes(wanted)) return true;
    }
    return false;
} finally { axe.teardown(); }
"#;

const FOCUSED: &str = r#"
axe.teardown();
axe.setup(document.documentElement);
try {
    const node = axe.utils.getNodeFromTree(document.activeElement);
    const role = document.activeElement.type === 'password' ? 'password' : axe.commons.aria.getRole(node);
    return { role: role ?? '', name: axe.commons.text.accessibleTextVirtual(node) };
} finally { axe.teardown(); }
"#;

const JUDGE: &str = r#"
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
    (result) => done(result.violations.map((violation) => violation.id + ' (' + violation.impact + '): ' + violation.help
        + violation.nodes.slice(0, 4).map((node) => '\n      ' + node.target.join(' ') + '\n        ' + node.html.slice(0, 160)
            + '\n        ' + (node.failureSummary ?? '').split('\n').slice(1, 3).join(' ').trim()).join(''))),
    (error) => done(['axe failed: ' + error]));
"#;

const DIAGNOSES: &str = "return [...document.querySelectorAll('[data-diagnosis]')].map((row) => row.innerText.replace(/\\s+/g, ' ').trim())";

/// The driver takes its picture of the next frame, and without a graphics processor WebKit draws none where nothing
/// changes: a dot that nobody sees changes its colour until the picture is taken.
const STIR: &str = r#"
clearInterval(window.stirring);
document.getElementById('stir')?.remove();
if (!arguments[0]) return;
const dot = document.createElement('div');
dot.id = 'stir';
dot.style = 'position: fixed; inset: 0 auto auto 0; width: 1px; height: 1px; pointer-events: none';
document.body.append(dot);
let turn = 0;
window.stirring = setInterval(() => (dot.style.background = turn++ % 2 ? 'rgb(0 0 0 / 0)' : 'rgb(1 1 1 / 0)'), 20);
"#;

const TWO_FRAMES: &str =
    "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";

impl Window {
    /// Brings axe-core into the page; to be repeated after the page was loaded anew.
    pub(crate) async fn prepare(&self) -> Step {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(path)
            .map_err(|error| Fault::new(format!("{path}: {error}; run `npm ci` in ui/")))?;
        self.until("the page", "return document.readyState === 'complete'", vec![]).await?;
        self.run(&format!("if (!window.axe) {{ {axe}; window.axe = axe; }} return true;"), vec![]).await?;
        Ok(())
    }

    pub(crate) async fn words(&self) -> Step<String> {
        let words = self.run("return document.body.innerText", vec![]).await?;
        Ok(words.as_str().unwrap_or_default().to_owned())
    }

    /// Words anywhere in sight.
    pub(crate) async fn wait_for(&self, text: &str) -> Step {
        let script = "return document.body.innerText.toLowerCase().includes(arguments[0].toLowerCase())";
        self.until(&format!("the words \"{text}\""), script, vec![json!(text)]).await?;
        Ok(())
    }

    pub(crate) async fn wait_until_gone(&self, text: &str) -> Step {
        let script = "return !document.body.innerText.toLowerCase().includes(arguments[0].toLowerCase())";
        self.until(&format!("the words \"{text}\" to go"), script, vec![json!(text)]).await?;
        Ok(())
    }

    pub(crate) async fn wait_for_role(&self, role: &str, name: &str) -> Step {
        self.until(&format!("a {role} called \"{name}\""), FIND, vec![json!(role), json!(name)]).await?;
        Ok(())
    }

    pub(crate) async fn has_role(&self, role: &str, name: &str) -> Step<bool> {
        Ok(self.run(FIND, vec![json!(role), json!(name)]).await? == Value::Bool(true))
    }

    /// The role and the name of what has the focus.
    pub(crate) async fn focused(&self) -> Step<(String, String)> {
        let focused = self.run(FOCUSED, vec![]).await?;
        let part = |key: &str| focused[key].as_str().unwrap_or_default().to_owned();
        Ok((part("role"), part("name")))
    }

    pub(crate) async fn wait_for_focus(&self, role: &str, name: &str) -> Step {
        for _ in 0..200 {
            let (has_role, has_name) = self.focused().await?;
            if has_role == role && has_name.to_lowercase().contains(&name.to_lowercase()) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let (has_role, has_name) = self.focused().await?;
        Err(Fault::new(format!("the focus is not on the {role} \"{name}\" but on {has_role} \"{has_name}\"")))
    }

    /// Tab by tab, as a person without a mouse must: what Tab does not reach does not exist.
    pub(crate) async fn tab_to(&self, role: &str, name: &str) -> Step {
        self.wait_for_role(role, name).await?;
        let mut passed = Vec::new();
        for _ in 0..80 {
            let (has_role, has_name) = self.focused().await?;
            if has_role == role && has_name.to_lowercase().contains(&name.to_lowercase()) {
                return Ok(());
            }
            passed.push(format!("{has_role} \"{has_name}\""));
            self.press("Tab").await?;
        }
        Err(Fault::new(format!("Tab does not reach the {role} \"{name}\"; it passed {}", passed.join(", "))))
    }

    /// Tabs to a field and writes over what stands in it.
    pub(crate) async fn fill(&self, role: &str, name: &str, text: &str) -> Step {
        self.tab_to(role, name).await?;
        self.retype(text).await
    }

    /// Tabs to a button and presses it.
    pub(crate) async fn choose(&self, role: &str, name: &str) -> Step {
        self.tab_to(role, name).await?;
        self.press("Enter").await
    }

    pub(crate) async fn wait_until_role_is_gone(&self, role: &str, name: &str) -> Step {
        for _ in 0..200 {
            if !self.has_role(role, name).await? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(Fault::new(format!("the {role} \"{name}\" does not go")))
    }

    /// Out of a dialog with Escape. The desk's keys act again once it has closed.
    pub(crate) async fn leave(&self, dialog: &str) -> Step {
        self.press("Escape").await?;
        self.wait_until_role_is_gone("dialog", dialog).await
    }

    pub(crate) async fn has_words(&self, text: &str) -> Step<bool> {
        Ok(self.words().await?.to_lowercase().contains(&text.to_lowercase()))
    }

    /// Until every reply has been drawn: the page stands still for a moment.
    pub(crate) async fn settle(&self) -> Step {
        let mut before = self.words().await?;
        loop {
            tokio::time::sleep(Duration::from_millis(150)).await;
            let now = self.words().await?;
            if now == before {
                return Ok(());
            }
            before = now;
        }
    }

    /// Through the palette, by the title of the command.
    pub(crate) async fn command(&self, title: &str) -> Step {
        self.press("Ctrl+k").await?;
        self.wait_for_role("dialog", "Commands").await?;
        self.type_text(title).await?;
        self.wait_for(title).await?;
        self.settle().await?;
        self.press("Enter").await?;
        self.wait_until_role_is_gone("dialog", "Commands").await
    }

    /// The patient or place that the page is about.
    pub(crate) async fn heading(&self) -> Step<String> {
        let heading = self.run("return document.querySelector('h1')?.innerText", vec![]).await?;
        Ok(heading.as_str().unwrap_or_default().to_owned())
    }

    /// The diagnoses as they stand, in order.
    pub(crate) async fn diagnoses(&self) -> Step<Vec<String>> {
        let rows = self.run(DIAGNOSES, vec![]).await?;
        Ok(rows.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    pub(crate) async fn wait_for_diagnosis(&self, letter: &str, code: &str) -> Step {
        for _ in 0..200 {
            if self.diagnoses().await?.iter().any(|row| row.starts_with(letter) && row.contains(code)) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(Fault::new(format!("no diagnosis {letter} {code} among {:?}", self.diagnoses().await?)))
    }

    /// The picture as `target/shots/NAME-THEME.png`, when what was drawn has reached the screen.
    pub(crate) async fn screenshot(&self, name: &str) -> Step {
        let picture = self.picture().await?;
        std::fs::write(self.shots.join(format!("{name}-{}.png", self.theme.name())), picture)?;
        Ok(())
    }

    pub(crate) async fn picture(&self) -> Step<Vec<u8>> {
        patient("two frames", self.client.execute_async(TWO_FRAMES, vec![])).await?;
        self.run(STIR, vec![json!(true)]).await?;
        let picture = patient("picture", self.client.screenshot()).await;
        self.run(STIR, vec![json!(false)]).await?;
        picture
    }

    /// No violation of what axe-core knows, of any level.
    pub(crate) async fn axe(&self, name: &str) -> Step {
        let found = patient("axe", self.client.execute_async(JUDGE, vec![])).await?;
        let violations: Vec<&str> =
            found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        check(violations.is_empty(), || {
            format!(
                "axe on {name}, {}: {} violations\n    {}",
                self.theme.name(),
                violations.len(),
                violations.join("\n    ")
            )
        })
    }

    /// A screen is done when it is drawn, pictured and judged. What axe finds is kept to the end of the story, so that one
    /// run tells of every screen.
    pub(crate) async fn visit(&self, name: &str) -> Step {
        self.settle().await?;
        self.screenshot(name).await?;
        if let Err(fault) = self.axe(name).await {
            self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
        }
        Ok(())
    }
}
