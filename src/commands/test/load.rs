//! Which tests a call is about: files of tests, and the rules files that they name or lie in.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::wrong_call::WrongCall;
use advisor::builtin;
use advisor::codes::Code;
use advisor::finding::{Finding, in_file_order};
use advisor::model::value::Day;
use advisor::read::{Reading, is_tests_file};
use advisor::source::{SourceFile, Sources};
use advisor::trial::{self, Sheet, holds_tests, states_of_rules, tests_of};

use crate::cli::TestArgs;
use crate::commands::load;
use crate::commands::roots::Roots;
use crate::commands::sources::{self, Place};
use crate::commands::statements::{self, Stated, Statements, canonical};
use crate::files::Files;
use crate::results::{State, Tested, TestedFile, TestedRules};

/// All files, and the tests in them that can be run.
pub(super) struct Loaded {
    pub(super) files: Vec<TestedFile>,
    pub(super) ready: Vec<Ready>,
}

/// A test that can be run, and where it belongs.
pub(super) struct Ready {
    pub(super) file: usize,
    /// Its place among the tests of the file.
    pub(super) place: usize,
    pub(super) test: trial::Test,
    pub(super) rules: Arc<TestedRules>,
    pub(super) today: Day,
}

/// Reads everything that the call names.
pub(super) fn files(args: &TestArgs, today: Option<Day>) -> Result<Loaded, WrongCall> {
    let (places, errors) = sources::places(&args.files)?;
    let mut loader = Loader::new(args.limit.rules_limit, args.filter.as_deref(), today);
    loader.statements = Statements::of(&places, args.limit.rules_limit);
    for (folder, error) in errors {
        loader.unreadable(&folder.display().to_string(), &error);
    }
    let included = sources::included(&places, args.limit.rules_limit);
    // What others include holds no tests: they stand in the files that include it.
    for place in places.iter().filter(|one| sources::included_by(one, &included).is_none()) {
        loader.place(place);
    }
    Ok(loader.loaded)
}

/// A file of tests with what is wrong with it; nothing is run.
pub(crate) fn only_read(path: &Path, source: SourceFile, rules_limit: u32) -> Option<TestedFile> {
    let name = source.name().to_owned();
    let mut loader = Loader::new(rules_limit, None, None);
    loader.statements.add(path, source.clone());
    loader.tests(path, source);
    loader.loaded.files.into_iter().find(|file| file.files.name() == name)
}

/// What became of a rules file: there may be many tests of it.
type Rules = Result<Arc<TestedRules>, NoRules>;

/// Why there are no rules to test.
#[derive(Debug, Clone)]
struct NoRules {
    message: String,
    /// Whether the file could be read as far as it is one.
    readable: bool,
}

fn not_valid(name: &str) -> NoRules {
    NoRules { message: format!("the rules file `{name}` is not valid"), readable: true }
}

struct Loader<'a> {
    rules_limit: u32,
    filter: Option<&'a str>,
    today: Option<Day>,
    roots: Roots,
    rules: HashMap<PathBuf, Rules>,
    statements: Statements,
    loaded: Loaded,
}

impl<'a> Loader<'a> {
    fn new(rules_limit: u32, filter: Option<&'a str>, today: Option<Day>) -> Self {
        let loaded = Loaded { files: Vec::new(), ready: Vec::new() };
        let (roots, rules, statements) = (Roots::new(), HashMap::new(), Statements::default());
        Self { rules_limit, filter, today, roots, rules, statements, loaded }
    }

    fn place(&mut self, place: &Place) {
        let path = match place {
            Place::BuiltIn => return self.built_in(),
            Place::Named(path) | Place::Found(path) => path,
        };
        match load::source(path, self.rules_limit) {
            Ok(Ok(source)) if is_tests_file(&source) => self.tests(path, source),
            Ok(Ok(source)) => {
                let found = matches!(place, Place::Found(_));
                if found && sources::passed_over(place, &source).is_some() {
                    return;
                }
                let holds_tests = holds_tests(&source);
                if holds_tests || !found {
                    self.rules_file(path, source, holds_tests);
                }
                if !found {
                    self.beside(path);
                }
            }
            Ok(Err((name, problem))) => {
                self.not_valid(SourceFile::new(name, "").into(), vec![problem])
            }
            Err(error) => self.unreadable(&path.display().to_string(), &error),
        }
    }

    fn built_in(&mut self) {
        let source = SourceFile::new(builtin::TESTS_NAME, builtin::TESTS);
        let rules = match builtin::rule_set() {
            Ok(rule_set) => TestedRules {
                rule_set,
                stated: None,
                misstated: Vec::new(),
                files: self.files(builtin::source().into()),
            },
            Err(problems) => return self.not_valid(builtin::source().into(), problems),
        };
        self.sheet(source, Arc::new(rules));
    }

    /// A file of tests, with the rules that it names.
    fn tests(&mut self, path: &Path, source: SourceFile) {
        let Some((named, span)) = tests_of(&source) else {
            let message = "`tests-of` names no rules file";
            let problem = Finding::of_file(Code::WrongType, message);
            return self
                .not_valid(source.into(), vec![problem.help("write `tests-of = \"RULES.toml\"`")]);
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let rules = load::joined(folder, &named);
        if states_of_rules(&source) && !self.statements.has(path) {
            // What is read from standard input was not known when the rules were read, if they were.
            self.statements.add(path, source.clone());
            self.rules.remove(&canonical(&rules));
        }
        match self.rules_at(&rules) {
            Ok(rules) => self.sheet(source, rules),
            Err(NoRules { message, readable }) => {
                let problems = vec![Finding::new(Code::Unreadable, span, message)];
                let files = self.files(source.into());
                let file = TestedFile { problems, readable, ..TestedFile::new(files) };
                self.loaded.files.push(file);
            }
        }
    }

    /// The rules of a file that tests name; what is wrong with it is reported once.
    fn rules_at(&mut self, path: &Path) -> Rules {
        let key = canonical(path);
        if let Some(rules) = self.rules.get(&key) {
            return rules.clone();
        }
        let rules = match load::source(path, self.rules_limit) {
            Ok(Ok(source)) => self.read(path, source),
            Ok(Err((name, problem))) => {
                self.not_valid(SourceFile::new(name.clone(), "").into(), vec![problem]);
                Err(not_valid(&name))
            }
            Err(error) => Err(NoRules { message: format!("{error:#}"), readable: false }),
        };
        self.rules.insert(key, rules.clone());
        rules
    }

    fn read(&mut self, path: &Path, source: SourceFile) -> Rules {
        let tests = self.statements.about(path);
        let Stated { reading, misstated } =
            statements::read(path, source.clone(), &tests, self.rules_limit);
        let Reading { sources, rule_set, .. } = reading;
        match rule_set {
            Ok(rule_set) => {
                let files = self.files(sources);
                let alone = || load::read(path, source, &[], self.rules_limit).rule_set.ok();
                let is_stated = !tests.is_empty() && misstated.is_empty();
                let (rule_set, stated) = match alone().filter(|_| is_stated) {
                    Some(alone) => (alone, Some(rule_set)),
                    None => (rule_set, None),
                };
                Ok(Arc::new(TestedRules { rule_set, stated, misstated, files }))
            }
            Err(problems) => {
                let name = sources.main().name().to_owned();
                self.not_valid(sources, problems);
                Err(not_valid(&name))
            }
        }
    }

    /// A rules file that the call names, or that holds tests.
    fn rules_file(&mut self, path: &Path, source: SourceFile, holds_tests: bool) {
        let key = canonical(path);
        let rules = match self.rules.get(&key) {
            Some(rules) => rules.clone(),
            None => self.read(path, source.clone()),
        };
        self.rules.insert(key, rules.clone());
        if let Ok(rules) = rules
            && holds_tests
        {
            self.sheet(source, rules);
        }
    }

    /// The files of tests that lie beside a rules file and name it.
    fn beside(&mut self, rules: &Path) {
        for (path, source) in sources::tests_beside(rules, self.rules_limit) {
            self.tests(&path, source);
        }
    }

    /// The tests of a file, those that are asked for.
    fn sheet(&mut self, source: SourceFile, rules: Arc<TestedRules>) {
        if self.loaded.files.iter().any(|file| file.files.name() == source.name()) {
            return;
        }
        // Tests among the rules stand in the same text; others behind them.
        let rules_of = rules.files.sources().clone();
        let is_known = rules_of.files().any(|file| file.name() == source.name());
        let sources = match is_known {
            true => rules_of.led_by(source.name()),
            false => rules_of.beneath(source),
        };
        let source = sources.main();
        let today = self.today.unwrap_or_else(|| rules.rule_set.today());
        let sheet = trial::read(source, rules.proven(), today);
        let Sheet { tests, not_valid, mut problems, .. } = sheet;
        let own =
            |one: &&Finding| one.span.is_some_and(|span| sources.of(span).name() == source.name());
        problems.extend(rules.misstated.iter().filter(own).cloned());
        let problems = in_file_order(problems);
        let wanted = |name: &str| self.filter.is_none_or(|text| name.contains(text));
        let mut listed: Vec<(Tested, Option<trial::Test>)> = Vec::new();
        for (name, span) in not_valid {
            listed.push((Tested { name, span, state: State::NotValid }, None));
        }
        for test in tests {
            let tested = Tested { name: test.name.clone(), span: test.span, state: State::NotRun };
            listed.push((tested, Some(test)));
        }
        listed.retain(|(tested, _)| wanted(&tested.name));
        listed.sort_by_key(|(tested, _)| tested.span);
        let mut file = TestedFile { problems, ..TestedFile::new(self.files(sources)) };
        let at = self.loaded.files.len();
        for (place, (tested, test)) in listed.into_iter().enumerate() {
            file.tests.push(tested);
            let rules = Arc::clone(&rules);
            let ready = test.map(|test| Ready { file: at, place, test, rules, today });
            self.loaded.ready.extend(ready);
        }
        file.rules = Some(rules);
        self.loaded.files.push(file);
    }

    fn files(&self, sources: Sources) -> Files {
        Files::new(sources, |name| self.roots.path(name))
    }

    fn not_valid(&mut self, sources: Sources, problems: Vec<Finding>) {
        let files = self.files(sources);
        self.loaded.files.push(TestedFile { problems, ..TestedFile::new(files) });
    }

    fn unreadable(&mut self, name: &str, error: &anyhow::Error) {
        let files = self.files(SourceFile::new(name, "").into());
        let file = TestedFile::unreadable(files, format!("{error:#}"));
        self.loaded.files.push(file);
    }
}
