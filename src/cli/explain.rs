//! The command line of `advisor explain`.

use std::path::PathBuf;

use advisor::explain::Steps;
use clap::{Args, ValueEnum};

use crate::cli::{FactArgs, PreferArg, RowsArgs, RulesArgs};

#[derive(Debug, Args)]
#[command(after_help = "The shipment is answered as `advisor route` would answer it; what is \
explained is that answer, by the way that was chosen.
With `--shipments`, each change is tried with each row by itself: those of what the row says, and \
of choices; it is counted where it helps.
Exit codes: 0 explained, also where the answer is no, 2 the call is wrong, 3 the rules file or a row \
is not valid, 4 could not read or write, 5 a question was given up.

Examples:
  advisor explain milk-powder airport
  advisor explain --goods wine --mode 9610 --value 6000 --all")]
pub(crate) struct ExplainArgs {
    /// What goods they are, the same as `--goods`
    #[arg(value_name = "GOODS")]
    pub(crate) first: Option<String>,

    /// Where they clear customs, the same as `--port`
    #[arg(value_name = "PORT")]
    pub(crate) second: Option<String>,

    /// The date of the declaration, like 2026-11-23 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    #[command(flatten)]
    pub(crate) rules: RulesArgs,

    /// How to print the explanation
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ExplainFormat,

    /// What makes one way better than another, where nothing refuses both
    #[arg(long, value_name = "WHAT", default_value = "lightest")]
    pub(crate) prefer: PreferArg,

    /// Why not this verdict: clearable, no-path or refused
    #[arg(long, value_name = "VERDICT", help_heading = "Why not")]
    pub(crate) verdict: Option<String>,

    /// Why not this lane
    #[arg(long, value_name = "ID", help_heading = "Why not")]
    pub(crate) lane: Option<String>,

    /// Why not this flow
    #[arg(long, value_name = "ID", help_heading = "Why not")]
    pub(crate) flow: Option<String>,

    /// Why not this release: on-arrival, after-review or after-inspection
    #[arg(long, value_name = "WHEN", help_heading = "Why not")]
    pub(crate) release: Option<String>,

    /// Why this rule does not hold
    #[arg(long, value_name = "ID", help_heading = "Why not")]
    pub(crate) rule: Option<String>,

    /// What a change is to bring, like lane=green or release=on-arrival [default: a better answer]
    #[arg(long, value_name = "WHAT=ID", help_heading = "What to change")]
    pub(crate) want: Option<String>,

    /// What is not known: tells which answers are possible, and what to ask; may be repeated
    #[arg(long, value_name = "FACT", help_heading = "What to ask")]
    pub(crate) unknown: Vec<String>,

    /// Take nothing for granted: all that is not given is not known, choices apart
    #[arg(long, help_heading = "What to ask")]
    pub(crate) strict: bool,

    /// Tell which single change does most for the shipments of this file, CSV or JSON lines, read as
    /// `advisor batch` reads them; what else is said of a shipment holds for all
    #[arg(long, value_name = "FILE", help_heading = "Over many shipments")]
    pub(crate) shipments: Option<PathBuf>,

    /// Write the rows to this file, each with the change that helps it most
    #[arg(long, value_name = "FILE", help_heading = "Over many shipments")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten, next_help_heading = "Over many shipments")]
    pub(crate) rows: RowsArgs,

    /// Print everything: every rule that held, on which facts, and where it stands
    #[arg(long, help_heading = "Options")]
    pub(crate) all: bool,

    /// How many steps one question may take before it is given up
    #[arg(long, value_name = "STEPS", default_value_t = Steps::USUAL, hide_short_help = true)]
    #[arg(help_heading = "Options")]
    pub(crate) budget: u64,

    // Last, for the heading of the facts would hold for whatever follows.
    #[command(flatten)]
    pub(crate) facts: FactArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For people
    Human,
    /// One JSON object
    Json,
    /// For a page or a ticket
    Markdown,
}
