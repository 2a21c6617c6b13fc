//! The manual of the codes: every page shows a small file, what is found in it, and the file mended.
//!
//! `ADVISOR_PAGES=overwrite` writes anew what the program says: read the difference, as a user would.

use std::path::{Path, PathBuf};
use std::process::Command;

use advisor::codes::{Code, Kind};

/// The fenced blocks of a page in one language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("\n```{language}\n");
    page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What a command of a page prints, all together, and how it ends.
fn run(folder: &Path, command: &str) -> (String, Option<i32>) {
    let program = Path::new(env!("CARGO_BIN_EXE_advisor"));
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let mut shell = Command::new("bash");
    shell.args(["-c", &format!("{{ {command}; }} 2>&1")]).current_dir(folder);
    let output = shell.env_clear().env("PATH", path).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

/// A console block as it should be: the command, how it ends unless with 0, what it prints.
fn console(folder: &Path, block: &str) -> (String, String) {
    let command = block.lines().next().unwrap().strip_prefix("$ ").unwrap();
    let (printed, code) = run(folder, command);
    let code = code.filter(|code| *code != 0).map(|code| format!("? {code}\n"));
    (format!("$ {command}\n{}{printed}", code.unwrap_or_default()), printed)
}

/// The file after a difference: its lines with `-` give place to those with `+`.
fn mended(file: &str, difference: &str) -> String {
    let side = |other: char| -> String {
        let lines = difference.lines().filter(|line| !line.starts_with(other));
        lines.map(|line| format!("{}\n", &line[1..])).collect()
    };
    let (before, after) = (side('+'), side('-'));
    assert_eq!(file.matches(&before).count(), 1, "{before}");
    file.replacen(&before, &after, 1)
}

/// How many findings there are in what was printed.
fn findings(printed: &str) -> usize {
    ["error[", "warning[", "note["].iter().map(|level| printed.matches(level).count()).sum()
}

/// Holds the page of a code against the program; says what is wrong with it.
fn wrong(code: Code, overwrite: bool) -> Option<String> {
    let id = code.id();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("manual").join(id);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let (rules, page_path) = (folder.join("rules.toml"), format!("src/codes/{id}.md"));
    let page = std::fs::read_to_string(&page_path).unwrap();
    let (files, consoles) = (blocks(&page, "toml"), blocks(&page, "console"));
    if let Some(file) = files.first() {
        std::fs::write(&rules, file).unwrap();
    }
    let tables = blocks(&page, "csv");
    let table = folder.join("table.csv");
    tables.iter().for_each(|text| std::fs::write(&table, text).unwrap());
    let (should, printed) = console(&folder, consoles[0]);
    if overwrite {
        std::fs::write(&page_path, page.replacen(consoles[0], &should, 1)).unwrap();
    } else if consoles[0] != should {
        return Some(format!("the page shows\n{}\nbut it is\n{should}", consoles[0]));
    }
    let level = if code.kind() == Kind::Problem { "error" } else { "" };
    let shown = printed.matches(&format!("{level}[{id}]")).count();
    if shown == 0 || shown != findings(&printed) {
        return Some(format!("the page should show this alone:\n{printed}"));
    }
    let command = match (blocks(&page, "diff").first(), consoles.get(1)) {
        (Some(difference), None) => {
            // A page with a table shows what is wrong with that.
            let (path, file) = tables.first().map_or((&rules, files[0]), |text| (&table, *text));
            std::fs::write(path, mended(file, difference)).unwrap();
            consoles[0].lines().next().unwrap()
        }
        (None, Some(block)) => block.trim_end(),
        _ => return Some("the page mends nothing, or twice".to_owned()),
    };
    let (printed, end) = run(&folder, command.strip_prefix("$ ").unwrap());
    let clean = end == Some(0) && findings(&printed) == 0;
    (!clean).then(|| format!("the mended file has findings of its own:\n{printed}"))
}

#[test]
fn every_code_has_a_page_with_a_file_that_shows_it_and_the_file_mended() {
    let overwrite = std::env::var("ADVISOR_PAGES").is_ok_and(|mode| mode == "overwrite");
    let wrong = Code::ALL.iter().filter_map(|code| Some((code.id(), wrong(*code, overwrite)?)));
    let wrong: Vec<String> = wrong.map(|(id, why)| format!("{id}: {why}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
