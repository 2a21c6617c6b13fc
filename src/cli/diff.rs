//! The command line of `advisor diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::rows::RowsArgs;
use crate::cli::work::{LimitArgs, ProofArgs};

#[derive(Debug, Args)]
#[command(
    after_help = "Shipments are counted over everything that can be said of them, their dates \
aside; what one file alone has words for is listed, and not compared.
Exit codes: 0 no shipment is answered otherwise, 1 some are, 2 the call is wrong, 3 a file is not \
valid, 4 could not read a file, 5 the search was given up. Of several, the first of 4, 3, 1, 5.

Examples:
  advisor rules | advisor diff - built-in:guangzhou.toml --shipments orders.csv
  advisor diff built-in:guangzhou.toml built-in:guangzhou.toml --on 2026-11-23"
)]
pub(crate) struct DiffArgs {
    /// The rules as they were (`-`: standard input; `built-in:guangzhou.toml`: the program's own;
    /// `REV:PATH`: as they are at a revision of git)
    #[arg(value_name = "OLD")]
    pub(crate) old: Option<PathBuf>,

    /// The rules as they are to be; left out where one file is compared with itself
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<PathBuf>,

    /// Compare FILE with what it was at a revision of git, `--git [REV] FILE`; without REV at HEAD
    #[arg(long, conflicts_with_all = ["without", "sources"])]
    pub(crate) git: bool,

    /// Compare as a diff driver of git, by the words that git gives it
    #[arg(long, num_args = 1..=9, value_name = "WORD", hide_short_help = true)]
    #[arg(conflicts_with_all = ["old", "git", "without", "sources", "shipments"])]
    pub(crate) git_driver: Vec<String>,

    /// Compare what holds on this date only, like 2026-11-23; given twice, one date with the other
    /// [default: all dates]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Vec<String>,

    /// Compare a file with itself, less the rules that cite this source and no other
    #[arg(long, value_name = "SOURCE", conflicts_with = "new")]
    pub(crate) without: Option<String>,

    /// The same for each source, as a table
    #[arg(long, conflicts_with_all = ["new", "without", "format", "fail_on"])]
    pub(crate) sources: bool,

    /// Rows of shipments, CSV or JSON lines, to be answered by both (`-`: standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "sources")]
    pub(crate) shipments: Option<PathBuf>,

    /// Write the rows that are answered otherwise to this file, with both answers
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) rows: RowsArgs,

    /// Which changes end with 1
    #[arg(long, value_name = "WHICH", default_value = "any")]
    pub(crate) fail_on: FailOn,

    #[command(flatten)]
    pub(crate) proof: ProofArgs,

    #[command(flatten)]
    pub(crate) limit: LimitArgs,

    /// How to print what changes
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DiffFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
    /// A comment for a pull request
    Markdown,
    /// Annotations of GitHub Actions
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// All, and those of words and of what a call means
    Any,
    /// Those for the worse
    Worse,
    /// Refused, without a path, a stricter lane or a later release
    Stricter,
    /// Refused, and was not
    Refused,
    /// None
    Never,
}
