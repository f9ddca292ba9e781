//! One window of the app from start to end, and what went wrong in it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) use super::processes::Theme;
use super::processes::{Program, Renderer, app, app_process, driver, target, x_server};

/// Now and then a start stalls for three seconds, and two builds may share the machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

const PAINT: &str = r#"
document.getElementById('paint')?.remove();
if (!arguments[0]) return;
const paint = document.createElement('div');
paint.id = 'paint';
paint.style = `position: fixed; inset: 0; z-index: 9999; background: ${arguments[0]}`;
document.body.append(paint);
"#;

pub(crate) type Step<T = ()> = Result<T, Fault>;

/// What went wrong, as a sentence: a failed test prints this, not a backtrace.
pub(crate) struct Fault(String);

impl Fault {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// The driver answers, or the story ends: a lost answer must not hold up the whole run.
pub(crate) async fn patient<T, E>(what: &str, answer: impl Future<Output = Result<T, E>>) -> Step<T>
where
    Fault: From<E>,
{
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Fault(format!("the driver did not answer in {} s: {what}", PATIENCE.as_secs()))),
    }
}

pub(crate) fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Step {
    if holds { Ok(()) } else { Err(Fault(otherwise())) }
}

/// The order of the fields is the order in which they end: the session, the driver, then the X server.
pub(crate) struct Window {
    pub(crate) client: Client,
    driver: Program,
    _server: Program,
    pub(crate) theme: Theme,
    pub(crate) shots: PathBuf,
    app: PathBuf,
    /// Faults that do not stop the story.
    pub(crate) faults: Mutex<Vec<Fault>>,
}

/// Found once for all tests.
static RENDERER: OnceLock<Renderer> = OnceLock::new();

impl Window {
    pub(crate) async fn open(home: &Path, theme: Theme) -> Step<Self> {
        if let Some(&renderer) = RENDERER.get() {
            return Self::open_with(home, theme, renderer).await;
        }
        let mut last = Fault::new("no renderer");
        for renderer in [Renderer::AsShipped, Renderer::WithoutDmabuf] {
            let window = Self::open_with(home, theme, renderer).await?;
            match window.pictures_are_true().await {
                Ok(()) => {
                    let _ = RENDERER.set(renderer);
                    return Ok(window);
                }
                Err(fault) => last = fault,
            }
        }
        Err(Fault::new(format!("no way to a true picture of the window: {last:?}")))
    }

    async fn open_with(home: &Path, theme: Theme, renderer: Renderer) -> Step<Self> {
        let window = Self::start(home, theme, renderer).await?;
        // A window without a manager opens at its own size; pictures are compared at this one.
        patient("window size", window.client.set_window_size(1280, 800)).await?;
        window.prepare().await?;
        Ok(window)
    }

    /// Only started: for measures, which nothing may precede.
    pub(crate) async fn open_bare(home: &Path, theme: Theme) -> Step<Self> {
        Self::start(home, theme, Renderer::AsShipped).await
    }

    async fn start(home: &Path, theme: Theme, renderer: Renderer) -> Step<Self> {
        let app = app()?;
        let shots = target()?.join("shots");
        std::fs::create_dir_all(&shots)?;
        let (server, display) = x_server()?;
        let (driver, port) = driver(home, &display, theme, renderer, &home.join("window.log"))?;
        let client = connect(port, &app).await?;
        Ok(Self { client, driver, _server: server, theme, shots, app, faults: Mutex::default() })
    }

    /// Two colours and the first again: equal where equal, different where different.
    async fn pictures_are_true(&self) -> Step {
        let mut pictures = Vec::new();
        for colour in ["red", "blue", "red"] {
            self.run(PAINT, vec![json!(colour)]).await?;
            pictures.push(self.picture().await?);
        }
        self.run(PAINT, vec![Value::Null]).await?;
        check(pictures[0] == pictures[2] && pictures[0] != pictures[1], || "pictures are stale".to_owned())
    }

    /// Ends the session and with it the app.
    pub(crate) async fn close(self) -> Step {
        patient("close", self.client.clone().close()).await
    }

    pub(crate) fn process(&self) -> Step<u32> {
        app_process(&self.driver, &self.app)
    }

    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Step<Value> {
        patient("script", self.client.execute(script, arguments)).await
    }

    /// Asks again until the script gives something true.
    pub(crate) async fn until(&self, what: &str, script: &str, arguments: Vec<Value>) -> Step<Value> {
        let start = Instant::now();
        loop {
            let value = self.run(script, arguments.clone()).await?;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return Ok(value);
            }
            if start.elapsed() > PATIENCE {
                return Err(Fault::new(format!("waited {} s for {what}", PATIENCE.as_secs())));
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }
}

async fn connect(port: u16, app: &Path) -> Step<Client> {
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": app, "args": [] } });
    let Value::Object(capabilities) = capabilities else { return Err(Fault::new("no capabilities")) };
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let start = Instant::now();
    loop {
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return Ok(client),
            // The driver takes a moment until it listens.
            Err(fantoccini::error::NewSessionError::FailedC(_)) if start.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(error) => return Err(Fault::new(format!("the window did not open: {error}"))),
        }
    }
}

/// Opens the app on a new home folder and plays `story` in it. When the story fails, the picture and the words on the
/// screen at that moment are kept in `target/shots`.
pub(crate) fn play(name: &str, theme: Theme, story: impl AsyncFnOnce(&Window) -> Step) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let result: Step = runtime.block_on(async {
        let home = TempDir::new()?;
        let window = match Window::open(home.path(), theme).await {
            Ok(window) => window,
            Err(fault) => {
                let log = std::fs::read_to_string(home.path().join("window.log")).unwrap_or_default();
                return Err(Fault::new(format!("{fault:?}\n{log}")));
            }
        };
        let result = story(&window).await;
        let faults = std::mem::take(&mut *window.faults.lock().unwrap_or_else(PoisonError::into_inner));
        if let Err(fault) = &result {
            let words = window.words().await.unwrap_or_default();
            let _ = window.screenshot(&format!("failed-{name}")).await;
            let log = std::fs::read_to_string(home.path().join("window.log")).unwrap_or_default();
            return Err(Fault::new(format!("{name}: {fault:?}\n--- on the screen\n{words}\n--- log\n{log}")));
        }
        window.close().await?;
        check(faults.is_empty(), || {
            let list: Vec<String> = faults.iter().map(|fault| format!("{fault:?}")).collect();
            format!("{name}: {} screens have faults\n{}", faults.len(), list.join("\n"))
        })
    });
    if let Err(fault) = result {
        panic!("{fault:?}");
    }
}
