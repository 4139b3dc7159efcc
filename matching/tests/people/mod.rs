//! Made-up Persian names and typing slips from a fixed seed.

/// A small generator (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap_or_default()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const GIVEN: &[&str] = &[
    "علی",
    "محمد",
    "حسین",
    "حسن",
    "رضا",
    "مهدی",
    "احمد",
    "محمود",
    "مجید",
    "حمید",
    "سعید",
    "وحید",
    "امید",
    "نوید",
    "فرید",
    "بهرام",
    "بهمن",
    "بهروز",
    "شهرام",
    "شاهین",
    "کامران",
    "کاوه",
    "آرش",
    "سیاوش",
    "داریوش",
    "کوروش",
    "پویا",
    "پیمان",
    "پژمان",
    "ایمان",
    "احسان",
    "عرفان",
    "کیوان",
    "مسعود",
    "منصور",
    "ناصر",
    "یاسر",
    "جواد",
    "صادق",
    "باقر",
    "کاظم",
    "هادی",
    "مرتضی",
    "مصطفی",
    "مجتبی",
    "ابوالفضل",
    "عباس",
    "قاسم",
    "یوسف",
    "یعقوب",
    "اسماعیل",
    "ابراهیم",
    "فاطمه",
    "زهرا",
    "مریم",
    "زینب",
    "معصومه",
    "سمیه",
    "صدیقه",
    "طاهره",
    "نرگس",
    "نسرین",
    "نسترن",
    "لاله",
    "لیلا",
    "سارا",
    "سحر",
    "سپیده",
    "شیرین",
    "شبنم",
    "مینا",
    "مهناز",
    "مهسا",
    "نازنین",
    "پروین",
    "پریسا",
    "الهام",
    "الهه",
    "اعظم",
    "اکرم",
    "بتول",
    "ثریا",
    "حمیده",
    "راضیه",
    "ریحانه",
    "فرزانه",
    "فریبا",
    "کبری",
    "گلناز",
    "هانیه",
];

const SECOND: &[&str] = &[
    "رضا",
    "علی",
    "حسین",
    "حسن",
    "مهدی",
    "جواد",
    "صادق",
    "سادات",
    "السادات",
    "امین",
    "کاظم",
    "تقی",
];

const FAMILY: &[&str] = &[
    "احمد",
    "محمد",
    "حسین",
    "رضا",
    "کریم",
    "رحیم",
    "صادق",
    "کاظم",
    "باقر",
    "جعفر",
    "نعمت",
    "قاسم",
    "ابراهیم",
    "یوسف",
    "سلیمان",
    "داود",
    "موسو",
    "هاشم",
    "صالح",
    "طاهر",
    "شریف",
    "نجف",
    "عباس",
    "اکبر",
    "اصغر",
    "حیدر",
    "صفر",
    "رجب",
    "شعبان",
    "رمضان",
    "نوروز",
    "بهرام",
    "رستم",
    "سهراب",
    "فرهاد",
    "خسرو",
    "شیرز",
    "گلزار",
    "باغبان",
    "زرگر",
    "آهنگر",
    "نجار",
    "خیاط",
    "عطار",
    "بزاز",
    "صراف",
    "معمار",
    "کشاورز",
    "دهقان",
    "چوپان",
    "سالار",
    "سردار",
    "میرزا",
    "خان",
    "ملک",
    "امیر",
    "وزیر",
    "قاضی",
    "مفتح",
    "فاضل",
    "عالم",
    "حکیم",
    "طبیب",
    "مهاجر",
    "غریب",
    "مسافر",
    "شهر",
    "کوه",
    "دشت",
    "جنگل",
    "دریا",
    "ساحل",
    "بیابان",
    "چشمه",
    "رود",
    "بهار",
    "پاییز",
    "برف",
    "باران",
    "طوفان",
    "نسیم",
];

const ENDING: &[&str] = &[
    "ی", "یان", "پور", "زاده", "نژاد", "نیا", "فر", "وند", "لو", "مند", "خواه", "دوست", "منش", "",
];

const ORIGIN: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    " طوسی",
    " مشهدی",
    " خراسانی",
    " نیشابوری",
    " سبزواری",
    " قوچانی",
    " تربتی",
    " کاشمری",
    " بجنوردی",
    " گنابادی",
    " بیرجندی",
    " فردوسی",
    " یزدی",
    " کرمانی",
    " تهرانی",
    " اصفهانی",
    " تبریزی",
    " شیرازی",
    " قمی",
    " کاشانی",
    " همدانی",
    " گیلانی",
];

/// `count` distinct names.
pub fn people(count: usize) -> Vec<String> {
    let mut dice = Dice(42);
    let mut known = std::collections::HashSet::new();
    let mut names = Vec::with_capacity(count);
    while names.len() < count {
        let name = person(&mut dice);
        if known.insert(name.clone()) {
            names.push(name);
        }
    }
    names
}

fn person(dice: &mut Dice) -> String {
    let mut name = dice.pick(GIVEN).to_owned();
    if dice.below(3) == 0 {
        name.push_str(dice.pick(&["", " "]));
        name.push_str(dice.pick(SECOND));
    }
    name.push(' ');
    name.push_str(dice.pick(FAMILY));
    if dice.below(4) == 0 {
        name.push_str(dice.pick(&["", " ", "\u{200c}"]));
        name.push_str(dice.pick(FAMILY));
    }
    name.push_str(dice.pick(ENDING));
    name.push_str(dice.pick(ORIGIN));
    name
}

const LETTERS: &[&str] = &[
    "ا", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ", "ر", "ز", "ژ", "س", "ش", "ص", "ض", "ط",
    "ظ", "ع", "غ", "ف", "ق", "ک", "گ", "ل", "م", "ن", "و", "ه", "ی",
];

/// The name after one slip of the typist.
pub fn slip(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = dice.below(letters.len());
    let any = |dice: &mut Dice| dice.pick(LETTERS).chars().next().unwrap_or('ا');
    match dice.below(6) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, any(dice)),
        2 => letters[at] = any(dice),
        3 if at + 1 < letters.len() => letters.swap(at, at + 1),
        4 => letters.retain({
            let mut spaces = 0;
            move |letter| {
                *letter != ' ' || {
                    spaces += 1;
                    spaces > 1
                }
            }
        }),
        _ => letters.insert(at, letters[at]),
    }
    let slipped = String::from_iter(letters);
    if slipped.trim().is_empty() {
        name.to_owned()
    } else {
        slipped
    }
}
