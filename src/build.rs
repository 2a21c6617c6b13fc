//! Reads the built-in rules when the program is built, so that it need not when it runs.
//!
//! The rule set goes into the program as an image of the checked model; a rules file with a problem
//! stops the build with the problem's place.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the modules are those of the library, used in part"
)]

mod codes;
mod finding;
mod letters;
mod lexicon;
mod model;
mod read;
mod source;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = "data/guangzhou.toml";
    println!("cargo::rerun-if-changed={file}");
    for module in [
        "build.rs",
        "codes",
        "codes.rs",
        "finding.rs",
        "letters.rs",
        "lexicon.rs",
        "model",
        "read",
        "source.rs",
    ] {
        println!("cargo::rerun-if-changed=src/{module}");
    }
    // The name by which the program speaks of it.
    let name = "built-in:guangzhou.toml";
    let source = source::SourceFile::new(name, std::fs::read_to_string(file)?);
    match read::read(&source) {
        Ok(rule_set) => {
            let image = postcard::to_allocvec(&model::image::Image(rule_set))?;
            let folder = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
            std::fs::write(Path::new(&folder).join("guangzhou.image"), image)?;
        }
        Err(problems) => {
            for problem in problems {
                let at = problem.span.map(|span| source.line_column(span.start)).unwrap_or((1, 1));
                let (line, column) = at;
                let help = problem.help.unwrap_or_default();
                println!("cargo::error={file}:{line}:{column}: {}: {help}", problem.message);
            }
        }
    }
    Ok(())
}
