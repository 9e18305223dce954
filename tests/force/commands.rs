//! The command line as it is promised: the very program makes the demo ward, counts its year, judges it again.
//!
//! Not here: `serve` (`process`), what `backup` and `restore` do (`drill`), every option of every command (`server::cli`).
//! Invariant: what a program may read stands on standard output alone, and a failure is one line on standard error.

use std::path::Path;
use std::process::Command;

use expect_test::expect_file;
use serde_json::Value;

use crate::process::{PROGRAM, done, run};
use crate::ward::Folder;

/// The article's year by form II.06a: received, online, at the counter and by post, carried over; answered, early, on
/// time, late; in process, in time, late.
const YEAR: [u64; 11] = [4_872, 30, 4_842, 0, 4_872, 274, 4_598, 0, 0, 0, 0];

/// The year, in one of the formats.
fn report(data: &str, form: &str, format: &str) -> String {
    let period = ["--from", "2018-01-01", "--to", "2018-12-31"];
    done(&[&["report", "--data", data, "--form", form, "--format", format][..], &period].concat())
}

/// What the page of the leader's board is drawn from in its own test: all of the board that is the same on whatever day
/// it is asked for.
fn of_the_year(mut board: Value) -> String {
    let all = board.as_object_mut().expect("an object");
    // What is so today, and the fees, of which a year's sum says nothing that the article does.
    let beside = ["as_of", "by_hand", "coverage", "fees_vnd", "later", "mistakes", "officers", "today"];
    all.retain(|name, _| !beside.contains(&name.as_str()));
    board.sort_all_objects();
    serde_json::to_string_pretty(&board).expect("JSON") + "\n"
}

/// A command that must fail: it prints no result and one sentence of why.
#[track_caller]
fn fails(args: &[&str], why: &str) {
    let output = run(args);
    assert!(!output.status.success() && output.stdout.is_empty(), "{args:?}: {output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(why) && said.trim_end().lines().count() == 1, "{args:?}: {said}");
}

/// What a person at a terminal sees, which also hears how far a command has come.
fn at_a_terminal(args: &str) -> String {
    let line = format!("{PROGRAM} {args}");
    let output = Command::new("script").args(["-qec", &line, "/dev/null"]).output();
    let output = output.expect("script is installed: cargo xtask setup");
    let said = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn help_and_due_keep_their_contract() {
    let help = done(&["--help"]);
    assert!(help.starts_with("Một Cửa: sổ một cửa của phường"), "{help}");
    for name in ["serve", "demo", "report", "due", "backup", "restore", "verify"] {
        assert!(help.contains(&format!("\n  {name} ")), "{name} is not in {help}");
        let help = done(&[name, "--help"]);
        assert!(help.contains("Cách dùng / Usage: mot-cua") && help.contains(&format!(" {name} ")), "{help}");
    }
    let due = done(&["due", "--received", "2018-02-13T09:00", "--term", "3wd"]);
    // Tết: the 14th to the 20th are days off.
    assert_eq!(due.lines().next(), Some("2018-02-23T17:00:00+07:00"), "{due}");
    assert!(due.lines().count() > 1, "then why: {due}");
    let nowhere = "/khong/co";
    fails(&["verify", "--data", nowhere], "không có sổ nào trong /khong/co");
    fails(&["due", "--received", "2018-02-13", "--term", "3wd"], "thiếu giờ tiếp nhận");
}

#[test]
fn the_demo_ward_lives_the_articles_year_figure_for_figure() {
    let folder = Folder::in_memory();
    let data = folder.path().to_str().expect("a name");
    let said = at_a_terminal(&format!("demo --data {data} --year 2018"));
    assert!(said.contains("phường mẫu / demo ward 100 %"), "{said}");
    let logins = done(&["logins", "--data", data]);
    assert!(logins.contains("\noanh ") && said.ends_with(&logins), "{said}");
    fails(&["demo", "--data", data, "--year", "2018"], "đã có sổ của một phường");
    fails(&["demo", "--data", data, "--year", "2019"], "chỉ có năm 2018");

    the_year_is_counted(data);
    let output = run(&["verify", "--data", data]);
    assert!(output.status.success() && output.stderr.is_empty(), "nobody looks: {output:?}");
    let verdict = String::from_utf8_lossy(&output.stdout);
    let verdict = verdict.lines().last().expect("what was done");
    assert!(verdict.ends_with("differences: 0.") && !verdict.contains("Acts: 0,"), "{verdict}");
    assert!(Path::new(data).join("demo-logins.txt").is_file());
    care_of_the_book_says_how_far_it_is(data);
}

/// A copy and a restore take as long as the book is.
fn care_of_the_book_says_how_far_it_is(data: &str) {
    let beside = Folder::in_memory();
    let copy = beside.path().join("copy.db");
    let copy = copy.to_str().expect("a name");
    for (args, what, done) in [
        (format!("backup --data {data} --to {copy}"), "chép / copying", "Đã sao lưu"),
        (format!("restore --data {data} --from {copy}"), "xét lại / judging", "Đã khôi phục"),
    ] {
        let said = at_a_terminal(&args);
        let steps = said.matches(&format!("\r{what} ")).count();
        assert!(
            steps > 1 && said.contains(&format!("{what} 100 %\n")) && said.contains(done),
            "{args}: {said}"
        );
    }
}

/// The same figures however they are asked for.
fn the_year_is_counted(data: &str) {
    let json: Value = serde_json::from_str(&report(data, "ii06a", "json")).expect("JSON");
    let columns = json["columns"].as_array().expect("columns");
    let figures: Vec<Option<u64>> =
        columns.iter().skip(2).map(|name| json["total"][name.as_str().expect("a name")].as_u64()).collect();
    assert_eq!(figures, YEAR.map(Some), "{json}");
    let rows = json["rows"].as_array().expect("rows");
    let answered = |row: &Value| row["Đã giải quyết: tổng số"].as_u64().expect("a number");
    assert_eq!(rows.iter().map(answered).sum::<u64>(), 4_872, "the fields add up");
    assert!(rows.iter().all(|row| columns.iter().all(|name| !row[name.as_str().unwrap_or("")].is_null())));

    let csv = report(data, "ii06a", "csv");
    let total = csv.trim_end().lines().last().expect("a last line");
    let figures = YEAR.map(|n| n.to_string()).join(",");
    assert!(total.ends_with(&format!(",Tổng cộng,{figures}")), "{total}");

    let table = report(data, "ii06a", "table");
    assert!(table.starts_with("Từ 01/01/2018 đến 31/12/2018"), "{table}");
    let total = table.lines().find(|line| line.contains("Tổng cộng")).expect("a total");
    let figures: Vec<&str> = total.split("Tổng cộng").nth(1).unwrap_or("").split_whitespace().collect();
    assert_eq!(
        figures,
        ["4.872", "30", "4.842", "0", "4.872", "274", "4.598", "0", "0", "0", "0"],
        "{table}"
    );

    // What the leader's board is drawn from: those that came online stand apart there.
    let board: Value = serde_json::from_str(&report(data, "board", "json")).expect("JSON");
    let tally = |of: &Value| ["answered", "early", "on_time", "late"].map(|name| of[name].as_u64());
    assert_eq!(tally(&board), [4_872, 274, 4_598, 0].map(Some), "{board}");
    assert_eq!(tally(&board["online"]), [30, 28, 2, 0].map(Some), "{board}");
    expect_file!["../../app/src/board/tests/year-2018.json"].assert_eq(&of_the_year(board));
    let board = report(data, "board", "csv");
    let online: Vec<&str> =
        board.lines().skip_while(|line| !line.starts_with("Trực tuyến đã giải quyết")).take(4).collect();
    let figures = ["Trực tuyến đã giải quyết,30", "  sớm hẹn,28", "  đúng hẹn,2", "  trễ hẹn,0"];
    assert_eq!(online.iter().map(|line| line.trim_end()).collect::<Vec<_>>(), figures, "{board}");

    let measured = report(data, "766", "csv");
    assert!(measured.contains("0 trễ của 4.872 hồ sơ; 0 không hài lòng của 779 phiếu"), "{measured}");
}
