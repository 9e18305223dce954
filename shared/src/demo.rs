//! Phường mẫu: Hòa Hiệp Bắc in 2018, Hải Vân since 01/07/2025, with invented people.
//!
//! Not here: its dossiers; they are made by acts like a person's (the server's `demo`).
//! Invariant: every person is invented; the six members, three leaders and four fields are the article's.

use crate::calendar::standard_calendar;
use crate::id::OfficerId;
use crate::moment::Day;
use crate::officer::{Officer, Role};
use crate::procedure::{BadCatalogue, standard_catalogue};
use crate::ward::{Letterhead, RosterWeek, SupplementClock, Ward};

/// The national portal's account: applications come in under it.
pub const PORTAL: OfficerId = OfficerId(1);
pub const HEAD: OfficerId = OfficerId(2);
pub const JUSTICE: OfficerId = OfficerId(3);
pub const LAND: OfficerId = OfficerId(4);
pub const SOCIAL: OfficerId = OfficerId(5);
pub const RECEPTION: OfficerId = OfficerId(6);
pub const CLERK: OfficerId = OfficerId(7);
pub const CHAIR: OfficerId = OfficerId(8);
pub const VICE_1: OfficerId = OfficerId(9);
pub const VICE_2: OfficerId = OfficerId(10);
pub const VOLUNTEER: OfficerId = OfficerId(11);
pub const ADMIN: OfficerId = OfficerId(12);
pub const POSTAL: OfficerId = OfficerId(13);

fn officer(id: OfficerId, name: &str, title: &str, roles: &[Role], fields: &[&str]) -> Officer {
    Officer {
        id,
        name: name.to_owned(),
        title: title.to_owned(),
        roles: roles.to_vec(),
        fields: fields.iter().map(|&f| f.to_owned()).collect(),
    }
}

fn officers() -> Vec<Officer> {
    use Role::{Admin, Citizen, Clerk, Head, Leader, Postal, Receptionist, Specialist, Volunteer};
    let desk = &[Receptionist, Specialist];
    vec![
        officer(PORTAL, "Cổng dịch vụ công", "Tài khoản hệ thống", &[Citizen], &[]),
        officer(HEAD, "Huỳnh Ngọc Sơn", "Tổ trưởng, công chức Văn phòng – Thống kê", &[Head, Clerk], &[]),
        officer(JUSTICE, "Nguyễn Thị Thu Hà", "Công chức Tư pháp – Hộ tịch", desk, &["HTCT"]),
        officer(LAND, "Trần Quốc Bảo", "Công chức Địa chính – Xây dựng", desk, &["DD"]),
        officer(SOCIAL, "Lê Thị Kim Liên", "Công chức Văn hóa – Xã hội", desk, &["NCC", "BTXH"]),
        officer(RECEPTION, "Phạm Thị Kim Oanh", "Cán bộ tiếp nhận", &[Receptionist], &[]),
        officer(CLERK, "Võ Minh Tuấn", "Văn thư, cán bộ tiếp nhận", &[Receptionist, Clerk], &[]),
        officer(CHAIR, "Nguyễn Văn Thành", "Chủ tịch UBND phường", &[Leader], &[]),
        officer(VICE_1, "Đặng Thị Hồng Vân", "Phó Chủ tịch UBND phường", &[Leader], &["HTCT", "NCC", "BTXH"]),
        officer(VICE_2, "Lê Quang Huy", "Phó Chủ tịch UBND phường", &[Leader], &["HTCT", "DD"]),
        officer(VOLUNTEER, "Trần Thị Thanh Mai", "Đoàn viên thanh niên", &[Volunteer], &[]),
        officer(ADMIN, "Quản trị hệ thống", "Quản trị", &[Admin], &[]),
        officer(POSTAL, "Hồ Thị Thu Sương", "Nhân viên bưu điện", &[Postal], &[]),
    ]
}

fn letterheads(first: Day, merged: Day) -> Vec<Letterhead> {
    let desk = "Bộ phận Tiếp nhận và Trả kết quả".to_owned();
    let phone = "0236 3000 000".to_owned();
    // Invented, like whoever works there.
    let address = "12 đường Suối Lương".to_owned();
    vec![
        Letterhead {
            from: first,
            above: "Ủy ban nhân dân quận Liên Chiểu".to_owned(),
            agency: "Ủy ban nhân dân phường Hòa Hiệp Bắc".to_owned(),
            desk: desk.clone(),
            short: "P. Hòa Hiệp Bắc".to_owned(),
            place: "Hòa Hiệp Bắc".to_owned(),
            phone: phone.clone(),
            address: address.clone(),
        },
        Letterhead {
            from: merged,
            above: "Ủy ban nhân dân thành phố Đà Nẵng".to_owned(),
            agency: "Ủy ban nhân dân phường Hải Vân".to_owned(),
            desk: "Trung tâm Phục vụ hành chính công".to_owned(),
            short: "P. Hải Vân".to_owned(),
            place: "Hải Vân".to_owned(),
            phone,
            address,
        },
    ]
}

/// The demo ward with the standard calendar and catalogue.
pub fn ward() -> Result<Ward, BadCatalogue> {
    let day = |year, month, day| Day::new(year, month, day).expect("a day of the calendar");
    let first = day(2018, 1, 1);
    let half_days = |monday, wednesday| {
        [[monday, VICE_1], [VICE_1, VICE_1], [wednesday, VICE_2], [VICE_2, VICE_1], [CHAIR, VICE_2]]
    };
    Ok(Ward {
        version: 1,
        agency_code: "000.21.17.H17".to_owned(),
        letterheads: letterheads(first, day(2025, 7, 1)),
        officers: officers(),
        roster: vec![RosterWeek { from: first, days: half_days(CHAIR, VICE_2) }],
        supplement_clock: SupplementClock::Resume,
        calendar: standard_calendar(),
        catalogue: standard_catalogue()?,
        mandates_from: Some(day(2025, 7, 1)),
        survey_forms: vec![],
        news_by: Vec::new(),
        public_url: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::moment::Moment;

    /// Six members of the counter, three leaders by roster, forty procedures in four fields: the article counts them so.
    #[test]
    fn the_ward_is_as_the_article_counts_it() {
        let ward = ward().expect("the standard data");
        let counter = [Role::Head, Role::Receptionist, Role::Specialist, Role::Clerk];
        let ids = |roles: &[Role]| -> Vec<OfficerId> {
            let is_one = |officer: &&Officer| roles.iter().any(|role| officer.is(*role));
            ward.officers.iter().filter(is_one).map(|officer| officer.id).collect()
        };
        assert_eq!(ids(&counter), [HEAD, JUSTICE, LAND, SOCIAL, RECEPTION, CLERK]);
        let leaders = ids(&[Role::Leader]);
        assert_eq!(leaders, [CHAIR, VICE_1, VICE_2]);

        let monday = Day::new(2018, 11, 19).expect("a day");
        let half_days = (0..5).flat_map(|n| [9, 15].map(|hour| Moment::at(monday.plus(n), hour, 0)));
        let on_duty: Vec<OfficerId> = half_days.filter_map(|at| Some(ward.signer_on_duty(at)?.id)).collect();
        assert_eq!(on_duty.len(), 10, "somebody signs on each half-day");
        assert_eq!(on_duty.into_iter().collect::<BTreeSet<_>>(), leaders.into_iter().collect());

        let procedures: Vec<_> = ward.catalogue.all_in_force(monday).collect();
        let fields: BTreeSet<&str> = procedures.iter().map(|p| p.field.as_str()).collect();
        assert_eq!((procedures.len(), fields.len()), (40, 4));
    }
}
