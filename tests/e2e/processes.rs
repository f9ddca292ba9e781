//! The programs behind a window: started with nothing of the developer's own session, ended without leftovers.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::window::{Fault, Step};

/// A program that ends when this is dropped, with everything that it started.
pub(crate) struct Program {
    child: Child,
}

impl Program {
    fn start(mut command: Command) -> Step<Self> {
        command.stdin(Stdio::null()).process_group(0);
        let child = command.spawn().map_err(|error| {
            Fault::new(format!("{} could not be started: {error}", command.get_program().to_string_lossy()))
        })?;
        Ok(Self { child })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn signal(&self, name: &str) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-s", name, "--", &group]).stderr(Stdio::null()).status();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // TERM first: an X server that is killed leaves a lock file, and the next one sleeps three seconds on it.
        self.signal("TERM");
        let patience = Instant::now() + Duration::from_secs(5);
        while Instant::now() < patience {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.signal("KILL");
        let _ = self.child.wait();
    }
}

/// An X server of our own that picks its own number, so that tests can run side by side.
pub(crate) fn x_server() -> Step<(Program, String)> {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = Program::start(command)?;
    let output = server.child.stdout.take().ok_or_else(|| Fault::new("Xvfb without output"))?;
    let mut number = String::new();
    BufReader::new(output).read_line(&mut number)?;
    if number.trim().is_empty() {
        return Err(Fault::new("Xvfb ended without naming a display"));
    }
    Ok((server, format!(":{}", number.trim())))
}

/// WebKitWebDriver on a free port. It starts the app, so the app inherits this environment and no other.
pub(crate) fn driver(
    home: &Path,
    display: &str,
    theme: Theme,
    renderer: Renderer,
    log: &Path,
) -> Step<(Program, u16)> {
    let port = free_port()?;
    let mut command = Command::new("WebKitWebDriver");
    command.args([&format!("--port={port}"), "--host=127.0.0.1"]);
    command.env_clear();
    for name in ["PATH", "LD_LIBRARY_PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    for (name, folder) in [
        ("HOME", ""),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_RUNTIME_DIR", ".run"),
    ] {
        let folder = home.join(folder);
        fs::create_dir_all(&folder)?;
        command.env(name, folder);
    }
    command.env("DISPLAY", display);
    command.env("LANG", "C.UTF-8").env("TZ", "UTC");
    command.env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1");
    command.env("GTK_THEME", theme.of_the_system());
    command.env("GSETTINGS_BACKEND", "memory");
    command.env("TAURI_WEBVIEW_AUTOMATION", "true");
    if renderer == Renderer::WithoutDmabuf {
        command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    }
    let log = fs::File::create(log)?;
    command.stdout(log.try_clone()?).stderr(log);
    Ok((Program::start(command)?, port))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn of_the_system(self) -> &'static str {
        match self {
            Self::Light => "Adwaita",
            Self::Dark => "Adwaita:dark",
        }
    }
}

/// How WebKit brings a page to the screen. On some machines only one of the two gives pictures that are neither black
/// nor a frame old, while every assertion on the page passes; which one, is found by trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renderer {
    AsShipped,
    WithoutDmabuf,
}

#[allow(clippy::disallowed_methods, reason = "the driver of the window listens; the app never does")]
fn free_port() -> Step<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// `target/`, from where this test lies: `target/debug/deps/carrel-…`.
pub(crate) fn target() -> Step<PathBuf> {
    let test = std::env::current_exe()?;
    let target =
        test.ancestors().nth(3).ok_or_else(|| Fault::new("the test is not inside a target folder"))?;
    Ok(target.to_path_buf())
}

/// `CARREL_APP` names another build, for measures.
pub(crate) fn app() -> Step<PathBuf> {
    let path = match std::env::var_os("CARREL_APP") {
        Some(path) => PathBuf::from(path),
        None => target()?.join("debug/carrel-desk"),
    };
    if path.is_file() {
        Ok(path)
    } else {
        Err(Fault::new(format!("{} is not built: run `cargo xtask test`", path.display())))
    }
}

/// The app's own process: the driver's only child that is it.
pub(crate) fn app_process(driver: &Program, app: &Path) -> Step<u32> {
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path();
        let Some(id) = path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()) else { continue };
        let is_app = fs::read_link(path.join("exe")).is_ok_and(|exe| exe == app);
        let parent = fs::read_to_string(path.join("stat")).ok().and_then(|stat| {
            // The name in parentheses may hold spaces: count from its end. Fields: state, parent, ...
            stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
        });
        if is_app && parent == Some(driver.id()) {
            return Ok(id);
        }
    }
    Err(Fault::new("the app's process is not among the driver's children"))
}
