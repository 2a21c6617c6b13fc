//! The command line of `advisor check`.

use std::path::PathBuf;

use advisor::codes::Level;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};

use crate::cli::work::{LimitArgs, ProofArgs};

#[derive(Debug, Args)]
#[command(after_help = "Without a file it checks the one named by ADVISOR_RULES, else the \
built-in rules. In folders, files of tests and other TOML files are passed over.
Exit codes: 0 no errors, 1 a finding at error level, 2 the call is wrong, 3 a file is not valid, \
4 could not read a file, 5 a question was given up. Of several, the first of 4, 3, 1, 5.

Examples:
  advisor check --deny unused --allow stale
  advisor rules | advisor check - --format short")]
pub(crate) struct CheckArgs {
    /// Rules files, folders that hold some, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) levels: LevelArgs,

    /// Make every warning an error, whatever the file says
    #[arg(long)]
    pub(crate) strict: bool,

    /// Tell what the file accepts, too, as notes with their reasons
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// Print the page of the manual about a code, and check nothing
    #[arg(long, value_name = "CODE", conflicts_with_all = ["files", "list", "format", "budget"])]
    pub(crate) explain: Option<String>,

    /// List all codes with their levels, and check nothing
    #[arg(long, conflicts_with_all = ["files", "format", "budget"])]
    pub(crate) list: bool,

    /// What counts as today, like 2026-11-23: for `stale` and `date-gap` [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,

    #[command(flatten)]
    pub(crate) proof: ProofArgs,

    #[command(flatten)]
    pub(crate) limit: LimitArgs,

    /// Do not say what was proven, and nothing at all if all is clean
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: CheckFormat,
}

/// Levels of findings by the command line, in its order.
#[derive(Debug, Default)]
pub(crate) struct LevelArgs {
    pub(crate) levels: Vec<(String, Level)>,
}

const LEVELS: [(&str, Level, &str); 3] = [
    (
        "deny",
        Level::Error,
        "Make a finding an error (all warnings: `warnings`); the last of these flags wins, over the file",
    ),
    ("warn", Level::Warning, "Make a finding a warning"),
    ("allow", Level::Allow, "Do not report a finding"),
];

// By hand, for derived arguments do not know in which order different flags came.
impl Args for LevelArgs {
    fn augment_args(command: Command) -> Command {
        command.args(LEVELS.map(|(flag, _, help)| {
            let arg = Arg::new(flag).long(flag).value_name("CODE").help(help);
            arg.action(ArgAction::Append)
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LevelArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut placed = Vec::new();
        for (flag, level, _) in LEVELS {
            let codes = matches.try_get_many::<String>(flag);
            let codes = codes.map_err(|error| clap::Error::raw(ErrorKind::InvalidValue, error))?;
            let places = matches.indices_of(flag).into_iter().flatten();
            placed
                .extend(places.zip(codes.into_iter().flatten().map(|code| (code.clone(), level))));
        }
        placed.sort_by_key(|(place, _)| *place);
        Ok(Self { levels: placed.into_iter().map(|(_, level)| level).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people: with the lines of the file, and a verdict last
    Human,
    /// One finding a line
    Short,
    /// One JSON object
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// JUnit XML: one suite a file, one case a kind of finding
    Junit,
}

#[cfg(test)]
mod tests {
    use advisor::codes::Level;
    use clap::Parser;

    use crate::cli::{Cli, Verb};

    #[test]
    fn levels_keep_the_order_of_the_call() {
        let call = "advisor check --warn b --deny a --allow=a x.toml --deny b --warn a";
        let cli = Cli::try_parse_from(call.split(' ')).expect("the call is right");
        let Some(Verb::Check(args)) = cli.verb else { panic!("another verb") };
        let levels: Vec<_> =
            args.levels.levels.iter().map(|(code, level)| (code.as_str(), *level)).collect();
        let expected = [
            ("b", Level::Warning),
            ("a", Level::Error),
            ("a", Level::Allow),
            ("b", Level::Error),
            ("a", Level::Warning),
        ];
        assert_eq!(levels, expected);
    }
}
