//! What the operating system must provide. On Debian and its children the missing packages are installed; elsewhere
//! they are named.

use std::io::IsTerminal;
use std::process::Stdio;

use crate::shell::{Done, Failure, command, read, run, succeeds};

/// To compile the app and to open its window.
pub(crate) const APP: &[&str] = &["build-essential", "pkg-config", "perl", "libwebkit2gtk-4.1-dev"];
/// To drive the window without a screen.
pub(crate) const WINDOW_TESTS: &[&str] = &["webkit2gtk-driver", "xvfb", "fonts-dejavu-core"];

pub(crate) fn ensure(wanted: &[&str]) -> Done {
    if !cfg!(target_os = "linux") {
        // WebKit (macOS) and WebView2 (Windows) come with the system; the compiler and perl are checked by the build.
        println!("System packages: nothing is installed on this system by xtask.");
        println!(
            "Needed: a C compiler and perl (macOS: `xcode-select --install`; Windows: Visual Studio Build Tools and Strawberry Perl)."
        );
        return Ok(());
    }
    if !has("dpkg-query") || !has("apt-get") {
        return elsewhere(wanted);
    }
    let missing = missing(wanted);
    if missing.is_empty() {
        println!("System packages: all there ({}).", wanted.join(", "));
        return Ok(());
    }
    println!("System packages: installing {}.", missing.join(", "));
    apt_get(&["update"], &missing)?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    apt_get(&install, &missing)
}

/// Whether a program answers to `--version`; silent.
pub(crate) fn has(program: &str) -> bool {
    succeeds(command(program).arg("--version"))
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    wanted
        .iter()
        .copied()
        .filter(|package| {
            let mut query = command("dpkg-query");
            query.args(["-W", "-f=${db:Status-Status}", package]).stderr(Stdio::null());
            !query.output().is_ok_and(|output| output.status.success() && output.stdout == b"installed")
        })
        .collect()
}

fn apt_get(arguments: &[&str], packages: &[&str]) -> Done {
    let by_hand = format!("sudo apt-get update && sudo apt-get install {}", packages.join(" "));
    let is_root = read(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let mut line = if is_root {
        command("apt-get")
    } else if has("sudo") {
        let mut sudo = command("sudo");
        if std::io::stdin().is_terminal() {
            sudo.stdin(Stdio::inherit());
        } else {
            // Nobody is there to type a password: fail at once instead of waiting for one.
            sudo.arg("--non-interactive");
        }
        sudo.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        return Err(Failure::new(format!(
            "these packages are missing and neither root nor sudo is at hand to install them: {}\n       as root: apt-get update && apt-get install {}",
            packages.join(" "),
            packages.join(" ")
        )));
    };
    line.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
    run(&mut line).map_err(|failure| Failure::new(format!("{failure}\n       try by hand: {by_hand}")))
}

fn elsewhere(wanted: &[&str]) -> Done {
    println!(
        "System packages: this is not Debian or Ubuntu, so nothing is installed. Needed are, by their Debian names:"
    );
    println!("  {}", wanted.join(" "));
    println!("  Fedora:   dnf install gcc gcc-c++ make pkgconf-pkg-config perl webkit2gtk4.1-devel");
    println!("  Arch:     pacman -S base-devel perl webkit2gtk-4.1");
    println!("  openSUSE: zypper install gcc gcc-c++ make pkg-config perl webkit2gtk3-devel");
    println!("  The window tests also need WebKitWebDriver and Xvfb from the same source.");
    if succeeds(command("pkg-config").args(["--exists", "webkit2gtk-4.1"])) {
        println!("pkg-config finds webkit2gtk-4.1: going on.");
        Ok(())
    } else {
        Err(Failure::new("pkg-config does not find webkit2gtk-4.1; install the packages above and try again"))
    }
}
