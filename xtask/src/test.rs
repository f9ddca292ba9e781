//! Everything that must hold before a change is done, in the order in which it fails cheapest.
//!
//! One profile (dev) and one choice of features for all of it, so that nothing is compiled twice; one step after the
//! other, because two builds at once fight for two cores.

use std::time::{Duration, Instant};

use crate::shell::{Done, Failure, Profile, cargo, run};
use crate::{dictionary, system_packages, tidy, ui};

pub(crate) fn test() -> Done {
    let mut course = Course::default();
    let result = steps(&mut course);
    course.summary(result)
}

fn steps(course: &mut Course) -> Done {
    course.step("system packages", || {
        system_packages::ensure(&[system_packages::APP, system_packages::WINDOW_TESTS].concat())
    })?;
    course.step("formatting", || run(cargo().args(["fmt", "--all", "--check"])))?;
    course.step("conventions", tidy::tidy)?;
    course.step("UI: packages", ui::install)?;
    course.step("UI: types and lints", ui::check)?;
    course.step("UI: unit tests", ui::test)?;
    course.step("UI: build", ui::build)?;
    course.step("dictionary", || dictionary::ensure(Profile::Dev))?;
    course.step("clippy", || {
        run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
    })?;
    course.step("Rust tests and journeys", || run(cargo().args(["test", "--workspace"])))?;
    course.step("the app", build_app)?;
    course.step("end to end, in the real window", || {
        run(cargo()
            .args(["test", "--workspace", "--test", "carrel", "--", "--ignored", "e2e::"])
            .args(["--skip", "e2e::measures"])
            // Each test has its own X server, driver and window: more than two at once starve each other.
            .env("RUST_TEST_THREADS", "2"))
    })
}

/// `--test carrel` is there for its features only: with the test dependencies in the choice, the app is linked from
/// the very libraries that the tests were, instead of from a second build of Tauri.
pub(crate) fn build_app() -> Done {
    run(cargo().args(["build", "--workspace", "--bin", "carrel-desk", "--test", "carrel"]))
}

#[derive(Default)]
struct Course {
    done: Vec<(&'static str, Duration)>,
    failed: Option<(&'static str, Duration)>,
}

impl Course {
    fn step(&mut self, title: &'static str, work: impl FnOnce() -> Done) -> Done {
        println!("\n==> {title}");
        let start = Instant::now();
        let result = work();
        let taken = start.elapsed();
        match &result {
            Ok(()) => {
                println!("    {title}: {}", length(taken));
                self.done.push((title, taken));
            }
            Err(_) => self.failed = Some((title, taken)),
        }
        result
    }

    fn summary(&self, result: Done) -> Done {
        println!("\n==> summary");
        for (title, taken) in &self.done {
            println!("    {:>8}  ok      {title}", length(*taken));
        }
        if let Some((title, taken)) = self.failed {
            println!("    {:>8}  FAILED  {title}", length(taken));
        }
        let all: Duration = self.done.iter().chain(&self.failed).map(|(_, taken)| *taken).sum();
        println!("    {:>8}          in all", length(all));
        match (result, self.failed) {
            (Err(failure), Some((title, _))) => {
                Err(Failure { message: format!("stopped at \"{title}\": {failure}"), code: failure.code })
            }
            (other, _) => other,
        }
    }
}

fn length(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    }
}
