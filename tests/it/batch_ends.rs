//! However `advisor batch` ends, no half row is left behind, and the shell is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::harness::{advisor, file, run_args, spawn};

fn bash(script: &str) -> (String, String) {
    let script = script.replace("ADVISOR", env!("CARGO_BIN_EXE_advisor"));
    let output = Command::new("bash").args(["-c", &script]).env_clear().output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let script = "(echo goods; while echo wine; do :; done) 2>/dev/null \
        | ADVISOR batch - | head -1; echo \"${PIPESTATUS[1]}\"";
    let (stdout, stderr) = bash(script);
    assert!(stdout.starts_with("goods,verdict,") && stdout.ends_with("\n0\n"), "{stdout}");
    assert_eq!(stderr, "");
}

#[test]
fn a_full_disk_is_said() {
    let rows = file("full.csv", "goods\nwine\n".to_owned() + &"wine\n".repeat(100_000));
    let rows = rows.to_str().unwrap();
    // A device is written to, never replaced by a file.
    for output in ["> /dev/full", "--output /dev/full"] {
        let (stdout, stderr) = bash(&format!("ADVISOR batch {rows} {output}; echo $?"));
        assert_eq!(stdout, "4\n");
        assert!(stderr.contains("No space left"), "{stderr}");
    }
    assert_eq!(bash(&format!("ADVISOR batch {rows} --output /dev/null; echo $?")).0, "0\n");
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    let few = file("few.csv", "goods\nwine\n");
    let to_stdout = run_args(&["batch", few.to_str().unwrap(), "--output", "-"]);
    assert!(to_stdout.stdout.starts_with("goods,verdict,"), "{}", to_stdout.stdout);
    let summary = run_args(&["batch", few.to_str().unwrap(), "--summary", "-"]);
    assert_eq!((summary.code, summary.stdout.as_str()), (Some(2), ""));
    let both = run_args(&["batch", few.to_str().unwrap(), "-o", "both", "--summary", "both"]);
    assert_eq!((both.code, both.stdout.as_str()), (Some(2), ""));
    for nowhere in ["/no/such/folder/x.csv", "/"] {
        let run = run_args(&["batch", rows, "--output", nowhere]);
        assert_eq!(run.code, Some(4), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("`{nowhere}`")), "{}", run.stderr);
    }
}

#[test]
fn no_output_is_written_over_what_the_call_needs_under_any_name() {
    let setup = "d=$(mktemp -d); cd $d; ADVISOR rules > rules.toml; printf 'goods\nwine\n' > in.csv; \
        ln -s o.csv link; ln in.csv hard; mkdir sub; ln -s in.csv soft";
    let same = |call: &str, first: &str, second: &str| {
        let after = "echo $?; cat in.csv; head -2 rules.toml; ls | grep -v o.csv; rm -r $d";
        let (stdout, stderr) = bash(&format!("{setup}; head -2 rules.toml; {call}; {after}"));
        let head = stdout.split_inclusive('\n').take(2).collect::<String>();
        let names = "hard\nin.csv\nlink\nrules.toml\nsoft\nsub\n";
        assert_eq!(stdout, format!("{head}2\ngoods\nwine\n{head}{names}"), "{call}: {stderr}");
        assert!(stderr.contains(&format!("`{first}` and {second} are the same file")), "{stderr}");
    };
    let output = "`--output`";
    same("ADVISOR batch in.csv -o o.csv --summary ./o.csv", "--summary", output);
    same("ADVISOR batch in.csv -o sub/../o.csv --summary o.csv", "--summary", output);
    same("ADVISOR batch in.csv -o o.csv --summary link", "--summary", output);
    same("ADVISOR batch in.csv --summary link > o.csv", "--summary", "standard output");
    same("ADVISOR batch in.csv --summary in.csv", "--summary", "the input");
    same("ADVISOR batch in.csv -o hard", "--output", "the input");
    same("ADVISOR batch soft -o in.csv", "--output", "the input");
    same("ADVISOR batch - --summary $PWD/in.csv < in.csv", "--summary", "the input");
    let rules = "the rules file";
    same("ADVISOR batch in.csv --rules rules.toml -o ./rules.toml", "--output", rules);
    same(
        "export ADV''ISOR_RULES=rules.toml; ADVISOR batch in.csv --summary rules.toml",
        "--summary",
        rules,
    );
    same("ADVISOR batch in.csv --rules - --summary rules.toml < rules.toml", "--summary", rules);
    // What takes no harm may be named twice, and a link is written through.
    let fine = "ADVISOR batch in.csv -o /dev/null --summary /dev/null; echo $?; \
        ADVISOR batch in.csv -o link; echo $?; readlink link; cat o.csv | wc -l";
    let (stdout, _) = bash(&format!("{setup}; {fine}; rm -r $d"));
    assert_eq!(stdout, "0\n0\no.csv\n2\n");
}

#[test]
#[cfg(target_os = "linux")]
fn no_signal_leaves_a_temporary_file() {
    let run = |before: &str, signal: &str| {
        let script = format!(
            "d=$(mktemp -d); cd $d; mkfifo rows; {before} ADVISOR batch --input csv -o x.csv rows & \
             exec 4>rows; (echo goods; yes wine | head -100000) >&4; \
             while [ -z \"$(ls -A | grep advisor-)\" ]; do sleep 0.01; done; \
             kill -{signal} $!; sleep 0.3; exec 4>&-; wait $!; echo $?; ls -A; rm -r $d"
        );
        bash(&script)
    };
    for (signal, code) in [("HUP", 129), ("TERM", 143), ("XCPU", 152)] {
        let (stdout, stderr) = run("", signal);
        assert_eq!(stdout, format!("{code}\nrows\n"), "{stderr}");
    }
    // A background job of a script is deaf to SIGQUIT, as it is to SIGHUP with `nohup`.
    let (stdout, stderr) = run("env --default-signal=QUIT", "QUIT");
    assert_eq!(stdout, "131\nrows\n", "{stderr}");
    for (before, signal) in [("nohup", "HUP"), ("", "INT")] {
        let (stdout, stderr) = run(before, signal);
        assert_eq!(stdout, "0\nrows\nx.csv\n", "{stderr}");
    }
}

#[test]
fn a_pipe_that_nobody_reads_does_not_keep_a_signal_waiting() {
    for call in ["-o pipe in.csv", "--summary pipe in.csv"] {
        let (stdout, stderr) = bash(&format!(
            "d=$(mktemp -d); cd $d; mkfifo pipe; printf 'goods\nwine\n' > in.csv; \
             ADVISOR batch {call} > /dev/null & sleep 0.5; kill -TERM $!; wait $!; echo $?; rm -r $d"
        ));
        assert_eq!(stdout, "143\n", "{call} {stderr}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_thread_it_says_so_and_with_few_it_goes_on() {
    let rows = file("threads.csv", "goods\n".to_owned() + &"wine\n".repeat(100_000));
    for memory in [300_000, 600_000] {
        let (stdout, stderr) = bash(&format!(
            "ulimit -v {memory}; ADVISOR batch {} --jobs 512 | wc -l; echo ${{PIPESTATUS[0]}}",
            rows.display()
        ));
        assert!(!stderr.contains("panicked"), "{stderr}");
        assert_eq!(stdout, "100001\n0\n", "{memory} {stderr}");
    }
}

#[test]
fn a_file_that_cannot_grow_is_taken_away_again() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cannot-grow");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let rows = file("grow.csv", "goods\n".to_owned() + &"wine\n".repeat(10_000));
    let (rows, folder_name) = (rows.display(), folder.display());
    // No more than 8 KiB; the signal that says so ends nothing, whether it is ignored or not.
    for trap in ["trap '' XFSZ;", ""] {
        let (stdout, stderr) = bash(&format!(
            "{trap} ulimit -f 8; cd {folder_name}; ADVISOR batch {rows} --output x.csv; echo $?"
        ));
        assert_eq!(stdout, "4\n", "{stderr}");
        assert!(stderr.contains("could not write `x.csv`: File too large"), "{stderr}");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    }
}

#[test]
fn nothing_is_read_that_nobody_takes() {
    let mut child = spawn(&["batch", "-", "--input", "csv"]);
    let mut stdin = child.stdin.take().unwrap();
    let taken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&taken);
    let rows = std::thread::spawn(move || {
        let _ = stdin.write_all(b"goods\n");
        let rows = b"wine\n".repeat(1000);
        while stdin.write_all(&rows).is_ok() {
            counter.fetch_add(rows.len(), Ordering::SeqCst);
        }
    });
    // Once it takes no more, that stays so until somebody reads.
    let mut before = usize::MAX;
    let begun = Instant::now();
    loop {
        std::thread::sleep(Duration::from_millis(500));
        let now = taken.load(Ordering::SeqCst);
        assert!(now < 32 << 20, "{now} bytes were read for nobody");
        if now == before {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "it never stops");
        before = now;
    }
    assert!(before > 0);
    let mut stdout = child.stdout.take().unwrap();
    let answers = std::thread::spawn(move || {
        let mut block = vec![0; 1 << 16];
        let mut read = 0;
        while read < 10 << 20 {
            read += stdout.read(&mut block).unwrap();
        }
    });
    answers.join().unwrap();
    assert!(taken.load(Ordering::SeqCst) > before, "it does not go on");
    signal(child.id(), "KILL");
    child.wait().unwrap();
    rows.join().unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn progress_is_shown_on_a_terminal_and_nowhere_else() {
    let rows = file("long.csv", "goods,value\n".to_owned() + &"wine,7.25\n".repeat(600_000));
    let rows = rows.display();
    // `script` lends a terminal; what is printed to it comes out.
    let on_terminal = |call: &str| bash(&format!("TERM=xterm script -qec '{call}' /dev/null")).0;
    let shown = on_terminal(&format!("ADVISOR batch {rows} --jobs 1 > /dev/null"));
    assert!(shown.contains("% ") && shown.contains("/s, ") && shown.contains(" left"), "{shown:?}");
    assert!(shown.contains("600000 rows: clearable 600000"), "{shown:?}");
    let unknown_length = "(echo goods; echo wine; sleep 1) | ADVISOR batch - > /dev/null";
    assert!(on_terminal(unknown_length).contains("B/s"));
    // Rows on the terminal are not to be overwritten.
    let with_rows = "(echo goods; echo wine; sleep 1) | ADVISOR batch -";
    assert!(!on_terminal(with_rows).contains("B/s"));
    let elsewhere = bash(&format!("ADVISOR batch {rows} --jobs 1 > /dev/null")).1;
    assert!(elsewhere.starts_with("600000 rows: "), "{elsewhere:?}");
}

#[test]
fn an_output_file_appears_whole_or_not_at_all() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("whole");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("answers.csv");
    let rows = file("whole.csv", "goods\nwine\nx\n");
    let args = ["batch", rows.to_str().unwrap(), "--output", path.to_str().unwrap()];
    let run = run_args(&args);
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""));
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 3);
    // Interrupted, it leaves the old file as it is and none of its own.
    std::fs::write(&path, "old").unwrap();
    let mut child = advisor()
        .args(["batch", "-", "--output", path.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"goods\nwine\n").unwrap();
    let begun = Instant::now();
    while std::fs::read_dir(&folder).unwrap().count() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(20), "no temporary file");
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(child.id(), "TERM");
    child.wait().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), process.to_string()]).status();
    assert!(sent.unwrap().success());
}

#[test]
fn a_signal_ends_it_soon_and_never_within_a_row() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        // Without a terminal a shell starts jobs deaf to interrupts, unless it controls them.
        let program = env!("CARGO_BIN_EXE_advisor");
        let script = format!(
            "set -m; exec 4<&0; '{program}' batch - <&4 & sleep 1; kill -{name} $!; wait $!; \
             echo \"code $?\""
        );
        let mut child = Command::new("bash")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let rows = std::thread::spawn(move || {
            let mut row = b"goods,note\n".to_vec();
            while stdin.write_all(&row).is_ok() {
                row = b"wine,abcdefghijklmnopqrstuvwxyz\n".repeat(1000);
            }
        });
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let begun = Instant::now();
        let mut last = String::new();
        while output.read_line(&mut line).unwrap() > 0 {
            last = std::mem::take(&mut line);
            if !last.starts_with("code ") && !last.starts_with("goods,") {
                assert!(last.starts_with("wine,abcdefghijklmnopqrstuvwxyz,clearable,"), "{last}");
                assert!(last.ends_with("cbec,\n"), "half a row: {last}");
            }
        }
        assert_eq!(last, format!("code {code}\n"));
        assert!(begun.elapsed() < Duration::from_secs(30));
        child.wait().unwrap();
        rows.join().unwrap();
    }
}

#[test]
fn a_signal_leaves_no_half_row_to_a_slow_reader() {
    let mut child = spawn(&["batch", "-", "--input", "csv"]);
    let mut stdin = child.stdin.take().unwrap();
    let rows = std::thread::spawn(move || {
        let _ = stdin.write_all(b"goods\n");
        while stdin.write_all(&b"wine\n".repeat(1000)).is_ok() {}
    });
    let mut stdout = child.stdout.take().unwrap();
    let mut answers = Vec::new();
    let mut block = [0; 10_000];
    for turn in 0.. {
        let read = stdout.read(&mut block).unwrap();
        if read == 0 {
            break;
        }
        answers.extend_from_slice(&block[..read]);
        // A hundred kilobytes a second.
        std::thread::sleep(Duration::from_millis(100));
        if turn == 5 {
            signal(child.id(), "TERM");
        }
    }
    assert!(answers.len() > 50_000);
    assert!(answers.ends_with(b"\n"), "half a row");
    child.wait().unwrap();
    rows.join().unwrap();
}

#[test]
fn a_signal_ends_it_even_while_nobody_reads_or_writes() {
    let mut child = spawn(&["batch", "-"]);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"goods\nwine\n").unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut header = [0; 5];
    stdout.read_exact(&mut header).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let begun = Instant::now();
    signal(child.id(), "TERM");
    let status = child.wait().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(15));
}
