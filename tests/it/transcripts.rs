//! Transcripts: what a user types and sees, byte for byte. `TRYCMD=overwrite` writes them anew.

fn cases() -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    cases.env("ADVISOR_RULES", "");
    cases.default_bin_name("advisor");
    cases
}

#[test]
fn the_program_says_what_its_transcripts_show() {
    cases().case("tests/cases/*.trycmd");
}

#[test]
fn the_readme_shows_what_the_program_says() {
    cases().case("README.md");
}
