//! Where answers and findings go, and how the program ends.

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use advisor::shipment::InputError;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context;

use crate::cli::Color;
use crate::exit::Exit;
use crate::render;
use crate::render::speech::Speech;
use crate::wrong_call::WrongCall;

/// How wide a table is where no terminal says.
const PIPE_WIDTH: usize = 80;
/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 120;

/// Why a verb stopped before it could answer.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The call is wrong, in so many ways.
    Call(Vec<WrongCall>),
    /// A rules file is not valid; its problems have been printed.
    Invalid,
    /// Something could not be read or written.
    Failed(anyhow::Error),
    /// A signal ended it.
    Signal(i32),
}

impl From<WrongCall> for Stop {
    fn from(call: WrongCall) -> Self {
        Self::Call(vec![call])
    }
}

impl From<Vec<WrongCall>> for Stop {
    fn from(calls: Vec<WrongCall>) -> Self {
        Self::Call(calls)
    }
}

impl From<InputError> for Stop {
    fn from(error: InputError) -> Self {
        WrongCall::from(error).into()
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Standard output for answers, standard error for everything else.
pub(crate) struct Terminal {
    answers: AutoStream<io::Stdout>,
    messages: AutoStream<io::Stderr>,
    speech: Speech,
}

impl Terminal {
    pub(crate) fn new(color: Color, speech: Speech) -> Self {
        let (answers, messages) = match color {
            Color::Always => (ColorChoice::AlwaysAnsi, ColorChoice::AlwaysAnsi),
            Color::Never => (ColorChoice::Never, ColorChoice::Never),
            Color::Auto => (
                on_terminal_only(AutoStream::choice(&io::stdout()), io::stdout().is_terminal()),
                on_terminal_only(AutoStream::choice(&io::stderr()), io::stderr().is_terminal()),
            ),
        };
        Self {
            answers: AutoStream::new(io::stdout(), answers),
            messages: AutoStream::new(io::stderr(), messages),
            speech,
        }
    }

    /// How the caller is spoken to.
    pub(crate) fn speech(&self) -> Speech {
        self.speech
    }

    /// How wide an answer may be: lines of prose are not to be longer than an eye follows.
    pub(crate) fn width(&self) -> usize {
        self.table_width().min(WIDEST)
    }

    /// How wide a table may be.
    pub(crate) fn table_width(&self) -> usize {
        let seen =
            io::stdout().is_terminal().then(|| terminal_size::terminal_size_of(io::stdout()));
        let columns = seen.flatten().map(|(width, _)| usize::from(width.0));
        columns.map_or(PIPE_WIDTH, |columns| columns.max(40))
    }

    /// Prints an answer, which is whole when it comes here.
    pub(crate) fn answer(&mut self, answer: &[u8]) -> anyhow::Result<()> {
        let written = self.answers.write_all(answer).and_then(|()| self.answers.flush());
        written.context("could not write standard output")
    }

    /// Prints a finding or a notice.
    pub(crate) fn message(&mut self, message: &str) {
        // Nobody is left to be told that standard error is closed.
        let _ = writeln!(self.messages, "{message}");
    }

    /// Whether somebody sits there who can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal() && io::stderr().is_terminal()
    }

    /// The line that is typed behind a prompt; none where the input ends.
    pub(crate) fn line(&mut self, prompt: &str) -> anyhow::Result<Option<String>> {
        let written = write!(self.messages, "{prompt}").and_then(|()| self.messages.flush());
        written.context("could not write standard error")?;
        let mut line = Vec::new();
        let read = io::stdin().lock().read_until(b'\n', &mut line);
        if read.context("could not read standard input")? == 0 {
            // The end of the input leaves the cursor behind the prompt.
            self.message("");
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
    }

    /// Ends the run: says why it stopped, if it did.
    pub(crate) fn finish(mut self, outcome: Result<Exit, Stop>) -> ExitCode {
        let exit = outcome.unwrap_or_else(|stop| self.stopped(stop));
        ExitCode::from(exit.code())
    }

    /// Ends the program here, whatever other threads wait for.
    pub(crate) fn leave(&mut self, stop: Stop) -> ! {
        std::process::exit(self.stopped(stop).code().into())
    }

    /// Says why the run stopped.
    fn stopped(&mut self, stop: Stop) -> Exit {
        match stop {
            Stop::Call(calls) => {
                let speech = self.speech;
                calls.iter().for_each(|call| self.message(&render::wrong_call(call, speech)));
                Exit::WrongCall
            }
            Stop::Invalid => Exit::NotValid,
            Stop::Signal(signal) => {
                // The shell is to see what ended the program. This does not return.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
                Exit::Failed
            }
            Stop::Failed(error) if is_broken_pipe(&error) => Exit::Clean,
            Stop::Failed(error) => {
                self.message(&render::failure(&error));
                Exit::Failed
            }
        }
    }
}

/// Environment variables may take color away from a terminal, but not bring it into a pipe.
fn on_terminal_only(choice: ColorChoice, is_terminal: bool) -> ColorChoice {
    if is_terminal { choice } else { ColorChoice::Never }
}

/// Whether the reader of an answer has gone: a program in a pipe ends quietly then.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
