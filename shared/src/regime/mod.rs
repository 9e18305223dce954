//! Chế độ pháp lý: which forms and names are in force on a day. Law is dated data.
//!
//! Not here: due dates (`calendar`), procedures (`procedure`).
//! Invariant: a dossier's papers follow the regime of its reception, whenever they are printed. Sources:
//! Decision 09/2015/QĐ-TTg (to 20/06/2018), Decree 61/2018/NĐ-CP (in force 21/06/2018), Circular 01/2018/TT-VPCP (in
//! force 06/01/2019; its end date is unsure), Circular 03/2025/TT-VPCP with Decree 118/2025/NĐ-CP (in force 01/07/2025).

use crate::calendar::Term;
use crate::lang::{Word, word};
use crate::moment::Day;

/// A set of forms with the law behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Regime {
    /// Year, month, day from which it holds.
    pub from: (i32, u32, u32),
    pub law: &'static str,
    /// `Mẫu số 01` …, by the order of `Paper`; empty where papers were local and had no number.
    numbers: [&'static str; 7],
    titles: [&'static str; 7],
    /// How the apology names the new day.
    pub promised: &'static str,
    /// How long whoever applied online has to look at the draft of a civil-status paper (`dossier::proof`).
    pub proof: Term,
    /// What the product is not sure of, for the settings page.
    pub unsure: Word,
}

/// The seven papers around a dossier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paper {
    Receipt,
    Supplement,
    Refusal,
    Apology,
    Stop,
    Control,
    Register,
}

const DECISION_09: Regime = Regime {
    from: (2015, 5, 15),
    law: "Quyết định 09/2015/QĐ-TTg",
    numbers: [""; 7],
    titles: DECREE_61.titles,
    promised: DECREE_61.promised,
    proof: DECREE_61.proof,
    unsure: word(
        "Chưa thấy văn bản gốc; giấy in theo mẫu của địa phương như năm 2018, ngày bắt đầu hiệu lực cần kiểm tra.",
        "The original text was not found: papers follow local forms as in all of 2018; the first day in force must be checked.",
    ),
};

const DECREE_61: Regime = Regime {
    from: (2018, 6, 21),
    law: "Nghị định 61/2018/NĐ-CP",
    numbers: [""; 7],
    titles: [
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "",
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "SỔ THEO DÕI HỒ SƠ",
    ],
    promised: "Thời gian hẹn trả kết quả lại",
    proof: Term::CalendarDays(1),
    unsure: word(
        "Năm 2018 chưa có mẫu của Thông tư 01/2018; giấy in theo mẫu của địa phương, không ghi số mẫu.",
        "In 2018 the forms of Circular 01/2018 did not exist yet: papers follow local forms and carry no form number.",
    ),
};

const CIRCULAR_01: Regime = Regime {
    from: (2019, 1, 6),
    law: "Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP",
    numbers: ["Mẫu số 01", "Mẫu số 02", "Mẫu số 03", "Mẫu số 04", "", "Mẫu số 05", "Mẫu số 06"],
    titles: DECREE_61.titles,
    promised: DECREE_61.promised,
    proof: DECREE_61.proof,
    unsure: word(
        "Chưa thấy văn bản nêu đúng ngày Thông tư 01/2018 hết hiệu lực; tạm lấy 30/06/2025.",
        "No text was found that names the last day of Circular 01/2018; 30/06/2025 is assumed.",
    ),
};

const CIRCULAR_03: Regime = Regime {
    from: (2025, 7, 1),
    law: "Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP",
    numbers: ["Mẫu số 01", "Mẫu số 02", "Mẫu số 03", "Mẫu số 04", "Mẫu số 05", "Mẫu số 06", "Mẫu số 07"],
    titles: [
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "SỔ THEO DÕI HỒ SƠ",
    ],
    promised: "Đề nghị gia hạn thời gian giải quyết; hẹn trả kết quả lại",
    proof: Term::CalendarDays(1),
    unsure: word(
        "Chưa có toàn văn Nghị định 118/2025 và 367/2025: quy định về bổ sung, xin lỗi, dừng là cấu hình.",
        "The full texts of Decrees 118/2025 and 367/2025 were not at hand: what they say on asking for papers, apologies and stopping is a setting.",
    ),
};

/// All regimes, oldest first.
pub const REGIMES: [Regime; 4] = [DECISION_09, DECREE_61, CIRCULAR_01, CIRCULAR_03];

impl Regime {
    /// The regime of a dossier received on `day`; days before all regimes take the first.
    pub fn on(day: Day) -> &'static Regime {
        let started = |regime: &&Regime| {
            let (year, month, first) = regime.from;
            Day::new(year, month, first).is_some_and(|from| from <= day)
        };
        REGIMES.iter().rev().find(started).unwrap_or(&REGIMES[0])
    }

    pub fn number(&self, paper: Paper) -> &'static str {
        self.numbers[paper as usize]
    }

    pub fn title(&self, paper: Paper) -> &'static str {
        self.titles[paper as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(year: i32, month: u32, day: u32) -> &'static Regime {
        Regime::on(Day::new(year, month, day).unwrap())
    }

    #[test]
    fn each_law_begins_on_its_day_and_not_the_day_before() {
        for regimes in REGIMES.windows(2) {
            let (year, month, first) = regimes[1].from;
            let first = Day::new(year, month, first).unwrap();
            assert_eq!(Regime::on(first), &regimes[1]);
            assert_eq!(Regime::on(first.plus(-1)), &regimes[0], "the day before {}", first.vi());
        }
        assert_eq!(on(2001, 1, 1), &DECISION_09, "before all of them: the first");
    }

    #[test]
    fn a_slip_of_2018_has_no_form_number_and_one_of_today_has() {
        assert_eq!(on(2018, 12, 31).number(Paper::Receipt), "");
        assert_eq!(on(2019, 1, 5).number(Paper::Receipt), "");
        assert_eq!(on(2019, 1, 6).number(Paper::Receipt), "Mẫu số 01");
        assert_eq!(on(2025, 6, 30).number(Paper::Control), "Mẫu số 05", "six forms until 30/06/2025");
        assert_eq!(on(2025, 7, 1).number(Paper::Control), "Mẫu số 06", "seven from 01/07/2025");
        assert_eq!(on(2025, 6, 30).title(Paper::Stop), "", "no stop paper before 01/07/2025");
    }
}
