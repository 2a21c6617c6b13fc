//! Which language the caller reads: what the call says, else the locale.

use std::ffi::OsString;

use advisor::model::wording::Tongue;
use clap::{CommandFactory, FromArgMatches};

use crate::cli::{Cli, LangArg, chinese};
use crate::render::speech::Speech;

/// The call, read; its help is in the language of the caller.
pub(crate) fn parsed(args: Vec<OsString>) -> Result<Cli, clap::Error> {
    let command = match asked_for(&args).unwrap_or_else(of_locale) {
        Tongue::English => Cli::command(),
        Tongue::Chinese => chinese::translated(Cli::command()),
    };
    Cli::from_arg_matches(&command.try_get_matches_from(args)?)
}

/// How the caller is spoken to.
pub(crate) fn speech(lang: Option<LangArg>) -> Speech {
    match lang {
        Some(LangArg::En) => Speech::new(Tongue::English),
        Some(LangArg::Zh) => Speech::new(Tongue::Chinese),
        Some(LangArg::Both) => Speech::both(of_locale()),
        None => Speech::new(of_locale()),
    }
}

/// What a call asks for that may ask for help, which is printed before it is read whole.
fn asked_for(args: &[OsString]) -> Option<Tongue> {
    let args: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let behind = args.windows(2).find_map(|pair| match pair {
        ["--lang", lang] => Some(*lang),
        _ => None,
    });
    let lang = behind.or_else(|| args.iter().find_map(|arg| arg.strip_prefix("--lang=")))?;
    match lang {
        "en" => Some(Tongue::English),
        "zh" => Some(Tongue::Chinese),
        _ => None,
    }
}

/// The language of the locale, as POSIX ranks its variables; English where none is known.
fn of_locale() -> Tongue {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
    let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
    let spoken = Tongue::ALL.into_iter().find(|tongue| tongue.language().to_string() == language);
    spoken.unwrap_or(Tongue::English)
}
