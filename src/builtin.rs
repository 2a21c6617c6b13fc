//! The rules of Guangzhou, which are part of the program.

use crate::finding::Finding;
use crate::model::RuleSet;
use crate::model::image::Image;
use crate::read::read;
use crate::source::SourceFile;

/// The name by which messages and answers speak of the built-in file.
pub const NAME: &str = "built-in:guangzhou.toml";

/// The built-in file, as its owner wrote it.
pub const TEXT: &str = include_str!("../data/guangzhou.toml");

/// The name by which messages speak of the tests of the built-in file.
pub const TESTS_NAME: &str = "built-in:guangzhou-tests.toml";

/// The tests of the built-in file, as its owner wrote them.
pub const TESTS: &str = include_str!("../data/guangzhou-tests.toml");

/// Every section of a rules file with its keys, those that are required marked: a valid file.
pub const SECTIONS: &str = include_str!("../data/sections/rules.toml");

/// The rule set as it was read when the program was built.
const IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/guangzhou.image"));

/// The built-in rule set.
///
/// # Errors
/// The problems of the file; the build stops at any, so that none are expected here.
pub fn rule_set() -> Result<RuleSet, Vec<Finding>> {
    postcard::from_bytes(IMAGE).map(|Image(rule_set)| rule_set).or_else(|_| read(&source()))
}

/// The built-in file, for messages that point into it.
#[must_use]
pub fn source() -> SourceFile {
    SourceFile::new(NAME, TEXT)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_image_is_what_the_file_says() {
        assert_eq!(super::rule_set(), crate::read::read(&super::source()));
    }
}
