//! Hỏi dân: a condition of a paper as a question that a citizen can answer, or as what the ward finds out itself.
//!
//! Not here: the conditions in the law's words (`data`), which the posting goes on to show.
//! Invariant: every condition of the catalogue has its line here (a test), and so has every paper that is not needed by all;
//! an answer only says which papers to bring, nothing is decided by it.

use super::PaperAsked;
use crate::lang::{Word, word};

/// Who knows whether a paper is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asks {
    /// The citizen, by yes or no. A paper that is not needed by all is needed at yes; one that is, at no is replaced by what
    /// the note says.
    Citizen { question: Word, note: Option<Word> },
    /// The ward: nobody is asked, and the note says what its officer does.
    Ward { note: Word },
    /// Nobody: the note says how the paper is brought.
    Brought { note: Word },
}

/// One line: of which paper, where the condition alone does not say it; which condition.
struct Line {
    paper: &'static str,
    condition: &'static str,
    asks: Asks,
}

const fn line(paper: &'static str, condition: &'static str, asks: Asks) -> Line {
    Line { paper, condition, asks }
}

const fn ask(vi: &'static str, en: &'static str) -> Asks {
    Asks::Citizen { question: word(vi, en), note: None }
}

const fn ask_and(vi: &'static str, en: &'static str, note: Word) -> Asks {
    Asks::Citizen { question: word(vi, en), note: Some(note) }
}

/// What is asked of a paper that a ward has given a condition of its own.
pub const OTHERWISE: Word = word("Bạn có giấy này không?", "Do you have this paper?");

const COMPARED: Asks = Asks::Brought {
    note: word(
        "Mang cả bản chính để cán bộ đối chiếu.",
        "Bring the original too, for the officer to compare.",
    ),
};

/// Every condition of the catalogue, the ones that fit several papers first.
const LINES: [Line; 25] = [
    line(
        "",
        "Thay bằng tra cứu CSDL quốc gia về dân cư khi kết nối được",
        Asks::Ward {
            note: word(
                "Cán bộ sẽ tra trên máy; vẫn mang theo, phòng khi máy không tra được.",
                "The officer looks it up; bring it all the same, in case that fails.",
            ),
        },
    ),
    line(
        "",
        "Chỉ khi không khai thác được CSDL dân cư",
        Asks::Ward {
            note: word(
                "Cán bộ sẽ tra nơi ở của bạn; tra không được mới cần giấy này.",
                "The officer looks up where you live; this paper is needed only if that fails.",
            ),
        },
    ),
    line("", "Kèm bản chính để đối chiếu", COMPARED),
    line("", "Kèm bản chính đối chiếu", COMPARED),
    line(
        "",
        "Số lượng theo yêu cầu",
        Asks::Brought {
            note: word("Cần mấy bản thì mang mấy bản.", "Bring as many as you need.")
        },
    ),
    line(
        "",
        "Khi người nộp không phải người có yêu cầu; không cần chứng thực nếu là ông, bà, cha, mẹ, con, vợ, chồng, anh, chị, em ruột",
        ask_and(
            "Bạn đi nộp thay người khác phải không?",
            "Are you handing it in for somebody else?",
            word(
                "Nộp thay ông, bà, cha, mẹ, con, vợ, chồng, anh, chị, em ruột thì giấy này không phải chứng thực.",
                "For a grandparent, parent, child, spouse, brother or sister by blood it need not be certified.",
            ),
        ),
    ),
    line(
        "",
        "Không có: văn bản của người làm chứng hoặc giấy cam đoan về việc sinh; trẻ bị bỏ rơi: biên bản; mang thai hộ: văn bản xác nhận kỹ thuật hỗ trợ sinh sản",
        ask_and(
            "Bé có giấy chứng sinh của bệnh viện không?",
            "Does the child have a birth notification from the hospital?",
            word(
                "Không có thì mang giấy của người làm chứng, hoặc giấy cam đoan về việc sinh. Bé bị bỏ rơi thì mang biên bản; nhờ mang thai hộ thì mang giấy xác nhận của bệnh viện.",
                "Without it bring a witness's statement, or an undertaking about the birth. For an abandoned child bring the record of it; after surrogacy the hospital's confirmation.",
            ),
        ),
    ),
    line(
        "",
        "Nếu cha mẹ đã kết hôn; không cần khi có trong CSDL hộ tịch",
        ask_and(
            "Cha mẹ bé đã đăng ký kết hôn chưa?",
            "Are the child's parents married?",
            word(
                "Cán bộ tra được trên máy thì không cần giấy này.",
                "Where the officer finds it on the computer, this paper is not needed.",
            ),
        ),
    ),
    line(
        "",
        "Khi đăng ký tại nơi không phải nơi thường trú; từ 2025: tra cứu CSDL trước, không có mới đề nghị UBND nơi thường trú xác minh 03 ngày làm việc",
        ask_and(
            "Có ai trong hai người thường trú ở phường, xã khác không?",
            "Does either of you live permanently in another ward?",
            word(
                "Từ 2025 cán bộ tra trên máy trước; không có thì phường tự hỏi nơi thường trú, trong 03 ngày làm việc.",
                "Since 2025 the officer looks it up first; if it is not there, the ward itself asks the other one, within 3 working days.",
            ),
        ),
    ),
    line(
        "",
        "Đã ly hôn ở nước ngoài",
        ask(
            "Có ai trong hai người đã ly hôn hoặc hủy kết hôn ở nước ngoài không?",
            "Was either of you divorced, or a marriage annulled, abroad?",
        ),
    ),
    line(
        "",
        "Có nhiều người cùng đủ điều kiện giám hộ đương nhiên",
        ask(
            "Trong nhà có nhiều người cùng làm giám hộ được không?",
            "Could several people of the family be the guardian?",
        ),
    ),
    line(
        "",
        "Đã ly hôn hoặc vợ/chồng đã chết",
        ask("Bạn đã ly hôn, hoặc vợ, chồng bạn đã mất phải không?", "Are you divorced or widowed?"),
    ),
    line(
        "",
        "Xin cấp lại do hết hạn hoặc đổi mục đích",
        ask(
            "Bạn đã có giấy này rồi, nay xin lại phải không?",
            "Have you had this paper before and ask for it anew?",
        ),
    ),
    line(
        "",
        "Người yêu cầu là cán bộ, công chức, viên chức, lực lượng vũ trang",
        ask(
            "Bạn có làm cho cơ quan nhà nước, quân đội hoặc công an không?",
            "Do you work for the state, the army or the police?",
        ),
    ),
    line(
        "",
        "Nếu có; người lập di chúc bị cái chết đe dọa thì không cần",
        ask_and(
            "Bạn có giấy tờ về tài sản ghi trong di chúc không?",
            "Do you have papers for what the will leaves?",
            word(
                "Người lập di chúc đang nguy kịch thì không cần.",
                "Not needed where the person making the will is in danger of death.",
            ),
        ),
    ),
    line(
        "",
        "Nộp qua bưu chính, kèm bản sao giấy tờ và phong bì",
        ask_and(
            "Bạn gửi qua bưu điện phải không?",
            "Are you sending it by post?",
            word("Gửi kèm bản sao giấy tờ và phong bì.", "Add a copy of the papers and an envelope."),
        ),
    ),
    line(
        "",
        "Nếu đăng ký tài sản",
        ask(
            "Bạn đăng ký cả nhà hoặc công trình trên đất phải không?",
            "Do you also register a house or a building on the land?",
        ),
    ),
    line(
        "Mảnh trích đo địa chính",
        "Nếu có",
        ask("Thửa đất đã được đo vẽ riêng chưa?", "Has the plot been surveyed by itself?"),
    ),
    line(
        "Giấy tờ y tế chứng minh khuyết tật",
        "Nếu có",
        ask(
            "Bạn có giấy của bệnh viện về khuyết tật không?",
            "Do you have a hospital's paper about the disability?",
        ),
    ),
    line("", "Nếu còn", ask("Bạn còn giữ giấy cũ không?", "Do you still have the old paper?")),
    line(
        "Chứng từ thực hiện nghĩa vụ tài chính, miễn giảm",
        "",
        ask(
            "Bạn đã nộp tiền, hoặc được miễn, giảm tiền cho thửa đất này chưa?",
            "Have you paid for this plot, or been let off some of it?",
        ),
    ),
    line(
        "Giấy tờ chứng minh quan hệ thân nhân",
        "",
        ask(
            "Bạn có giấy nào cho thấy là người nhà của người có công không?",
            "Do you have a paper that shows you are a relative of the person with merit?",
        ),
    ),
    line(
        "Tờ khai hộ gia đình chăm sóc (Mẫu 2a/2b)",
        "",
        ask(
            "Có gia đình nhận chăm sóc, nuôi dưỡng người này không?",
            "Does a family look after this person?",
        ),
    ),
    line(
        "Giấy khai sinh/Giấy xác nhận khuyết tật/giấy tờ y tế",
        "",
        ask(
            "Người hưởng là trẻ em, người khuyết tật hoặc người bệnh phải không?",
            "Is it for a child, or somebody disabled or ill?",
        ),
    ),
    line(
        "Quyết định hưởng trợ cấp của người chết",
        "",
        ask(
            "Người mất có đang nhận trợ cấp hằng tháng không?",
            "Did the person who died get a monthly allowance?",
        ),
    ),
];

/// Who knows whether the paper is needed; nothing of a paper that everybody brings as it is.
pub fn asks(paper: &PaperAsked) -> Option<Asks> {
    if paper.required && paper.condition.is_empty() {
        return None;
    }
    let is_of = |line: &&Line| {
        line.condition == paper.condition && (line.paper.is_empty() || line.paper == paper.name)
    };
    let known = LINES.iter().find(is_of).map(|line| line.asks);
    // A ward's own condition stands beside the question in its own words; of a paper for all it only says more.
    known.or((!paper.required).then_some(Asks::Citizen { question: OTHERWISE, note: None }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::procedure::standard_catalogue;

    fn conditional() -> Vec<PaperAsked> {
        let catalogue = standard_catalogue().expect("the data is readable");
        let all = catalogue.procedures.into_iter().flat_map(|p| p.papers);
        all.filter(|paper| !paper.required || !paper.condition.is_empty()).collect()
    }

    fn fits(line: &Line, paper: &PaperAsked) -> bool {
        line.condition == paper.condition && (line.paper.is_empty() || line.paper == paper.name)
    }

    #[test]
    fn every_condition_of_the_catalogue_is_a_question_or_the_wards_own_work() {
        let papers = conditional();
        let lacking: BTreeSet<(&str, &str)> = papers
            .iter()
            .filter(|paper| LINES.iter().filter(|line| fits(line, paper)).count() != 1)
            .map(|paper| (paper.name.as_str(), paper.condition.as_str()))
            .collect();
        assert!(lacking.is_empty(), "needs one line here: {lacking:#?}");
        let idle: Vec<_> =
            LINES.iter().filter(|line| !papers.iter().any(|paper| fits(line, paper))).collect();
        assert!(
            idle.is_empty(),
            "{:?}",
            idle.iter().map(|line| (line.paper, line.condition)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_question_is_a_citizens_question() {
        let mut questions = 0;
        for line in LINES {
            let (question, note) = match line.asks {
                Asks::Citizen { question, note } => (Some(question), note),
                Asks::Ward { note } | Asks::Brought { note } => (None, Some(note)),
            };
            for question in question.iter() {
                questions += 1;
                assert!(question.vi.ends_with('?') && question.en.ends_with('?'), "{}", question.vi);
                assert!(question.vi.chars().count() <= 80, "said aloud in one breath: {}", question.vi);
            }
            for said in question.into_iter().chain(note) {
                for laws in ["CSDL", "UBND", "khai thác", "đương nhiên", "Nếu có", "lực lượng vũ trang"]
                {
                    assert!(!said.vi.contains(laws), "{laws}: {}", said.vi);
                }
            }
        }
        assert_eq!(questions, 20, "the other five are the ward's, or how a paper is brought");
    }

    #[test]
    fn a_wards_own_condition_asks_whether_there_is_such_a_paper() {
        let papers = conditional();
        let own =
            PaperAsked {
                condition: "Phường hỏi thêm".to_owned(), required: false, ..papers[0].clone()
            };
        assert_eq!(asks(&own), Some(Asks::Citizen { question: OTHERWISE, note: None }));
        assert_eq!(asks(&PaperAsked { required: true, ..own.clone() }), None, "it is brought anyway");
        assert_eq!(asks(&PaperAsked { required: true, condition: String::new(), ..own }), None);
        let looked_up = |paper: &PaperAsked| matches!(asks(paper), Some(Asks::Ward { .. }));
        let of_ward: BTreeSet<&str> =
            papers.iter().filter(|p| looked_up(p)).map(|p| p.condition.as_str()).collect();
        assert_eq!(of_ward.len(), 2);
    }
}
