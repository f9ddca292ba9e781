//! Keys as they are written in the help sheet (`Ctrl+Shift+Z`, `/`, `F9`), turned into presses.

use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use super::window::{Fault, Step, Window, patient};

impl Window {
    /// One chord: `press("Ctrl+Enter")`.
    pub(crate) async fn press(&self, chord: &str) -> Step {
        let mut keys = Vec::new();
        let mut rest = chord;
        // A plus sign at the end is the key itself (`Ctrl++`).
        while let Some((modifier, after)) =
            rest.split_once('+').filter(|(m, after)| !m.is_empty() && !after.is_empty())
        {
            keys.push(key(modifier)?);
            rest = after;
        }
        keys.push(key(rest)?);
        let mut actions = KeyActions::new("keyboard".into());
        for &value in &keys {
            actions = actions.then(KeyAction::Down { value });
        }
        for &value in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value });
        }
        patient("keys", self.client.perform_actions(actions)).await
    }

    /// Every chord in turn.
    pub(crate) async fn press_each(&self, chords: &[&str]) -> Step {
        for chord in chords {
            self.press(chord).await?;
        }
        Ok(())
    }

    /// Into whatever has the focus, letter by letter.
    pub(crate) async fn type_text(&self, text: &str) -> Step {
        self.type_slowly(text, Duration::ZERO).await
    }

    /// With a rest after each letter, as a hand does.
    pub(crate) async fn type_slowly(&self, text: &str, rest: Duration) -> Step {
        let letters: Vec<char> =
            text.chars().map(|c| if c == '\n' { Key::Enter.into() } else { c }).collect();
        for part in letters.chunks(64) {
            let mut actions = KeyActions::new("keyboard".into());
            for &value in part {
                actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
                if !rest.is_zero() {
                    actions = actions.then(KeyAction::Pause { duration: rest });
                }
            }
            patient("typing", self.client.perform_actions(actions)).await?;
        }
        Ok(())
    }

    /// Over what stands in the focused field.
    pub(crate) async fn retype(&self, text: &str) -> Step {
        self.press("Ctrl+a").await?;
        if text.is_empty() { self.press("Backspace").await } else { self.type_text(text).await }
    }
}

fn key(name: &str) -> Step<char> {
    let named = match name {
        "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => return Ok(' '),
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "F2" => Key::F2,
        "F4" => Key::F4,
        "F6" => Key::F6,
        "F7" => Key::F7,
        "F8" => Key::F8,
        "F9" => Key::F9,
        _ => {
            let mut letters = name.chars();
            return match (letters.next(), letters.next()) {
                (Some(letter), None) => Ok(letter),
                _ => Err(Fault::new(format!("no key is called {name}"))),
            };
        }
    };
    Ok(named.into())
}
