//! Runs the program in an environment of its own and keeps what it says.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

/// The program, ready to be given arguments; nothing of the caller's environment reaches it.
pub(crate) fn advisor() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_advisor"));
    command.env_clear().stdin(Stdio::null());
    command
}

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs the program with arguments that hold no spaces of their own.
pub(crate) fn run(args: &str) -> Run {
    run_args(&args.split_whitespace().collect::<Vec<_>>())
}

/// Runs the program with these arguments.
pub(crate) fn run_args(args: &[&str]) -> Run {
    advisor().args(args).output().expect("the program starts").into()
}

/// Runs the program with these arguments and this standard input.
pub(crate) fn run_with_input(args: &[&str], input: &[u8]) -> Run {
    let mut child = spawn(args);
    let mut stdin = child.stdin.take().expect("standard input is piped");
    let input = input.to_vec();
    // The program may stop reading early; then the rest is of no interest.
    let writer = std::thread::spawn(move || stdin.write_all(&input).is_ok());
    let output = child.wait_with_output().expect("the program ends");
    let _ = writer.join();
    output.into()
}

/// Starts the program with these arguments; its input and output are the test's.
pub(crate) fn spawn(args: &[&str]) -> Child {
    let mut command = advisor();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// A file of the tests' own, gone with the target folder.
pub(crate) fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("files");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join(name);
    std::fs::write(&path, content).expect("the file can be written");
    path
}
