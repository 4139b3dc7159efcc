//! The organisational units of the demo municipality, in general terms.
//! Invariant: a unit's parent stands above it in the table.

use super::model::{DemoUnit, UnitKind};
use UnitKind::{Deputy, District, Office, Organisation};

const URBAN_SERVICES: Option<&str> = Some("URBAN_SERVICES");
const PLANNING_HR: Option<&str> = Some("PLANNING_HR");
const URBANISM: Option<&str> = Some("URBANISM");
const CIVIL_TRANSPORT: Option<&str> = Some("CIVIL_TRANSPORT");
const CULTURAL: Option<&str> = Some("CULTURAL");
const FINANCE_ECONOMY: Option<&str> = Some("FINANCE_ECONOMY");

/// Code, Persian name, English name, parent, kind, nearest desk.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    UnitKind,
    Option<&'static str>,
);

const MAYOR: Option<&str> = Some("OFFICE-MAYOR");

/// Every unit, parents first.
pub(super) fn all() -> Vec<DemoUnit> {
    UNITS.iter().map(unit).collect()
}

fn unit(&(code, name_fa, name_en, parent, kind, nearest_desk): &Row) -> DemoUnit {
    DemoUnit {
        code: code.to_owned(),
        name_fa: name_fa.to_owned(),
        name_en: name_en.to_owned(),
        parent: parent.map(str::to_owned),
        kind,
        nearest_desk,
    }
}

#[rustfmt::skip]
static UNITS: &[Row] = &[
    ("OFFICE-MAYOR", "حوزه شهردار", "Mayor's office", None, Office, None),
    ("DEP-URBAN-SERVICES", "معاونت خدمات شهری", "Deputy for urban services", MAYOR, Deputy, URBAN_SERVICES),
    ("DEP-PLANNING-HR", "معاونت برنامه‌ریزی و توسعه سرمایه انسانی", "Deputy for planning and human capital", MAYOR, Deputy, PLANNING_HR),
    ("DEP-URBANISM", "معاونت شهرسازی و معماری", "Deputy for urbanism and architecture", MAYOR, Deputy, URBANISM),
    ("DEP-CIVIL", "معاونت عمران", "Deputy for civil works", MAYOR, Deputy, CIVIL_TRANSPORT),
    ("DEP-TRANSPORT", "معاونت حمل و نقل و ترافیک", "Deputy for transport and traffic", MAYOR, Deputy, CIVIL_TRANSPORT),
    ("DEP-CULTURAL", "معاونت فرهنگی و اجتماعی", "Deputy for cultural and social affairs", MAYOR, Deputy, CULTURAL),
    ("DEP-FINANCE", "معاونت مالی و اقتصادی", "Deputy for finance and economy", MAYOR, Deputy, FINANCE_ECONOMY),
    ("OFFICE-INNOVATION", "اداره خلاقیت و نوآوری شهری", "Office for creativity and urban innovation", Some("DEP-PLANNING-HR"), Office, PLANNING_HR),
    ("OFFICE-HR", "اداره کل منابع انسانی و آموزش", "General office for human resources and training", Some("DEP-PLANNING-HR"), Office, PLANNING_HR),
    ("OFFICE-PROGRAMME", "اداره کل برنامه و ارزیابی عملکرد", "General office for programmes and performance", Some("DEP-PLANNING-HR"), Office, PLANNING_HR),
    ("OFFICE-STUDIES", "مرکز مطالعات و پژوهش‌های شهری", "Centre for urban studies", Some("DEP-PLANNING-HR"), Office, PLANNING_HR),
    ("ORG-IT", "سازمان فناوری اطلاعات و ارتباطات", "Information technology organisation", Some("DEP-PLANNING-HR"), Organisation, PLANNING_HR),
    ("ORG-WASTE", "سازمان مدیریت پسماند", "Waste management organisation", Some("DEP-URBAN-SERVICES"), Organisation, URBAN_SERVICES),
    ("ORG-PARKS", "سازمان پارک‌ها و فضای سبز", "Parks and green space organisation", Some("DEP-URBAN-SERVICES"), Organisation, URBAN_SERVICES),
    ("ORG-MARKETS", "سازمان میادین و ساماندهی مشاغل شهری", "Markets and urban trades organisation", Some("DEP-URBAN-SERVICES"), Organisation, URBAN_SERVICES),
    ("ORG-CEMETERIES", "سازمان آرامستان‌ها", "Cemeteries organisation", Some("DEP-URBAN-SERVICES"), Organisation, URBAN_SERVICES),
    ("ORG-FIRE", "سازمان آتش‌نشانی و خدمات ایمنی", "Fire and safety organisation", Some("DEP-URBAN-SERVICES"), Organisation, URBAN_SERVICES),
    ("OFFICE-ENVIRONMENT", "اداره کل محیط زیست و خدمات شهر", "General office for environment and city services", Some("DEP-URBAN-SERVICES"), Office, URBAN_SERVICES),
    ("ORG-BUS", "سازمان اتوبوسرانی", "Bus organisation", Some("DEP-TRANSPORT"), Organisation, CIVIL_TRANSPORT),
    ("ORG-TAXI", "سازمان تاکسیرانی", "Taxi organisation", Some("DEP-TRANSPORT"), Organisation, CIVIL_TRANSPORT),
    ("ORG-METRO", "شرکت قطار شهری", "Urban rail company", Some("DEP-TRANSPORT"), Organisation, CIVIL_TRANSPORT),
    ("ORG-TRAFFIC", "سازمان مدیریت و مهندسی ترافیک", "Traffic engineering organisation", Some("DEP-TRANSPORT"), Organisation, CIVIL_TRANSPORT),
    ("ORG-CIVIL", "سازمان اجرایی پروژه‌های عمرانی", "Construction projects organisation", Some("DEP-CIVIL"), Organisation, CIVIL_TRANSPORT),
    ("ORG-RENEWAL", "سازمان بازآفرینی شهری", "Urban regeneration organisation", Some("DEP-URBANISM"), Organisation, URBANISM),
    ("OFFICE-PERMITS", "اداره کل پروانه‌های ساختمانی و کنترل ساختمان", "General office for building permits and control", Some("DEP-URBANISM"), Office, URBANISM),
    ("ORG-CULTURE", "سازمان اجتماعی و فرهنگی", "Social and cultural organisation", Some("DEP-CULTURAL"), Organisation, CULTURAL),
    ("ORG-INVESTMENT", "سازمان سرمایه‌گذاری و مشارکت‌ها", "Investment and partnership organisation", Some("DEP-FINANCE"), Organisation, FINANCE_ECONOMY),
    ("OFFICE-REVENUE", "اداره کل درآمد و وصول عوارض", "General office for revenue and duties", Some("DEP-FINANCE"), Office, FINANCE_ECONOMY),
    ("OFFICE-LEGAL", "اداره کل حقوقی و املاک", "General office for legal affairs and property", MAYOR, Office, None),
    ("DISTRICT-01", "شهرداری منطقه ۱", "District 1 municipality", MAYOR, District, None),
    ("DISTRICT-02", "شهرداری منطقه ۲", "District 2 municipality", MAYOR, District, None),
    ("DISTRICT-03", "شهرداری منطقه ۳", "District 3 municipality", MAYOR, District, None),
    ("DISTRICT-04", "شهرداری منطقه ۴", "District 4 municipality", MAYOR, District, None),
    ("DISTRICT-05", "شهرداری منطقه ۵", "District 5 municipality", MAYOR, District, None),
    ("DISTRICT-06", "شهرداری منطقه ۶", "District 6 municipality", MAYOR, District, None),
    ("DISTRICT-07", "شهرداری منطقه ۷", "District 7 municipality", MAYOR, District, None),
    ("DISTRICT-08", "شهرداری منطقه ۸", "District 8 municipality", MAYOR, District, None),
    ("DISTRICT-09", "شهرداری منطقه ۹", "District 9 municipality", MAYOR, District, None),
    ("DISTRICT-10", "شهرداری منطقه ۱۰", "District 10 municipality", MAYOR, District, None),
    ("DISTRICT-11", "شهرداری منطقه ۱۱", "District 11 municipality", MAYOR, District, None),
    ("DISTRICT-12", "شهرداری منطقه ۱۲", "District 12 municipality", MAYOR, District, None),
    ("DISTRICT-13", "شهرداری منطقه ۱۳", "District 13 municipality", MAYOR, District, None),
    ("DISTRICT-14", "شهرداری منطقه ثامن", "Samen district municipality", MAYOR, District, None),
];
