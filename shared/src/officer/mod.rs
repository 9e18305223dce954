//! Cán bộ: who works in the ward and in which roles.
//!
//! Not here: what each act asks of a role (`dossier::kind`), passwords and sessions (the server).
//! Invariant: a person acts only under their own identity; roles add up.

mod right;

use serde::{Deserialize, Serialize};

use crate::id::OfficerId;
use crate::lang::{Word, word};
pub use right::Right;

/// The roles of the one-stop counter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Role {
    /// A citizen through the public door; also the account of the national portal.
    #[serde(rename = "nguoi_dan")]
    Citizen,
    #[serde(rename = "tiep_nhan")]
    Receptionist,
    #[serde(rename = "chuyen_mon")]
    Specialist,
    #[serde(rename = "to_truong")]
    Head,
    #[serde(rename = "lanh_dao")]
    Leader,
    #[serde(rename = "van_thu")]
    Clerk,
    /// Of the post office: brings in what citizens hand over at home or at the post office.
    #[serde(rename = "buu_chinh")]
    Postal,
    #[serde(rename = "ho_tro")]
    Volunteer,
    #[serde(rename = "quan_tri")]
    Admin,
}

impl Role {
    pub const ALL: [Role; 9] = [
        Role::Citizen,
        Role::Receptionist,
        Role::Specialist,
        Role::Head,
        Role::Leader,
        Role::Clerk,
        Role::Postal,
        Role::Volunteer,
        Role::Admin,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Role::Citizen => "nguoi_dan",
            Role::Receptionist => "tiep_nhan",
            Role::Specialist => "chuyen_mon",
            Role::Head => "to_truong",
            Role::Leader => "lanh_dao",
            Role::Clerk => "van_thu",
            Role::Postal => "buu_chinh",
            Role::Volunteer => "ho_tro",
            Role::Admin => "quan_tri",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Role::Citizen => word("người dân", "citizen"),
            Role::Receptionist => word("người tiếp nhận", "receptionist"),
            Role::Specialist => word("công chức chuyên môn", "specialist"),
            Role::Head => word("tổ trưởng", "head of the counter"),
            Role::Leader => word("lãnh đạo phường", "ward leader"),
            Role::Clerk => word("văn thư", "clerk"),
            Role::Postal => word("nhân viên bưu chính", "postal clerk"),
            Role::Volunteer => word("người hỗ trợ", "volunteer"),
            Role::Admin => word("quản trị", "administrator"),
        }
    }
}

/// A person of the ward, or a system account such as the national portal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Officer {
    pub id: OfficerId,
    /// Family name first, as on papers.
    pub name: String,
    /// `Công chức Tư pháp – Hộ tịch`
    pub title: String,
    pub roles: Vec<Role>,
    /// Field ids of the catalogue that the officer works in; empty means all.
    #[serde(default)]
    pub fields: Vec<String>,
}

impl Officer {
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whoever has left the ward keeps their name in histories and has no role any more.
    pub fn is_at_work(&self) -> bool {
        !self.roles.is_empty()
    }

    /// Whether one of their roles may.
    pub fn may(&self, right: Right) -> bool {
        self.is_one_of(right.who())
    }

    /// Whether one of their roles is among these.
    pub fn is_one_of(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }

    /// Whether they work with everybody's dossiers. Volunteers, the post and citizens never receive others'.
    pub fn is_staff(&self) -> bool {
        self.may(Right::Work)
    }

    /// Whether they only hand in for citizens, at the door or on their round: a guide, and nothing of anybody else.
    pub fn only_hands_in(&self) -> bool {
        (self.is(Role::Volunteer) || self.is(Role::Postal)) && !self.is_staff()
    }

    pub fn works_in(&self, field: &str) -> bool {
        self.fields.is_empty() || self.fields.iter().any(|f| f == field)
    }

    /// `Thu Hà`: the last two words, as colleagues say it. An account that is no person keeps its whole name.
    pub fn short_name(&self) -> String {
        if self.is(Role::Citizen) {
            return self.name.clone();
        }
        let words: Vec<&str> = self.name.split_whitespace().collect();
        words[words.len().saturating_sub(2)..].join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;

    #[test]
    fn a_page_says_whose_it_is() {
        let said = Right::Oversee.page_of();
        assert_eq!(said.vi, "Trang này dành cho: tổ trưởng, lãnh đạo phường, quản trị.");
        assert_eq!(said.en, "This page is for: head of the counter, ward leader, administrator.");
    }

    #[test]
    fn only_people_have_short_names() {
        let ward = demo::ward().expect("the demo ward is whole");
        let short = |id| ward.officer(id).map(Officer::short_name);
        assert_eq!(short(demo::JUSTICE).as_deref(), Some("Thu Hà"));
        assert_eq!(short(demo::PORTAL).as_deref(), Some("Cổng dịch vụ công"));
    }
}
