//! Passwords that people choose.

use super::password_fault;

#[test]
fn a_password_is_long_and_not_a_word_everybody_knows() {
    let refused = |password: &str| password_fault(password, "lan").is_some();
    assert!(refused("ngắn"));
    assert!(refused(&"á".repeat(129)));
    assert!(refused("aaaaaaaaaaaaaaaa"));
    assert!(refused("MotCua123456"));
    assert!(refused("Lan-2018-hoahiep"), "holds the login name");
    assert!(!refused("con mèo trèo cây cau"));
    assert!(!refused(&"quyển sổ đỏ ".repeat(10)));
}

#[test]
fn secrets_do_not_show_in_logs() {
    let login = super::Login {
        name: "lan".into(),
        password: "con mèo trèo cây cau".into(),
        device: Some(super::DeviceKey { id: crate::id::DeviceId(1), secret: "abc".into() }),
        earlier: vec![super::DeviceKey { id: crate::id::DeviceId(2), secret: "abc".into() }],
        label: String::new(),
    };
    assert_eq!(format!("{login:?}"), "Login(***)");
    assert_eq!(
        format!("{:?}", (login.device, login.earlier)),
        "(Some(DeviceKey(1, ***)), [DeviceKey(2, ***)])"
    );
    let share = super::EarlierShare { device: crate::id::DeviceId(2), share: "abc".into() };
    assert_eq!(format!("{share:?}"), "EarlierShare(2, ***)");
}
