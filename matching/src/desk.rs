//! The six specialist desks: a closed set that every table of the engine is indexed by.

use serde::{Deserialize, Serialize};

/// A specialist desk (میز تخصصی).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Desk {
    UrbanServices,
    PlanningHr,
    Urbanism,
    CivilTransport,
    Cultural,
    FinanceEconomy,
}

impl Desk {
    /// How many desks there are.
    pub const COUNT: usize = 6;

    /// Every desk in its fixed order, which is also the order of last resort for ties.
    pub const ALL: [Self; Self::COUNT] = [
        Self::UrbanServices,
        Self::PlanningHr,
        Self::Urbanism,
        Self::CivilTransport,
        Self::Cultural,
        Self::FinanceEconomy,
    ];

    /// Position in [`Desk::ALL`], `0..6`.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The code that callers use, such as `URBAN_SERVICES`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UrbanServices => "URBAN_SERVICES",
            Self::PlanningHr => "PLANNING_HR",
            Self::Urbanism => "URBANISM",
            Self::CivilTransport => "CIVIL_TRANSPORT",
            Self::Cultural => "CULTURAL",
            Self::FinanceEconomy => "FINANCE_ECONOMY",
        }
    }

    /// The desk with this code, or `None`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|desk| desk.code() == code)
    }

    /// The Persian name.
    #[must_use]
    pub const fn name_fa(self) -> &'static str {
        match self {
            Self::UrbanServices => "خدمات شهری",
            Self::PlanningHr => "برنامه‌ریزی و منابع انسانی",
            Self::Urbanism => "شهرسازی",
            Self::CivilTransport => "عمران و حمل و نقل",
            Self::Cultural => "فرهنگی",
            Self::FinanceEconomy => "مالی و اقتصادی",
        }
    }

    /// The English name.
    #[must_use]
    pub const fn name_en(self) -> &'static str {
        match self {
            Self::UrbanServices => "Urban services",
            Self::PlanningHr => "Planning and human resources",
            Self::Urbanism => "Urbanism",
            Self::CivilTransport => "Civil engineering and transport",
            Self::Cultural => "Culture",
            Self::FinanceEconomy => "Finance and economy",
        }
    }
}
