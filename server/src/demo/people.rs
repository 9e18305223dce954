//! Người dân: invented citizens, some of whom come again.
//!
//! Not here: officers (`shared::demo`).
//! Invariant: nobody is real: the last digits of an identity number are above any that were given, the
//! telephone prefix belongs to no network, the e-mail's domain cannot exist. The e-mail is the canary that tests
//! hunt for.

use shared::dossier::record::{Applicant, Contact, NewsBy, Sex};

use super::dice::Dice;

/// Family names, as often as they are met.
const FAMILIES: [(&str, u32); 20] = [
    ("Nguyễn", 34),
    ("Trần", 13),
    ("Lê", 12),
    ("Phạm", 8),
    ("Huỳnh", 7),
    ("Võ", 6),
    ("Phan", 6),
    ("Đặng", 5),
    ("Hồ", 4),
    ("Bùi", 3),
    ("Ngô", 3),
    ("Đỗ", 3),
    ("Trương", 3),
    ("Dương", 2),
    ("Đinh", 2),
    ("Mai", 2),
    ("Lương", 1),
    ("Tán", 1),
    ("Ông", 1),
    ("Thái", 1),
];
const MEN_MIDDLE: [&str; 12] =
    ["Văn", "Hữu", "Đức", "Quang", "Minh", "Ngọc", "Thanh", "Quốc", "Công", "Xuân", "Đình", "Viết"];
const MEN: [&str; 30] = [
    "Hùng", "Dũng", "Cường", "Hải", "Long", "Nam", "Tâm", "Phúc", "Đạt", "Khánh", "Bình", "An", "Thịnh",
    "Vinh", "Tùng", "Sơn", "Thắng", "Lợi", "Hòa", "Trung", "Kiên", "Phong", "Toàn", "Tín", "Nghĩa", "Việt",
    "Duy", "Khoa", "Lâm", "Thành",
];
const WOMEN_MIDDLE: [&str; 12] = [
    "Thị",
    "Thị Thu",
    "Thị Kim",
    "Thị Ngọc",
    "Thị Thanh",
    "Thị Mỹ",
    "Thị Hồng",
    "Thị Minh",
    "Ngọc",
    "Thùy",
    "Thị Bích",
    "Thị Như",
];
const WOMEN: [&str; 30] = [
    "Hoa",
    "Lan",
    "Hương",
    "Nga",
    "Thảo",
    "Trang",
    "Linh",
    "Yến",
    "Phượng",
    "Hạnh",
    "Loan",
    "Thủy",
    "Hằng",
    "Tuyết",
    "Mai",
    "Đào",
    "Cúc",
    "Nhung",
    "Oanh",
    "Trâm",
    "Vy",
    "Ngân",
    "Diệp",
    "Hiền",
    "Dung",
    "Quyên",
    "Châu",
    "My",
    "Sương",
    "Ái",
];

/// Somebody of the ward.
#[derive(Clone)]
pub struct Citizen {
    pub applicant: Applicant,
    pub contact: Contact,
}

/// Everybody who has come so far.
pub struct People {
    known: Vec<Citizen>,
    /// So many have ever come.
    met: usize,
    /// Written after `tổ`.
    ward: &'static str,
    /// Canaries begin after this number.
    first: usize,
    /// A third of them wants to be told of their dossier by text message.
    told: bool,
}

impl People {
    /// `first` keeps the canaries of two crowds apart.
    pub fn new(ward: &'static str, first: usize) -> People {
        People { known: Vec::new(), met: 0, ward, first, told: false }
    }

    /// The same, where a third wants to be told.
    pub fn who_want_news(self) -> People {
        People { told: true, ..self }
    }

    /// Whoever comes next: two of five have been here before.
    pub fn comes(&mut self, dice: &mut Dice) -> Citizen {
        if self.known.len() > 50 && dice.chance(40) {
            return dice.pick(&self.known).clone();
        }
        let citizen = self.stranger(dice);
        self.known.push(citizen.clone());
        citizen
    }

    /// Somebody who comes this once.
    pub fn stranger(&mut self, dice: &mut Dice) -> Citizen {
        self.met += 1;
        let woman = dice.chance(52);
        let (sex, middles, given) =
            if woman { (Sex::Female, &WOMEN_MIDDLE, &WOMEN) } else { (Sex::Male, &MEN_MIDDLE, &MEN) };
        let name = full_name(dice, middles, given);
        let year = 1938 + dice.below(62) as u32;
        let birth = format!("{:02}/{:02}/{year}", dice.between(1, 28), dice.between(1, 12));
        let number = format!("048{}{:02}{}", u32::from(woman), year % 100, 900_000 + dice.below(100_000));
        let phone = format!("075{:07}", dice.below(10_000_000));
        let email = format!("canary-{}@vidu.example", self.first + self.met);
        Citizen {
            applicant: Applicant {
                name,
                number,
                birth,
                sex,
                address: format!("Tổ {}, {}", dice.between(1, 50), self.ward),
                on_behalf_of: String::new(),
            },
            contact: Contact { phone, email, ..Contact::default() }
                .told((self.told && self.met.is_multiple_of(3)).then_some(NewsBy::Sms)),
        }
    }

    /// A relative on whose behalf somebody comes.
    pub fn relative(dice: &mut Dice) -> String {
        full_name(dice, &WOMEN_MIDDLE, &WOMEN)
    }
}

fn full_name(dice: &mut Dice, middles: &[&str], given: &[&str]) -> String {
    let family = FAMILIES[dice.weighted(&FAMILIES.map(|(_, weight)| weight))].0;
    format!("{family} {} {}", dice.pick(middles), dice.pick(given))
}
