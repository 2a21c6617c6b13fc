//! The command line of `advisor test`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::work::LimitArgs;

#[derive(Debug, Args)]
#[command(
    after_help = "Without a file it runs the tests of the rules that ADVISOR_RULES names, else \
the built-in ones. A rules file brings the tests it holds and those of the files beside it that name \
it under `tests-of`; a folder brings all there are in it.
Exit codes: 0 all passed, 1 a test failed, a law is broken, a mistake goes unnoticed or coverage is \
too low, 2 the call is wrong, 3 a file or a test is not valid, 4 could not read or write, 5 a proof was \
given up. Of several, the first of 4, 3, 1, 5.

Examples:
  advisor test --missing
  advisor test --filter 'milk powder' --format json"
)]
pub(crate) struct TestArgs {
    /// Files of tests, rules files, folders, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Only tests with this text in their names
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,

    /// Stop at the first test that fails
    #[arg(long)]
    pub(crate) fail_fast: bool,

    /// Write today's answer into each test that fails, after showing the difference
    #[arg(long, conflicts_with_all = ["fail_fast", "coverage", "min_coverage", "lcov", "html"])]
    pub(crate) accept: bool,

    /// Write without asking
    #[arg(long, requires = "accept")]
    pub(crate) yes: bool,

    /// Tell which rules, limits, dates, lists, lanes and rates the tests that pass have tried
    #[arg(long)]
    pub(crate) coverage: bool,

    /// End with 1 if less than this percentage of them was tried
    #[arg(long, value_name = "PERCENT")]
    #[arg(value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) min_coverage: Option<u8>,

    /// Write the coverage of the lines of the rules file to this file, as LCOV
    #[arg(long, value_name = "FILE")]
    pub(crate) lcov: Option<PathBuf>,

    /// Write a page to this file that colours the rules by how much of them is tried, as HTML
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    /// Print the tests that are missing, ready to be pasted, each with today's answer; with
    /// `--mutants` also those that would notice what none does
    #[arg(long, conflicts_with = "accept")]
    pub(crate) missing: bool,

    /// Make one mistake after the other in the rules, and tell which of them no test notices
    #[arg(long, conflicts_with_all = ["accept", "fail_fast"])]
    pub(crate) mutants: bool,

    /// Make only mistakes in the rules that have changed since this revision of git
    #[arg(long, value_name = "REV", requires = "mutants")]
    pub(crate) since: Option<String>,

    /// Name a smallest set of tests that together notice as many mistakes
    #[arg(long, requires = "mutants")]
    pub(crate) smallest: bool,

    /// The date of tests that state none, like 2026-11-23 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    /// How many threads run tests [default: as many as there are cores]
    #[arg(long, value_name = "NUMBER")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) jobs: Option<u16>,

    #[command(flatten)]
    pub(crate) limit: LimitArgs,

    /// How to print what came
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: TestFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people: each failure with its lines, and a verdict last
    Human,
    /// One JSON object
    Json,
    /// JUnit XML: one suite a file
    Junit,
    /// Annotations of GitHub Actions
    Github,
}
