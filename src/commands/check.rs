//! `advisor check`: proves rules files and reports what it finds, in the format of the caller.

use std::path::Path;

use advisor::analyze::{self, Options, Which};
use advisor::builtin;
use advisor::codes::{Code, Kind, Level};
use advisor::finding::Finding;
use advisor::lexicon;
use advisor::model::RuleSet;
use advisor::model::value::Day;
use advisor::read::{Reading, is_tests_file};
use advisor::source::{SourceFile, Sources};
use advisor::trial::{self, states_of_rules};

use crate::cli::{CheckArgs, CheckFormat};
use crate::commands::roots::Roots;
use crate::commands::sources::{self, Place};
use crate::commands::statements::{self, Statements, rules_of};
use crate::commands::terminal::{Stop, Terminal};
use crate::commands::test::load::only_read;
use crate::commands::{date, load, progress, threads};
use crate::exit::Exit;
use crate::files::Files;
use crate::render;
use crate::render::text::{count, shown};
use crate::report::{CheckedFile, Counts, give_fingerprints};
use crate::results::TestedFile;
use crate::wrong_call::WrongCall;

pub(crate) fn run(args: &CheckArgs, terminal: &mut Terminal) -> Result<Exit, Stop> {
    if let Some(code) = &args.explain {
        terminal.answer(render::check::manual::page(called(code)?, terminal.width()).as_bytes())?;
        return Ok(Exit::Clean);
    }
    if args.list {
        terminal.answer(render::check::manual::list(terminal.width()).as_bytes())?;
        return Ok(Exit::Clean);
    }
    let (mut places, errors) = sources::places(&args.files)?;
    let statements = Statements::of(&places, args.limit.rules_limit);
    statements.add_rules(&mut places);
    let gauge = Gauge::new(args, statements)?;
    let mut files = Vec::new();
    // Folders that cannot be searched are reported like files; the others are checked all the same.
    files.extend(errors.iter().map(|(folder, error)| gauge.unreadable(folder, error)));
    let included = sources::included(&places, args.limit.rules_limit);
    for place in &places {
        if let (Place::Found(path), Some(by)) = (place, sources::included_by(place, &included)) {
            let (name, by) = (path.display().to_string(), shown(by));
            terminal.message(&format!(
                "{}: checked as a part of {by}, which includes it",
                shown(&name)
            ));
            continue;
        }
        match gauge.check(place) {
            Outcome::Checked(file) => files.push(*file),
            Outcome::PassedOver(name, why) => {
                terminal.message(&format!("{}: passed over, {why}", shown(&name)));
            }
        }
    }
    files.extend(gauge.beside(&places));
    // No gate is to pass because a folder held nothing behind it.
    if files.is_empty() && places.iter().any(|place| matches!(place, Place::Found(_))) {
        let help = "name a rules file, or a folder with one";
        return Err(WrongCall::new("nothing was checked: no rules file was found", help).into());
    }
    give_fingerprints(&mut files);
    let counts = Counts::of(&files);
    report(args, &files, &counts, terminal)?;
    Ok(counts.exit())
}

/// Prints what was found.
fn report(
    args: &CheckArgs,
    files: &[CheckedFile],
    counts: &Counts,
    terminal: &mut Terminal,
) -> Result<(), Stop> {
    for file in files {
        if args.format == CheckFormat::Human {
            for message in render::check::human::findings(file) {
                terminal.message(&message);
            }
        }
        if let Some(summary) = render::check::human::summary(file).filter(|_| !args.quiet) {
            terminal.message(&summary);
        }
    }
    let mut answer = Vec::new();
    let out = &mut answer;
    match args.format {
        CheckFormat::Human if args.quiet && counts.is_clean() => {}
        CheckFormat::Human => render::check::human::verdict(counts, out)?,
        CheckFormat::Short => render::check::short::findings(files, out)?,
        CheckFormat::Json => render::check::json::report(files, counts, out)?,
        CheckFormat::Sarif => render::check::sarif::log(files, counts, out)?,
        CheckFormat::Github => render::check::github::annotations(files, out)?,
        CheckFormat::Gitlab => render::check::gitlab::code_quality(files, out)?,
        CheckFormat::Junit => render::check::junit::suites(files, out)?,
    }
    terminal.answer(&answer)?;
    Ok(())
}

/// What became of one place.
enum Outcome {
    Checked(Box<CheckedFile>),
    PassedOver(String, String),
}

/// What the call asks of every file.
struct Gauge<'a> {
    args: &'a CheckArgs,
    today: Option<Day>,
    levels: Vec<(Which, Level)>,
    statements: Statements,
    roots: Roots,
}

impl<'a> Gauge<'a> {
    fn new(args: &'a CheckArgs, statements: Statements) -> Result<Self, WrongCall> {
        let mut levels = Vec::new();
        for (code, level) in &args.levels.levels {
            if code == "warnings" {
                levels.push((Which::Warnings, *level));
                continue;
            }
            let code = called(code)?;
            let refused =
                |why: &str, help: &str| WrongCall::new(format!("`{}` {why}", code.id()), help);
            if code.kind() == Kind::Problem {
                let help = "only findings of files that are valid have a level";
                return Err(refused("keeps a file from being used", help));
            }
            if (code, *level) == (Code::Undecided, Level::Allow) {
                let why = "cannot be allowed: nothing would be proven";
                return Err(refused(why, "raise `--budget` or `--budget-total`"));
            }
            levels.push((Which::Code(code), *level));
        }
        if args.strict {
            levels.push((Which::Warnings, Level::Error));
        }
        let today = args.on.as_deref().map(date).transpose()?;
        Ok(Self { args, today, levels, statements, roots: Roots::new() })
    }

    fn check(&self, place: &Place) -> Outcome {
        let path = match place {
            Place::BuiltIn => return self.read(builtin::source().into(), builtin::rule_set()),
            Place::Named(path) | Place::Found(path) => path,
        };
        match load::source(path, self.args.limit.rules_limit) {
            Ok(Ok(source)) if is_tests_file(&source) => self.tests(path, source),
            Ok(Ok(source)) => match sources::passed_over(place, &source) {
                Some(why) => Outcome::PassedOver(source.name().to_owned(), why.to_owned()),
                None => self.rules(path, source, &self.statements.about(path)),
            },
            Ok(Err((name, problem))) => {
                self.read(SourceFile::new(name, "").into(), Err(vec![problem]))
            }
            Err(error) => Outcome::Checked(Box::new(self.unreadable(path, &error))),
        }
    }

    /// A rules file, with what files of tests state of it.
    fn rules(&self, path: &Path, source: SourceFile, tests: &[SourceFile]) -> Outcome {
        // What is wrong with the statements is told with the files of tests.
        let read = statements::read(path, source, tests, self.args.limit.rules_limit).reading;
        let Reading { sources, rule_set, .. } = read;
        let read = rule_set.and_then(|rule_set| {
            if !may_hold_tests(sources.main()) {
                return Ok(rule_set);
            }
            let today = self.today.unwrap_or_else(|| rule_set.today());
            let problems = trial::read(sources.main(), &rule_set, today).problems;
            if problems.is_empty() { Ok(rule_set) } else { Err(problems) }
        });
        self.read(sources, read)
    }

    fn read(&self, sources: Sources, read: Result<RuleSet, Vec<Finding>>) -> Outcome {
        let files = Files::new(sources, |name| self.roots.path(name));
        Outcome::Checked(Box::new(match read {
            Ok(rule_set) => {
                let options = Options {
                    budget: self.args.proof.budget(),
                    anchor: None,
                    threads: threads(self.args.proof.jobs),
                    progress: Some(progress::tell),
                    today: self.today.unwrap_or_else(|| rule_set.today()),
                    levels: self.levels.clone(),
                    tell_settled: self.args.verbose,
                };
                let report = analyze::check(&rule_set, files.sources(), &options);
                progress::clear();
                CheckedFile::valid(files, rule_set, report)
            }
            Err(problems) => CheckedFile::not_valid(files, problems),
        }))
    }

    /// A file of tests is to be one. What it states is proven with the rules file that it names, and
    /// nothing else of it.
    fn tests(&self, path: &Path, source: SourceFile) -> Outcome {
        let name = source.name().to_owned();
        let file = match only_read(path, source.clone(), self.args.limit.rules_limit) {
            Some(file) if !file.problems.is_empty() => file,
            file => {
                if states_of_rules(&source) && !self.statements.has(path) {
                    return self.piped(path, source);
                }
                let tests = file.map_or(0, |file| file.tests.len());
                let mut why = format!("it holds {} for `advisor test`", count(tests, "test"));
                if states_of_rules(&source) {
                    why.push_str("; what it states is proven with the rules");
                }
                return Outcome::PassedOver(name, why);
            }
        };
        let TestedFile { files, problems, readable, .. } = file;
        Outcome::Checked(Box::new(match problems.first().filter(|_| !readable) {
            Some(problem) => CheckedFile::unreadable(files, problem.message.clone()),
            None => CheckedFile::not_valid(files, problems),
        }))
    }

    /// The rules that a file of tests on standard input is about, with what it states of them.
    fn piped(&self, path: &Path, source: SourceFile) -> Outcome {
        let Some(rules) = rules_of(path, &source) else {
            return Outcome::PassedOver(source.name().to_owned(), "it names no rules".to_owned());
        };
        match load::source(&rules, self.args.limit.rules_limit) {
            Ok(Ok(text)) => {
                let mut tests = self.statements.about(&rules);
                tests.push(source);
                self.rules(&rules, text, &tests)
            }
            Ok(Err((name, problem))) => {
                self.read(SourceFile::new(name, "").into(), Err(vec![problem]))
            }
            Err(error) => Outcome::Checked(Box::new(self.unreadable(&rules, &error))),
        }
    }

    /// What is wrong with files of tests that state something of the rules, but that nobody named.
    fn beside(&self, places: &[Place]) -> Vec<CheckedFile> {
        let others = self.statements.others(places);
        let checked = others.filter_map(|(path, source)| match self.tests(path, source.clone()) {
            Outcome::Checked(file) => Some(*file),
            Outcome::PassedOver(..) => None,
        });
        checked.collect()
    }

    fn unreadable(&self, path: &Path, error: &anyhow::Error) -> CheckedFile {
        let name = path.display().to_string();
        let files = Files::without_text(&name, |name| self.roots.path(name));
        CheckedFile::unreadable(files, format!("{error:#}"))
    }
}

/// Whether a file may have the key of tests, however it is written: most large ones do not, and need
/// not be parsed again for it.
fn may_hold_tests(source: &SourceFile) -> bool {
    source.text().contains("test") || source.text().contains("\\u")
}

/// The code with this name.
fn called(id: &str) -> Result<Code, WrongCall> {
    Code::called(id).ok_or_else(|| {
        let near = lexicon::did_you_mean(id, Code::ALL.iter().map(|code| code.id()));
        let all = || "run `advisor check --list` for all of them".to_owned();
        let shown: String = id.chars().take(60).collect();
        WrongCall::new(format!("there is no finding `{shown}`"), near.unwrap_or_else(all))
    })
}
