//! `advisor batch` on what real files hold: every row comes out once, in its place, answered or not.

use crate::harness::{Run, advisor, file, run_args, run_with_input, spawn};

/// Answers rows with two columns, by the built-in rules of one day.
fn batch(args: &[&str], input: impl AsRef<[u8]>) -> Run {
    let fixed = ["batch", "--on", "2026-11-23", "--columns", "lane,error"];
    run_with_input(&[&fixed, args].concat(), input.as_ref())
}

/// Expects this output and exit code.
fn gives(args: &[&str], input: impl AsRef<[u8]>, output: &str, code: i32) -> Run {
    let run = batch(args, input.as_ref());
    assert_eq!(run.stdout, output, "{args:?}\n{}", run.stderr);
    assert_eq!(run.code, Some(code), "{args:?}\n{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run
}

/// Expects a wrong call with these words.
fn wrong(args: &[&str], input: impl AsRef<[u8]>, words: &[&str]) {
    let run = gives(args, input, "", 2);
    for word in words {
        assert!(run.stderr.contains(word), "{args:?} does not say `{word}`:\n{}", run.stderr);
    }
}

const UNKNOWN: &str = "\"unknown goods `x`: give the HS code in a column `hs`, or take `other` for \
    the general rules of all goods\"";

#[test]
fn rows_keep_their_bytes_and_get_the_answer_behind_them() {
    let input = "id,goods,note\n 1,wine,\"a \"\"b\"\", c\"\n2,\"milk-powder\",5\" pipe\n";
    let output = "id,goods,note,lane,error\n 1,wine,\"a \"\"b\"\", c\",yellow,\n\
        2,\"milk-powder\",5\" pipe,yellow,\n";
    gives(&[], input, output, 0);
    gives(
        &["--prefix", "my_"],
        "goods,lane\nwine,7\n",
        "goods,lane,my_lane,my_error\nwine,7,yellow,\n",
        0,
    );
    let json = "{\"id\": 1e2, \"goods\":\"wine\" , \"n\":{\"a\":[1, 2]}} \n{\"goods\":\"meat\"}";
    let answer = "{\"id\": 1e2, \"goods\":\"wine\" , \"n\":{\"a\":[1, 2]},\"lane\":\"yellow\",\
        \"error\":null}\n{\"goods\":\"meat\",\"lane\":\"red\",\"error\":null}\n";
    gives(&[], json, answer, 0);
}

#[test]
fn all_columns_stand_in_their_order() {
    let args = ["batch", "--on", "2026-11-23"];
    let run = run_with_input(&args, b"goods,value\nwine,100\nweapons,\n");
    let expected = "goods,value,verdict,lane,flow,release,chosen,tax,late_fee,rules,error\n\
        wine,100,clearable,yellow,advance-telegram,on-arrival,\
        mode=9610 port=airport declared=in-advance,17.89,,";
    assert!(run.stdout.starts_with(expected), "{}", run.stdout);
    assert!(run.stdout.contains("\nweapons,,refused,,,,mode="), "{}", run.stdout);
    assert_eq!(run.code, Some(0), "a refusal is an answer, not an error");
    assert!(run.stderr.contains("2 rows: clearable 1, refused 1"), "{}", run.stderr);
    assert!(run.stderr.contains("lanes: yellow 1\nrefused by: "), "{}", run.stderr);
}

#[test]
fn money_is_what_must_be_paid() {
    let args = ["batch", "--columns", "tax,late_fee,rules", "--on", "2024-06-01", "--set"];
    let row = "goods,mode,value,days-since-entry\nelectronics,postal,300,0\nwine,9610,1000,30\n";
    let run = run_with_input(&[&args[..], &["declared=on-arrival"]].concat(), row.as_bytes());
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[1].starts_with("electronics,postal,300,0,0.00,"), "a waived tax: {}", lines[1]);
    assert!(
        lines[2].contains(",178.89,0.00,") || lines[2].contains(",178.89,8.00,"),
        "{}",
        lines[2]
    );
    assert!(lines[2].ends_with("late-fee"), "{}", lines[2]);
}

#[test]
fn a_row_says_what_a_single_call_says() {
    let run = run_args(&[
        "route",
        "--goods",
        "wine",
        "--value",
        "250",
        "--on",
        "2024-06-01",
        "--format",
        "plain",
    ]);
    let value = |key: &str| {
        let lines = run.stdout.lines().filter_map(|line| line.split_once('\t'));
        let values: Vec<&str> = lines.filter(|(k, _)| *k == key).map(|(_, v)| v).collect();
        values.join(" ")
    };
    let rows = "goods,value\nwine,250\n";
    let args = ["batch", "--on", "2024-06-01", "--columns", "verdict,lane,flow,release,tax,rules"];
    let batch = run_with_input(&args, rows.as_bytes());
    let keys = ["verdict", "lane", "flow", "release", "tax", "rule"];
    let expected = keys.map(value).join(",");
    assert_eq!(batch.stdout.lines().nth(1), Some(format!("wine,250,{expected}").as_str()));
}

#[test]
fn headers_are_found_whatever_their_case_and_marks() {
    let output = "\u{feff} GOODS ;Port;lane;error\r\nwine;;yellow;\r\n";
    gives(&[], "\u{feff} GOODS ;Port\r\nwine;\r\n", output, 0);
    gives(
        &[],
        "lead_days\tgoods\n1\twine\n",
        "lead_days\tgoods\tlane\terror\n1\twine\tyellow\t\n",
        0,
    );
    gives(&["--delimiter", "|"], "goods|x\nwine|1\n", "goods|x|lane|error\nwine|1|yellow|\n", 0);
    let mapped = ["--map", "品名=goods", "--map", "Ships On=on"];
    let output = "品名,ships on,lane,error\n奶粉,2015-01-01,yellow,\n";
    gives(&mapped, "品名,ships on\n奶粉,2015-01-01\n", output, 0);
    gives(&["--set", "goods=meat"], "port\nairport\n", "port,lane,error\nairport,red,\n", 0);
    gives(&[], "hs\n2204.21\n", "hs,lane,error\n2204.21,yellow,\n", 0);
}

#[test]
fn wrong_calls_are_said_before_any_row_goes_out() {
    wrong(&[], "goods,Lane,lane\nwine,1,2\n", &["a column `lane` of its own", "--prefix"]);
    wrong(&[], "{\"goods\":\"wine\",\"error\":1}\n", &["a column `error` of its own", "--prefix"]);
    wrong(&[], "a,b\n1,2\n", &["no column says what the goods are", "`a,b`", "--map COLUMN=goods"]);
    wrong(&[], "goods,Goods\nwine,wine\n", &["`Goods` says `goods`, which is said already"]);
    wrong(&["--set", "goods=wine"], "goods\nwine\n", &["said already"]);
    wrong(&["--map", "x=goods"], "goods\nwine\n", &["no column `x`"]);
    wrong(&["--map", "goods=good"], "goods\nwine\n", &["no fact `good`", "`goods`"]);
    wrong(&["--set", "port=nowhere"], "goods\nwine\n", &["unknown port `nowhere`"]);
    wrong(&["--set", "port"], "goods\nwine\n", &["write FACT=VALUE"]);
    wrong(&["--delimiter", "ab"], "goods\nwine\n", &["cannot separate cells"]);
    wrong(&["--csv-safe"], "{\"goods\":\"wine\"}", &["is for CSV"]);
    let run = run_with_input(&["batch", "--columns", "lanes"], b"goods\n");
    assert_eq!(run.code, Some(2));
    let run = run_with_input(&["batch", "--rules", "-"], b"goods\n");
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert_eq!(run_args(&["batch", "/no/such/file.csv"]).code, Some(4));
    assert_eq!(run_args(&["batch", "/"]).code, Some(4));
    let rules = file("batch-bad-rules.toml", "format = 2\n");
    let run = run_with_input(&["batch", "--rules", rules.to_str().unwrap()], b"goods\nwine\n");
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""));
}

#[test]
fn a_bad_row_says_why_in_its_place() {
    let run = gives(
        &[],
        "goods\nwine\nx\nmeat\n",
        &format!("goods,lane,error\nwine,yellow,\nx,,{UNKNOWN}\nmeat,red,\n"),
        3,
    );
    assert!(run.stderr.contains("line 3: unknown goods `x`"), "{}", run.stderr);
    gives(&["--keep-going"], "goods\nx\n", &format!("goods,lane,error\nx,,{UNKNOWN}\n"), 0);
    let empty = "which goods is it? name them, or their HS code; `advisor list goods` shows what the rules know";
    gives(
        &[],
        "goods,port\n,airport\n",
        &format!("goods,port,lane,error\n,airport,,\"{empty}\"\n")
            .replace('"', if empty.contains(',') { "\"" } else { "" }),
        3,
    );
    let run = batch(
        &[],
        "goods,on,category\nwine,2014-13-01,\nwine,2013-01-01,\nwine,2014-06-01,certified\nwine,2014-06-01,A\n",
    );
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[1].contains("is no date"), "{}", lines[1]);
    assert!(lines[2].contains("the rules begin on 2014-01-01"), "{}", lines[2]);
    assert!(lines[3].contains("is not in force on 2014-06-01"), "{}", lines[3]);
    assert!(lines[4].starts_with("wine,2014-06-01,A,green"), "{}", lines[4]);
}

#[test]
fn ragged_rows_neither_shift_nor_lose_a_cell() {
    let input = "goods,port,note\nwine\nwine,,a,b\nwine,,a,\nmeat,airport,x\n";
    let output = "goods,port,note,lane,error\nwine,,,yellow,\n\
        wine,,a,,\"the row has 4 cells, the header 3: a delimiter in a cell needs quotes\",b\n\
        wine,,a,yellow,\nmeat,airport,x,red,\n";
    gives(&[], input, output, 3);
    // An object has no place behind the last column: the row is kept whole beside the others.
    let json = batch(&["--output-format", "jsonl"], "goods,n\nwine,a,b\n").stdout;
    assert!(
        json.starts_with("{\"goods\":\"wine\",\"n\":\"a\",\"input\":\"wine,a,b\",\"lane\":null,")
    );
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_line_alone() {
    let error = "a quote is opened and not closed";
    let input = "goods,note\nwine,\"open\nmeat,b\n\"wine\",\"c\"\n";
    let output =
        format!("goods,note,lane,error\nwine,open,,{error}\nmeat,b,red,\n\"wine\",\"c\",yellow,\n");
    gives(&[], input, &output, 3);
    let last = "goods,note\nwine,a\nwine,\"open, to the end";
    let output =
        format!("goods,note,lane,error\nwine,a,yellow,\nwine,\"open, to the end\",,{error}\n");
    gives(&[], last, &output, 3);
    // A cell of several lines is none of this.
    let lines = "goods,note\nwine,\"a\n\nb\"\nmeat,c\n";
    gives(&[], lines, "goods,note,lane,error\nwine,\"a\n\nb\",yellow,\nmeat,c,red,\n", 0);
    // More than a mebibyte follows: memory is bounded, and no row is lost.
    let mut long = "goods,note\nwine,\"open\n".to_owned();
    long += &"meat,plain\n".repeat(300_000);
    let run = batch(&["--jobs", "2"], &long);
    assert_eq!(run.stdout.lines().count(), 300_002);
    assert_eq!(run.stdout.matches(error).count(), 1);
    assert_eq!(run.stdout.matches("\nmeat,plain,red,").count(), 300_000);
}

#[test]
fn rows_that_are_too_long_are_said_to_be() {
    let huge = "9".repeat(64 << 20);
    let input = format!("goods,note\nwine,a\nwine,{huge}\nmeat,b\n");
    let run = batch(&[], &input);
    let output = "goods,note,lane,error\nwine,a,yellow,\n,,,the row is longer than 1048576 bytes and was left out\nmeat,b,red,\n";
    assert_eq!((run.stdout.as_str(), run.code), (output, Some(3)));
    let input = format!("{{\"goods\":\"wine\"}}\n{{\"goods\":\"{huge}\"}}\n{{\"goods\":\"meat\"}}");
    let run = batch(&[], &input);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[1].starts_with("{\"input\":\"{\\\"goods\\\":\\\"99")
            && lines[1].contains("longer than")
    );
    assert_eq!(lines[2], "{\"goods\":\"meat\",\"lane\":\"red\",\"error\":null}");
}

#[test]
fn other_encodings_are_recognized_and_said() {
    for big in [true, false] {
        let units = "\u{feff}goods\nwine\n".encode_utf16();
        let bytes: Vec<u8> =
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
        let run = gives(&[], &bytes, "", 3);
        assert!(
            run.stderr.contains("UTF-16") && run.stderr.contains("--encoding utf-16"),
            "{}",
            run.stderr
        );
        gives(&[], bytes.get(2..).unwrap(), "", 3);
    }
    let run = run_with_input(&["batch"], b"goods,note\n\xc4\xcc\xb7\xdb,x\nwine,\xc4\xcc\n");
    assert!(
        run.stderr.contains("line 2: `goods`: it is not UTF-8 but looks like GBK"),
        "{}",
        run.stderr
    );
    // What is only passed on may be in any encoding.
    let mut command = advisor();
    let input = file("gbk-note.csv", b"goods,note\nwine,\xc4\xcc\n");
    let args = ["batch", "--columns", "error", input.to_str().unwrap()];
    let output = command.args(args).output().unwrap();
    assert_eq!(output.stdout, b"goods,note,error\nwine,\xc4\xcc,\n");
    let run = run_with_input(&["batch", "--columns", "error"], b"{\"goods\":\"\xff\"}\n");
    assert!(run.stdout.contains("it is not UTF-8"), "{}", run.stdout);
}

#[test]
fn json_lines_are_read_as_they_come() {
    let rows = [
        (
            "\u{feff}{\"goods\":\"wine\"}\r\n",
            "{\"goods\":\"wine\",\"lane\":\"yellow\",\"error\":null}\r\n",
        ),
        ("\n  \n", ""),
        (
            "{\"goods\":\"\\u5976\\u7c89\",\"value\":\"99.50\",\"departed\":true,\"mode\":9610}\n",
            "{\"goods\":\"\\u5976\\u7c89\",\"value\":\"99.50\",\"departed\":true,\"mode\":9610,\"lane\":\"yellow\",\"error\":null}\n",
        ),
        (
            "{\"Goods\":\"wine\",\"port\":null}\n",
            "{\"Goods\":\"wine\",\"port\":null,\"lane\":\"yellow\",\"error\":null}\n",
        ),
        (
            "{\"goods\":\"wine\",\"goods\":\"wine\"}\n",
            "{\"goods\":\"wine\",\"goods\":\"wine\",\"lane\":null,\"error\":\"`goods` is given twice\"}\n",
        ),
        (
            "{\"goods\":\"wine\",\"value\":[1]}\n",
            "{\"goods\":\"wine\",\"value\":[1],\"lane\":null,\"error\":\"`value` is a list or an object: write one value\"}\n",
        ),
        (
            "[]\n",
            "{\"input\":\"[]\",\"lane\":null,\"error\":\"not a JSON object: invalid type: sequence, expected an object at column 0\"}\n",
        ),
        (
            "{\"goods\":\"wine\"} x\n",
            "{\"input\":\"{\\\"goods\\\":\\\"wine\\\"} x\",\"lane\":null,\"error\":\"not a JSON object: trailing characters at column 18\"}\n",
        ),
        (
            "{ }\n",
            "{ \"lane\":null,\"error\":\"which goods is it? name them, or their HS code; `advisor list goods` shows what the rules know\"}\n",
        ),
        (
            "{\"goods\":\"wine\",\"lane\":1}\n",
            "{\"input\":\"{\\\"goods\\\":\\\"wine\\\",\\\"lane\\\":1}\",\"lane\":null,\"error\":\"it has a key that is added: ask for other names of what is added\"}\n",
        ),
        ("{\"goods\":\"wine\",\"x\":NaN}\n", ""),
        ("{\"goods\":\"wine\",\"value\":1e3}\n", ""),
        ("{\"goods\":\"meat\"}", "{\"goods\":\"meat\",\"lane\":\"red\",\"error\":null}\n"),
    ];
    let input: String = rows.iter().map(|(row, _)| *row).collect();
    let run = batch(&[], &input);
    let mut lines = run.stdout.split_inclusive('\n');
    for (row, answer) in rows.iter().filter(|(row, _)| !row.trim().is_empty()) {
        let line = lines.next().unwrap();
        if answer.is_empty() {
            assert!(line.contains("\"error\":\""), "{row} {line}");
        } else {
            assert_eq!(line, *answer, "{row}");
        }
    }
    assert_eq!((lines.next(), run.code), (None, Some(3)));
    // What comes out is JSON, even of a line that is no text in a place that nobody asks for.
    let no_text = b"{\"goods\":\"wine\",\"x\":\"\xff\"}\n{\"goods\":\"meat\"}\n";
    let error = "it is not UTF-8: save the file as UTF-8";
    let answers = format!(
        "{{\"input\":\"{{\\\"goods\\\":\\\"wine\\\",\\\"x\\\":\\\"\u{fffd}\\\"}}\",\
         \"lane\":null,\"error\":\"{error}\"}}\n\
         {{\"goods\":\"meat\",\"lane\":\"red\",\"error\":null}}\n"
    );
    gives(&[], no_text, &answers, 3);
    for nested in [100, 200, 100_000] {
        let row =
            format!("{{\"goods\":\"wine\",\"x\":{}{}}}\n", "[".repeat(nested), "]".repeat(nested));
        let run = batch(&[], row.repeat(2));
        assert_eq!(run.stdout.lines().count(), 2, "{nested}");
        assert!(!run.stderr.contains("panicked"));
    }
}

#[test]
fn a_pipe_that_gives_a_byte_at_a_time_changes_nothing() {
    let inputs: [&[u8]; 5] = [
        b"\xef\xbb\xbf\n \n{\"goods\":\"wine\"}\n",
        b"\xef\xbb\xbfgoods,note\nwine,a\0b\n",
        b"\xef\xbb\xbf{\"goods\":\"wine\"}\n",
        b"g\0o\0o\0d\0s\0\n\0w\0i\0n\0e\0\n\0",
        b"goods;value\nwine;5\n",
    ];
    for input in inputs {
        let whole = batch(&[], input);
        let mut child = spawn(&["batch", "--on", "2026-11-23", "--columns", "lane,error"]);
        let mut stdin = child.stdin.take().unwrap();
        for byte in input {
            // It may have seen enough before the end.
            let _ = std::io::Write::write_all(&mut stdin, &[*byte]);
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        drop(stdin);
        let slow = Run::from(child.wait_with_output().unwrap());
        assert_eq!((slow.stdout, slow.code), (whole.stdout, whole.code), "{}", slow.stderr);
    }
}

#[test]
fn a_row_that_is_just_too_long_is_so_however_it_arrives() {
    const LONGEST: usize = 1024 * 1024;
    let args = ["batch", "-", "--on", "2026-11-23", "--columns", "lane,error"];
    for length in [LONGEST - 1, LONGEST, LONGEST + 1, LONGEST + 60_000] {
        let long = format!("wine,{}", "9".repeat(length - 5));
        for cell in [long.clone(), long.replace(",9", ",\"9") + "\""] {
            let input = format!("goods,n\n{}\nmeat,b\n", cell.replacen("99", "9", 1));
            let whole = run_with_input(&args, input.as_bytes());
            assert_eq!(whole.stdout.lines().count(), 3, "{length}");
            let fits = cell.len() - 1 <= LONGEST;
            assert_eq!(whole.code, Some(if fits { 0 } else { 3 }), "{length} {}", whole.stderr);
            let mut child = spawn(&args);
            let mut stdin = child.stdin.take().unwrap();
            let writer = std::thread::spawn(move || {
                for piece in input.as_bytes().chunks(1000) {
                    std::io::Write::write_all(&mut stdin, piece).unwrap();
                }
            });
            let slow = Run::from(child.wait_with_output().unwrap());
            writer.join().unwrap();
            assert!(slow.stdout == whole.stdout && slow.code == whole.code, "{length}");
        }
    }
}

#[test]
fn wide_headers_and_long_keys_do_not_fill_the_memory() {
    let names: Vec<String> =
        (0..1000).map(|at| format!("a-column-with-a-long-name-{at}")).collect();
    let wide = file("wide.csv", format!("goods,{}\n{}", names.join(","), "x\n".repeat(70_000)));
    let keys: String =
        (0..300).map(|at| format!("{{\"{at}{}\":1}}\n", "k".repeat(900_000))).collect();
    let keys = file("keys.jsonl", keys);
    let columns =
        file("columns.csv", format!("goods{}\n{}", ",c".repeat(100_000), "x\n".repeat(3000)));
    for (input, rows, more) in
        [(&wide, 70_000, "--output-format jsonl"), (&keys, 300, ""), (&columns, 3001, "")]
    {
        let call = format!(
            "{} batch {} {more} --keep-going",
            env!("CARGO_BIN_EXE_advisor"),
            input.display()
        );
        let script = format!("ulimit -v 500000; {call} --jobs 1 | wc -l; echo ${{PIPESTATUS[0]}}");
        let output = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(stdout, format!("{rows}\n0\n"), "{} {stderr}", input.display());
    }
}

#[test]
fn one_format_becomes_the_other() {
    let csv = "goods,note\nwine,\"a,\"\"b\"\nmeat\n";
    let json = "{\"goods\":\"wine\",\"note\":\"a,\\\"b\",\"lane\":\"yellow\",\"error\":null}\n\
        {\"goods\":\"meat\",\"note\":null,\"lane\":\"red\",\"error\":null}\n";
    gives(&["--output-format", "jsonl"], csv, json, 0);
    let json = "{\"goods\":\"wine\",\"n\":\"a,\\\"b\"}\n{\"n\":[1],\"goods\":\"meat\"}\n{\"goods\":\"wine\",\"m\":1}\n";
    let csv = "goods,n,m,lane,error\nwine,\"a,\"\"b\",,yellow,\nmeat,[1],,red,\nwine,,1,yellow,\n";
    gives(&["--output-format", "csv"], json, csv, 0);
}

#[test]
fn rows_that_fit_no_column_are_said_to_and_keep_their_other_cells() {
    let to_csv = |input: &str, output: &str| {
        gives(&["--input", "jsonl", "--output-format", "csv"], input, output, 3);
    };
    // What comes first need not be a row that can be read.
    let why = "not a JSON object: expected value at column 1";
    let output = format!("id,goods,lane,error\n,,,{why}\n7,wine,yellow,\n");
    to_csv("junk\n{\"id\":7,\"goods\":\"wine\"}\n", &output);
    // Without a single object the lines themselves are kept.
    to_csv("junk, junk\n", &format!("input,lane,error\n\"junk, junk\",,{why}\n"));
    // A key that comes late has no column.
    let rows = "{\"goods\":\"wine\"}\n".repeat(1000);
    let output = "goods,lane,error\n".to_owned()
        + &"wine,yellow,\n".repeat(1000)
        + "wine,,\"none of the first rows has a key `m`, and CSV has the columns of those alone\"\n";
    to_csv(&(rows + "{\"goods\":\"wine\",\"m\":1}\n"), &output);
}

#[test]
fn spreadsheets_compute_nothing_if_asked() {
    let input = "goods,note\nwine,=1+1\nwine,\"@a,b\"\nwine,-5\nwine,-x\n";
    gives(
        &[],
        input,
        "goods,note,lane,error\nwine,=1+1,yellow,\nwine,\"@a,b\",yellow,\nwine,-5,yellow,\nwine,-x,yellow,\n",
        0,
    );
    let safe = "goods,note,lane,error\nwine,'=1+1,yellow,\nwine,\"'@a,b\",yellow,\nwine,-5,yellow,\nwine,'-x,yellow,\n";
    gives(&["--csv-safe"], input, safe, 0);
    let too_many = "goods,n\nwine,a,=1+1\n";
    let run = batch(&["--csv-safe"], too_many);
    assert!(run.stdout.ends_with(",'=1+1\n"), "{}", run.stdout);
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_not_passed_over() {
    wrong(&[], "goods,n\rwine,1\rmeat,2\r", &["carriage return", "tr "]);
}

#[test]
fn nothing_is_lost_where_json_says_more_than_text_can() {
    let json = "{\"hs\":2204.10,\"x\":\"a\\ud83db\"}\n";
    let csv = "hs,x,lane,error\n2204.10,\"\"\"a\\ud83db\"\"\",yellow,\n";
    gives(&["--output-format", "csv"], json, csv, 0);
}

#[test]
fn empty_files_blank_lines_and_a_header_alone_are_fine() {
    let run = gives(&["--input", "csv"], "", "", 0);
    assert!(run.stderr.contains("the input is empty"), "{}", run.stderr);
    gives(&["--input", "jsonl"], "", "", 0);
    gives(&["--input", "csv"], "\n\r\n", "", 0);
    gives(&[], "goods", "goods,lane,error\n", 0);
    gives(&[], "goods,x\r\n", "goods,x,lane,error\r\n", 0);
    gives(&[], "goods\n\nwine\n\r\n\nmeat", "goods,lane,error\nwine,yellow,\nmeat,red,\n", 0);
    gives(&[], "goods,x\r\nwine,1", "goods,x,lane,error\r\nwine,1,yellow,\r\n", 0);
}

#[test]
fn every_number_of_jobs_gives_the_same_bytes() {
    let mut csv = "goods,port,value,note\n".to_owned();
    let goods = ["wine", "meat", "x", "奶粉", "weapons", "\"electronics\"", "apparel,"];
    for at in 0..60_000 {
        let port = ["airport", "nansha", ""][at % 3];
        let note = ["a", "\"b\nc\"", "d\" e", "\"open"][if at % 5000 == 17 { 3 } else { at % 3 }];
        csv += &format!("{},{port},{},{note}\n", goods[at % 7], at % 997);
    }
    let rows = csv.lines().skip(1).enumerate();
    let json = rows.map(|(at, _)| match at % 5000 {
        17 => "{\"goods\":\n".to_owned(),
        _ => format!("{{\"id\":{at},\"goods\":\"{}\"}}\n", ["wine", "meat", "x", "奶粉"][at % 4]),
    });
    let json = file("jobs.jsonl", json.collect::<String>());
    let csv = file("jobs.csv", &csv);
    for (path, output) in [(&csv, "csv"), (&csv, "jsonl"), (&json, "jsonl"), (&json, "csv")] {
        let run = |jobs: &str| {
            let args = ["batch", path.to_str().unwrap(), "--on", "2026-11-23", "--jobs", jobs];
            run_args(&[&args[..], &["--output-format", output]].concat())
        };
        let one = run("1");
        assert!(one.stdout.lines().count() > 60_000 - 5 && one.code == Some(3));
        for jobs in ["2", "8"] {
            let many = run(jobs);
            assert!(many.stdout == one.stdout, "{jobs} jobs differ");
            assert_eq!((many.stderr, many.code), (one.stderr.clone(), one.code));
        }
    }
}

#[test]
fn a_summary_is_written_for_programs() {
    let path = file("summary.json", "");
    let args = ["--summary", path.to_str().unwrap()];
    let run = batch(&args, "goods\nwine\nweapons\nx\n");
    assert_eq!((run.code, run.stderr.as_str()), (Some(3), ""));
    let summary = std::fs::read_to_string(&path).unwrap();
    for part in [
        "\"schema\": \"advisor.batch/1\"",
        "\"rows\": 3",
        "\"bad\": 1",
        "\"refused\": 1",
        "\"line\": 4",
    ] {
        assert!(summary.contains(part), "{part}: {summary}");
    }
}
