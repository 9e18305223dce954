//! The people of the benches: so many receptions as are asked for, all different, none of them real.
//!
//! Names, numbers, streets and the share of each procedure are drawn as for the peers that the product is measured
//! beside (`tests/peers/common.mjs`), so that compression has the same work.
//!
//! Not here: stories (`script`), random acts (`dossier::any`).
//! Invariant: equal seeds give equal people; every reception is without a fault.

use uuid::Builder;

use super::forms;
use crate::dossier::any::Dice;
use crate::dossier::receive::Receive;
use crate::id::DossierId;
use crate::moment::{Day, Moment};
use crate::ward::Ward;

const FAMILY: [&str; 10] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng"];
const MIDDLE: [&str; 6] = ["Văn", "Thị", "Hữu", "Minh", "Ngọc", "Thanh"];
const GIVEN: [&str; 16] = [
    "An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khánh", "Lan", "Minh", "Nga", "Phúc", "Quỳnh", "Sơn",
    "Trang", "Tuấn", "Yến",
];
const PROCEDURES: [&str; 4] = ["CT-01", "HT-01", "HT-09", "BT-02"];
/// What a slip's secret is made of.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

pub struct People(Dice);

impl People {
    pub fn new(seed: u64) -> People {
        People(Dice::new(seed))
    }

    /// An identity as a device makes it: the time in front, chance behind.
    pub fn id(&mut self, at: Moment) -> DossierId {
        let mut chance = [0; 10];
        chance[..8].copy_from_slice(&self.0.roll().to_be_bytes());
        chance[8..].copy_from_slice(&self.0.roll().to_be_bytes()[..2]);
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        DossierId(Builder::from_unix_timestamp_millis(millis, &chance).into_uuid())
    }

    /// The next citizen at the counter. The number is the device's to give.
    pub fn reception(&mut self, ward: &Ward, on: Day) -> Receive {
        let dice = &mut self.0;
        let mut receive = forms::receive(ward, dice.pick::<&str>(&PROCEDURES), on);
        let name = [*dice.pick(&FAMILY), *dice.pick(&MIDDLE), *dice.pick(&GIVEN)].join(" ");
        let applicant = &mut receive.form.applicant;
        applicant.name = name;
        applicant.number = format!("048{:09}", 79_000_000 + dice.below(900_000_000));
        applicant.birth = (1940 + dice.below(65)).to_string();
        applicant.address =
            format!("{} đường {}, khu phố {}", 1 + dice.below(400), dice.pick(&GIVEN), 1 + dice.below(9));
        receive.form.contact.phone = format!("09{}", 10_000_000 + dice.below(80_000_000));
        receive.secret = (0..6).map(|_| char::from(*dice.pick(SIGNS))).collect();
        receive
    }
}
