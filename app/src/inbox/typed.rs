//! What the author of a refused act had entered, word by word: it stands nowhere else.
//!
//! Not here: what the act was and why it was refused (`told`).
//! Invariant: whatever a person typed is shown, also of a field without a name here; codes, ids and digests are not.

use leptos::prelude::*;
use serde_json::Value;
use shared::dossier::Act;
use shared::lang::{Lang, Word, money, word};
use shared::moment::{Day, Moment};

use crate::text::{say, t};

const ENTERED: Word = word("Nội dung đã ghi:", "What was entered:");
/// Read by whoever brings the slip, or what its author saw and did not type.
const UNTYPED: [&str; 3] = ["secret", "saw", "digest"];

/// A field by its name on the wire.
fn label(key: &str) -> Option<Word> {
    Some(match key {
        "name" => word("Họ và tên", "Full name"),
        "number" => word("Số", "Number"),
        "birth" => word("Ngày sinh", "Born"),
        "phone" => word("Điện thoại", "Phone"),
        "reason" => word("Lý do", "Reason"),
        "papers" | "paper" => word("Giấy tờ", "Papers"),
        "until" => word("Đến hết ngày", "By the end of"),
        "promised" => word("Hẹn lại ngày", "New date"),
        "by_hand" => word("Giờ trên phiếu giấy", "Time on the paper slip"),
        "on" => word("Ngày", "Day"),
        "agency" => word("Cơ quan", "Agency"),
        "question" => word("Nội dung cần phối hợp", "Question"),
        "answer" | "reply" => word("Nội dung trả lời", "Answer"),
        "summary" => word("Kết quả", "Result"),
        "receipt" => word("Số biên lai", "Receipt no."),
        "receiver" => word("Người nhận", "Receiver"),
        "text" | "note" => word("Ghi chú", "Note"),
        "vnd" => word("Số tiền", "Amount"),
        _ => return None,
    })
}

/// Whether a person wrote it: codes, ids and digests are small letters, digits and dashes.
fn is_typed(text: &str) -> bool {
    let is_number = text.chars().all(|c| c.is_ascii_digit());
    let is_code = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c));
    !text.is_empty() && (is_number || !is_code)
}

fn shown(key: &str, value: &Value) -> Option<[String; 2]> {
    let same = |text: String| [text.clone(), text];
    match value {
        Value::String(text) => match text.parse::<Day>() {
            Ok(day) => Some(same(day.vi())),
            Err(_) => is_typed(text).then(|| same(text.clone())),
        },
        Value::Number(n) => match key {
            "promised" | "by_hand" => n.as_i64().map(|at| same(Moment::from_millis(at).clock_and_day())),
            "vnd" => n.as_i64().map(|vnd| [money(Lang::Vi, vnd), money(Lang::En, vnd)]),
            _ => None,
        },
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn walk(key: &str, value: &Value, out: &mut Vec<(Option<Word>, [String; 2])>) {
    match value {
        _ if UNTYPED.contains(&key) => {}
        Value::Array(all) => all.iter().for_each(|one| walk(key, one, out)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| walk(key, value, out)),
        Value::String(_) | Value::Number(_) | Value::Null | Value::Bool(_) => {
            out.extend(shown(key, value).map(|text| (label(key), text)));
        }
    }
}

/// What was typed, with the field's name where it has one here.
fn entries(act: &Act) -> Vec<(Option<Word>, [String; 2])> {
    let mut out = vec![];
    if let Ok(Value::Object(kind)) = serde_json::to_value(act) {
        // The outer name is the act's own.
        kind.values().for_each(|fields| walk("", fields, &mut out));
    }
    out
}

pub(super) fn typed(act: &Act) -> Option<impl IntoView + use<>> {
    let entries = entries(act);
    (!entries.is_empty()).then(|| {
        let row = |(label, [vi, en]): (Option<Word>, [String; 2])| {
            let text = move |lang: Lang| lang.pick(vi.as_str(), en.as_str()).to_owned();
            view! { <div><dt>{label.map(t)}</dt><dd>{say(text)}</dd></div> }
        };
        view! { <p class="sub">{t(ENTERED)}</p><dl class="kv">{entries.into_iter().map(row).collect_view()}</dl> }
    })
}

#[cfg(test)]
mod tests {
    use shared::ctx::Ctx;
    use shared::demo;
    use shared::dossier::Kind;
    use shared::dossier::any::{self, Dice};
    use shared::dossier::code::Lane;

    use super::*;

    /// Whatever kind of act: each of its texts that is no code stands on the page.
    #[test]
    fn nothing_that_was_typed_is_left_out() {
        let ward = demo::ward().expect("the standard data");
        let at = "2018-03-05T09:00".parse().expect("a moment");
        let by = ward.officer(demo::RECEPTION).expect("an officer");
        let ctx =
            Ctx { now: at, happened: at, claimed: at, by, lane: Some(Lane(0)), reissued: None, ward: &ward };
        let record = crate::dossier::tests::dossier("Đặng Thị Đào");
        let mut texts = 0;
        for (seed, kind) in (0..20).flat_map(|seed| Kind::ALL.map(|kind| (seed, kind))) {
            let act = any::act(&mut Dice::new(seed), &ctx, Some(&record), kind);
            let shown: Vec<String> = entries(&act).into_iter().map(|(_, [vi, _])| vi).collect();
            let mut words = serde_json::to_string(&act).expect("text");
            // What its author saw on the dossier, and the slip's own secret, nobody typed.
            for untyped in ["\"saw\":", "\"secret\":"] {
                words = words.split(untyped).next().unwrap_or_default().to_owned();
            }
            for text in words.split('"').filter(|text| text.contains(' ')) {
                assert!(shown.iter().any(|line| line == text), "{kind:?}: {text} is not among {shown:?}");
                texts += 1;
            }
        }
        assert!(texts > 100, "{texts}");
    }
}
