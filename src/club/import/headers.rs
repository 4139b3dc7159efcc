//! The headers by which columns go, in Persian and English; an export writes the first.

use super::columns::Column;

impl Column {
    /// The headers by which it goes; an export writes the first.
    #[must_use]
    pub fn headers(self) -> &'static [&'static str] {
        let found = HEADERS.iter().find(|(column, _)| *column == self);
        found.map_or(&[], |(_, headers)| headers)
    }
}

const HEADERS: [(Column, &[&str]); 18] = [
    (
        Column::MemberNo,
        &[
            "شماره عضویت",
            "کد عضویت",
            "شماره عضو",
            "کد عضو",
            "member no",
            "member number",
            "membership number",
            "member id",
        ],
    ),
    (
        Column::FullName,
        &[
            "نام و نام خانوادگی",
            "نام کامل",
            "نام عضو",
            "full name",
            "name",
            "member name",
        ],
    ),
    (
        Column::FirstName,
        &["نام", "نام کوچک", "first name", "given name"],
    ),
    (
        Column::LastName,
        &[
            "نام خانوادگی",
            "فامیل",
            "last name",
            "surname",
            "family name",
        ],
    ),
    (
        Column::NationalId,
        &[
            "کد ملی",
            "شماره ملی",
            "کدملی",
            "national id",
            "national code",
            "national no",
            "national number",
        ],
    ),
    (
        Column::Mobile,
        &[
            "تلفن همراه",
            "موبایل",
            "همراه",
            "شماره همراه",
            "شماره موبایل",
            "شماره تلفن همراه",
            "mobile",
            "mobile number",
            "mobile no",
            "cell phone",
            "phone",
        ],
    ),
    (
        Column::Email,
        &[
            "رایانامه",
            "ایمیل",
            "پست الکترونیک",
            "پست الکترونیکی",
            "email",
            "e-mail",
            "email address",
        ],
    ),
    (
        Column::Kind,
        &["نوع", "نوع عضو", "نوع عضویت", "kind", "type", "member kind"],
    ),
    (
        Column::Tier,
        &["رده", "رده عضویت", "طبقه", "سطح عضویت", "tier", "level"],
    ),
    (
        Column::Standing,
        &["وضعیت", "وضعیت عضویت", "standing", "status"],
    ),
    (
        Column::OrgUnit,
        &[
            "واحد سازمانی",
            "واحد",
            "محل خدمت",
            "org unit",
            "unit",
            "organisational unit",
            "organizational unit",
            "department",
        ],
    ),
    (
        Column::Field,
        &["رشته", "رشته تحصیلی", "field", "field of study", "major"],
    ),
    (
        Column::Degree,
        &[
            "مدرک",
            "مدرک تحصیلی",
            "تحصیلات",
            "مقطع",
            "degree",
            "education",
        ],
    ),
    (
        Column::Job,
        &[
            "شغل",
            "سمت",
            "پست سازمانی",
            "job",
            "position",
            "job title",
            "post",
        ],
    ),
    (
        Column::Bio,
        &["معرفی", "سوابق", "درباره", "bio", "biography", "about"],
    ),
    (
        Column::Expertise,
        &[
            "تخصص‌ها",
            "تخصص",
            "حوزه تخصصی",
            "زمینه تخصصی",
            "مهارت‌ها",
            "expertise",
            "skills",
            "specialties",
        ],
    ),
    (
        Column::MaxLoad,
        &[
            "ظرفیت",
            "حداکثر مسئله",
            "حداکثر بار",
            "max load",
            "capacity",
            "load",
        ],
    ),
    (
        Column::JoinedOn,
        &[
            "تاریخ عضویت",
            "روز عضویت",
            "تاریخ پیوستن",
            "joined on",
            "join date",
            "date of joining",
            "membership date",
        ],
    ),
];
