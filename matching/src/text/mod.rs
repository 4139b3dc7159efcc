//! Persian text: folding, tokens, stems and phrase keys.
